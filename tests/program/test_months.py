"""Open and closed months."""

from __future__ import annotations

import pandas as pd
import pytest

from flows.program.months import (
    bring_history_up_to_date,
    closed_months,
    closing_day,
    latest_known_day,
    month_of,
    months_of,
    months_to_compute,
)

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (pd.Timestamp(2026, month, 1) for month in (8, 9, 10, 11))

TODAY = pd.Timestamp("2026-11-20")


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


def test_a_restated_month_is_the_same_in_a_file_that_keeps_fifteen_digits(frame_from):
    before = _rows(frame_from, "| 2026-08-01 | month | department | | 3 | 33.3333333333333 | 2026-09-11 |")
    same = _rows(frame_from, "| 2026-08-01 | month | department | | 3 | 33.33333333333333 | |")
    today = pd.Timestamp("2026-11-20")
    assert bring_history_up_to_date(before, same, 10, today)["closed"].tolist() == [pd.Timestamp("2026-09-11")]


def test_every_month_is_reached_from_the_first_answer_however_late(frame_from):
    ledger = frame_from("| month | counted | survey |\n| 2026-08-01 | yes | quarterly |", "answer_ledger")
    found = months_to_compute(ledger, _rows(frame_from), pd.NaT, TODAY)
    assert found == [AUGUST, SEPTEMBER, OCTOBER, NOVEMBER]


def test_months_begin_with_the_programme_or_with_history_where_nobody_has_answered(frame_from):
    nothing, none = frame_from("", "answer_ledger"), _rows(frame_from)
    history = _rows(frame_from, "| 2026-09-01 | month | department | | 0 | | |")
    assert months_to_compute(nothing, none, pd.Timestamp("2026-10-15"), TODAY) == [OCTOBER, NOVEMBER]
    assert months_to_compute(nothing, none, pd.Timestamp("2027-01-01"), TODAY) == [NOVEMBER]
    assert months_to_compute(nothing, none, pd.NaT, TODAY) == [NOVEMBER]
    assert months_to_compute(nothing, history, pd.NaT, TODAY) == [SEPTEMBER, OCTOBER, NOVEMBER]


def test_an_exit_answer_of_long_ago_opens_no_months(frame_from):
    ledger = frame_from("| month | counted | survey |\n| 2020-01-01 | yes | exit |", "answer_ledger")
    assert months_to_compute(ledger, _rows(frame_from), pd.NaT, TODAY) == [NOVEMBER]


def test_the_clock_is_never_put_back(frame_from):
    """A run of the 1st that comes late finds what the run of the 20th has seen."""
    seen = frame_from("| seen_on |\n| 2026-11-20 |", "answer_ledger")
    closed = _rows(frame_from, "| 2026-10-01 | month | department | | 0 | | 2026-11-11 |")
    nothing, none = frame_from("", "answer_ledger"), _rows(frame_from)
    first, later = pd.Timestamp("2026-11-01 06:30"), pd.Timestamp("2026-11-21 07:00")
    assert latest_known_day(first, seen, none) == pd.Timestamp("2026-11-20")
    assert latest_known_day(first, nothing, closed) == pd.Timestamp("2026-11-11")
    assert latest_known_day(later, seen, closed) == later
    assert latest_known_day(first, nothing, none) == first


def test_a_month_being_restated_is_open(frame_from):
    history = _rows(
        frame_from,
        "| 2026-08-01 | month | department | | 7 | 12.5 | 2026-09-11 |",
        "| 2026-09-01 | month | department | | 7 | 12.5 | 2026-10-11 |",
        "| 2026-10-01 | month | department | | 7 | 12.5 | |",
    )
    assert set(closed_months(history)) == {AUGUST, SEPTEMBER}
    assert set(closed_months(history, pd.Timestamp("2026-08-20"))) == {SEPTEMBER}
