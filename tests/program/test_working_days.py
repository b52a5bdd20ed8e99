"""Weekends, holidays, the firm's own days off."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.program.working_days import WorkingDays

DAYS = st.dates(min_value=pd.Timestamp("2024-01-01").date(), max_value=pd.Timestamp("2028-12-31").date()).map(
    pd.Timestamp
)


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("", "2026-11-04", True),
        ("RU", "2026-11-04", False),
        ("", "2026-11-07", False),
        ("US", "2026-07-03", False),
        ("RU", "2026-01-05", False),
        ("", "2026-01-05", True),
    ],
)
def test_a_day_is_worked_unless_weekend_or_holiday(country, day, works):
    assert WorkingDays(country).is_working(pd.Timestamp(day)) is works


def test_what_is_due_on_a_day_off_is_due_on_the_next_working_day():
    days = WorkingDays("RU", (pd.Timestamp("2026-11-05"),))
    assert days.next_working(pd.Timestamp("2026-11-04 15:30")) == pd.Timestamp("2026-11-06")
    assert days.next_working(pd.Timestamp("2026-11-06")) == pd.Timestamp("2026-11-06")


def test_working_days_are_counted_from_the_next_one():
    days = WorkingDays()
    friday = pd.Timestamp("2026-10-02")
    assert days.add(friday, 1) == pd.Timestamp("2026-10-05")
    assert days.add(friday, 5) == pd.Timestamp("2026-10-09")
    assert days.add(friday + pd.Timedelta(days=1), 1) == pd.Timestamp("2026-10-05")


@given(DAYS, st.integers(0, 30), st.sampled_from(["", "RU", "US", "DE"]))
def test_adding_one_after_another_is_adding_them_together(day, count, country):
    days = WorkingDays(country)
    there = days.add(day, count)
    assert days.is_working(there)
    assert there >= day
    if count or days.is_working(day):
        assert days.add(there, 1) == days.add(day, count + 1)
        between = pd.date_range(day + pd.Timedelta(days=1), there)
        assert sum(days.is_working(other) for other in between) == count
