"""Four months of the demo firm: what people typed is what the figures say, and only what was planted is wrong."""

from __future__ import annotations

import re
from datetime import date
from math import isclose, isnan

import pytest
from openpyxl import load_workbook

from flows.demo_firm import LANGUAGES, life, mess
from flows.demo_firm.desk import Desk
from flows.demo_firm.firm import build_firm
from flows.texts.wording import points
from sheets_adapter.tables import BY_KEY
from tests.demo import typed_answers
from tests.program.brute_force import history

PERIODS = ("month", "quarter")


@pytest.fixture(scope="module", params=LANGUAGES)
def lived(request, demo_runs):
    """(desk with the workbook open for reading, what the terminal said)."""
    run = demo_runs[request.param]
    desk = Desk(build_firm(request.param), run.workbook)
    desk.book = load_workbook(desk.path)
    return desk, run.told


def code_of(desk, table, column, word):
    choices = BY_KEY[table].column(column).choices
    return next(code for code, words in choices.items() if words[desk.firm.language][0] == word)


def stored_history(desk):
    """(month, period, scope, name) -> figures as they stand in History."""
    found = {}
    for line in desk.lines("history"):
        scope = code_of(desk, "history", "scope", line.text("scope"))
        key = (line["month"], code_of(desk, "history", "period", line.text("period")), scope, line.text("name"))
        found[key] = {name: line[name] for name in ("n", "promoters", "passives", "detractors", "nps", "low", "high")}
    return found


def test_every_figure_in_history_follows_from_what_people_typed(lived):
    desk, _ = lived
    answers = typed_answers.answers(desk)
    months = [date(2026, month, 1) for month in range(4, 12)]
    expected = history(answers, typed_answers.stamps(desk.firm, answers), months, "client")
    stored = stored_history(desk)
    assert stored.keys() == expected.keys()
    for key, figures in expected.items():
        for name, value in figures.items():
            assert (stored[key][name] is None and isnan(value)) or isclose(stored[key][name], value, abs_tol=1e-6), key


def test_data_issues_lists_every_planted_mistake_and_nothing_else(lived):
    desk, _ = lived
    titles = {key: desk.firm.sheet(key) for key in ("clients", "contacts", "responses")}
    titles["call_list"] = BY_KEY["call_list"].title(desk.firm.language)
    planted = sorted((titles[one.table], one.found) for one in mess.planted(desk.firm))
    assert sorted((line.text("sheet"), line.text("found")) for line in desk.lines("data_issues")) == planted


def test_months_over_are_closed_and_the_last_ones_open(lived):
    desk, _ = lived
    closed = {line["month"]: line["closed"] for line in desk.lines("history")}
    assert [month.month for month, day in sorted(closed.items()) if day is None] == [10, 11]
    assert closed[life.MONTHS[0]] == date(2026, 9, 1)


def test_the_department_improves_one_manager_is_clearly_better_and_one_worse(lived):
    desk, _ = lived
    stored = stored_history(desk)
    months = [date(2026, month, 1) for month in (6, 8, 10)]
    department = [stored[month, "quarter", "department", ""]["nps"] for month in months]
    assert department == sorted(department)
    last = {key: stored[months[-1], "quarter", "employee", desk.firm.person(key)] for key in ("anna", "mark", "ryan")}
    assert last["anna"]["low"] > last["mark"]["high"]
    assert last["ryan"]["n"] == 3


def test_who_left_is_asked_once_and_the_last_one_is_still_to_be_asked(lived):
    desk, _ = lived
    asked = {line.text("client"): line["score"] for line in desk.lines("exit_surveys")}
    stories = ("left in July", "left in September", "left in October")
    assert sorted(asked) == sorted(desk.firm.cast(story).name for story in stories)
    assert [name for name, score in asked.items() if score is None] == [desk.firm.cast("left in October").name]


def test_the_detractor_who_recovered_has_a_task_done_in_between(lived):
    desk, _ = lived
    client = desk.firm.cast("recovered")
    scores = {line["month"]: line["score"] for line in desk.lines("call_list") if line.text("client") == client.name}
    assert scores == {date(2026, 7, 1): 4, date(2026, 10, 1): 9}
    done = [line for line in desk.lines("tasks") if line.text("client") == client.name and line["score"] == 4]
    assert [line.text("status") for line in done] == [desk.word("tasks", "status", "done")]


def test_tasks_stand_in_every_status_and_some_are_overdue(lived):
    desk, _ = lived
    lines = desk.lines("tasks")
    statuses = {code_of(desk, "tasks", "status", line.text("status")) for line in lines}
    assert statuses == {"new", "accepted", "in progress", "done", "declined"}
    unfinished = [
        line
        for line in lines
        if line.text("status") in {desk.word("tasks", "status", code) for code in ("accepted", "in progress")}
    ]
    assert any(line["due"] < life.LAST_DAY for line in unfinished)
    assert all(line.text("task") and line.text("responsible") for line in unfinished)


def test_each_month_has_its_conclusion(lived):
    desk, _ = lived
    assert [line["month"] for line in desk.lines("conclusions")] == list(life.MONTHS)


def test_the_teams_own_columns_notes_rules_and_sums_are_still_there(lived):
    desk, _ = lived
    base = desk.book[desk.firm.sheet("clients")]
    assert base["A1"].value == desk.firm.word("banner")
    assert any(cell.comment for row in base.iter_rows() for cell in row)
    assert len(base.conditional_formatting) == 1
    assert desk.book[desk.firm.sheet("totals")]["B2"].value.startswith("=SUM(")


def test_the_terminal_says_what_stands_in_the_workbook(lived):
    desk, told = lived
    department = stored_history(desk)[life.MONTHS[-1], "quarter", "department", ""]
    for figure in (points(department["nps"]), points(department["low"]), points(department["high"])):
        assert figure in told
    for number in (department["n"], len(desk.lines("tasks")), len(mess.planted(desk.firm))):
        assert re.search(rf"\b{number}\b", told), number
    assert str(desk.path) in told


def test_both_languages_tell_the_same_story(demo_runs):
    figures = []
    for language in LANGUAGES:
        desk = Desk(build_firm(language), demo_runs[language].workbook)
        desk.book = load_workbook(desk.path)
        figures.append({key: value for key, value in stored_history(desk).items() if key[2] in ("department", "role")})
    assert figures[0] == figures[1]
