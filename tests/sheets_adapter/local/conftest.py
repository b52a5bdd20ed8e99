"""A spreadsheet file behind an unmodified gspread; all that is sent and answered is checked by Google's schemas."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gspread
import openpyxl
import pytest
import requests
from google.auth.credentials import AnonymousCredentials

from sheets_adapter.local import EVERY_HOST, HOST, LocalSheets, LocalTransport, create, routes
from sheets_adapter.local.injection import Injector
from sheets_adapter.local.server import LocalServer, serve
from tests.sheets_adapter.discovery import validate_answer, validate_body


class CheckedTransport(LocalTransport):
    def send(self, request: Any, *arguments: Any, **options: Any) -> Any:
        method = routes.find(request.method, request.path_url.partition("?")[0]).method
        if request.body and request.headers.get("X-Broken-On-Purpose") is None:
            validate_body(method, json.loads(request.body))
        response = super().send(request, *arguments, **options)
        validate_answer(method, response.json())
        return response


class Desk:
    """What a test does with a spreadsheet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.injector = Injector()
        self.service = LocalSheets(path, self.injector)
        self.client = gspread.Client(auth=AnonymousCredentials())
        self.client.http_client.session.mount(HOST, CheckedTransport(self.service))
        self._spreadsheet: gspread.Spreadsheet | None = None

    @property
    def spreadsheet(self) -> gspread.Spreadsheet:
        if self._spreadsheet is None:
            self._spreadsheet = self.client.open_by_key(self.service.spreadsheet_id)
        return self._spreadsheet

    def request(self, method: str, path: str, **more: Any) -> Any:
        address = f"{HOST}/v4/spreadsheets/{self.service.spreadsheet_id}{path}"
        return self.client.http_client.session.request(method, address, **more)

    def batch(self, *requests: dict[str, Any]) -> list[dict[str, Any]]:
        return self.spreadsheet.batch_update({"requests": list(requests)})["replies"]

    def refused(self, *requests: dict[str, Any], status: int = 400) -> str:
        """The message of a batch that is refused; the file must not have been touched."""
        before = self.path.read_bytes()
        broken = {"X-Broken-On-Purpose": "yes"}
        answer = self.request("POST", ":batchUpdate", json={"requests": list(requests)}, headers=broken)
        assert answer.status_code == status, answer.text
        assert self.path.read_bytes() == before
        return answer.json()["error"]["message"]

    def get(self, fields: str = "", **query: Any) -> dict[str, Any]:
        answer = self.request("GET", "", params=query | ({"fields": fields} if fields else {}))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def values(self, a1: str, **options: Any) -> list[list[Any]]:
        options = {"valueRenderOption": "UNFORMATTED_VALUE"} | options
        return self.spreadsheet.values_get(a1, params=options).get("values", [])

    def put(self, rows: list[list[Any]], sheet_id: int = 0, row: int = 0, column: int = 0) -> None:
        start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
        cells = [{"values": [{"userEnteredValue": value_of(each)} for each in line]} for line in rows]
        self.batch({"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue"}})

    def cell(self, a1: str, fields: str = "*") -> dict[str, Any]:
        found = self.get(f"sheets.data.rowData.values({fields})", ranges=a1)["sheets"][0]["data"][0]
        rows = found.get("rowData") or [{}]
        return (rows[0].get("values") or [{}])[0]

    def opened(self) -> openpyxl.Workbook:
        """The file as openpyxl reads it."""
        return openpyxl.load_workbook(self.path)


def value_of(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"formulaValue": value} if value.startswith("=") else {"stringValue": value}
    return {"numberValue": value}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(create(tmp_path / "team.xlsx"))


@pytest.fixture
def made_elsewhere(tmp_path: Path) -> Any:
    """``made_elsewhere(fill)``: a desk on a workbook that openpyxl wrote, knowing nothing of us."""

    def make(fill: Any) -> Desk:
        book = openpyxl.Workbook()
        fill(book)
        book.save(tmp_path / "theirs.xlsx")
        return Desk(tmp_path / "theirs.xlsx")

    return make


class HostRewriter(requests.adapters.HTTPAdapter):
    """Puts another host in front of Google's addresses: all that a client needs to speak to a server of ours."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def send(self, request: Any, *arguments: Any, **options: Any) -> Any:
        host = urlsplit(request.url)
        request.url = self.address + request.url.removeprefix(f"{host.scheme}://{host.netloc}")
        return super().send(request, *arguments, **options)


class Room:
    """A folder that is served, with an unmodified gspread in front of it."""

    def __init__(self, folder: Path, adapter: Any, service: LocalSheets) -> None:
        self.folder = folder
        self.service = service
        self.client = gspread.Client(auth=AnonymousCredentials())
        self.client.http_client.session.mount(EVERY_HOST, adapter)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())

    def drive(self, method: str, path: str, **more: Any) -> Any:
        return self.client.http_client.session.request(
            method, f"https://www.googleapis.com/drive/v3/files{path}", timeout=30, **more
        )

    def sheets(self, method: str, path: str, **more: Any) -> Any:
        return self.client.http_client.session.request(method, f"{HOST}/v4/spreadsheets{path}", timeout=30, **more)


@contextmanager
def running(path: Path) -> Iterator[LocalServer]:
    """A server of a file or a folder that answers until the block ends."""
    server = serve(path)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture(params=["in process", "over HTTP"])
def room(request: Any, tmp_path: Path) -> Iterator[Room]:
    folder = tmp_path / "room"
    folder.mkdir()
    if request.param == "in process":
        service = LocalSheets(folder)
        yield Room(folder, LocalTransport(service), service)
        return
    with running(folder) as server:
        yield Room(folder, HostRewriter(server.address), server.service)
