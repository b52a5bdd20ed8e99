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
from sheets_adapter.undo_record import cell_mark, mark

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
    """``rewrite`` writes the cells down to the last filled row; rows ``emptied`` below lose their values."""

    rewrite: Rewrite
    emptied: range
    left: tuple[Left, ...]

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
    values = {at: list(column) for at, column in standing.items()}
    left = [*_old_cells(values, standing, place, told), *_fresh_rows(values, standing, place, told)]
    values = _keeping(table, place, values, standing, kept)
    linked = [place.columns[column.key][0] for column in table.columns if _is_link(column.key, table, place)]
    addresses = {at: links.get(str(at), ()) for at in linked}
    found = difference(grid, values, place.heading_row, along=addresses)
    rewrite = Rewrite(table, place, language, values, addresses, found, ())
    back = Restored(rewrite, range(0), tuple(left))
    below = any(row >= back.height for row, _ in found.cells)
    emptied = range(back.height, len(grid)) if below else range(0)
    return replace(back, rewrite=replace(rewrite, found=_down_to(found, back.height - 1)), emptied=emptied)


def _is_link(key: str, table: Table, place: Place) -> bool:
    return key in place.columns and table.column(key).kind is Kind.LINK


def _standing(place: Place, grid: Grid, told: Json) -> Columns:
    """What stands in the columns of the table; rows that the run emptied at its end are there too."""
    height = max([len(grid), *(row + 1 for row, *_ in told["old"])])
    rows = range(place.heading_row, height)
    return {at: [value_at(grid, row, at) for row in rows] for (at, *_) in place.columns.values()}


def value_at(grid: Grid, row: int, at: int) -> Raw:
    value: Raw | None = grid[row][at] if row < len(grid) and at < len(grid[row]) else ""
    return "" if value is None else value


def filled(value: Raw | None) -> bool:
    """An unticked box is nothing."""
    return value is not None and value is not False and value != ""


def _old_cells(values: Columns, standing: Columns, place: Place, told: Json) -> Iterator[Left]:
    for row, at, old, written in told["old"]:
        number = row - place.heading_row
        if number < 0 or at not in values:
            continue
        if cell_mark(standing[at][number]) == written:
            values[at][number] = old
        else:
            yield Left(place.sheet.title, f"{quoted(place.sheet.title)}!{letters(at)}{row + 1}", "overwritten")


def _fresh_rows(values: Columns, standing: Columns, place: Place, told: Json) -> Iterator[Left]:
    columns = [at for at in told["columns"] if at in values]
    for row, written in enumerate(told["marks"], told["fresh"]):
        number = row - place.heading_row
        found = [standing[at][number] if number < len(standing[at]) else "" for at in columns]
        if mark(found) == written:
            for at in columns:
                values[at][number] = ""
        elif any(value != "" for value in found):
            yield Left(place.sheet.title, f"{quoted(place.sheet.title)}!{row + 1}:{row + 1}", "overwritten")


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
