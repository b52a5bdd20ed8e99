"""A new title for a sheet, and for everything in the workbook that points at it by title."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.worksheet.formula import ArrayFormula

from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.formulas import formula_text
from sheets_adapter.local.ranges import quote, split_title


def rename(document: Document, sheet: Sheet, title: str) -> None:
    """Gives the sheet its title and rewrites formulas, names, charts, validations, formats and links."""
    old = sheet.title

    def reference(text: str) -> str:
        found, cells = split_title(text)
        if found is None or found.casefold() != old.casefold():
            return text
        return f"{quote(title)}!{cells}"

    def formula(text: str) -> str:
        return _rewritten(text, reference)

    sheet.ws.title = title
    for entry in document.protected.values():
        if entry["sheet"] == old:
            entry["sheet"] = title
    for defined in document.book.defined_names.values():
        if defined.attr_text:
            defined.attr_text = formula("=" + defined.attr_text)[1:]
    for each in document.sheets:
        _rewrite_sheet(each, formula, reference)


def _rewritten(formula: str, reference: Callable[[str], str]) -> str:
    """A formula with its references to other sheets changed."""
    if "!" not in formula:
        return formula
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == "OPERAND" and token.subtype == "RANGE" and "!" in token.value:
            token.value = reference(token.value)
    render: Callable[[], Any] = tokens.render
    return str(render())


def _rewrite_sheet(sheet: Sheet, formula: Callable[[str], str], reference: Callable[[str], str]) -> None:
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
