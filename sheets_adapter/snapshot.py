"""A spreadsheet as it was at one moment: typed tables, the issues found in them, and where things stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from sheets_adapter.a1 import letters, quoted
from sheets_adapter.errors import SetupError

Grid = list[list[Any]]
"""Rows of unformatted values as the API gives them: ragged, empty rows as ``[]``."""


@dataclass(frozen=True)
class Sheet:
    """One sheet's structure; ``index`` is its place among the tabs."""

    sheet_id: int
    title: str
    index: int
    rows: int
    columns: int
    hidden: bool = False
    is_grid: bool = True
    charts: tuple[int, ...] = ()
    basic_filter: Mapping[str, Any] | None = None
    protected: tuple[int, ...] = ()
    """Ids of its protected ranges."""
    locked: tuple[Mapping[str, Any], ...] = ()
    """``GridRange`` of each area that this account may not edit."""


@dataclass(frozen=True)
class Structure:
    """What ``spreadsheets.get`` tells."""

    title: str
    locale: str
    time_zone: str
    sheets: tuple[Sheet, ...]
    stamps: Mapping[str, str] = field(default_factory=dict)
    """Revision stamps: name of the named range -> its id."""


@dataclass(frozen=True)
class Place:
    """Where a table stands: ``heading_row`` from 1; ``columns`` key -> column numbers from 0, several if joined."""

    sheet: Sheet
    table: str
    heading_row: int
    columns: Mapping[str, tuple[int, ...]]
    headings: Mapping[str, str]


class Recognised(NamedTuple):
    """A sheet that was recognised: ``headings`` is column key -> heading as it stands there."""

    sheet: str
    table: str
    heading_row: int
    headings: Mapping[str, str]


@dataclass(frozen=True)
class Snapshot:
    """Everything a run reads.

    ``tables``: a frame for every declared table, by key, always there; its columns are the declared keys
    (dtypes: ``sheets_adapter.columns.Kind``) and ``row``, the row in the sheet from 1.
    ``issues``: cells that could not be read: ``table``, ``row``, ``column``, ``found``, ``code``, ``hint``,
    ``rejects``. ``rows_read``: rows with anything in them, by table: those in the frame and those rejected.
    """

    tables: Mapping[str, pd.DataFrame]
    issues: pd.DataFrame
    rows_read: Mapping[str, int]
    language: str
    locale: str
    time_zone: str
    title: str
    revision: int
    missing: tuple[str, ...]
    """Keys of declared tables that have no sheet."""
    recognised: tuple[Recognised, ...]
    unrecognised: tuple[str, ...]
    """Titles of the sheets that are left alone."""
    problems: tuple[SetupError, ...]
    """Missing tables and columns without which a run cannot go on; ``snapshot()`` raises the first."""
    calls: int
    structure: Structure
    places: Mapping[str, Place]
    grids: Mapping[int, Grid]
    """Raw values by sheet id."""
    blank: Mapping[str, Sheet] = field(default_factory=dict)
    """Sheets that bear a table's title and hold nothing: they are filled where a missing table is made."""
    state: Mapping[str, str] = field(default_factory=dict)
    """What the adapter keeps on its own hidden sheet."""

    def address(self, table: str, row: int, column: str = "") -> str:
        """``Clients!C7``, the title quoted where Sheets would quote it; a row without a column is ``Clients!7:7``."""
        place = self.places.get(table)
        return f"{quoted(place.sheet.title)}!{self._cell(place, row, column)}" if place else ""

    def link(self, table: str, row: int, column: str = "") -> str:
        """``#gid=123&range=C7``, a link within the spreadsheet; empty where the table has no sheet."""
        place = self.places.get(table)
        return f"#gid={place.sheet.sheet_id}&range={self._cell(place, row, column)}" if place else ""

    @staticmethod
    def _cell(place: Place, row: int, column: str) -> str:
        where = place.columns.get(column)
        return f"{letters(where[0])}{row}" if where else f"{row}:{row}"
