"""What every flow does: the workbook is brought up to date, whole.

Read the answers, record them, stamp new ones with their team, compute every open month, close those whose
day has passed, make the tasks that are missing, ask who left, keep the plan, and work out the KPI. All of
it is decided from the sheets and the program's own memory in them, so a run repeated, late or out of order
changes nothing that is right already: the same call on its own result gives the same again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from flows.program import client_history, issues, survey_plan
from flows.program.answers import answers
from flows.program.attribution import as_listed, stamp
from flows.program.exits import exits
from flows.program.improvement import standing, tasks_to_append
from flows.program.kpi import Kpi, kpi
from flows.program.ledger import Recorded, record, spelt_as_listed
from flows.program.months import bring_history_up_to_date, closed_months, latest_known_day, months_to_compute
from flows.program.roster import Roster
from flows.program.roster import roster as read_roster
from flows.program.scores import history_rows
from flows.program.settings import Settings
from flows.program.themes import routing as read_routing
from flows.program.working_days import WorkingDays

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class UpToDate:
    """All that a run writes, and what it has to tell.

    ``tables``: the program's own tables, whole, by key (history, attribution, answer_ledger, survey_plan,
    client_history). ``appends``: rows to add to tables that people work in (tasks, exit_surveys), without
    ``row``. ``issues``: all mistakes found in people's data, those of reading the settings excepted.
    ``closed``: months that this run closed. ``as_of``: the day it is up to date for.
    """

    tables: dict[str, pd.DataFrame]
    appends: dict[str, pd.DataFrame]
    issues: pd.DataFrame
    answers: pd.DataFrame
    """All usable answers (shape ``shapes.ANSWERS``), ``key`` being the response key: where each stands."""
    kpi: Kpi
    closed: tuple[pd.Timestamp, ...]
    as_of: pd.Timestamp

    def on(self, tables: Tables) -> dict[str, pd.DataFrame]:
        """``tables`` as they stand once all of this is written."""
        return {**tables, **self.tables, **{key: _appended(tables[key], rows) for key, rows in self.appends.items()}}


def bring_up_to_date(
    tables: Tables, settings: Settings, roster: Roster, as_of: pd.Timestamp, restate: pd.Timestamp | None = None
) -> UpToDate:
    """Bring the workbook up to date for the day of ``as_of``; ``restate`` opens one closed month once more.

    A run that comes after a later one is brought up to the day of that one.
    """
    today = latest_known_day(as_of, tables["answer_ledger"], tables["history"])
    if today != as_of:
        roster = read_roster(tables, today)
    recorded, misread = _recorded(tables, settings, roster, today, restate)
    attribution = stamp(recorded.ledger, tables["attribution"], roster.team)
    history = _history(
        tables["history"],
        recorded.ledger,
        as_listed(attribution, roster),
        settings=settings,
        as_of=today,
        restate=restate,
    )
    routing, misrouted = read_routing(tables["routing"], settings.language)
    days = WorkingDays(settings.country, settings.days_off)
    improvement = tasks_to_append(
        recorded.ledger, recorded.answers, tables["tasks"],
        routing=routing, attribution=attribution, employees=roster.employees,
        settings=settings, working_days=days, as_of=today,
    )  # fmt: skip
    clients = client_history.upsert(tables["client_history"], roster, improvement.ledger, today)
    own = {
        "answer_ledger": improvement.ledger,
        "attribution": attribution,
        "history": history,
        "client_history": clients,
    }
    left = exits(roster, {**tables, **own}, settings, days, today)
    appends = {"tasks": improvement.tasks, "exit_surveys": left.surveys}
    after = {**tables, **own, **{key: _appended(tables[key], rows) for key, rows in appends.items()}}
    planned = survey_plan.plan(after, roster, settings, today, answers=recorded.answers)
    own["survey_plan"] = _with_departures(planned.plan, left.seen)
    mistaken = standing(after["tasks"], roster.employees, today).issues
    return UpToDate(
        tables=own,
        appends=appends,
        issues=issues.joined([roster.issues, misread, recorded.issues, planned.issues, misrouted, mistaken]),
        answers=recorded.answers,
        kpi=kpi(after, recorded.answers, roster=roster, settings=settings, routing=routing, as_of=today),
        closed=tuple(sorted(closed_months(history).keys() - closed_months(tables["history"]).keys())),
        as_of=today,
    )


def _recorded(
    tables: Tables, settings: Settings, roster: Roster, as_of: pd.Timestamp, restate: pd.Timestamp | None
) -> tuple[Recorded, pd.DataFrame]:
    ledger = spelt_as_listed(tables["answer_ledger"], roster.clients["client"])
    read, misread = answers({**tables, "answer_ledger": ledger}, roster, as_of)
    closed = closed_months(tables["history"], restate)
    starts_on = settings.programme_starts_on
    return record(read, ledger, closed, programme_starts_on=starts_on, as_of=as_of, restate=restate), misread


def _history(
    history: pd.DataFrame,
    ledger: pd.DataFrame,
    attribution: pd.DataFrame,
    *,
    settings: Settings,
    as_of: pd.Timestamp,
    restate: pd.Timestamp | None,
) -> pd.DataFrame:
    closed = closed_months(history, restate)
    months = months_to_compute(ledger, history, settings.programme_starts_on, as_of)
    computed = history_rows(ledger, attribution, [month for month in months if month not in closed], settings.unit)
    return bring_history_up_to_date(history, computed, settings.close_after_days, as_of)


def _with_departures(plan: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """The plan remembers how each client was last seen and how often it left."""
    known = seen.drop_duplicates("client").set_index("client")
    remembered = {column: plan["client"].map(known[column]).fillna(plan[column]) for column in ("status", "departures")}
    return plan.assign(**remembered)


def _appended(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return table
    return pd.concat([table, rows.assign(row=0)], ignore_index=True)
