"""What a manager reads: the figures of the KPI sheet, without its layout.

All figures are in points (-100 to 100), unrounded; counts are whole; NaN where nothing can be said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan

import pandas as pd

from flows.program.change import Change
from flows.program.scores import Figures

FIGURE_COLUMNS = ["scope", "name", "month", "n", "nps", "low", "high", "enough", "adopted"]
PEOPLE_COLUMNS = [
    "employee", "role", "works_since", "plan", "verdict", "improved", "worsened", "same", "p", "change",
    "due", "answered", "coverage", "open", "overdue", "untriaged",
]  # fmt: skip
GROUP_COLUMNS = ["scope", "name", "improved", "worsened", "same", "p", "change", "due", "answered", "coverage"]


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
