"""The head of the department: puts tasks into words, follows them up, keeps the client base, concludes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from flows.demo_firm import SEED
from flows.demo_firm.desk import Desk, Line
from flows.demo_firm.firm import Client
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
                    self._triage(desk, line, client, rng)
            elif not _is(desk, line, "done") and not _is(desk, line, "declined"):
                self._follow_up(desk, line, client, pace, today)

    @staticmethod
    def _order(desk: Desk, line: Line) -> tuple[date, int]:
        return line["answered_on"], desk.firm.named(line.text("client")).index

    def _theme(self, client: Client, line: Line) -> str:
        theme = self._interviewers.themes.get((client.name, line.text("comment")), "silent")
        return "wordless" if theme == "silent" or (theme in NEEDS_NOTHING and line["score"] <= 6) else theme

    def _triage(self, desk: Desk, line: Line, client: Client, rng: Random) -> None:
        theme = self._theme(client, line)
        if theme in NEEDS_NOTHING:
            result = self._voices.say("tasks", "praise", "result")
            line.type(status=desk.word("tasks", "status", "declined"), result=result)
            return
        suggested = line.text("suggested").split(", ")
        head = desk.firm.person("head")
        responsible = desk.firm.person(client.manager) if suggested == [head] else rng.choice(suggested)
        line.type(
            task=self._voices.say("tasks", theme, "wording"),
            responsible=responsible,
            due=line["suggested_due"],
            status=desk.word("tasks", "status", "accepted"),
        )

    def _follow_up(self, desk: Desk, line: Line, client: Client, pace: float, today: date) -> None:
        limits = PACE_OF_MARK if client.manager == "mark" else PACE
        working = _is(desk, line, "in progress")
        if client.story == "recovered" or pace < limits["quick"] or (working and pace < limits["steady"]):
            theme = self._theme(client, line)
            line.type(
                status=desk.word("tasks", "status", "done"),
                result=self._voices.say("tasks", theme, "result"),
                told_on=_last_workday(today) if pace < TOLD else None,
            )
        else:
            line.type(status=desk.word("tasks", "status", "in progress"))

    def conclude(self, desk: Desk, month: date) -> None:
        """A line in Conclusions for the month that is over."""
        line = desk.declared("conclusions").new_line()
        conclusion = self._voices.conclusion(f"{month:%Y-%m}")
        line.type(month=month, who=desk.firm.person("head"), conclusion=conclusion)


def _is(desk: Desk, line: Line, status: str) -> bool:
    return line.text("status") == desk.word("tasks", "status", status)


def _last_workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
