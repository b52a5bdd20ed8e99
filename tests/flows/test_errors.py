"""The programme's own errors: a sentence each, in both languages, in the adapter's family."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from flows import errors
from sheets_adapter.errors import Conflict, SetupError

OCTOBER, NOON = pd.Timestamp("2026-10-01"), pd.Timestamp("2026-09-03T12:00")


@pytest.mark.parametrize(
    ("error", "family", "said"),
    [
        (errors.BadMonth(text="2026-13"), SetupError, "2026-13"),
        (errors.BadMoment(text="soon"), SetupError, "soon"),
        (errors.MonthAhead(month=OCTOBER, moment=NOON), SetupError, "2026"),
        (errors.NoTimeZone(zone="Mars/Olympus"), SetupError, "Mars/Olympus"),
        (errors.BadTimeZone(text="Mars/Olympus"), SetupError, "Mars/Olympus"),
        (errors.BadWebhook(address="http://crm.example"), SetupError, "http://crm.example"),
        (errors.NoPrefect(address="http://127.0.0.1:4200/api", detail="refused"), SetupError, "4200"),
        (errors.NoOwnPrefect(log="schedule.log"), SetupError, "schedule.log"),
        (errors.ScheduledHere(home="/home/ann/.prefect"), SetupError, "/home/ann/.prefect"),
        (errors.StillConflict(detail="quoted"), Conflict, "quoted"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_is_a_sentence_that_names_what_was_wrong(error: SetupError, family: type, said: str) -> None:
    assert isinstance(error, family)
    assert said in error.say("en")
    assert said in error.say("ru")
    assert re.search("[а-яё]", error.say("ru"))
    assert type(error).__name__ in str(errors.__doc__)
