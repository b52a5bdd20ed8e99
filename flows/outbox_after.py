"""The sheet Deliveries after a run, and the month's digest where the run sends it; no rule lives here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from flows.program import digest
from flows.program.answered import answered_surveys
from flows.program.deliveries import Outgoing, deliveries
from flows.program.digest import Digest
from flows.program.digest_readers import Readers, readers, wanted_digests
from flows.program.months import closed_months
from flows.program.roster import Roster
from flows.program.settings import Settings
from flows.program.shapes import DELIVERIES, shaped
from flows.program.up_to_date import UpToDate
from flows.program.working_days import WorkingDays

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Digests:
    """What the letters about a month are made of: all there is to tell, and who reads which part of it."""

    everything: Digest
    readers: pd.DataFrame
    roster: Roster


def readers_of(people: Roster, settings: Settings, as_of: pd.Timestamp) -> Readers | None:
    """Who is to get digests; None where nothing is delivered."""
    return readers(people, settings, as_of) if settings.deliver != "no" else None


def digests_of(  # noqa: PLR0917 - what the month is told from
    up: UpToDate,
    tables: Tables,
    people: Roster,
    settings: Settings,
    issues: int,
    month: pd.Timestamp | None,
) -> Digests | None:
    """``issues``: how many lines Data issues has; ``month``: None for the latest that has figures."""
    found = readers_of(people, settings, up.as_of)
    if found is None:
        return None
    everything = digest.whole(up, tables, roster=people, settings=settings, issues=issues, month=month)
    return Digests(everything, found.readers, people)


def outbox_after(
    tables: Tables,
    up: UpToDate,
    *,
    before: Tables,
    people: Roster,
    settings: Settings,
    outgoing: Outgoing | None,
    digests: Digests | None = None,
) -> pd.DataFrame:
    """``before``: the tables as they were read; ``tables``: with the round that this run opens.

    As it stands where nothing can go out.
    """
    if outgoing is None:
        return shaped(before["deliveries"], DELIVERIES)
    after = up.on(tables)
    wanted = None
    if digests is not None:
        day = WorkingDays(settings.country, settings.days_off).next_working(outgoing.now)
        wanted = wanted_digests(digests.readers, digests.everything.month, max(day, outgoing.now))
    return deliveries(
        after,
        roster=people,
        settings=settings,
        answered=answered_surveys(after, up.answers, settings),
        closed=closed_months(up.tables["history"]),
        fresh=up.answers[~up.answers["key"].isin(before["answer_ledger"]["response_key"])],
        left_now=up.appends["exit_surveys"],
        digests=wanted,
        outgoing=outgoing,
    )
