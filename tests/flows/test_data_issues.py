"""The sheet Data issues: each mistake with its cell, what is expected and what follows, in the workbook's language."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from flows.check import issues_of
from flows.data_issues import issue_rows, plan_in_words
from flows.program import issues
from sheets_adapter.connect import open_workbook


@pytest.fixture
def messy(new_workbook: Path) -> Path:
    book = openpyxl.load_workbook(new_workbook)
    book["Clients"].title = "Base 2026"
    book["Settings"].append(["table Clients", "Base 2026"])
    book["Settings"].append(["first round", "some"])
    base = book["Base 2026"]
    base.cell(2, 1).value = "Acme"
    base.cell(2, 4).value = "Ann"
    book["Employees"].cell(2, 1).value = "Anna"
    responses = book["Responses"]
    for column, value in enumerate(["2026-10-05", "Acne", None, 9.5], start=1):
        responses.cell(2, column).value = value
    book.save(new_workbook)
    return new_workbook


def test_an_issue_says_cell_found_expected_and_effect(messy: Path) -> None:
    found = issues_of(str(messy), "2026-10-06").issues
    score = found[found["found"] == "9.5"].iloc[0]
    assert (score["sheet"], score["cell"]) == ("Responses", "D2")
    assert score["expected"] == "A whole number from 0 to 10."
    assert score["effect"] == "This answer does not count."


def test_texts_name_sheets_as_they_are_titled_and_settings_by_their_words(messy: Path) -> None:
    found = issues_of(str(messy), "2026-10-06").issues.set_index("found")["expected"]
    assert found["Ann"].startswith("An employee as written on the sheet “Employees”.")
    assert found["some"] == "Another value. It must be cohorts, everyone."


def test_nothing_is_written_by_a_check(messy: Path) -> None:
    before = messy.read_bytes()
    checked = issues_of(str(messy), "2026-10-06")
    assert checked.rejected == 3, "the answer, and both rows of a setting that is said twice"
    assert checked.rows_read == sum(checked.read.values())
    assert messy.read_bytes() == before


def test_a_cell_is_linked_and_a_vanished_row_is_not(messy: Path) -> None:
    snapshot = open_workbook(messy).snapshot()
    there = issues.about(
        "responses", snapshot.tables["clients"]["row"], "score", "not_a_score", found="11", rejects=True
    )
    gone = there.assign(row=0, code="vanished_answer", column="", hint="2026-09")
    linked, unlinked = (
        issue_rows(issues.joined([there, gone]), snapshot, "ru").sort_values("cell", ascending=False).to_dict("records")
    )
    assert linked["cell"].startswith("D2 #gid=")
    assert linked["expected"] == "Целое число от 0 до 10."
    assert unlinked["cell"] == ""
    assert "Месяц: сентябрь 2026." in unlinked["expected"]


def test_the_survey_plan_is_put_into_words_and_words_stay(messy: Path) -> None:
    plan = open_workbook(messy).snapshot().tables["survey_plan"].reindex([0, 1])
    plan = plan.assign(role_coverage=["decision maker 1/1; end user 0/2", ""], why_skipped=["quarantine", "на паузе"])
    told = plan_in_words(plan, "ru")
    assert list(told["role_coverage"]) == ["лпр 1/1; пользователь 0/2", ""]
    assert list(told["why_skipped"]) == ["опрошен слишком недавно, перенесён на следующий месяц", "на паузе"]


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-13", "0000-00-00"])
def test_a_day_that_the_calendar_lacks_is_shown_as_it_stands(new_workbook: Path, typed: str) -> None:
    book = openpyxl.load_workbook(new_workbook)
    for column, value in enumerate([typed, "Acme", None, 9], start=1):
        book["Responses"].cell(2, column).value = value
    book.save(new_workbook)
    found = issues_of(str(new_workbook), "2026-10-06").issues
    assert found["found"].tolist()[0] == typed
    assert found["cell"].tolist()[0] == "A2"


def test_an_error_quoted_on_the_sheet_is_no_error_of_the_sheet(new_workbook: Path) -> None:
    book = openpyxl.load_workbook(new_workbook)
    for column, value in enumerate(["#REF!", "Acme", None, "#N/A"], start=1):
        book["Responses"].cell(2, column).value = value
    book["Data issues"].append(["Responses", "A2", "#REF!", "A date.", "This row does not count."])
    book.save(new_workbook)
    found = issues_of(str(new_workbook), "2026-10-06").issues
    assert found["cell"].tolist() == ["A2", "D2"]
    assert set(found["sheet"]) == {"Responses"}


def test_issues_stand_in_the_order_of_the_cells(new_workbook: Path) -> None:
    book = openpyxl.load_workbook(new_workbook)
    for row in (2, 3):
        for column in range(3, 10):
            book["Clients"].cell(row, column).value = "?"
        book["Clients"].cell(row, 1).value = f"Client {row}"
    book.save(new_workbook)
    cells = issues_of(str(new_workbook), "2026-10-06").issues["cell"].tolist()
    assert len(cells) > 6
    assert cells == sorted(cells, key=lambda cell: (cell[1:], cell[0]))


def test_another_row_is_named_with_its_sheet_where_that_is_another(new_workbook: Path) -> None:
    book = openpyxl.load_workbook(new_workbook)
    gone = book.create_sheet("Gone")
    for row in (["Company", "Manager"], ["Borg", "Ann"], ["ACME", "Ann"], ["Borg", "Ann"]):
        gone.append(row)
    book["Clients"].cell(2, 1).value = "Acme"
    book["Settings"].append(["table Clients", "Clients, Gone"])
    book.save(new_workbook)
    found = issues_of(str(new_workbook), "2026-10-06").issues
    twice = found[found["expected"].str.startswith("Each client once.")]
    assert twice[["sheet", "cell", "expected"]].to_numpy().tolist() == [
        ["Gone", "A3", "Each client once. It stands in row 2 of the sheet “Clients” already."],
        ["Gone", "A4", "Each client once. It stands in row 2 already."],
    ]


def test_an_unknown_status_says_that_nobody_calls_the_client_until_its_word_has_a_meaning(new_workbook: Path) -> None:
    book = openpyxl.load_workbook(new_workbook)
    at = [cell.value for cell in book["Clients"][1]].index("status") + 1
    book["Clients"].cell(2, 1).value = "Acme"
    book["Clients"].cell(2, at).value = "archive"
    book.save(new_workbook)
    issue = issues_of(str(new_workbook), "2026-10-06").issues.set_index("found").loc["archive"]
    assert issue["expected"] == "One of the words of the list. Allowed: active, paused, churned."
    assert "nobody calls it" in issue["effect"]
    assert "a row “status: archive”" in issue["effect"]


def test_a_meaning_nobody_understands_tells_the_words_to_choose_from(new_workbook: Path) -> None:
    book = openpyxl.load_workbook(new_workbook)
    book["Settings"].append(["status: archive", "fishing"])
    book.save(new_workbook)
    issue = issues_of(str(new_workbook), "2026-10-06").issues.set_index("found").loc["fishing"]
    assert issue["expected"] == "What the word means, in a word of the list. Allowed: active, paused, churned."
