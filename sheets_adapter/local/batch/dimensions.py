"""Requests about rows and columns."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import columns
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.fields import mask_of, need

Json = dict[str, Any]


def span(document: Document, given: Json, *, inserting: bool = False) -> tuple[Sheet, str, int, int]:
    """A ``DimensionRange``: sheet, ROWS or COLUMNS, first and the one after the last."""
    sheet = document.sheet(given.get("sheetId"))
    dimension = given.get("dimension")
    if dimension not in {"ROWS", "COLUMNS"}:
        raise invalid("No dimension specified.")
    limit = sheet.rows if dimension == "ROWS" else sheet.columns
    start, end = given.get("startIndex", 0), given.get("endIndex", limit)
    if not 0 <= start < end:
        raise invalid(f"Invalid dimension range: startIndex {start}, endIndex {end}.")
    if start > limit if inserting else end > limit:
        raise invalid(f"Cannot change a dimension beyond the grid: endIndex {end}, grid has {limit}.")
    return sheet, dimension, start, end


def update(document: Document, request: Json) -> Json:
    mask = mask_of(request, {"pixelSize", "hiddenByUser"}, undone={"developerMetadata"})
    sheet, dimension, start, end = span(document, need(request, "range"))
    for at in range(start, end):
        columns.set_properties(sheet, dimension, at, request.get("properties") or {}, mask)
    return {}


def append(document: Document, request: Json) -> Json:
    sheet = document.sheet(request.get("sheetId"))
    length = request.get("length", 0)
    if length < 1:
        raise invalid("length must be greater than zero.")
    if request.get("dimension") == "ROWS":
        document.grow(sheet, rows=sheet.rows + length)
    elif request.get("dimension") == "COLUMNS":
        document.grow(sheet, columns=sheet.columns + length)
    else:
        raise invalid("No dimension specified.")
    return {}


def auto_resize(document: Document, request: Json) -> Json:
    sheet, dimension, start, end = span(document, need(request, "dimensions"))
    for at in range(start, end):
        size = columns.fit(document, sheet, at) if dimension == "COLUMNS" else None
        columns.set_properties(sheet, dimension, at, {"pixelSize": size}, {"pixelSize": {}})
    return {}


REQUESTS = {
    "updateDimensionProperties": update,
    "appendDimension": append,
    "autoResizeDimensions": auto_resize,
}
