"""The head of the department: puts tasks into words, follows them up, keeps the client base, concludes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from flows.demo_firm import SEED
from flows.demo_firm.desk import Desk, Line
from flows.demo_firm.firm import COLUMN_OF_SERVICE, Client
from flows.demo_firm.interviewers import Interviewers
from flows.demo_firm.voices import Voices

TRIAGED_AT_ONCE = 0.8
FORGOTTEN = 0.04
"""The share of tasks that the head does not find the time for at all."""
PACE = {"quick": 0.5, "steady": 0.85}
"""Up to which draw a task is done by the next round of questions, or by the one after; the rest drags on."""
PACE_OF_MARK = {"quick": 0.25, "steady": 0.5}
TOLD = 0.8
NEEDS_NOTHING = frozenset({"praise", "nothing"})


class Head:
    def __init__(self, voices: Voices, interviewers: Interviewers) -> None:
        self._voices, self._interviewers = voices, interviewers

    def go_through_tasks(self, desk: Desk, today: date) -> None:
        """Triage what is new; ask how far the rest is."""
        lines = sorted(desk.lines("tasks"), key=lambda line: self._order(desk, line))
        for line in lines:
            client = desk.firm.named(line.text("client"))
            rng = Random(f"{SEED} task {client.index} {line['answered_on']}")
            fate, pace = rng.random(), rng.random()
            if _is(desk, line, "new"):
                if fate > FORGOTTEN and (fate < TRIAGED_AT_ONCE or line["triage_by"] < today):
                    self._triage(desk, line, client)
            elif not _is(desk, line, "done") and not _is(desk, line, "declined"):
                self._follow_up(desk, line, client, pace, today)

    @staticmethod
    def _order(desk: Desk, line: Line) -> tuple[date, int]:
        return line["answered_on"], desk.firm.named(line.text("client")).index

    def _theme(self, client: Client, line: Line) -> str:
        theme = self._interviewers.themes.get((client.name, line.text("comment")), "silent")
        return "wordless" if theme == "silent" or (theme in NEEDS_NOTHING and line["score"] <= 6) else theme

    def _triage(self, desk: Desk, line: Line, client: Client) -> None:
        theme = self._theme(client, line)
        if theme in NEEDS_NOTHING:
            group = "promoter" if line["score"] >= 9 else "passive"
            line.type(status=desk.word("tasks", "status", "declined"), result=self._voices.say("declined", group))
            return
        line.type(
            task=self._voices.task(theme),
            responsible=desk.firm.person(responsible(client, theme)),
            due=line["suggested_due"],
            status=desk.word("tasks", "status", "accepted"),
        )

    def _follow_up(self, desk: Desk, line: Line, client: Client, pace: float, today: date) -> None:
        limits = PACE_OF_MARK if client.manager == "mark" else PACE
        working = _is(desk, line, "in progress")
        if client.story == "recovered" or pace < limits["quick"] or (working and pace < limits["steady"]):
            told_on = _workday_up_to(today - timedelta(days=int(pace * 16)))
            line.type(
                status=desk.word("tasks", "status", "done"),
                result=self._voices.result(line.text("task")),
                told_on=max(told_on, line["triage_by"]) if pace < TOLD and line["triage_by"] <= today else None,
            )
        else:
            line.type(status=desk.word("tasks", "status", "in progress"))

    def conclude(self, desk: Desk, month: date) -> None:
        """A line in Conclusions for the month that is over."""
        line = desk.declared("conclusions").new_line()
        conclusion = self._voices.conclusion(f"{month:%Y-%m}")
        line.type(month=month, who=desk.firm.person("head"), conclusion=conclusion)


def responsible(client: Client, theme: str) -> str:
    """Whom the head names: the craft's own specialist, for money the salesperson, else the manager."""
    if theme in client.services:
        return client.specialists[COLUMN_OF_SERVICE[theme]][0]
    return client.salesperson if theme == "price" else client.manager


def _is(desk: Desk, line: Line, status: str) -> bool:
    return line.text("status") == desk.word("tasks", "status", status)


def _workday_up_to(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
