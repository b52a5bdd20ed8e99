"""What may not reach the files over HTTP: pages in a browser, bodies without end, addresses that lead elsewhere."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import requests

from sheets_adapter.local import create
from sheets_adapter.local.incoming import LARGEST_BODY
from sheets_adapter.local.server import LocalServer, _Handler
from sheets_adapter.local.shelf import id_of
from tests.sheets_adapter.local.conftest import running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LocalServer]:
    with running(create(tmp_path / "team.xlsx")) as server:
        yield server


def said(server: LocalServer, request: bytes, *, ends: bool = False) -> tuple[int, dict[str, Any]]:
    """Status and body of the answer to what is written into the socket; ``ends``: nothing more will come."""
    with socket.create_connection(server.server_address[:2], timeout=20) as connection:
        connection.sendall(request)
        if ends:
            connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb")
        status = int(answer.readline().split()[1])
        length = 0
        while line := answer.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return status, json.loads(answer.read(length) or b"{}")


def request(server: LocalServer, *headers: str, method: str = "GET", path: str = "", body: bytes = b"") -> bytes:
    address = path or f"/v4/spreadsheets/{server.service.spreadsheet_id}"
    lines = [f"{method} {address} HTTP/1.1", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "localhost.:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:99"]
)
def test_this_machine_has_several_names(server: LocalServer, host: str) -> None:
    assert said(server, request(server, f"Host: {host}"))[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ("Host:",),
        ("Host: evil.example",),
        ("Host: localhost.evil.example",),
        ("Host: 127.0.0.1.evil.example:8080",),
        ("Host: evil.example:80@localhost",),
        ("Host: localhost@evil.example",),
        ("Host: [::1",),
        ("Host: localhost:port",),
        ("Host: localhost", "Host: evil.example"),
        ("Host: 10.0.0.1",),
    ],
)
def test_every_other_host_is_refused(server: LocalServer, headers: tuple[str, ...]) -> None:
    status, body = said(server, request(server, *headers))
    assert (status, body["error"]["status"]) == (403, "PERMISSION_DENIED")


def test_a_whole_address_is_looked_at_too(server: LocalServer) -> None:
    path = f"/v4/spreadsheets/{server.service.spreadsheet_id}"
    assert said(server, request(server, "Host: localhost", path=f"http://evil.example{path}"))[0] == 403
    assert said(server, request(server, "Host: localhost", path=f"http://localhost{path}"))[0] == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example", "file://", ""])
def test_a_page_of_elsewhere_neither_reads_nor_writes(server: LocalServer, origin: str) -> None:
    path = server.service.path
    before = path.read_bytes()
    body = b'{"requests": [{"addSheet": {"properties": {"title": "Mine"}}}]}'
    sent = request(
        server,
        "Host: localhost",
        f"Origin: {origin}",
        "Content-Type: text/plain",
        f"Content-Length: {len(body)}",
        method="POST",
        path=f"/v4/spreadsheets/{server.service.spreadsheet_id}:batchUpdate",
        body=body,
    )
    assert said(server, sent)[0] == 403
    assert path.read_bytes() == before


def test_a_page_of_this_machine_is_let_in(server: LocalServer) -> None:
    assert said(server, request(server, "Host: localhost", "Origin: http://localhost:3000"))[0] == 200


def test_a_browser_is_promised_nothing(server: LocalServer) -> None:
    answer = requests.options(f"{server.address}/v4/spreadsheets/{server.service.spreadsheet_id}", timeout=5)
    assert answer.status_code == 404
    assert not any(name.lower().startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (("Content-Length: -5",), b"", 400),
        (("Content-Length: five",), b"", 400),
        (("Content-Length: 1_0",), b"{}", 400),
        (("Content-Length: 2", "Content-Length: 3"), b"{}", 400),
        ((f"Content-Length: {LARGEST_BODY + 1}",), b"", 413),
        (("Content-Length: " + "9" * 5000,), b"", 413),
        (("Content-Length: 2", "Transfer-Encoding: chunked"), b"{}", 400),
        (("Transfer-Encoding: gzip",), b"", 400),
        (("Content-Encoding: gzip", "Content-Length: 2"), b"{}", 501),
        (("Transfer-Encoding: chunked",), b"zz\r\n", 400),
        (("Transfer-Encoding: chunked",), b"-1\r\n", 400),
        (("Transfer-Encoding: chunked",), f"{LARGEST_BODY + 1:x}\r\n".encode(), 413),
        (("Transfer-Encoding: chunked",), b"1" * 5000, 400),
        (("Transfer-Encoding: chunked",), b"2\r\n{}xx\r\n", 400),
    ],
)
def test_a_body_of_no_honest_size_is_refused(
    server: LocalServer, headers: tuple[str, ...], body: bytes, status: int
) -> None:
    sent = request(server, "Host: localhost", *headers, method="POST", body=body)
    assert said(server, sent)[0] == status


def test_a_body_in_chunks_is_put_together(server: LocalServer) -> None:
    def parts() -> Iterator[bytes]:
        yield b'{"requests": [{"addSheet": {"properties": '
        yield b'{"title": "In parts"}}}]}'

    address = f"{server.address}/v4/spreadsheets/{server.service.spreadsheet_id}"
    assert requests.post(f"{address}:batchUpdate", data=parts(), timeout=10).status_code == 200
    assert openpyxl.load_workbook(server.service.path).sheetnames == ["Sheet1", "In parts"]


def test_a_body_that_does_not_come_is_not_waited_for(server: LocalServer, monkeypatch: Any) -> None:
    short = request(server, "Host: localhost", "Content-Length: 10", method="POST", body=b"{}")
    assert said(server, short, ends=True)[0] == 400
    monkeypatch.setattr(_Handler, "timeout", 0.2)
    assert said(server, short)[0] == 408


def test_too_many_headers_are_refused(server: LocalServer) -> None:
    many = [f"X-Header-{number}: x" for number in range(200)]
    with socket.create_connection(server.server_address[:2], timeout=20) as connection:
        connection.sendall(request(server, "Host: localhost", *many))
        assert connection.recv(100).split()[1] == b"431"
    with socket.create_connection(server.server_address[:2], timeout=20) as connection:
        connection.sendall(request(server, "Host: localhost", "X-Long: " + "x" * 70000))
        assert connection.recv(100).split()[1] == b"431"


def test_addresses_lead_nowhere_else(server: LocalServer) -> None:
    for path in (
        "/",
        "/etc/passwd",
        "/../../etc/passwd",
        "/v4/spreadsheets/..%2F..%2Fetc%2Fpasswd",
        "/v4/spreadsheets/%00",
        "/drive/v3/files/../../secret",
        "/drive/v3/files/%2e%2e/export?mimeType=text/csv",
        "/spreadsheets/d/..%2Fteam.xlsx/export?format=xlsx",
        "//evil.example/v4/spreadsheets/x",
    ):
        assert said(server, request(server, "Host: localhost", path=path))[0] == 404, path


def test_an_answer_tells_no_path_of_this_machine(server: LocalServer, monkeypatch: Any, capfd: Any) -> None:
    path = server.service.path
    address = f"{server.address}/v4/spreadsheets/{server.service.spreadsheet_id}"
    assert str(path.parent) not in requests.get(address, timeout=5).text
    (path.parent / f".~lock.{path.name}#").touch()
    busy = requests.post(f"{address}:batchUpdate", json={"requests": [{"addSheet": {}}]}, timeout=5)
    assert (busy.status_code, busy.json()["error"]["message"]) == (
        503,
        "The file team.xlsx is open in another program.",
    )

    def breaks(*_arguments: Any) -> None:
        raise RuntimeError(str(path))

    monkeypatch.setattr("sheets_adapter.local.routes.find", breaks)
    broken = requests.get(address, timeout=5)
    assert (broken.status_code, broken.json()["error"]["message"]) == (500, "Internal error encountered.")
    # Who runs the server is told what happened.
    server.shutdown()
    assert "RuntimeError" in capfd.readouterr().err


def test_a_page_pretending_another_method_is_no_way_round(server: LocalServer) -> None:
    headers = {"X-HTTP-Method-Override": "GET"}
    address = f"{server.address}/v4/spreadsheets/{server.service.spreadsheet_id}"
    form = {"fields": "spreadsheetId"}
    assert requests.post(address, data=form, headers=headers, timeout=5).json().keys() == {"spreadsheetId"}
    assert requests.get(address, headers=headers, timeout=5).status_code == 400


def test_many_at_once_lose_nothing_of_one_file(server: LocalServer) -> None:
    address = f"{server.address}/v4/spreadsheets/{server.service.spreadsheet_id}/values/A1:append"

    def append(number: int) -> int:
        return requests.post(
            address, params={"valueInputOption": "RAW"}, json={"values": [[number]]}, timeout=60
        ).status_code

    with ThreadPoolExecutor(12) as pool:
        assert set(pool.map(append, range(40))) == {200}
    column = [cell.value for cell in openpyxl.load_workbook(server.service.path)["Sheet1"]["A"]]
    assert sorted(column) == list(range(40))


def test_many_at_once_on_several_files_mix_nothing_up(tmp_path: Path) -> None:
    titles = [f"Team {number}" for number in range(16)]
    with running(tmp_path) as server, ThreadPoolExecutor(12) as pool:

        def make(title: str) -> str:
            body = {"name": "Team", "mimeType": "application/vnd.google-apps.spreadsheet"}
            file_id = requests.post(f"{server.address}/drive/v3/files", json=body, timeout=60).json()["id"]
            address = f"{server.address}/v4/spreadsheets/{file_id}/values/A1"
            requests.put(address, params={"valueInputOption": "RAW"}, json={"values": [[title]]}, timeout=60)
            return str(file_id)

        ids = list(pool.map(make, titles))
        assert len(set(ids)) == len(titles)
        assert {id_of(path) for path in tmp_path.glob("*.xlsx")} == set(ids)
        for file_id, title in zip(ids, titles, strict=True):
            read = requests.get(f"{server.address}/v4/spreadsheets/{file_id}/values/A1", timeout=60)
            assert read.json()["values"] == [[title]]
