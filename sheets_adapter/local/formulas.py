"""Values of formula cells: computed by IronCalc from the workbook in memory, for openpyxl computes nothing.

What IronCalc cannot compute keeps the value that the file had for it.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import ironcalc
from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from sheets_adapter.local import titles
from sheets_adapter.local.ranges import quote_always, split_title

Position = tuple[str, int, int]
"""Sheet title, row and column from 1."""

ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#ERROR!"})

_FAR_OUT = 16_000
"""A column that no sheet reaches."""
_NOT_COMPUTED = frozenset({None, "#NAME?", "#ERROR!", "#N/IMPL!", "#CIRC!"})


class Formulas:
    """Values of all formulas of a workbook, worked out when the first one is asked for."""

    def __init__(self, book: Any, path: Path) -> None:
        self._book = book
        self._path = path
        self._values: dict[Position, Any] | None = None
        self._opened: dict[Position, Any] | None = None

    def forget(self) -> None:
        """The cells changed: what was worked out holds no longer."""
        self._values = None

    def value(self, title: str, row: int, column: int) -> Any:
        """Number, text, bool, an error such as ``#REF!``, or None."""
        return self.work_out().get((title, row, column))

    def work_out(self) -> dict[Position, Any]:
        """The values of all of them."""
        if self._values is None:
            self._values = self._worked_out()
        return self._values

    def tried(self, title: str, formulas: list[str]) -> list[Any]:
        """What formulas would give if they stood far out on a sheet: a value each, None for what gives none."""
        places = [(title, row, _FAR_OUT) for row in range(1, len(formulas) + 1)]
        found = _compute(self._book, places, dict(zip(places, formulas, strict=True))) if formulas else {}
        return [found.get(place) for place in places]

    def _worked_out(self) -> dict[Position, Any]:
        wanted = [
            (ws.title, row, column)
            for ws in self._book.worksheets
            for (row, column), cell in ws._cells.items()
            if cell.data_type == "f"
        ]
        if not wanted:
            return {}
        found = _compute(self._book, wanted)
        unknown = [position for position in wanted if found.get(position) in _NOT_COMPUTED]
        if unknown and self._opened is None:
            self._opened = _values_in(self._path)
        for position in unknown:
            found[position] = (self._opened or {}).get(position)
        return found


def formula_text(value: Any) -> str:
    """The formula of a cell, with its ``=``."""
    if isinstance(value, ArrayFormula):
        text = str(value.text or "")
        return text if text.startswith("=") else "=" + text
    if isinstance(value, DataTableFormula):
        return "=TABLE()"
    return str(value)


def _values_in(path: Path) -> dict[Position, Any]:
    """The values stored in the file beside its formulas, by the program that saved it."""
    if not path.exists():
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True)
    return {
        (ws.title, row, column): cell.value
        for ws in book.worksheets
        for (row, column), cell in ws._cells.items()
        if cell.value is not None
    }


def _compute(book: Any, wanted: list[Position], more: dict[Position, str] | None = None) -> dict[Position, Any]:
    """The values at ``wanted`` places; ``more``: formulas that are there besides those of the workbook."""
    try:
        model = _model(book)
        index = {ws.title: at for at, ws in enumerate(book.worksheets)}
        for at, formula in (more or {}).items():
            _quietly(model.update_cell_with_formula, index[at[0]], at[1], at[2], formula)
        model.evaluate()
        return {at: model.get_cell_value(index[at[0]], at[1], at[2]) for at in wanted}
    except BaseException as error:
        # A panic inside IronCalc is no Exception in Python; anything else must not be swallowed.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            return {}
        raise


def _model(book: Any) -> Any:
    """The workbook's values and formulas in IronCalc, sheet for sheet."""
    model = ironcalc.create("npsheets", "en", "UTC")
    short = titles.filed([ws.title for ws in book.worksheets])
    for at, ws in enumerate(book.worksheets):
        if at:
            model.add_sheet(short[ws.title])
        else:
            model.rename_sheet(0, short[ws.title])
    for name, defined in book.defined_names.items():
        if defined.attr_text and not defined.is_reserved:
            _quietly(model.new_defined_name, name, None, _filed("=" + defined.attr_text, short)[1:])
    for at, ws in enumerate(book.worksheets):
        for cell in ws._cells.values():
            _enter(model, at, cell, short)
    return model


def _filed(formula: str, short: dict[str, str]) -> str:
    """A formula with the titles that IronCalc takes, which are those that a file does."""

    def reference(text: str) -> str:
        title, cells = split_title(text)
        return f"{quote_always(short[title])}!{cells}" if title in short else text

    return formula if all(title == other for title, other in short.items()) else titles.rewritten(formula, reference)


def _enter(model: Any, sheet: int, cell: Any, short: dict[str, str]) -> None:
    value, row, column = cell.value, cell.row, cell.column
    if value is None:
        return
    if cell.data_type == "f":
        _quietly(model.update_cell_with_formula, sheet, row, column, _filed(formula_text(value), short))
    elif isinstance(value, bool):
        model.update_cell_with_bool(sheet, row, column, value)
    elif isinstance(value, (int, float)):
        model.update_cell_with_number(sheet, row, column, float(value))
    else:
        model.update_cell_with_text(sheet, row, column, str(value))


def _quietly(action: Any, *arguments: Any) -> None:
    """A name or formula IronCalc does not know leaves the others to be computed."""
    try:
        action(*arguments)
    except (ironcalc.WorkbookError, ValueError, TypeError):
        return
