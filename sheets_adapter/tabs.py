"""The order of the tabs and the sheets that have to be made in it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from sheets_adapter.columns import Table
from sheets_adapter.page import Page
from sheets_adapter.snapshot import Sheet, Structure
from sheets_adapter.state import STATE
from sheets_adapter.tables import TABLES

_LAST = 10_000


class Tabs:
    """Where a new sheet goes among those that are there: behind the last one that people need before it."""

    def __init__(self, structure: Structure, ranks: dict[int, int]) -> None:
        """``ranks``: sheet id -> rank of the tables and pages found; other sheets have none."""
        ordered = sorted(structure.sheets, key=lambda sheet: sheet.index)
        self._order = [(sheet.sheet_id, ranks.get(sheet.sheet_id)) for sheet in ordered]

    def insert(self, sheet_id: int, rank: int) -> int:
        """The index for a new sheet, which is taken to be there from now on."""
        before = [place for place, (_, other) in enumerate(self._order) if other is not None and other < rank]
        index = before[-1] + 1 if before else 0
        if rank == _LAST:
            index = len(self._order)
        self._order.insert(index, (sheet_id, rank))
        return index


def table_rank(table: Table) -> int:
    return _LAST if table is STATE else next(at for at, each in enumerate(TABLES, 1000) if each is table)


def page_rank(page: Page, number: int) -> int:
    """Pages that are shown stand before all tables, hidden ones behind them."""
    return number + (2000 if page.hidden else 0)


def new_id(name: str, taken: Iterable[int]) -> int:
    """The same id for the same name: two runs that both find a sheet missing cannot make it twice."""
    number, used = zlib.crc32(f"npsheets {name}".encode()) & 0x7FFFFFFF, set(taken)
    while number in used or number == 0:
        number = (number + 1) & 0x7FFFFFFF
    return number


def sheet_titled(title: str, sheets: Iterable[Sheet]) -> Sheet | None:
    """A sheet that has a title already; Google takes titles that differ in capitals for the same."""
    return next((sheet for sheet in sheets if sheet.title.casefold() == title.casefold()), None)
