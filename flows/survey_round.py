"""The month's survey round."""

from __future__ import annotations

import pandas as pd
from prefect import flow

from flows.decision import Decision, Sheets, decide
from flows.delivery.failure_hook import tell_staff
from flows.moment import chosen_month
from flows.run import RunReport, run


@flow(persist_result=False, on_failure=[tell_staff], on_crashed=[tell_staff])
def survey_round(location: str, month: str | None = None, as_of: str | None = None, dry_run: bool = False) -> RunReport:
    """Opens the month: who is asked, by whom, until when.

    When: on the 1st at 06:00. Works on ``month`` (``2026-10``, at latest the next one), else on the month of
    the scheduled start; for a closed month nobody is asked any more. Reads every sheet. Appends to the Call
    list whom it lacks, stamps their teams, keeps the Survey plan, and brings everything else up to date.
    """

    def decision(sheets: Sheets) -> Decision:
        latest = sheets.moment + pd.DateOffset(months=1)
        chosen = chosen_month(month, sheets.moment, latest=latest, moment=sheets.moment)
        return decide("survey_round", sheets, chosen, opens_round=True)

    return run("survey_round", location, decision, as_of=as_of, dry_run=dry_run)
