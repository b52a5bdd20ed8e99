"""The two who call: what they type into the call list, the exit surveys and, for web forms, Responses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from flows.demo_firm import SEED, mess, moods
from flows.demo_firm.desk import Desk, Line, SheetTable
from flows.demo_firm.firm import Client
from flows.demo_firm.voices import Voices

FIRST_AUTUMN_MONTH = 10
ALWAYS_ANSWER = frozenset({"recovered", "turned away", "do not survey"})
OUTCOMES = {"answered": 0.87, "no contact": 0.07, "refused": 0.04}
"""How calls end; the rest is left open."""
LATE_ANSWERS = 0.09
"""The share of calls that succeed only in the first days of the next month."""
DATED, WITH_OUTCOME, WITH_NOTE = 0.75, 0.6, 0.12
FORMS = 9
"""Answers that end users give on the web form."""


@dataclass(frozen=True)
class Call:
    """How the call for one row ends, and when."""

    outcome: str
    day: date


def season_of(day: date) -> int:
    return moods.AUTUMN if day.month >= FIRST_AUTUMN_MONTH else moods.SUMMER


def call(client: Client, month: date) -> Call:
    rng = Random(f"{SEED} call {client.index} {month:%Y-%m}")
    reliable = client.story in ALWAYS_ANSWER or client.manager == "ryan"
    drawn = 0.0 if reliable else rng.random()
    outcome = ""
    for name, share in OUTCOMES.items():
        if 0 <= drawn < share:
            outcome = name
        drawn -= share
    if outcome == "answered" and rng.random() < LATE_ANSWERS and not reliable:
        return Call(outcome, _workday_from((month + timedelta(days=32)).replace(day=2)))
    days = [month + timedelta(days=day) for day in range(1, 23)]
    return Call(outcome, rng.choice([day for day in days if day.weekday() < 5]))


class Interviewers:
    """They remember what each comment was about, so that the head can ask."""

    def __init__(self, voices: Voices) -> None:
        self._voices = voices
        self.themes: dict[tuple[str, str], str] = {}
        """(client, comment) -> theme."""

    def work_through_call_list(self, desk: Desk, today: date) -> int:
        """Type in every call made up to ``today``; returns how many scores were typed."""
        called = desk.word("call_list", "channel", "call")
        open_lines = [
            line
            for line in desk.lines("call_list")
            if line["score"] is None and line["outcome"] is None and line["channel"] == called
        ]
        by_client = sorted(open_lines, key=lambda line: (line["month"], desk.firm.named(line.text("client")).index))
        return sum(self._type_call(desk, line, today) for line in by_client)

    def _type_call(self, desk: Desk, line: Line, today: date) -> bool:
        client, month = desk.firm.named(line.text("client")), line["month"]
        made = call(client, month)
        gone = client.story.startswith("left in") and _month_of_leaving(client) <= month.month
        if not made.outcome or made.day > today or gone:
            return False
        rng = Random(f"{SEED} typed {client.index} {month:%Y-%m}")
        noted = rng.random() < (WITH_NOTE if made.outcome == "answered" else 0.6)
        line.type(
            asked_on=made.day if rng.random() < DATED or made.outcome != "answered" else None,
            outcome=desk.word("call_list", "outcome", made.outcome)
            if rng.random() < WITH_OUTCOME or made.outcome != "answered"
            else None,
            note=self._voices.say("notes", made.outcome.replace(" ", "_")) if noted else None,
        )
        if made.outcome == "answered":
            self._type_answer(line, client, season_of(month))
        return made.outcome == "answered"

    def _type_answer(self, line: Line, client: Client, season: int) -> None:
        score, theme = moods.score(client, season), moods.theme(client, season)
        comment = self._voices.answer(client, score, theme)
        self.themes[client.name, comment] = theme
        line.type(score=score, comment=comment)

    def ask_leavers(self, desk: Desk, today: date) -> None:
        """Fill in the exit surveys opened before; the one of October is still to be asked."""
        for line in desk.lines("exit_surveys"):
            client = desk.firm.named(line.text("client"))
            if line["score"] is None and client.story != "left in October":
                answered = desk.word("exit_surveys", "outcome", "answered")
                score = moods.score(client, moods.SUMMER)
                line.type(asked_on=_workday_before(today), outcome=answered, score=score)
                line.type(reason=self._voices.say("exits", client.story))

    def type_in_forms(self, desk: Desk, since: date, today: date) -> int:
        """Answers of end users from the web form, copied into Responses by hand; returns how many."""
        users = [
            client for client in desk.firm.clients if client.contacts[-1].role == "end user" and client.listed_contacts
        ]
        users = [client for client in users if not client.story]
        chosen = Random(f"{SEED} forms").sample(users, FORMS)
        typed = 0
        for place, client in enumerate(chosen):
            day = _workday_before(date(2026, 7, 24) + timedelta(days=11 * place))
            if since < day <= today and not client.joins and client.status == "active":
                self._type_form(desk.own("responses"), client, day)
                typed += 1
        return typed

    def _type_form(self, table: SheetTable, client: Client, day: date) -> None:
        rng = Random(f"{SEED} form {client.index}")
        score = min(10, max(0, moods.score(client, season_of(day)) + rng.choice((-1, 0, 0, 1))))
        theme = rng.choice(("communication", "reports", *client.services))
        comment = self._voices.answer(client, score, theme)
        self.themes[client.name, comment] = theme
        table.new_line().type(
            date=day, client=client.name, contact=client.contacts[-1].name, score=score, comment=comment
        )

    def type_an_unsure_score(self, desk: Desk, month: date) -> None:
        """Eight or nine: what somebody types who does not want to decide."""
        line = _first(desk, month, lambda line: line["score"] is None)
        line.empty("outcome", "note")
        line.type(score=desk.firm.word("unsure_score"), asked_on=month.replace(day=22))

    def correct_a_closed_month(self, desk: Desk, month: date) -> None:
        """A client calls back weeks later, in a better mood, and somebody changes the score."""
        _first(desk, month, lambda line: line["score"] == mess.CHANGED_FROM).type(score=mess.CHANGED_TO)

    def remember_a_forgotten_answer(self, desk: Desk, month: date) -> None:
        """A slip of paper turns up: asked in time, typed in when the month has long been closed."""
        line = _first(desk, month, lambda line: line["score"] is None)
        line.empty("outcome", "note")
        line.type(asked_on=month.replace(day=27), score=mess.LATE_SCORE)


def _first(desk: Desk, month: date, fits: Callable[[Line], bool]) -> Line:
    """The first row of a month's call list, by the alphabet of clients, that fits and has no part to play."""
    lines = [line for line in desk.lines("call_list") if line["month"] == month and fits(line)]
    plain = [line for line in lines if not desk.firm.named(line.text("client")).story]
    return min(plain, key=lambda line: desk.firm.named(line.text("client")).index)


def _month_of_leaving(client: Client) -> int:
    return {"left in July": 7, "left in September": 9, "left in October": 10}[client.story]


def _workday_from(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _workday_before(day: date) -> date:
    before = day - timedelta(days=1)
    return before - timedelta(days=max(0, before.weekday() - 4))
