"""The month in the mailboxes of those who answer for it."""

from __future__ import annotations

from prefect import flow

from flows.decision import Decision, Sheets, decide
from flows.delivery.failure_hook import tell_staff
from flows.moment import chosen_month
from flows.run import RunReport, run


@flow(persist_result=False, on_failure=[tell_staff], on_crashed=[tell_staff])
def digest(location: str, month: str | None = None, as_of: str | None = None, dry_run: bool = False) -> RunReport:
    """Sends the month's digest to whom Settings name, once.

    When: from the 5th on at 09:00, so that the first working day sends it and a failed one is made good. Works on
    ``month`` (``2026-10``), else on the latest month that has ended with answers. Reads every sheet; writes Deliveries.
    """

    def decision(sheets: Sheets) -> Decision:
        chosen = chosen_month(month, sheets.moment, latest=sheets.moment, moment=sheets.moment) if month else None
        return decide("digest", sheets, chosen, only_letters=True, sends_digests=True)

    return run("digest", location, decision, as_of=as_of, dry_run=dry_run)
