"""The sheet Deliveries after a run: what is wanted now, what crashed runs left, what this run claims.

Pure: what a run needs to know of the world (its id, the clock, what became of other runs) is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from flows.program import issues
from flows.program.channels import WEBHOOK
from flows.program.fates import Left, after_crashes
from flows.program.invitations import wanted_letters
from flows.program.letters_ready import missing_for
from flows.program.notices import wanted_notices
from flows.program.outbox import (
    DIGEST,
    STAFF_NOTICES,
    SURVEYS,
    TO_CALL,
    UNCONFIRMED,
    brought_forward,
    claimed,
)
from flows.program.roster import Roster
from flows.program.sending_hours import may_send
from flows.program.settings import Settings
from flows.program.working_days import WorkingDays

REPEATABLE = ("webhook", "notice")
"""Channels over which a repetition does no harm: the receiver knows the key, staff may hear a thing twice."""


@dataclass(frozen=True)
class Outgoing:
    """What a run knows of the world. ``now``: by the workbook's clock; ``utc``: the same by everybody's, without zone.

    ``left``: of each run that has letters in ``sending``, what this machine knows. ``notices``: whether staff can be
    told anything.
    """

    run: str
    now: pd.Timestamp
    utc: pd.Timestamp
    left: Mapping[str, Left] = field(default_factory=dict)
    notices: bool = False


def deliveries(
    tables: Mapping[str, pd.DataFrame],
    *,
    roster: Roster,
    settings: Settings,
    answered: Collection[str],
    closed: Collection[pd.Timestamp],
    fresh: pd.DataFrame,
    left_now: pd.DataFrame,
    digests: pd.DataFrame | None,
    outgoing: Outgoing,
) -> pd.DataFrame:
    """The whole table (shape ``shapes.DELIVERIES``) as this run wants it.

    ``fresh``: answers that no run has seen before (shape ``shapes.ANSWERS``); ``left_now``: exit surveys opened by
    this run. ``digests``: letters to staff about the month, of the run that sends them, else None.
    """
    days = WorkingDays(settings.country, settings.days_off)
    now = outgoing.now
    repeatable = (*REPEATABLE, "email") if settings.deliver == "folder" else REPEATABLE
    standing = after_crashes(
        tables["deliveries"], outgoing.run, outgoing.left, now, outgoing.utc, repeatable=repeatable
    )
    known = {**tables, "deliveries": standing}
    letters = wanted_letters(known, roster, settings, days, answered=answered, closed=closed, now=now)
    wanted = [letters, *([digests] if digests is not None else [])]
    if outgoing.notices:
        wanted.append(wanted_notices(fresh, left_now, settings, closed, now))
    everything = pd.concat(wanted, ignore_index=True)
    forward = brought_forward(standing, everything, deliver=settings.deliver, digests=digests is not None)
    return claimed(forward, now, outgoing.run, _passes(settings, days, now, digests=digests is not None))


def _passes(
    settings: Settings, days: WorkingDays, now: pd.Timestamp, *, digests: bool
) -> Callable[[pd.DataFrame], pd.Series[bool]]:
    """Letters to clients go in their hours and once Settings say all that they need; staff is told at any hour."""
    in_hours = may_send(now, settings.sending_hours, days)

    def passes(letter: str, channel: str) -> bool:
        if letter in STAFF_NOTICES:
            return True
        if channel == WEBHOOK and settings.deliver != "yes":  # the other program would ask the clients in earnest
            return False
        ready = settings.deliver != "no" and not missing_for(letter, channel, settings)
        return ready and (digests if letter == DIGEST else in_hours)

    def may_go(rows: pd.DataFrame) -> pd.Series[bool]:
        found = [passes(letter, channel) for letter, channel in zip(rows["letter"], rows["channel"], strict=True)]
        return pd.Series(found, index=rows.index, dtype="bool")

    return may_go


def trouble(frame: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Data issues about letters: whom to call instead (at the survey's row), what a person has to settle."""
    doubtful = frame["state"].eq(UNCONFIRMED) & frame["letter"].isin(SURVEYS)
    rows = pd.Series(range(2, len(frame) + 2), index=frame.index, dtype="int64")
    found = [issues.about("deliveries", rows[doubtful], "state", "letter_unconfirmed", found=frame["client"][doubtful])]
    refused = frame[frame["state"].eq(TO_CALL)].drop_duplicates("survey_key").set_index("survey_key")
    for table in ("call_list", "exit_surveys"):
        asked = tables[table]
        hit = asked[asked["survey_key"].isin(refused.index) & asked["row"].gt(0)]
        why = hit["survey_key"].map(refused["reason"])
        found.append(issues.about(table, hit["row"], "email", "letter_refused", found=hit["email"], hint=why))
    return issues.joined(found)
