"""One run on one workbook: read, decide, write, each a Prefect task; again from the start if somebody else wrote.

A flow says what it decides; how it is read and written is here, once for all flows. Errors of the service
that pass are retried, others are not. A run that changed something leaves artifacts. What a person has to
put right ends a run as Failed, with its sentence as the state's message and no traceback.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar, cast

import pandas as pd
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.states import Failed
from prefect.utilities.annotations import quote

from flows.artifacts import leave_artifacts
from flows.call_limits import before_call
from flows.decision import Decision, Sheets, rows_read, titles_read, understand
from flows.delivery import sent_log
from flows.delivery.failure_hook import remember
from flows.delivery.notifying import found_in_doubt
from flows.delivery.outgoing import new_run, outgoing
from flows.delivery.sending import hand_over
from flows.delivery.settling import settle
from flows.errors import StillConflict
from flows.opening import open_for_flow
from flows.program.kpi import Kpi
from flows.program.months import closed_months
from flows.program.scores import Figures, figures_of
from flows.progress import tell, watched
from flows.run_log import without_tracebacks_of_people
from flows.texts import count, language_of_shell
from sheets_adapter.changes import Preview, Receipt
from sheets_adapter.errors import Conflict, NpsheetsError, Refused, ServiceError
from sheets_adapter.workbook import Workbook

ATTEMPTS = 3

without_tracebacks_of_people()

Given = TypeVar("Given")
Decide = Callable[[Sheets], Decision]


@dataclass(frozen=True, eq=False)
class RunReport:
    """What a run has to tell. ``receipt`` after a run, ``preview`` after a dry one."""

    flow: str
    location: str
    language: str
    month: pd.Timestamp | None
    """The month it worked on; None for a run about a day."""
    moment: pd.Timestamp
    read: Mapping[str, int]
    """Rows read, by the title of the sheet."""
    rows_read: int
    rejected: int
    issues: int
    receipt: Receipt | None
    preview: Preview | None
    kpi: Kpi
    figures_month: pd.Timestamp
    figures: Figures
    """The department's rolling quarter that ends with ``figures_month``."""
    closed_on: pd.Timestamp | None
    """The day on which ``month`` had been closed before this run."""
    closed_now: tuple[pd.Timestamp, ...] = ()
    """Months whose closing day has passed and that this run closed."""
    round_closed: bool = False
    restated: bool = False
    letters: pd.DataFrame = field(default_factory=pd.DataFrame)
    """What this run handed over, or would (shape ``shapes.DELIVERIES``), with what became of it in ``state``."""
    held: tuple[str, ...] = ()
    """Settings without which no letter to a client can go."""
    calls: int = 0


def whole(given: Given) -> Given:
    """Handed to a task as one thing: Prefect would look for futures in every cell of a workbook, for a second."""
    return cast("Given", quote(given))


def is_transient(_task: Any, _task_run: Any, state: Any) -> bool:
    """Worth another try: the service failed, not because of what it was asked, and nobody sits and waits for it."""
    if watched():
        return False
    try:
        state.result()
    except Refused:
        return False
    except ServiceError:
        return True
    except Exception:  # noqa: BLE001 - a mistake of anybody's is not mended by waiting
        return False
    return False


@task(name="read", retries=2, retry_delay_seconds=[15, 60], retry_condition_fn=is_transient, cache_policy=NO_CACHE)
def read(workbook: Workbook, as_of: str | None, scheduled: datetime) -> Sheets:
    """Two calls: the structure and all values."""
    return understand(workbook.snapshot(), as_of, scheduled)


@task(name="decide", cache_policy=NO_CACHE)
def decide(decision: Decide, sheets: Sheets) -> Decision:
    return decision(sheets)


@task(name="write", cache_policy=NO_CACHE)
def write(workbook: Workbook, sheets: Sheets, decision: Decision) -> Receipt | Conflict:
    """One call, or none if nothing differs. A conflict (somebody else wrote first, or nobody knows whether it
    landed) is an outcome like another: the run looks again and decides again.
    """
    try:
        return workbook.commit(sheets.snapshot, decision.changes)
    except Conflict as conflict:
        return conflict


@task(name="deliver", cache_policy=NO_CACHE)
def deliver(workbook: Workbook, sheets: Sheets, decision: Decision, log: sent_log.Log) -> pd.DataFrame:
    """Hands over what the run has claimed, then writes what became of it; returns those letters with their states."""
    language = sheets.settings.language
    tell("delivering", letters=count(language, "letters", len(decision.claimed)))
    fared = hand_over(workbook, sheets, decision, log)
    return settle(workbook, sheets, decision.claimed, fared) if fared else decision.claimed


@task(name="publish", retries=1, retry_delay_seconds=5, cache_policy=NO_CACHE)
def publish(report: RunReport, title: str) -> None:
    leave_artifacts(report.location, title, report.language, report.kpi)


def run(flow: str, location: str, decision: Decide, *, as_of: str | None, dry_run: bool) -> RunReport:
    """The body of every flow. Where a person has to do something first it ends as Failed with the sentence,
    and whoever called the flow gets the NpsheetsError raised.
    """
    try:
        return _run(flow, location, decision, as_of=as_of, dry_run=dry_run)
    except NpsheetsError as stopped:
        return cast("RunReport", Failed(message=stopped.say(language_of_shell()), data=stopped))


def _run(flow: str, location: str, decision: Decide, *, as_of: str | None, dry_run: bool) -> RunReport:
    tell("connect", location=location)
    scheduled = flow_run.scheduled_start_time
    workbook = open_for_flow(location, before_call(location))
    this_run = new_run()
    conflict: Conflict | None = None
    logs: dict[str, sent_log.Log] = {}
    with ExitStack() as held:
        for _ in range(ATTEMPTS):
            tell("again" if conflict else "reading")
            sheets = read(workbook, as_of, scheduled)
            remember(location, sheets.snapshot.title, sheets.settings.language)
            ours = outgoing(sheets, this_run, as_of)
            sheets = replace(sheets, outgoing=ours)
            tell("deciding", language=sheets.settings.language)
            decided = decide(decision, whole(sheets))
            if dry_run:
                return report_of(flow, location, sheets, decided, workbook.preview(sheets.snapshot, decided.changes))
            if ours.run not in logs and (len(decided.claimed) or len(found_in_doubt(sheets, decided))):
                logs[ours.run] = held.enter_context(sent_log.run(ours.run))
            tell("writing")
            outcome = write(workbook, whole(sheets), whole(decided))
            if isinstance(outcome, Receipt):
                report = report_of(flow, location, sheets, decided, outcome)
                if log := logs.get(ours.run):
                    report = replace(report, letters=deliver(workbook, whole(sheets), whole(decided), log))
                if outcome.wrote:
                    tell("publishing")
                    publish(whole(report), sheets.snapshot.title)
                return report
            conflict = outcome
    raise StillConflict(detail=conflict.details.get("detail", "") if conflict else "")


def report_of(flow: str, location: str, sheets: Sheets, decided: Decision, outcome: Receipt | Preview) -> RunReport:
    up, before = decided.up_to_date, closed_months(sheets.snapshot.tables["history"])
    month = decided.month
    receipt = outcome if isinstance(outcome, Receipt) else None
    figures_month = month if flow == "monthly_nps" and month is not None else up.kpi.month
    return RunReport(
        flow=flow,
        location=location,
        language=sheets.settings.language,
        month=month,
        moment=sheets.moment,
        read=titles_read(sheets.snapshot),
        rows_read=rows_read(sheets.snapshot),
        rejected=decided.rejected,
        issues=len(decided.issues),
        receipt=receipt,
        preview=outcome if isinstance(outcome, Preview) else None,
        kpi=up.kpi,
        figures_month=figures_month,
        figures=department_quarter(up.tables["history"], figures_month),
        closed_on=before.get(month) if month is not None else None,
        closed_now=up.closed,
        round_closed=decided.round_closed is not None,
        letters=decided.claimed,
        held=decided.held,
        restated=decided.restated,
        calls=sheets.snapshot.calls + (receipt.calls if receipt else 0),
    )


def department_quarter(history: pd.DataFrame, month: pd.Timestamp) -> Figures:
    rows = history[history["month"].eq(month) & history["period"].eq("quarter") & history["scope"].eq("department")]
    return figures_of(rows.iloc[0]) if len(rows) else Figures()
