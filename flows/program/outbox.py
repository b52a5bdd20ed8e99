"""The outbox: what was to go out, what went, and what nobody knows. Its sheet is Deliveries.

A letter is queued; a run claims it (``sending``) in a write that of two runs only one can make; then it is handed
over, and a second write says what became of it: ``sent``, ``failed`` (tried again by later runs, each time after a
longer while, then ``to call``), ``to call`` (refused for good: a person calls), ``unconfirmed`` (handed over, but no
answer came: a person settles it). A letter that is no longer wanted is ``withdrawn``. So a crash, a lost answer, a
repeated run or two at once make no second letter, and none is forgotten in silence. The pattern is the transactional
outbox; where a channel promises that repeating is harmless, a doubt is settled by repeating.

A person settles a letter by writing ``sent`` or ``queued`` into its state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import pandas as pd

from flows.program.shapes import DELIVERIES, shaped

QUEUED, SENDING, SENT, FAILED = "queued", "sending", "sent", "failed"
UNCONFIRMED, TO_CALL, WITHDRAWN, TESTED = "unconfirmed", "to call", "withdrawn", "tested"
WAITING = (QUEUED, FAILED)
TROUBLE = (TO_CALL, UNCONFIRMED, FAILED)

SURVEYS = ("invitation", "reminder 1", "reminder 2", "exit")
DIGEST, DETRACTOR, DEPARTURE = "digest", "detractor", "departure"
STAFF_NOTICES = (DETRACTOR, DEPARTURE)

KEY = ["survey_key", "letter"]
Row = dict[str, Any]


def key_of(survey_key: str, letter: str) -> str:
    """The same on every try: idempotency key and Message-ID are made of it."""
    return f"{survey_key}/{letter}"


def brought_forward(
    standing: pd.DataFrame, wanted: pd.DataFrame, *, deliver: str, digests: bool = False
) -> pd.DataFrame:
    """The outbox with what is wanted now.

    ``standing``: the sheet's rows (shape ``shapes.DELIVERIES``). ``wanted``: client, contact, letter, channel, address,
    send_on, survey_key and ``why_not``, a code where the letter must not go (see ``invitations``). What is not among
    ``wanted`` and still waits is withdrawn, but for notices, and for digests unless this run sends them (``digests``):
    others want those.
    """
    rows = understood(standing)
    known = wanted.set_index(KEY)
    ours = {**dict.fromkeys(SURVEYS, "row_gone"), **({DIGEST: "digest_over"} if digests else {})}
    found = [_as_wanted(row, known, deliver, ours) for row in records(rows)]
    there = pd.MultiIndex.from_frame(rows[KEY])
    fresh = wanted[~pd.MultiIndex.from_frame(wanted[KEY]).isin(there) & wanted["why_not"].eq("")]
    if deliver == "no":
        fresh = fresh[fresh["letter"].isin(STAFF_NOTICES)]
    added = shaped(fresh.assign(state=QUEUED, tries=0.0), DELIVERIES)
    return shaped(pd.concat([shaped(pd.DataFrame(found), DELIVERIES), added], ignore_index=True), DELIVERIES)


def understood(standing: pd.DataFrame) -> pd.DataFrame:
    """The sheet's rows in their shape. A state that is no word of the list says nothing: a person has to settle it."""
    rows = shaped(standing, DELIVERIES)
    return rows.assign(state=rows["state"].where(rows["state"].ne(""), UNCONFIRMED), tries=rows["tries"].fillna(0))


def records(rows: pd.DataFrame) -> list[Row]:
    return cast("list[Row]", rows.to_dict("records"))


def _as_wanted(row: Row, wanted: pd.DataFrame, deliver: str, ours: Mapping[str, str]) -> Row:
    """``ours``: of each letter that is withdrawn where nobody wants it, the reason."""
    if row["letter"] in STAFF_NOTICES or row["state"] in {SENT, SENDING}:
        return row
    key = (row["survey_key"], row["letter"])
    if key not in wanted.index:
        gone = row["letter"] in ours and row["state"] in WAITING
        return row | {"state": WITHDRAWN, "reason": ours[row["letter"]]} if gone else row
    now = wanted.loc[[key]].iloc[0]
    if now["why_not"]:
        settled = row["state"] in {
            WITHDRAWN,
            TESTED,
            UNCONFIRMED,
        }  # withdrawn, a doubt would be forgotten and sent again
        return row if settled else row | {"state": WITHDRAWN, "reason": now["why_not"]}
    return _again(row, now, deliver)


def _again(row: Row, now: pd.Series, deliver: str) -> Row:
    """A letter that may go: with today's address; a new one is a new start, so is the end of testing."""
    today = {name: now[name] for name in ("client", "contact", "channel", "address")}
    moved = row["channel"] != today["channel"] or row["address"] != today["address"]
    anew = {"state": QUEUED, "tries": 0.0, "reason": "", "send_on": now["send_on"]}
    if deliver == "no":
        return row
    if row["state"] == WITHDRAWN or (row["state"] == TESTED and deliver != "test"):
        return row | today | anew
    if row["state"] in {TO_CALL, *WAITING}:
        return row | today | (anew if moved else {})
    return row


def claimed(
    deliveries: pd.DataFrame, now: pd.Timestamp, run: str, may_go: Callable[[pd.DataFrame], pd.Series[bool]]
) -> pd.DataFrame:
    """The outbox with every letter claimed for ``run`` that is due and that ``may_go`` lets pass."""
    due = deliveries["state"].isin(WAITING) & deliveries["send_on"].le(now)
    due &= may_go(deliveries)
    tries = deliveries["tries"].where(~due, deliveries["tries"] + 1)
    return deliveries.assign(
        state=deliveries["state"].mask(due, SENDING),
        run=deliveries["run"].mask(due, run),
        tries=tries,
        last_try=deliveries["last_try"].mask(due, now),
        reason=deliveries["reason"].mask(due, ""),
    )


def of_run(deliveries: pd.DataFrame, run: str) -> pd.DataFrame:
    """What ``run`` has claimed and not yet told the fate of."""
    return deliveries[deliveries["state"].eq(SENDING) & deliveries["run"].eq(run)]
