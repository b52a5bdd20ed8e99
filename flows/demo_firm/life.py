"""How the months go by: people work in the workbook, the flows run on it, as the calendar has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from flows.demo_firm.client_base import keep_client_base
from flows.demo_firm.desk import Desk
from flows.demo_firm.firm import Firm
from flows.demo_firm.head import Head
from flows.demo_firm.interviewers import Interviewers
from flows.demo_firm.spring import paste_spring_answers
from flows.demo_firm.voices import Voices
from flows.program.settings import BY_KEY

FIRST_DAY = date(2026, 7, 1)
MONTHS = (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))
LAST_DAY = date(2026, 11, 3)
LETTERS_AT = datetime(2026, 11, 3, 10, 20)  # noqa: DTZ001 - by the firm's clock, as every moment here
DIGEST_AT = datetime(2026, 11, 5, 9, 0)  # noqa: DTZ001
DAILY_RUNS = (date(2026, 7, 16), date(2026, 8, 4), date(2026, 10, 6), date(2026, 10, 20), LAST_DAY)
"""In life it runs every morning; these are the mornings on which there is something to see."""
TIMES = {"monthly_nps": time(6, 30), "survey_round": time(6, 45), "daily_watch": time(7, 0)}
"""By hand one takes the figures of the old month before one opens the new; the other way round comes to the same."""

SCORE_CORRECTED_ON, CORRECTED_MONTH = date(2026, 9, 25), MONTHS[0]
ANSWER_REMEMBERED_ON, REMEMBERED_MONTH = date(2026, 10, 14), MONTHS[1]
LETTERS_SINCE = date(2026, 10, 30)
"""From then on clients are asked by letter: those of November get one."""
UNSURE_ON, UNSURE_MONTH = date(2026, 10, 22), MONTHS[3]


class Run(Protocol):
    """One run of a flow on the workbook."""

    def __call__(self, flow: str, month: date, as_of: datetime) -> object: ...


@dataclass(frozen=True)
class Morning:
    """The flows of one morning: name -> month it works on."""

    day: date
    flows: Mapping[str, date]


@dataclass
class Record:
    """What people did, counted."""

    runs: int = 0
    spring_rows: int = 0
    scores: dict[date, int] = field(default_factory=dict)
    """Typed before each morning."""


def calendar() -> tuple[Morning, ...]:
    """Every morning on which flows run, in order."""
    firsts = (*MONTHS, date(2026, 11, 1))
    mornings = [Morning(day, {"daily_watch": day.replace(day=1)}) for day in DAILY_RUNS]
    mornings.append(Morning(FIRST_DAY, {"survey_round": FIRST_DAY}))
    for before, first in pairwise(firsts):
        mornings.append(Morning(first, {"monthly_nps": before, "survey_round": first}))
    return tuple(sorted(mornings, key=lambda morning: morning.day))


def live_through(firm: Firm, path: Path, run: Run, on_morning: Callable[[Morning, int], None]) -> Record:
    """From the first survey round to the last morning; ``on_morning`` hears of each before its flows run."""
    people, record = People(firm, path), Record()
    yesterday = FIRST_DAY - timedelta(days=1)
    for morning in calendar():
        typed = 0
        if morning.day > FIRST_DAY:
            typed = people.work(since=yesterday, today=morning.day - timedelta(days=1))
        yesterday = morning.day - timedelta(days=1)
        record.scores[morning.day] = typed
        on_morning(morning, typed)
        for flow, month in morning.flows.items():
            run(flow, month, datetime.combine(morning.day, TIMES[flow]))
            record.runs += 1
    record.spring_rows = people.spring_rows
    return record


class People:
    """Everybody who works in the workbook between two mornings."""

    def __init__(self, firm: Firm, path: Path) -> None:
        voices = Voices(firm.language)
        self._firm, self._path, self._voices = firm, path, voices
        self._interviewers = Interviewers(voices)
        self._head = Head(voices, self._interviewers)
        self.spring_rows = 0

    def work(self, since: date, today: date) -> int:
        """What they do after ``since`` and up to ``today``; returns how many scores were typed."""
        with Desk(self._firm, self._path) as desk:
            if since < LETTERS_SINCE <= today:
                _ask_by_letter(desk)
            if not self.spring_rows:
                self.spring_rows = paste_spring_answers(desk, self._voices)
            keep_client_base(desk, since, today)
            typed = self._interviewers.work_through_call_list(desk, today)
            typed += self._interviewers.type_in_forms(desk, since, today)
            self._interviewers.ask_leavers(desk, today)
            self._slip(desk, since, today)
            self._head.go_through_tasks(desk, today)
            for month in MONTHS:
                next_month = (month + timedelta(days=32)).replace(day=2)
                if since < next_month <= today:
                    self._head.conclude(desk, month)
        return typed

    def _slip(self, desk: Desk, since: date, today: date) -> None:
        for day, do, month in (
            (SCORE_CORRECTED_ON, self._interviewers.correct_a_closed_month, CORRECTED_MONTH),
            (ANSWER_REMEMBERED_ON, self._interviewers.remember_a_forgotten_answer, REMEMBERED_MONTH),
            (UNSURE_ON, self._interviewers.type_an_unsure_score, UNSURE_MONTH),
        ):
            if since < day <= today:
                do(desk, month)


def _ask_by_letter(desk: Desk) -> None:
    name = BY_KEY["survey_channel"].names[desk.firm.language][0]
    for line in desk.lines("settings"):
        if line.text("setting") == name:
            line.type(value=desk.firm.setting("by_letter"))
