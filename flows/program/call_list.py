"""Opening a month's round: who is due goes onto the call list, once.

Everything an interviewer needs stands in the row: whom to ask, how to reach them, by when. What the
team expects is copied from Contacts and thereby locked, and the team that serves the client that
day is stamped: it is the one the answer will count for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from flows.program import survey_plan
from flows.program.channels import channel_of
from flows.program.due import due_this_month, next_due
from flows.program.interviewers import choose
from flows.program.months import closing_day, month_of
from flows.program.names import normalise
from flows.program.quarantine import in_quarantine
from flows.program.roster import Roster
from flows.program.rounds import QUARTER, baseline, month_from, month_number, survey_keys
from flows.program.settings import Settings
from flows.program.shapes import ATTRIBUTION, DAY, NUMBER, TEXT, Shape, shaped
from flows.program.survey_plan import Known
from flows.program.working_days import WorkingDays

Tables = Mapping[str, pd.DataFrame]

CALL_LIST: Shape = {
    "month": DAY,
    "client": TEXT,
    "contact": TEXT,
    "role": TEXT,
    "phone": TEXT,
    "email": TEXT,
    "channel": TEXT,
    "interviewer": TEXT,
    "call_by": DAY,
    "forecast": NUMBER,
    "asked_on": DAY,
    "outcome": TEXT,
    "score": NUMBER,
    "comment": TEXT,
    "note": TEXT,
    "survey_key": TEXT,
}
"""One row a survey; key ``survey_key``."""


@dataclass(frozen=True, eq=False)
class Round:
    """What opening a month's round adds and changes.

    ``rows``: to append to the call list (shape ``CALL_LIST``, people's columns empty). ``plan``: the
    whole survey plan. ``attribution``: the stamps to add for those rows (shape ``ATTRIBUTION``).
    ``issues``: those of ``survey_plan.plan``.
    """

    rows: pd.DataFrame
    plan: pd.DataFrame
    attribution: pd.DataFrame
    issues: pd.DataFrame


def open_round(month: pd.Timestamp, tables: Tables, roster: Roster, settings: Settings, as_of: pd.Timestamp) -> Round:
    """The round of ``month``, opened on the day of ``as_of``; repeated, it adds only whom it lacks."""
    month = month_of(month)
    known = survey_plan.read(tables, roster, settings, as_of)
    people, skipped = _people(month, known, settings, as_of)
    interviewer = _interviewers(people["client"], month, tables["call_list"], roster, as_of)
    rows = shaped(
        people.assign(
            month=month,
            channel=channel_of(people, roster.clients, settings.survey_channel),
            interviewer=people["client"].map(interviewer),
            call_by=_call_by(month, settings, as_of),
            survey_key=survey_keys(month, people["client"], people["contact"]),
        ),
        CALL_LIST,
    )
    after = _after(known, rows, skipped, month, settings, as_of)
    return Round(rows, survey_plan.laid_out(after), _stamps(rows, roster.team), known.issues)


def _people(
    month: pd.Timestamp, known: Known, settings: Settings, as_of: pd.Timestamp
) -> tuple[pd.DataFrame, pd.Series]:
    """The contacts to ask in this month, by client; and the clients of whom somebody is carried over.

    The quarantine is judged on the day of ``as_of`` clamped into the month: a round opened late asks
    whom it would have asked on the month's last day.
    """
    number = month_number(month)
    due = due_this_month(known.clients, known.opened, number, baseline(settings, known.opened, number))
    people = known.people.merge(due, on="client")
    day = min(max(as_of.normalize(), month), month + pd.offsets.MonthEnd(0))
    resting = in_quarantine(people, known.asked, day, settings.quarantine_days)
    standing = _standing(people, known.opened, number, settings.contacts_per_client)
    carried = people.loc[standing.ne("served") & (resting | standing.eq("recent")), "client"]
    asked_now = people[standing.eq("") & ~resting]
    by_name = asked_now["client"].map(normalise).sort_values(kind="stable").index
    return asked_now.loc[by_name], carried


def _standing(people: pd.DataFrame, opened: pd.DataFrame, month: int, contacts_per_client: str) -> pd.Series:
    """``served``: has had its survey since the turn it is due for; ``recent``: one shortly before that turn.

    With one contact per client the client is what counts, so that a change of contact does not make
    a second survey; with all of them, each contact.
    """
    standing = pd.Series("", index=people.index, dtype="str")
    for then in range(month - QUARTER + 1, month + 1):
        of_month = opened[opened["month"] == then]
        if contacts_per_client == "one":
            had_one = people["client"].isin(of_month["client"])
        else:
            keys = survey_keys(month_from(then), people["client"], people["contact"])
            had_one = pd.Series(keys, index=people.index, dtype="str").isin(of_month["survey_key"])
        standing = standing.mask(had_one & people["turn"].gt(then), "recent")
        standing = standing.mask(had_one & people["turn"].le(then), "served")
    return standing


def _after(  # noqa: PLR0917 - what is known and what the round makes of it
    known: Known, rows: pd.DataFrame, skipped: pd.Series, month: pd.Timestamp, settings: Settings, as_of: pd.Timestamp
) -> Known:
    """What is known once the round is open: its surveys, and whom it carries over to the next month."""
    added = rows[["client", "survey_key"]].assign(month=float(month_number(month)))
    opened = pd.concat([known.opened, added], ignore_index=True)
    carried = known.clients["client"].isin(skipped)
    clients = known.clients.assign(
        cohort_before=known.clients["cohort"],
        promised=known.clients["promised"].mask(carried, month_number(month) + 1),
    )
    today = month_number(as_of)
    return replace(known, opened=opened, clients=next_due(clients, opened, today, baseline(settings, opened, today)))


def _interviewers(
    clients: pd.Series, month: pd.Timestamp, calls: pd.DataFrame, roster: Roster, as_of: pd.Timestamp
) -> pd.Series:
    """Who asks each client; what the month's earlier rows gave out counts towards the shares."""
    load = calls.loc[calls["month"].eq(month)].drop_duplicates("client")["interviewer"].value_counts()
    return choose(clients, roster.team, roster.employees, load, as_of)


def _call_by(month: pd.Timestamp, settings: Settings, as_of: pd.Timestamp) -> pd.Timestamp:
    """So many working days from the day of opening; not after the month closes, if that is still ahead."""
    days = WorkingDays(settings.country, settings.days_off)
    begins = max(as_of.normalize(), month)
    call_by = days.add(begins, settings.call_within_working_days)
    closes = closing_day(month, settings.close_after_days)
    return min(call_by, closes) if closes >= begins else call_by


def _stamps(rows: pd.DataFrame, team: pd.DataFrame) -> pd.DataFrame:
    """The team of each row's client; one row without an employee where nobody serves it."""
    surveys = rows[["survey_key", "month", "client"]].rename(columns={"survey_key": "response_key"})
    stamped = surveys.merge(team[["client", "employee", "role"]].drop_duplicates(), on="client", how="left")
    return shaped(stamped, ATTRIBUTION)
