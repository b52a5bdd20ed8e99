"""What this machine began to hand over and what it was told, so that a run that is killed leaves no needless doubt.

The workbook says which letters a run has claimed; this log says to which of them the run came. A run holds a lock of
the system's for as long as its process lives, however it ends. Another machine knows nothing of the run.

Where the log cannot be kept, letters go all the same, with a warning: after a crash they then wait for a person.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from flows.delivery.parcel import one_line
from flows.delivery.state_folder import state_folder
from flows.texts import language_of_shell, say

KEPT_DAYS = 90
WAIT = 30.0
"""Seconds for another process to let go of the file."""
TABLES = """
create table if not exists runs (run text primary key, begun real not null);
create table if not exists letters (run text, key text, fate text not null, primary key (run, key)) without rowid;
"""
_told = logging.getLogger("prefect.npsheets")  # Prefect's, if it is there


@dataclass(frozen=True)
class Known:
    """What is known here of a run, with the fields of ``program.fates.Left``.

    Not ``known``: it never ran on this machine. ``alive``: it still does. ``fates``: of what it began to hand over,
    by key; empty where no answer was seen. Final once the run is no longer alive.
    """

    known: bool = False
    alive: bool = False
    fates: Mapping[str, str] = field(default_factory=dict)


class Log:
    """As ``parcel.Log``, for one run; ``file``: None where nothing can be kept."""

    def __init__(self, run_id: str, file: Path | None) -> None:
        self._run, self._file = run_id, file

    def handing_over(self, key: str) -> None:
        try:
            self._note(key, "")
        except sqlite3.Error as refused:
            raise OSError(str(refused)) from refused

    def settled(self, key: str, fate: str) -> None:
        try:
            self._note(key, str(fate))
        except (sqlite3.Error, OSError) as refused:
            _warn(refused)

    def _note(self, key: str, fate: str) -> None:
        if self._file:
            with closing(_opened(self._file)) as base, base:
                base.execute("insert or replace into letters values (?, ?, ?)", (self._run, key, fate))


@contextmanager
def run(name: str) -> Iterator[Log]:
    """The log for as long as the run of that name hands over. To be entered before the run claims anything."""
    lock: FileLock | None = None
    try:
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(_lock_file(folder, name))
        lock.acquire(timeout=0)
        log = Log(name, _registered(folder, name))
    except (OSError, RuntimeError, sqlite3.Error) as refused:  # RuntimeError: no home
        _warn(refused)
        log = Log(name, None)
    try:
        yield log
    finally:
        if lock is not None:
            lock.release()
            _remove(Path(lock.lock_file))


def what_became_of(runs: Collection[str]) -> dict[str, Known]:
    """What this machine knows of each of the runs."""
    try:
        folder = state_folder()
        file = folder / "sent.sqlite3"
        if not file.exists():
            return {run_id: Known() for run_id in runs}
        with closing(_opened(file)) as base:
            return {run_id: _left(base, folder, run_id) for run_id in runs}
    except (OSError, RuntimeError, sqlite3.Error) as refused:
        _warn(refused)
        return {run_id: Known() for run_id in runs}


def _left(base: sqlite3.Connection, folder: Path, run_id: str) -> Known:
    if not base.execute("select 1 from runs where run = ?", (run_id,)).fetchone():
        return Known()
    alive = _is_held(_lock_file(folder, run_id))  # asked first: what a living run has noted is not its last word
    return Known(
        known=True,
        alive=alive,
        fates=dict(base.execute("select key, fate from letters where run = ?", (run_id,)).fetchall()),
    )


def _registered(folder: Path, run_id: str) -> Path:
    """The file that knows of the run; what is older than ``KEPT_DAYS`` leaves it."""
    file = folder / "sent.sqlite3"
    now = time.time()
    with closing(_opened(file)) as base, base:
        base.execute("delete from runs where begun < ?", (now - KEPT_DAYS * 86_400,))
        base.execute("delete from letters where run not in (select run from runs)")
        base.execute("insert or replace into runs values (?, ?)", (run_id, now))
    return file


def _is_held(file: Path) -> bool:
    if not file.exists():
        return False
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    _remove(file)
    return False


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink()


def _lock_file(folder: Path, run_id: str) -> Path:
    return folder / f"run-{re.sub(r'[^0-9A-Za-z-]', '_', run_id)}.lock"


def _opened(file: Path) -> sqlite3.Connection:
    """Every commit is on disk when it returns, the end of the journal too: a power cut takes nothing back."""
    base = sqlite3.connect(file, timeout=WAIT)
    try:
        base.execute("pragma journal_mode = delete")
        base.execute("pragma synchronous = extra")
        base.executescript(TABLES)
    except sqlite3.Error:
        base.close()
        raise
    return base


def _warn(refused: Exception) -> None:
    try:
        folder = str(state_folder())
    except RuntimeError:
        folder = "~"
    _told.warning("%s", say(language_of_shell(), "delivery.not_remembered", folder=folder, detail=one_line(refused)))
