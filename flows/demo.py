"""The demo: a believable firm, and four months of its programme run on its workbook by the real flows."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from flows.daily import daily_watch
from flows.deliver import deliver
from flows.delivery.folder import folder_of
from flows.delivery.secrets import NONE, NOTICES
from flows.demo_firm import life
from flows.demo_firm.firm import Firm, build_firm
from flows.demo_firm.workbook import write_workbook
from flows.digest import digest
from flows.init_workbook import routing_rows
from flows.monthly import monthly_nps
from flows.run import RunReport
from flows.survey_round import survey_round
from flows.texts import say
from flows.texts.wording import capital
from flows.texts.wording import day as day_name
from flows.texts.wording import month as month_name
from sheets_adapter.changes import Changes
from sheets_adapter.connect import open_workbook

FLOWS: dict[str, Any] = {
    "survey_round": survey_round,
    "monthly_nps": monthly_nps,
    "daily_watch": daily_watch,
    "deliver": deliver,
    "digest": digest,
}
OBJECTS_BETWEEN_COLLECTIONS = 100_000
PREPARED = pd.Timestamp(2026, 6, 30, 18, 0)


@dataclass(frozen=True)
class DemoReport:
    """What happened. ``nps``, ``low`` and ``high`` are the department's, in points, for the rolling quarter that
    ends with the last of ``months``; ``n`` the clients it rests on.
    """

    path: Path
    language: str
    firm: str
    months: tuple[date, ...]
    runs: int
    clients: int
    spring_answers: int
    """Rows of the spring, typed before the programme."""
    answers: int
    """Scores typed since the programme began."""
    n: int
    nps: float
    low: float
    high: float
    tasks: int
    open_tasks: int
    overdue_tasks: int
    exits: int
    data_issues: int
    seconds: float
    last_run: RunReport


def run_demo(path: Path, language: str, on_progress: Callable[[str], None]) -> DemoReport:
    """Write the workbook anew at ``path`` and live through the months; ``on_progress`` hears a line a morning.

    Nothing depends on the clock: the same language gives the same cells every time. Raises NpsheetsError.
    """
    began = time.monotonic()
    firm = build_firm(language)
    on_progress(_say(firm, "firm", firm=firm.names["firm"], clients=len(firm.clients), employees=len(firm.employees)))
    prepare(firm, path)
    reports: list[RunReport] = []

    def run(flow: str, month: date, as_of: datetime) -> None:
        given = {"month": f"{month:%Y-%m}"} if flow in {"survey_round", "monthly_nps"} else {}
        reports.append(FLOWS[flow](str(path), as_of=as_of.isoformat(), **given))

    def on_morning(morning: life.Morning, typed: int) -> None:
        on_progress(_morning(firm, morning, typed))

    with _rare_collections(), _nobody_told():
        record = life.live_through(firm, path, run, on_morning)
        for flow, moment in (("deliver", life.LETTERS_AT), ("digest", life.DIGEST_AT)):
            done = capital(_say(firm, flow, folder=folder_of(str(path))))
            on_progress(f"{day_name(language, pd.Timestamp(moment))}: {done}")
            run(flow, life.LAST_DAY, moment)
            record.runs += 1
    return _report(firm, path, record, reports, time.monotonic() - began)


@contextmanager
def _nobody_told() -> Iterator[None]:
    """Staff of a real firm hears nothing of an invented one."""
    variable, before = NOTICES[0], os.environ.get(NOTICES[0])
    os.environ[variable] = NONE
    try:
        yield
    finally:
        if before is None:
            del os.environ[variable]
        else:
            os.environ[variable] = before


@contextmanager
def _rare_collections() -> Iterator[None]:
    """An open workbook is many small objects that stay; searching them for rubbish takes a fifth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def prepare(firm: Firm, path: Path) -> None:
    """The firm's workbook of the first day, with the sheets that the programme adds."""
    write_workbook(firm, path)
    workbook = open_workbook(path)
    snapshot = workbook.snapshot(strict=False)
    own = pd.DataFrame(
        [(tuple(words.split("; ")), theme, role) for words, theme, role in firm.names["routing"]["rows"]],
        columns=["words", "theme", "role"],
    )
    routing = pd.concat([own, routing_rows(firm.language)], ignore_index=True)
    journal = {"when": PREPARED, "flow": "init", "version": version("npsheets"), "month": None}
    counts = {"rows_read": sum(snapshot.rows_read.values()), "rejected": 0}
    note = {"note": say(firm.language, "report.journal_created")}
    workbook.commit(
        snapshot,
        Changes(
            appends={"routing": routing},
            create=snapshot.missing,
            journal=journal | counts | note,
            language=firm.language,
        ),
    )


def _say(firm: Firm, text: str, /, **values: object) -> str:
    return str(firm.names["progress"][text]).format(**values)


def _morning(firm: Firm, morning: life.Morning, typed: int) -> str:
    language = firm.language
    done = [_say(firm, flow, month=month_name(language, pd.Timestamp(month))) for flow, month in morning.flows.items()]
    if typed:
        done.insert(0, _say(firm, "typed", count=typed))
    return f"{day_name(language, pd.Timestamp(morning.day))}: {capital(', '.join(done))}"


def _report(firm: Firm, path: Path, record: life.Record, reports: list[RunReport], seconds: float) -> DemoReport:
    last = reports[-1]
    quarter = last.kpi.department["quarter"]
    appended = [report.receipt.appended for report in reports if report.receipt is not None]
    return DemoReport(
        path=path,
        language=firm.language,
        firm=str(firm.names["firm"]),
        months=life.MONTHS,
        runs=record.runs,
        clients=last.kpi.active,
        spring_answers=record.spring_rows,
        answers=sum(record.scores.values()),
        n=quarter.n,
        nps=quarter.nps,
        low=quarter.low,
        high=quarter.high,
        tasks=sum(rows.get("tasks", 0) for rows in appended),
        open_tasks=last.kpi.tasks.open,
        overdue_tasks=last.kpi.tasks.overdue,
        exits=sum(rows.get("exit_surveys", 0) for rows in appended),
        data_issues=last.issues,
        seconds=seconds,
        last_run=last,
    )
