"""The adapter: calls of the Sheets API and time, beside gspread as it is commonly written.

Both talk to the local service, so times leave out the network, where a call costs some 300 ms and one of a
quota of 60 a minute.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import gspread
import openpyxl
import pandas as pd
from google.auth.credentials import AnonymousCredentials

from sheets_adapter.changes import Changes
from sheets_adapter.connect import create_workbook, open_workbook
from sheets_adapter.local import HOST, LocalSheets, LocalTransport
from sheets_adapter.local.injection import Injector
from sheets_adapter.tables import TABLES
from tests.bench.timing import compare

ROWS = 20_000
READ = ("Clients", "Employees", "Call list", "Responses")


def report() -> Iterator[tuple[str, str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.xlsx"
        _fill(path)
        yield _reading(path)
        yield _calls(path)


def _fill(path: Path) -> None:
    workbook = create_workbook(path, "en")
    snapshot = workbook.snapshot(strict=False)
    workbook.commit(snapshot, Changes(create=tuple(table.key for table in TABLES), language="en"))
    book = openpyxl.load_workbook(path)
    responses = book["Responses"]
    headings = [cell.value for cell in responses[1]]
    for number in range(ROWS):
        values = {"date": 45_000 + number % 900, "client": f"Client {number % 300}", "score": number % 11,
                  "what to change": "Answer faster, please"}  # fmt: skip
        for heading, value in values.items():
            responses.cell(number + 2, headings.index(heading) + 1, value)
    for number in range(300):
        book["Clients"].cell(number + 2, 1, f"Client {number}")
    book["Employees"].cell(2, 1, "Ann")
    book.save(path)


def _commonly(path: Path) -> tuple[gspread.Spreadsheet, Injector]:
    """A spreadsheet as scripts open it, and what counts its calls."""
    service = LocalSheets(path, Injector())
    client = gspread.Client(auth=AnonymousCredentials())  # type: ignore[no-untyped-call]
    client.http_client.session.mount(HOST, LocalTransport(service))
    assert service.injector is not None
    return client.open_by_key(service.spreadsheet_id), service.injector


def _read_commonly(spreadsheet: gspread.Spreadsheet) -> list[pd.DataFrame]:
    return [
        pd.DataFrame(spreadsheet.worksheet(title).get_all_records(value_render_option="UNFORMATTED_VALUE"))  # type: ignore[arg-type]
        for title in READ
    ]


def _reading(path: Path) -> tuple[str, str, str, str]:
    workbook = open_workbook(path)
    spreadsheet, _ = _commonly(path)
    ours, theirs, ratio = compare(workbook.snapshot, lambda: _read_commonly(spreadsheet), rounds=3)
    return (
        f"Reading: {ROWS:,} answers; ours all {len(TABLES)} tables typed and checked, theirs 4 untyped",
        f"{ours:.2f} s",
        f"get_all_records a sheet: {theirs:.2f} s",
        f"{ratio:.1f} x",
    )


def _calls(path: Path) -> tuple[str, str, str, str]:
    workbook = open_workbook(path)
    snapshot = workbook.snapshot()
    history = snapshot.tables["history"].reindex(range(50)).assign(name="Ann", scope="employee", period="month")
    rows = pd.DataFrame({"client": ["Client 1"] * 30, "month": pd.Timestamp("2026-10-01")})
    workbook.commit(snapshot, Changes(tables={"history": history}, appends={"call_list": rows, "tasks": rows}))
    ours = sum(workbook.calls.values())

    spreadsheet, seen = _commonly(path)
    _read_commonly(spreadsheet)
    for title in ("History", "Data issues", "Survey plan"):
        worksheet = spreadsheet.worksheet(title)
        worksheet.update([["written"] * 5] * 30, "A2")
    for title in ("Call list", "Tasks"):
        spreadsheet.worksheet(title).append_rows([["written"] * 5] * 30)
    theirs = sum(seen.calls.values())
    return (
        "Calls of a run: 4 sheets read, 5 written",
        f"{ours} (one of them a write, atomic)",
        f"worksheet by worksheet: {theirs}",
        f"{theirs / ours:.1f} x fewer",
    )
