"""The request that sorts the rows of a range."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.cell.cell import MergedCell

from sheets_adapter.local import cells, sheet_resources
from sheets_adapter.local.areas import overlap
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.fields import need, refuse_unknown
from sheets_adapter.local.formulas import formula_text
from sheets_adapter.local.ranges import Area
from sheets_adapter.local.shifts import translated

Json = dict[str, Any]


def sort(document: Document, request: Json) -> Json:
    """Numbers come before texts, texts before truth values, these before errors; empty cells are always last."""
    sheet, area = document.grid(need(request, "range"))
    area = area.clip(sheet.rows, sheet.columns)
    if any(overlap(area, merged) for merged in sheet_resources.merged(sheet)):
        raise invalid("You can't sort a range with merged cells.")
    rows = list(range(area.top, min(area.ends[0], sheet.last_filled_row())))
    for spec in reversed(request.get("sortSpecs") or []):
        rows = _sorted(document, sheet, rows, spec)
    _rearrange(sheet, area, rows)
    return {}


def _sorted(document: Document, sheet: Sheet, rows: list[int], spec: Json) -> list[int]:
    refuse_unknown(spec, {"dimensionIndex", "sortOrder"}, "sortSpecs")
    column = spec.get("dimensionIndex", 0)
    keys = {row: _key(document, sheet, row, column) for row in rows}
    filled = [row for row in rows if keys[row] is not None]
    filled.sort(key=lambda row: keys[row] or (), reverse=spec.get("sortOrder") == "DESCENDING")
    return filled + [row for row in rows if keys[row] is None]


def _key(document: Document, sheet: Sheet, row: int, column: int) -> tuple[Any, ...] | None:
    cell = sheet.cells.get((row + 1, column + 1))
    value = cells.effective(document, sheet, cell) if cell is not None else None
    if value is None or value == "":
        return None
    if cells.is_error(cell, value):
        return 3, value
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold(), value) if isinstance(value, str) else (0, value)


def _rearrange(sheet: Sheet, area: Area, order: list[int]) -> None:
    """Puts the cells of each row where the row goes; formulas are copied, not cut: they look at their new row."""
    taken = {
        (row, column): sheet.cells.pop((row + 1, column + 1))
        for row in order
        for column in range(area.left, area.ends[1])
        if (row + 1, column + 1) in sheet.cells
    }
    for to, row in enumerate(order, area.top):
        for column in range(area.left, area.ends[1]):
            cell = taken.get((row, column))
            if cell is not None and not isinstance(cell, MergedCell):
                _put(sheet, cell, to, row)


def _put(sheet: Sheet, cell: Any, to: int, row: int) -> None:
    cell.row = to + 1
    if cell.data_type == "f" and to != row and isinstance(cell._value, str):
        cell._value = translated(formula_text(cell._value), to - row, 0)
    if cell._hyperlink is not None:
        cell._hyperlink = copy(cell._hyperlink)
        cell._hyperlink.ref = cell.coordinate
    sheet.cells[cell.row, cell.column] = cell


REQUESTS = {"sortRange": sort}
