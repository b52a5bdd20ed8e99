"""Tables of the program's own as they were before a run: cell by cell, and rows that have to stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sheets_adapter import requests
from sheets_adapter.a1 import letters, quoted
from sheets_adapter.columns import Kind, Table
from sheets_adapter.diff import Difference, difference
from sheets_adapter.encoding import Json, Raw
from sheets_adapter.snapshot import Grid, Place
from sheets_adapter.table_work import Rewrite
from sheets_adapter.undo.record import mark

BELONGS = {"answer_ledger": ("response_key", "task_key"), "attribution": ("response_key",), "survey_plan": ("client",)}
"""Columns that say to which call, task or client a row of the program's memory belongs."""

Columns = dict[int, list[Raw]]
"""Column number -> values from below the heading down."""


class Left(NamedTuple):
    """What was not taken back: ``address`` in the sheet titled ``sheet``, and the code of why."""

    sheet: str
    address: str
    reason: str


@dataclass(frozen=True)
class Kept:
    """What people have built on: keys of rows they filled in and the clients of these."""

    keys: frozenset[str] = frozenset()
    clients: frozenset[str] = frozenset()

    def of(self, column: str) -> frozenset[str]:
        return self.clients if column == "client" else self.keys


@dataclass(frozen=True)
class Restored:
    """``rewrite`` writes the cells down to the last filled row; rows ``emptied`` below lose their values.

    ``headings`` are columns that the run added and that hold nothing any more.
    """

    rewrite: Rewrite
    emptied: range = range(0)
    headings: tuple[int, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def height(self) -> int:
        """Rows of the sheet down to the last filled one."""
        filled_rows = [n for column in self.rewrite.values.values() for n, value in enumerate(column) if value != ""]
        return self.rewrite.place.heading_row + max(filled_rows, default=-1) + 1

    @property
    def holds_nothing(self) -> bool:
        """No row is left: only the headings."""
        return self.height == self.rewrite.place.heading_row

    def requests(self) -> Iterator[Json]:
        for request, _ in self.rewrite.requests():
            yield request
        place, table = self.rewrite.place, self.rewrite.table
        heading = place.heading_row - 1
        for at in self.headings:
            where = requests.area(place.sheet.sheet_id, heading, at, heading + 1, at + 1)
            yield {"updateCells": {"range": where, "fields": "userEnteredValue,userEnteredFormat"}}
        if not self.emptied:
            return
        for key, (at, *_) in place.columns.items():
            link = ",userEnteredFormat.textFormat.link" if table.column(key).kind is Kind.LINK else ""
            where = requests.area(place.sheet.sheet_id, self.emptied.start, at, self.emptied.stop, at + 1)
            yield {"updateCells": {"range": where, "fields": f"userEnteredValue{link}"}}


def restored(
    table: Table,
    place: Place,
    grid: Grid,
    told: Json,
    *,
    links: Mapping[str, Sequence[str]],
    kept: Kept,
    language: str,
) -> Restored:
    """``told`` is what the record says of the table, ``links`` where its LINK cells led before."""
    standing = _standing(place, grid, told)
    if _moved(place, standing, told):
        nothing = Rewrite(table, place, language, standing, {}, Difference((), {}, ()), ())
        return Restored(nothing, left=(Left(place.sheet.title, quoted(place.sheet.title), "moved"),))
    values = {at: list(column) for at, column in standing.items()}
    left = (*_old_rows(values, standing, place, told), *_fresh_rows(values, standing, place, told))
    values = _keeping(table, place, values, standing, kept)
    linked = [column.key for column in table.columns if _is_link(column.key, table, place)]
    addresses = {place.columns[key][0]: links.get(key, ()) for key in linked}
    found = difference(grid, values, place.heading_row, along=addresses)
    back = Restored(Rewrite(table, place, language, values, addresses, found, ()), left=left)
    below = any(row >= back.height for row, _ in found.cells)
    emptied = range(back.height, len(grid)) if below else range(0)
    rewrite = replace(back.rewrite, found=_down_to(found, back.height - 1))
    return replace(back, rewrite=rewrite, emptied=emptied, headings=_headings(place, values, told))


def _headings(place: Place, values: Columns, told: Json) -> tuple[int, ...]:
    added = {place.columns[key][0] for key, shown in told["added"].items() if place.headings.get(key) == shown}
    return tuple(sorted(at for at in added if not any(value != "" for value in values[at])))


def _is_link(key: str, table: Table, place: Place) -> bool:
    return key in place.columns and table.column(key).kind is Kind.LINK


def _standing(place: Place, grid: Grid, told: Json) -> Columns:
    """What stands in the columns of the table; rows that the run emptied at its end are there too."""
    height = max([len(grid) - place.heading_row, *(number + 1 for number, *_ in told["rows"])])
    rows = range(place.heading_row, place.heading_row + height)
    return {at: [value_at(grid, row, at) for row in rows] for (at, *_) in place.columns.values()}


def _written(told: Json) -> dict[int, str]:
    """Number of a row below the heading -> its mark as the run left it."""
    fresh = enumerate(told["marks"], told["fresh"])
    return {number: written for number, written, _ in told["rows"]} | dict(fresh)


def _marks(place: Place, standing: Columns, told: Json) -> list[str]:
    return [mark(row) for row in _rows(standing, [place.columns[key][0] for key in told["columns"]])]


def _moved(place: Place, standing: Columns, told: Json) -> bool:
    """Whether a row the run wrote stands elsewhere, or a column is gone: what stood there before fits no more."""
    if not told["columns"]:
        return False
    if any(key not in place.columns for key in told["columns"]):
        return True
    marks = _marks(place, standing, told)
    blank = mark([""] * len(told["columns"]))
    where = dict(zip(marks, range(len(marks)), strict=True))
    return any(
        written in where and written != blank and (number >= len(marks) or marks[number] != written)
        for number, written in _written(told).items()
    )


def value_at(grid: Grid, row: int, at: int) -> Raw:
    value: Raw | None = grid[row][at] if row < len(grid) and at < len(grid[row]) else ""
    return "" if value is None else value


def filled(value: Raw | None) -> bool:
    """An unticked box is nothing."""
    return value is not None and value is not False and value != ""


def _old_rows(values: Columns, standing: Columns, place: Place, told: Json) -> Iterator[Left]:
    """A row that somebody changed stays whole: a figure of one run beside one of another would be neither's."""
    marks = _marks(place, standing, told)
    for number, written, cells in told["rows"]:
        for key, old in cells.items():
            at = place.columns[key][0]
            if marks[number] == written:
                values[at][number] = old
            else:
                where = f"{letters(at)}{place.heading_row + number + 1}"
                yield Left(place.sheet.title, f"{quoted(place.sheet.title)}!{where}", "overwritten")


def _fresh_rows(values: Columns, standing: Columns, place: Place, told: Json) -> Iterator[Left]:
    marks = _marks(place, standing, told)
    columns = [place.columns[key][0] for key in told["columns"]]
    for number, written in enumerate(told["marks"], told["fresh"]):
        if number >= len(marks):
            continue
        if marks[number] == written:
            for at in columns:
                values[at][number] = ""
        elif any(standing[at][number] != "" for at in columns):
            row = place.heading_row + number + 1
            yield Left(place.sheet.title, f"{quoted(place.sheet.title)}!{row}:{row}", "overwritten")


def _keeping(table: Table, place: Place, values: Columns, standing: Columns, kept: Kept) -> Columns:
    """The rows that belong to what people have built on stay as the run left them."""
    columns = sorted(values)
    owned = [
        (columns.index(place.columns[key][0]), kept.of(key))
        for key in BELONGS.get(table.key, ())
        if key in place.columns
    ]
    stays = [row for row in _rows(standing, columns) if any(row[at] in keys for at, keys in owned)]
    if not stays:
        return values
    rows: list[tuple[Raw, ...]] = []
    waiting = list(stays)
    for row in _rows(values, columns):
        same = [other for other in waiting if any(row[at] in keys and other[at] == row[at] for at, keys in owned)]
        if same:
            rows += same
            waiting = [other for other in waiting if other not in same]
        elif any(value != "" for value in row) and not any(row[at] in keys for at, keys in owned):
            rows.append(row)
    rows += waiting
    return {at: [row[number] for row in rows] for number, at in enumerate(columns)}


def _rows(values: Columns, columns: Sequence[int]) -> list[tuple[Raw, ...]]:
    return list(zip(*(values[at] for at in columns), strict=True))


def _down_to(found: Difference, last: int) -> Difference:
    """The same cells, but only the blocks above the rows that are emptied at once."""
    blocks = tuple(replace(block, bottom=min(block.bottom, last)) for block in found.blocks if block.top <= last)
    return replace(found, blocks=blocks)
