"""People's workbooks for tests, written in the docstring of the test that reads them.

    Клиенты
    | Заказчик | Менеджер | Клиент с     |
    | Ромашка  | Анна     | = 2026-10-05 |

A line of its own is a sheet's title, the rows below are its first rows; ``| |`` is a blank row. A number is a
number, ``= 2026-10-05`` a real date, ``yes!`` and ``no!`` ticked and unticked boxes, everything else text.
Whatever is sent and answered is checked against Google's schemas.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import stamina
from google.auth.credentials import AnonymousCredentials

from sheets_adapter import Changes, Workbook
from sheets_adapter.http import RetryingClient
from sheets_adapter.local import HOST, LocalSheets, LocalTransport, create, routes
from sheets_adapter.local.injection import Edit, Fault, Injection, Injector
from tests.sheets_adapter.discovery import validate_answer, validate_body

EPOCH = date(1899, 12, 30)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_BOXES = {"yes!": True, "no!": False}


class CheckedTransport(LocalTransport):
    """The local service, with every body and every answer held against the published schemas."""

    def send(self, request: Any, *arguments: Any, **options: Any) -> Any:
        method = routes.find(request.method, request.path_url.partition("?")[0]).method
        if request.body:
            validate_body(method, json.loads(request.body))
        response = super().send(request, *arguments, **options)
        if "json" in response.headers["Content-Type"]:
            validate_answer(method, response.json())
        return response


class TeamFile:
    """A file on disk, opened by as many runs as a test wants, and edited by people in between."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.injector = Injector()
        self.service = LocalSheets(path, self.injector)

    def inject(self, *what: Fault | Edit) -> None:
        """From the next call on; calls are counted from here."""
        faults = [each for each in what if isinstance(each, Fault)]
        self.injector.set(Injection(faults=faults, edits=[each for each in what if isinstance(each, Edit)]))

    @property
    def calls(self) -> Counter[str]:
        return self.injector.calls

    def sent(self) -> list[Any]:
        """The bodies of the batches, those included that failed."""
        return self.injector.bodies("batchUpdate")

    def open(self) -> Workbook:
        client = RetryingClient(AnonymousCredentials())
        client.session.mount(HOST, CheckedTransport(self.service))
        return Workbook(client, self.service.spreadsheet_id, location=str(self.path), url="")

    def by_hand(self, edit: Callable[[openpyxl.Workbook], None]) -> None:
        """A person opens the file, edits it and saves it."""
        book = openpyxl.load_workbook(self.path)
        edit(book)
        book.save(self.path)

    def rows(self, title: str) -> list[list[Any]]:
        """What stands on a sheet, as openpyxl reads it: rows cut at their last filled cell."""
        rows = [list(row) for row in openpyxl.load_workbook(self.path)[title].iter_rows(values_only=True)]
        return [_trimmed(row) for row in rows]

    def cell(self, title: str, address: str) -> Any:
        return openpyxl.load_workbook(self.path)[title][address]


def _trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] is None:
        row.pop()
    return row


def parse_sheets(text: str) -> Iterator[tuple[str, list[list[Any]]]]:
    title, rows = "", []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("|") and title:
            rows.append([_cell(cell.strip()) for cell in stripped.strip("|").split("|")])
        elif rows or not stripped:
            if rows:
                yield title, rows
            title, rows = stripped, []
        else:
            title = stripped
    if rows:
        yield title, rows


def _cell(text: str) -> Any:
    if text.startswith("= "):
        return (date.fromisoformat(text[2:]) - EPOCH).days
    if text in _BOXES:
        return _BOXES[text]
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text.replace("\\n", "\n") or None


def write_sheets(path: Path, text: str, locale: str = "en_US") -> None:
    create(path, locale=locale, time_zone="Europe/Moscow", sheet_title="Notes")
    book = openpyxl.load_workbook(path)
    for title, rows in parse_sheets(text):
        sheet = book["Notes"] if title == "Notes" else book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)


@pytest.fixture
def make_file(tmp_path: Path) -> Callable[..., TeamFile]:
    def make(text: str, locale: str = "en_US") -> TeamFile:
        write_sheets(tmp_path / "team.xlsx", text, locale)
        return TeamFile(tmp_path / "team.xlsx")

    return make


@pytest.fixture
def team_file(request: pytest.FixtureRequest, make_file: Callable[..., TeamFile]) -> TeamFile:
    """The workbook in the test's docstring; ``locale: ru_RU`` in its first line says which locale it has."""
    text = request.function.__doc__ or ""
    locale = re.search(r"locale: (\w+)", text)
    return make_file(text, locale[1] if locale else "en_US")


@pytest.fixture(autouse=True)
def no_pauses() -> Iterator[None]:
    """Retries happen at once."""
    with stamina.set_testing(True, attempts=10):
        yield


SMALL = """
Clients
| Client | Manager |
| Acme   | Ann     |
| Borg   | Bob     |

Employees
| Employee | Role    |
| Ann      | manager |
| Bob      | manager |
"""
JOURNAL = {
    "when": pd.Timestamp("2026-11-01 07:00"),
    "flow": "daily",
    "version": "0.1",
    "month": pd.Timestamp("2026-10-01"),
    "rows_read": 4,
    "rejected": 0,
    "note": "",
}


@pytest.fixture
def small(make_file: Callable[..., TeamFile]) -> TeamFile:
    """Two clients, two employees, nothing of ours yet."""
    return make_file(SMALL)


def history(**nps: float) -> pd.DataFrame:
    """``history(Ann=50.0)``: rows of the table History for October 2026."""
    return pd.DataFrame(
        {
            "month": pd.Timestamp("2026-10-01"),
            "period": "quarter",
            "scope": "employee",
            "name": pd.Series(list(nps), dtype="str"),
            "n": 6.0,
            "nps": list(nps.values()),
            "closed": pd.NaT,
        }
    )


def task(key: str, client: str = "Acme", **more: Any) -> dict[str, Any]:
    return {"task_key": key, "client": client, "status": "new", "answered_on": pd.Timestamp("2026-10-05"), **more}


def tasks(*rows: dict[str, Any]) -> Changes:
    return Changes(appends={"tasks": pd.DataFrame(list(rows))}, journal=JOURNAL)
