"""Rows that a run added to sheets people work in: which nobody has touched, wherever they stand now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sheets_adapter.a1 import quoted
from sheets_adapter.encoding import Json, Raw
from sheets_adapter.snapshot import Grid, Place, Snapshot
from sheets_adapter.undo.cells import Left, filled, value_at
from sheets_adapter.undo.record import ROW_KEYS, mark


@dataclass(frozen=True)
class Removed:
    """``rows`` are numbers from 0, ``keys`` theirs in the same order."""

    place: Place
    rows: tuple[int, ...]
    keys: tuple[Raw, ...]

    standing: int
    """Rows of the sheet down to the last one with anything in it."""

    @property
    def at_the_end(self) -> range:
        """Those below which nothing stands: they are emptied, which moves nothing and breaks no formula."""
        first = self.standing
        while first - 1 in self.rows:
            first -= 1
        return range(first, self.standing)

    @property
    def between(self) -> list[tuple[int, int]]:
        """The others, which are deleted, neighbours together, from the bottom up: first and the one after the last."""
        found: list[tuple[int, int]] = []
        for row in sorted(set(self.rows) - set(self.at_the_end), reverse=True):
            if found and found[-1][0] == row + 1:
                found[-1] = (row, found[-1][1])
            else:
                found.append((row, row + 1))
        return found


def untouched(place: Place, grid: Grid, told: Json) -> tuple[Removed, tuple[Left, ...], dict[str, str]]:
    """The rows that stand as they were written, those that people have built on, and key -> client of the latter.

    A row that is not there any more was taken away by somebody and is nobody's business.
    """
    key_at, client_at = place.columns[ROW_KEYS[place.table]][0], place.columns["client"][0]
    where: dict[Raw, list[int]] = defaultdict(list)
    for row in range(place.heading_row, len(grid)):
        where[value_at(grid, row, key_at)].append(row)
    rows, keys, left, kept = [], [], [], {}
    for key, written in told["rows"]:
        found = where.get(key, [])
        if len(found) == 1 and _as_written(place, grid[found[0]], told["columns"], written):
            rows.append(found[0])
            keys.append(key)
            continue
        for row in found:
            left.append(Left(place.sheet.title, f"{quoted(place.sheet.title)}!{row + 1}:{row + 1}", "filled_in"))
            kept[str(key)] = str(value_at(grid, row, client_at))
    standing = max((row + 1 for row, values in enumerate(grid) if any(map(filled, values))), default=0)
    return Removed(place, tuple(rows), tuple(keys), standing), tuple(left), kept


def _as_written(place: Place, row: list[Any], columns: list[str], written: str) -> bool:
    """Nothing changed in the columns that were written, nothing typed beside them."""
    if any(key not in place.columns for key in columns):
        return False
    places = [place.columns[key][0] for key in columns]
    if any(filled(value) for at, value in enumerate(row) if at not in places):
        return False
    return mark(value_at([row], 0, at) for at in places) == written


class Lost(NamedTuple):
    """What somebody who sorted at that very moment lost: ``rows`` (from 1, as they stood) that should have stayed.

    ``stayed`` are keys of rows that should have gone.
    """

    sheet: str
    rows: tuple[int, ...]
    stayed: tuple[Raw, ...]


def unmoved(snapshot: Snapshot, now: Mapping[int, Grid]) -> bool:
    """Whether all is as it was in the snapshot; formulas of people's beside a table may come out otherwise."""
    places = {place.sheet.sheet_id: place for place in snapshot.places.values()}
    return all(
        _seen(places.get(sheet_id), snapshot.grids.get(sheet_id, [])) == _seen(places.get(sheet_id), grid)
        for sheet_id, grid in now.items()
    )


def _seen(place: Place | None, grid: Grid) -> list[list[Any]]:
    if place is None:
        return grid
    ours = {at for places in place.columns.values() for at in places}
    return [[value if at in ours else filled(value) for at, value in enumerate(row)] for row in grid]


def lost(removed: Removed, before: Grid, after: Grid) -> Lost | None:
    """``before`` was read just before the rows were removed, ``after`` just after; None if all went as it should."""
    key_at = removed.place.columns[ROW_KEYS[removed.place.table]][0]
    heading = removed.place.heading_row
    left = Counter(value_at(after, row, key_at) for row in range(heading, len(after)) if any(map(filled, after[row])))
    gone = []
    for row in range(heading, len(before)):
        if row in removed.rows or not any(map(filled, before[row])):
            continue
        key = value_at(before, row, key_at)
        if left[key]:
            left[key] -= 1
        else:
            gone.append(row + 1)
    stayed = tuple(key for key in removed.keys if left[key])
    return Lost(removed.place.sheet.title, tuple(gone), stayed) if gone or stayed else None
