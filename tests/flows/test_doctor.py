"""The doctor as a newcomer meets it: over HTTP on loopback, with Google's own answers, and on files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import stamina
from typer.testing import CliRunner, Result

from flows.cli import app
from sheets_adapter.local import Answer, Call
from sheets_adapter.local.injection import Edit, Injection
from tests.flows.sheet import add_rows
from tests.sheets_adapter import google_here as here
from tests.sheets_adapter.google_here import PROJECT, ROBOT, GoogleHere

LANGUAGES = {"en": "en_GB.UTF-8", "ru": "ru_RU.UTF-8"}


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path) -> Iterator[None]:
    """Neither credentials nor a Prefect server of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("NPSHEETS_GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS", "NPSHEETS_SHEETS_API"):
            environment.delenv(name, raising=False)
        environment.setenv("CLOUDSDK_CONFIG", str(tmp_path / "gcloud"))
        environment.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def google(new_workbook: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleHere]:
    with GoogleHere(new_workbook).running() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def doctor(location: Path | str, *options: str, language: str = "en") -> Result:
    environment = {"LANG": LANGUAGES[language], "LC_ALL": "", "COLUMNS": "200"}
    told = CliRunner().invoke(app, ["doctor", str(location), *options], env=environment)
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    assert "Traceback" not in told.output
    return told


def lines(told: Result, sign: str) -> list[str]:
    return [line[2:] for line in told.stdout.splitlines() if line.startswith(sign + " ")]


def run_today(path: Path, days_ago: int = 0) -> None:
    """A row of the Journal as a daily run leaves it."""
    when = datetime.now(UTC).replace(tzinfo=None) - pd.Timedelta(days=days_ago).to_pytimedelta()
    add_rows(path, "Journal", {"when": when, "flow": "daily_watch", "version": "0.1", "revision": 2})


# All is well


def test_what_is_well_is_said_line_by_line(google: GoogleHere) -> None:
    run_today(google.service.path)
    told = doctor(google.location)
    assert told.exit_code == 0
    assert not lines(told, "✗")
    fine = " ".join(lines(told, "✓"))
    for said in (
        f"Credentials of {ROBOT}, found in NPSHEETS_GOOGLE_CREDENTIALS.",
        "Google accepts them and gave a token.",
        "“team” can be read: 19 sheets",
        "It can be written.",
        "No protection shuts the program out",
        "Recognised: Call list, Tasks",
        "Up to date. The last run that wrote something: Daily watch",
        "60 reads and 60 writes a minute",
    ):
        assert said in fine


def test_it_speaks_the_language_of_the_workbook_and_until_then_of_the_shell(google: GoogleHere) -> None:
    told = doctor(google.location, language="ru").stdout
    assert f"✓ Ключ аккаунта {ROBOT} найден в NPSHEETS_GOOGLE_CREDENTIALS." in told
    assert "✓ It can be written." in told


def test_it_writes_nothing(google: GoogleHere) -> None:
    before = google.service.path.read_bytes()
    doctor(google.location)
    assert google.service.path.read_bytes() == before
    assert google.injector.calls["batchUpdate"] == 1


def test_it_takes_seconds(google: GoogleHere) -> None:
    command = [sys.executable, "-c", "from flows.cli import main; main()", "doctor", google.location]
    began = time.monotonic()
    done = subprocess.run(command, env=os.environ | {"PYTHONIOENCODING": "utf-8"}, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""
    assert time.monotonic() - began < 15, "5 on a machine that does nothing else"


# What stops it


STOPS: dict[str, tuple[Callable[[GoogleHere], Any], str, str]] = {
    "API disabled": (lambda google: google.says(here.API_DISABLED), f"?project={PROJECT}", f"?project={PROJECT}"),
    "not shared": (lambda google: google.says(here.NOT_SHARED), f"not shared with {ROBOT}", f"не открыта для {ROBOT}"),
    "wrong id": (lambda google: google.says(here.NOT_FOUND), "knows no spreadsheet", "не знает таблицы"),
    "Excel file": (lambda google: google.says(here.OFFICE_FILE), "Save as Google", "Сохранить как таблицу Google"),
    "quota": (lambda google: google.says(here.quota("Read", "per user")), "used up its reads", "исчерпал чтения"),
    "key deleted": (
        lambda google: setattr(google.tokens, "answer", here.no_token("Invalid JWT Signature.")),
        "does not know this key",
        "не знает этого ключа",
    ),
    "clock": (
        lambda google: setattr(google.tokens, "answer", here.no_token(here.SHORT_LIVED, Date=here.date_in(90))),
        "90 min slow",
        "отстают на 90 мин",
    ),
}


@pytest.mark.parametrize("kind", STOPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stops_it_is_one_line_with_what_to_do(google: GoogleHere, kind: str, language: str) -> None:
    inject, en, ru = STOPS[kind]
    inject(google)
    told = doctor(google.location, language=language)
    assert told.exit_code == 1
    (said,) = lines(told, "✗")
    assert (en if language == "en" else ru) in said
    assert "can be read" not in told.stdout, "what rests on it is not looked at"


def test_without_credentials_nothing_is_asked_and_it_says_where_to_put_them(
    google: GoogleHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NPSHEETS_GOOGLE_CREDENTIALS")
    told = doctor(google.location)
    assert told.exit_code == 1
    assert "A Google spreadsheet" in lines(told, "✓")[0]
    assert "GOOGLE_APPLICATION_CREDENTIALS" in lines(told, "✗")[0]
    assert not google.injector.calls


def test_shared_for_reading_only_is_told_apart_from_not_shared(google: GoogleHere) -> None:
    google.says(here.NOT_SHARED, "batchUpdate")
    told = doctor(google.location, "--self-test", "--yes")
    assert told.exit_code == 1
    assert "for reading only" in lines(told, "✗")[0]
    assert any("can be read" in line for line in lines(told, "✓"))
    assert "No self-test was made" in told.stdout
    assert not any("self-test" in title for title in openpyxl.load_workbook(google.service.path).sheetnames)


def test_a_link_to_something_else_is_told_and_nothing_else_looked_at() -> None:
    told = doctor("https://docs.google.com/forms/d/1AbC/edit")
    assert told.exit_code == 1
    assert len(told.stdout.strip().splitlines()) == 3
    assert "leads to a form" in lines(told, "✗")[0]


def test_no_key_is_ever_shown(google: GoogleHere, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (json.dumps(google.key), json.dumps(google.key)[:-5], "AIzaSyD-0123456789abcdefghijklmnopqrstu"):
        monkeypatch.setenv("NPSHEETS_GOOGLE_CREDENTIALS", text)
        told = doctor(google.location).output
        assert "PRIVATE KEY" not in told
        assert "AIza" not in told
        assert "ya29" not in told


# What is to be looked at


def locked_by_others(title: str, **area: int) -> Callable[[GoogleHere], None]:
    """Protects part of a sheet so that only others may edit it, as Google tells it."""

    def lock(google: GoogleHere) -> None:
        answered = google.service.handle("GET", f"/v4/spreadsheets/{google.service.spreadsheet_id}").body
        for sheet in answered["sheets"]:
            if sheet["properties"]["title"] == title:
                where = {"sheetId": sheet["properties"]["sheetId"], **area}
                sheet["protectedRanges"] = [{"protectedRangeId": 7, "range": where}]
        google.says(Answer(200, answered), "get")

    return lock


@pytest.mark.parametrize(
    ("title", "area", "shut_out"),
    [
        ("Journal", {}, True),
        ("Tasks", {}, True),
        ("Tasks", {"startRowIndex": 0, "endRowIndex": 1}, False),
        ("Clients", {}, False),
    ],
)
def test_a_lock_is_told_where_it_shuts_the_program_out(
    google: GoogleHere, title: str, area: dict[str, int], shut_out: bool
) -> None:
    locked_by_others(title, **area)(google)
    told = doctor(google.location)
    assert (told.exit_code == 1) is shut_out
    assert any(f"Locked for {ROBOT}: {title}." in line for line in lines(told, "✗")) is shut_out


def properties(path: Path, **values: str) -> None:
    from sheets_adapter.local.file import XlsxFile

    with XlsxFile(path).writing() as document:
        document.spreadsheet.update(values)


def set_setting(path: Path, name: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    row = next(row for row in book["Settings"].iter_rows() if row[0].value == name)
    row[1].value = value
    book.save(path)


@pytest.mark.parametrize(
    ("setting", "own", "sign", "said"),
    [
        ("Europe/Berlin", "Europe/Berlin", "✓", "Time zone: Europe/Berlin."),
        ("Europe/Berlin", "Europe/Paris", "✓", "Time zone: Europe/Berlin."),
        ("Europe/Berlin", "America/New_York", "!", "Settings say Europe/Berlin, the spreadsheet America/New_York."),
        ("Asia/Tokyo", "Asia/Tokyo", "!", "clock is in Europe/Berlin, the programme in Asia/Tokyo"),
        ("", "Etc/GMT", "!", "Nothing says in which time zone the team is"),
        ("Mars/Olympus", "Europe/Berlin", "!", "not known, “Mars/Olympus”"),
        ("", "GMT-05:00", "✗", "The time zone “GMT-05:00”"),
    ],
)
def test_time_zones_that_differ_or_are_not_known_are_told(
    new_workbook: Path, setting: str, own: str, sign: str, said: str
) -> None:
    properties(new_workbook, timeZone=own)
    set_setting(new_workbook, "time zone", setting)
    assert any(said in line for line in lines(doctor(new_workbook), sign))


def test_a_locale_of_another_language_is_told(new_workbook: Path) -> None:
    properties(new_workbook, locale="de_DE")
    assert any("The locale is de_DE" in line for line in lines(doctor(new_workbook), "!"))


def test_tables_that_are_missing_are_told_with_the_command_that_makes_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Clients"
    book.active.append(["client", "status"])
    book.save(tmp_path / "team.xlsx")
    told = doctor(tmp_path / "team.xlsx")
    assert told.exit_code == 1
    said = next(line for line in lines(told, "✗") if "Missing" in line)
    assert "Employees" in said
    assert f"npsheets init {tmp_path / 'team.xlsx'} --language en" in said


def test_a_programme_that_has_not_run_for_days_is_stale(new_workbook: Path) -> None:
    assert any("has not run here yet" in line for line in lines(doctor(new_workbook), "!"))
    run_today(new_workbook, days_ago=9)
    assert any("not been brought up to date for 9 days" in line for line in lines(doctor(new_workbook), "!"))
    run_today(new_workbook)
    assert any("Up to date." in line for line in lines(doctor(new_workbook), "✓"))


def test_a_run_without_news_leaves_its_day_on_the_kpi_sheet_and_is_not_stale(new_workbook: Path) -> None:
    from flows.texts import say
    from flows.texts.wording import day

    run_today(new_workbook, days_ago=9)
    book = openpyxl.load_workbook(new_workbook)
    book.create_sheet("KPI")["H2"] = say("en", "kpi.checked_on", day=day("en", pd.Timestamp.now()))
    book.save(new_workbook)
    assert any("Up to date." in line for line in lines(doctor(new_workbook), "✓"))


def test_a_quota_that_others_use_up_is_told_although_the_calls_went_through(google: GoogleHere) -> None:
    google.says(here.quota("Read", "per user", Retry_After="0"), times=1)
    assert any("Google put off 1 of" in line for line in lines(doctor(google.location), "!"))


def test_a_file_that_is_open_elsewhere_is_told(new_workbook: Path) -> None:
    new_workbook.with_name(f".~lock.{new_workbook.name}#").touch()
    told = doctor(new_workbook)
    assert told.exit_code == 1
    assert "is open in another program" in lines(told, "✗")[0]


def test_a_file_is_told_to_be_kept_a_copy_of(new_workbook: Path) -> None:
    told = doctor(new_workbook)
    assert told.exit_code == 0
    assert any("keep a copy" in line for line in lines(told, "✓"))
    assert not re.search("Credentials|Quota", told.stdout)


# The self-test


def test_the_self_test_passes_and_leaves_nothing(google: GoogleHere) -> None:
    before = openpyxl.load_workbook(google.service.path)
    told = doctor(google.location, "--self-test", "--yes")
    assert told.exit_code == 0
    assert "✓ A named range whose id exists is refused, and all that comes with it." in told.stdout
    assert "✓ The tab is gone again." in told.stdout
    after = openpyxl.load_workbook(google.service.path)
    assert after.sheetnames == before.sheetnames
    assert list(after.defined_names) == list(before.defined_names)


def test_the_self_test_asks_before_it_writes(google: GoogleHere) -> None:
    told = doctor(google.location, "--self-test")
    assert "add --yes to agree" in told.stdout
    assert google.injector.calls["batchUpdate"] == 1


def test_a_self_test_that_fails_is_reported_with_what_was_seen(google: GoogleHere) -> None:
    def before(call: Call) -> None:
        for request in call.body.get("requests", []):
            for row in request.get("updateCells", {}).get("rows", []):
                for each in row["values"]:
                    text = each.get("userEnteredValue", {}).get("stringValue", "")
                    if text.startswith("="):
                        each["userEnteredValue"] = {"formulaValue": text}

    google.injector.set(Injection(edits=[Edit(do=before)]))
    told = doctor(google.location, "--self-test", "--yes")
    assert told.exit_code == 1
    assert "Text stays text: =1+1, 007, +7, 1/2 – this is not so: [[2," in lines(told, "✗")[0]
    assert "✓ The tab is gone again." in told.stdout


# While it lasts


@pytest.mark.parametrize("command", [["init", "--language", "en", "--dry-run"], ["check"], ["schedule"]], ids=str)
def test_a_look_at_a_service_that_is_busy_is_given_up_soon_and_a_pause_is_told(
    google: GoogleHere, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """The pauses are told instead of made; a run takes its time, somebody who looks does not."""
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    asked = google.says(here.quota("Read", "per user", Retry_After="7"))
    with stamina.set_testing(False):
        told = CliRunner().invoke(app, [command[0], google.location, *command[1:]], env={"LANG": LANGUAGES["en"]})
    assert told.exit_code == 1
    assert len(asked) == 3
    assert sum(pauses) < 20
    assert told.stderr.count("trying again in 7 s") == 2
    assert "used up its reads of Google Sheets" in told.stderr
    assert "stamina" not in told.output


def test_nothing_is_scheduled_on_a_spreadsheet_that_is_shared_for_reading_only(google: GoogleHere) -> None:
    google.says(here.NOT_SHARED, "batchUpdate")
    told = CliRunner().invoke(app, ["schedule", google.location], env={"LANG": LANGUAGES["ru"]})
    assert told.exit_code == 1
    assert f"открыта для {ROBOT} только для чтения" in told.stderr
