"""What became of the letters that a run claimed: told by the run itself, or found out after it crashed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from flows.program.outbox import (
    FAILED,
    QUEUED,
    SENDING,
    SENT,
    STAFF_NOTICES,
    SURVEYS,
    TESTED,
    TO_CALL,
    UNCONFIRMED,
    Row,
    key_of,
    records,
    understood,
)
from flows.program.shapes import DELIVERIES, shaped

RETRY_AFTER = (pd.Timedelta(hours=1), pd.Timedelta(days=1), pd.Timedelta(days=2))
"""After the first, second, third try that was put off; after the fourth a person calls. Greylisting servers take a
letter minutes later (RFC 6647 advises to let it pass within a day)."""
LEASE = pd.Timedelta(hours=1)
"""So long a claim of a run on another machine is believed to be at work; longer than any run sends."""
OF_TEST = "-test"
"""Ends the id of a run whose letters go to the test address."""


@dataclass(frozen=True)
class Fared:
    """What became of one letter: ``fate`` is sent, refused, put off, not tried or unknown."""

    fate: str
    reason: str = ""


@dataclass(frozen=True)
class Left:
    """What this machine knows of the run that claimed a letter.

    ``known``: it ran here; ``alive``: it still does. ``fates``: of what it began to hand over, the fate by key, empty
    where no answer was seen.
    """

    known: bool = False
    alive: bool = False
    fates: Mapping[str, str] | None = None


def settled(
    deliveries: pd.DataFrame, run: str, fared: Mapping[str, Fared], now: pd.Timestamp, *, test: bool
) -> pd.DataFrame:
    """The outbox with what became of the letters of ``run``; one that nothing is known of was not tried."""
    rows = records(understood(deliveries))
    found = [
        _fate(row, fared.get(_key(row), Fared("not tried")), now, test=test)
        if row["state"] == SENDING and row["run"] == run
        else row
        for row in rows
    ]
    return shaped(pd.DataFrame(found), DELIVERIES)


def after_crashes(
    deliveries: pd.DataFrame,
    run: str,
    left: Mapping[str, Left],
    now: pd.Timestamp,
    utc: pd.Timestamp,
    *,
    repeatable: Collection[str],
) -> pd.DataFrame:
    """The outbox with every claim settled whose run is no more; ``run`` is the one at work.

    What a dead run of this machine did not begin to hand over was not tried. Where it began and saw no answer, or
    where nobody here knows and the ``LEASE`` is over, the letter is unconfirmed; over a channel in ``repeatable`` it
    is queued again instead. ``utc``: the time by the clock, without a zone.
    """
    rows = records(understood(deliveries))
    found = []
    for row in rows:
        if row["state"] == SENDING and row["run"] != run:
            fate = _of_dead_run(_key(row), left.get(str(row["run"]), Left()), begun_at(str(row["run"])), utc)
            if fate == "unknown" and row["channel"] in repeatable:
                fate = "not tried"
            test = str(row["run"]).endswith(OF_TEST)  # Settings may say something else by now
            row = _fate(row, Fared(fate, "broken_off"), now, test=test) if fate else row  # noqa: PLW2901
        found.append(row)
    return shaped(pd.DataFrame(found), DELIVERIES)


def begun_at(run: str) -> Any:
    """When a run began, by its id; NaT if it is not of the kind that ``run_id`` makes."""
    return pd.to_datetime(run.partition("-")[0], format="%Y%m%dT%H%M%SZ", errors="coerce")


def _of_dead_run(key: str, left: Left, began: Any, utc: pd.Timestamp) -> str:
    """The fate, or nothing while the run may be at work."""
    if left.alive or (not left.known and began + LEASE > utc):
        return ""
    if not left.known:
        return "unknown"
    fates = left.fates or {}
    return (fates[key] or "unknown") if key in fates else "not tried"


def _fate(row: Row, fared: Fared, now: pd.Timestamp, *, test: bool) -> Row:
    tries = int(row["tries"] or 0)
    told = row | {"reason": fared.reason if fared.fate != "sent" else "", "run": row["run"]}
    if fared.fate == "sent":
        return told | {"state": TESTED if test and row["letter"] not in STAFF_NOTICES else SENT}
    if fared.fate == "unknown":
        return told | {"state": UNCONFIRMED}
    if fared.fate == "not tried":
        return told | {"state": QUEUED, "tries": float(max(tries - 1, 0))}
    if fared.fate == "put off" and tries <= len(RETRY_AFTER):
        return told | {"state": FAILED, "send_on": now + RETRY_AFTER[max(tries, 1) - 1]}
    if row["letter"] in SURVEYS:
        return told | {"state": TO_CALL}
    return told | {"state": FAILED, "send_on": pd.NaT}


def _key(row: Mapping[str, object]) -> str:
    return key_of(str(row["survey_key"]), str(row["letter"]))
