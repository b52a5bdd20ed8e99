"""The npsheets command as a person meets it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from tests.flows.sheet import add_rows, rows_of


def npsheets(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"LANG": "en_GB.UTF-8", "LC_ALL": "", "COLUMNS": "120"})


def test_every_command_has_help() -> None:
    for command in (
        ["demo"],
        ["init"],
        ["doctor"],
        ["check"],
        ["preview"],
        ["undo"],
        ["schedule"],
        ["serve"],
        ["run"],
        *(["run", flow] for flow in ("monthly", "survey-round", "daily")),
    ):
        told = npsheets(*command, "--help")
        assert told.exit_code == 0
        assert command[-1] in told.output


def test_help_does_not_wait_for_prefect_or_pandas() -> None:
    seen = (
        "import sys; import flows.cli; sys.exit(any(name in sys.modules for name in ('prefect', 'pandas', 'gspread')))"
    )
    assert subprocess.run([sys.executable, "-c", seen], check=False).returncode == 0


def test_the_version_is_told() -> None:
    assert npsheets("--version").output.startswith("npsheets 0.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "daily", "nowhere.xlsx"), "nowhere.xlsx”. Check the link or the path."),
        (("check", "nonsense"), "neither a link to a Google spreadsheet"),
        (("serve", "nowhere.xlsx"), "nowhere.xlsx”. Check the link or the path."),
    ],
)
def test_what_a_person_can_put_right_is_one_sentence_and_status_1(words: tuple[str, ...], sentence: str) -> None:
    told = npsheets(*words)
    assert told.exit_code == 1
    assert sentence in told.stderr
    assert "Traceback" not in told.output


def test_a_terminal_without_some_signs_stops_no_run(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from flows.cli import main; main()", "check", str(tmp_path / "nowhere.xlsx")]
    told = subprocess.run(
        command, env=os.environ | {"PYTHONIOENCODING": "ascii"}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "There is nothing at ?" in told.stderr


def test_the_sentence_is_in_the_language_of_the_shell() -> None:
    told = CliRunner().invoke(app, ["check", "nowhere.xlsx"], env={"LC_ALL": "ru_RU.UTF-8"})
    assert "ничего нет" in told.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("run", "monthly", "team.xlsx", "--month", "2026-13"),
        ("run", "daily", "team.xlsx", "--as-of", "tomorrow"),
        ("init", "team.xlsx", "--language", "fr"),
        ("init", "team.xlsx"),
        ("frobnicate",),
    ],
)
def test_a_mistyped_command_has_status_2(words: tuple[str, ...]) -> None:
    assert npsheets(*words).exit_code == 2


def test_the_demo_does_not_overwrite_a_file_of_somebody_elses(new_workbook: Path) -> None:
    before = new_workbook.read_bytes()
    told = npsheets("demo", "--output", str(new_workbook))
    assert told.exit_code == 1
    assert new_workbook.read_bytes() == before


def test_init_tells_what_it_would_make_and_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    told = npsheets("init", str(path), "--language", "en", "--dry-run")
    assert (told.exit_code, path.exists()) == (0, False)
    assert "Missing, will be made: Call list, Tasks" in told.stdout
    told = npsheets("init", str(path), "--language", "en", "--yes")
    assert told.exit_code == 0
    assert "npsheets run survey-round" in told.stdout
    assert rows_of(path, "Settings")
    again = npsheets("init", str(path), "--language", "en")
    assert "Nothing is missing" in again.stdout


def test_check_of_a_workbook_without_a_mistake_says_so(new_workbook: Path) -> None:
    told = npsheets("check", str(new_workbook))
    assert told.exit_code == 0, told.output
    assert "All rows could be used." in told.stdout


def test_check_lists_issues_and_counts_rows(new_workbook: Path) -> None:
    add_rows(new_workbook, "Responses", {"date": "2026-10-05", "client": "Nobody", "score": 7})
    told = npsheets("check", str(new_workbook))
    assert told.exit_code == 0
    assert "Nobody" in told.stdout
    assert "1 row left out of the figures; 1 data issue in all." in told.stdout


def test_a_run_says_which_month_it_took_what_it_read_and_what_it_wrote(new_workbook: Path, prefect_here: None) -> None:
    add_rows(new_workbook, "Employees", {"employee": "Ida", "role": "head"}, {"employee": "Ann", "role": "manager"})
    add_rows(new_workbook, "Clients", {"client": "Acme", "manager": "Ann", "contact": "Joe", "fixed cohort": 1})
    told = npsheets("run", "survey-round", str(new_workbook), "--as-of", "2026-10-01T06:00")
    assert told.exit_code == 0
    assert "Survey round: October 2026 (at 1 Oct 2026, 06:00)" in told.stdout
    assert "Clients 1, Employees 2" in told.stdout
    assert "Call list: 1 row added" in told.stdout
    again = npsheets("run", "survey-round", str(new_workbook), "--as-of", "2026-10-01T06:00")
    assert "Everything was up to date: nothing was written." in again.stdout


def test_a_dry_run_shows_rows_and_cells_sheet_by_sheet(new_workbook: Path, prefect_here: None) -> None:
    add_rows(new_workbook, "Employees", {"employee": "Ida", "role": "head"})
    add_rows(new_workbook, "Clients", {"client": "Acme", "manager": "Ida", "contact": "Joe", "fixed cohort": 1})
    told = npsheets("run", "survey-round", str(new_workbook), "--as-of", "2026-10-01T06:00", "--dry-run")
    assert "A run would write this; nothing has been written." in told.stdout
    assert "Call list: 1 row to add" in told.stdout
    assert not rows_of(new_workbook, "Call list")


def test_a_missing_sheet_is_told_with_what_was_looked_for(tmp_path: Path, prefect_here: None) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Stuff"
    book.save(tmp_path / "stuff.xlsx")
    told = npsheets("run", "daily", str(tmp_path / "stuff.xlsx"))
    assert told.exit_code == 1
    assert "Looked for a sheet titled “Clients”" in told.stderr
    assert "Traceback" not in told.output


def test_check_tells_one_mistake_in_many_cells_once(new_workbook: Path) -> None:
    rows = [{"date": f"2026-10-{day:02}", "client": "Nobody", "score": 7} for day in range(1, 13)]
    add_rows(new_workbook, "Responses", *rows)
    told = npsheets("check", str(new_workbook))
    assert told.stdout.count("Nobody") == 1
    assert "…" in told.stdout
    assert "12 rows left out of the figures; 12 data issues in all." in told.stdout
