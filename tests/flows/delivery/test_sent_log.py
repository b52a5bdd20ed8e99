"""What this machine remembers of what it handed over, when a run is killed and when nothing can be remembered."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.delivery import sent_log
from flows.delivery.parcel import Fate
from flows.delivery.sent_log import Known
from flows.delivery.state_folder import state_folder

ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import sys
from flows.delivery import sent_log
with sent_log.run("a-run") as log:
    for line in sys.stdin:
        key, fate = line.split()
        log.settled(key, fate) if fate != "-" else log.handing_over(key)
        print("noted", flush=True)
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NPSHEETS_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@contextmanager
def a_run(*notes: str) -> Iterator[subprocess.Popen[str]]:
    """Another process whose run has made these notes."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        for note in notes:
            print(note, file=child.stdin, flush=True)
            assert child.stdout.readline() == "noted\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def left(run: str = "a-run") -> Known:
    return sent_log.what_became_of([run])[run]


def test_a_run_that_is_killed_leaves_what_it_came_to() -> None:
    """One letter was taken, of one no answer came, the others were not begun: nothing is noted of them."""
    with a_run("sent -", "sent sent", "doubtful -") as child:
        assert left().alive
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert left() == Known(known=True, alive=False, fates={"sent": "sent", "doubtful": ""})


def test_a_run_that_ends_leaves_its_fates_and_no_lock(state: Path) -> None:
    with sent_log.run("a-run") as log:
        log.handing_over("one")
        log.settled("one", Fate.SENT)
        log.settled("two", Fate.REFUSED)
        assert left().alive
    assert left() == Known(known=True, alive=False, fates={"one": "sent", "two": "refused"})
    assert [file.name for file in state.iterdir()] == ["sent.sqlite3"]


def test_a_run_of_another_machine_is_unknown() -> None:
    assert left() == Known()
    with sent_log.run("another"):
        assert left() == Known()


def test_a_letter_that_is_tried_again_is_in_doubt_again() -> None:
    with sent_log.run("a-run") as log:
        log.handing_over("one")
        log.settled("one", Fate.NOT_TRIED)
        log.handing_over("one")
    assert left().fates == {"one": ""}


def test_what_a_run_notes_while_it_is_looked_at_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is alive when looked at, hands a letter over and ends: the letter must not pass for one never begun."""
    held = sent_log._is_held
    with sent_log.run("a-run") as log:

        def seen_at_the_last_moment(file: Path) -> bool:
            log.handing_over("late")
            return held(file)

        monkeypatch.setattr(sent_log, "_is_held", seen_at_the_last_moment)
        assert left().fates == {"late": ""}


def test_runs_of_several_threads_note_at_once() -> None:
    def hand_over(name: str) -> None:
        with sent_log.run(name) as log:
            for number in range(5):
                log.handing_over(f"{number}")
                log.settled(f"{number}", Fate.SENT)

    threads = [threading.Thread(target=hand_over, args=(f"run-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = sent_log.what_became_of([f"run-{n}" for n in range(4)])
    assert all(len(each.fates) == 5 and set(each.fates.values()) == {"sent"} for each in found.values())


def test_what_is_older_than_ninety_days_is_forgotten(state: Path) -> None:
    for name in ("old", "young"):
        with sent_log.run(name) as log:
            log.handing_over("one")
    with sqlite3.connect(state / "sent.sqlite3") as base:
        base.execute("update runs set begun = begun - ? where run = 'old'", (91 * 86_400,))
        base.execute("update runs set begun = begun - ? where run = 'young'", (89 * 86_400,))
    with sent_log.run("new"):
        pass
    found = sent_log.what_became_of(["old", "young"])
    assert (found["old"].known, found["young"].fates) == (False, {"one": ""})


@pytest.mark.parametrize("damage", ["a file in the way", "a damaged file"])
def test_where_nothing_can_be_noted_letters_go_all_the_same(damage: str, state: Path, caplog, monkeypatch) -> None:
    if damage == "a damaged file":
        state.mkdir()
        (state / "sent.sqlite3").write_bytes(b"no database at all" * 100)
    else:
        state.write_text("no folder")
    monkeypatch.setattr(logging.getLogger("prefect"), "propagate", True)
    with caplog.at_level(logging.WARNING), sent_log.run("a-run") as log:
        log.handing_over("one")
        log.settled("one", Fate.SENT)
        assert not left().known
    assert "NPSHEETS_STATE" in caplog.text
    assert str(state) in caplog.text


def test_a_log_that_fails_in_the_middle_stops_what_is_about_to_go(state: Path) -> None:
    with sent_log.run("a-run") as log:
        log.handing_over("one")
        (state / "sent.sqlite3").write_bytes(b"no database at all" * 100)
        with pytest.raises(OSError, match="database"):
            log.handing_over("two")
        log.settled("one", Fate.SENT)


def test_the_state_lies_where_the_system_keeps_such_things(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NPSHEETS_STATE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    assert state_folder() == tmp_path / "xdg" / "npsheets"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state_folder() == tmp_path / ".local" / "state" / "npsheets"


def test_the_log_and_the_channels_are_there_without_waiting_for_prefect() -> None:
    names = "folder, parcel, sent_log, smtp, webhook, secrets"
    loaded = f"import sys; from flows.delivery import {names}; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, check=False).returncode == 0
