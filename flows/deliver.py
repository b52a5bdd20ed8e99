"""Letters and notices, through the day."""

from __future__ import annotations

from prefect import flow

from flows.decision import Decision, Sheets, decide
from flows.delivery.failure_hook import tell_staff
from flows.run import RunReport, run


@flow(persist_result=False, on_failure=[tell_staff], on_crashed=[tell_staff])
def deliver(location: str, as_of: str | None = None, dry_run: bool = False) -> RunReport:
    """Hands over what is due: letters to clients in their hours, what was put off, notices to staff.

    When: every hour of the day. Reads every sheet. Writes Deliveries alone, and only where something goes out or is no
    longer wanted: answers typed since are not recorded, tasks not made before the morning's run.
    """

    def decision(sheets: Sheets) -> Decision:
        return decide("deliver", sheets, only_letters=True)

    return run("deliver", location, decision, as_of=as_of, dry_run=dry_run)
