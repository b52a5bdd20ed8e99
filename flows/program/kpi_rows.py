"""The blocks of the KPI sheet: figures by month, a row a person, a row a role and service, the chart's lines."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, nan

import pandas as pd

from flows.program.roster import HEAD, ROLES, SERVICE, Roster

FIGURE_COLUMNS = ["scope", "name", "month", "n", "nps", "low", "high", "enough", "adopted"]
CHANGE_COLUMNS = ["improved", "worsened", "same", "p", "change"]
COVERAGE_COLUMNS = ["due", "answered", "coverage"]
TASK_COLUMNS = ["open", "overdue", "untriaged"]
PEOPLE_COLUMNS = [
    "employee", "role", "works_since", "plan", "verdict", *CHANGE_COLUMNS, *COVERAGE_COLUMNS, *TASK_COLUMNS,
]  # fmt: skip
GROUP_COLUMNS = ["scope", "name", *CHANGE_COLUMNS, *COVERAGE_COLUMNS]

ORDER_OF_ROLES = (*ROLES, HEAD, "")
WITHOUT = {"improved": 0, "worsened": 0, "same": 0, "p": 1.0, "change": "", "due": 0, "answered": 0, "coverage": nan}
MONTHS_IN_A_LINE = 2


def figures_shown(history: pd.DataFrame, period: str, min_responses: int) -> pd.DataFrame:
    """The rows of ``period`` in ``history`` (``FIGURE_COLUMNS``): ``enough`` answers? ``adopted`` teams?"""
    rows = history[history["period"].eq(period)]
    shown = rows.assign(enough=rows["n"].ge(min_responses), adopted=rows["teams"].eq("adopted"))
    return shown[FIGURE_COLUMNS].reset_index(drop=True)


def plan_verdict(n: float, low: float, high: float, plan: float, min_responses: int) -> str:
    """``reached``, ``not reached``, ``unknown`` (the interval contains the plan, or too few answered), or empty."""
    if isnan(plan):
        return ""
    if not n >= min_responses:
        return "unknown"
    if low >= plan:
        return "reached"
    return "not reached" if high < plan else "unknown"


def people(
    history: pd.DataFrame,
    shown: pd.DataFrame,
    measured: pd.DataFrame,
    tasks: pd.DataFrame,
    *,
    roster: Roster,
    stamps: pd.DataFrame,
    month: pd.Timestamp,
    as_of: pd.Timestamp,
    min_responses: int,
) -> pd.DataFrame:
    """A row an employee (``PEOPLE_COLUMNS``), by role, then by name.

    ``shown``: the rolling quarters on the page (``figures_shown``); ``measured``: change and coverage by
    scope and name; ``tasks``: counts by employee. Who neither has clients nor ever had an answer is left
    out, and so is who has left and has none on the page.
    """
    rows = _staff(history, shown, roster, stamps, as_of)
    quarter = shown[shown["scope"].eq("employee") & shown["month"].eq(month)].set_index("name")
    figures = quarter[["n", "low", "high"]].reindex(rows["employee"])
    rows["verdict"] = [
        plan_verdict(n, low, high, plan, min_responses)
        for n, low, high, plan in zip(figures["n"], figures["low"], figures["high"], rows["plan"], strict=True)
    ]
    rows = rows.merge(_of_scope(measured, "employee").rename(columns={"name": "employee"}), on="employee", how="left")
    rows = rows.merge(tasks, on="employee", how="left")
    rows = rows.fillna({**WITHOUT, **dict.fromkeys(TASK_COLUMNS, 0)})
    counts = ["improved", "worsened", "same", "due", "answered", *TASK_COLUMNS]
    rows = rows.astype(dict.fromkeys(counts, "int64"))
    place = rows["role"].map({role: place for place, role in enumerate(ORDER_OF_ROLES)})
    return rows.assign(place=place).sort_values(["place", "employee"], ignore_index=True)[PEOPLE_COLUMNS]


def groups(shown: pd.DataFrame, measured: pd.DataFrame, team: pd.DataFrame) -> pd.DataFrame:
    """A row a role and a row a service (``GROUP_COLUMNS``) that is on the page or has clients now."""
    of_team = pd.DataFrame(
        {"scope": team["role"].eq(SERVICE).map({True: "service", False: "role"}), "name": team["role"]}
    )
    of_team["name"] = of_team["name"].mask(of_team["scope"].eq("service"), team["employee"])
    on_page = shown.loc[shown["scope"].isin(["role", "service"]), ["scope", "name"]]
    rows = pd.concat([on_page, of_team], ignore_index=True).drop_duplicates()
    rows = rows.merge(measured, on=["scope", "name"], how="left").fillna(WITHOUT)
    rows = rows.astype(dict.fromkeys(["improved", "worsened", "same", "due", "answered"], "int64"))
    place = rows["name"].map({role: place for place, role in enumerate(ORDER_OF_ROLES)}).fillna(len(ORDER_OF_ROLES))
    place = place.where(rows["scope"].eq("role"), len(ORDER_OF_ROLES))
    return rows.assign(place=place).sort_values(["scope", "place", "name"], ignore_index=True)[GROUP_COLUMNS]


def chart(shown: pd.DataFrame, months: Sequence[pd.Timestamp], employees: pd.Series) -> pd.DataFrame:
    """Index ``months``; ``department`` and each employee with enough answers in two months or more.

    Values: NPS of the rolling quarter, NaN where too few answered.
    """
    enough = shown[shown["enough"] & shown["scope"].isin(["department", "employee"])]
    name = enough["name"].where(enough["scope"].eq("employee"), "department")
    lines = enough.assign(name=name).pivot_table(index="month", columns="name", values="nps", aggfunc="first")
    long_enough = lines.columns[lines.notna().sum().ge(MONTHS_IN_A_LINE)]
    drawn = ["department", *(employee for employee in employees if employee in long_enough)]
    return lines.reindex(index=pd.DatetimeIndex(list(months), name="month"), columns=drawn)


def _staff(
    history: pd.DataFrame, shown: pd.DataFrame, roster: Roster, stamps: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """``employee, role, works_since, plan`` of everyone who has a row."""
    serving = roster.team[roster.team["role"].ne(SERVICE)]
    on_page = shown.loc[shown["scope"].eq("employee"), "name"].drop_duplicates()
    measured = history.loc[history["scope"].eq("employee"), "name"]
    listed = roster.employees[["employee", "role", "works_since", "plan"]]
    has_left = roster.employees["left_on"].le(as_of) & ~listed["employee"].isin(on_page)
    has_figures = listed["employee"].isin(measured) | listed["employee"].isin(serving["employee"])
    unlisted = pd.DataFrame({"employee": on_page[~on_page.isin(listed["employee"])]})
    rows = pd.concat([listed[has_figures & ~has_left], unlisted], ignore_index=True)
    served_as = pd.concat([serving, stamps[stamps["role"].ne(SERVICE)]]).drop_duplicates("employee")
    role = rows["employee"].map(served_as.set_index("employee")["role"])
    return rows.assign(role=rows["role"].where(rows["role"].fillna("").ne(""), role).fillna(""))


def _of_scope(measured: pd.DataFrame, scope: str) -> pd.DataFrame:
    return measured[measured["scope"].eq(scope)].drop(columns="scope")
