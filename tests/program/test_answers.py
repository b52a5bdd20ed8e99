"""Answers: where they are read from, what they are called, and what cannot be used."""

from __future__ import annotations

import pandas as pd
import pytest

from flows.program.answers import answers
from flows.program.roster import roster

TODAY = pd.Timestamp("2026-10-20 09:00")


@pytest.fixture
def read(tables_from):
    def _read(text: str, today: pd.Timestamp = TODAY):
        tables = tables_from(text)
        return answers(tables, roster(tables, today), today)

    return _read


def test_a_filled_row_of_the_call_list_is_an_answer_with_its_key(read):
    """The row without a score is no answer yet."""
    found, issues = read(
        """
        clients
        | client |
        | Acme   |
        | Bolt   |
        call_list
        | survey_key         | month      | client | contact | role           | asked_on   | score | comment |
        | Q-2026-10-0000000a | 2026-10-01 | Acme   | Ann     | decision maker | 2026-10-05 | 9     | faster  |
        | Q-2026-10-0000000b | 2026-10-01 | Bolt   | Bob     | end user       |            |       |         |
        """
    )
    assert issues.empty
    (answer,) = found.to_dict("records")
    assert answer == {
        "source": "call_list", "row": 2, "key": "Q-2026-10-0000000a", "survey": "quarterly",
        "survey_month": pd.Timestamp("2026-10-01"), "date": pd.Timestamp("2026-10-05"), "client": "Acme",
        "contact": "Ann", "contact_role": "decision maker", "score": 9.0, "comment": "faster",
    }  # fmt: skip


def test_an_answer_to_the_call_list_needs_no_date(read):
    found, issues = read(
        """
        clients
        | client |
        | Acme   |
        call_list
        | survey_key         | month      | client | score |
        | Q-2026-10-0000000a | 2026-10-01 | Acme   | 9     |
        """
    )
    assert issues.empty
    assert found["date"].isna().tolist() == [True]


def test_a_row_added_to_the_call_list_by_hand_has_a_key_of_its_own_and_its_month(read):
    text = """
        clients
        | client |
        | Acme   |
        call_list
        | survey_key | month      | client | contact | score |
        |            | 2026-10-01 | Acme   | {}      | 9     |
        """
    first, _ = read(text.format("Ann"))
    second, _ = read(text.format("Bob"))
    assert first["survey_month"].tolist() == [pd.Timestamp("2026-10-01")]
    assert first["key"].str.startswith("H-").all()
    assert first["key"].tolist() != second["key"].tolist()


def test_an_exit_survey_is_an_exit_answer_whose_reason_is_its_comment(read):
    found, _ = read(
        """
        clients
        | client | status  |
        | Acme   | churned |
        exit_surveys
        | survey_key   | client | asked_on   | score | reason |
        | X-0000000a-1 | Acme   | 2026-10-05 | 2     | slow   |
        """
    )
    assert found[["key", "survey", "comment", "score"]].iloc[0].tolist() == ["X-0000000a-1", "exit", "slow", 2.0]


def test_responses_are_quarterly_unless_they_say_exit(read):
    found, _ = read(
        """
        clients
        | client |
        | Acme   |
        responses
        | date       | client | score | survey |
        | 2026-10-05 | Acme   | 9     |        |
        | 2026-10-06 | Acme   | 2     | exit   |
        """
    )
    assert found["survey"].tolist() == ["quarterly", "exit"]


def test_a_response_with_the_key_of_a_survey_is_tied_to_it(read):
    """The form was sent in September; the client answers in October and misspells its own name."""
    found, issues = read(
        """
        clients
        | client |
        | Acme   |
        call_list
        | survey_key         | month      | client | contact | role     | score |
        | Q-2026-09-0000000a | 2026-09-01 | Acme   | Ann     | end user |       |
        responses
        | date       | client | score | survey_key         | survey |
        | 2026-10-05 | Akmee  | 9     | Q-2026-09-0000000a | exit   |
        """
    )
    assert issues.empty
    columns = ["key", "client", "contact", "contact_role", "survey", "survey_month"]
    september = pd.Timestamp("2026-09-01")
    assert found[columns].iloc[0].tolist() == ["Q-2026-09-0000000a", "Acme", "Ann", "end user", "quarterly", september]


def test_a_key_is_known_after_its_row_was_archived(read):
    found, issues = read(
        """
        clients
        | client |
        | Acme   |
        attribution
        | response_key       | month      | client | employee |
        | Q-2026-09-0000000a | 2026-09-01 | Acme   |          |
        responses
        | date       | client | contact | score | survey_key         |
        | 2026-10-05 | ?      | Ann     | 9     | Q-2026-09-0000000a |
        """
    )
    assert issues.empty
    assert found[["client", "contact"]].iloc[0].tolist() == ["Acme", "Ann"]
    assert found["survey_month"].tolist() == [pd.Timestamp("2026-09-01")]


def test_a_row_whose_client_is_not_that_of_its_key_counts_for_neither(read):
    """Somebody sorted a few columns of the list and not the others."""
    found, issues = read(
        """
        clients
        | client |
        | Acme   |
        | Bolt   |
        attribution
        | response_key       | month      | client |
        | Q-2026-10-0000000a | 2026-10-01 | Acme   |
        call_list
        | survey_key         | month      | client | score |
        | Q-2026-10-0000000a | 2026-10-01 | Bolt   | 9     |
        """
    )
    assert found.empty
    assert issues[["table", "row", "column", "found", "code", "hint", "rejects"]].to_numpy().tolist() == [
        ["call_list", 2, "client", "Bolt", "key_mismatch", "Acme", True]
    ]


def test_a_key_that_nobody_knows_is_no_key(read):
    found, _ = read(
        """
        clients
        | client |
        | Acme   |
        responses
        | date       | client | score | survey_key |
        | 2026-10-05 | Acme   | 9     | form-17    |
        """
    )
    assert found["key"].str.startswith("R-").all()


def test_clients_are_recognised_and_strangers_become_issues(read):
    found, issues = read(
        """
        clients
        | client       |
        | ООО Ромашка  |
        | Acme LLC     |
        | Bolt Inc     |
        | ООО Bolt     |
        responses
        | date       | client    | score |
        | 2026-10-05 | «ромашка» | 9     |
        | 2026-10-05 | Acmee     | 8     |
        | 2026-10-05 | Bolt      | 7     |
        """
    )
    assert found["client"].tolist() == ["ООО Ромашка"]
    assert issues[["row", "code", "hint", "rejects"]].to_numpy().tolist() == [
        [3, "unknown_client", "Acme LLC", True],
        [4, "ambiguous_client", "Bolt Inc, ООО Bolt", True],
    ]


def test_answers_of_a_client_taken_off_the_list_still_count(read):
    found, issues = read(
        """
        clients
        | client |
        | Bolt   |
        answer_ledger
        | response_key | client |
        | R-1          | Acme   |
        responses
        | date       | client | score |
        | 2026-10-05 | ACME   | 9     |
        """
    )
    assert found["client"].tolist() == ["Acme"]
    assert issues[["code", "rejects"]].to_numpy().tolist() == [["client_not_listed", False]]


def test_answers_of_tomorrow_and_of_the_last_century_do_not_count(read):
    found, issues = read(
        """
        clients
        | client |
        | Acme   |
        responses
        | date       | client | score |
        | 2026-10-20 | Acme   | 9     |
        | 2026-10-21 | Acme   | 8     |
        | 1926-10-20 | Acme   | 7     |
        """
    )
    assert found["score"].tolist() == [9.0]
    assert issues[["row", "column", "found", "code", "rejects"]].to_numpy().tolist() == [
        [3, "date", "2026-10-21", "future_date", True],
        [4, "date", "1926-10-20", "implausible_date", True],
    ]


def test_of_two_answers_to_one_survey_the_latest_counts(read):
    found, issues = read(
        """
        clients
        | client |
        | Acme   |
        call_list
        | survey_key         | month      | client | asked_on   | score |
        | Q-2026-10-0000000a | 2026-10-01 | Acme   | 2026-10-05 | 9     |
        responses
        | date       | client | score | survey_key         |
        | 2026-10-06 | Acme   | 4     | Q-2026-10-0000000a |
        """
    )
    assert found["score"].tolist() == [4.0]
    assert issues[["table", "row", "code", "hint", "rejects"]].to_numpy().tolist() == [
        ["call_list", 2, "duplicate_key", "responses:2", True]
    ]


def test_the_role_of_a_contact_comes_from_contacts(read):
    found, _ = read(
        """
        clients
        | client |
        | Acme   |
        contacts
        | client | contact | role           |
        | Acme   | Ann Lee | decision maker |
        responses
        | date       | client | contact  | score |
        | 2026-10-05 | Acme   | ann  lee | 9     |
        | 2026-10-05 | Acme   | Bob      | 9     |
        """
    )
    assert found["contact_role"].tolist() == ["decision maker", ""]


def test_keys_follow_what_rows_say_and_not_where_they_stand(read):
    head = "clients\n| client |\n| Acme |\nresponses\n| date | client | score | comment |\n"
    rows = ["| 2026-10-05 | Acme | 9 | a |", "| 2026-10-05 | Acme | 3 | b |", "| 2026-10-06 | Acme | 3 | |"]
    forward, backward = (read(head + "\n".join(some))[0] for some in (rows, rows[::-1]))
    assert forward["key"].tolist() == backward["key"].tolist()[::-1]
    assert forward["key"].is_unique
    assert forward["key"].tolist()[0] == forward["key"].tolist()[1] + "-2"
