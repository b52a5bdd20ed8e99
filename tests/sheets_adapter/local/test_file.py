"""The file: problems said before any work, saved whole or not at all, seen by other processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheets_adapter.local import FileProblem, LocalSheets, create, writing
from tests.sheets_adapter.local.conftest import Desk

ADD = {"addSheet": {"properties": {"title": "New"}}}


def problem_of(path: Path, *, writing: bool = False) -> str:
    with pytest.raises(FileProblem) as caught:
        LocalSheets(path).check(writing=writing)
    assert caught.value.path == path.resolve()
    return caught.value.code


def test_what_is_no_spreadsheet_is_said_with_a_code(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not really")
    (tmp_path / "list.csv").write_text("a,b\n1,2\n")
    (tmp_path / "old.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    (tmp_path / "empty.xlsx").touch()
    for name in ("broken.xlsx", "list.csv", "old.xls", "empty.xlsx"):
        assert problem_of(tmp_path / name) == "not_a_spreadsheet", name
    assert problem_of(tmp_path / "missing.xlsx") == "not_found"
    assert problem_of(tmp_path) == "folder"


def test_an_archive_of_something_else_is_no_spreadsheet(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "text.ods", "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert problem_of(tmp_path / "text.ods") == "not_a_spreadsheet"
    with zipfile.ZipFile(tmp_path / "half.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert problem_of(tmp_path / "half.xlsx") == "not_a_spreadsheet"


@pytest.mark.parametrize("mark", [".~lock.team.xlsx#", "~$team.xlsx"])
def test_a_file_open_elsewhere_is_read_and_not_written(desk: Any, mark: str) -> None:
    desk.spreadsheet  # noqa: B018
    (desk.path.parent / mark).touch()
    assert desk.values("Sheet1") == []
    before = desk.path.read_bytes()
    with pytest.raises(FileProblem) as caught:
        desk.batch(ADD)
    assert (caught.value.code, caught.value.detail) == ("file_in_use", mark)
    assert problem_of(desk.path, writing=True) == "file_in_use"
    assert desk.path.read_bytes() == before


def test_a_read_only_file_and_folder_are_read_and_not_written(desk: Any) -> None:
    desk.spreadsheet  # noqa: B018
    desk.path.chmod(0o444)
    assert desk.values("Sheet1") == []
    assert problem_of(desk.path, writing=True) == "read_only"
    desk.path.chmod(0o644)
    desk.path.parent.chmod(0o555)
    try:
        with pytest.raises(FileProblem) as caught:
            desk.batch(ADD)
    finally:
        desk.path.parent.chmod(0o755)
    assert caught.value.code == "read_only"


def test_a_file_that_may_not_be_opened_is_not_called_read_only(desk: Any, monkeypatch: Any) -> None:
    def forbidden(*_arguments: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sheets_adapter.local.archive.Archive", forbidden)
    assert problem_of(desk.path) == "unreadable"


def test_creating_over_an_existing_file_is_refused(desk: Any) -> None:
    before = desk.path.read_bytes()
    with pytest.raises(FileProblem) as caught:
        create(desk.path)
    assert caught.value.code == "file_exists"
    assert desk.path.read_bytes() == before
    with pytest.raises(FileProblem, match="not_found"):
        create(desk.path.parent / "no folder" / "team.xlsx")


def test_a_save_leaves_nothing_behind_and_keeps_permissions(desk: Any) -> None:
    desk.path.chmod(0o640)
    desk.batch(ADD)
    assert [each.name for each in desk.path.parent.iterdir()] == ["team.xlsx"]
    assert desk.path.stat().st_mode & 0o777 == 0o640


def test_a_link_to_the_file_stays_a_link(desk: Any) -> None:
    link = desk.path.with_name("link.xlsx")
    link.symlink_to(desk.path)
    Desk(link).batch(ADD)
    assert link.is_symlink()
    assert desk.opened().sheetnames == ["Sheet1", "New"]


def test_a_save_that_fails_leaves_the_old_file_and_the_old_answers(desk: Any, monkeypatch: Any) -> None:
    desk.put([["before"]])
    before = desk.path.read_bytes()

    def full(*_arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "dump", full)
    with pytest.raises(FileProblem) as caught:
        desk.put([["after"]])
    assert (caught.value.code, caught.value.detail) == ("not_saved", "No space left on device")
    monkeypatch.undo()
    assert desk.path.read_bytes() == before
    assert [each.name for each in desk.path.parent.iterdir()] == ["team.xlsx"]
    assert desk.values("Sheet1") == [["before"]]


def test_another_programs_save_is_seen(desk: Any) -> None:
    desk.put([["ours"]])
    book = openpyxl.load_workbook(desk.path)
    book["Sheet1"]["A2"] = "theirs"
    book.save(desk.path)
    assert desk.values("Sheet1") == [["ours"], ["theirs"]]
    desk.put([["ours again"]], row=2)
    assert desk.values("Sheet1") == [["ours"], ["theirs"], ["ours again"]]


def test_a_save_by_another_program_during_ours_is_not_overwritten(desk: Any, monkeypatch: Any) -> None:
    dump = writing.dump

    def meanwhile(*arguments: Any) -> None:
        dump(*arguments)
        book = openpyxl.load_workbook(desk.path)
        book["Sheet1"]["A1"] = "theirs"
        book.save(desk.path)

    monkeypatch.setattr(writing, "dump", meanwhile)
    answer = desk.request("POST", ":batchUpdate", json={"requests": [ADD]})
    monkeypatch.undo()
    assert answer.status_code == 503
    assert desk.values("Sheet1") == [["theirs"]]
    assert desk.opened().sheetnames == ["Sheet1"]


APPEND = """
import sys
sys.path.insert(0, {here!r})
from sheets_adapter.local import LocalSheets
service = LocalSheets(sys.argv[1])
path = f"/v4/spreadsheets/{{service.spreadsheet_id}}:batchUpdate"
for number in range(8):
    cells = [{{"userEnteredValue": {{"stringValue": f"{{sys.argv[2]}}-{{number}}"}}}}]
    request = {{"appendCells": {{"sheetId": 0, "rows": [{{"values": cells}}], "fields": "userEnteredValue"}}}}
    assert service.handle("POST", path, "", {{"requests": [request]}}).status == 200
"""


def test_processes_that_write_at_once_lose_nothing(desk: Any) -> None:
    here = os.fspath(Path(__file__).parents[3])
    command = [sys.executable, "-c", APPEND.format(here=here), os.fspath(desk.path)]
    running = [subprocess.Popen([*command, name]) for name in "abc"]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    found = sorted(row[0] for row in desk.values("Sheet1"))
    assert found == sorted(f"{name}-{number}" for name in "abc" for number in range(8))


def test_threads_that_write_at_once_lose_nothing(desk: Any) -> None:
    service = desk.service
    row = {"values": [{"userEnteredValue": {"numberValue": 1}}]}
    body = {"requests": [{"appendCells": {"sheetId": 0, "rows": [row], "fields": "userEnteredValue"}}]}

    def work() -> None:
        for _ in range(5):
            service.handle("POST", f"/v4/spreadsheets/{service.spreadsheet_id}:batchUpdate", "", body)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(desk.values("Sheet1")) == 20


def test_calls_are_counted_by_method(desk: Any) -> None:
    desk.get("spreadsheetId")
    desk.put([[1]])
    desk.spreadsheet.values_batch_get(["A1"])
    assert desk.injector.calls == {"get": 2, "batchUpdate": 1, "values.batchGet": 1}
