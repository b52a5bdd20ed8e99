"""What ``npsheets doctor`` asks of a workbook beyond reading it: a token, the right to write, locks, room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gspread.exceptions import APIError

from sheets_adapter import requests
from sheets_adapter.columns import Owner
from sheets_adapter.errors import Conflict
from sheets_adapter.snapshot import Sheet, Snapshot
from sheets_adapter.state import STATE, page_ids
from sheets_adapter.tables import TABLES
from sheets_adapter.workbook import Workbook

MOST_CELLS = 10_000_000
"""Of a whole spreadsheet, empty ones too: Google's limit."""
ATTEMPTS, BUDGET = 3, 20.0
"""Somebody is waiting: what does not work at once is told."""
NOT_THERE = "npsheets_no_such_range"
"""Id of a named range that there is not."""


def hurried(workbook: Workbook) -> None:
    """Calls are given up soon."""
    workbook.client.attempts, workbook.client.budget = ATTEMPTS, BUDGET


def get_token(workbook: Workbook) -> None:
    """Raises what stands between the credentials and Google."""
    with workbook.translated():
        workbook.client.authenticate()


def ask_to_write(workbook: Workbook) -> None:
    """Raises SharedReadOnly, or for a file ReadOnly and FileInUse; changes nothing.

    The batch deletes a named range that does not exist. It is well formed, so Google turns to the spreadsheet
    with it, and who may not edit is refused there (403) before any request is looked at; who may is told that
    there is no such range (400). Even where that were let pass, nothing would have been changed. A write that
    changes nothing, such as a title set to itself, would leave a version and somebody's name in the history.
    """
    try:
        with workbook.translated(writing=True):
            workbook.client.batch_update(workbook.spreadsheet_id, {"requests": [requests.delete_name(NOT_THERE)]})
    except Conflict as refused:
        if not isinstance(refused.__cause__, APIError):
            raise


def locked_sheets(snapshot: Snapshot) -> tuple[str, ...]:
    """Titles of the sheets that the program writes and is shut out of.

    Its own sheets are written everywhere; of a sheet that it appends to a lock matters that reaches the
    bottom. People's sheets are never written and may be locked as they like.
    """
    owners = {table.key: table.owner for table in (*TABLES, STATE)}
    found = {page.sheet_id for page in snapshot.structure.sheets if page.sheet_id in _pages(snapshot) and page.locked}
    for key, place in snapshot.places.items():
        locks = place.sheet.locked
        if owners[key] is Owner.SHARED:
            locks = tuple(each for each in locks if _reaches_the_bottom(each, place.sheet))
        if locks and owners[key] is not Owner.PEOPLE:
            found.add(place.sheet.sheet_id)
    return tuple(sheet.title for sheet in snapshot.structure.sheets if sheet.sheet_id in found)


def _pages(snapshot: Snapshot) -> set[int]:
    return page_ids(snapshot.structure.sheets, snapshot.state)


def _reaches_the_bottom(area: Mapping[str, Any], sheet: Sheet) -> bool:
    return int(area.get("endRowIndex") or sheet.rows) >= sheet.rows


def cells_used(snapshot: Snapshot) -> int:
    return sum(sheet.rows * sheet.columns for sheet in snapshot.structure.sheets)


def refused_for_quota(workbook: Workbook) -> int:
    """How many of this workbook's calls Google has put off so far."""
    return workbook.client.statuses[429]
