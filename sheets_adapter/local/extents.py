"""How far the sheets of a file reach, which Google's limit of cells has to hold.

One formatted cell in the last corner of a sheet does not make ten million cells of it: formats far outside are
kept in the file, and the grid ends with the last value.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from sheets_adapter.local import limits
from sheets_adapter.local.errors import FileProblem


class Grid(Protocol):
    """A sheet with its size, as far as it matters here."""

    ws: Any
    rows: int
    columns: int


def check_positions(path: Path, ws: Any) -> None:
    """Raises FileProblem where cells stand outside of what a sheet can be."""
    top, bottom, _, right = ws._cells.extent()
    rows = (top, bottom, *(edge(ws.row_dimensions) for edge in (min, max) if ws.row_dimensions))
    if min(rows) < 1 or max(rows) > limits.ROWS or right > limits.COLUMNS:
        raise FileProblem("not_a_spreadsheet", path, f"{ws.title} reaches {ws.dimensions}", kind="damaged")


def fit(path: Path, sheets: Iterable[Grid]) -> None:
    """Makes grids smaller, down to their values, until all have room; raises FileProblem where they have not."""
    total = sum(sheet.rows * sheet.columns for sheet in sheets)
    if total <= limits.CELLS:
        return
    filled = [(*_filled(sheet.ws), sheet) for sheet in sheets]
    filled.sort(key=lambda each: each[0] * each[1] - each[2].rows * each[2].columns)
    for rows, columns, sheet in filled:
        if total <= limits.CELLS:
            return
        total += rows * columns - sheet.rows * sheet.columns
        sheet.rows, sheet.columns = rows, columns
    if total > limits.CELLS:
        largest = max(sheets, key=lambda sheet: sheet.rows * sheet.columns).ws
        raise FileProblem("too_large", path, f"{total} cells", kind="cells", sheet=str(largest.title))


def _filled(ws: Any) -> tuple[int, int]:
    """The number of the last row and of the last column with a value."""
    rows = columns = 1
    for row, column in ws._cells.filled():
        rows, columns = max(rows, row), max(columns, column)
    return rows, columns
