"""Change: the sign test by published tables, and who is compared with whom."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.program.change import Change, changes, judge, sign_test
from flows.program.shapes import LEDGER, shaped


@pytest.mark.parametrize(
    ("improved", "worsened", "p"),
    [
        (5, 0, 0.0625),
        (4, 0, 0.125),
        (8, 2, 0.109375),
        (9, 1, 0.021484),
        (1, 9, 0.021484),
        (10, 5, 0.301758),
        (3, 3, 1.0),
    ],
)
def test_p_is_that_of_the_binomial_tables(improved, worsened, p):
    """Twice the tail of the binomial distribution with p = 1/2, as tabulated."""
    assert sign_test(improved, worsened) == pytest.approx(p, abs=1e-6)


@given(st.integers(0, 7), st.integers(0, 7))
def test_p_is_the_share_of_all_sequences_of_tosses_that_are_as_lopsided(improved, worsened):
    tosses = list(product([0, 1], repeat=improved + worsened))
    extreme = abs(improved - worsened)
    as_lopsided = sum(abs(2 * sum(some) - len(some)) >= extreme for some in tosses)
    assert sign_test(improved, worsened) == pytest.approx(as_lopsided / len(tosses))


def test_thousands_of_clients_are_no_trouble():
    assert sign_test(2600, 2400) == pytest.approx(0.004889, abs=1e-5)


def test_an_arrow_needs_evidence():
    assert judge(4, 0, 50).verdict == "none"
    assert judge(5, 0, 0).verdict == "up"
    assert judge(0, 5, 0).verdict == "down"
    assert judge(0, 0, 9).verdict == "none"
    assert judge(0, 0, 0) == Change(0, 0, 0, 1.0, "")


def test_the_same_clients_are_compared_three_months_apart(frame_from):
    """Acme rose, Bolt fell, Crown stayed a promoter, Delta is new, Echo was asked in July only."""
    ledger = _ledger(
        frame_from,
        """
        | response_key | client | date       | score |
        | a1           | Acme   | 2026-05-10 | 6     |
        | a2           | Acme   | 2026-08-10 | 7     |
        | b1           | Bolt   | 2026-06-10 | 9     |
        | b2           | Bolt   | 2026-09-10 | 8     |
        | c1           | Crown  | 2026-07-10 | 9     |
        | c2           | Crown  | 2026-10-10 | 10    |
        | d2           | Delta  | 2026-10-10 | 10    |
        | e1           | Echo   | 2026-07-10 | 10    |
        """,
    )
    found = changes(ledger, frame_from("", "attribution"), pd.Timestamp("2026-10-01"))
    assert found[["scope", "improved", "worsened", "same"]].to_numpy().tolist() == [["department", 1, 1, 1]]


def test_a_client_that_an_employee_took_over_says_nothing_of_that_employee(frame_from):
    ledger = _ledger(
        frame_from,
        """
        | response_key | client | date       | score |
        | a1           | Acme   | 2026-07-10 | 6     |
        | a2           | Acme   | 2026-10-10 | 9     |
        | b1           | Bolt   | 2026-07-10 | 6     |
        | b2           | Bolt   | 2026-10-10 | 9     |
        """,
    )
    attribution = frame_from(
        """
        | response_key | employee | role    |
        | a1           | Ann      | manager |
        | a2           | Bob      | manager |
        | b1           | Bob      | manager |
        | b2           | Bob      | manager |
        """,
        "attribution",
    )
    found = changes(ledger, attribution, pd.Timestamp("2026-10-01")).set_index("name")
    assert found.loc["Bob", ["improved", "worsened", "same"]].to_list() == [1, 0, 0]
    assert found.loc["manager", "improved"] == 2


def _ledger(frame_from, text: str) -> pd.DataFrame:
    ledger = frame_from(text, "answer_ledger").assign(survey="quarterly", counted=True)
    ledger["month"] = ledger["date"].dt.to_period("M").dt.to_timestamp()
    return shaped(ledger, LEDGER)
