"""Clients that were due and have not answered since."""

from __future__ import annotations

import pandas as pd
import pytest

from flows.program.roster import roster
from flows.program.shapes import ANSWERS, empty
from flows.program.silence import silent_clients

OCTOBER = pd.Timestamp(2026, 10, 1)


@pytest.fixture
def silent(tables):
    """Rounds without an answer, and the day of the last one, by client."""

    def _silent(month=OCTOBER, standing=()):
        answers = pd.concat([empty(ANSWERS), pd.DataFrame({"key": list(standing)})])
        clients = roster(tables, pd.Timestamp("2026-11-05")).clients
        found = silent_clients(tables, answers, clients, month)
        days = ["never" if pd.isna(day) else f"{day:%m-%d}" for day in found["last_answered"]]
        return list(zip(found["client"], found["rounds"].astype(int), days, strict=True))

    return _silent


def test_who_was_due_in_the_last_rounds_and_did_not_answer_is_silent(silent):
    """
    clients
    | client | status |
    | Acme   |        |
    | Bolt   |        |
    | Crown  |        |
    call_list
    | month   | client | survey_key         |
    | 2026-07 | Acme   | Q-2026-07-aaaaaaaa |
    | 2026-10 | Acme   | Q-2026-10-aaaaaaaa |
    | 2026-10 | Bolt   | Q-2026-10-bbbbbbbb |
    | 2026-10 | Crown  | Q-2026-10-cccccccc |
    answer_ledger
    | response_key       | survey    | month   | date       | client | score | counted |
    | Q-2026-10-cccccccc | quarterly | 2026-10 | 2026-10-09 | Crown  | 9     | yes     |
    | R-1                | quarterly | 2026-05 | 2026-05-14 | Bolt   | 9     | yes     |
    """
    assert silent() == [("Acme", 2, "never"), ("Bolt", 1, "05-14")]


def test_an_answer_that_came_another_way_or_later_ends_silence(silent):
    """
    clients
    | client |
    | Acme   |
    | Bolt   |
    call_list
    | month   | client | survey_key         |
    | 2026-07 | Acme   | Q-2026-07-aaaaaaaa |
    | 2026-09 | Bolt   | Q-2026-09-bbbbbbbb |
    answer_ledger
    | response_key | survey    | month   | date       | client | score | counted |
    | R-1          | quarterly | 2026-07 | 2026-07-30 | Acme   | 9     | yes     |
    | R-2          | quarterly | 2026-10 | 2026-10-02 | Bolt   | 9     | yes     |
    """
    assert silent() == []


def test_only_an_answer_to_the_quarterly_survey_that_stands_somewhere_ends_silence(silent):
    """R-1 was deleted, R-2 came too late for its month and still stands in the sheet, R-3 is of those who leave.

    clients
    | client |
    | Acme   |
    | Bolt   |
    | Crown  |
    call_list
    | month   | client | survey_key         |
    | 2026-10 | Acme   | Q-2026-10-aaaaaaaa |
    | 2026-10 | Bolt   | Q-2026-10-bbbbbbbb |
    | 2026-10 | Crown  | Q-2026-10-cccccccc |
    answer_ledger
    | response_key | survey    | month   | date       | client | score | counted |
    | R-1          | quarterly | 2026-10 | 2026-10-20 | Acme   | 9     |         |
    | R-2          | quarterly | 2026-10 | 2026-10-20 | Bolt   | 9     |         |
    | R-3          | exit      | 2026-10 | 2026-10-20 | Crown  | 1     | yes     |
    """
    assert silent(standing=["R-2"]) == [("Acme", 1, "never"), ("Crown", 1, "never")]


def test_nobody_runs_after_a_client_that_left_or_pauses(silent):
    """
    clients
    | client | status  |
    | Acme   | churned |
    | Bolt   | paused  |
    call_list
    | month   | client | survey_key         |
    | 2026-10 | Acme   | Q-2026-10-aaaaaaaa |
    | 2026-10 | Bolt   | Q-2026-10-bbbbbbbb |
    """
    assert silent() == []


def test_a_round_that_has_only_begun_makes_nobody_silent(silent):
    """
    clients
    | client |
    | Acme   |
    call_list
    | month   | client | survey_key         |
    | 2026-11 | Acme   | Q-2026-11-aaaaaaaa |
    """
    assert silent() == []
    assert silent(pd.Timestamp(2026, 11, 1)) == [("Acme", 1, "never")]


def test_a_round_counts_once_however_many_of_the_client_were_due_and_after_its_rows_were_archived(silent):
    """
    clients
    | client |
    | Acme   |
    call_list
    | month   | client | contact | survey_key         |
    | 2026-10 | Acme   | Mary    | Q-2026-10-aaaaaaaa |
    | 2026-10 | Acme   | John    | Q-2026-10-aaaaaaab |
    attribution
    | response_key       | month   | client | employee | role    |
    | Q-2026-07-aaaaaaaa | 2026-07 | Acme   | Ann      | manager |
    """
    assert silent() == [("Acme", 2, "never")]
