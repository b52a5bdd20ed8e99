"""What a manager reads: the figures of the KPI sheet, without its layout.

All figures are in points (-100 to 100), unrounded; counts are whole; NaN where nothing can be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import nan

import pandas as pd

from flows.program import kpi_rows
from flows.program.attribution import as_listed, history_as_listed
from flows.program.change import Change, changes
from flows.program.client_history import clients_in
from flows.program.coverage import coverage
from flows.program.improvement import standing
from flows.program.kpi_rows import FIGURE_COLUMNS, GROUP_COLUMNS, PEOPLE_COLUMNS
from flows.program.months import month_of, month_range
from flows.program.roster import Roster
from flows.program.scores import Figures, chosen_answers, figures, figures_of
from flows.program.settings import Settings
from flows.program.themes import Routing, themed

SHOWN_MONTHS = 12


@dataclass(frozen=True)
class TaskCounts:
    """Tasks of the whole workbook: not done or declined; past their due date; not looked at yet."""

    open: int = 0
    overdue: int = 0
    untriaged: int = 0


@dataclass(frozen=True)
class Kpi:
    """The KPI sheet's figures for its headline month."""

    month: pd.Timestamp
    """The latest month that has ended and has answers; while there is none, the month of the run."""
    current: pd.Timestamp | None
    """The month of the run where it is later than ``month`` and has a call list or answers: so far."""
    data_up_to: pd.Timestamp
    """The day of the latest answer; NaT without answers."""
    department: dict[str, Figures]
    """By period: ``quarter`` and ``month``."""
    department_change: Change
    active: int = 0
    joined: int = 0
    left: int = 0
    average_revenue: float = nan
    due: int = 0
    answered: int = 0
    coverage: float = nan
    """Clients answered / clients due in ``month``; NaN if nobody was due."""
    current_due: int = 0
    current_answered: int = 0
    said_share: float = nan
    """Share of the month's answers that say what to change."""
    exit: Figures = field(default_factory=Figures)
    """Exit answers of the rolling quarter."""
    conclusion: str = ""
    conclusion_month: pd.Timestamp = field(default=pd.NaT)  # type: ignore[assignment]
    tasks: TaskCounts = field(default_factory=TaskCounts)
    months: list[pd.Timestamp] = field(default_factory=list)
    """Up to twelve, ascending."""
    quarter: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=FIGURE_COLUMNS))
    """Rolling quarters of ``months``, all scopes, long: ``FIGURE_COLUMNS``; ``enough`` and ``adopted`` are bool."""
    monthly: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=FIGURE_COLUMNS))
    """The same for each month alone."""
    people: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=PEOPLE_COLUMNS))
    """A row an employee. ``verdict``: reached, not reached, unknown, or empty without a plan; ``change``: up,
    down, none, or empty where nothing can be compared."""
    groups: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=GROUP_COLUMNS))
    """A row a role and a row a service."""
    chart: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Index ``months``; columns ``department`` and the employees with enough answers in two months or more."""
    min_responses: int = 5
    unit: str = "client"
    """What an answer is counted for: ``client`` or ``contact``."""


def kpi(
    tables: Mapping[str, pd.DataFrame],
    answers: pd.DataFrame,
    *,
    roster: Roster,
    settings: Settings,
    routing: Routing,
    as_of: pd.Timestamp,
    month: pd.Timestamp | None = None,
) -> Kpi:
    """The KPI of a workbook that has been brought up to date.

    ``tables`` hold the program's own tables as they stand after this run; ``answers``: shape
    ``shapes.ANSWERS``, ``key`` being the response key. ``month``: the headline month, if it is not to be the latest;
    then nothing is told of later ones, but tasks stand as they do today.
    """
    ledger, history = tables["answer_ledger"], history_as_listed(tables["history"], roster)
    quarterly = ledger[ledger["counted"] & ledger["survey"].eq("quarterly")]
    stamps = as_listed(tables["attribution"], roster)
    today, looks_back = month_of(as_of), month is not None
    month = headline_month(quarterly, as_of) if month is None else month_of(month)
    due, so_far = (_of_department(coverage(ledger, stamps, each)) for each in (month, today))
    has_current = today > month and not looks_back and bool(so_far["due"] or quarterly["month"].eq(today).any())
    months = _shown_months(history, today if has_current else month)
    on_page = history[history["month"].isin(months)]
    quarter, monthly = (kpi_rows.figures_shown(on_page, each, settings.min_responses) for each in ("quarter", "month"))
    measured = _measured(ledger, stamps, month, settings.unit)
    of_tasks = standing(tables["tasks"], roster.employees, as_of)
    people = kpi_rows.people(
        history, quarter, measured, of_tasks.people,
        roster=roster, stamps=stamps, month=month, as_of=as_of, min_responses=settings.min_responses,
    )  # fmt: skip
    clients = clients_in(month, tables["client_history"], roster.clients)
    conclusion, concluded_for = _conclusion(tables["conclusions"], month)
    return Kpi(
        month=month,
        unit=settings.unit,
        current=today if has_current else None,
        data_up_to=ledger.loc[ledger["counted"], "date"].max(),
        department=_department(history, month),
        department_change=_change(measured),
        active=clients.active,
        joined=clients.joined,
        left=clients.left,
        average_revenue=clients.average_revenue,
        due=int(due["due"]),
        answered=int(due["answered"]),
        coverage=float(due["coverage"]),
        current_due=int(so_far["due"]) if has_current else 0,
        current_answered=int(so_far["answered"]) if has_current else 0,
        said_share=said_share(quarterly[quarterly["month"].eq(month)], answers, routing),
        exit=figures(chosen_answers(ledger, [month], "quarter", settings.unit, "exit")["score"]),
        conclusion=conclusion,
        conclusion_month=concluded_for,
        tasks=TaskCounts(of_tasks.open, of_tasks.overdue, of_tasks.untriaged),
        months=months,
        quarter=quarter,
        monthly=monthly,
        people=people,
        groups=kpi_rows.groups(quarter, measured, roster.team),
        chart=kpi_rows.chart(quarter, months, people["employee"]),
        min_responses=settings.min_responses,
    )


def headline_month(quarterly: pd.DataFrame, as_of: pd.Timestamp) -> pd.Timestamp:
    """The latest month that has ended with answers that count, else the month of ``as_of``."""
    ended = quarterly.loc[quarterly["month"].lt(month_of(as_of)), "month"].max()
    return month_of(as_of) if pd.isna(ended) else month_of(ended)


def said_share(counted: pd.DataFrame, answers: pd.DataFrame, routing: Routing) -> float:
    """Share of these answers of the ledger that say what to change; NaN without answers.

    Words that mean "nothing" say nothing. Of an answer no longer in the sheets it is only known whether
    there were words.
    """
    comments = counted["response_key"].map(answers.drop_duplicates("key").set_index("key")["comment"])
    still_there = comments.notna()
    speaks = ~themed(comments[still_there].astype("str"), routing)["nothing"]
    return float(speaks.reindex(counted.index).fillna(counted["said"].ne("")).astype("bool").mean())


def _measured(ledger: pd.DataFrame, stamps: pd.DataFrame, month: pd.Timestamp, unit: str) -> pd.DataFrame:
    """Change and coverage by ``scope`` and ``name``."""
    found = changes(ledger, stamps, month, unit).rename(columns={"verdict": "change"})
    return found.merge(coverage(ledger, stamps, month), on=["scope", "name"], how="outer")


def _of_department(rows: pd.DataFrame) -> pd.Series:
    return rows[rows["scope"].eq("department")].iloc[0]


def _department(history: pd.DataFrame, month: pd.Timestamp) -> dict[str, Figures]:
    rows = history[history["month"].eq(month) & history["scope"].eq("department")].set_index("period")
    known = {str(period): figures_of(row) for period, row in rows.iterrows()}
    return {"quarter": Figures(), "month": Figures(), **known}


def _change(measured: pd.DataFrame) -> Change:
    row = _of_department(measured).fillna({"improved": 0, "worsened": 0, "same": 0, "p": 1.0, "change": ""})
    return Change(int(row["improved"]), int(row["worsened"]), int(row["same"]), float(row["p"]), str(row["change"]))


def _shown_months(history: pd.DataFrame, last: pd.Timestamp) -> list[pd.Timestamp]:
    first = max(history["month"].min(), last - pd.DateOffset(months=SHOWN_MONTHS - 1))
    return month_range(first, last)


def _conclusion(conclusions: pd.DataFrame, month: pd.Timestamp) -> tuple[str, pd.Timestamp]:
    """The last one written for ``month`` or an earlier one."""
    written = conclusions[conclusions["month"].le(month) & conclusions["conclusion"].ne("")]
    if written.empty:
        return "", pd.NaT  # type: ignore[return-value]
    last = written.sort_values(["month", "row"], kind="stable").iloc[-1]
    return str(last["conclusion"]), last["month"]
