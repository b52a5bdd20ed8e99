"""The morning's run."""

from __future__ import annotations

from prefect import flow

from flows.decision import Decision, Sheets, decide
from flows.delivery.failure_hook import tell_staff
from flows.run import RunReport, run


@flow(persist_result=False, on_failure=[tell_staff], on_crashed=[tell_staff])
def daily_watch(location: str, as_of: str | None = None, dry_run: bool = False) -> RunReport:
    """Keeps the workbook up to date from day to day.

    When: every day at 07:00. Works on the day of the scheduled start and on all open months. Reads every
    sheet. Stamps new answers with their team, makes their tasks, asks once who left, brings open months
    and the KPI sheet up to date. A day without news changes one cell: "checked on".
    """

    def decision(sheets: Sheets) -> Decision:
        return decide("daily_watch", sheets, every_day=True)

    return run("daily_watch", location, decision, as_of=as_of, dry_run=dry_run)
