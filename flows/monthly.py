"""The month's figures."""

from __future__ import annotations

import pandas as pd
from prefect import flow

from flows.decision import Decision, Sheets, decide
from flows.delivery.failure_hook import tell_staff
from flows.moment import chosen_month
from flows.program.months import month_of
from flows.run import RunReport, run


@flow(persist_result=False, on_failure=[tell_staff], on_crashed=[tell_staff])
def monthly_nps(
    location: str, month: str | None = None, as_of: str | None = None, dry_run: bool = False, restate: bool = False
) -> RunReport:
    """Everybody's NPS for the month before: the main job.

    When: on the 1st at 06:30, after the survey round. Works on ``month`` (``2026-10``), else on the month
    before the scheduled start. Reads every sheet. Brings every open month up to date and closes those whose
    closing day has passed; writes History, the KPI sheet, Tasks and Exit surveys that are missing, Data
    issues, the Survey plan, its own ledgers and a Journal row. ``restate`` computes a closed month again.
    """

    def decision(sheets: Sheets) -> Decision:
        ended = month_of(sheets.moment) - pd.DateOffset(months=1)
        chosen = chosen_month(month, ended, latest=sheets.moment, moment=sheets.moment)
        return decide("monthly_nps", sheets, chosen, restates=restate)

    return run("monthly_nps", location, decision, as_of=as_of, dry_run=dry_run)
