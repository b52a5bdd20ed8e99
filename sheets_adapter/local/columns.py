"""Widths, heights, hiding and formats of whole rows and columns.

One record of an .xlsx file may stand for many columns; it is split before one of them is changed.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.masks import Mask
from sheets_adapter.local.ranges import Area, column_letters, from_ref

Json = dict[str, Any]

DEFAULT_WIDTH, DEFAULT_HEIGHT = 100, 21
"""Pixels, as in Google."""
_UNSAID_WIDTH = 64
"""Pixels of a column in a file that says nothing about widths."""


def _characters(pixels: int) -> float:
    return round((pixels - 5) / 7, 4)


def _pixels(characters: float) -> int:
    return round(characters * 7 + 5)


def _default(sheet: Sheet) -> int:
    """Pixels of the columns of a sheet that have no width of their own."""
    width = sheet.ws.sheet_format.defaultColWidth
    return _pixels(width) if width else _UNSAID_WIDTH


def prepare(sheet: Sheet) -> None:
    """A sheet made here has columns as wide as Google's."""
    sheet.ws.sheet_format.defaultColWidth = _characters(DEFAULT_WIDTH)


def covering(sheet: Sheet, column: int) -> Any:
    """The record that a column (from 0) falls under, its own or a shared one."""
    own = sheet.ws.column_dimensions.get(column_letters(column))
    if own is not None and (own.min is None or own.min <= column + 1 <= (own.max or own.min)):
        return own
    for record in sheet.ws.column_dimensions.values():
        if record.min and record.max and record.min <= column + 1 <= record.max:
            return record
    return None


def own(sheet: Sheet, column: int) -> Any:
    """A record for this column alone, split off the one it shared with its neighbours."""
    shared = covering(sheet, column)
    letters = column_letters(column)
    if shared is None:
        record = sheet.ws.column_dimensions[letters]
        record.min = record.max = column + 1
        record.width = _characters(_default(sheet))
        return record
    low, high = shared.min or column + 1, shared.max or column + 1
    if low == high:
        return shared
    del sheet.ws.column_dimensions[shared.index]
    for first, last in ((low, column), (column + 1, column + 1), (column + 2, high)):
        if first <= last:
            part = copy(shared)
            part.index = column_letters(first - 1)
            part.min, part.max = first, last
            sheet.ws.column_dimensions[part.index] = part
    return sheet.ws.column_dimensions[letters]


def restyle(document: Document, sheet: Sheet, area: Area, changes: Json, mask: Mask) -> None:
    """The format of whole columns, which cells made in them later begin with."""
    for column in range(area.left, area.ends[1]):
        record = own(sheet, column)
        document.styles.apply(record, changes, mask)


def set_properties(sheet: Sheet, dimension: str, at: int, given: Json, mask: Mask) -> None:
    """Pixel size and hiding of one row or column; without a value back to the default."""
    record: Any = own(sheet, at) if dimension == "COLUMNS" else sheet.ws.row_dimensions[at + 1]
    if not mask or "pixelSize" in mask:
        size = given.get("pixelSize")
        if dimension == "COLUMNS":
            record.width = _characters(size or DEFAULT_WIDTH)
        else:
            record.height = round(size * 0.75, 2) if size else None
    if not mask or "hiddenByUser" in mask:
        record.hidden = bool(given.get("hiddenByUser"))


def properties(sheet: Sheet, dimension: str, at: int) -> Json:
    """``DimensionProperties`` of one row or column."""
    if dimension == "COLUMNS":
        column = covering(sheet, at)
        shown: Json = {"pixelSize": _pixels(column.width) if column is not None and column.width else _default(sheet)}
        hidden = column is not None and column.hidden
    else:
        row = sheet.ws.row_dimensions.get(at + 1)
        height = row.height if row is not None else None
        shown = {"pixelSize": round(height / 0.75) if height else DEFAULT_HEIGHT}
        hidden = row is not None and row.hidden
    if not hidden:
        return shown
    by_filter = dimension == "ROWS" and at in _filtered(sheet)
    return {"hiddenByFilter" if by_filter else "hiddenByUser": True, **shown}


def hidden_by_filter(sheet: Sheet) -> list[int]:
    """The rows (from 0) that a filter hides."""
    covered = _filtered(sheet)
    return [number - 1 for number, row in sheet.ws.row_dimensions.items() if row.hidden and number - 1 in covered]


def _filtered(sheet: Sheet) -> range:
    """Rows that a filter with criteria covers: an .xlsx file does not say of a hidden row who hid it."""
    auto_filter = sheet.ws.auto_filter
    if not auto_filter.ref or not auto_filter.filterColumn:
        return range(0)
    area = from_ref(auto_filter.ref)
    return range(area.top + 1, area.ends[0])


def fit(document: Document, sheet: Sheet, column: int) -> int:
    """Pixels a column needs to show its longest line."""
    from sheets_adapter.local import cells  # noqa: PLC0415

    longest = 0
    for (_, at), cell in sheet.cells.items():
        if at == column + 1 and cell.value is not None:
            text = cells.shown(document, cell, cells.effective(document, sheet, cell))
            longest = max(longest, max((len(line) for line in text.splitlines()), default=0))
    return max(21, longest * 7 + 15)
