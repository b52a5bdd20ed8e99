"""Which cells of a table differ from what is wanted, in blocks that travel together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sheets_adapter.encoding import Raw, same
from sheets_adapter.snapshot import Grid


@dataclass(frozen=True)
class Block:
    """A rectangle of cells to write: rows ``top`` to ``bottom`` and columns ``left`` to ``right``, ends included."""

    top: int
    left: int
    bottom: int
    right: int
    fresh: bool = False
    """Below everything the sheet holds."""


@dataclass(frozen=True)
class Difference:
    """``cells`` are the changed ones (row, column, from 0), ``old`` what stands there, ``blocks`` the same joined."""

    cells: tuple[tuple[int, int], ...]
    old: Mapping[tuple[int, int], Raw]
    blocks: tuple[Block, ...]


def difference(
    grid: Grid, wanted: Mapping[int, Sequence[Raw]], first_row: int, along: Collection[int] = ()
) -> Difference:
    """Compares columns (number -> wanted values from ``first_row`` down) with a grid, which they may outgrow.

    Below the wanted values the columns are wanted empty. Columns ``along`` are sent with every row that changed:
    what a link leads to cannot be read and so not be compared.
    """
    height = max([len(grid) - first_row, *(len(values) for values in wanted.values())], default=0)
    old: dict[tuple[int, int], Raw] = {}
    for column, values in wanted.items():
        standing = [row[column] if column < len(row) else "" for row in grid[first_row:]]
        standing += [""] * (height - len(standing))
        target = [*values, *[""] * (height - len(values))]
        for at, (before, after) in enumerate(zip(standing, target, strict=True)):
            value = "" if before is None else before
            # Equal is the common case, and True equals 1 only where somebody ticked a box among our numbers.
            if (value != after or value is True or value is False) and not same(value, after):
                old[first_row + at, column] = value
    changed = tuple(sorted(old))
    fresh = max(len(grid), first_row)
    sent = {each for each in changed if each[0] < fresh}
    sent |= {(row, column) for row, _ in sent for column in along}
    blocks = [*_blocks(sorted(sent))]
    if changed and changed[-1][0] >= fresh:
        # New rows travel whole: an empty cell among them costs less than a block of its own.
        runs = _runs([(fresh, column) for column in sorted(wanted)])
        blocks += [Block(fresh, left, changed[-1][0], right, fresh=True) for _, left, right in runs]
    return Difference(changed, old, tuple(blocks))


def _blocks(changed: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """Runs of neighbours in a row, and equal runs of neighbouring rows under each other."""
    waiting: dict[tuple[int, int], Block] = {}
    for row, left, right in _runs(changed):
        above = waiting.get((left, right))
        if above is not None and above.bottom == row - 1:
            waiting[left, right] = Block(above.top, left, row, right)
            continue
        if above is not None:
            yield above
        waiting[left, right] = Block(row, left, row, right)
    yield from waiting.values()


def _runs(changed: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    start: tuple[int, int] | None = None
    previous = (-1, -1)
    for row, column in changed:
        if start is None:
            start = (row, column)
        elif (row, column) != (previous[0], previous[1] + 1):
            yield previous[0], start[1], previous[1]
            start = (row, column)
        previous = (row, column)
    if start is not None:
        yield previous[0], start[1], previous[1]
