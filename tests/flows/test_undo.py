"""`npsheets undo`: the last run goes without a trace, but for what people have built on, and the next one copes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import stamina

from flows.decision import decide, understand
from flows.init_workbook import create_missing, look
from flows.undo_run import look_back, take_back
from sheets_adapter.changes import Receipt
from sheets_adapter.connect import open_workbook
from sheets_adapter.errors import CannotUndo
from sheets_adapter.local.injection import Fault, Injection, Injector
from sheets_adapter.undo.rows import Lost
from tests.flows.sheet import add_rows, rows_of, type_into
from tests.flows.test_cli import npsheets
from tests.sheets_adapter.picture import MEMORY, differences, picture

OPENED, MORNING, ENDED, CLOSED = "2026-10-01T06:00", "2026-10-06T07:00", "2026-11-01T06:30", "2026-11-12T07:00"
ROUND = {"month": pd.Timestamp("2026-10-01"), "opens_round": True}
RESTATE = {"month": pd.Timestamp("2026-10-01"), "restates": True}
EVERYTHING: frozenset[str] = frozenset()


def run(path: Path, flow: str, as_of: str, **more: Any) -> Receipt:
    """A run of a flow, without Prefect around it."""
    workbook = open_workbook(path)
    sheets = understand(workbook.snapshot(), as_of, datetime.now(UTC))
    return workbook.commit(sheets.snapshot, decide(flow, sheets, **more).changes)


def undo(path: Path) -> list[tuple[str, str]]:
    """What was left: sheet and reason."""
    taken = take_back(look_back(str(path)))
    assert not taken.lost
    return [(left.sheet, left.reason) for left in taken.look.back.left]


def assert_as(before: dict[str, Any], path: Path, without: frozenset[str] = MEMORY) -> None:
    assert differences(before, picture(path, without)) == []


@pytest.fixture
def team(new_workbook: Path) -> Path:
    """Nine clients, three a month; one has left before anybody looked."""
    add_rows(
        new_workbook, "Employees",
        {"employee": "Ann", "role": "manager", "plan": 30}, {"employee": "Bob", "role": "specialist"},
        {"employee": "Ida", "role": "head", "interviews": "yes"},
    )  # fmt: skip
    add_rows(
        new_workbook, "Clients",
        *(
            {"client": f"Client {number}", "services": "SEO", "manager": "Ann", "specialists": "Bob",
             "status": "active", "client since": "2024-01-01", "contact": f"Contact {number}",
             "fixed cohort": number % 3 + 1}
            for number in range(9)
        ),
    )  # fmt: skip
    start = next(at for at, row in enumerate(rows_of(new_workbook, "Settings"), 2) if "starts" in row["setting"])
    type_into(new_workbook, "Settings", start, value="2026-10-01")
    return new_workbook


@pytest.fixture
def opened(team: Path) -> Path:
    """October's round is open and two of its three clients have answered; one has left."""
    run(team, "survey_round", OPENED, **ROUND)
    type_into(team, "Call list", 2, score=10, what_to_change="nothing")
    type_into(team, "Call list", 3, score=3, what_to_change="Reports come late every month")
    type_into(team, "Clients", 9, status="churned")
    add_rows(team, "Responses", {"date": "2026-10-05", "client": "Nobody", "score": 7})
    return team


@pytest.fixture
def closed(opened: Path) -> Path:
    """October is closed; one answer was changed afterwards."""
    run(opened, "daily_watch", MORNING, every_day=True)
    run(opened, "daily_watch", CLOSED, every_day=True)
    type_into(opened, "Call list", 2, score=0)
    run(opened, "daily_watch", CLOSED, every_day=True)
    return opened


def test_a_first_round_goes_without_a_trace(team: Path) -> None:
    before = picture(team)
    assert run(team, "survey_round", OPENED, **ROUND).appended["call_list"] == 3
    assert undo(team) == []
    assert_as(before, team)
    assert not rows_of(team, "Call list")


def test_a_morning_goes_without_a_trace(opened: Path) -> None:
    before = picture(opened)
    receipt = run(opened, "daily_watch", MORNING, every_day=True)
    assert (receipt.appended["tasks"], receipt.appended["exit_surveys"]) == (1, 1)
    assert undo(opened) == []
    assert_as(before, opened)


def test_a_month_and_a_restated_one_go_without_a_trace(closed: Path) -> None:
    before = picture(closed)
    assert run(closed, "monthly_nps", CLOSED, **RESTATE).cells_changed["history"]
    restated = picture(closed)
    assert undo(closed) == []
    assert_as(before, closed)
    run(closed, "monthly_nps", CLOSED, **RESTATE)
    assert_as(restated, closed)
    assert [row["flow"] for row in rows_of(closed, "Journal")][-3:] == ["monthly_nps", "undo", "monthly_nps"]


def test_a_run_that_closes_a_month_is_taken_back_and_the_month_is_open_again(opened: Path) -> None:
    run(opened, "daily_watch", MORNING, every_day=True)
    before = picture(opened)
    run(opened, "monthly_nps", CLOSED, month=ROUND["month"])
    assert undo(opened) == []
    assert_as(before, opened)


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """A workbook as a firm has it: two banner rows, a filter, a formula, a name, a sheet of its own."""
    book = openpyxl.Workbook()
    clients = book.active
    clients.title = "Клиенты"
    clients.append(["Наша база"])
    clients.append(["Менеджер", "Заметка", "Клиент", "Исполнители", "Продавец"])
    clients.append(["Иванова Анна", "x", "Ромашка", "Петров П., Сидоров С.", "Козлов К."])
    clients.append(["Иванова Анна", "=1+1", "Лютик", "Петров П.", "Иванова Анна"])
    clients.auto_filter.ref = "A2:E4"
    clients.merge_cells("A1:E1")
    clients.column_dimensions["B"].width = 40
    book.create_sheet("Расчёты").append(["своё", "=SUM(Клиенты!A3:A9)"])
    book.defined_names.add(openpyxl.workbook.defined_name.DefinedName("наша_база", attr_text="'Клиенты'!$A$3:$E$4"))
    answers = book.create_sheet("Ответы")
    answers.append(["дата", "клиент", "оценка", "что изменить"])
    for number in range(40):
        answers.append(
            [f"{number % 28 + 1:02}.0{number % 6 + 1}.2025", "Ромашка", number % 11, "Отчёты приходят поздно"]
        )
    path = tmp_path / "наша база.xlsx"
    book.save(path)
    return path


def test_init_taken_back_leaves_the_workbook_that_was_there(firm: Path) -> None:
    before = picture(firm, EVERYTHING)
    create_missing(look(str(firm), "ru"))
    assert undo(firm) == []
    assert_as(before, firm, EVERYTHING)
    with pytest.raises(CannotUndo, match="no record of what a run wrote"):
        look_back(str(firm))


def test_init_where_nothing_was_leaves_an_empty_workbook(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    create_missing(look(str(path), "en"))
    assert undo(path) == []
    assert openpyxl.load_workbook(path).sheetnames == ["Settings"]
    assert create_missing(look(str(path), "en")).wrote


def test_init_in_a_new_workbook_with_one_empty_sheet_leaves_that_sheet(tmp_path: Path) -> None:
    """As Google and Excel make it; whoever opens the file after init sees a sheet that is not hidden."""
    path = tmp_path / "new.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Лист1"
    book.save(path)
    before = picture(path, EVERYTHING)
    create_missing(look(str(path), "ru"))
    assert openpyxl.load_workbook(path).active.title == "Обзвон"
    assert undo(path) == []
    assert_as(before, path, EVERYTHING)


def test_sheets_of_init_that_people_have_filled_in_stay(firm: Path) -> None:
    create_missing(look(str(firm), "ru"))
    add_rows(firm, "Сотрудники", {"сотрудник": "Новый Иван", "роль": "специалист"})
    assert undo(firm) == [("Сотрудники", "typed_into")]
    assert set(openpyxl.load_workbook(firm).sheetnames) == {"Клиенты", "Расчёты", "Ответы", "Сотрудники"}
    assert len(rows_of(firm, "Сотрудники")) == 5


def test_a_first_run_over_old_answers_goes_without_a_trace(firm: Path) -> None:
    create_missing(look(str(firm), "ru"))
    before = picture(firm)
    assert run(firm, "daily_watch", MORNING, every_day=True).wrote
    assert len(rows_of(firm, "Учет ответов")) == 40
    assert undo(firm) == []
    assert_as(before, firm)


def test_a_first_run_of_all_goes_without_a_trace(firm: Path) -> None:
    """Nothing of the programme's was there: neither Journal nor stamp stays."""
    openpyxl_book = openpyxl.load_workbook(firm)
    openpyxl_book.create_sheet("Сотрудники").append(["сотрудник", "роль"])
    openpyxl_book.save(firm)
    before = picture(firm, EVERYTHING)
    run(firm, "daily_watch", MORNING, every_day=True)
    assert undo(firm) == []
    assert_as(before, firm, EVERYTHING)


def test_after_a_half_filled_call_list_was_taken_back_the_next_runs_find_nothing_amiss(team: Path) -> None:
    run(team, "survey_round", OPENED, **ROUND)
    type_into(team, "Call list", 3, score=3, what_to_change="Reports come late every month")
    assert undo(team) == [("Call list", "filled_in")]
    (kept,) = rows_of(team, "Call list")
    assert {row["response key"] for row in rows_of(team, "Attribution")} == {kept["survey key"]}

    first = run(team, "daily_watch", MORNING, every_day=True)
    assert first.appended == {"tasks": 1}
    assert not run(team, "daily_watch", MORNING, every_day=True).wrote
    again = run(team, "survey_round", MORNING, **ROUND)
    assert again.appended["call_list"] == 2
    keys = [row["survey key"] for row in rows_of(team, "Call list")]
    assert len(keys) == len(set(keys)) == 3
    stamps = [tuple(row.values()) for row in rows_of(team, "Attribution")]
    assert len(stamps) == len(set(stamps))
    assert not run(team, "survey_round", MORNING, **ROUND).wrote


def test_who_left_is_not_asked_twice_when_the_asking_was_taken_back_and_stayed(opened: Path) -> None:
    run(opened, "daily_watch", MORNING, every_day=True)
    type_into(opened, "Exit surveys", 2, note="called, will call back")
    type_into(opened, "Tasks", 2, responsible="Ann")
    assert undo(opened) == [("Tasks", "filled_in"), ("Exit surveys", "filled_in")]
    again = run(opened, "daily_watch", MORNING, every_day=True)
    assert not again.appended
    assert len(rows_of(opened, "Exit surveys")) == len(rows_of(opened, "Tasks")) == 1
    assert not run(opened, "daily_watch", MORNING, every_day=True).wrote


def test_a_lost_answer_is_no_second_undo(opened: Path) -> None:
    """The batch landed and the service said 503: the next look tells that it did."""
    run(opened, "daily_watch", MORNING, every_day=True)
    before = look_back(str(opened))
    service = before.workbook.client.session.get_adapter("https://sheets.googleapis.com")._service
    lost = Fault(kind="503", method="batchUpdate", at=[1], after=True)
    service.injector = Injector(Injection(faults=[lost]))
    with stamina.set_testing(True, attempts=10):
        taken = take_back(before)
    assert not taken.lost
    assert not rows_of(opened, "Tasks")
    assert [row["flow"] for row in rows_of(opened, "Journal")].count("undo") == 1


def test_rows_that_somebody_moved_while_being_asked_are_found_again(opened: Path) -> None:
    run(opened, "daily_watch", MORNING, every_day=True)
    seen = look_back(str(opened))
    book = openpyxl.load_workbook(opened)
    book["Tasks"].insert_rows(2)
    book["Tasks"]["B2"] = "typed meanwhile"
    book.save(opened)
    taken = take_back(seen)
    assert not taken.look.back.left
    assert [row["client"] for row in rows_of(opened, "Tasks")] == ["typed meanwhile"]


def test_a_run_made_while_being_asked_is_not_taken_back_instead(opened: Path) -> None:
    run(opened, "daily_watch", MORNING, every_day=True)
    seen = look_back(str(opened))
    type_into(opened, "Call list", 4, score=9)
    run(opened, "daily_watch", "2026-10-07T07:00", every_day=True)
    before = opened.read_bytes()
    with pytest.raises(CannotUndo, match="Another run"):
        take_back(seen)
    assert opened.read_bytes() == before


def test_the_command_shows_what_would_go_and_writes_only_when_told(opened: Path) -> None:
    run(opened, "daily_watch", MORNING, every_day=True)
    before = opened.read_bytes()
    told = npsheets("undo", str(opened), "--dry-run")
    assert told.exit_code == 0, told.output
    assert "The last run that wrote: Daily watch, 6 Oct 2026, 07:00" in told.stdout
    assert "Tasks: rows removed: 1" in told.stdout
    assert "Nothing has been taken back." in told.stdout
    refused = npsheets("undo", str(opened))
    assert (refused.exit_code, opened.read_bytes()) == (1, before)
    assert "Give --yes" in refused.stderr
    done = npsheets("undo", str(opened), "--yes")
    assert done.exit_code == 0, done.output
    assert "Taken back: Daily watch, 6 Oct 2026, 07:00." in done.stdout
    assert "decides anew" in done.stdout
    again = npsheets("undo", str(opened), "--yes")
    assert again.exit_code == 1
    assert "has been taken back" in again.stderr


def test_the_command_says_what_stays_and_why(opened: Path) -> None:
    run(opened, "daily_watch", MORNING, every_day=True)
    type_into(opened, "Tasks", 2, responsible="Ann")
    told = npsheets("undo", str(opened), "--dry-run")
    assert "Tasks, rows: 2: somebody has filled it in" in told.stdout


def test_rows_lost_in_the_very_moment_of_writing_are_said_loudly(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(opened, "daily_watch", MORNING, every_day=True)
    lost = (Lost("Tasks", (2, 7), ("T-Q-2026-10",)),)
    monkeypatch.setattr("sheets_adapter.workbook.Workbook.take_back", lambda *_: lost)
    told = npsheets("undo", str(opened), "--yes")
    assert told.exit_code == 1
    assert "Restore these rows from the version history, or from your copy of the file: 2, 7." in told.stderr
    assert "still there; delete them: T-Q-2026-10." in told.stderr
