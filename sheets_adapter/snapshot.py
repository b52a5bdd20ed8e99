"""A spreadsheet as it was at one moment: typed tables, the issues found in them, and where things stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from sheets_adapter.a1 import letters, quoted
from sheets_adapter.errors import SetupError

ROWS_APART = 10_000_000
"""Where several sheets feed one table, rows of the second are numbered from here on, of the third from twice as far:
no spreadsheet has more cells, so no sheet has more rows."""

Grid = list[list[Any]]
"""Rows of unformatted values as the API gives them: ragged, empty rows as ``[]``."""


class Merge(NamedTuple):
    """A merged cell: rows and columns from 0, ends excluded."""

    top: int
    left: int
    bottom: int
    right: int


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
    merges: tuple[Merge, ...] = ()
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
    names: Mapping[int, str] = field(default_factory=dict)
    """Column number -> its heading, recognised or not."""
    part: int = 0
    """Which of the sheets that feed the table it is, from 0."""

    def number(self, position: int) -> int:
        """The ``row`` in frames of a row so many below the heading, from 0; see ``ROWS_APART``."""
        return self.part * ROWS_APART + self.heading_row + 1 + position


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
    (dtypes: ``sheets_adapter.columns.Kind``) and ``row``, the row in the sheet from 1; where several sheets feed
    a table, rows of the second are numbered from ``ROWS_APART`` on (``where`` tells sheet and row).
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
    """Where each table stands; of several sheets the first."""
    grids: Mapping[int, Grid]
    """Raw values by sheet id."""
    blank: Mapping[str, Sheet] = field(default_factory=dict)
    """Sheets that bear a table's title and hold nothing: they are filled where a missing table is made."""
    state: Mapping[str, str] = field(default_factory=dict)
    """What the adapter keeps on its own hidden sheet."""

    further: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """The second and other sheets of the tables that several feed."""

    def places_of(self, table: str) -> tuple[Place, ...]:
        """Every sheet that feeds a table."""
        return (self.places[table], *self.further.get(table, ())) if table in self.places else ()

    def where(self, table: str, row: int) -> tuple[Place, int] | None:
        """The sheet that a ``row`` of a frame stands on, and its row there."""
        part, there = divmod(row, ROWS_APART)
        places = self.places_of(table)
        return (places[part], there) if part < len(places) else None

    def address(self, table: str, row: int, column: str = "") -> str:
        """``Clients!C7``, the title quoted where Sheets would quote it; a row without a column is ``Clients!7:7``."""
        found = self.where(table, row)
        return f"{quoted(found[0].sheet.title)}!{self._cell(*found, column)}" if found else ""

    def link(self, table: str, row: int, column: str = "") -> str:
        """``#gid=123&range=C7``, a link within the spreadsheet; empty where the table has no sheet."""
        found = self.where(table, row)
        return f"#gid={found[0].sheet.sheet_id}&range={self._cell(*found, column)}" if found else ""

    @staticmethod
    def _cell(place: Place, row: int, column: str) -> str:
        where = place.columns.get(column)
        return f"{letters(where[0])}{row}" if where else f"{row}:{row}"
