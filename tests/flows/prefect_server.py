"""A real Prefect server and a real process worker on loopback, for tests of the deployments."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).parents[2]


def prefect(*arguments: str, env: Mapping[str, str], timeout: float = 180) -> str:
    """Run the prefect command as a person would; its output, or an AssertionError that shows it."""
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        cwd=ROOT,
        env=dict(env),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextlib.contextmanager
def server(home: Path, pool: str, **environment: str) -> Iterator[dict[str, str]]:
    """Start a server on a free port, with a ``pool`` that runs one at a time; yields the environment to talk to it."""
    port = _free_port()
    env = {
        **os.environ,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        # A command tried in this process before has made Prefect quiet, for itself and all its children.
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_LOGGING_INTERNAL_LEVEL": "ERROR",
        **environment,
    }
    with running(
        "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui", env=env, log=home / "server.log"
    ):
        _wait_until_healthy(env["PREFECT_API_URL"] + "/health", home / "server.log")
        prefect("work-pool", "create", pool, "--type", "process", "--overwrite", env=env)
        prefect("work-pool", "set-concurrency-limit", pool, "1", env=env)
        yield env


def worker(home: Path, pool: str, env: Mapping[str, str]) -> contextlib.AbstractContextManager[None]:
    return running("worker", "start", "--pool", pool, env=env, log=home / "worker.log")


@contextlib.contextmanager
def running(*arguments: str, env: Mapping[str, str], log: Path) -> Iterator[None]:
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", *arguments],
            cwd=ROOT,
            env=dict(env),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # A background process inherits an ignored SIGINT, and a worker that ignores it outlives SIGTERM.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - no threads here
        )
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=15)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(url: str, log: Path, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with (
            contextlib.suppress(requests.RequestException),
        ):
            if requests.get(url, timeout=2).ok:
                return
        time.sleep(0.3)
    raise AssertionError("the Prefect server did not start:\n" + log.read_text())


def create_late_run(api: str, flow: str, when: datetime, workbook: Path) -> str:
    """A run as the scheduler made it before the downtime: its time has passed. Returns its id."""
    deployment = _asked("GET", f"{api}/deployments/name/{flow.replace('_', '-')}/scheduled")
    due = {"scheduled_time": when.replace(tzinfo=UTC).isoformat()}
    run = {
        "parameters": {"location": str(workbook)},
        "state": {"type": "SCHEDULED", "name": "Scheduled", "state_details": due},
    }
    return str(_asked("POST", f"{api}/deployments/{deployment['id']}/create_flow_run", run)["id"])


def wait_for(api: str, runs: list[str], seconds: float = 240) -> list[dict[str, Any]]:
    """The states in which the runs ended."""
    deadline = time.monotonic() + seconds
    while True:
        states = [_asked("GET", f"{api}/flow_runs/{run}")["state"] for run in runs]
        if all(state["type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"} for state in states):
            return states
        assert time.monotonic() < deadline, states
        time.sleep(1)


def log_with(words: str, log: Path, seconds: float = 30) -> str:
    """What a worker has printed, as soon as the words are in it: it prints a run's end after it has told the server."""
    deadline = time.monotonic() + seconds
    while words not in (text := log.read_text()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return text


def _asked(method: str, url: str, body: dict[str, Any] | None = None, seconds: float = 30) -> dict[str, Any]:
    """The server answers 503 while another holds its database, which on a busy machine it does for a while."""
    deadline = time.monotonic() + seconds
    while True:
        response = requests.request(method, url, json=body, timeout=30)
        if response.status_code != 503 or time.monotonic() > deadline:
            assert response.ok, response.text
            return dict(response.json())
        time.sleep(0.5)
