"""Which moment a run stands for, and which month it works on."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from flows.errors import BadMoment, BadMonth, MonthAhead, NoTimeZone
from flows.moment import chosen_month, moment_of, zone_of

NEW_YEAR_IN_MOSCOW = datetime(2026, 12, 31, 22, 30, 15, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


def test_the_scheduled_start_is_told_in_the_time_zone_of_the_workbook() -> None:
    assert moment_of(None, NEW_YEAR_IN_MOSCOW, MOSCOW) == pd.Timestamp("2027-01-01T01:30")


def test_a_moment_handed_in_is_local_unless_it_bears_a_zone() -> None:
    assert moment_of("2026-10-01T06:30", NEW_YEAR_IN_MOSCOW, MOSCOW) == pd.Timestamp("2026-10-01T06:30")
    assert moment_of("2026-10-01", NEW_YEAR_IN_MOSCOW, MOSCOW) == pd.Timestamp("2026-10-01")
    assert moment_of("2026-10-01T06:30:00+00:00", NEW_YEAR_IN_MOSCOW, MOSCOW) == pd.Timestamp("2026-10-01T09:30")


def test_what_is_no_moment_says_so() -> None:
    with pytest.raises(BadMoment):
        moment_of("tomorrow", NEW_YEAR_IN_MOSCOW, MOSCOW)


def test_the_setting_comes_before_the_workbooks_own_zone() -> None:
    assert zone_of("Europe/Moscow", "Europe/Berlin") == MOSCOW
    assert zone_of("", "Europe/Berlin") == ZoneInfo("Europe/Berlin")
    assert zone_of("", "Etc/GMT") is None
    with pytest.raises(NoTimeZone):
        zone_of("Mars/Base", "")


def test_a_month_is_the_one_asked_for_and_none_ahead_of_time() -> None:
    now = pd.Timestamp("2026-11-23T10:00")
    before = now - pd.DateOffset(months=1)
    assert chosen_month(None, before, latest=now, moment=now) == pd.Timestamp("2026-10-01")
    assert chosen_month("2026-08", before, latest=now, moment=now) == pd.Timestamp("2026-08-01")
    with pytest.raises(MonthAhead, match="December 2026 has not begun yet"):
        chosen_month("2026-12", before, latest=now, moment=now)


@pytest.mark.parametrize("text", ["2026-13", "October", "26-10", ""])
def test_what_is_no_month_says_so(text: str) -> None:
    now = pd.Timestamp("2026-11-23")
    with pytest.raises(BadMonth):
        chosen_month(text, now, latest=now, moment=now)
