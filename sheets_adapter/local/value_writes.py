"""``values.update``, ``values.append`` and ``values.clear``: what plain gspread scripts write with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheets_adapter.local import cells, values
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.entering import as_entered
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.ranges import Area, quote, to_a1

Json = dict[str, Any]
Rows = list[list[Any]]


def _rows(body: Json) -> Rows:
    rows: Rows = body.get("values") or []
    return values.transposed(rows) if body.get("majorDimension") == "COLUMNS" else rows


def _write(document: Document, sheet: Sheet, start: Area, rows: Rows, how: Json) -> Json:
    """Writes rows (null leaves a cell as it is) and counts them as Google does."""
    option = how.get("valueInputOption")
    if option not in {"RAW", "USER_ENTERED"}:
        raise invalid("'valueInputOption' is required but not specified")
    touched: set[tuple[int, int]] = set()
    top, left = start.top, start.left
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            if value is None:
                continue
            at = top + down + 1, left + across + 1
            touched.add(at)
            if value == "" and at not in sheet.cells:
                continue
            cell = cells.at(sheet, top + down, left + across)
            entered, pattern = as_entered(value, document.locale, parse=option == "USER_ENTERED")
            cells.write_value(cell, entered)
            if pattern and cell.number_format == "General":
                cell.number_format = pattern
    area = Area(top, left, top + max(len(rows), 1), left + max(max((len(row) for row in rows), default=1), 1))
    found: Json = {"updatedRange": f"{quote(sheet.title)}!{to_a1(area)}"}
    if touched:
        found["updatedRows"] = len({row for row, _ in touched})
        found["updatedColumns"] = len({column for _, column in touched})
        found["updatedCells"] = len(touched)
    return found


def update(document: Document, target: str, body: Json, how: Json) -> Json:
    sheet, area = values.resolve(document, target)
    bounds = values.inside(sheet, area)
    rows = _rows(body)
    bottom, right = bounds.ends
    single = area.bottom == area.top + 1 and area.right == area.left + 1
    if single:
        bottom, right = sheet.rows, sheet.columns
    if bounds.top + len(rows) > bottom:
        raise invalid(
            f"Requested writing within range [{quote(sheet.title)}!{to_a1(bounds)}], "
            f"but tried writing to row [{bottom + 1}]"
        )
    width = max((len(row) for row in rows), default=0)
    if bounds.left + width > right:
        raise invalid(
            f"Requested writing within range [{quote(sheet.title)}!{to_a1(bounds)}], "
            f"but tried writing to column [{right + 1}]"
        )
    return _write(document, sheet, bounds, rows, how)


def append(document: Document, target: str, body: Json, how: Json) -> Json:
    """Below the table that the range touches: the block of filled cells around its last one."""
    sheet, area = values.resolve(document, target)
    rows = _rows(body)
    table = _table(sheet, values.inside(sheet, area))
    top, left = (table.ends[0], table.left) if table else (area.top, area.left)
    document.grow(sheet, top + len(rows), left + max((len(row) for row in rows), default=0))
    updates = _write(document, sheet, Area(top, left), rows, how)
    answer: Json = {"updates": updates}
    if table:
        answer["tableRange"] = f"{quote(sheet.title)}!{to_a1(table)}"
    return answer


def _table(sheet: Sheet, area: Area) -> Area | None:
    """The block of filled cells, touching one another, around the last one of an area."""
    filled = {at for at, cell in sheet.cells.items() if cell.value is not None}
    bottom, right = area.ends
    inside = [at for at in filled if area.top < at[0] <= bottom and area.left < at[1] <= right]
    if not inside:
        return None
    block, edge = set(), [max(inside)]
    while edge:
        at = edge.pop()
        if at in block:
            continue
        block.add(at)
        near = ((at[0] + down, at[1] + across) for down in (-1, 0, 1) for across in (-1, 0, 1))
        edge.extend(each for each in near if each in filled and each not in block)
    rows, columns = [row for row, _ in block], [column for _, column in block]
    return Area(min(rows) - 1, min(columns) - 1, max(rows), max(columns))


def clear(document: Document, target: str, _body: Json, _how: Json) -> Json:
    sheet, area = values.resolve(document, target)
    area = values.inside(sheet, area)
    bottom, right = area.ends
    for (row, column), cell in sheet.cells.items():
        if area.top < row <= bottom and area.left < column <= right and cell.value is not None:
            cells.write_value(cell, {})
    return {"clearedRange": f"{quote(sheet.title)}!{to_a1(area)}"}


WRITES: dict[str, Callable[[Document, str, Json, Json], Json]] = {
    "values.update": update,
    "values.append": append,
    "values.clear": clear,
}
