"""The sheets a run needs: those that are there, empty ones that get filled, new ones in their place among the tabs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sheets_adapter import requests
from sheets_adapter.columns import Owner, Table
from sheets_adapter.encoding import Json
from sheets_adapter.errors import TitleTaken, TooLarge
from sheets_adapter.layout import ROWS, TAB_COLORS, dropdown_range, furnish
from sheets_adapter.page import Page
from sheets_adapter.page_work import page_size
from sheets_adapter.snapshot import Grid, Place, Sheet, Snapshot
from sheets_adapter.state import STATE, page_sheet
from sheets_adapter.tables import TABLES
from sheets_adapter.tabs import Tabs, new_id, page_rank, sheet_titled, table_rank
from sheets_adapter.texts import LABELS

MOST_CELLS = 10_000_000
SPARE = 50
"""Rows of a new sheet of the program's below what it is to hold, so that it need not grow at once."""


@dataclass(frozen=True)
class Made:
    """A sheet to make, or an empty one to fill (``adopted``)."""

    sheet: Sheet
    rank: int
    hidden: bool
    tab: str
    frozen: int = 0
    adopted: bool = False
    gridlines: bool = True


class Making:
    """Which sheet each table and page stands on when the batch has been carried out."""

    def __init__(self, snapshot: Snapshot, language: str) -> None:
        self._snapshot = snapshot
        self._language = language
        self._sheets = list(snapshot.structure.sheets)
        self._tables: dict[int, Table] = {}
        self._ranks: dict[int, int] = {}
        self._needed: dict[int, tuple[int, int]] = {}
        self._made: dict[int, Made] = {}
        self.places = dict(snapshot.places)

    def table(self, table: Table) -> Place:
        """Where a table stands, made if it is missing. Raises TitleTaken where its title is somebody else's."""
        if table.key in self.places:
            return self.places[table.key]
        sheet = self._empty_sheet(table.key, table.title(self._language), self._snapshot.blank.get(table.key))
        tab, rank = TAB_COLORS[table.owner], table_rank(table)
        frozen = 1 if len(table.columns) else 0
        self._make(Made(sheet, rank, table.hidden, tab, frozen, adopted=sheet.rows > 0))
        columns = {column.key: (at,) for at, column in enumerate(table.columns)}
        headings = {column.key: column.heading(self._language) for column in table.columns}
        self.places[table.key] = Place(sheet, table.key, 1, columns, headings)
        self._tables[sheet.sheet_id] = table
        self.need(sheet, ROWS[table.owner], len(table.columns))
        return self.places[table.key]

    def page(self, page: Page, number: int) -> Sheet:
        """The sheet a page was drawn on, else a new one."""
        known = page_sheet(page.key, self._snapshot.structure.sheets, self._snapshot.state)
        if known is not None:
            self._ranks[known.sheet_id] = page_rank(page, number)
            return known
        standing = sheet_titled(page.title, self._sheets)
        empty = standing if standing and not any(map(any, self.grid(standing))) else None
        sheet = self._empty_sheet(f"page {page.key}", page.title, empty)
        tab = TAB_COLORS[Owner.PROGRAM]
        made = Made(sheet, page_rank(page, number), page.hidden, tab, adopted=sheet.rows > 0, gridlines=page.hidden)
        self._make(made)
        self.need(sheet, *page_size(page))
        return sheet

    def is_new(self, sheet: Sheet) -> bool:
        return sheet.sheet_id in self._made

    def created(self) -> tuple[Sheet, ...]:
        return tuple(made.sheet for made in self._made.values() if not made.adopted)

    def made(self) -> tuple[tuple[Sheet, bool], ...]:
        """Each sheet made, and whether an empty one was filled instead."""
        return tuple((made.sheet, made.adopted) for made in self._made.values())

    def grown(self) -> dict[int, tuple[int, int, int, int]]:
        """Rows and columns of the sheets whose grids get larger, before and after."""
        found = {}
        for sheet in self._snapshot.structure.sheets:
            rows, columns = self._needed.get(sheet.sheet_id, (0, 0))
            if rows > sheet.rows or columns > sheet.columns:
                after = rows + SPARE if rows > sheet.rows else sheet.rows
                found[sheet.sheet_id] = sheet.rows, sheet.columns, after, max(sheet.columns, columns)
        return found

    def grid(self, sheet: Sheet) -> Grid:
        return self._snapshot.grids.get(sheet.sheet_id, [])

    def need(self, sheet: Sheet, rows: int, columns: int) -> None:
        """The grid has to be at least this large."""
        before = self._needed.get(sheet.sheet_id, (0, 0))
        self._needed[sheet.sheet_id] = max(before[0], rows), max(before[1], columns)

    def range_of(self, dropdown: str) -> str:
        """What a dropdown offers: the cells of ``table.column``."""
        key, _, column = dropdown.partition(".")
        return dropdown_range(self.places.get(key), column)

    def requests(self) -> Iterator[tuple[Sheet, Json]]:
        """New sheets, hidden ones first, then larger grids, then how the new ones look, each with its sheet."""
        self._check_size()
        yield from self._tabs()
        yield from self._growth()
        for made in self._made.values():
            table = self._tables.get(made.sheet.sheet_id)
            if table is None:
                yield made.sheet, requests.protect(made.sheet.sheet_id, LABELS[self._language]["protected"])
            else:
                for request in furnish(table, self.places[table.key], self._language, self.range_of):
                    yield made.sheet, request

    def _make(self, made: Made) -> None:
        self._made[made.sheet.sheet_id] = made
        self._sheets.append(made.sheet)
        self._ranks[made.sheet.sheet_id] = made.rank

    def _empty_sheet(self, name: str, title: str, blank: Sheet | None) -> Sheet:
        if blank is not None:
            return blank
        if sheet_titled(title, self._sheets):
            raise TitleTaken(sheet=title)
        return Sheet(new_id(name, (sheet.sheet_id for sheet in self._sheets)), title, 0, 0, 0)

    def _tabs(self) -> Iterator[tuple[Sheet, Json]]:
        ranks = {
            place.sheet.sheet_id: table_rank(each) for each in (*TABLES, STATE) if (place := self.places.get(each.key))
        }
        new = {made.sheet.sheet_id for made in self._made.values() if not made.adopted}
        tabs = Tabs(
            self._snapshot.structure, {key: rank for key, rank in (ranks | self._ranks).items() if key not in new}
        )
        for made in sorted(self._made.values(), key=_first_the_stamp):
            rows, columns = self._needed[made.sheet.sheet_id]
            grid = {"rowCount": rows + SPARE, "columnCount": columns, "frozenRowCount": made.frozen}
            grid |= {} if made.gridlines else {"hideGridlines": True}
            sheet_id, title = made.sheet.sheet_id, made.sheet.title
            if made.adopted:
                yield made.sheet, requests.adopt_sheet(sheet_id, grid, made.tab, hidden=made.hidden)
            else:
                index = tabs.insert(sheet_id, made.rank)
                yield made.sheet, requests.add_sheet(sheet_id, title, index, grid, made.tab, hidden=made.hidden)

    def _growth(self) -> Iterator[tuple[Sheet, Json]]:
        grown = self.grown()
        for sheet in self._snapshot.structure.sheets:
            if sheet.sheet_id in grown:
                rows_before, columns_before, rows, columns = grown[sheet.sheet_id]
                if rows > rows_before:
                    yield sheet, requests.grow(sheet.sheet_id, "ROWS", rows - rows_before)
                if columns > columns_before:
                    yield sheet, requests.grow(sheet.sheet_id, "COLUMNS", columns - columns_before)

    def _check_size(self) -> None:
        total = 0
        for sheet in self._sheets:
            rows, columns = self._needed.get(sheet.sheet_id, (0, 0))
            total += max(sheet.rows, rows) * max(sheet.columns, columns)
        if total > MOST_CELLS:
            raise TooLarge


def _first_the_stamp(made: Made) -> tuple[bool, bool, int]:
    """The stamp's sheet, then hidden ones, which may travel ahead, then the others in their order."""
    return made.rank != table_rank(STATE), not made.hidden, made.rank
