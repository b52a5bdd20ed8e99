"""Tables of the file (Excel's "format as table"), which Google's API shows as plain cells."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.table import TableColumn

from sheets_adapter.local.document import Sheet
from sheets_adapter.local.ranges import Area, from_ref, to_ref
from sheets_adapter.local.shifts import Shift


def follow(sheet: Sheet, shift: Shift) -> None:
    """Tables shift with their cells; one without its headings or without rows is a table no more."""
    # openpyxl's own items() gives references for tables.
    for name, table in list(dict.items(sheet.ws.tables)):
        before = from_ref(table.ref)
        after = shift.area(before)
        headings = Area(before.top, before.left, before.top + 1, before.right)
        if after is None or (table.headerRowCount != 0 and shift.area(headings) is None) or _height(after) < 2:
            del sheet.ws.tables[name]
            continue
        if shift.dimension == "COLUMNS":
            _columns(sheet, table, before, after, shift)
        table.ref = to_ref(after)
        if table.autoFilter is not None:
            table.autoFilter.ref = to_ref(after)


def _height(area: Area) -> int:
    return area.ends[0] - area.top


def _columns(sheet: Sheet, table: Any, before: Area, after: Area, shift: Shift) -> None:
    """Its columns as they stand now; a new one gets a heading, without which Excel takes the file for damaged."""
    known: dict[int, Any] = {}
    for at, column in enumerate(table.tableColumns):
        place = shift.place(before.top, before.left + at)
        if place is not None:
            known[place[1]] = column
    found: list[Any] = []
    for at in range(after.left, after.ends[1]):
        column = known.get(at) or _new(table, [*known.values(), *found])
        if at not in known and table.headerRowCount != 0:
            sheet.ws.cell(after.top + 1, at + 1).value = column.name
        found.append(column)
    table.tableColumns = found


def _new(table: Any, others: list[Any]) -> TableColumn:
    names = {column.name for column in [*table.tableColumns, *others]}
    number = 1
    while f"Column{number}" in names:
        number += 1
    return TableColumn(id=max(column.id for column in [*table.tableColumns, *others]) + 1, name=f"Column{number}")
