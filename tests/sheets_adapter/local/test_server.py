"""The same service over HTTP: loopback only, the same answers, nothing printed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests
from google.auth.credentials import AnonymousCredentials

from sheets_adapter.local import FileProblem, create
from sheets_adapter.local.server import LARGEST_BODY, LocalServer, serve


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LocalServer]:
    running = serve(create(tmp_path / "team.xlsx"))
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join(5)


def address(server: LocalServer, path: str = "") -> str:
    return f"{server.address}/v4/spreadsheets/{server.service.spreadsheet_id}{path}"


def test_gspread_needs_nothing_but_another_host(server: LocalServer, capfd: Any) -> None:
    class Redirected(gspread.http_client.HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **more: Any) -> requests.Response:
            endpoint = endpoint.replace("https://sheets.googleapis.com", server.address)
            return super().request(method, endpoint, *args, **more)

    client = gspread.Client(auth=AnonymousCredentials(), http_client=Redirected)
    sheet = client.open_by_key(server.service.spreadsheet_id).sheet1
    sheet.update([["Ромашка", 9]], "A1")
    assert sheet.get("A1:B1", value_render_option="UNFORMATTED_VALUE") == [["Ромашка", 9]]
    assert capfd.readouterr() == ("", "")


def test_it_is_bound_to_loopback(server: LocalServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_a_foreign_host_name_is_refused(server: LocalServer) -> None:
    answer = requests.get(address(server), headers={"Host": "evil.example"}, timeout=5)
    assert (answer.status_code, answer.json()["error"]["status"]) == (403, "PERMISSION_DENIED")
    assert requests.get(address(server), headers={"Host": "localhost:8080"}, timeout=5).status_code == 200


def test_a_body_too_large_is_not_even_read(server: LocalServer) -> None:
    headers = {"Content-Length": str(LARGEST_BODY + 1)}
    request = requests.Request("POST", address(server, ":batchUpdate"), headers=headers).prepare()
    request.headers["Content-Length"] = str(LARGEST_BODY + 1)
    assert requests.Session().send(request, timeout=5).status_code == 413


def test_what_is_no_json_is_a_bad_request(server: LocalServer) -> None:
    for body in (b"{nonsense", b"[1, 2]"):
        answer = requests.post(address(server, ":batchUpdate"), data=body, timeout=5)
        assert answer.status_code == 400
        assert "Invalid JSON payload received" in answer.json()["error"]["message"]


def test_other_paths_are_not_found(server: LocalServer) -> None:
    for path in ("/", "/etc/passwd", "/v4/spreadsheets/../../x", "/v4/spreadsheets/other"):
        assert requests.get(server.address + path, timeout=5).status_code == 404


def test_a_file_that_is_gone_or_open_elsewhere_is_an_answer(server: LocalServer) -> None:
    path = server.service.path
    (path.parent / f".~lock.{path.name}#").touch()
    body = {"requests": [{"addSheet": {"properties": {"title": "A"}}}]}
    assert requests.post(address(server, ":batchUpdate"), json=body, timeout=5).status_code == 503
    path.unlink()
    assert requests.get(address(server), timeout=5).status_code == 404


def test_a_file_that_cannot_be_served_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="not_found"):
        serve(tmp_path / "missing.xlsx")
