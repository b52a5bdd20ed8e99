"""`npsheets init`: recognises, creates what is missing, touches nothing that exists."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from flows.init_workbook import create_missing, employees_of, look, setting_rows
from flows.program.settings import SETTINGS, read_settings
from tests.flows.sheet import rows_of


@pytest.fixture
def russian(tmp_path: Path) -> Path:
    """Headings in row 2, in an order of the team's own; no sheet of employees."""
    book = openpyxl.Workbook()
    book.active.title = "Клиенты"
    book.active.append(["Наша база"])
    book.active.append(["Менеджер", "Заметка", "Клиент", "Исполнители", "Продавец"])
    book.active.append(["Иванова Анна", "x", "Ромашка", "Петров П., Сидоров С.", "Козлов К."])
    book.active.append(["Иванова Анна", "=1+1", "Лютик", "Петров П.", "Иванова Анна"])
    book.create_sheet("Расчёты").append(["своё"])
    path = tmp_path / "наша база.xlsx"
    book.save(path)
    return path


def test_a_look_says_what_was_recognised_and_writes_nothing(russian: Path) -> None:
    before = russian.read_bytes()
    found = look(str(russian), "ru")
    (clients,) = found.recognised
    assert (clients.sheet, clients.table, clients.heading_row) == ("Клиенты", "clients", 2)
    assert clients.headings["manager"] == "Менеджер"
    assert found.unrecognised == ("Расчёты",)
    assert "employees" in found.missing
    assert not found.problems
    assert russian.read_bytes() == before


def test_a_sheet_of_another_title_that_fits_is_named_before_another_is_made(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Our base"
    book.active.append(["Client", "Manager", "Status"])
    book.save(tmp_path / "team.xlsx")
    found = look(str(tmp_path / "team.xlsx"), "en")
    assert not found.problems
    (problem,) = found.likely
    assert "“Our base” has such headings" in problem.say("en")


def test_employees_are_filled_with_the_names_found_and_their_commonest_role(russian: Path) -> None:
    create_missing(look(str(russian), "ru"))
    filled = [(row["сотрудник"], row["роль"]) for row in rows_of(russian, "Сотрудники")]
    assert filled == [
        ("Козлов К.", "продавец"), ("Иванова Анна", "менеджер"),
        ("Петров П.", "специалист"), ("Сидоров С.", "специалист"),
    ]  # fmt: skip


def test_what_exists_is_not_touched_and_a_second_init_has_nothing_to_do(russian: Path) -> None:
    create_missing(look(str(russian), "ru"))
    sheet = openpyxl.load_workbook(russian)["Клиенты"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=4, max_col=5)] == [
        ["Наша база", None, None, None, None],
        ["Менеджер", "Заметка", "Клиент", "Исполнители", "Продавец"],
        ["Иванова Анна", "x", "Ромашка", "Петров П., Сидоров С.", "Козлов К."],
        ["Иванова Анна", "=1+1", "Лютик", "Петров П.", "Иванова Анна"],
    ]
    assert look(str(russian), "ru").complete


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_path_where_nothing_is_becomes_a_workbook_with_every_sheet(tmp_path: Path, language: str) -> None:
    path = tmp_path / "new.xlsx"
    create_missing(look(str(path), language))
    found = look(str(path), language)
    assert found.complete
    assert not found.unrecognised
    assert found.snapshot is not None
    assert found.snapshot.language == language
    assert found.snapshot.issues.empty


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_settings_written_are_the_defaults(language: str) -> None:
    rows = setting_rows(language, pd.Timestamp("2026-11-23"))
    settings, issues = read_settings(rows.assign(row=range(2, 2 + len(rows))))
    assert issues.empty
    assert settings.programme_starts_on == pd.Timestamp("2026-11-01")
    assert (settings.language, settings.min_responses, settings.close_after_days) == (language, 5, 10)
    assert len(rows) == len(SETTINGS)
    assert rows["meaning"].ne("").all()


def test_a_name_in_two_spellings_is_one_employee() -> None:
    clients = pd.DataFrame({
        "salesperson": ["", "-", ""],
        "manager": ["Ann Lee", "ann  lee", "Ann Lee"],
        "specialists": [("Bob",), ("Ann Lee", "Bob"), ()],
    })  # fmt: skip
    assert employees_of(clients).to_dict("records") == [
        {"employee": "Ann Lee", "role": "manager"},
        {"employee": "Bob", "role": "specialist"},
    ]


def test_a_point_left_out_is_no_other_person_and_nobody_is_none() -> None:
    clients = pd.DataFrame({
        "salesperson": ["нет", "?", "н/д"],
        "manager": ["Петров П.", "Петров П", "Петров П."],
        "specialists": [("-",), ("Петров  п.",), ("Не назначен",)],
    })  # fmt: skip
    assert employees_of(clients).to_dict("records") == [{"employee": "Петров П.", "role": "manager"}]


def test_two_managers_in_one_cell_are_two_employees() -> None:
    clients = pd.DataFrame(
        {"salesperson": ["", ""], "manager": ["Анна/Олег", "Анна"], "specialists": [(), ()]},
    )
    assert employees_of(clients)["employee"].tolist() == ["Анна", "Олег"]


@pytest.mark.parametrize("title", ["Настройки", "Выводы", "Контакты"])
def test_a_sheet_of_the_firms_own_under_a_title_that_is_needed_is_told_before_anything_is_asked(
    russian: Path, title: str
) -> None:
    book = openpyxl.load_workbook(russian)
    book.create_sheet(title).append(["Как включить принтер"])
    book.save(russian)
    (problem,) = look(str(russian), "ru").problems
    assert f"«{title}»" in problem.say("ru")


@pytest.mark.parametrize("left", ["'npsheets'!$A$1", "#REF!"])
def test_what_is_left_after_some_sheets_of_the_program_were_deleted_by_hand_is_no_hindrance(
    russian: Path, left: str
) -> None:
    """The name that bears the revision outlives its sheet, differently in different programs."""
    create_missing(look(str(russian), "ru"))
    book = openpyxl.load_workbook(russian)
    for title in ("npsheets", "Журнал", "Настройки"):
        del book[title]
    book.defined_names["npsheets_r1"].attr_text = left
    book.save(russian)
    create_missing(look(str(russian), "ru"))
    assert {"npsheets", "Журнал", "Настройки"} <= set(openpyxl.load_workbook(russian).sheetnames)
    assert look(str(russian), "ru").complete
