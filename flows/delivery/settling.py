"""The second write of a run that delivers: what became of its letters."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from flows.decision import Sheets
from flows.delivery_words import deliveries_in_words
from flows.errors import StillConflict
from flows.program.fates import Fared, settled
from flows.program.outbox import KEY, key_of
from sheets_adapter.changes import Changes
from sheets_adapter.errors import Conflict
from sheets_adapter.workbook import Workbook

ATTEMPTS = 6
"""More than for deciding: whoever wrote in between, this has to be told."""


def settle(workbook: Workbook, sheets: Sheets, claimed: pd.DataFrame, fared: Mapping[str, Fared]) -> pd.DataFrame:
    """Writes the fates of the letters ``claimed`` by this run; returns those letters (shape ``shapes.DELIVERIES``).

    A row that somebody has deleted meanwhile comes back: its letter would go a second time.

    Raises StillConflict; the next run then finds out from what this machine remembers.
    """
    assert sheets.outgoing is not None  # noqa: S101 - a run without an outbox claims nothing
    detail = ""
    for _ in range(ATTEMPTS):
        snapshot = workbook.snapshot(strict=False)
        standing = _with_deleted(snapshot.tables["deliveries"], claimed)
        test = sheets.settings.deliver == "test"
        found = settled(standing, sheets.outgoing.run, fared, sheets.outgoing.now, test=test)
        found = deliveries_in_words(found, sheets.settings.language)
        try:
            workbook.commit(snapshot, Changes(tables={"deliveries": found}, follow_up=True))
        except Conflict as conflict:
            detail = str(conflict.details.get("detail", ""))
            continue
        keys = [key_of(survey, letter) in fared for survey, letter in found[["survey_key", "letter"]].to_numpy()]
        return found[keys]
    raise StillConflict(detail=detail)


def _with_deleted(standing: pd.DataFrame, claimed: pd.DataFrame) -> pd.DataFrame:
    there = pd.MultiIndex.from_frame(standing[KEY])
    return pd.concat([standing, claimed[~pd.MultiIndex.from_frame(claimed[KEY]).isin(there)]], ignore_index=True)
