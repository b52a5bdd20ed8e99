"""Requests that write into cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sheets_adapter.local import cells, columns, format_changes, validation
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.fields import mask_of, need
from sheets_adapter.local.masks import Mask, below, wants
from sheets_adapter.local.ranges import Area

Json = dict[str, Any]

_EMPTY: Json = {}
_OUTSIDE: Json = {"beyond": "the row's end"}
_MOST_ABOVE = 20
"""Rows above a range that reaches the end of its sheet and whose format is still kept with the columns."""


def _mask(request: Json) -> Mask:
    mask = mask_of(request)
    cells.check_mask(mask)
    if "userEnteredFormat" in mask:
        format_changes.check(mask["userEnteredFormat"])
    return mask


def update(document: Document, request: Json) -> Json:
    """Writes rows; with a ``range`` the masked properties of its other cells are cleared."""
    mask = _mask(request)
    rows = [row.get("values") or [] for row in request.get("rows") or []]
    if request.get("range") is not None:
        sheet, area = document.grid(need(request, "range"))
        bounds = area.clip(sheet.rows, sheet.columns)
    else:
        start = request.get("start") or {}
        sheet = document.sheet(start.get("sheetId"))
        bounds = Area(start.get("rowIndex", 0), start.get("columnIndex", 0), sheet.rows, sheet.columns)
    _check_fits(rows, bounds)
    if request.get("range") is not None:
        _clear_rest(document, sheet, bounds, rows, mask)
    _write_rows(document, sheet, bounds, rows, mask)
    return {}


def _check_fits(rows: list[list[Json]], bounds: Area) -> None:
    bottom, right = bounds.ends
    if bounds.top + len(rows) > bottom:
        raise invalid(f"Attempting to write row: {bottom}, beyond the last requested row of: {bottom - 1}")
    if any(bounds.left + len(row) > right for row in rows):
        raise invalid(f"Attempting to write column: {right}, beyond the last requested column of: {right - 1}")


def _clear_rest(document: Document, sheet: Sheet, bounds: Area, rows: list[list[Json]], mask: Mask) -> None:
    bottom, right = bounds.ends
    widths = {bounds.top + at: len(row) for at, row in enumerate(rows)}
    for row, column in [
        (row - 1, column - 1)
        for row, column in sheet.cells
        if bounds.top < row <= bottom and bounds.left < column <= right
    ]:
        if column - bounds.left >= widths.get(row, 0):
            cells.write(document, sheet, (row, column), _EMPTY, mask)
    if wants(mask, "dataValidation"):
        validation.assign(document, sheet, bounds, None)


def _write_rows(document: Document, sheet: Sheet, bounds: Area, rows: list[list[Json]], mask: Mask) -> None:
    for down, row in enumerate(rows):
        for across, data in enumerate(row):
            if data:
                cells.check_data(data, mask)
            cells.write(document, sheet, (bounds.top + down, bounds.left + across), data or _EMPTY, mask)
    if wants(mask, "dataValidation"):
        for area, rule in _runs(bounds.top, bounds.left, rows):
            validation.assign(document, sheet, area, rule)


def _runs(top: int, left: int, rows: list[list[Json]]) -> Iterator[tuple[Area, Json | None]]:
    """The validations of rows of cells, cells below each other with the same rule taken together."""
    for across in range(max((len(row) for row in rows), default=0)):
        column = [(row[across] or _EMPTY).get("dataValidation") if across < len(row) else _OUTSIDE for row in rows]
        down = 0
        for rule, same in groupby(column):
            height = sum(1 for _ in same)
            if rule is not _OUTSIDE:
                yield Area(top + down, left + across, top + down + height, left + across + 1), rule
            down += height


def append(document: Document, request: Json) -> Json:
    """Writes rows below the last row with data, growing the grid where it ends."""
    mask = _mask(request)
    if request.get("tableId"):
        raise invalid(f"No table with id: {request['tableId']}")
    sheet = document.sheet(request.get("sheetId"))
    rows = [row.get("values") or [] for row in request.get("rows") or []]
    top = sheet.last_filled_row()
    document.grow(sheet, top + len(rows), max((len(row) for row in rows), default=0))
    _write_rows(document, sheet, Area(top), rows, mask)
    return {}


def repeat(document: Document, request: Json) -> Json:
    """The same in every cell of a range; the format of whole columns goes to the columns."""
    mask = _mask(request)
    data = request.get("cell") or {}
    cells.check_data(data, mask)
    sheet, area = document.grid(need(request, "range"), empty=True)
    if area.top == area.bottom or area.left == area.right:
        return {}
    if wants(mask, "dataValidation"):
        validation.assign(document, sheet, area, data.get("dataValidation"))
    bounds = area.clip(sheet.rows, sheet.columns)
    bottom, right = bounds.ends
    if set(mask) == {"dataValidation"}:
        return {}
    places = [(row, column) for row in range(bounds.top, bottom) for column in range(bounds.left, right)]
    if bottom == sheet.rows and bounds.top <= _MOST_ABOVE and set(mask) == {"userEnteredFormat"}:
        for row, column in [(row, column) for row in range(bounds.top) for column in range(bounds.left, right)]:
            document.styles.pin(cells.at(sheet, row, column))
        columns.restyle(document, sheet, bounds, data.get("userEnteredFormat") or {}, below(mask, "userEnteredFormat"))
        places = [place for place in places if (place[0] + 1, place[1] + 1) in sheet.cells]
    for place in places:
        cells.write(document, sheet, place, data, mask)
    return {}


REQUESTS = {"updateCells": update, "appendCells": append, "repeatCell": repeat}
