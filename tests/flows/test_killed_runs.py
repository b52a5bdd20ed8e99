"""Runs that deliver are killed at every step: no client gets two letters, none is forgotten."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest

from sheets_adapter.local.server import LocalServer
from sheets_adapter.local.service import LocalSheets
from sheets_adapter.local.shelf import id_of
from tests.flows.killed_runs import Runner
from tests.flows.letter_firm import CLIENTS, a_team, outbox, settings
from tests.flows.mail_server import MailServer

EARLY = "2026-11-26T06:00"
AT_WORK = "2026-11-26T11:00"
LATER = "2026-11-26T12:30"
STEPS = [
    *("rcpt 1", "data 1", "mail 2", "data 2"),
    *(f"{when} {call}" for call in ("batchUpdate 1", "batchUpdate 2") for when in ("before", "after")),
]
"""Of two letters: the first is announced, taken, answered (the second then begins), the second is taken; and the writes
before and after them.
"""


class WatchedSheets(LocalSheets):
    """Says before and after each call which it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.calls: Counter[str] = Counter()
        self.on_call: Callable[[str], None] = lambda _step: None

    def handle(self, method: str, path: str, *more: Any, **options: Any) -> Any:
        call = "batchUpdate" if path.endswith(":batchUpdate") else "values.batchGet" if "values" in path else "get"
        self.calls[call] += 1
        step = f"{call} {self.calls[call]}"
        self.on_call(f"before {step}")
        answer = super().handle(method, path, *more, **options)
        self.on_call(f"after {step}")
        return answer


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    home = tmp_path_factory.mktemp("runner")
    environment = {
        "NPSHEETS_STATE": str(home / "state"),
        "PREFECT_HOME": str(home),
        "NPSHEETS_GOOGLE_CREDENTIALS": "none",
    }
    found = Runner(environment)
    yield found
    found.close()


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, runner: Runner) -> Path:
    """A firm whose round is open and whose letters wait for the hours in which they may go."""
    path = a_team(tmp_path_factory.mktemp("killed") / "team.xlsx", 25)
    assert runner.run("survey_round", str(path), "", as_of=EARLY) == 0
    assert set(outbox(path).values()) == {"queued"}
    return path


@pytest.fixture
def post(team: Path, tmp_path: Path) -> Iterator[tuple[MailServer, WatchedSheets, LocalServer, Path]]:
    with MailServer() as mail:
        path = tmp_path / "team.xlsx"
        path.write_bytes(team.read_bytes())
        settings(path, smtp_server=f"127.0.0.1:{mail.port}")
        sheets = WatchedSheets(path)
        server = LocalServer(sheets)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield mail, sheets, server, path
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("moment", STEPS)
def test_a_run_killed_at_any_step_sends_no_letter_twice_and_forgets_none(moment, runner, post) -> None:
    mail, sheets, server, path = post
    running: list[int] = []
    began = threading.Event()

    def kill_at(step: str) -> None:
        if step == moment:
            began.wait(10)
            with suppress(ProcessLookupError):
                os.kill(running[0], signal.SIGKILL)

    mail.on_step = lambda step: kill_at(f"{step} {mail.steps[step]}")
    sheets.on_call = kill_at
    running.append(runner.start("deliver", id_of(path.resolve()), server.address, as_of=AT_WORK))
    began.set()
    status = runner.ended()
    assert status == -signal.SIGKILL

    mail.on_step = sheets.on_call = lambda _step: None
    assert runner.run("deliver", id_of(path.resolve()), server.address, as_of=LATER) == 0
    assert all(times == 1 for times in mail.taken.values())
    states = outbox(path)
    assert len(states) == CLIENTS // 3
    arrived = {parseaddr(str(message["To"]))[1] for _, message in mail.letters}
    for client, state in states.items():
        number = client.rpartition(" ")[2]
        assert state in {"sent", "unconfirmed"}
        assert state != "sent" or f"p{number}@c{number}.com" in arrived
    doubtful = [state for state in states.values() if state == "unconfirmed"]
    assert len(doubtful) == (1 if moment.startswith("data") else 0)
