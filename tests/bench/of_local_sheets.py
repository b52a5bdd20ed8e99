"""The local Sheets service at 100,000 rows of eight, beside the libraries one would read and write the file with."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from sheets_adapter.local import LocalSheets
from tests.bench.timing import compare

ROWS = 100_000
_ALL = "ranges=Sheet&valueRenderOption=UNFORMATTED_VALUE"

# Not ru_maxrss, which a new process has from the one that started it.
_PEAK = "print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))"
_OURS = f"""
import sys
from sheets_adapter.local import LocalSheets
service = LocalSheets(sys.argv[1])
address = f"/v4/spreadsheets/{{service.spreadsheet_id}}/values/A1"
service.handle("PUT", address, "valueInputOption=RAW", {{"values": [[1]]}})
{_PEAK}
"""
_THEIRS = f"""
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
book.active["A1"] = 1
book.save(sys.argv[1])
{_PEAK}
"""


def report() -> Iterator[tuple[str, str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        book = _large()
        book.save(path)
        yield _opening(path)
        service = LocalSheets(path)
        service.check()
        yield _answering(service)
        yield _saving(service, book, Path(folder) / "other.xlsx")
        del book, service
        yield _memory(path)


def _large() -> openpyxl.Workbook:
    """Numbers, texts that repeat and texts that do not, dates, truth values."""
    chance = random.Random(1)
    book = openpyxl.Workbook()
    for number in range(ROWS):
        book.active.append(  # type: ignore[union-attr]
            [
                number,
                f"client {chance.randrange(100)}",
                chance.random() * 100,
                f"comment {number} of some words",
                chance.randrange(11),
                45_000 + chance.randrange(900),
                f"manager {chance.randrange(9)}",
                chance.random() < 0.5,
            ]
        )
    return book


def _values(service: LocalSheets) -> object:
    return service.handle("GET", f"/v4/spreadsheets/{service.spreadsheet_id}/values:batchGet", _ALL).body


def _opening(path: Path) -> tuple[str, str, str, str]:
    ours, theirs, ratio = compare(
        lambda: _values(LocalSheets(path)),
        lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(),
        rounds=3,
    )
    return (
        f"Opening {ROWS:,} x 8 for its values",
        f"{ours:.2f} s, with formats and all, to be changed",
        f"python-calamine, values alone: {theirs:.2f} s",
        f"{1 / ratio:.1f} x as long",
    )


def _answering(service: LocalSheets) -> tuple[str, str, str, str]:
    answer = _values(service)
    ours, theirs, ratio = compare(lambda: _values(service), lambda: json.dumps(answer))
    return (
        "Answering values:batchGet of all of it",
        f"{ours:.2f} s",
        f"json.dumps of the answer: {theirs:.2f} s",
        f"{1 / ratio:.1f} x as long",
    )


def _saving(service: LocalSheets, book: openpyxl.Workbook, other: Path) -> tuple[str, str, str, str]:
    address = f"/v4/spreadsheets/{service.spreadsheet_id}/values/A1"
    ours, theirs, ratio = compare(
        lambda: service.handle("PUT", address, "valueInputOption=RAW", {"values": [[1]]}),
        lambda: book.save(other),
        rounds=3,
    )
    return (
        "Changing one cell of it and saving",
        f"{ours:.2f} s, whole or not at all",
        f"openpyxl's own save: {theirs:.2f} s",
        f"{ratio:.1f} x faster",
    )


def _memory(path: Path) -> tuple[str, str, str, str]:
    ours, theirs = (
        int(subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True).stdout)
        for code in (_OURS, _THEIRS)
    )
    return "Memory for that, in all", f"{ours} MB", f"openpyxl: {theirs} MB", f"{theirs / ours:.1f} x less"
