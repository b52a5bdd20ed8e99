"""One run's changes as requests: what differs, which sheets have to be made, in batches that Google takes.

``plan`` decides everything and sends nothing; a preview and a commit are made of the same plan.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sheets_adapter import stamp
from sheets_adapter.changes import Changes, SheetPreview
from sheets_adapter.columns import Owner, Table
from sheets_adapter.encoding import Json
from sheets_adapter.making import Making
from sheets_adapter.own_tables import JOURNAL
from sheets_adapter.page_work import PageWork, page_work
from sheets_adapter.previews import SAMPLES, Work, previews
from sheets_adapter.snapshot import Snapshot
from sheets_adapter.state import STATE, state_frame
from sheets_adapter.table_work import Rewrite, append, rewrite
from sheets_adapter.tables import BY_KEY, TABLES
from sheets_adapter.undo import record
from sheets_adapter.undo.header import LEDGERS, UNDO, header, moved

BATCH = 1_800_000
"""Bytes: Google recommends to stay under 2 MB."""
LINE = 200
"""Bytes of a cell in a request besides what stands in it, at most."""


@dataclass(frozen=True)
class Plan:
    """``batches`` are sent in order, each moving the revision by one; none if there is nothing to write."""

    revision: int
    batches: tuple[tuple[Json, ...], ...] = ()
    sheets: tuple[SheetPreview, ...] = ()

    @property
    def appended(self) -> dict[str, int]:
        return {sheet.table: sheet.appended for sheet in self.sheets if sheet.appended}

    @property
    def cells_changed(self) -> dict[str, int]:
        return {sheet.table: sheet.cells_changed for sheet in self.sheets if sheet.cells_changed}


@dataclass(frozen=True)
class Step:
    """One request; ``ahead`` if it may travel in an earlier batch: new rows of a hidden ledger."""

    request: Json
    ahead: bool = False


def plan(snapshot: Snapshot, changes: Changes) -> Plan:
    """Raises TitleTaken, TooLarge; ValueError where a caller would write into a table of people's."""
    _check(snapshot, changes)
    language = changes.language or snapshot.language
    making = Making(snapshot, language)
    created = [BY_KEY[key] for key in changes.create if key not in snapshot.places]
    for table in created:
        making.table(table)
    work = _differences(snapshot, changes, making, language)
    if not created and not work.loud():
        return _quiet(snapshot, work, making) if changes.write_quiet else Plan(snapshot.revision)
    if changes.follow_up and STATE.key in snapshot.places:
        _make_room(making, snapshot.state)
        return _alongside(snapshot, list(_steps(work, making)), work, making, changes)
    for table in (*TABLES, STATE):
        if table.owner is not Owner.PEOPLE:
            making.table(table)
    body = record.body_of(work, making, snapshot.state)
    state, too_large = record.with_record(record.remembered(work, snapshot.state), body)
    _make_room(making, state)
    batches = _divided(list(_steps(work, making)), sum(len(value) + LINE for value in state.values()))
    revision = snapshot.revision + len(batches)
    told = previews(work, making, created)
    stamped = [_stamped(snapshot, making, batch, number) for number, batch in enumerate(batches, 1)]
    run = changes.journal or {}
    state[UNDO] = header(revision, run, language, too_large=too_large, rows=_rows_after(work, making))
    stamped[-1] += state_requests(making, state, language)
    if changes.journal is not None:
        stamped[-1] += journal_requests(snapshot, making, _told(snapshot, run, Plan(revision, sheets=told)), language)
    return Plan(revision, tuple(tuple(batch) for batch in stamped), told)


def _rows_after(work: Work, making: Making) -> dict[str, int]:
    """Of the hidden ledgers, when everything is written."""
    written = {each.table.key: each.records for each in work.rewrites}
    standing = {key: len(making.grid(place.sheet)) - place.heading_row for key, place in making.places.items()}
    return {key: written.get(key, max(0, standing[key])) for key in LEDGERS if key in standing}


def _check(snapshot: Snapshot, changes: Changes) -> None:
    for key in changes.tables:
        if BY_KEY[key].owner is not Owner.PROGRAM:
            raise ValueError(f"{key} is not the program's own: it may only be appended to")
    for key in changes.appends:
        made = key in changes.create and key not in snapshot.places
        if BY_KEY[key].owner is not Owner.SHARED and not made:
            raise ValueError(f"{key} is people's: rows are put in only when its sheet is made")


def _differences(snapshot: Snapshot, changes: Changes, making: Making, language: str) -> Work:
    work = Work()
    for key, frame in changes.tables.items():
        table = BY_KEY[key]
        if key in snapshot.places or len(frame):
            work.rewrites.append(_rewrite(table, frame, making, language))
    for number, page in enumerate(changes.pages):
        sheet = making.page(page, number)
        state = {} if making.is_new(sheet) else snapshot.state
        work.pages.append(page_work(page, sheet, making.grid(sheet), state))
        making.need(sheet, *work.pages[-1].size)
    for key, frame in changes.appends.items():
        if len(frame):
            place = making.table(BY_KEY[key])
            work.appends.append(append(BY_KEY[key], place, frame, language, ranges=making.range_of, samples=SAMPLES))
            making.need(place.sheet, len(making.grid(place.sheet)) + len(frame), 0)
    return work


def _rewrite(table: Table, frame: pd.DataFrame, making: Making, language: str) -> Rewrite:
    place = making.table(table)
    found = rewrite(table, place, making.grid(place.sheet), frame, language)
    making.need(place.sheet, found.height, 1 + max(at for places in found.place.columns.values() for at in places))
    return found


def _make_room(making: Making, state: Mapping[str, str]) -> None:
    """For a row of the Journal, and in the state for what is remembered and the record's own row."""
    journal, place = making.table(JOURNAL).sheet, making.table(STATE)
    making.need(journal, len(making.grid(journal)) + 1, 0)
    making.need(place.sheet, place.heading_row + len(state) + 1, 0)


def _steps(work: Work, making: Making) -> Iterator[Step]:
    hidden = {making.places[table.key].sheet.sheet_id for table in (*TABLES, STATE) if table.hidden}
    for sheet, request in making.requests():
        yield Step(request, ahead=sheet.sheet_id in hidden)
    for each in work.rewrites:
        yield from map(Step, each.heading_requests())
        for request, fresh in each.requests():
            yield Step(request, ahead=fresh and each.table.hidden)
    for rows in work.appends:
        yield from map(Step, rows.requests(len(making.grid(rows.place.sheet))))
    yield from _page_steps(work.pages)


def _page_steps(pages: Iterable[PageWork]) -> Iterator[Step]:
    pages = list(pages)
    ids = {page.page.key: page.sheet.sheet_id for page in pages}
    for page in pages:
        yield from map(Step, page.requests())
    for page in pages:
        yield from map(Step, page.chart_requests(ids))


def _divided(steps: list[Step], more: int) -> list[list[Json]]:
    """One batch, or several where one would be too large: what people see is in the last, whole.

    ``more`` is the size of what is added to the last one.
    """
    sizes = [len(json.dumps(step.request)) for step in steps]
    if sum(sizes) + more <= BATCH:
        return [[step.request for step in steps]]
    batches: list[list[Json]] = [[]]
    filled = 0
    for step, size in zip(steps, sizes, strict=True):
        if not step.ahead:
            continue
        if filled + size > BATCH and batches[-1]:
            batches.append([])
            filled = 0
        batches[-1].append(step.request)
        filled += size
    return [*(batch for batch in batches if batch), [step.request for step in steps if not step.ahead]]


def _stamped(snapshot: Snapshot, making: Making, batch: list[Json], number: int) -> list[Json]:
    """A batch with the revision moved; the sheet that bears the stamp is made in the first."""
    sheet = making.places[STATE.key].sheet
    revision = snapshot.revision + number
    old = snapshot.structure.stamps.values() if number == 1 else [stamp.name(revision - 1)]
    moved = list(stamp.move(sheet.sheet_id, old, revision))
    first = 1 if number == 1 and making.is_new(sheet) else 0
    return [*batch[:first], *moved, *batch[first:]]


def _told(snapshot: Snapshot, run: Mapping[str, Any], result: Plan) -> dict[str, Any]:
    """The run's own row of the Journal."""
    return {
        **run,
        "revision": result.revision,
        "appended": sum(result.appended.values()),
        "cells_changed": sum(result.cells_changed.values()),
        "calls": snapshot.calls + result.revision - snapshot.revision,
    }


def journal_requests(snapshot: Snapshot, making: Making, told: Mapping[str, Any], language: str) -> list[Json]:
    """A row below the others."""
    row = pd.DataFrame([{column.key: told.get(column.key) for column in JOURNAL.columns}])
    standing = snapshot.tables[JOURNAL.key].drop(columns="row")
    frame = pd.concat([standing.astype("object"), row.astype("object")], ignore_index=True)
    return [request for request, _ in _rewrite(JOURNAL, frame, making, language).requests()]


def state_requests(making: Making, state: Mapping[str, str], language: str) -> list[Json]:
    found = _rewrite(STATE, state_frame(state), making, language)
    return [*found.heading_requests(), *(request for request, _ in found.requests())]


def _quiet(snapshot: Snapshot, work: Work, making: Making) -> Plan:
    """Quiet cells alone: neither a Journal row nor sheets that are missing; the record of the last run stays."""
    pages = work.quiet()
    if not pages or STATE.key not in snapshot.places:
        return Plan(snapshot.revision)
    return _alongside(snapshot, list(_page_steps(pages)), Work(pages=pages), making)


def _alongside(
    snapshot: Snapshot, steps: list[Step], work: Work, making: Making, changes: Changes | None = None
) -> Plan:
    """What cannot be taken back: the record of the last run that can be holds for the next revision too."""
    revision = snapshot.revision + 1
    batch = _stamped(snapshot, making, [step.request for step in steps], 1)
    if UNDO in snapshot.state:
        holds = moved(snapshot.state[UNDO], revision)
        batch += state_requests(making, {**snapshot.state, UNDO: holds}, snapshot.language)
    told = previews(work, making, [])
    if changes and changes.journal is not None:
        row = _told(snapshot, changes.journal, Plan(revision, sheets=told))
        batch += journal_requests(snapshot, making, row, changes.language or snapshot.language)
    return Plan(revision, (tuple(batch),), told)
