"""Quotas used up and calls that fail at random change nothing of what stands in the workbook in the end."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from google.auth.credentials import AnonymousCredentials

from sheets_adapter import Changes, Conflict, Workbook
from sheets_adapter.http import RetryingClient
from sheets_adapter.local.injection import Fault, Injection, Injector, Quotas, to_json
from sheets_adapter.local.server import serve
from tests.sheets_adapter.conftest import JOURNAL, SMALL, TeamFile, history, task, tasks, write_sheets
from tests.sheets_adapter.picture import picture
from tests.sheets_adapter.test_pages import DATA, KPI

KINDS = ("429", "500", "502", "503", "504", "reset", "timeout", "truncated")
MONTHS = 12
SECONDS_BETWEEN_TRIES = 7.0

Open = Callable[[], Workbook]


def trouble(seed: int) -> Injection:
    """One call in five fails, before its effect or after; five reads and two writes a minute go through."""
    share = 0.2 / (2 * len(KINDS))
    faults = [Fault(kind=kind, probability=share, after=after) for kind in KINDS for after in (False, True)]
    return Injection(seed=seed, clock=0, quotas=Quotas(reads_per_user=5, writes_per_user=2), faults=faults)


def months(open_file: Open) -> None:
    """What a programme does month by month, looking anew where somebody else seems to have written."""
    for number in range(MONTHS):
        figures = history(Ann=10.0 * number, Bob=50.0)
        wanted = [task(f"T-{number}"), task(f"U-{number}", "Borg")]
        while True:
            workbook = open_file()
            snapshot = workbook.snapshot()
            there = set(snapshot.tables["tasks"]["task_key"])
            new = [each for each in wanted if each["task_key"] not in there]
            appends = tasks(*new).appends if new else {}
            changes = Changes(tables={"history": figures}, appends=appends, pages=(KPI, DATA), journal=JOURNAL)
            try:
                workbook.commit(snapshot, changes)
            except Conflict:
                continue
            break


def without_trouble(folder: Path) -> TeamFile:
    write_sheets(folder / "team.xlsx", SMALL)
    calm = TeamFile(folder / "team.xlsx")
    months(calm.open)
    return calm


@contextmanager
def in_process(file: TeamFile, injection: Injection) -> Iterator[tuple[Open, Injector]]:
    file.injector.set(injection)

    def open_file() -> Workbook:
        workbook = file.open()
        workbook.client.before_call = lambda _: file.injector.clock.move(SECONDS_BETWEEN_TRIES)
        return workbook

    yield open_file, file.injector


@contextmanager
def over_http(file: TeamFile, injection: Injection) -> Iterator[tuple[Open, Injector]]:
    server = serve(file.path, injection=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    requests.put(server.address + "/injection", json=to_json(injection), timeout=5).raise_for_status()

    def pass_time(_kind: str) -> None:
        body = {"move": SECONDS_BETWEEN_TRIES}
        requests.post(server.address + "/injection/clock", json=body, timeout=5).raise_for_status()

    def open_file() -> Workbook:
        client = RetryingClient(AnonymousCredentials(), address=server.address)
        client.set_timeout((5.0, 0.5))
        client.before_call = pass_time
        return Workbook(client, server.service.spreadsheet_id, location=str(file.path), url="")

    assert server.service.injector is not None
    try:
        yield open_file, server.service.injector
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _seen(file: TeamFile) -> dict[str, Any]:
    """Everything in the file but the ids of protected ranges, which are drawn by chance."""
    found: dict[str, Any] = picture(file.path)
    for sheet in found["sheets"].values():
        for each in sheet.get("protectedRanges", []):
            del each["protectedRangeId"]
    return found


@pytest.mark.parametrize("where", [in_process, over_http])
def test_the_workbook_is_as_after_a_run_without_trouble(small: TeamFile, tmp_path: Path, where: Any) -> None:
    (tmp_path / "calm").mkdir()
    calm = without_trouble(tmp_path / "calm")
    with where(small, trouble(seed=5)) as (open_file, injector):
        months(open_file)
    outcomes = Counter(each.outcome for each in injector.seen)
    assert len(outcomes.keys() - {200}) >= 5, outcomes
    assert _seen(small) == _seen(calm)
    assert small.rows("Journal") == calm.rows("Journal")


def test_the_quotas_alone_are_waited_for(small: TeamFile) -> None:
    with in_process(small, Injection(clock=0, quotas=Quotas(reads_per_user=2, writes_per_user=1))) as (
        open_file,
        injector,
    ):
        months(open_file)
    assert 429 in {each.outcome for each in injector.seen}
    assert len(small.rows("Tasks")) == 1 + 2 * MONTHS
