"""Cells as ``spreadsheets.get`` shows them: ``GridData`` of an area, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sheets_adapter.local import cells, columns, conditional_effects, validation
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.masks import Mask, below, wants
from sheets_adapter.local.ranges import Area

Json = dict[str, Any]
Found = dict[int, dict[int, Json]]
"""Cells by row and column, from 0 at the corner of the area."""


def shown(document: Document, sheet: Sheet, area: Area, mask: Mask) -> Json:
    """``GridData`` of an area: rows up to the last one with anything in it."""
    area = area.clip(sheet.rows, sheet.columns)
    data: Json = {}
    if area.top:
        data["startRow"] = area.top
    if area.left:
        data["startColumn"] = area.left
    if wants(mask, "rowData"):
        rows = _row_data(document, sheet, area, below(mask, "rowData", "values"))
        if rows:
            data["rowData"] = rows
    bottom, right = area.ends
    for name, dimension, first, last in (
        ("rowMetadata", "ROWS", area.top, bottom),
        ("columnMetadata", "COLUMNS", area.left, right),
    ):
        if wants(mask, name):
            data[name] = [columns.properties(sheet, dimension, at) for at in range(first, last)]
    return data


def _row_data(document: Document, sheet: Sheet, area: Area, mask: Mask) -> list[Json]:
    bottom, right = area.ends
    found: Found = {}
    for (row, column), cell in sheet.cells.items():
        if area.top < row <= bottom and area.left < column <= right:
            data = cells.read(document, sheet, cell, mask)
            if data or cells.says_something(cell):
                found.setdefault(row - 1 - area.top, {})[column - 1 - area.left] = data
    if wants(mask, "userEnteredFormat") or wants(mask, "effectiveFormat"):
        _add_formats(document, sheet, area, found)
    if wants(mask, "dataValidation"):
        _add_validations(document, sheet, area, found)
    if wants(mask, "effectiveFormat"):
        conditional_effects.add(document, sheet, area, found)
    rows: list[Json] = []
    for row in range(max(found, default=-1) + 1):
        filled = found.get(row)
        rows.append({"values": [filled.get(at, {}) for at in range(max(filled) + 1)]} if filled else {})
    return rows


def _add_formats(document: Document, sheet: Sheet, area: Area, found: Found) -> None:
    """The formats of whole rows and columns, in cells that have nothing else."""
    for place, record in _formatted(sheet, area):
        if place not in sheet.cells:
            data = cells.of_format(document, record)
            if data:
                row, column = place[0] - 1 - area.top, place[1] - 1 - area.left
                found.setdefault(row, {})[column] = data


def _formatted(sheet: Sheet, area: Area) -> Iterator[tuple[tuple[int, int], Any]]:
    """The cells (from 1) of rows and columns that have a format, with what bears it; that of a row is the stronger."""
    bottom, right = area.ends
    rows = {
        number: record
        for number, record in sheet.ws.row_dimensions.items()
        if area.top < number <= bottom and record.has_style
    }
    for column in range(area.left, right):
        record = columns.covering(sheet, column)
        if record is not None and record.has_style:
            yield from (((row, column + 1), record) for row in range(area.top + 1, bottom + 1) if row not in rows)
    for number, record in rows.items():
        yield from (((number, column), record) for column in range(area.left + 1, right + 1))


def _add_validations(document: Document, sheet: Sheet, area: Area, found: Found) -> None:
    bottom, right = area.ends
    for covered, rule in validation.in_area(document, sheet, area):
        low, last = covered.ends
        for row in range(max(covered.top, area.top), min(low, bottom)):
            for column in range(max(covered.left, area.left), min(last, right)):
                found.setdefault(row - area.top, {}).setdefault(column - area.left, {})["dataValidation"] = rule
