"""A location is a link, an id or a path; what cannot be used is said in one sentence before any work."""

from __future__ import annotations

import json

import pytest
from google.auth.credentials import AnonymousCredentials

from sheets_adapter import Changes, create_workbook, errors, open_workbook
from sheets_adapter.http import TIMEOUTS
from sheets_adapter.locations import google_id
from sheets_adapter.tables import TABLES
from tests.sheets_adapter.conftest import task, tasks

ID = "1AbC-dEf_0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    "location",
    [
        f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0",
        f"https://docs.google.com/spreadsheets/u/1/d/{ID}",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit?usp=sharing",
        f"https://docs.google.com/a/example.com/spreadsheets/d/{ID}/edit",
        f"docs.google.com/spreadsheets/d/{ID}/edit",
        ID,
    ],
)
def test_a_google_spreadsheet_is_named_by_link_or_id(location):
    workbook = open_workbook(location, credentials=AnonymousCredentials())
    assert workbook.spreadsheet_id == ID
    assert workbook.url == f"https://docs.google.com/spreadsheets/d/{ID}"
    assert workbook.client.timeout == TIMEOUTS


@pytest.mark.parametrize("location", ["team", "https://example.com/x", ""])
def test_anything_else_is_said_to_be_no_location(location):
    assert google_id(location) == ""
    with pytest.raises(errors.BadLocation):
        open_workbook(location or "  ?")


@pytest.mark.parametrize(
    ("location", "en", "ru"),
    [
        (f"https://drive.google.com/file/d/{ID}/view?usp=sharing", "a file on Drive", "файл на Диске"),
        (f"https://drive.google.com/open?id={ID}", "a file on Drive", "файл на Диске"),
        (f"https://drive.google.com/drive/u/0/folders/{ID}", "a folder on Drive", "в папку на Диске"),
        (f"https://docs.google.com/forms/d/{ID}/edit", "leads to a form", "ведёт на форму"),
        ("https://forms.gle/AbCdEf123", "leads to a form", "ведёт на форму"),
        (f"https://docs.google.com/document/d/{ID}/edit", "leads to a document", "ведёт на документ"),
        (f"https://docs.google.com/spreadsheets/d/e/2PACX-{ID}/pubhtml", "published copy", "опубликованную копию"),
        ("https://docs.google.com/spreadsheets/u/0/", "does not say which", "не понять, какая"),
    ],
)
def test_a_link_to_something_else_is_told_by_what_it_leads_to(location, en, ru):
    with pytest.raises(errors.BadLocation) as caught:
        open_workbook(location, credentials=AnonymousCredentials())
    assert en in caught.value.say("en")
    assert ru in caught.value.say("ru")
    assert location in caught.value.say("ru")


def test_a_file_served_on_this_machine_is_named_by_its_id_as_google_would_name_it(small):
    link = f"https://docs.google.com/spreadsheets/d/{small.service.spreadsheet_id}/edit"
    assert google_id(link) == small.service.spreadsheet_id == google_id(small.service.spreadsheet_id)


def test_a_key_that_is_no_key_is_said(monkeypatch):
    monkeypatch.setenv("NPSHEETS_GOOGLE_CREDENTIALS", "not json")
    with pytest.raises(errors.BadCredentials, match="NPSHEETS_GOOGLE_CREDENTIALS"):
        open_workbook(ID)
    monkeypatch.setenv("NPSHEETS_GOOGLE_CREDENTIALS", json.dumps({"type": "service_account"}))
    with pytest.raises(errors.BadCredentials):
        open_workbook(ID)


def test_a_key_file_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.delenv("NPSHEETS_GOOGLE_CREDENTIALS", raising=False)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "key.json"))
    with pytest.raises(errors.NoCredentials):
        open_workbook(ID)


def test_files_that_cannot_be_used_are_said_before_any_work(tmp_path):
    with pytest.raises(errors.NotFound):
        open_workbook(tmp_path / "none.xlsx")
    (tmp_path / "text.xlsx").write_text("hello")
    with pytest.raises(errors.NotASpreadsheet):
        open_workbook(tmp_path / "text.xlsx")
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(errors.NotASpreadsheet):
        open_workbook(tmp_path / "notes.txt")


def test_a_file_that_is_open_elsewhere_can_be_read_and_is_not_written(small):
    mark = small.path.with_name(f".~lock.{small.path.name}#")
    mark.touch()
    workbook = open_workbook(small.path)
    snapshot = workbook.snapshot()
    before = small.path.read_bytes()
    with pytest.raises(errors.FileInUse, match=mark.name):
        workbook.commit(snapshot, tasks(task("T-1")))
    assert small.path.read_bytes() == before


@pytest.mark.parametrize(("language", "titles"), [("en", ["Call list"]), ("ru", ["Обзвон"])])
def test_a_new_workbook_has_every_sheet_in_its_language(tmp_path, language, titles):
    workbook = create_workbook(tmp_path / "new.xlsx", language, "Europe/Moscow")
    snapshot = workbook.snapshot(strict=False)
    assert (snapshot.locale[:2], snapshot.time_zone, snapshot.language) == (language, "Europe/Moscow", language)
    workbook.commit(snapshot, Changes(create=tuple(table.key for table in TABLES)))
    made = workbook.snapshot()
    assert made.missing == ()
    assert made.language == language
    shown = [sheet.title for sheet in made.structure.sheets if not sheet.hidden]
    assert shown[:1] == titles
    assert shown[:10] == [table.title(language) for table in TABLES if not table.hidden][:10]


def test_a_new_workbook_is_not_written_over_a_file(small):
    with pytest.raises(errors.FileExists):
        create_workbook(small.path, "en")


def test_before_every_call_the_kind_is_told(small):
    told = []
    workbook = open_workbook(small.path, before_call=told.append)
    workbook.commit(workbook.snapshot(), tasks(task("T-1")))
    assert told == ["read", "read", "write"]
