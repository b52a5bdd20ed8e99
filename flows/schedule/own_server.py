"""A Prefect server as a child process, on a free port of this machine only, with the database in Prefect's home.

The ephemeral server that Prefect starts by itself does not run the scheduler, so nothing would ever be due. The
child ends with its parent however the parent ends: it listens at a pipe that only the parent holds open.
"""

from __future__ import annotations

import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from flows.errors import NoOwnPrefect

STARTS_WITHIN = 180.0
"""Seconds; the first start builds a database."""
STOPS_WITHIN = 10.0


@contextmanager
def announced(home: Path, address: str) -> Iterator[None]:
    """Leaves the address where others on this machine can find it for as long as the server runs."""
    _address_file(home).write_text(address, encoding="utf-8")
    try:
        yield
    finally:
        _address_file(home).unlink(missing_ok=True)


def announced_at(home: Path) -> str:
    """The address of the server of an `npsheets schedule` that runs now; empty if there is none."""
    try:
        address = _address_file(home).read_text(encoding="utf-8").strip()
        return address if requests.get(f"{address}/health", timeout=2).ok else ""
    except (OSError, requests.RequestException):
        return ""


def _address_file(home: Path) -> Path:
    return home / "npsheets-schedule.address"


@contextmanager
def own_server(log: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Yields the address of its API and its process. ``log`` is where to look if it does not start."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}/api"
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", __name__, str(port)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl+C is meant for the parent, which still has to say goodbye to the server
    )
    try:
        _wait_until_healthy(address, process, log)
        yield address, process
    finally:
        process.terminate()
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(requests.RequestException):
            if requests.get(f"{address}/health", timeout=2).ok:
                return
        time.sleep(0.2)
    raise NoOwnPrefect(log=log)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Its pages would have to be copied into the installation, which may not be writable.
    sys.argv = [
        "prefect",
        "--no-prompt",
        "server",
        "start",
        "--no-ui",
        "--no-late-runs",
        "--host",
        "127.0.0.1",
        "--port",
        sys.argv[1],
    ]
    runpy.run_module("prefect", run_name="__main__")
