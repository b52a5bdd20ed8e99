"""The answers of the spring, from before the programme: called by thirds, noted by hand, with slips."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from flows.demo_firm import SEED, mess, moods
from flows.demo_firm.desk import Desk
from flows.demo_firm.firm import Client, Firm
from flows.demo_firm.sheet import ANSWER_COLUMNS, Row, write_row
from flows.demo_firm.voices import Voices

MONTH_OF_COHORT = {1: 4, 2: 5, 3: 6}
ANSWERING = 0.9
LAST_DAY_OF_CALLS = 19


def paste_spring_answers(desk: Desk, voices: Voices) -> int:
    """Somebody copies the spring's list into Responses; returns the number of rows."""
    cohorts = {line.text("client"): int(line["cohort"]) for line in desk.lines("survey_plan") if line["cohort"]}
    table = desk.own("responses")
    rows = _with_slips(desk.firm, spring_rows(desk.firm, voices, cohorts))
    for number, row in enumerate(rows, table.top + 1):
        write_row(table.sheet, desk.firm, number, list(ANSWER_COLUMNS), row)
    return len(rows)


def spring_rows(firm: Firm, voices: Voices, cohorts: Mapping[str, int]) -> list[Row]:
    """A row an answer, by date; ``cohorts``: client -> the third in which it was called."""
    rows = []
    for client in firm.clients:
        rng = Random(f"{SEED} spring {client.index}")
        if client.name in cohorts and (rng.random() < ANSWERING or client.story or client.manager == "ryan"):
            rows.append(_answer(firm, voices, client, _workday(rng, MONTH_OF_COHORT[cohorts[client.name]])))
    return sorted(rows, key=lambda row: (row["date"], firm.named(row["client"]).index))


def _workday(rng: Random, month: int) -> date:
    days = [date(2026, month, day) for day in range(1, LAST_DAY_OF_CALLS + 1)]
    return rng.choice([day for day in days if day.weekday() < 5])


def _answer(firm: Firm, voices: Voices, client: Client, day: date) -> Row:
    score = moods.score(client, moods.SPRING)
    asked_by = "grace" if "daniel" in client.team or client.index % 3 else "daniel"
    return {
        "interviewer": firm.person(asked_by),
        "date": day,
        "client": client.name,
        "contact": client.contacts[0].name if client.index % 9 else "",
        "score": score,
        "comment": voices.answer(client, score, moods.theme(client, moods.SPRING)),
    }


def _with_slips(firm: Firm, rows: list[Row]) -> list[Row]:
    """The mistakes of ``mess.PLANTED`` that sit in Responses, and the harmless oddities."""
    unnoted = [number for number, row in enumerate(rows) if not firm.named(row["client"]).story]
    eleven, decimal, undated, future, as_text, padded = (unnoted[place] for place in (6, 21, 33, 45, 52, 60))
    slips: dict[int, Row] = {
        eleven: {"score": 11},
        decimal: {"score": "9,5"},
        undated: {"date": firm.word("unreadable_date")},
        future: {"date": mess.FUTURE_DATE},
        as_text: {"date": f"{rows[as_text]['date']:%d.%m.%Y}"},
        padded: {"client": f"  {rows[padded]['client'].lower()} "},
    }
    for number, row in enumerate(rows):
        story = firm.named(row["client"]).story
        if story == "without legal form":
            slips[number] = {"client": mess.without_legal_form(row["client"])}
        elif story == "misspelt in an answer":
            slips[number] = {"client": mess.misspelt(row["client"])}
    typed = [{**row, **slips.get(number, {})} for number, row in enumerate(rows)]
    blank_after = len(typed) * 2 // 3
    return [*typed[:blank_after], {}, {}, *typed[blank_after:]]
