"""The batch that takes a run back: all of it in one call, the revision moved forward like any other write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sheets_adapter import requests, stamp
from sheets_adapter.encoding import Json
from sheets_adapter.making import Making
from sheets_adapter.own_tables import JOURNAL
from sheets_adapter.plan import journal_requests, state_requests
from sheets_adapter.snapshot import Sheet, Snapshot
from sheets_adapter.state import DRAWN, LINKS, LOOK, PAGE, STATE, in_parts, page_sheet, without
from sheets_adapter.undo.header import UNDO, taken_back
from sheets_adapter.undo.record import with_drawing
from sheets_adapter.undo.rows import Removed
from sheets_adapter.undo.undoing import Undoing


def undo_batch(snapshot: Snapshot, back: Undoing, run: Mapping[str, Any], by: str) -> list[Json]:
    """``run`` is the Journal's row; ``by`` the id of this undo, by which a lost answer is known."""
    return [*_written(snapshot, back, run, by), *_rows(back), *_filters(back), *_sheets(back), *_sizes(snapshot, back)]


def _written(snapshot: Snapshot, back: Undoing, run: Mapping[str, Any], by: str) -> Iterator[Json]:
    """The stamp, cells, pages, what is remembered and the Journal."""
    old = snapshot.structure.stamps.values()
    if back.everything:
        yield from map(requests.delete_name, sorted(old))
    else:
        yield from stamp.move(snapshot.places[STATE.key].sheet.sheet_id, old, snapshot.revision + 1)
    for table in back.tables:
        yield from table.requests()
    yield from back.plain
    ids = _page_ids(snapshot)
    for page in back.pages:
        yield from page.requests()
    for page in back.pages:
        # Where somebody deleted the sheet a chart is drawn from, the next run draws both.
        if all(chart.data in ids for chart in page.page.charts):
            yield from page.chart_requests(ids)
    if back.everything:
        return
    language = back.record.language or snapshot.language
    making, state = Making(snapshot, language), _state(snapshot, back, by)
    place, journal = snapshot.places[STATE.key], snapshot.places.get(JOURNAL.key)
    making.need(place.sheet, place.heading_row + len(state), 0)
    if journal:
        making.need(journal.sheet, len(making.grid(journal.sheet)) + 1, 0)
    yield from (request for _, request in making.requests())
    yield from state_requests(making, state, language)
    if journal:
        told = {**run, "revision": snapshot.revision + 1, "cells_changed": back.cells, "appended": 0}
        yield from journal_requests(snapshot, making, told, language)


def _page_ids(snapshot: Snapshot) -> dict[str, int]:
    keys = [key.removeprefix(PAGE) for key in snapshot.state if key.startswith(PAGE)]
    found = {key: page_sheet(key, snapshot.structure.sheets, snapshot.state) for key in keys}
    return {key: sheet.sheet_id for key, sheet in found.items() if sheet}


def _state(snapshot: Snapshot, back: Undoing, by: str) -> dict[str, str]:
    """What is remembered as it was before, and that the run has been taken back."""
    state = without(snapshot.state, UNDO)
    for page in back.pages:
        state = with_drawing(state | page.remembered(), page)
    for key, sheet_id in _page_ids(snapshot).items():
        if sheet_id in back.gone:
            state = {
                name: value
                for name, value in without(state, DRAWN + key).items()
                if name not in {PAGE + key, LOOK + key}
            }
    written = {each.rewrite.table.key for each in back.tables if each.rewrite.found.cells}
    for table in written & back.record.body["links"].keys():
        links = back.record.body["links"][table]
        state = without(state, LINKS + table) | in_parts(LINKS + table, links)
    return state | {UNDO: taken_back(by, snapshot.revision + 1)}


def _rows(back: Undoing) -> Iterator[Json]:
    """Rows at the end are emptied and look like the empty row below them; others are deleted from the bottom up.

    Emptied are the columns of the table alone: beside them people may have formulas that show nothing yet.
    """
    for each in back.rows:
        sheet, end = each.place.sheet, each.at_the_end
        ours = sorted(at for places in each.place.columns.values() for at in places)
        if end:
            for at in ours:
                where = requests.area(sheet.sheet_id, end.start, at, end.stop, at + 1)
                yield {"updateCells": {"range": where, "fields": "userEnteredValue,userEnteredFormat.textFormat.link"}}
            if end.stop < sheet.rows:
                model = requests.area(sheet.sheet_id, end.stop, 0, end.stop + 1, ours[-1] + 1)
                where = requests.area(sheet.sheet_id, end.start, 0, end.stop, ours[-1] + 1)
                yield requests.look_like(model, where)
        for top, bottom in each.between:
            yield requests.delete_rows(sheet.sheet_id, top, bottom)
        deleted = _deleted(each)
        if deleted:
            yield requests.grow(sheet.sheet_id, "ROWS", deleted)


def _deleted(each: Removed) -> int:
    return sum(bottom - top for top, bottom in each.between)


def _filters(back: Undoing) -> Iterator[Json]:
    """A filter that followed the rows goes back with them."""
    for each in back.rows:
        found = each.place.sheet.basic_filter
        end = (found or {}).get("range", {}).get("endRowIndex")
        before, after = back.record.body["filters"].get(str(each.place.sheet.sheet_id), (None, None))
        if found is None or end is None:
            continue
        followed = before is not None and end >= after
        bottom = max(before, end - len(each.rows)) if followed else end - _deleted(each)
        if followed or _deleted(each):
            yield requests.extend_filter(found, bottom)


def _sheets(back: Undoing) -> Iterator[Json]:
    """Sheets that the run made go; an empty one that it filled is made anew in its place, so that nothing stays."""
    for sheet in back.emptied:
        rows, columns = _size_before(back, sheet)
        yield requests.delete_sheet(sheet.sheet_id)
        grid = {"rowCount": rows, "columnCount": columns}
        properties = {"sheetId": sheet.sheet_id, "title": sheet.title, "index": sheet.index, "gridProperties": grid}
        yield {"addSheet": {"properties": properties}}
    for sheet in back.made:
        yield requests.delete_sheet(sheet.sheet_id)


def _size_before(back: Undoing, sheet: Sheet) -> tuple[int, int]:
    rows, columns, *_ = back.record.body["sizes"].get(str(sheet.sheet_id), (sheet.rows, sheet.columns))
    return rows, columns


def _sizes(snapshot: Snapshot, back: Undoing) -> Iterator[Json]:
    """Grids that grew for this run, if nothing has come to stand outside their size before."""
    for sheet in snapshot.structure.sheets:
        grown = back.record.body["sizes"].get(str(sheet.sheet_id))
        if grown is None or sheet.sheet_id in back.gone or [sheet.rows, sheet.columns] != grown[2:]:
            continue
        height, width = back.size_after(sheet, snapshot)
        rows, columns = max(grown[0], height), max(grown[1], width)
        if (rows, columns) != (sheet.rows, sheet.columns):
            yield requests.resize(sheet.sheet_id, rows, columns)
