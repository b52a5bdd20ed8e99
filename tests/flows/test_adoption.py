"""`npsheets init` on workbooks as firms have them: what is proposed, asked and told; nothing of theirs changes."""

from __future__ import annotations

import shutil
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.decision import decide, understand
from flows.init_workbook import Found, create_missing, look
from flows.texts import say
from sheets_adapter import Workbook, open_workbook
from sheets_adapter.errors import Conflict
from tests.flows import messy_firms
from tests.flows.sheet import rows_of

MAKERS = {"ru": messy_firms.russian, "en": messy_firms.english}


def npsheets(*words: str, language: str = "en") -> Result:
    return CliRunner().invoke(app, list(words), env={"LANG": f"{language}_XX.UTF-8", "LC_ALL": ""})


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both workbooks as they were; copy before writing."""
    folder = tmp_path_factory.mktemp("firms")
    return {language: make(folder / f"{language}.xlsx") for language, make in MAKERS.items()}


@pytest.fixture(scope="module")
def looked(firms: dict[str, Path]) -> dict[str, Found]:
    return {language: look(str(path), language) for language, path in firms.items()}


@pytest.fixture(scope="module")
def taken_over(firms: dict[str, Path], looked: dict[str, Found]) -> dict[str, Path]:
    """The same after init with everything accepted; do not write into them."""
    paths = {language: path.with_name(f"{language} taken over.xlsx") for language, path in firms.items()}
    for language, path in paths.items():
        shutil.copy(firms[language], path)
        create_missing(look(str(path), language))
    return paths


def lines(found: Found) -> dict[str, str]:
    language = found.language
    return {line.setting(language): line.value(language) for line in found.proposals.proposed}


def questions(found: Found) -> list[str]:
    return [line.setting(found.language) for line in found.proposals.asked]


def test_sheets_and_columns_of_a_russian_firm_are_proposed(looked: dict[str, Found]) -> None:
    assert lines(looked["ru"]) == {
        "таблица Клиенты": "База 2026",
        "таблица Контакты": "Контакты ЛПР",
        "таблица Ответы": "Ответы на форму (1), NPS 2024-2025",
        "специалисты": "SEO, Контекст, Копирайтер, Дизайн",
        "услуги": "SEO, Контекст, Копирайтер, Дизайн",
        "клиент с": "Договор от",
    }
    assert looked["ru"].unrecognised == ("Прайс",)
    assert not looked["ru"].problems


def test_sheets_and_columns_of_an_english_firm_are_proposed(looked: dict[str, Found]) -> None:
    assert lines(looked["en"]) == {
        "table Clients": "Accounts, Lost clients",
        "client": "Who we serve",
        "status: Lost clients": "churned",
        "table Responses": "Feedback",
        "manager": "Owner",
        "services": "Web, Ads, Mail",
        "status": "Stage",
        "client since": "Signed",
        "churned on": "End date",
        "contact": "Main contact",
        "email": "Reach at",
    }


def test_words_that_only_the_firm_knows_are_asked_with_their_rows(looked: dict[str, Found]) -> None:
    assert questions(looked["ru"]) == ["статус: VIP", "статус: архив"]
    assert [line.details["rows"] for line in looked["ru"].proposals.asked] == [15, 10]
    assert questions(looked["en"]) == ["status: gold"]


def test_what_is_on_the_sheet_and_not_in_its_values_is_told(looked: dict[str, Found]) -> None:
    (base,) = (one for one in looked["ru"].unseen if one.title == "База 2026")
    assert (base.colored, base.hidden, base.filter_on, base.notes) == ({"red": 40}, 11, True, 7)
    assert not any(one for one in looked["ru"].unseen if one is not base)
    told = {remark.code: remark.details for remark in looked["en"].proposals.remarks}
    assert (told["wide"]["first"], told["wide"]["last"]) == ("Jan 25", "Apr 25")
    assert told["unread"] == {"sheet": "Accounts", "headings": "Updated"}


@pytest.mark.parametrize("language", MAKERS)
def test_a_dry_run_tells_it_in_the_order_of_use_within_forty_lines_and_writes_nothing(
    firms: dict[str, Path], language: str
) -> None:
    before = firms[language].read_bytes()
    told = npsheets("init", str(firms[language]), "--language", language, "--dry-run", language=language)
    assert told.exit_code == 0, told.output
    assert firms[language].read_bytes() == before
    assert len(told.stdout.splitlines()) <= 40
    order = {
        "ru": ["Предлагается", "таблица Клиенты = База 2026", "статус: VIP", "Не читается", "40 строк (красный)",
               "Не хватает, будут созданы", "10 имён", "Ничего не записано"],
        "en": ["Proposed", "table Clients = Accounts, Lost clients", "status: gold", "Not read", "Jan 25 … Apr 25",
               "Missing, will be made", "3 names", "Nothing has been written"],
    }[language]  # fmt: skip
    places = [told.stdout.index(text) for text in order]
    assert places == sorted(places)


def test_no_address_and_no_phone_of_a_client_is_told(firms: dict[str, Path]) -> None:
    told = npsheets("init", str(firms["ru"]), "--language", "ru", "--dry-run")
    assert "example.com" not in told.output
    assert "+7 900" not in told.output


def test_without_an_answer_nothing_that_was_proposed_is_written(firms: dict[str, Path]) -> None:
    before = firms["ru"].read_bytes()
    told = npsheets("init", str(firms["ru"]), "--language", "ru")
    assert told.exit_code == 1
    assert "--yes" in told.stdout
    assert firms["ru"].read_bytes() == before


@pytest.mark.parametrize(("answer", "made"), [("y", True), ("", False), ("Да", True), ("нет", False)])
def test_at_a_terminal_it_is_asked_once(
    firms: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, made: bool
) -> None:
    path = tmp_path / "base.xlsx"
    shutil.copy(firms["en"], path)
    monkeypatch.setattr("flows.cli.is_terminal", lambda: True)
    told = CliRunner().invoke(app, ["init", str(path), "--language", "en"], input=f"{answer}\n")
    assert told.exit_code == 0, told.output
    assert told.output.count("[y/N]") == 1
    assert ("Settings" in openpyxl.load_workbook(path).sheetnames) == made


def test_commands_to_copy_are_fit_for_a_shell(firms: dict[str, Path], tmp_path: Path) -> None:
    """A name with a blank is one word; so is a link, of which ? and & would mean something to a shell."""
    path = tmp_path / "Base 2026.xlsx"
    shutil.copy(firms["en"], path)
    told = npsheets("init", str(path), "--language", "en", "--yes")
    assert f"npsheets check '{path}'" in told.stdout
    link = "https://docs.google.com/spreadsheets/d/1AbC-dEf/edit?gid=0&pli=1#gid=0"
    assert f"npsheets check '{link}'" in say("ru", "init.step_check", location=link)


def test_a_first_round_that_breaks_off_between_its_batches_still_gets_its_call_list(
    taken_over: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two years of answers go ahead of the round itself; with them the stamps that say who is called."""
    path = tmp_path / "base.xlsx"
    shutil.copy(taken_over["ru"], path)

    def open_november() -> None:
        workbook = open_workbook(path)
        sheets = understand(workbook.snapshot(), "2026-11-26", datetime.now(UTC))
        found = decide("survey_round", sheets, pd.Timestamp("2026-11-01"), opens_round=True)
        workbook.commit(sheets.snapshot, found.changes)

    sent: list[int] = []
    send = Workbook._send

    def only_the_first(workbook: Workbook, batch: Any) -> None:
        if sent:
            raise Conflict
        sent.append(len(batch))
        send(workbook, batch)

    with monkeypatch.context() as broken:
        broken.setattr(Workbook, "_send", only_the_first)
        with pytest.raises(Conflict):
            open_november()
    assert len(rows_of(path, "Команды")) > 1000
    assert not rows_of(path, "Обзвон")
    open_november()
    called = {row["ключ опроса"] for row in rows_of(path, "Обзвон")}
    assert len(called) == 10
    assert called <= {row["ключ ответа"] for row in rows_of(path, "Команды")}


def everything(path: Path, titles: list[str]) -> dict[str, Any]:
    """Values, formats, notes, merges, filters, hidden rows and sizes of sheets."""
    book = openpyxl.load_workbook(path)
    found: dict[str, Any] = {}
    for title in titles:
        sheet = book[title]
        found[title] = {
            "cells": {
                cell.coordinate: (cell.value, cell.number_format, copy(cell.fill), copy(cell.font), copy(cell.border),
                                  copy(cell.alignment), cell.comment and cell.comment.text)
                for row in sheet.iter_rows() for cell in row if cell.value is not None or cell.has_style or cell.comment
            },
            "merged": sorted(map(str, sheet.merged_cells.ranges)),
            "filter": sheet.auto_filter.ref,
            "hidden": [number for number, row in sheet.row_dimensions.items() if row.hidden],
            "validations": len(sheet.data_validations.dataValidation),
            "conditional": len(sheet.conditional_formatting),
            "frozen": sheet.freeze_panes,
            "state": sheet.sheet_state,
        }  # fmt: skip
    return found


@pytest.mark.parametrize("language", MAKERS)
def test_nothing_that_exists_changes(firms: dict[str, Path], taken_over: dict[str, Path], language: str) -> None:
    titles = openpyxl.load_workbook(firms[language]).sheetnames
    before, after = everything(firms[language], titles), everything(taken_over[language], titles)
    assert len(before[titles[0]]["cells"]) > 300
    assert after == before


def test_settings_begin_with_what_is_asked_and_say_why_the_rest_is_proposed(taken_over: dict[str, Path]) -> None:
    rows = rows_of(taken_over["ru"], "Настройки")
    assert [(row["настройка"], row["значение"]) for row in rows[:3]] == [
        ("статус: VIP", None),
        ("статус: архив", None),
        ("таблица Клиенты", "База 2026"),
    ]
    assert "15 строк" in rows[0]["что делает"]
    assert all(row["что делает"] for row in rows)
    assert [row["настройка"] for row in rows].count("язык") == 1


def test_employees_are_found_in_the_columns_by_service_too_each_once_and_nobody_is_none(
    taken_over: dict[str, Path],
) -> None:
    """«Орлов Д» is «Орлов Д.»; «нет», «-» and «?» are nobody."""
    found = {row["сотрудник"]: row["роль"] for row in rows_of(taken_over["ru"], "Сотрудники")}
    assert found == {
        **dict.fromkeys(messy_firms.SALES, "продавец"),
        **dict.fromkeys(messy_firms.ACCOUNTS, "менеджер"),
        **dict.fromkeys(("Зайцева М.", "Белов И.", "Кузнецова Т.", "Громов А."), "специалист"),
        **{name: "специалист" for name in found if name.startswith("Орлов Д")},
    }
    assert len(found) == 10


def test_a_second_init_has_nothing_to_do(taken_over: dict[str, Path]) -> None:
    for language, path in taken_over.items():
        found = look(str(path), language)
        assert found.complete
        assert not found.proposals.proposed
        assert not found.proposals.asked


@pytest.mark.parametrize("language", MAKERS)
def test_only_what_was_asked_is_an_issue_afterwards(taken_over: dict[str, Path], language: str) -> None:
    from flows.check import issues_of

    checked = issues_of(str(taken_over[language]))
    assert checked.language == language
    assert checked.rejected == 0
    assert checked.rows_read > 100
    asked = {"ru": {"VIP", "архив", "Итого", "100", ""}, "en": {"gold", ""}}[language]
    assert set(checked.issues["found"]) <= asked


def test_settings_of_the_firm_are_not_written_into_and_the_lines_are_printed_to_paste(
    firms: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "with settings.xlsx"
    book = openpyxl.load_workbook(firms["ru"])
    settings = book.create_sheet("Настройки")
    settings.append(["Настройка", "Значение"])
    settings.append(["минимум ответов", 7])
    book.save(path)
    before = everything(path, ["Настройки"])
    told = npsheets("init", str(path), "--language", "ru", "--yes", language="ru")
    assert told.exit_code == 0, told.output
    assert "таблица Клиенты\tБаза 2026\n" in told.stdout
    assert "статус: VIP\t\n" in told.stdout
    assert "вставьте эти строки" in told.stdout
    assert "Вставьте строки, показанные выше, на лист «Настройки»" in told.stdout
    assert everything(path, ["Настройки"]) == before
    assert "Клиенты" not in openpyxl.load_workbook(path).sheetnames


def test_two_years_of_answers_and_forty_departed_clients_make_no_tasks_and_no_exit_surveys(
    taken_over: dict[str, Path], tmp_path: Path, prefect_here: None
) -> None:
    from flows.daily import daily_watch
    from flows.monthly import monthly_nps
    from flows.survey_round import survey_round

    path = tmp_path / "base.xlsx"
    shutil.copy(taken_over["ru"], path)
    daily = daily_watch(str(path))
    assert daily.receipt is not None
    assert daily.receipt.wrote
    assert daily.rejected == 0
    assert not rows_of(path, "Задачи")
    assert not rows_of(path, "Опросы при уходе")
    assert monthly_nps(str(path)).rejected == 0
    figures = [row for row in rows_of(path, "История") if row["n"]]
    assert len({row["месяц"] for row in figures}) > 20
    assert {row["команды"] for row in figures} == {"adopted"}, (
        "each bears the mark of answers from before the programme"
    )
    survey_round(str(path))
    called = {row["клиент"] for row in rows_of(path, "Обзвон")}
    assert called
    assert not called & set(messy_firms.client_names()[60:])
    assert not rows_of(path, "Задачи")


def test_before_anything_is_written_clients_and_answers_are_counted_as_they_will_be_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    clients = book.active
    clients.title = "Клиенты"
    for row in (
        ("Клиент", "Менеджер", "Статус"),
        ("Ромашка", "А. Петрова", "активен"),
        ("Лютик", "Петрова Анна", "ушёл"),
        ("Мак", "Олег Ким", "думает"),
    ):
        clients.append(row)
    answers = book.create_sheet("Ответы")
    for row in (("Дата", "Клиент", "Оценка"), ("01.10.2026", "Ромашка", 9), ("02.10.2026", "Роза", 7)):
        answers.append(row)
    path = tmp_path / "team.xlsx"
    book.save(path)
    told = " ".join(npsheets("init", str(path), "--language", "ru", "--dry-run", language="ru").stdout.split())
    assert "Сверьте: 3 клиента, активных 1, на паузе 1, ушедших 1." in told
    assert "Сверьте: 2 ответа, из них с названием, которого нет среди клиентов: 1." in told
    assert "Не один ли это человек: А. Петрова = Петрова Анна?" in told
