"""The same injection over HTTP: at /injection, where a server was started for it and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.exceptions import ChunkedEncodingError

from sheets_adapter.local import HOST, LocalSheets, LocalTransport, create
from sheets_adapter.local.injection import Fault, Injection, Injector
from sheets_adapter.local.server import LocalServer, serve

ADD = {"requests": [{"addSheet": {"properties": {"title": "New"}}}]}


@contextmanager
def running(path: Path, **options: Any) -> Iterator[LocalServer]:
    server = serve(path, **options)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class Remote:
    """A client of a server."""

    def __init__(self, server: LocalServer) -> None:
        self.address = server.address
        self.sheets = f"{server.address}/v4/spreadsheets/{server.service.spreadsheet_id}"

    def inject(self, **given: Any) -> dict[str, Any]:
        answer = requests.put(self.address + "/injection", json=given, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def seen(self) -> list[tuple[str, Any]]:
        told = requests.get(self.address + "/injection", timeout=5).json()["seen"]
        return [(each["method"], each["outcome"]) for each in told]

    def get(self, path: str = "", user: str = "", timeout: float = 5) -> requests.Response:
        headers = {"Authorization": f"Bearer {user}"} if user else {}
        return requests.get(self.sheets + path, headers=headers, timeout=timeout)

    def batch(self, body: Any = ADD) -> requests.Response:
        return requests.post(self.sheets + ":batchUpdate", json=body, timeout=5)

    def titles(self) -> list[str]:
        return [each["properties"]["title"] for each in self.get().json()["sheets"]]


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Remote]:
    with running(create(tmp_path / "team.xlsx"), injection=True) as server:
        yield Remote(server)


def test_a_server_that_was_not_started_for_it_has_no_such_address(tmp_path: Path) -> None:
    with running(create(tmp_path / "team.xlsx")) as server:
        assert requests.get(server.address + "/injection", timeout=5).status_code == 404
        assert requests.put(server.address + "/injection", json={}, timeout=5).status_code == 404


def test_a_web_page_cannot_reach_it(remote: Remote) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        for method in ("GET", "PUT", "DELETE"):
            answer = requests.request(method, remote.address + "/injection", headers=headers, json={}, timeout=5)
            assert answer.status_code == 403


def test_what_is_injected_can_be_asked_for_and_taken_back(remote: Remote) -> None:
    remote.inject(faults=[{"kind": "503", "method": "get", "at": [2]}])
    assert [remote.get().status_code for _ in range(3)] == [200, 503, 200]
    told = requests.get(remote.address + "/injection", timeout=5).json()
    assert told["injection"]["faults"][0]["at"] == [2]
    assert told["calls"] == {"get": 3}
    assert remote.seen() == [("get", 200), ("get", 503), ("get", 200)]
    assert requests.delete(remote.address + "/injection", timeout=5).json()["injection"]["faults"] == []
    assert remote.seen() == []


def test_what_cannot_be_injected_is_said(remote: Remote) -> None:
    answer = requests.put(remote.address + "/injection", json={"faults": [{"kind": "teapot"}]}, timeout=5)
    assert (answer.status_code, "teapot" in answer.json()["error"]["message"]) == (400, True)
    assert requests.post(remote.address + "/injection/clock", json={"move": "on"}, timeout=5).status_code == 400
    assert requests.put(remote.address + "/injection/clock", json={}, timeout=5).status_code == 404


def test_users_are_told_apart_by_their_tokens_and_the_clock_is_moved_by_hand(remote: Remote) -> None:
    remote.inject(clock=0, quotas={"reads_per_user": 1})
    assert [remote.get(user=user).status_code for user in ("a", "a", "b", "b")] == [200, 429, 200, 429]
    assert remote.get("?quotaUser=c", user="a").status_code == 200
    requests.post(remote.address + "/injection/clock", json={"move": 60}, timeout=5)
    assert remote.get(user="a").status_code == 200


def test_somebody_elses_edit_is_made_by_the_service(remote: Remote) -> None:
    values = [{"range": "Sheet1!A1", "values": [["=1+1", "typed"]]}]
    remote.inject(
        edits=[
            {"method": "values.get", "at": [1], "values": values},
            {"method": "values.get", "at": [1], "after": True, "requests": ADD["requests"]},
        ]
    )
    assert remote.get("/values/A1:B1").json()["values"] == [["2", "typed"]]
    assert remote.titles() == ["Sheet1", "New"]
    assert remote.seen() == [("values.get", 200), ("get", 200)], "what others do is not among the calls"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("kind", "raised"),
    [("reset", requests.ConnectionError), ("timeout", requests.ReadTimeout), ("truncated", ChunkedEncodingError)],
)
def test_a_connection_breaks_in_the_same_way_over_http_and_in_process(
    remote: Remote, tmp_path: Path, kind: str, raised: type[Exception], after: bool
) -> None:
    remote.inject(faults=[{"kind": kind, "method": "get", "after": after}])
    with pytest.raises(raised):
        remote.get(timeout=0.3 if kind == "timeout" else 5)
    assert remote.seen() == [("get", kind)]

    injector = Injector(Injection(faults=[Fault(kind=kind, method="get", after=after)]))
    service = LocalSheets(create(tmp_path / "other.xlsx"), injector)
    session = requests.Session()
    session.mount(HOST, LocalTransport(service))
    with pytest.raises(raised):
        session.get(f"{HOST}/v4/spreadsheets/{service.spreadsheet_id}")


@pytest.mark.parametrize("kind", ["502", "not_json"])
def test_a_page_of_the_frontends_is_no_json(remote: Remote, kind: str) -> None:
    remote.inject(faults=[{"kind": kind}])
    answer = remote.get()
    assert answer.status_code == (502 if kind == "502" else 200)
    assert answer.headers["Content-Type"] == "text/html; charset=UTF-8"
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_a_lost_answer_has_had_its_effect(remote: Remote) -> None:
    remote.inject(faults=[{"kind": "reset", "method": "batchUpdate", "after": True}])
    with pytest.raises(requests.ConnectionError):
        remote.batch()
    assert remote.titles() == ["Sheet1", "New"]


def test_an_answer_may_be_any_text(remote: Remote) -> None:
    remote.inject(faults=[{"answer": {"status": 403, "body": "<p>Blocked", "headers": {"Via": "proxy"}}}])
    answer = remote.get()
    assert (answer.status_code, answer.text, answer.headers["Via"]) == (403, "<p>Blocked", "proxy")
