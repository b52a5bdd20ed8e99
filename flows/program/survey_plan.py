"""The survey plan: for every client its cohort, when it is due, when it was last asked and what came of it.

The program's memory of the rounds, and what a manager looks up. Cohort, next month due, status and
departures are remembered (the last two by ``exits``); all else is read from the workbook anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from flows.program import cohorts, issues
from flows.program.due import next_due
from flows.program.interviewers import interviewers
from flows.program.names import normalise, resolve
from flows.program.quarantine import asked, last_asked
from flows.program.roster import Roster
from flows.program.rounds import baseline, month_number, month_numbers, months_from, opened_surveys
from flows.program.scores import SENIORITY
from flows.program.settings import Settings
from flows.program.shapes import DAY, FLAG, NUMBER, TEXT, Shape, shaped
from flows.program.survey_contacts import survey_contacts

SURVEY_PLAN: Shape = {
    "client": TEXT,
    "cohort": NUMBER,
    "next_due": DAY,
    "last_asked": DAY,
    "answered": FLAG,
    "role_coverage": TEXT,
    "why_skipped": TEXT,
    "status": TEXT,
    "departures": NUMBER,
}
"""One row a client; key ``client``. ``next_due`` is the first of a month.

``role_coverage``: for each role that has contacts, most senior first, how many of them answered in the
last twelve months: ``decision maker 1/1; influencer 0/2`` (parts split by ``"; "``, the code before the
last space). ``why_skipped``, a code or empty: ``quarantine`` (asked too recently, carried over to
``next_due``), ``moved`` (asked too recently for its new cohort's next turn), ``paused``, ``no_contact``
(nobody may be asked), ``not_listed`` (no longer in Clients). Neither is ever read back, so both may
be written in the words of the workbook.
"""

COVERED_WITHIN = pd.DateOffset(months=12)


class Plan(NamedTuple):
    plan: pd.DataFrame
    """Shape ``SURVEY_PLAN``: clients in the order they stood, then new ones by name."""
    issues: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Known:
    """What the plan is made of, read once from the workbook."""

    before: pd.DataFrame
    """The plan as it stood (see ``remembered``)."""
    clients: pd.DataFrame
    """``roster.clients`` as ``due.next_due`` returns them."""
    opened: pd.DataFrame
    """See ``rounds.opened_surveys``."""
    asked: pd.DataFrame
    """See ``quarantine.asked``."""
    people: pd.DataFrame
    """See ``survey_contacts``."""
    coverage: pd.Series
    """See ``role_coverage``."""
    issues: pd.DataFrame


def plan(
    tables: Mapping[str, pd.DataFrame],
    roster: Roster,
    settings: Settings,
    as_of: pd.Timestamp,
    *,
    answers: pd.DataFrame | None = None,
) -> Plan:
    """The survey plan on the day of ``as_of``; from its own result it makes the same again.

    ``answers``: those in ``tables`` where they have been read already (shape ``shapes.ANSWERS``).

    Issues: ``bad_cohort``, ``imbalance``, ``no_contact`` (a due client of whom nobody may be asked),
    ``no_interviewer``.
    """
    known = read(tables, roster, settings, as_of, answers=answers)
    return Plan(laid_out(known), known.issues)


def read(
    tables: Mapping[str, pd.DataFrame],
    roster: Roster,
    settings: Settings,
    as_of: pd.Timestamp,
    *,
    answers: pd.DataFrame | None = None,
) -> Known:
    """Cohorts, months due and all else that the plan and a round are made from, on the day of ``as_of``."""
    before = remembered(tables["survey_plan"], roster.clients)
    cohort, bad_cohorts = cohorts.assign(roster.clients, roster.team, before)
    opened = opened_surveys(tables, roster.clients["client"])
    month = month_number(as_of)
    clients = with_memory(roster.clients, before, cohort)
    events = asked(tables, roster, as_of, answers)
    people = survey_contacts(roster, settings.contacts_per_client)
    silent = clients[clients["status"].eq("active") & ~clients["client"].isin(people["client"])]
    found = [
        bad_cohorts,
        cohorts.imbalance(roster.clients, roster.team, cohort),
        issues.about("clients", silent["row"], "contact", "no_contact", found=silent["contact"]),
        _no_interviewer(roster.employees, as_of),
    ]
    return Known(
        before=before,
        clients=next_due(clients, opened, month, baseline(settings, opened, month)),
        opened=opened,
        asked=events,
        people=people,
        coverage=role_coverage(roster.contacts, events, as_of),
        issues=issues.joined(found),
    )


def laid_out(known: Known) -> pd.DataFrame:
    """What is known, as the sheet shows it (shape ``SURVEY_PLAN``)."""
    clients = known.clients
    silent = clients["status"].eq("active") & ~clients["client"].isin(known.people["client"])
    why = clients["why_skipped"].mask(clients["status"].eq("paused"), "paused").mask(silent, "no_contact")
    rows = clients.assign(
        next_due=months_from(clients["promised"]),
        role_coverage=clients["client"].map(known.coverage),
        why_skipped=why,
        status=clients["seen"],
        departures=clients["departures"].fillna(0),
    )
    return _in_order(rows.merge(last_asked(known.asked), on="client", how="left"), known.before)


def remembered(before: pd.DataFrame, clients: pd.DataFrame) -> pd.DataFrame:
    """The plan as it stood, each client spelt as in ``clients`` (its own spelling if no longer listed), once."""
    names = resolve(before["client"], clients["client"])["name"]
    spelt = before.assign(client=names.where(names.ne(""), before["client"]), exact=names.eq(before["client"]))
    return spelt.sort_values("exact", ascending=False, kind="stable").drop_duplicates("client").sort_index()


def with_memory(clients: pd.DataFrame, before: pd.DataFrame, cohort: pd.Series) -> pd.DataFrame:
    """``clients`` with ``cohort``, and of the plan as it stood ``cohort_before, promised, seen, departures``."""
    memory = before[["client", "cohort", "next_due", "status", "departures"]].rename(
        columns={"cohort": "cohort_before", "status": "seen"}
    )
    joined = clients.merge(memory, on="client", how="left")
    return joined.assign(
        cohort=joined["client"].map(cohort), promised=month_numbers(joined["next_due"]), seen=joined["seen"].fillna("")
    )


def role_coverage(contacts: pd.DataFrame, events: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """Index client: the roles of its contacts and how many of each answered (see ``SURVEY_PLAN``)."""
    heard = events[events["answered"] & events["asked_on"].gt(as_of - COVERED_WITHIN)]
    with_role = contacts[contacts["role"].isin(SENIORITY)]
    person = pd.DataFrame({"client": with_role["client"], "person": with_role["contact"].map(normalise)})
    answered = pd.MultiIndex.from_frame(person).isin(pd.MultiIndex.from_frame(heard[["client", "person"]]))
    counts = with_role.assign(answered=answered, seniority=with_role["role"].map(SENIORITY))
    counts = counts.groupby(["client", "seniority", "role"])["answered"].agg(["sum", "size"]).reset_index()
    counts["said"] = counts["role"] + " " + counts["sum"].astype("str") + "/" + counts["size"].astype("str")
    return counts.groupby("client")["said"].agg("; ".join).astype("str")


def _no_interviewer(employees: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Nobody is marked as interviewer and there is no head: people must say who asks."""
    nobody = not interviewers(employees, as_of)
    return issues.about("employees", employees["row"].head(1 if nobody else 0), "interviews", "no_interviewer")


def _in_order(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Clients as they stood in the plan, those no longer listed among them, then new ones by name."""
    unlisted = before[~before["client"].isin(rows["client"])].drop(columns="next_due").assign(why_skipped="not_listed")
    place = pd.Series(range(len(before)), index=before["client"], dtype="float64")
    every = pd.concat([shaped(rows, SURVEY_PLAN), shaped(unlisted, SURVEY_PLAN)], ignore_index=True)
    every["place"] = every["client"].map(place).fillna(len(before))
    every["name"] = every["client"].map(normalise)
    return shaped(every.sort_values(["place", "name"], kind="stable"), SURVEY_PLAN)
