"""Open and closed months."""

from __future__ import annotations

import pandas as pd
import pytest

from flows.program.months import (
    bring_history_up_to_date,
    closed_months,
    closing_day,
    month_of,
    months_of,
    months_to_compute,
)

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (pd.Timestamp(2026, month, 1) for month in (8, 9, 10, 11))


def _rows(frame_from, *rows: str) -> pd.DataFrame:
    heading = "| month | period | scope | name | n | nps | closed |"
    return frame_from("\n".join([heading, *rows]), "history")


def test_a_month_closes_with_the_first_run_after_its_closing_day():
    assert closing_day(OCTOBER, 10) == pd.Timestamp("2026-11-10")
    assert closing_day(pd.Timestamp("2028-02-01"), 1) == pd.Timestamp("2028-03-01")


def test_months_of_days_keep_what_is_empty():
    days = pd.Series([pd.Timestamp("2026-10-31 23:59"), pd.NaT, OCTOBER])
    assert months_of(days).tolist() == [OCTOBER, pd.NaT, OCTOBER]
    assert month_of(pd.Timestamp("2026-10-31 23:59")) == OCTOBER


@pytest.mark.parametrize(("day", "closed"), [("2026-11-10 23:00", None), ("2026-11-11 00:01", "2026-11-11")])
def test_the_day_of_closing_is_written_once_the_closing_day_has_passed(frame_from, day, closed):
    computed = _rows(frame_from, "| 2026-10-01 | month | department | | 3 | 50 | |")
    history = bring_history_up_to_date(_rows(frame_from), computed, 10, pd.Timestamp(day))
    assert history["closed"].tolist() == [pd.Timestamp(closed) if closed else pd.NaT]


def test_rows_of_months_not_computed_stand(frame_from):
    before = _rows(frame_from, "| 2026-08-01 | month | department | | 7 | 12.5 | 2026-09-11 |")
    computed = _rows(frame_from, "| 2026-10-01 | month | department | | 3 | 50 | |")
    history = bring_history_up_to_date(before, computed, 10, pd.Timestamp("2026-10-20"))
    assert history[["month", "n", "nps", "closed"]].iloc[0].tolist() == [AUGUST, 7, 12.5, pd.Timestamp("2026-09-11")]


def test_a_row_that_nothing_stands_behind_any_more_leaves_an_open_month(frame_from):
    before = _rows(
        frame_from,
        "| 2026-10-01 | month | department | | 1 | 100 | |",
        "| 2026-10-01 | month | employee | Ann | 1 | 100 | |",
    )
    computed = _rows(frame_from, "| 2026-10-01 | month | department | | 0 | | |")
    history = bring_history_up_to_date(before, computed, 10, pd.Timestamp("2026-10-20"))
    assert history[["scope", "n"]].to_numpy().tolist() == [["department", 0.0]]


def test_a_restated_month_bears_the_day_of_restating_only_if_it_differs(frame_from):
    before = _rows(frame_from, "| 2026-08-01 | month | department | | 7 | 12.5 | 2026-09-11 |")
    same = _rows(frame_from, "| 2026-08-01 | month | department | | 7 | 12.5 | |")
    other = _rows(frame_from, "| 2026-08-01 | month | department | | 8 | 25 | |")
    today = pd.Timestamp("2026-11-20")
    assert bring_history_up_to_date(before, same, 10, today)["closed"].tolist() == [pd.Timestamp("2026-09-11")]
    assert bring_history_up_to_date(before, other, 10, today)["closed"].tolist() == [today]


def test_every_open_month_is_computed_however_late(frame_from):
    """August is closed; September was skipped; today is in November."""
    ledger = frame_from("| month | counted | survey |\n| 2026-08-01 | yes | quarterly |", "answer_ledger")
    found = months_to_compute(ledger, pd.NaT, {AUGUST}, pd.Timestamp("2026-11-20"))
    assert found == [SEPTEMBER, OCTOBER, NOVEMBER]


def test_months_begin_with_the_programme_where_nobody_has_answered(frame_from):
    nothing = frame_from("", "answer_ledger")
    today = pd.Timestamp("2026-11-20")
    assert months_to_compute(nothing, pd.Timestamp("2026-10-15"), set(), today) == [OCTOBER, NOVEMBER]
    assert months_to_compute(nothing, pd.Timestamp("2027-01-01"), set(), today) == [NOVEMBER]
    assert months_to_compute(nothing, pd.NaT, set(), today) == [NOVEMBER]


def test_an_exit_answer_of_long_ago_opens_no_months(frame_from):
    ledger = frame_from("| month | counted | survey |\n| 2020-01-01 | yes | exit |", "answer_ledger")
    assert months_to_compute(ledger, pd.NaT, set(), pd.Timestamp("2026-11-20")) == [NOVEMBER]


def test_a_month_being_restated_is_open(frame_from):
    history = _rows(
        frame_from,
        "| 2026-08-01 | month | department | | 7 | 12.5 | 2026-09-11 |",
        "| 2026-09-01 | month | department | | 7 | 12.5 | 2026-10-11 |",
        "| 2026-10-01 | month | department | | 7 | 12.5 | |",
    )
    assert set(closed_months(history)) == {AUGUST, SEPTEMBER}
    assert set(closed_months(history, pd.Timestamp("2026-08-20"))) == {SEPTEMBER}
