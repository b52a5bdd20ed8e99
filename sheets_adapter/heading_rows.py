"""The rows of a sheet that may be its heading row: each of the first ten, and two or three that belong together.

Firms write a heading over two rows: «Клиент» merged down over both, «Команда» merged across, «Продавец» and
«Менеджер» under it. What a column is called is the lowest word above it, else the merged one that begins there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sheets_adapter.snapshot import Grid, Merge

HEADING_ROWS = 10
_HIGHEST = 3
"""Rows of one heading."""

Covered = dict[tuple[int, int], Merge]
"""Row and column of each cell that is part of a merged one."""


@dataclass(frozen=True)
class HeadingRow:
    """``row``: the lowest, from 0. ``texts``: for each column what it may be called, likeliest first.

    Of «Дата» over «ухода» that is ``("ухода", "Дата ухода")``; of a column without a heading ``()``.
    """

    row: int
    texts: tuple[tuple[str, ...], ...]
    cut: frozenset[int] = frozenset()
    """Columns whose heading goes on in the row below: then this is not yet the lowest row."""


def heading_rows(grid: Grid, merges: tuple[Merge, ...]) -> Iterator[HeadingRow]:
    """Single rows first, then those that merged cells tie together."""
    merges = tuple(merge for merge in merges if merge.top < HEADING_ROWS)
    covered = {(row, column): merge for merge in merges for row, column in _cells(merge, grid)}
    count = len(grid[:HEADING_ROWS])
    for row in range(count):
        yield _heading_row(grid, row, row, covered)
    for height in range(2, _HIGHEST + 1):
        for top in range(count - height + 1):
            bottom = top + height - 1
            if all(_tied(grid, row, merges) for row in range(top, bottom)):
                yield _heading_row(grid, top, bottom, covered)


def untied_rows(grid: Grid) -> Iterator[HeadingRow]:
    """Two rows that may be one heading although nothing is merged."""
    for top in range(len(grid[:HEADING_ROWS]) - 1):
        yield _heading_row(grid, top, top + 1, {})


def _cells(merge: Merge, grid: Grid) -> Iterator[tuple[int, int]]:
    width = max(map(len, grid[:HEADING_ROWS]), default=0)
    for row in range(merge.top, min(merge.bottom, HEADING_ROWS + 1)):
        for column in range(merge.left, min(merge.right, width)):
            yield row, column


def _tied(grid: Grid, row: int, merges: tuple[Merge, ...]) -> bool:
    """Whether a merged cell reaches from a row into the next, or lies across it with something underneath."""
    for merge in merges:
        if not merge.top <= row < merge.bottom or not _text(grid, merge.top, merge.left):
            continue
        across = merge.right - merge.left > 1 and merge.bottom == row + 1
        if merge.bottom > row + 1:
            return True
        if across and any(_text(grid, row + 1, column) for column in range(merge.left, merge.right)):
            return True
    return False


def _heading_row(grid: Grid, top: int, bottom: int, covered: Covered) -> HeadingRow:
    width = max(map(len, grid[: bottom + 1]), default=0)
    texts = tuple(_names(grid, top, bottom, column, covered) for column in range(width))
    cut = {column for column in range(width) if (below := covered.get((bottom, column))) and below.bottom > bottom + 1}
    return HeadingRow(bottom, texts, frozenset(cut))


def _names(grid: Grid, top: int, bottom: int, column: int, covered: Covered) -> tuple[str, ...]:
    """A column's own lowest word, then the same with what stands above; a word of another column alone is none."""
    found: dict[tuple[int, int], str] = {}
    for row in range(top, bottom + 1):
        merge = covered.get((row, column))
        at = (merge.top, merge.left) if merge else (row, column)
        if text := _text(grid, *at):
            found[at] = text
    if not found or list(found)[-1][1] != column:
        return ()
    words = list(found.values())
    return tuple(" ".join(words[first:]) for first in reversed(range(len(words))))


def _text(grid: Grid, row: int, column: int) -> str:
    if row >= len(grid) or column >= len(grid[row]) or grid[row][column] is None:
        return ""
    return str(grid[row][column]).strip()
