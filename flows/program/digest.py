"""The month's digest: what the programme found and what waits for somebody, cut to who reads it.

A head reads everything; a manager what concerns the clients they manage and the people who serve them, or everything
if Settings say so; anybody else their own figure and their own tasks, beside the department's figure. What a client
said stays in the sheet: a task is told in the head's wording alone. A figure of too few answers gets no verdict, and
people stand by name, not by score: NPS is there to find what to mend, it is no stick.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from flows.program import digest_rows
from flows.program.change import Change
from flows.program.digest_readers import PERSON, circle
from flows.program.kpi import Kpi, kpi
from flows.program.roster import HEAD, Roster
from flows.program.scores import Figures
from flows.program.settings import Settings
from flows.program.silence import silent_clients
from flows.program.themes import routing as read_routing
from flows.program.up_to_date import UpToDate

DEPARTMENT = "department"


@dataclass(frozen=True)
class Programme:
    """How the programme goes. ``exit``: the rolling quarter's; ``issues``: how many lines Data issues have."""

    due: int
    answered: int
    coverage: float
    active: int
    joined: int
    left: int
    exit: Figures
    issues: int
    conclusion: str
    conclusion_month: pd.Timestamp


@dataclass(frozen=True, eq=False)
class Digest:
    """What one reader gets, or all there is (``whole``).

    ``department`` is the rolling quarter that ends with ``month``, ``change`` that of the same clients in three
    months, without a verdict where too few answered. ``people, tasks, troubled``: see ``digest_rows``; ``silent``:
    see ``silence``. ``chart``: index months, columns ``department`` and employees, NaN where too few answered;
    ``band``: the same months, ``low, high`` of the department. ``programme`` is None for who reads of themself alone.
    """

    month: pd.Timestamp
    department: Figures
    change: Change
    people: pd.DataFrame
    tasks: pd.DataFrame
    silent: pd.DataFrame
    troubled: pd.DataFrame
    programme: Programme | None
    chart: pd.DataFrame
    band: pd.DataFrame
    min_responses: int
    unit: str

    @property
    def enough(self) -> bool:
        return self.department.n >= self.min_responses


def whole(
    up: UpToDate,
    tables: Mapping[str, pd.DataFrame],
    *,
    roster: Roster,
    settings: Settings,
    issues: int,
    month: pd.Timestamp | None = None,
) -> Digest:
    """All that can be told after the run ``up`` of the workbook ``tables``; ``issues`` is how many there are.

    ``month``: whose figures are told, if not the latest's; tasks and letters stand as they do today.
    """
    after = up.on(tables)
    found = _kpi(up, after, roster, settings, month)
    department = found.department["quarter"]
    chart = found.chart[found.chart.index <= found.month]
    return Digest(
        month=found.month,
        department=department,
        change=found.department_change if department.n >= found.min_responses else Change(),
        people=digest_rows.people(found, roster, up.as_of),
        tasks=digest_rows.tasks(after["tasks"], roster, up.as_of),
        silent=silent_clients(after, up.answers, roster.clients, found.month),
        troubled=digest_rows.troubled(after["deliveries"]),
        programme=_programme(found, issues),
        chart=chart,
        band=digest_rows.band(found).reindex(chart.index),
        min_responses=found.min_responses,
        unit=found.unit,
    )


def cut(everything: Digest, employee: str, audience: str, roster: Roster, settings: Settings) -> Digest:
    """What of ``everything`` this reader gets; ``audience`` as in ``digest_readers.READERS``."""
    if audience == HEAD or (audience != PERSON and settings.managers_see == "everything"):
        return everything
    own = everything.tasks["owners"].map(lambda owners: employee in owners).astype("bool")
    if audience == PERSON:
        return replace(_about(everything, {employee}, frozenset(), everything.tasks[own]), programme=None)
    around = circle(roster, employee)
    theirs = everything.tasks["client"].isin(around.clients)
    mine = _about(everything, around.people, around.clients, everything.tasks[own | theirs])
    return replace(mine, programme=_without_conclusion(everything.programme))


def _about(everything: Digest, people: Collection[str], clients: Collection[str], tasks: pd.DataFrame) -> Digest:
    lines = [name for name in everything.chart.columns if name == DEPARTMENT or name in people]
    return replace(
        everything,
        people=_of(everything.people, "employee", people),
        tasks=tasks.reset_index(drop=True),
        silent=_of(everything.silent, "client", clients),
        troubled=_of(everything.troubled, "client", clients),
        chart=everything.chart[lines],
    )


def _without_conclusion(programme: Programme | None) -> Programme | None:
    """What the head concludes names people of every team."""
    return programme and replace(programme, conclusion="")


def _of(frame: pd.DataFrame, column: str, names: Collection[str]) -> pd.DataFrame:
    return frame[frame[column].isin(list(names))].reset_index(drop=True)


def _kpi(
    up: UpToDate, after: Mapping[str, pd.DataFrame], roster: Roster, settings: Settings, month: pd.Timestamp | None
) -> Kpi:
    if month is None:
        return up.kpi
    routing, _ = read_routing(after["routing"], settings.language)
    return kpi(after, up.answers, roster=roster, settings=settings, routing=routing, as_of=up.as_of, month=month)


def _programme(found: Kpi, issues: int) -> Programme:
    return Programme(
        due=found.due,
        answered=found.answered,
        coverage=found.coverage,
        active=found.active,
        joined=found.joined,
        left=found.left,
        exit=found.exit,
        issues=issues,
        conclusion=found.conclusion,
        conclusion_month=found.conclusion_month,
    )
