"""A new title for a sheet, and for everything in the workbook that points at it by title."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl.worksheet.formula import ArrayFormula

from sheets_adapter.local import titles
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.formulas import formula_text
from sheets_adapter.local.ranges import quote, split_title
from sheets_adapter.local.row_writer import ValueOf


def rename(document: Document, sheet: Sheet, title: str) -> None:
    """Gives the sheet its title and rewrites formulas, names, charts, validations, formats and links."""
    old = sheet.title

    def reference(text: str) -> str:
        found, cells = split_title(text)
        if found is None or found.casefold() != old.casefold():
            return text
        return f"{quote(title)}!{cells}"

    def formula(text: str) -> str:
        return titles.rewritten(text, reference) if "!" in text else text

    entitle(sheet.ws, title)
    for entry in document.protected.values():
        if entry["sheet"] == old:
            entry["sheet"] = title
    for defined in document.book.defined_names.values():
        if defined.attr_text:
            defined.attr_text = formula("=" + defined.attr_text)[1:]
    for each in document.sheets:
        rewrite(each, formula, reference)
    document.formulas.follow(lambda at: (title, *at[1:]) if at[0] == old else at)


def entitle(ws: Any, title: str) -> None:
    """Any title, also one that an .xlsx file cannot hold."""
    # openpyxl's own setter refuses such titles and makes up another where one is taken.
    ws._WorkbookChild__title = title


def rewrite(sheet: Sheet, formula: Callable[[str], str], reference: Callable[[str], str]) -> None:
    """Puts what stands on a sheet and points somewhere through two functions: for formulas, for bare references."""
    for cell in sheet.cells.values():
        if cell.data_type == "f":
            text = formula(formula_text(cell.value))
            if isinstance(cell.value, ArrayFormula):
                cell.value.text = text
            else:
                cell._value = text
        link = getattr(cell, "_hyperlink", None)
        if link is not None and link.location:
            link.location = reference(link.location)
    _rewrite_rules(sheet, formula)
    for chart in sheet.ws._charts:
        rewrite_chart(chart, reference)


def _rewrite_rules(sheet: Sheet, formula: Callable[[str], str]) -> None:
    for record in sheet.ws.data_validations.dataValidation:
        for name in ("formula1", "formula2"):
            if getattr(record, name):
                setattr(record, name, formula("=" + str(getattr(record, name)))[1:])
    for block in sheet.ws.conditional_formatting:
        for rule in block.rules:
            rule.formula = [formula("=" + str(each))[1:] for each in rule.formula or ()]


def rewrite_chart(chart: Any, reference: Callable[[str], str]) -> None:
    """Puts every reference of a chart, and of charts drawn over it, through a function."""
    for part in chart._charts:
        for series in part.series:
            for name in ("val", "cat", "tx", "xVal", "yVal", "bubbleSize"):
                _rewrite_data(getattr(series, name, None), reference)


def _rewrite_data(data: Any, reference: Callable[[str], str]) -> None:
    for name in ("numRef", "strRef", "multiLvlStrRef"):
        found = getattr(data, name, None)
        if found is not None:
            found.f = reference(found.f)


def create(document: Document, title: str) -> Any:
    """A new openpyxl sheet with any title."""
    ws: Any = document.book.create_sheet(titles.filed([*(sheet.title for sheet in document.sheets), title])[title])
    entitle(ws, title)
    return ws


def restore(document: Document) -> None:
    """Gives the sheets of a workbook just read the titles that the file could not hold."""
    for sheet in document.sheets:
        if sheet.true_title:
            title, sheet.true_title = sheet.true_title, ""
            rename(document, sheet, title)


@contextmanager
def as_filed(document: Document) -> Iterator[ValueOf]:
    """The workbook with the titles that go into the file; yields what gives the values of formulas by them."""
    short = titles.filed([sheet.title for sheet in document.sheets])
    unfit = [(sheet, sheet.title) for sheet in document.sheets if short[sheet.title] != sheet.title]
    true = {short[title]: title for _, title in unfit}
    if unfit:
        document.formulas.work_out()
    try:
        for sheet, title in unfit:
            sheet.true_title = title
            rename(document, sheet, short[title])
        yield lambda title, row, column: document.formulas.stored(true.get(title, title), row, column)
    finally:
        for sheet, title in unfit:
            rename(document, sheet, title)
            sheet.true_title = ""
