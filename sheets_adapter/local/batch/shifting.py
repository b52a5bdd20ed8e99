"""Requests that insert, delete and move rows, columns and ranges."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import lines
from sheets_adapter.local.batch.dimensions import span
from sheets_adapter.local.document import Document
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.fields import need
from sheets_adapter.local.shifts import Move

Json = dict[str, Any]


def insert_dimension(document: Document, request: Json) -> Json:
    """New rows or columns that look like those before them, or like those that stood there."""
    given = need(request, "range")
    sheet, dimension, start, end = span(document, given, inserting=True)
    before = bool(request.get("inheritFromBefore"))
    if before and not start:
        raise invalid("inheritFromBefore cannot be true when startIndex is 0.")
    lines.insert(document, sheet, dimension, start, end - start)
    limit = sheet.rows if dimension == "ROWS" else sheet.columns
    model = start - 1 if before else end
    if model < limit:
        lines.take_after(document, sheet, dimension, model, range(start, end))
    return {}


def delete_dimension(document: Document, request: Json) -> Json:
    sheet, dimension, start, end = span(document, need(request, "range"))
    lines.delete(document, sheet, dimension, start, end - start)
    return {}


def move_dimension(document: Document, request: Json) -> Json:
    sheet, dimension, start, end = span(document, need(request, "source"))
    to = request.get("destinationIndex", 0)
    limit = sheet.rows if dimension == "ROWS" else sheet.columns
    if not 0 <= to <= limit:
        raise invalid(f"destinationIndex {to} is out of bounds: it must be between 0 and {limit}.")
    if start < to < end:
        raise invalid("destinationIndex must not lie within the source.")
    lines.move(document, sheet, dimension, Move(start, end - start, to))
    return {}


def insert_range(document: Document, request: Json) -> Json:
    return _shift(document, request, insert=True)


def delete_range(document: Document, request: Json) -> Json:
    return _shift(document, request, insert=False)


def _shift(document: Document, request: Json, *, insert: bool) -> Json:
    sheet, area = document.grid(need(request, "range"))
    dimension = request.get("shiftDimension")
    if dimension not in {"ROWS", "COLUMNS"}:
        raise invalid("No dimension specified.")
    lines.shift_cells(document, sheet, area.clip(sheet.rows, sheet.columns), dimension, insert_=insert)
    return {}


REQUESTS = {
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "insertRange": insert_range,
    "deleteRange": delete_range,
}
