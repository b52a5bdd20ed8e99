"""Which sheet holds which table: by what Settings says, else by title; and what is missing for a run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets_adapter.columns import Owner, Table
from sheets_adapter.errors import MissingColumn, MissingTable, SetupError, TitleTaken
from sheets_adapter.people_tables import SETTINGS
from sheets_adapter.recognise import Fed, Headings, find_headings, plain, plain_words, titles
from sheets_adapter.snapshot import Grid, Place, Sheet, Structure
from sheets_adapter.state import STATE
from sheets_adapter.structural import Layout
from sheets_adapter.tables import TABLES

_NUMBER = re.compile(r" \d{1,2}$")
"""That of a form's tab; a year tells that the sheet is another one."""


@dataclass
class Found:
    """``standing``: by table key where it stands and how its headings read, sheet by sheet.

    ``blank`` are titled sheets without anything on them. ``doubles``: where a table is read, and the titles of further
    sheets that would do as well and are not read. ``unread``: the same for sheets that bear its title and lack a column
    (its key).
    """

    standing: dict[str, list[tuple[Place, Headings]]] = field(default_factory=dict)
    blank: dict[str, Sheet] = field(default_factory=dict)
    problems: list[SetupError] = field(default_factory=list)
    doubles: list[tuple[Place, str]] = field(default_factory=list)
    unread: list[tuple[Place, str, str]] = field(default_factory=list)

    @property
    def places(self) -> dict[str, Place]:
        """Where each table stands; of several sheets the first."""
        return {key: several[0][0] for key, several in self.standing.items()}

    @property
    def further(self) -> dict[str, tuple[Place, ...]]:
        return {key: tuple(place for place, _ in rest) for key, (_, *rest) in self.standing.items() if rest}

    def every(self) -> list[tuple[Place, Headings]]:
        """All sheets that are read."""
        return [each for several in self.standing.values() for each in several]

    def taken(self) -> set[int]:
        """Ids of the sheets that belong to a table."""
        return {place.sheet.sheet_id for place, _ in self.every()} | {sheet.sheet_id for sheet in self.blank.values()}


class Finder:
    """Looks for tables among the sheets of one workbook."""

    def __init__(self, structure: Structure, grids: Mapping[int, Grid]) -> None:
        self._sheets = [sheet for sheet in structure.sheets if sheet.is_grid]
        self._grids = grids

    def settings(self) -> Found:
        """Settings alone, which have to be read before the rest can be found."""
        found = Found()
        self._find(SETTINGS, {}, self._titled(SETTINGS), found)
        return Found(found.standing)

    def find(self, layout: Layout) -> Found:
        found = Found()
        for table in (*TABLES, STATE):
            named = layout.sheets.get(table.key, ("", 0))[0]
            fed = layout.fed() if table.owner is not Owner.PROGRAM else {}
            if named:
                self._find_named(table, fed, named, found)
            else:
                self._find(table, fed, self._titled(table), found)
        self._suggest(found)
        return found

    def _find_named(self, table: Table, fed: Fed, named: str, found: Found) -> None:
        """The value whole is a title, or for a table that several sheets may feed its parts are."""
        whole = self._named(named)
        parts = self._titles_in(named)
        titles_named = parts if parts and table.several and not whole else [named]
        sheets = whole or [sheet for title in titles_named for sheet in self._named(title)[:1]]
        candidates = list({sheet.sheet_id: sheet for sheet in sheets if sheet.sheet_id not in found.taken()}.values())
        absent = [title for title in titles_named if not any(plain(title) == plain(each.title) for each in candidates)]
        self._find(table, fed, candidates, found, named, every=not whole)
        found.problems += [MissingTable(table=table.key, named=title, found=self._titles()) for title in absent]

    def _find(
        self, table: Table, fed: Fed, candidates: list[Sheet], found: Found, named: str = "", *, every: bool = False
    ) -> None:
        """``every``: all candidates feed the table, and one that cannot is a problem."""
        candidates = [sheet for sheet in candidates if sheet.sheet_id not in found.taken()]
        read = [(sheet, find_headings(self._grids[sheet.sheet_id], table, fed, sheet.merges)) for sheet in candidates]
        usable = [(sheet, headings) for sheet, headings in read if headings and headings.usable(table)]
        others = [(sheet, headings) for sheet, headings in read if (sheet, headings) not in usable]
        filled = [(sheet, headings) for sheet, headings in others if any(map(any, self._grids[sheet.sheet_id]))]
        if usable:
            self._stand(table, usable, found, every=every)
            for sheet, headings in filled:
                if every:
                    self._explain(table, sheet, headings, named, found)
                elif headings and table.numbered:
                    lacking = headings.lacks(table)[0].key
                    found.unread.append((found.places[table.key], sheet.title, lacking))
        elif filled:
            self._explain(table, *filled[0], named, found)
        elif others:
            found.blank[table.key] = others[0][0]
            if table.required:
                self._explain(table, *others[0], named, found)

    def _stand(self, table: Table, usable: list[tuple[Sheet, Headings]], found: Found, *, every: bool) -> None:
        """Every usable sheet feeds the table, a copy of another one excepted; or only the fullest does."""
        if every or table.numbered:
            copies = set() if every else self._copies(usable)
            read = [each for each in usable if each[0].sheet_id not in copies]
        else:
            read = [max(usable, key=lambda each: len(each[1].columns))]
        found.standing[table.key] = [
            (Place(sheet, table.key, each.row + 1, each.columns, each.shown, each.names, part), each)
            for part, (sheet, each) in enumerate(read)
        ]
        found.doubles += [(found.places[table.key], sheet.title) for sheet, each in usable if (sheet, each) not in read]

    def _copies(self, usable: list[tuple[Sheet, Headings]]) -> set[int]:
        """Ids of sheets whose every row stands on another one too; of equal ones the first is none."""
        rows: dict[int, set[tuple[Any, ...]]] = {}
        copies: set[int] = set()
        for sheet, headings in usable:
            here = {tuple(row) for row in self._grids[sheet.sheet_id][headings.row + 1 :] if any(row)}
            if here and any(here <= there for there in rows.values()):
                copies.add(sheet.sheet_id)
                continue
            copies |= {other for other, there in rows.items() if there and there < here}
            rows[sheet.sheet_id] = here
        return copies

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
            if table.required and table.key not in {*found.standing, *explained}:
                likely = self._likely(table, found)
                found.problems.append(MissingTable(table=table.key, found=self._titles(), likely=likely))

    def _likely(self, table: Table, found: Found) -> str:
        best, title = 1, ""
        for sheet in self._sheets:
            headings = find_headings(self._grids[sheet.sheet_id], table, merges=sheet.merges)
            if sheet.sheet_id not in found.taken() and headings and headings.usable(table):
                best, title = max((best, title), (len(headings.columns), sheet.title), key=lambda each: each[0])
        return title

    def _titled(self, table: Table) -> list[Sheet]:
        names = plain_words(table.titles) if table is STATE else titles(table.key)
        if table.numbered:
            bare = {_NUMBER.sub("", name) for name in names}
            return [sheet for sheet in self._sheets if _NUMBER.sub("", plain(sheet.title)) in bare]
        return [sheet for sheet in self._sheets if plain(sheet.title) in names]

    def _named(self, title: str) -> list[Sheet]:
        return [sheet for sheet in self._sheets if plain(sheet.title) == plain(title)]

    def _titles_in(self, named: str) -> list[str]:
        """Titles one after another; a title may have a comma in it: the longest that stands there is meant."""
        parts = [part.strip() for part in re.split(r"[,;\n]", named) if part.strip()]
        found = []
        while parts:
            ends = (end for end in range(len(parts), 1, -1) if self._named(" ".join(parts[:end])))
            end = next(ends, 1)
            found.append(", ".join(parts[:end]))
            parts = parts[end:]
        return found

    def _titles(self) -> tuple[str, ...]:
        return tuple(sheet.title for sheet in self._sheets if not sheet.hidden)
