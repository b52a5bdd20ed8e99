"""`npsheets schedule` as a person runs it: started, killed, started again, stopped."""

from __future__ import annotations

import asyncio
import os
import queue
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
import requests
from typer.testing import CliRunner

from flows.cli import app
from flows.schedule.look import look
from tests.flows.downtime import MISSED, run_in, sheets_of, stood_still
from tests.flows.prefect_server import ROOT
from tests.flows.sheet import rows_of, type_into

AT_MOST = 240.0
LATE = MISSED[1:4]
"""The round of the 1st, the month before, and that morning."""


class Scheduled:
    """A running command: its lines as they come, its address of Prefect. Silence fails a test, it hangs none."""

    def __init__(self, workbook: Path, home: Path, *options: str) -> None:
        self.told: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "schedule", str(workbook), *options],
            cwd=ROOT,
            env=os.environ
            | {"PREFECT_HOME": str(home), "PREFECT_RUNNER_POLL_FREQUENCY": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def wait_for(self, pattern: str, times: int = 1) -> list[str]:
        """The lines that match, when there are so many."""
        deadline = time.monotonic() + AT_MOST
        while len(found := [line for line in self.told if re.search(pattern, line)]) < times:
            try:
                self.told.append(self._lines.get(timeout=max(0.0, deadline - time.monotonic())))
            except queue.Empty:
                raise AssertionError(self.told) from None
        return found

    @property
    def api(self) -> str:
        return self.wait_for("http://")[0].split("at ")[1].split(",")[0]

    def end(self, how: signal.Signals) -> float:
        """Seconds until it was gone."""
        start = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(30)
        return time.monotonic() - start


@pytest.fixture
def scheduled(tmp_path: Path) -> Iterator[list[Scheduled]]:
    """Puts an end to whatever a test has started."""
    started: list[Scheduled] = []
    yield started
    for each in started:
        if each.process.poll() is None:
            each.end(signal.SIGKILL)


def test_what_was_missed_while_it_was_killed_is_caught_up_when_it_starts_again(
    new_workbook: Path, tmp_path: Path, scheduled: list[Scheduled]
) -> None:
    """Over the end of a month, as if each had run on its day, and what was under way is run again.

    Then it stops and leaves nothing behind.
    """
    stood_still(new_workbook)
    in_time = run_in(Path(shutil.copy(new_workbook, tmp_path / "in_time.xlsx")), LATE)
    home = tmp_path / "home"

    first = Scheduled(new_workbook, home)
    scheduled.append(first)
    assert [line.split(":")[0].strip() for line in first.wait_for("next on", 3)] == [
        "Survey round",
        "Monthly NPS",
        "Daily watch",
    ]
    _wait_until_scheduled(home / "prefect.db")
    first.end(signal.SIGKILL)
    _wait_until_gone(first.api)
    _let_time_pass(home / "prefect.db")
    _leave_one_broken_off(home / "prefect.db")

    again = Scheduled(new_workbook, home)
    scheduled.append(again)
    assert "3 runs" in again.wait_for("Catching up")[0]
    done = again.wait_for(": (done|failed|broken)", len(LATE))
    assert [line.split("  ")[1].split(":")[0] for line in done] == [
        {"daily_watch": "Daily watch", "survey_round": "Survey round", "monthly_nps": "Monthly NPS"}[flow]
        for flow, _ in LATE
    ], (home / "npsheets-schedule.log").read_text()
    assert all(": done in" in line for line in done)
    assert sheets_of(new_workbook) == sheets_of(in_time)

    assert again.end(signal.SIGTERM) < 10
    assert again.process.returncode == 0
    _wait_until_gone(again.api, seconds=0)
    with sqlite3.connect(home / "prefect.db") as database:
        assert not database.execute("select 1 from deployment where paused").fetchall()


def test_a_wrong_location_is_said_at_once(tmp_path: Path, scheduled: list[Scheduled]) -> None:
    wrong = Scheduled(tmp_path / "nowhere.xlsx", tmp_path / "home")
    scheduled.append(wrong)
    assert wrong.wait_for("nowhere.xlsx”. Check the link or the path.")
    assert wrong.process.wait(30) == 1
    assert not (tmp_path / "home" / "prefect.db").exists()


def test_a_time_zone_that_nobody_knows_is_a_mistyped_command(new_workbook: Path) -> None:
    told = CliRunner().invoke(app, ["schedule", str(new_workbook), "--time-zone", "Mars/Olympus"])
    assert told.exit_code == 2
    assert "Mars/Olympus" in told.stderr


def test_the_clock_is_the_options_else_the_workbooks_else_the_machines(
    new_workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.schedule.look.get_localzone_name", lambda: "Asia/Tokyo")
    assert (look(str(new_workbook), None).zone, look(str(new_workbook), None).zone_from) == (
        "Asia/Tokyo",
        "zone_machine",
    )
    row = next(at for at, row in enumerate(rows_of(new_workbook, "Settings"), 2) if row["setting"] == "time zone")
    type_into(new_workbook, "Settings", row, value="Europe/Moscow")
    assert look(str(new_workbook), None).zone == "Europe/Moscow"
    assert not look(str(new_workbook), None).differs
    other = look(str(new_workbook), "Asia/Vladivostok")
    assert (other.zone, other.counted, other.differs) == ("Asia/Vladivostok", "Europe/Moscow", True)


def _wait_until_scheduled(database: Path) -> None:
    """The scheduler keeps three runs of each flow ahead."""
    deadline = time.monotonic() + AT_MOST
    while True:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as read:
            if read.execute("select count(*) from flow_run where state_type = 'SCHEDULED'").fetchone()[0] >= 9:
                return
        assert time.monotonic() < deadline
        time.sleep(0.5)


def _let_time_pass(database: Path) -> None:
    """The runs that were ahead become those that were missed: what a clock does while everything is off."""
    missed = {flow: [when for each, when in LATE if each == flow] for flow, _ in LATE}
    with sqlite3.connect(database) as write:
        for flow, moments in missed.items():
            ahead = write.execute(
                "select flow_run.id from flow_run join flow on flow.id = flow_run.flow_id"
                " where flow.name = ? order by next_scheduled_start_time",
                (flow.replace("_", "-"),),
            ).fetchall()
            for (run,), moment in zip(ahead, moments, strict=False):
                at = moment.replace(tzinfo=UTC)
                stored = at.strftime("%Y-%m-%d %H:%M:%S.000000")
                write.execute(
                    "update flow_run set next_scheduled_start_time = ?, expected_start_time = ? where id = ?",
                    (stored, stored, run),
                )
                write.execute(
                    "update flow_run_state set state_details = json_set(state_details, '$.scheduled_time', ?)"
                    " where flow_run_id = ?",
                    (at.isoformat(), run),
                )


def _leave_one_broken_off(database: Path) -> None:
    """The survey round was under way when the machine went down: it still counts as running, and holds its slot."""
    with sqlite3.connect(database) as write:
        run, deployment = write.execute(
            "select flow_run.id, deployment_id from flow_run join flow on flow.id = flow_run.flow_id"
            " where flow.name = 'survey-round' order by expected_start_time"
        ).fetchone()
        write.execute(
            "update flow_run set state_type = 'RUNNING', state_name = 'Running', run_count = 1,"
            " start_time = expected_start_time, state_timestamp = expected_start_time,"
            " next_scheduled_start_time = null where id = ?",
            (run,),
        )
        write.execute("update flow_run_state set type = 'RUNNING', name = 'Running' where flow_run_id = ?", (run,))
        held = "update concurrency_limit_v2 set active_slots = 1 where name = 'deployment:' || ?"
        assert write.execute(held, (deployment,)).rowcount == 1


def _wait_until_gone(api: str, seconds: float = 15) -> None:
    """The server that the command kept for itself has ended with it, however it ended."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            requests.get(f"{api}/health", timeout=2)
        except requests.ConnectionError:
            return
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_second_ctrl_c_while_it_is_stopping_is_no_error() -> None:
    from flows.schedule.serving import _until_stopped

    async def until_told() -> None:
        await asyncio.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(AT_MOST)

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        asyncio.run(_until_stopped(until_told()))
        assert signal.getsignal(signal.SIGINT) not in before.values()
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
