"""Whole rows and columns inserted, deleted and moved."""

from __future__ import annotations

from copy import copy
from typing import Any

from sheets_adapter.local import cells, columns, sheet_resources, validation
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.following import follow
from sheets_adapter.local.ranges import Area
from sheets_adapter.local.shifts import Delete, Insert, Move, Shift


def insert(document: Document, sheet: Sheet, dimension: str, at: int, count: int) -> None:
    """New rows or columns before ``at`` (from 0), without any format. Raises ApiError above the cell limit."""
    document.grow(sheet, *_more(sheet, dimension, count))
    follow(document, sheet, Shift(dimension, Insert(at, count)))


def _more(sheet: Sheet, dimension: str, count: int) -> tuple[int, int]:
    return (sheet.rows + count, sheet.columns) if dimension == "ROWS" else (sheet.rows, sheet.columns + count)


def take_after(document: Document, sheet: Sheet, dimension: str, model: int, new: range) -> None:
    """Gives new rows or columns the formats, size and dropdowns of another one (all from 0)."""
    rows = dimension == "ROWS"
    for (row, column), cell in list(sheet.cells.items()):
        if (row if rows else column) == model + 1 and cell.has_style:
            for at in new:
                cells.look_like(sheet, (at, column - 1) if rows else (row - 1, at), cell)
    _same_size(sheet, dimension, model, new)
    whole = _line(dimension, model, model + 1)
    for area, _ in list(validation.in_area(document, sheet, whole)):
        beside, among = _cross(dimension, area, model, 1), _cross(dimension, area, new.start, len(new))
        validation.spread(sheet, beside, among)


def _line(dimension: str, start: int, end: int) -> Area:
    return Area(start, 0, end, None) if dimension == "ROWS" else Area(0, start, None, end)


def _cross(dimension: str, area: Area, start: int, count: int) -> Area:
    """The part of rows or columns that lies beside an area."""
    if dimension == "ROWS":
        return Area(start, area.left, start + count, area.right)
    return Area(area.top, start, area.bottom, start + count)


def _same_size(sheet: Sheet, dimension: str, model: int, new: range) -> None:
    for at in new:
        if dimension == "COLUMNS":
            if columns.covering(sheet, model) is not None:
                record: Any = columns.own(sheet, at)
                record.width = columns.covering(sheet, model).width
                record._style = copy(columns.covering(sheet, model)._style)
        elif model + 1 in sheet.ws.row_dimensions:
            like = sheet.ws.row_dimensions[model + 1]
            sheet.ws.row_dimensions[at + 1].height = like.height
            sheet.ws.row_dimensions[at + 1]._style = copy(like._style)


def delete(document: Document, sheet: Sheet, dimension: str, first: int, count: int) -> None:
    """Takes rows or columns out; raises ApiError where none, or none but frozen ones, would be left."""
    what, size = ("rows", sheet.rows) if dimension == "ROWS" else ("columns", sheet.columns)
    if count >= size:
        raise invalid(f"You can't delete all the {what} on the sheet.")
    frozen = sheet_resources.frozen(sheet)[dimension == "COLUMNS"]
    left = sum(1 for at in (*range(frozen, first), *range(max(frozen, first + count), size)))
    if frozen and not left:
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {what}.")
    follow(document, sheet, Shift(dimension, Delete(first, count)))
    setattr(sheet, what, size - count)


def move(document: Document, sheet: Sheet, dimension: str, step: Move) -> None:
    """Puts rows or columns before another one."""
    if not step.first <= step.to <= step.first + step.count:
        follow(document, sheet, Shift(dimension, step))


def shift_cells(document: Document, sheet: Sheet, area: Area, dimension: str, *, insert_: bool) -> None:
    """Inserts empty cells, or takes cells out, so that what lies below or to the right of them shifts."""
    bottom, right = area.ends
    rows = dimension == "ROWS"
    first, count = (area.top, bottom - area.top) if rows else (area.left, right - area.left)
    low, high = (area.left, right) if rows else (area.top, bottom)
    if insert_:
        pushed = max((at[0 if rows else 1] for at in sheet.cells if low < at[1 if rows else 0] <= high), default=0)
        document.grow(sheet, *((pushed + count, 0) if rows else (0, pushed + count)))
    follow(document, sheet, Shift(dimension, Insert(first, count) if insert_ else Delete(first, count), low, high))
