"""Rows of values written into cells: over a range, below a table, or none at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from openpyxl.cell.cell import MergedCell

from sheets_adapter.local import cells, lines, patterns, proto_text, result_formats, tables, values
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.entering import as_entered
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.ranges import Area, column_letters

Json = dict[str, Any]
Rows = list[list[Any]]
Target = tuple[Sheet, Area]
Options = Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """What a write did: ``area`` has the size of what was sent, ``asked`` is what the call named."""

    sheet: Sheet
    area: Area
    asked: Area
    dimension: str
    touched: frozenset[tuple[int, int]]
    """Rows and columns of the cells that were set or emptied; null leaves a cell as it is."""

    def told(self) -> Json:
        counts = {
            "updatedRows": len({row for row, _ in self.touched}),
            "updatedColumns": len({column for _, column in self.touched}),
            "updatedCells": len(self.touched),
        }
        return {"updatedRange": values.address(self.sheet, self.area)} | (counts if self.touched else {})


def totals(every: list[Written]) -> Json:
    """The counts of a batch: a row, column or cell written twice counts once, an empty count is left out."""
    rows = {(each.sheet.sheet_id, row) for each in every for row, _ in each.touched}
    columns = {(each.sheet.sheet_id, column) for each in every for _, column in each.touched}
    touched = {(each.sheet.sheet_id, at) for each in every for at in each.touched}
    counts = {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": len(touched),
        "totalUpdatedSheets": len({sheet_id for sheet_id, _ in touched}),
    }
    return {name: count for name, count in counts.items() if count}


def update(document: Document, target: Target, given: Json, how: Options) -> Written:
    """Writes a ``ValueRange`` from the first cell of the target on. Raises ApiError where it does not fit."""
    sheet, area = target
    bounds = values.inside(sheet, area)
    rows = _rows(given)
    bottom, right = bounds.ends
    if area.bottom == area.top + 1 and area.right == area.left + 1:
        bottom, right = sheet.rows, sheet.columns
    too_far = f"Requested writing within range [{values.address(sheet, area)}], but tried writing to "
    if bounds.top + len(rows) > bottom:
        raise invalid(f"{too_far}row [{bottom + 1}]")
    if bounds.left + _width(rows) > right:
        raise invalid(f"{too_far}column [{column_letters(right)}]")
    written = _write(document, sheet, bounds, rows, how)
    return _told_for(written, bounds, given)


def append(document: Document, target: Target, given: Json, how: Options) -> tuple[Area | None, Written]:
    """Writes a ``ValueRange`` below the table that the target touches, or at the target where there is none."""
    sheet, area = target
    rows = _rows(given)
    table = tables.found(sheet, values.inside(sheet, area))
    top, left = (table.ends[0], table.left) if table else (area.top, area.left)
    if how.get("insertDataOption") == "INSERT_ROWS" and rows:
        _insert_rows(document, sheet, top, len(rows))
    document.grow(sheet, top + len(rows), left + _width(rows))
    written = _write(document, sheet, Area(top, left), rows, how)
    return table, _told_for(written, written.area, given)


def _insert_rows(document: Document, sheet: Sheet, top: int, count: int) -> None:
    """New rows that look like the one above them."""
    lines.insert(document, sheet, "ROWS", top, count)
    if top:
        lines.take_after(document, sheet, "ROWS", top - 1, range(top, top + count))


def _told_for(written: Written, asked: Area, given: Json) -> Written:
    bottom, right = (max(pair) for pair in zip(asked.ends, written.area.ends, strict=True))
    whole = Area(asked.top, asked.left, bottom, right)
    return Written(written.sheet, written.area, whole, given.get("majorDimension") or "ROWS", written.touched)


def _rows(given: Json) -> Rows:
    rows: Rows = given.get("values") or []
    if given.get("majorDimension") == "COLUMNS":
        return [list(row) for row in zip_longest(*rows)]
    return rows


def _width(rows: Rows) -> int:
    return max((len(row) for row in rows), default=0)


def _write(document: Document, sheet: Sheet, start: Area, rows: Rows, how: Options) -> Written:
    parse = _is_typed(how)
    _check(rows)
    touched = set()
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            if value is not None:
                at = start.top + down, start.left + across
                touched.add(at)
                _enter(document, sheet, at, value, parse=parse)
    area = Area(start.top, start.left, start.top + max(len(rows), 1), start.left + max(_width(rows), 1))
    return Written(sheet, area, area, "ROWS", frozenset(touched))


def _is_typed(how: Options) -> bool:
    """USER_ENTERED, and not RAW."""
    option = str(how.get("valueInputOption"))
    if option not in {"RAW", "USER_ENTERED"}:
        raise invalid("'valueInputOption' is required but not specified")
    return option == "USER_ENTERED"


def _check(rows: Rows) -> None:
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            if isinstance(value, (list, dict)):
                raise invalid(f"Invalid values[{down}][{across}]: {proto_text.written(value)}")


def _enter(document: Document, sheet: Sheet, place: tuple[int, int], value: Any, *, parse: bool) -> None:
    row, column = place
    if value == "" and (row + 1, column + 1) not in sheet.cells:
        return
    cell = cells.at(sheet, row, column)
    if isinstance(cell, MergedCell):
        return  # Only the first cell of a merged area holds anything.
    entered, pattern = as_entered(value, document.locale, parse=parse and cell.number_format != "@")
    cells.write_value(cell, entered)
    if parse and "formulaValue" in entered and cell.number_format == "General":
        pattern = result_formats.of(document, sheet, entered["formulaValue"])
    if pattern and cell.number_format == "General":
        cell.number_format = patterns.given({"pattern": pattern}, document.locale)


def clear(target: Target) -> str:
    """Empties the cells of a target, which keep their formats; returns the range as Google writes it."""
    sheet, area = target
    area = values.inside(sheet, area)
    bottom, right = area.ends
    for (row, column), cell in sheet.cells.items():
        if area.top < row <= bottom and area.left < column <= right and cell.value is not None:
            cells.write_value(cell, {})
    return values.address(sheet, area)
