"""Which flows run by themselves, and when; prefect.yaml says the same for a work pool."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

NAME = "scheduled"
TAGS = ("npsheets",)


@dataclass(frozen=True)
class Timetable:
    """``entrypoint`` as Prefect imports it; ``slug`` names the schedule: another hour changes it in place."""

    entrypoint: str
    cron: str
    slug: str
    description: str

    @property
    def flow(self) -> str:
        """The flow's name among the texts."""
        return self.entrypoint.rpartition(".")[2]

    @property
    def full_name(self) -> str:
        """As ``prefect deployment run`` takes it."""
        return f"{self.flow.replace('_', '-')}/{NAME}"

    def imported(self) -> Any:
        module, _, name = self.entrypoint.rpartition(".")
        return getattr(import_module(module), name)


TIMETABLES = (
    Timetable(
        entrypoint="flows.survey_round.survey_round",
        cron="0 6 1 * *",
        slug="first-of-month",
        description="Opens the month - cohorts and the call list.",
    ),
    Timetable(
        entrypoint="flows.monthly.monthly_nps",
        cron="30 6 1 * *",
        slug="first-of-month",
        description="The month before - everybody's NPS, history, tasks, the KPI sheet.",
    ),
    Timetable(
        entrypoint="flows.daily.daily_watch",
        cron="0 7 * * *",
        slug="every-morning",
        description="Every morning - new answers, clients that left, open months, the KPI sheet.",
    ),
    Timetable(
        entrypoint="flows.deliver.deliver",
        cron="20 8-19 * * *",
        slug="through-the-day",
        description="Through the day - letters to clients in their hours, notices to staff.",
    ),
    Timetable(
        entrypoint="flows.digest.digest",
        cron="0 9 5-14 * *",
        slug="first-days-of-month",
        description="From the 5th - the month before in the mailboxes of heads and managers, once.",
    ),
)
