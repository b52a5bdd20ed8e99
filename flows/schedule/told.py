"""The lines of `npsheets schedule`: what runs when, then one for each run that has ended."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
from prefect.client.schemas.objects import FlowRun, StateType

from flows.schedule.deployments import Timetable
from flows.schedule.look import Plan
from flows.terminal import Terminal
from flows.texts import count
from flows.texts.wording import moment

OUTCOMES = {StateType.COMPLETED: "done", StateType.FAILED: "failed", StateType.CRASHED: "crashed"}
LARGEST_LOG = 5_000_000
"""Bytes; a larger one is put aside at the next start, in place of the one before."""


class Told:
    """Says it in the workbook's language and time zone."""

    def __init__(self, terminal: Terminal, plan: Plan, log: Path | None) -> None:
        self.terminal, self.plan, self.log = terminal, plan, log
        terminal.language = plan.language

    def started(self, next_times: dict[Timetable, datetime], address: str, *, own: bool) -> None:
        plan, line = self.plan, self.terminal.line
        line("schedule.head", title=plan.title, zone=plan.zone, why=self.terminal.text(f"schedule.{plan.zone_from}"))
        if plan.differs:
            line("schedule.zones_differ", counted=plan.counted, zone=plan.zone)
        for timetable, when in next_times.items():
            line("schedule.next", flow=self._flow(timetable), moment=self._moment(when))
        line("schedule.own_server" if own else "schedule.server", address=address)
        if self.log:
            line("schedule.log", path=self.log)
        line("schedule.stop")

    def moved(self, timetable: Timetable, before: str) -> None:
        self.terminal.line("schedule.moved", flow=self._flow(timetable), before=before)

    def catching_up(self, missed: list[datetime]) -> None:
        if missed:
            runs = count(self.plan.language, "runs", len(missed))
            self.terminal.line("schedule.catching_up", runs=runs, moment=self._moment(min(missed)))

    def ended(self, timetable: Timetable, run: FlowRun) -> None:
        state = run.state
        outcome = OUTCOMES.get(state.type, "cancelled") if state else "cancelled"
        self.terminal.line(
            f"schedule.{outcome}",
            moment=self._moment(run.expected_start_time or run.created),
            flow=self._flow(timetable),
            seconds=round(run.total_run_time.total_seconds()),
            sentence=(state.message or "") if state else "",
        )

    def _flow(self, timetable: Timetable) -> str:
        return self.terminal.text(f"flow.{timetable.flow}")

    def _moment(self, when: datetime | None) -> str:
        return moment(self.plan.language, pd.Timestamp(when).tz_convert(ZoneInfo(self.plan.zone))) if when else ""


@contextmanager
def log_aside(log: Path, terminal: Terminal) -> Iterator[None]:
    """What Prefect and its children print goes into ``log``; what ``terminal`` says still reaches the person."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old.log"))
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    kept = [os.dup(stream) for stream in (1, 2)]
    for console, stream in zip((terminal.out, terminal.err), kept, strict=True):
        console.file = os.fdopen(os.dup(stream), "w", buffering=1, encoding=console.encoding, errors="replace")
    os.dup2(written, 1)
    os.dup2(written, 2)
    try:
        yield
    finally:
        for stream, number in zip(kept, (1, 2), strict=True):
            os.dup2(stream, number)
            os.close(stream)
        os.close(written)
