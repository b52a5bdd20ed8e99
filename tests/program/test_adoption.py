"""The day from which the programme counts as running."""

from __future__ import annotations

import pandas as pd
import pytest

from flows.program.adoption import programme_start

AS_OF = pd.Timestamp("2026-11-23T07:00")


@pytest.mark.parametrize(
    ("said", "runs", "start"),
    [
        ("2026-03-15", ["2026-01-10T07:00"], "2026-03-15"),
        (None, [], "2026-11-01"),
        (None, ["2026-10-05T06:00", "2026-09-20T06:00"], "2026-09-01"),
        (None, ["2026-12-24T06:00"], "2026-11-01"),
    ],
)
def test_what_settings_say_holds_and_else_the_month_of_the_first_run(said, runs, start):
    journal = pd.DataFrame({"when": pd.to_datetime(pd.Series(runs, dtype="object"))})
    assert programme_start(pd.Timestamp(said) if said else pd.NaT, journal, AS_OF) == pd.Timestamp(start)
