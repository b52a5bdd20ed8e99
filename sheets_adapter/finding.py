"""Which sheet holds which table: by what Settings says, else by title; and what is missing for a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheets_adapter.columns import Owner, Table
from sheets_adapter.errors import MissingColumn, MissingTable, SetupError, TitleTaken
from sheets_adapter.recognise import Fed, Headings, find_headings, plain, plain_words, titles
from sheets_adapter.snapshot import Grid, Place, Sheet, Structure
from sheets_adapter.state import STATE
from sheets_adapter.structural import Layout
from sheets_adapter.tables import SETTINGS, TABLES


@dataclass
class Found:
    """``headings`` and ``places`` by table key; ``blank`` are titled sheets without anything on them.

    ``doubles``: table keys and the titles of further sheets that would do as well and are not read.
    """

    places: dict[str, Place] = field(default_factory=dict)
    headings: dict[str, Headings] = field(default_factory=dict)
    blank: dict[str, Sheet] = field(default_factory=dict)
    problems: list[SetupError] = field(default_factory=list)
    doubles: list[tuple[str, str]] = field(default_factory=list)

    def taken(self) -> set[int]:
        """Ids of the sheets that belong to a table."""
        return {place.sheet.sheet_id for place in self.places.values()} | {
            sheet.sheet_id for sheet in self.blank.values()
        }


class Finder:
    """Looks for tables among the sheets of one workbook."""

    def __init__(self, structure: Structure, grids: Mapping[int, Grid]) -> None:
        self._sheets = [sheet for sheet in structure.sheets if sheet.is_grid]
        self._grids = grids

    def settings(self) -> Found:
        """Settings alone, which have to be read before the rest can be found."""
        found = Found()
        self._find(SETTINGS, {}, self._titled(SETTINGS), found)
        return Found(found.places, found.headings)

    def find(self, layout: Layout) -> Found:
        found = Found()
        for table in (*TABLES, STATE):
            named = layout.sheets.get(table.key, ("", 0))[0]
            fed = layout.fed() if table.owner is not Owner.PROGRAM else {}
            self._find(table, fed, self._named(named) if named else self._titled(table), found, named)
        self._suggest(found)
        return found

    def _find(self, table: Table, fed: Fed, candidates: list[Sheet], found: Found, named: str = "") -> None:
        candidates = [sheet for sheet in candidates if sheet.sheet_id not in found.taken()]
        read = [(sheet, find_headings(self._grids[sheet.sheet_id], table, fed)) for sheet in candidates]
        usable = [(sheet, headings) for sheet, headings in read if headings and headings.usable(table)]
        if usable:
            sheet, headings = max(usable, key=lambda each: len(each[1].columns))
            found.doubles += [(table.key, other.title) for other, _ in usable if other is not sheet]
            found.headings[table.key] = headings
            found.places[table.key] = Place(sheet, table.key, headings.row + 1, headings.columns, headings.shown)
        elif read and not any(map(any, self._grids[read[0][0].sheet_id])):
            found.blank[table.key] = read[0][0]
            if table.required:
                self._explain(table, *read[0], named, found)
        elif read:
            self._explain(table, *read[0], named, found)
        elif named:
            found.problems.append(MissingTable(table=table.key, named=named, found=self._titles()))

    def _explain(self, table: Table, sheet: Sheet, headings: Headings | None, named: str, found: Found) -> None:
        """A sheet with the right title and the wrong headings: people's own business only where nothing fits at all."""
        if table.owner is Owner.PROGRAM or (table.owner is Owner.SHARED and headings is None):
            found.problems.append(TitleTaken(sheet=sheet.title))
        elif headings is not None or table.required or named:
            lacking = headings.lacks(table) if headings else tuple(each for each in table.columns if each.required)
            shown = headings.all if headings else ()
            details = {"table": table.key, "column": lacking[0].key, "sheet": sheet.title, "found": shown}
            rivals = headings.rivals(lacking[0].key) if headings else ()
            found.problems.append(MissingColumn(**details, **({"competing": rivals} if rivals else {})))

    def _suggest(self, found: Found) -> None:
        """Required tables that no sheet bears the title of, and the sheet whose headings fit best."""
        explained = {problem.details.get("table") for problem in found.problems}
        for table in TABLES:
            if table.required and table.key not in {*found.places, *explained}:
                likely = self._likely(table, found)
                found.problems.append(MissingTable(table=table.key, found=self._titles(), likely=likely))

    def _likely(self, table: Table, found: Found) -> str:
        best, title = 1, ""
        for sheet in self._sheets:
            headings = find_headings(self._grids[sheet.sheet_id], table)
            if sheet.sheet_id not in found.taken() and headings and headings.usable(table):
                best, title = max((best, title), (len(headings.columns), sheet.title), key=lambda each: each[0])
        return title

    def _titled(self, table: Table) -> list[Sheet]:
        names = plain_words(table.titles) if table is STATE else titles(table.key)
        return [sheet for sheet in self._sheets if plain(sheet.title) in names]

    def _named(self, title: str) -> list[Sheet]:
        return [sheet for sheet in self._sheets if plain(sheet.title) == plain(title)]

    def _titles(self) -> tuple[str, ...]:
        return tuple(sheet.title for sheet in self._sheets if not sheet.hidden)
