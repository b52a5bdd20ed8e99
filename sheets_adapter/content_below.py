"""What stands far below a table to which rows are appended: a total, a note, prefilled boxes.

Google appends after the last row with anything in it, so new rows would land below such content, out of sight.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sheets_adapter.snapshot import Grid

GAP = 3
"""So many blank rows end the table."""
RECORD = 3
"""A row after such a gap still is a record if it has a key or so many filled cells; a total or a note has fewer."""

Cells = dict[str, list[list[Any]]]
"""Column key -> the values of each sheet column that feeds it."""


def strays(body: Grid, cells: Cells, present: Any) -> list[tuple[int, bool]]:
    """Rows (from 0 below the heading) that are no records, and whether each begins a block of them.

    ``present`` says which rows have anything in a known column.
    """
    keys = [key for key in cells if key.endswith("_key")]
    found: list[tuple[int, bool]] = []
    last_record, last_stray = -1, -1
    for position in _rows_with_content(body):
        keyed = any(cells[key][0][position] != "" for key in keys)
        near = position - last_record <= GAP
        if present[position] and (near or keyed or _count(cells, position) >= RECORD):
            last_record = position
        elif not near:
            found.append((position, last_stray < last_record or position - last_stray > GAP))
            last_stray = position
    return found


def first_cell(row: list[Any]) -> tuple[int, Any]:
    """Column number and value of the first filled cell of a row that has one."""
    return next((number, value) for number, value in enumerate(row) if value not in {"", None})


def _rows_with_content(body: Grid) -> Iterator[int]:
    return (position for position, row in enumerate(body) if any(value not in {"", None} for value in row))


def _count(cells: Cells, position: int) -> int:
    return sum(values[position] != "" for several in cells.values() for values in several)
