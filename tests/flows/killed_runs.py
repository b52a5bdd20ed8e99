"""Runs of flows in processes that can be killed at any moment; started as a script it waits for what to run.

Everything is imported once; each run is a fork of that process, without Prefect's engine, which has nothing to do with
letters and takes seconds to start.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Runner:
    """Starts runs in processes of their own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.flows.killed_runs"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, flow: str, location: str, api: str, **given: Any) -> int:
        """The process id of the run; ``api`` stands in for Google."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([flow, location, api, given]), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())

    def ended(self) -> int:
        """Waits for the run: its exit status, negative where it was killed."""
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def run(self, flow: str, location: str, api: str, **given: Any) -> int:
        self.start(flow, location, api, **given)
        return self.ended()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def _wait_for_orders() -> None:
    flows = _flows()
    for line in sys.stdin:
        flow, location, api, given = json.loads(line)
        child = os.fork()
        if child == 0:
            os.environ |= {"NPSHEETS_SHEETS_API": api} if api else {}
            os._exit(_run(flows[flow], location, given))
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _flows() -> dict[str, Any]:
    from flows import run
    from flows.daily import daily_watch
    from flows.deliver import deliver
    from flows.digest import digest
    from flows.survey_round import survey_round

    for name in ("read", "decide", "write", "deliver"):
        setattr(run, name, getattr(run, name).fn)
    run.publish = lambda *_given: None
    run.whole = lambda given: given
    return {"survey_round": survey_round.fn, "daily_watch": daily_watch.fn, "deliver": deliver.fn, "digest": digest.fn}


def _run(flow: Any, location: str, given: dict[str, Any]) -> int:
    try:
        report = flow(location, **given)
    except Exception:  # noqa: BLE001 - whatever it is, the test has to hear of it
        import traceback

        traceback.print_exc()
        return 1
    return 0 if hasattr(report, "letters") else 2


if __name__ == "__main__":
    _wait_for_orders()
