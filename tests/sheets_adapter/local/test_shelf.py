"""A folder as it lies on disk: what is a spreadsheet in it, and what never is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheets_adapter.local import FileProblem, LocalSheets, create
from sheets_adapter.local.shelf import KEPT_IN_MEMORY, id_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "room").mkdir()
    return tmp_path / "room"


def names(service: LocalSheets) -> list[str]:
    answer = service.handle("GET", "/drive/v3/files", "orderBy=name")
    return [each["name"] for each in answer.body["files"]]


def status(service: LocalSheets, spreadsheet_id: str, path: str = "") -> int:
    return service.handle("GET", f"/v4/spreadsheets/{spreadsheet_id}{path}").status


def test_files_are_seen_as_they_come_and_go(folder: Path) -> None:
    service = LocalSheets(folder)
    assert names(service) == []
    first = create(folder / "first.xlsx")
    create(folder / "Второй.XLSX")
    assert names(service) == ["first", "Второй"]
    assert status(service, id_of(first)) == 200
    first.unlink()
    assert names(service) == ["Второй"]
    assert status(service, id_of(first)) == 404


def test_a_file_has_the_id_that_it_has_alone(folder: Path) -> None:
    path = create(folder / "team.xlsx")
    alone = LocalSheets(path)
    assert status(LocalSheets(folder), alone.spreadsheet_id) == 200
    assert LocalSheets(folder).spreadsheet_id == ""


def test_marks_and_leftovers_are_no_spreadsheets(folder: Path) -> None:
    path = create(folder / "team.xlsx")
    hidden = [".hidden.xlsx", "~$team.xlsx", ".~lock.team.xlsx#", ".team.xlsx.saving", "team.xlsx.bak", "team.xls"]
    for name in hidden:
        shutil.copy(path, folder / name)
    (folder / "broken.xlsx").write_bytes(b"PK no archive")
    (folder / "empty.xlsx").touch()
    (folder / "inner.xlsx").mkdir()
    (folder / "sub").mkdir()
    create(folder / "sub" / "below.xlsx")
    service = LocalSheets(folder)
    assert names(service) == ["team"]
    for name in [*hidden, "inner.xlsx", "sub/below.xlsx"]:
        assert status(service, id_of(folder / name)) == 404, name


def test_nothing_outside_the_folder_is_reached(folder: Path, tmp_path: Path) -> None:
    outside = create(tmp_path / "outside.xlsx")
    inside = create(folder / "inside.xlsx")
    (folder / "link.xlsx").symlink_to(outside)
    (folder / "gone.xlsx").symlink_to(tmp_path / "missing.xlsx")
    (folder / "other name.xlsx").symlink_to(inside)
    service = LocalSheets(folder)
    assert names(service) == ["inside"]
    odd = ["..", "%2e%2e", "..%2Foutside.xlsx", "inside.xlsx", "%00", "xlsx-", "a" * 5000, "%ff%fe", "*", "%2Fetc"]
    for spreadsheet_id in [*odd, id_of(outside), id_of(folder / "link.xlsx")]:
        assert status(service, spreadsheet_id) == 404, spreadsheet_id
        for part in ("", "/export?mimeType=text/csv", "/permissions"):
            path, _, query = f"/drive/v3/files/{spreadsheet_id}{part}".partition("?")
            assert service.handle("GET", path, query).status == 404, spreadsheet_id
        assert service.handle("DELETE", f"/drive/v3/files/{spreadsheet_id}").status == 404
    assert outside.exists()


def test_a_file_that_becomes_a_link_is_gone(folder: Path, tmp_path: Path) -> None:
    path = create(folder / "team.xlsx")
    service = LocalSheets(folder)
    assert status(service, id_of(path)) == 200
    path.unlink()
    path.symlink_to(create(tmp_path / "outside.xlsx"))
    assert status(service, id_of(path)) == 404


def test_a_pipe_of_that_name_does_not_stop_the_service(folder: Path) -> None:
    os.mkfifo(folder / "pipe.xlsx")
    assert names(LocalSheets(folder)) == []


def test_workbooks_not_asked_for_are_forgotten_and_read_again(folder: Path) -> None:
    service = LocalSheets(folder)
    paths = [create(folder / f"{number}.xlsx") for number in range(KEPT_IN_MEMORY + 3)]
    for path in paths:
        assert status(service, id_of(path)) == 200
    assert len(service.shelf._open) == KEPT_IN_MEMORY
    assert paths[0] not in service.shelf._open
    assert status(service, id_of(paths[0])) == 200


def test_a_title_is_that_of_the_file_unless_it_has_another(folder: Path) -> None:
    service = LocalSheets(folder)
    path = create(folder / "team.xlsx")
    path.rename(folder / "renamed.xlsx")
    assert names(service) == ["renamed"]


def test_a_listing_opens_no_workbook(folder: Path, monkeypatch: Any) -> None:
    book = openpyxl.Workbook()
    book.save(folder / "theirs.xlsx")

    def refuse(*_arguments: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("sheets_adapter.local.loading.load", refuse)
    assert names(LocalSheets(folder)) == ["theirs"]


def test_what_a_file_says_of_itself_is_not_trusted(folder: Path) -> None:
    import zipfile

    path = create(folder / "team.xlsx")
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 100 + b'">]><a>' + b"&b;" * 10 + b"</a>"
    for name, content in (("docProps/custom.xml", b"<nonsense"), ("docProps/core.xml", bomb)):
        target = folder / f"{len(content)}.xlsx"
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
            for part in old.namelist():
                new.writestr(part, content if part == name else old.read(part))
    assert len(names(LocalSheets(folder))) == 3


def test_a_file_open_elsewhere_is_not_deleted(folder: Path) -> None:
    path = create(folder / "team.xlsx")
    (folder / ".~lock.team.xlsx#").touch()
    with pytest.raises(FileProblem, match="file_in_use"):
        LocalSheets(folder).handle("DELETE", f"/drive/v3/files/{id_of(path)}")
    assert path.exists()


def test_a_folder_that_goes_away_is_said(folder: Path) -> None:
    service = LocalSheets(folder)
    folder.rmdir()
    with pytest.raises(FileProblem, match="not_found"):
        service.handle("GET", "/drive/v3/files")


def test_one_file_makes_no_others_and_is_not_deleted(tmp_path: Path) -> None:
    service = LocalSheets(create(tmp_path / "team.xlsx"))
    create(tmp_path / "beside.xlsx")
    assert names(service) == ["team"]
    body = {"name": "x", "mimeType": "application/vnd.google-apps.spreadsheet"}
    for method, path, sent in (
        ("POST", "/drive/v3/files", body),
        ("POST", f"/drive/v3/files/{service.spreadsheet_id}/copy", {}),
        ("DELETE", f"/drive/v3/files/{service.spreadsheet_id}", None),
        ("POST", "/v4/spreadsheets", {"properties": {"title": "x"}}),
    ):
        answer = service.handle(method, path, "", sent)
        assert answer.status == 403
        assert "single file" in answer.body["error"]["message"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["beside.xlsx", "team.xlsx"]
