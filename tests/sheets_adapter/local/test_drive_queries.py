"""Searching a folder as Drive is searched: every condition counts, and one not understood is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from sheets_adapter.local import LocalSheets, create
from tests.sheets_adapter.discovery import validate_drive

TITLES = ("NPS 2026", "nps 2026", "Tom's list", 'Say "hi"', "back\\slash", "my_report")


@pytest.fixture(scope="module")
def service(tmp_path_factory: Any) -> LocalSheets:
    folder = tmp_path_factory.mktemp("room")
    service = LocalSheets(folder)
    for title in TITLES:
        body = {"name": title, "mimeType": "application/vnd.google-apps.spreadsheet"}
        assert service.handle("POST", "/drive/v3/files", "", body).status == 200
    return service


def listed(service: LocalSheets, **query: Any) -> Any:
    return service.handle("GET", "/drive/v3/files", urlencode(query))


def names(service: LocalSheets, query: str) -> set[str]:
    answer = listed(service, q=query)
    assert answer.status == 200, answer.body
    return {each["name"] for each in answer.body["files"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", set(TITLES)),
        ('mimeType="application/vnd.google-apps.spreadsheet"', set(TITLES)),
        ("mimeType != 'application/vnd.google-apps.folder' and trashed = false", set(TITLES)),
        ("mimeType = 'application/vnd.google-apps.folder'", set()),
        ("trashed=true", set()),
        ("name = 'NPS 2026'", {"NPS 2026", "nps 2026"}),
        ("name = 'Tom\\'s list'", {"Tom's list"}),
        ('name = "Tom\'s list"', {"Tom's list"}),
        ("name = 'Say \"hi\"'", {'Say "hi"'}),
        ("name = 'back\\\\slash'", {"back\\slash"}),
        ("name != 'nps 2026' and not name contains 'list'", {'Say "hi"', "back\\slash", "my_report"}),
        ("name contains 'rep'", {"my_report"}),
        ("name contains 'ort'", set()),
        ("(name contains 'nps' or name contains 'say') and 'me' in owners", {"NPS 2026", "nps 2026", 'Say "hi"'}),
        ("'root' in parents and name = 'my_report'", {"my_report"}),
        ('name = "my_report" and parents in "root"', {"my_report"}),
        ("'otto@example.org' in writers", set()),
        ("modifiedTime > '2020-01-01T00:00:00'", set(TITLES)),
        ("createdTime < '2020-01-01T00:00:00+03:00'", set()),
    ],
)
def test_a_query_finds_what_it_says(service: LocalSheets, query: str, expected: set[str]) -> None:
    assert names(service, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "name",
        "name = ",
        "name = 'a' and",
        "name = 'a' name = 'b'",
        "name ~ 'a'",
        "name = 'a",
        'name = "a"b"',
        "title = 'a'",
        "(name = 'a'",
        "name > 'a'",
        "modifiedTime > 'yesterday'",
        "trashed = maybe",
        "'a' in names",
    ],
)
def test_a_query_that_is_not_understood_is_refused(service: LocalSheets, query: str) -> None:
    answer = listed(service, q=query)
    assert (answer.status, answer.body["error"]["message"]) == (400, "Invalid Value")
    assert answer.body["error"]["errors"][0]["location"] == "q"


def test_a_term_that_is_not_done_is_named(service: LocalSheets) -> None:
    answer = listed(service, q="name = 'x' and fullText contains 'y'")
    assert answer.status == 501
    assert "fullText" in answer.body["error"]["message"]


def test_a_folder_that_there_is_not_is_said(service: LocalSheets) -> None:
    answer = listed(service, q="'1ZJOmzZX7EHaJ3YjFFSICWA5DqXzCqLTW' in parents")
    assert (answer.status, answer.body["error"]["message"]) == (404, "File not found: .")


def test_pages_follow_one_another(service: LocalSheets) -> None:
    seen: list[str] = []
    query = {"pageSize": 4, "orderBy": "name desc", "fields": "nextPageToken,files(name)"}
    first = listed(service, **query)
    validate_drive("FileList", first.body)
    seen += [each["name"] for each in first.body["files"]]
    second = listed(service, **query, pageToken=first.body["nextPageToken"])
    seen += [each["name"] for each in second.body["files"]]
    assert seen == sorted(TITLES, reverse=True)
    assert "nextPageToken" not in second.body
    for wrong in ({"pageSize": 0}, {"pageSize": "x"}, {"pageToken": "x"}, {"orderBy": "size"}, {"orderBy": "name up"}):
        assert listed(service, **wrong).status == 400, wrong


def test_without_fields_a_list_tells_the_little_that_drive_tells(service: LocalSheets) -> None:
    answer = listed(service, q="name = 'my_report'").body
    (found,) = answer["files"]
    assert answer == {"kind": "drive#fileList", "incompleteSearch": False, "files": [found]}
    assert found.keys() == {"kind", "id", "name", "mimeType"}


def test_fields_that_there_are_not_are_refused(service: LocalSheets) -> None:
    for fields in ("items", "files(title)", "files/id,x"):
        answer = listed(service, fields=fields)
        assert answer.status == 400
        assert "Invalid field selection" in answer.body["error"]["message"]


def test_an_order_may_have_several_keys(tmp_path: Path) -> None:
    for name in ("b", "a"):
        create(tmp_path / f"{name}.xlsx")
    found = listed(LocalSheets(tmp_path), orderBy="folder,name_natural").body["files"]
    assert [each["name"] for each in found] == ["a", "b"]
