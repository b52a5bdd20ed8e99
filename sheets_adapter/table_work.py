"""What one table needs written: its changed cells, or the rows appended to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from sheets_adapter import requests
from sheets_adapter.a1 import letters, quoted
from sheets_adapter.changes import CellChange
from sheets_adapter.columns import Column, Kind, Table
from sheets_adapter.diff import Block, Difference, difference
from sheets_adapter.encoding import Json, Raw, cell, links, number_format, raw_column, shown
from sheets_adapter.layout import Range, column_format, heading_cell, rule
from sheets_adapter.snapshot import Grid, Place

CHUNK = 1000
"""New rows of a ledger in one request: what is too much for one batch is divided between requests."""
_APPENDED_LOOK = ("numberFormat", "wrapStrategy", "verticalAlignment", "horizontalAlignment", "textFormat.link")
_APPENDED = ",".join(["userEnteredValue", "dataValidation", *(f"userEnteredFormat.{name}" for name in _APPENDED_LOOK)])


@dataclass(frozen=True)
class Rewrite:
    """The program's own table against its sheet. ``place`` has every declared column, ``added`` those new to it."""

    table: Table
    place: Place
    language: str
    values: Mapping[int, Sequence[Raw]]
    links: Mapping[int, Sequence[str]]
    found: Difference
    added: tuple[Column, ...]

    @property
    def height(self) -> int:
        """Rows of the grid that are needed."""
        return max((block.bottom + 1 for block in self.found.blocks), default=0)

    @property
    def records(self) -> int:
        """Rows of the whole table."""
        return max((len(column) for _, column in self.values.items()), default=0)

    def heading_requests(self) -> Iterator[Json]:
        for column in self.added:
            at = self.place.columns[column.key][0]
            heading = heading_cell(self.table, column, self.language)
            fields = "userEnteredValue,userEnteredFormat"
            yield requests.cells(self.place.sheet.sheet_id, self.place.heading_row - 1, at, [[heading]], fields)

    def requests(self) -> Iterator[tuple[Json, bool]]:
        """Each request, and whether it only adds rows below everything that stands there."""
        for block in self.found.blocks:
            for part in _chunks(block):
                yield self._write(part), part.fresh

    def changes(self, limit: int) -> tuple[CellChange, ...]:
        by_place = {at: self.table.column(key) for key, (at, *_) in self.place.columns.items()}
        return tuple(
            CellChange(
                f"{quoted(self.place.sheet.title)}!{letters(at)}{row + 1}",
                shown(by_place[at], self.found.old[row, at]),
                shown(by_place[at], self.value(row, at)),
            )
            for row, at in self.found.cells[:limit]
        )

    def _write(self, block: Block) -> Json:
        columns = {at: self.table.column(key) for key, (at, *_) in self.place.columns.items()}
        span = range(block.left, block.right + 1)
        formats = {at: number_format(columns[at], self.language) for at in span}
        rows = [
            [_formatted(cell(self.value(row, at), self._link(row, at)), formats[at]) for at in span]
            for row in range(block.top, block.bottom + 1)
        ]
        fields = ["userEnteredValue"]
        if any(formats.values()):
            fields.append("userEnteredFormat.numberFormat")
        if any(columns[at].kind is Kind.LINK for at in span):
            fields.append("userEnteredFormat.textFormat.link")
        return requests.cells(self.place.sheet.sheet_id, block.top, block.left, rows, ",".join(fields))

    def value(self, row: int, at: int) -> Raw:
        """What is wanted in a cell."""
        values, number = self.values[at], row - self.place.heading_row
        return values[number] if number < len(values) else ""

    def _link(self, row: int, at: int) -> str:
        addresses, number = self.links.get(at, ()), row - self.place.heading_row
        return addresses[number] if number < len(addresses) else ""


def rewrite(table: Table, place: Place, grid: Grid, frame: pd.DataFrame, language: str) -> Rewrite:
    """``frame`` is the whole wanted content; columns it lacks stay as they are."""
    whole, added = _completed(table, place, grid)
    wanted = [column for column in table.columns if column.key in frame.columns]
    values = {whole.columns[each.key][0]: raw_column(each, frame[each.key], language) for each in wanted}
    addresses = {whole.columns[each.key][0]: links(each, frame[each.key]) for each in wanted if each.kind is Kind.LINK}
    found = difference(grid, values, whole.heading_row, along=addresses)
    return Rewrite(table, whole, language, values, addresses, found, added)


def _completed(table: Table, place: Place, grid: Grid) -> tuple[Place, tuple[Column, ...]]:
    """The place with columns for everything declared: what somebody deleted comes back at the right end."""
    added = tuple(column for column in table.columns if column.key not in place.columns)
    free = max(
        [*(at for places in place.columns.values() for at in places), *(len(row) - 1 for row in grid)], default=-1
    )
    more = {column.key: (free + number,) for number, column in enumerate(added, 1)}
    return replace(place, columns={**place.columns, **more}), added


@dataclass(frozen=True)
class Append:
    """Rows for a sheet that people work in, in the order of its own columns."""

    table: Table
    place: Place
    rows: tuple[tuple[Json, ...], ...]
    samples: tuple[Mapping[str, str], ...] = field(default=())

    def requests(self, standing: int) -> Iterator[Json]:
        """``standing`` is how many rows of the sheet have anything in them: the filter follows the new ones."""
        sheet = self.place.sheet
        yield requests.append(sheet.sheet_id, self.rows, _APPENDED)
        end, bottom = self.filter_end, self.bottom(standing)
        if sheet.basic_filter is not None and end is not None and end < bottom:
            yield requests.extend_filter(sheet.basic_filter, bottom)

    @property
    def filter_end(self) -> int | None:
        """The row after the last one that the filter covers; None without a filter."""
        end: int | None = (self.place.sheet.basic_filter or {}).get("range", {}).get("endRowIndex")
        return end

    def bottom(self, standing: int) -> int:
        """The row after the last one appended."""
        return standing + len(self.rows)


def append(table: Table, place: Place, frame: pd.DataFrame, language: str, *, ranges: Range, samples: int) -> Append:
    columns = [column for column in table.columns if column.key in place.columns]
    by_place: dict[int, list[Json]] = {}
    told: list[dict[str, str]] = [{} for _ in range(min(samples, len(frame)))]
    for column in columns:
        empty = pd.Series([""] * len(frame), dtype="object")
        given = frame[column.key] if column.key in frame.columns else empty
        values = raw_column(column, given, language) if column.key in frame.columns else list(empty)
        addresses = links(column, given)
        entered, validation = column_format(column, language)[0], rule(column, language, ranges)
        by_place[place.columns[column.key][0]] = [
            _appended(cell(value, link), entered, validation) for value, link in zip(values, addresses, strict=True)
        ]
        for sample, value in zip(told, values, strict=False):
            if value != "":
                sample[column.heading(language)] = shown(column, value)
    blank: list[Json] = [{}] * len(frame)
    width = max(by_place, default=-1) + 1
    rows = tuple(zip(*(by_place.get(at, blank) for at in range(width)), strict=True))
    return Append(table, place, rows, tuple(told))


def _appended(data: Json, entered: Json, validation: Json | None) -> Json:
    data = data | {"userEnteredFormat": {**entered, **data.get("userEnteredFormat", {})}}
    return data | {"dataValidation": validation} if validation else data


def _formatted(data: Json, number: Any) -> Json:
    if number is None:
        return data
    return data | {"userEnteredFormat": {"numberFormat": number, **data.get("userEnteredFormat", {})}}


def _chunks(block: Block) -> Iterator[Block]:
    for top in range(block.top, block.bottom + 1, CHUNK):
        yield replace(block, top=top, bottom=min(top + CHUNK - 1, block.bottom))
