"""The table that rows are appended to: a rectangle with data, with nothing right around it."""

from __future__ import annotations

from sheets_adapter.local.document import Sheet
from sheets_adapter.local.ranges import Area

Place = tuple[int, int]
"""Row and column from 1."""


def found(sheet: Sheet, area: Area) -> Area | None:
    """The last table that begins, ends or lies in an area, or has it inside; None where there is none."""
    bottom, right = area.ends
    if area.bottom == area.top + 1 and area.right == area.left + 1:
        last = (area.top + 1, area.left + 1)
        start = last if _filled(sheet, last) else None
    else:
        start = max(
            (
                at
                for at, cell in sheet.cells.items()
                if cell.value is not None and area.top < at[0] <= bottom and area.left < at[1] <= right
            ),
            default=None,
        )
    return around(sheet, start) if start else _with_a_hole(sheet, area)


def around(sheet: Sheet, start: Place) -> Area:
    """The rectangle that grows from a filled cell over all that touches it, corners as well."""
    top, left = bottom, right = start
    while True:
        if _any(sheet, top - 1, top - 1, left - 1, right + 1):
            top -= 1
        elif _any(sheet, bottom + 1, bottom + 1, left - 1, right + 1):
            bottom += 1
        elif _any(sheet, top - 1, bottom + 1, left - 1, left - 1):
            left -= 1
        elif _any(sheet, top - 1, bottom + 1, right + 1, right + 1):
            right += 1
        else:
            return Area(top - 1, left - 1, bottom, right)


def _with_a_hole(sheet: Sheet, area: Area) -> Area | None:
    """The table around an empty cell (the first one of an area) that is not at its edge."""
    row, column = area.top + 1, area.left + 1
    for at in ((row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)):
        if _filled(sheet, at):
            table = around(sheet, at)
            bottom, right = table.ends
            if table.top < row <= bottom and table.left < column <= right:
                return table
    return None


def _filled(sheet: Sheet, at: Place) -> bool:
    cell = sheet.cells.get(at)
    return cell is not None and cell.value is not None


def _any(sheet: Sheet, top: int, bottom: int, left: int, right: int) -> bool:
    return any(_filled(sheet, (row, column)) for row in range(top, bottom + 1) for column in range(left, right + 1))
