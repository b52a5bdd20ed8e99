"""What this machine began to hand over, and what it was told: a run that is killed leaves no more doubt than it must.

The sheet says which letters a run has claimed; the log says which of them it came to. It is kept beside the workbook's
own record, not instead of it: on another machine nothing is known of the run, and its letters wait for a person.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout
from prefect.logging import get_logger

from flows.delivery.state_folder import state_folder

KEPT_DAYS = 90
WAIT = 30.0
"""Seconds for another process to let go of the log."""
_TABLES = """
create table if not exists runs (run text primary key, begun real);
create table if not exists letters (run text, key text, fate text, primary key (run, key));
"""


@dataclass(frozen=True)
class Known:
    """What is known here of a run; ``fates`` as in ``program.fates.Left``."""

    known: bool = False
    alive: bool = False
    fates: dict[str, str] = field(default_factory=dict)


class Log:
    """The log of one run; every line is on disk before the call returns."""

    def __init__(self, run: str, file: Path | None) -> None:
        self._run, self._file = run, file

    def handing_over(self, key: str) -> None:
        self._write("insert or replace into letters values (?, ?, '')", (self._run, key))

    def settled(self, key: str, fate: str) -> None:
        self._write("update letters set fate = ? where run = ? and key = ?", (str(fate), self._run, key))

    def begun(self) -> None:
        self._write("insert or replace into runs values (?, ?)", (self._run, time.time()))
        old = (time.time() - KEPT_DAYS * 86_400,)
        self._write("delete from letters where run in (select run from runs where begun < ?)", old)
        self._write("delete from runs where begun < ?", old)

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        if self._file:
            with closing(_opened(self._file)) as base, base:
                base.execute(statement, values)


@contextmanager
def run(name: str) -> Iterator[Log]:
    """The log for as long as ``name`` hands over. Where it cannot be kept, letters go all the same, with a warning."""
    folder = state_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log = Log(name, folder / "sent.sqlite3")
        lock = FileLock(_lock_file(name))
        lock.acquire(timeout=0)
        log.begun()
    except (OSError, sqlite3.Error, Timeout) as refused:
        _warn(refused)
        yield Log(name, None)
        return
    try:
        yield log
    finally:
        lock.release()
        _lock_file(name).unlink(missing_ok=True)


def what_became_of(runs: Collection[str]) -> dict[str, Known]:
    """What this machine knows of each of ``runs``."""
    file = state_folder() / "sent.sqlite3"
    if not file.exists():
        return {}
    found = {}
    try:
        with closing(_opened(file)) as base:
            for name in runs:
                if base.execute("select 1 from runs where run = ?", (name,)).fetchone():
                    letters = base.execute("select key, fate from letters where run = ?", (name,)).fetchall()
                    found[name] = Known(known=True, alive=_is_alive(name), fates=dict(letters))
    except sqlite3.Error as refused:
        _warn(refused)
    return found


def _is_alive(name: str) -> bool:
    """Whether its process still holds its lock: the system lets go of it when the process ends, however it ends."""
    file = _lock_file(name)
    if not file.exists():
        return False
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return True
    lock.release()
    file.unlink(missing_ok=True)
    return False


def _lock_file(name: str) -> Path:
    return state_folder() / f"run-{''.join(letter for letter in name if letter.isalnum() or letter == '-')}.lock"


def _opened(file: Path) -> sqlite3.Connection:
    base = sqlite3.connect(file, timeout=WAIT)
    base.execute("pragma synchronous = full")
    base.executescript(_TABLES)
    return base


def _warn(refused: Exception) -> None:
    get_logger("npsheets").warning(
        "What is sent cannot be remembered in %s (%s): after a crash more letters than need be wait for a person. "
        "NPSHEETS_STATE names another folder.",
        state_folder(),
        refused,
    )
