"""What a run has to know of the world before it decides about letters: its id, the clock, who else is at work."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pandas as pd

from flows.decision import Sheets
from flows.delivery import sent_log
from flows.delivery.secrets import NOTICES, secret
from flows.moment import moment_of, zone_of
from flows.program.deliveries import Outgoing
from flows.program.fates import OF_TEST, Left
from flows.program.outbox import SENDING


def new_run() -> str:
    """An id that says when the run began; one a try, so that a run that Prefect starts again is another one."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}"


def outgoing(sheets: Sheets, run: str, as_of: str | None) -> Outgoing:
    """A run that starts late is about its scheduled day, but its letters go by the clock."""
    utc = datetime.now(UTC)
    zone = zone_of(sheets.settings.time_zone, sheets.snapshot.time_zone)
    standing = sheets.snapshot.tables["deliveries"]
    run += OF_TEST if sheets.settings.deliver == "test" else ""
    runs = set(standing.loc[standing["state"].eq(SENDING), "run"]) - {run, ""}
    found = sent_log.what_became_of(runs) if runs else {}
    return Outgoing(
        run=run,
        now=moment_of(as_of, utc, zone),
        utc=pd.Timestamp(utc.replace(tzinfo=None)),
        left={one: Left(left.known, left.alive, left.fates) for one, left in found.items()},
        notices=bool(secret(*NOTICES)),
    )
