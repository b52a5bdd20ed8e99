"""What of the last run can be taken back, and what stays because people have built on it. Decided from a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sheets_adapter.a1 import quoted
from sheets_adapter.columns import Owner, Table
from sheets_adapter.encoding import Json
from sheets_adapter.errors import CannotUndo
from sheets_adapter.own_tables import JOURNAL
from sheets_adapter.page_work import PageWork
from sheets_adapter.snapshot import Place, Sheet, Snapshot
from sheets_adapter.state import STATE, unpacked
from sheets_adapter.tables import BY_KEY
from sheets_adapter.undo.cells import Kept, Left, Restored, filled, restored, value_at
from sheets_adapter.undo.pages import PagesBack, pages_back
from sheets_adapter.undo.record import Record, mark, read_record
from sheets_adapter.undo.rows import Removed, untouched


@dataclass(frozen=True)
class Undoing:
    """``made``: sheets that the run made and that go again; ``emptied``: empty ones that it filled.

    ``everything``: the program had no sheet before that run, and has none after it is taken back.
    """

    record: Record
    tables: tuple[Restored, ...]
    rows: tuple[Removed, ...]
    pages: tuple[PageWork, ...]
    plain: tuple[Json, ...]
    made: tuple[Sheet, ...]
    emptied: tuple[Sheet, ...]
    left: tuple[Left, ...]
    everything: bool

    @property
    def gone(self) -> frozenset[int]:
        """Ids of the sheets that go or are made empty."""
        return frozenset(sheet.sheet_id for sheet in (*self.made, *self.emptied))

    @property
    def touched(self) -> frozenset[int]:
        """Ids of all sheets that are written."""
        work = {each.rewrite.place.sheet.sheet_id for each in self.tables if each.rewrite.found.cells}
        return self.gone | work | {each.place.sheet.sheet_id for each in self.rows if each.rows}

    @property
    def cells(self) -> int:
        """Cells of the program's own sheets that get back what stood there."""
        tables = sum(len(each.rewrite.found.cells) for each in self.tables)
        return tables + sum(len(page.found.cells) for page in self.pages)

    def size_after(self, sheet: Sheet, snapshot: Snapshot) -> tuple[int, int]:
        """Rows and columns that hold anything when this is done."""
        grid = snapshot.grids.get(sheet.sheet_id, [])
        height, width = len(grid), max(map(len, grid), default=0)
        for page in self.pages:
            if page.sheet.sheet_id == sheet.sheet_id:
                return page.size
        for table in self.tables:
            if table.rewrite.place.sheet.sheet_id == sheet.sheet_id:
                return table.height, width
        removed = sum(len(each.rows) for each in self.rows if each.place.sheet.sheet_id == sheet.sheet_id)
        return height - removed, width


def undoing(snapshot: Snapshot) -> Undoing:
    """Raises CannotUndo."""
    record = last_record(snapshot)
    found, left, kept = _rows(snapshot, record)
    tables = tuple(_tables(snapshot, record, kept))
    pages = pages_back(snapshot, record.body["pages"])
    going = _Going(snapshot, record, found, tables, pages)
    made = going.sheets()
    everything = going.everything(made)
    gone = {sheet.sheet_id for sheet, _ in made}
    stays = [each for each in tables if each.rewrite.place.sheet.sheet_id not in gone]
    return Undoing(
        record,
        tables=tuple(stays),
        rows=tuple(each for each in found if each.rows and each.place.sheet.sheet_id not in gone),
        pages=pages.works,
        plain=pages.plain,
        made=tuple(sheet for sheet, adopted in made if not adopted),
        emptied=tuple(sheet for sheet, adopted in made if adopted),
        left=(*left, *(each for table in stays for each in table.left), *pages.left, *going.left(made)),
        everything=everything,
    )


def last_record(snapshot: Snapshot) -> Record:
    record = read_record(snapshot.state)
    if record is None:
        raise CannotUndo(reason="no_record")
    if record.undone:
        raise CannotUndo(reason="undone")
    if record.revision != snapshot.revision:
        raise CannotUndo(reason="not_last")
    if record.too_large:
        raise CannotUndo(reason="too_large")
    for table, (sheet_id, title) in record.body["sheets"].items():
        there = [sheet for sheet in snapshot.structure.sheets if sheet.sheet_id == sheet_id or sheet.title == title]
        if there and table not in snapshot.places:
            raise CannotUndo(reason="unrecognised", sheet=there[0].title)
    return record


def _rows(snapshot: Snapshot, record: Record) -> tuple[list[Removed], list[Left], Kept]:
    found: list[Removed] = []
    left: list[Left] = []
    keys: set[str] = set()
    clients: set[str] = set()
    for key, told in record.body["appends"].items():
        if BY_KEY[key].owner is not Owner.SHARED or key not in snapshot.places:
            continue
        place = snapshot.places[key]
        removed, touched, kept = untouched(place, snapshot.grids[place.sheet.sheet_id], told)
        found.append(removed)
        left += touched
        keys |= kept.keys()
        clients |= set(kept.values()) if key != "tasks" else set()
    ledger = snapshot.tables["answer_ledger"]
    keys |= set(ledger.loc[ledger["task_key"].isin(keys), "response_key"])
    return found, left, Kept(frozenset(keys), frozenset(clients))


def _tables(snapshot: Snapshot, record: Record, kept: Kept) -> Iterator[Restored]:
    for key, told in record.body["tables"].items():
        if key in snapshot.places:
            place = snapshot.places[key]
            links = unpacked(record.body["links"].get(key, "")) or {}
            grid = snapshot.grids[place.sheet.sheet_id]
            yield restored(BY_KEY[key], place, grid, told, links=links, kept=kept, language=record.language)


@dataclass(frozen=True)
class _Going:
    """Which of the sheets that the run made can go: those that hold nothing but what it put there."""

    snapshot: Snapshot
    record: Record
    rows: list[Removed]
    tables: tuple[Restored, ...]
    pages: PagesBack

    def sheets(self) -> list[tuple[Sheet, bool]]:
        found = [(sheet, adopted) for sheet, adopted, place in self._made() if self._can_go(sheet, place)]
        own = [sheet.sheet_id for sheet, _, place in self._made() if _is_programs(place) and not _is_memory(place)]
        gone = {sheet.sheet_id for sheet, _ in found}
        if set(own) <= gone and self._began():
            found += [(sheet, adopted) for sheet, adopted, place in self._made() if _is_memory(place)]
        return found

    def everything(self, made: list[tuple[Sheet, bool]]) -> bool:
        return any(sheet.sheet_id == self.snapshot.places[STATE.key].sheet.sheet_id for sheet, _ in made)

    def left(self, made: list[tuple[Sheet, bool]]) -> Iterator[Left]:
        """Sheets of people's that stay; of shared ones the rows tell it, the program's own tell it themselves."""
        gone = {sheet.sheet_id for sheet, _ in made}
        told = {each.sheet for each in (*self.pages.left, *(left for table in self.tables for left in table.left))}
        for sheet, _, place in self._made():
            if sheet.sheet_id not in gone and not _is_memory(place) and sheet.title not in told:
                own = place is not None and BY_KEY[place.table].owner is Owner.PROGRAM
                yield Left(sheet.title, quoted(sheet.title), "still_needed" if own else "typed_into")

    def _made(self) -> Iterator[tuple[Sheet, bool, Place | None]]:
        """The sheets that the run made and that are still there, each with its table, None for a page."""
        here = {sheet.sheet_id: sheet for sheet in self.snapshot.structure.sheets}
        tables = {place.sheet.sheet_id: place for place in self.snapshot.places.values()}
        for sheet_id, adopted in self.record.body["created"]:
            if sheet_id in here:
                yield here[sheet_id], adopted, tables.get(sheet_id)

    def _began(self) -> bool:
        """Whether the program's memory began with this run: nothing of it was there before."""
        created = {sheet_id for sheet_id, _ in self.record.body["created"]}
        own = [place for key, place in self.snapshot.places.items() if _is_programs(place)]
        return all(place.sheet.sheet_id in created for place in own) and len(self.snapshot.tables[JOURNAL.key]) <= 1

    def _can_go(self, sheet: Sheet, place: Place | None) -> bool:
        if place is None:
            return any(sheet is page for page in self.pages.made.values())
        table = BY_KEY.get(place.table)
        if table is None or table is JOURNAL or sheet.charts or not self._as_headed(table, place):
            return False
        if table.owner is Owner.PROGRAM:
            back = next((each for each in self.tables if each.rewrite.table is table), None)
            below = self.snapshot.grids[sheet.sheet_id][1:]
            return back.holds_nothing and not back.left if back else not any(any(map(filled, row)) for row in below)
        return self._only_ours(table, place)

    def _as_headed(self, table: Table, place: Place) -> bool:
        """The headings stand as they were written, and nothing beside or above them."""
        grid = self.snapshot.grids[place.sheet.sheet_id]
        written = [column.heading(self.record.language) for column in table.columns]
        return bool(grid) and grid[0] == written and all(len(row) <= len(written) for row in grid)

    def _only_ours(self, table: Table, place: Place) -> bool:
        """No row but those that the run put in, as it put them in."""
        grid = self.snapshot.grids[place.sheet.sheet_id]
        if table.owner is Owner.SHARED:
            ours = {row for each in self.rows if each.place is place for row in each.rows}
            return not any(any(map(filled, values)) for row, values in enumerate(grid) if row and row not in ours)
        told = self.record.body["appends"].get(table.key, {"rows": []})["rows"]
        width = len(table.columns)
        rows = [mark(value_at(grid, row, at) for at in range(width)) for row in range(1, len(grid))]
        return rows == [written for _, written in told]


def _is_programs(place: Place | None) -> bool:
    return place is None or place.table == STATE.key or BY_KEY[place.table].owner is Owner.PROGRAM


def _is_memory(place: Place | None) -> bool:
    return place is not None and place.table in {STATE.key, JOURNAL.key}
