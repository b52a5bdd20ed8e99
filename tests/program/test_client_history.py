"""Client history, and who was active, joined or left in a month."""

from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

from flows.program.client_history import ClientCounts, clients_in, last_class, upsert
from flows.program.roster import roster

SEPTEMBER, OCTOBER = pd.Timestamp("2026-09-01"), pd.Timestamp("2026-10-01")
NO_HISTORY = ""


def _counts(frame_from, clients: str, history: str, month: pd.Timestamp = OCTOBER) -> tuple[int, int, int]:
    found = clients_in(month, frame_from(history, "client_history"), frame_from(clients, "clients"))
    return found.active, found.joined, found.left


def test_dates_tell_who_joined_and_left_even_before_there_was_a_history(frame_from):
    clients = """
        | client | status  | client_since | churned_on |
        | Acme   | active  | 2024-01-15   |            |
        | Bolt   | active  | 2026-10-31   |            |
        | Crown  | churned | 2024-01-15   | 2026-10-31 |
        | Delta  | churned | 2024-01-15   | 2026-11-01 |
        | Echo   | active  | 2026-11-01   |            |
        | Fox    | paused  | 2024-01-15   |            |
        """
    assert _counts(frame_from, clients, NO_HISTORY) == (3, 1, 1)


def test_without_dates_what_runs_have_seen_tells_it(frame_from):
    """Bolt left in October, Crown is new in October, Delta came after it."""
    clients = """
        | client | status  |
        | Acme   | active  |
        | Bolt   | churned |
        | Crown  | active  |
        | Delta  | active  |
        """
    history = """
        | month      | client | status  |
        | 2026-09-01 | Acme   | active  |
        | 2026-09-01 | Bolt   | active  |
        | 2026-10-01 | Acme   | active  |
        | 2026-10-01 | Bolt   | churned |
        | 2026-10-01 | Crown  | active  |
        | 2026-11-01 | Delta  | active  |
        """
    assert _counts(frame_from, clients, history) == (2, 1, 1)


def test_whoever_was_there_when_the_program_first_looked_did_not_join_then(frame_from):
    clients = "| client | status |\n| Acme | active |"
    history = "| month | client | status |\n| 2026-10-01 | Acme | active |"
    assert _counts(frame_from, clients, history) == (1, 0, 0)


def test_a_client_taken_off_the_list_was_active_while_it_was(frame_from):
    history = "| month | client | status |\n| 2026-10-01 | Acme | active |"
    assert _counts(frame_from, "| client | status |\n| Bolt | paused |", history) == (1, 0, 0)


def test_average_revenue_is_that_of_the_active_clients_which_have_one(frame_from):
    clients = """
        | client | status | revenue |
        | Acme   | active | 100     |
        | Bolt   | active | 300     |
        | Crown  | active |         |
        | Delta  | paused | 900     |
        """
    found = clients_in(OCTOBER, frame_from("", "client_history"), frame_from(clients, "clients"))
    assert found == ClientCounts(active=3, joined=0, left=0, average_revenue=200.0)


def test_the_month_of_the_run_is_written_anew_and_earlier_ones_stand(tables_from):
    tables = tables_from(
        """
        clients
        | client | manager | specialists | services | status | revenue |
        | Acme   | Ann     | Bob; Ann    | SEO      | paused | 100     |
        employees
        | employee |
        | Ann      |
        | Bob      |
        answer_ledger
        | client | date       | score | counted | survey    |
        | Acme   | 2026-09-20 | 7     | yes     | quarterly |
        client_history
        | month      | client | status | team |
        | 2026-09-01 | Acme   | active | Carl |
        | 2026-10-01 | Acme   | active | Carl |
        """
    )
    today = pd.Timestamp("2026-10-20")
    firm = roster(tables, today)
    found = upsert(tables["client_history"], firm, tables["answer_ledger"], today)
    assert found[["month", "status", "team", "last_class"]].to_numpy().tolist() == [
        [SEPTEMBER, "active", "Carl", ""],
        [OCTOBER, "paused", "Ann, Bob", "passive"],
    ]
    assert_frame_equal(upsert(found, firm, tables["answer_ledger"], today), found)


def test_the_last_class_is_of_the_latest_answer_that_counts(frame_from):
    ledger = frame_from(
        """
        | client | date       | score | counted | survey    |
        | Acme   | 2026-09-20 | 10    | yes     | quarterly |
        | Acme   | 2026-09-20 | 7     | yes     | quarterly |
        | Acme   | 2026-09-21 | 0     |         | quarterly |
        | Acme   | 2026-09-22 | 0     | yes     | exit      |
        """,
        "answer_ledger",
    )
    assert last_class(ledger).to_dict() == {"Acme": "passive"}
