"""A snapshot out of the two answers: tables found, typed, and everything that could not be read said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sheets_adapter.a1 import letters
from sheets_adapter.finding import Finder, Found
from sheets_adapter.own_tables import JOURNAL
from sheets_adapter.parsing import Locale
from sheets_adapter.people_tables import SETTINGS
from sheets_adapter.reading import TableRead, empty_frame, issue_frame, joined, read_table
from sheets_adapter.recognise import plain
from sheets_adapter.snapshot import Grid, Place, Recognised, Snapshot, Structure
from sheets_adapter.state import STATE, page_ids, state_of
from sheets_adapter.structural import Layout, read_layout
from sheets_adapter.structure import revision
from sheets_adapter.tables import BY_KEY, TABLES
from sheets_adapter.undo.header import LEDGERS, rows_of_whole_runs


def assemble(
    structure: Structure, grids: Mapping[int, Grid], calls: int, proposed: pd.DataFrame | None = None
) -> Snapshot:
    """``grids``: raw values of every grid sheet by its id; ``proposed``: see ``layout_of``."""
    finder = Finder(structure, grids)
    layout = layout_of(structure, grids, proposed)
    found = finder.find(layout)
    language = layout.language or _language(found, structure)
    locale = Locale(structure.locale, language)
    read = {
        table.key: joined(
            [
                read_table(table, place, grids[place.sheet.sheet_id], locale, layout.own_words(table))
                for place, _ in found.standing[table.key]
            ]
        )
        for table in (*TABLES, STATE)
        if table.key in found.standing
    }
    tables = {table.key: read[table.key].frame if table.key in read else empty_frame(table) for table in TABLES}
    used = layout.used_rows(headings for _, headings in found.every())
    settings = tables[SETTINGS.key]
    tables[SETTINGS.key] = settings[~settings["row"].isin(used)].reset_index(drop=True)
    state = state_of(read[STATE.key].frame) if STATE.key in read else {}
    stamped = [revision(structure), *tables[JOURNAL.key]["revision"].dropna().astype(int)]
    is_first = tables[JOURNAL.key].empty and bool(structure.stamps)
    whole = rows_of_whole_runs(state, max(stamped), first=is_first)
    if whole is not None:
        tables, grids = _of_whole_runs(whole, tables, grids, found.places)
    taken = found.taken() | page_ids(structure.sheets, state)
    return Snapshot(
        tables=tables,
        issues=_issues(read, found, layout),
        rows_read={table.key: read[table.key].rows if table.key in read else 0 for table in TABLES},
        language=language,
        locale=structure.locale,
        time_zone=structure.time_zone,
        title=structure.title,
        revision=max(stamped),
        missing=tuple(table.key for table in TABLES if table.key not in found.standing),
        recognised=tuple(
            Recognised(place.sheet.title, place.table, place.heading_row, place.headings)
            for place, _ in found.every()
            if place.table != STATE.key
        ),
        unrecognised=tuple(sheet.title for sheet in structure.sheets if sheet.sheet_id not in taken),
        problems=tuple(found.problems),
        calls=calls,
        structure=structure,
        places=found.places,
        further=found.further,
        grids=grids,
        blank=found.blank,
        state=state,
    )


def _of_whole_runs(
    rows: Mapping[str, int],
    tables: dict[str, pd.DataFrame],
    grids: Mapping[int, Grid],
    places: Mapping[str, Place],
) -> tuple[dict[str, pd.DataFrame], dict[int, Grid]]:
    """Without the rows that a run that broke off has left in the ledgers: they are decided and written again."""
    whole, read = dict(tables), dict(grids)
    for key in LEDGERS:
        if key in places:
            sheet, last = places[key].sheet.sheet_id, places[key].heading_row + rows.get(key, 0)
            whole[key] = tables[key][tables[key]["row"] <= last].reset_index(drop=True)
            read[sheet] = grids[sheet][:last]
    return whole, read


def layout_of(structure: Structure, grids: Mapping[int, Grid], proposed: pd.DataFrame | None = None) -> Layout:
    """What Settings say about the sheets, and after it lines (``setting``, ``value``) that stand on no sheet yet."""
    place = Finder(structure, grids).settings().places.get(SETTINGS.key)
    said = [] if proposed is None else [proposed.assign(row=0)]
    if place is not None:
        said = [read_table(SETTINGS, place, grids[place.sheet.sheet_id], Locale(structure.locale)).frame, *said]
    return read_layout(pd.concat(said, ignore_index=True)) if said else Layout()


def _issues(read: Mapping[str, TableRead], found: Found, layout: Layout) -> pd.DataFrame:
    """Issues of the cells, of headings and sheets that stand twice and of headings that Settings names in vain."""
    rows: list[tuple[Any, ...]] = []
    for place, headings in found.every():
        for column, at in headings.repeated:
            both = f"{letters(headings.columns[column][0])}, {letters(at)}"
            rows.append(
                (place.table, place.number(-1), column, headings.shown[column], "repeated_heading", both, False)
            )
        for column in headings.competing:
            first, *others = headings.rivals(column)
            rows.append((place.table, place.number(-1), "", first, "competing_headings", "; ".join(others), False))
    rows += [_of_sheet(place, title, "second_sheet", place.sheet.title) for place, title in found.doubles]
    rows += [_of_sheet(place, title, "unread_sheet", column) for place, title, column in found.unread]
    every = [headings for place, headings in found.every() if place.table in BY_KEY]
    rows += [
        (SETTINGS.key, row, "value", heading, "unknown_heading", hint, False)
        for row, heading, hint in layout.unknown(every)
    ]
    rows += [
        (SETTINGS.key, row, "value", value, "bad_meaning", hint, True) for row, value, hint in layout.meaningless()
    ]
    frames = [issue_frame(rows), *(each.issues for each in read.values())]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else issue_frame([])


def _of_sheet(read: Place, other: str, code: str, hint: str) -> tuple[Any, ...]:
    """About another sheet than the one that is read, said at the first heading of this one."""
    first = min(read.columns, key=lambda column: read.columns[column])
    return read.table, read.number(-1), first, other, code, hint, False


def _in_cyrillic(structure: Structure) -> bool:
    return any(re.search("[а-яё]", sheet.title, re.IGNORECASE) for sheet in structure.sheets)


def _language(found: Found, structure: Structure) -> str:
    """The language that most titles and headings are in; where none tells, that of the tabs' letters or the locale."""
    russian = english = 0
    for place, _ in found.every():
        table = BY_KEY.get(place.table)
        if table is None:
            continue
        told = [(place.sheet.title, table.titles)]
        told += [(heading, table.column(key).headings) for key, heading in place.headings.items()]
        for shown, words in told:
            in_english = plain(shown) in {plain(word) for word in words["en"]}
            in_russian = plain(shown) in {plain(word) for word in words["ru"]}
            english += in_english and not in_russian
            russian += in_russian and not in_english
    if english == russian:
        return "ru" if structure.locale.startswith("ru") or _in_cyrillic(structure) else "en"
    return "ru" if russian > english else "en"
