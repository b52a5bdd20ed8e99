"""What `npsheets undo` does: look what the last run wrote, take it back in one write; no Prefect is needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any
from uuid import uuid4

import pandas as pd

from flows.decision import understand
from flows.errors import StillConflict
from flows.opening import open_for_flow
from flows.progress import tell
from flows.texts import has, say
from flows.texts.wording import moment
from sheets_adapter.errors import CannotUndo, Conflict
from sheets_adapter.snapshot import Snapshot
from sheets_adapter.undo.preview import landed
from sheets_adapter.undo.record import Record
from sheets_adapter.undo.rows import Lost, lost
from sheets_adapter.undo.undoing import Undoing
from sheets_adapter.workbook import Workbook

ATTEMPTS = 3


@dataclass(frozen=True, eq=False)
class LookBack:
    """What the last run wrote, and what of it can be taken back."""

    location: str
    language: str
    workbook: Workbook
    snapshot: Snapshot
    back: Undoing


@dataclass(frozen=True, eq=False)
class TakenBack:
    """``look`` is what was taken back in the end; ``lost``: rows that somebody lost who sorted at that moment."""

    look: LookBack
    lost: tuple[Lost, ...]


def look_back(location: str) -> LookBack:
    """Reads, writes nothing. Raises CannotUndo where there is nothing to take back."""
    tell("connect", location=location)
    return _look(location, open_for_flow(location))


def _look(location: str, workbook: Workbook) -> LookBack:
    tell("reading")
    snapshot = workbook.snapshot(strict=False)
    return LookBack(location, snapshot.language, workbook, snapshot, workbook.undoing(snapshot))


def take_back(look: LookBack) -> TakenBack:
    """Decides again where somebody wrote or sorted in between. Raises NpsheetsError."""
    by = uuid4().hex[:12]
    for _ in range(ATTEMPTS):
        tell("writing", language=look.language)
        try:
            found = look.workbook.take_back(look.snapshot, look.back, journal_row(look), by)
        except Conflict:
            tell("again")
            after = look.workbook.snapshot(strict=False)
            if landed(after, look.back, by):
                return TakenBack(look, _lost(look, after))
            look = _again(look, after)
        else:
            return TakenBack(look, found)
    raise StillConflict(detail="")


def _again(look: LookBack, after: Snapshot) -> LookBack:
    """The same run, looked at anew; if another one has written since, that one is not what was to be taken back."""
    back = look.workbook.undoing(after)
    if back.record.revision != look.back.record.revision:
        raise CannotUndo(reason="another_run")
    return LookBack(look.location, look.language, look.workbook, after, back)


def _lost(look: LookBack, after: Snapshot) -> tuple[Lost, ...]:
    """The check that follows a write, made later because its answer got lost."""
    grids = {each.place.sheet.sheet_id: after.grids.get(each.place.sheet.sheet_id, []) for each in look.back.rows}
    found = (
        lost(each, look.snapshot.grids[each.place.sheet.sheet_id], grids[each.place.sheet.sheet_id])
        for each in look.back.rows
    )
    return tuple(each for each in found if each is not None)


def journal_row(look: LookBack) -> dict[str, Any]:
    sheets = understand(look.snapshot, None, datetime.now(UTC))
    run, when = run_in_words(look.language, look.back.record)
    return {
        "when": sheets.moment,
        "flow": "undo",
        "version": version("npsheets"),
        "month": None,
        "rows_read": sum(look.snapshot.rows_read.values()),
        "rejected": 0,
        "calls": look.snapshot.calls + bool(look.back.touched) + 1 + bool(look.back.rows),
        "note": say(look.language, "undo.journal", flow=run, moment=when),
    }


def run_in_words(language: str, record: Record) -> tuple[str, str]:
    """The flow and its moment, as the language says them."""
    key = next((key for key in (f"flow.{record.flow}", f"undo.{record.flow}") if has(language, key)), "undo.a_run")
    when = moment(language, pd.Timestamp(record.when)) if record.when else "–"
    return say(language, key), when
