"""Scores: published figures, then properties, then a second implementation on random answers."""

from __future__ import annotations

from datetime import date
from math import isnan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.program.scores import Figures, by_scope, chosen_answers, figures, history_rows, interval
from flows.program.shapes import ATTRIBUTION, LEDGER, shaped
from tests.program import brute_force

OCTOBER = pd.Timestamp("2026-10-01")


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "low", "high"),
    [(5, 3, 2, -0.190506, 0.652045), (5, 0, 0, 0.174915, 1.075085)],
)
def test_the_interval_is_that_of_the_author_of_the_method(promoters, passives, detractors, low, high):
    """Rocks 2016: his R code for 2, 3, 5 and for 0, 0, 5 detractors, passives, promoters."""
    assert interval(promoters, passives, detractors, clip=False) == pytest.approx((low, high), abs=1e-6)


def test_an_interval_ends_at_plus_and_minus_one():
    assert interval(5, 0, 0)[1] == 1.0
    assert interval(0, 0, 5)[0] == -1.0


def test_one_two_three_is_an_nps_of_a_third():
    """R package NPS: 1 detractor, 2 passives, 3 promoters."""
    assert figures(pd.Series([3.0, 7.0, 8.0, 9.0, 10.0, 10.0])).nps == pytest.approx(100 / 3)


def test_classes_begin_at_seven_and_at_nine():
    assert figures(pd.Series([0.0, 6.0, 7.0, 8.0, 9.0, 10.0])) == Figures(6, 2, 2, 2, 0.0, *_points(2, 2, 2))


def test_without_answers_there_is_no_score():
    nothing = figures(pd.Series([], dtype="float64"))
    assert nothing.n == 0
    assert isnan(nothing.nps)
    assert isnan(nothing.low)


def _points(*counts: int) -> tuple[float, float]:
    low, high = interval(*counts)
    return 100 * float(low), 100 * float(high)


counts = st.tuples(*[st.integers(0, 500)] * 3)


@given(counts)
def test_an_interval_holds_the_estimate_it_is_built_on_and_stays_in_bounds(some):
    promoters, passives, detractors = some
    low, high = interval(*some)
    estimate = (promoters - detractors) / (promoters + passives + detractors + 3)
    assert -1 <= low <= estimate <= high <= 1


@given(counts)
def test_swapping_promoters_and_detractors_mirrors_the_interval(some):
    promoters, passives, detractors = some
    low, high = interval(promoters, passives, detractors)
    assert interval(detractors, passives, promoters) == pytest.approx((-high, -low))


def test_the_most_senior_answer_counts_then_the_latest_then_the_lowest(frame_from):
    """Acme's decision maker answered before its end user; Bolt twice; Crown twice on one day."""
    ledger = _ledger(
        frame_from,
        """
        | response_key | client | contact_role   | date       | score |
        | a1           | Acme   | decision maker | 2026-10-02 | 3     |
        | a2           | Acme   | end user       | 2026-10-20 | 10    |
        | b1           | Bolt   |                | 2026-10-02 | 3     |
        | b2           | Bolt   |                | 2026-10-20 | 9     |
        | c1           | Crown  | end user       | 2026-10-05 | 10    |
        | c2           | Crown  | end user       | 2026-10-05 | 8     |
        """,
    )
    assert sorted(chosen_answers(ledger, [OCTOBER], "month")["response_key"]) == ["a1", "b2", "c2"]


def test_with_contacts_as_the_unit_every_contact_counts_once(frame_from):
    ledger = _ledger(
        frame_from,
        """
        | response_key | client | contact  | contact_role   | date       | score |
        | a1           | Acme   | Ann Lee  | decision maker | 2026-10-02 | 3     |
        | a2           | Acme   | ann  lee | decision maker | 2026-10-20 | 10    |
        | a3           | Acme   | Bob Ray  | end user       | 2026-10-20 | 7     |
        """,
    )
    assert sorted(chosen_answers(ledger, [OCTOBER], "month", "contact")["response_key"]) == ["a2", "a3"]


def test_an_answer_counts_once_for_an_employee_with_two_roles_and_once_for_each_role(frame_from):
    ledger = _ledger(frame_from, "| response_key | client | date | score |\n| a1 | Acme | 2026-10-02 | 9 |")
    attribution = frame_from(
        """
        | response_key | client | employee | role       |
        | a1           | Acme   | Ann      | manager    |
        | a1           | Acme   | Ann      | specialist |
        | a1           | Acme   | Bob      | specialist |
        | a1           | Acme   | SEO      | service    |
        """,
        "attribution",
    )
    october = history_rows(ledger, attribution, [OCTOBER]).query("period == 'month'")
    assert list(zip(october["scope"], october["name"], october["n"], strict=True)) == [
        ("department", "", 1),
        ("employee", "Ann", 1),
        ("employee", "Bob", 1),
        ("role", "manager", 1),
        ("role", "specialist", 1),
        ("service", "SEO", 1),
    ]


def test_a_month_without_answers_has_a_department_row_of_none(frame_from):
    rows = history_rows(_ledger(frame_from, ""), frame_from("", "attribution"), [OCTOBER])
    assert list(zip(rows["period"], rows["scope"], rows["n"], strict=True)) == [
        ("month", "department", 0),
        ("quarter", "department", 0),
    ]
    assert rows[["nps", "low", "high"]].isna().all(axis=None)


def test_a_quarter_is_the_month_and_the_two_before_it(frame_from):
    ledger = _ledger(
        frame_from,
        """
        | response_key | client | date       | score |
        | a1           | Acme   | 2026-07-31 | 0     |
        | b1           | Bolt   | 2026-08-01 | 9     |
        | c1           | Crown  | 2026-10-31 | 10    |
        | d1           | Delta  | 2026-11-01 | 0     |
        """,
    )
    assert sorted(chosen_answers(ledger, [OCTOBER], "quarter")["response_key"]) == ["b1", "c1"]


def test_exit_answers_and_answers_not_counted_are_in_no_figure(frame_from):
    ledger = _ledger(
        frame_from,
        """
        | response_key | client | date       | score | survey | counted |
        | a1           | Acme   | 2026-10-02 | 0     | exit   | yes     |
        | b1           | Bolt   | 2026-10-02 | 0     |        | no      |
        """,
    )
    assert chosen_answers(ledger, [OCTOBER], "quarter").empty


def test_a_figure_with_an_answer_from_before_the_programme_is_marked(frame_from):
    ledger = _ledger(
        frame_from,
        """
        | response_key | client | date       | score | adopted |
        | a1           | Acme   | 2026-09-02 | 9     | yes     |
        | b1           | Bolt   | 2026-10-02 | 9     | no      |
        """,
    )
    rows = history_rows(ledger, frame_from("", "attribution"), [OCTOBER]).set_index("period")
    assert rows["teams"].to_dict() == {"month": "", "quarter": "adopted"}


def _ledger(frame_from, text: str) -> pd.DataFrame:
    ledger = frame_from(text, "answer_ledger")
    ledger["month"] = ledger["date"].dt.to_period("M").dt.to_timestamp()
    ledger["survey"] = ledger["survey"].replace("", "quarterly")
    if "counted" not in text:
        ledger["counted"] = True
    return shaped(ledger, LEDGER)


answer = st.fixed_dictionaries(
    {
        "survey": st.sampled_from(["quarterly", "quarterly", "quarterly", "exit"]),
        "counted": st.sampled_from([True, True, True, False]),
        "day": st.dates(date(2026, 5, 1), date(2026, 11, 30)),
        "client": st.sampled_from("ABCDEFG"),
        "contact": st.sampled_from(["", "P", "Q"]),
        "contact_role": st.sampled_from(brute_force.RANKS),
        "score": st.integers(0, 10),
        "team": st.sets(
            st.sampled_from(
                [("Ann", "manager"), ("Ann", "specialist"), ("Bob", "specialist"), ("SEO", "service"), ("", "")]
            )
        ),
    }
)


@given(st.lists(answer, max_size=40), st.sampled_from(["client", "contact"]), st.randoms())
def test_every_figure_is_that_of_a_second_implementation_in_any_order(drawn, unit, random):
    answers = [
        {**one, "response_key": f"k{at:03}", "date": one["day"], "month": one["day"].replace(day=1)}
        for at, one in enumerate(drawn)
    ]
    stamps = [
        {"response_key": one["response_key"], "employee": employee, "role": role}
        for one in answers
        for employee, role in one["team"]
    ]
    months = [date(2026, month, 1) for month in range(6, 12)]
    expected = brute_force.history(answers, stamps, months, unit)
    random.shuffle(answers)
    random.shuffle(stamps)
    ledger, attribution = shaped(pd.DataFrame(answers), LEDGER), shaped(pd.DataFrame(stamps), ATTRIBUTION)
    rows = history_rows(ledger, attribution, [pd.Timestamp(month) for month in months], unit)
    assert len(rows) == len(expected)
    for row in rows.to_dict("records"):
        known = expected[row["month"].date(), row["period"], row["scope"], row["name"]]
        assert {column: row[column] for column in known} == pytest.approx(known, abs=1e-9, nan_ok=True)


def test_a_chosen_answer_stands_once_under_each_scope_and_name(frame_from):
    ledger = _ledger(frame_from, "| response_key | client | date | score |\n| a1 | Acme | 2026-10-02 | 9 |")
    attribution = frame_from(
        "| response_key | employee | role |\n| a1 | Ann | manager |\n| a1 | Ann | manager |", "attribution"
    )
    scoped = by_scope(chosen_answers(ledger, [OCTOBER], "month"), attribution)
    assert not scoped.duplicated(["client", "scope", "name"]).any()
    assert np.array_equal(scoped["scope"], ["department", "role", "employee"])
