"""Files made to do harm, and files that are no workbooks, are refused in bounded memory and time."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheets_adapter.connect import open_workbook
from sheets_adapter.errors import FileInUse, FileTooLarge, UnsafeFile
from sheets_adapter.local import FileProblem, LocalSheets
from tests.sheets_adapter.local import hostile
from tests.sheets_adapter.local.hostile import SHEET, packed, sheet

ENTITIES = "<!DOCTYPE lol [" + "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 9}">' for at in range(1, 9)) + "]>"
EXTERNAL = '<!DOCTYPE worksheet [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


def _archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")


REFUSED: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a zip bomb": ("unsafe", lambda path: hostile.stretched(path, 600_000_000)),
    "a size that is a lie": ("not_a_spreadsheet", hostile.lying),
    "entities in entities": ("unsafe", lambda path: packed(path, sheet(prolog=ENTITIES))),
    "an entity from elsewhere": ("unsafe", lambda path: packed(path, sheet(prolog=EXTERNAL))),
    "very many parts": ("unsafe", lambda path: packed(path, {f"xl/media/{at}": b"" for at in range(25_000)})),
    "a part outside": ("unsafe", lambda path: packed(path, {"../../outside.xml": b"<a/>"})),
    "merged over everything": (
        "too_large",
        lambda path: packed(path, sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    ),
    "a row beyond all rows": (
        "not_a_spreadsheet",
        lambda path: packed(path, sheet('<row r="99999999"><c r="A99999999"><v>1</v></c></row>')),
    ),
    "a text that is not there": (
        "not_a_spreadsheet",
        lambda path: packed(path, sheet('<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>')),
    ),
    "two filled corners": (
        "too_large",
        lambda path: packed(
            path,
            sheet(
                '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
            ),
        ),
    ),
    "an empty file": ("not_a_spreadsheet", lambda path: path.write_bytes(b"")),
    "a text": ("not_a_spreadsheet", lambda path: path.write_text("a,b\n1,2\n")),
    "half a workbook": (
        "not_a_spreadsheet",
        lambda path: path.write_bytes(packed(path, {}).read_bytes()[:2000]),
    ),
    "a pipe": ("not_a_spreadsheet", hostile.fifo),
    "another archive": ("not_a_spreadsheet", _archive),
}

_OPEN_IN_LITTLE_MEMORY = """
import resource, sys
from sheets_adapter.local import FileProblem, LocalSheets
resource.setrlimit(resource.RLIMIT_AS, (1_200_000_000, 1_200_000_000))
try:
    LocalSheets(sys.argv[1]).check()
except FileProblem as problem:
    print(problem.code)
"""


@pytest.mark.parametrize(("code", "make"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_and_takes_little_memory(tmp_path: Path, code: str, make: Callable[[Path], object]) -> None:
    path = tmp_path / "team.xlsx"
    make(path)
    command = [sys.executable, "-c", _OPEN_IN_LITTLE_MEMORY, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == code, done.stderr[-500:]


def test_a_formatted_cell_in_the_last_corner_makes_no_huge_grid(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(tmp_path / "team.xlsx")
    service = LocalSheets(tmp_path / "team.xlsx")
    answer = service.handle("GET", f"/v4/spreadsheets/{service.spreadsheet_id}", "includeGridData=true")
    assert answer.status == 200
    assert isinstance(answer.body, dict)
    grid = answer.body["sheets"][0]["properties"]["gridProperties"]
    assert grid["rowCount"] * grid["columnCount"] <= 10_000_000


@pytest.mark.parametrize(
    "formula", ["=" + "(" * 2000 + "1" + ")" * 2000, "=COUNT(A1:XFD1048576)"], ids=["deep", "wide"]
)
def test_a_formula_that_no_engine_should_be_asked_for_is_not_computed(desk: Any, formula: str) -> None:
    desk.spreadsheet.values_update("B1", {"valueInputOption": "USER_ENTERED"}, {"values": [[formula], ["=1+1"]]})
    assert desk.values("B2") == [[2]]


def test_people_read_a_sentence(tmp_path: Path) -> None:
    for make, kind in (
        (REFUSED["two filled corners"][1], FileTooLarge),
        (REFUSED["entities in entities"][1], UnsafeFile),
    ):
        make(tmp_path / "team.xlsx")
        with pytest.raises(kind) as caught:
            open_workbook(str(tmp_path / "team.xlsx"))
        assert "team.xlsx" in caught.value.say("ru")
        (tmp_path / "team.xlsx").unlink()


def test_who_has_the_file_open_is_said(tmp_path: Path) -> None:
    path = packed(tmp_path / "team.xlsx", {})
    (tmp_path / ".~lock.team.xlsx#").write_text("Анна Иванова,anna,office-pc,26.11.2026 09:00,file:///home/anna;")
    with pytest.raises(FileProblem) as problem:
        LocalSheets(path).check(writing=True)
    assert (problem.value.code, problem.value.kind) == ("file_in_use", "Анна Иванова, office-pc")
    workbook_error = FileInUse(location=str(path), mark=".~lock.team.xlsx#", who=problem.value.kind)
    assert "Анна Иванова, office-pc" in workbook_error.say("en")


_WRITE_FOR_EVER = """
import sys
from sheets_adapter.local import LocalSheets
service = LocalSheets(sys.argv[1])
address = f"/v4/spreadsheets/{service.spreadsheet_id}/values/A1:B1"
print("ready", flush=True)
for number in range(100_000):
    body = {"values": [[number, number]]}
    assert service.handle("PUT", address, "valueInputOption=RAW", body).status == 200
"""


def test_a_writer_killed_at_any_moment_leaves_a_whole_file_and_nothing_for_the_next_save(tmp_path: Path) -> None:
    path = packed(tmp_path / "team.xlsx", {})
    for moment in range(6):
        command = [sys.executable, "-c", _WRITE_FOR_EVER, str(path)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            writer.wait(timeout=0.05 + 0.037 * moment)
        except subprocess.TimeoutExpired:
            writer.kill()
        writer.wait()
        writer.stdout.close()
        row = [cell.value for cell in openpyxl.load_workbook(path).active[1]]
        assert row in (["a", 1], [row[0], row[0]])
    service = LocalSheets(path)
    address = f"/v4/spreadsheets/{service.spreadsheet_id}/values/A1"
    assert service.handle("PUT", address, "valueInputOption=RAW", {"values": [["mine"]]}).status == 200
    assert [each.name for each in tmp_path.iterdir()] == ["team.xlsx"]


_COUNT = """
import sys
from sheets_adapter.local import LocalSheets
service = LocalSheets(sys.argv[1])
address = f"/v4/spreadsheets/{service.spreadsheet_id}/values/Sheet:append"
for number in range(8):
    body = {"values": [[sys.argv[2], number]]}
    while service.handle("POST", address, "valueInputOption=RAW&insertDataOption=OVERWRITE", body).status == 503:
        pass
"""


def test_two_processes_on_one_file_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = packed(tmp_path / "team.xlsx", {})
    writers = [subprocess.Popen([sys.executable, "-c", _COUNT, str(path), name]) for name in ("one", "two")]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    rows = list(openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True))
    assert sorted(rows) == sorted((name, number) for name in ("one", "two") for number in range(8))


def test_what_was_in_the_file_stands_there_after_a_refused_save(tmp_path: Path) -> None:
    path = packed(tmp_path / "team.xlsx", {})
    before = path.read_bytes()
    (tmp_path / "~$team.xlsx").write_bytes(b"\x05Anna " + b" " * 49)
    service = LocalSheets(path)
    with pytest.raises(FileProblem):
        service.handle(
            "PUT",
            f"/v4/spreadsheets/{service.spreadsheet_id}/values/A1",
            "valueInputOption=RAW",
            {"values": [["mine"]]},
        )
    assert path.read_bytes() == before
    assert SHEET in zipfile.ZipFile(path).namelist()
