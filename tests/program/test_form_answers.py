"""Answers from a form: the survey key of the link says whose they are; without it the client's name does."""

from __future__ import annotations

import pandas as pd
import pytest

from flows.program.answered import answered_surveys
from flows.program.answers import answers
from flows.program.roster import roster
from flows.program.settings import Settings
from flows.texts import say

TODAY = pd.Timestamp("2026-10-20 09:00")
KEY = "Q-2026-10-0000000a"
OCTOBER = pd.Timestamp("2026-10-01")
TIED = ["key", "client", "contact", "contact_role", "survey", "survey_month", "score"]

ASKED = """
clients
| client | status |
| Acme   |        |
| Bolt   |        |
call_list
| survey_key         | month      | client | contact | role           | asked_on   | score |
| Q-2026-10-0000000a | 2026-10-01 | Acme   | Ann Lee | decision maker | {asked_on} | {score} |
responses
| date | client | contact | score | comment | survey | survey_key |
"""

LEFT = """
clients
| client | status    | churned_on |
| Acme   | {status}  |            |
| Bolt   |           |            |
exit_surveys
| survey_key   | client | contact | churned_on   | ask_by     | asked_on   | score   |
| X-0000000a-1 | Acme   | Ann Lee | {churned_on} | 2026-10-19 | {asked_on} | {score} |
responses
| date | client | contact | score | comment | survey | survey_key |
"""


def dataset(text: str, *rows: str, **values: str) -> str:
    blank = {"asked_on": "", "score": "", "status": "churned", "churned_on": "2026-10-10"}
    return text.format(**{**blank, **values}) + "\n".join(rows)


@pytest.fixture
def read(tables_from):
    def _read(text: str, today: pd.Timestamp = TODAY):
        tables = tables_from(text)
        return answers(tables, roster(tables, today), today)

    return _read


@pytest.mark.parametrize(
    "typed",
    [
        KEY,
        "  q-2026-10-0000000A ",
        "“Q-2026-10-0000000a”",
        "Q–2026–10–0000000a",
        "Q - 2026 - 10 - 0000000a",
        "Survey key: Q-2026-10-0000000a.",
        "https://docs.google.com/forms/d/e/1FAIpQLSe/viewform?usp=pp_url&entry.17=Q-2026-10-0000000a&entry.9=Acme",
        "https://forms.gle/?to=https%3A%2F%2Fforms%2F%3Fentry.17%3DQ-2026-10-0000000a",
    ],
)
@pytest.mark.parametrize("client", ["", "Acme", "Akmee"])
def test_the_key_of_the_link_says_whose_answer_it_is_however_it_comes_back(read, typed, client):
    found, issues = read(dataset(ASKED, f"| 2026-10-05 | {client} | Eve | 9 | | exit | {typed} |"))
    assert found[TIED].to_numpy().tolist() == [[KEY, "Acme", "Ann Lee", "decision maker", "quarterly", OCTOBER, 9.0]]
    assert issues.empty


@pytest.mark.parametrize("typed", ["Q-2026-10-0000000b", f"{KEY}0", "{survey key}", "17"])
def test_an_answer_with_a_key_that_is_not_known_goes_by_the_client_and_says_so(read, typed):
    found, issues = read(dataset(ASKED, f"| 2026-10-05 | Bolt | | 9 | | | {typed} |"))
    assert found[["client", "survey"]].to_numpy().tolist() == [["Bolt", "quarterly"]]
    assert issues[["table", "row", "column", "found", "code", "rejects"]].to_numpy().tolist() == [
        ["responses", 2, "survey_key", typed, "unknown_key", False]
    ]


def test_a_dash_in_place_of_a_key_is_no_key(read):
    found, issues = read(dataset(ASKED, "| 2026-10-05 | Bolt | | 9 | | | - |"))
    assert (len(found), len(issues)) == (1, 0)


def test_an_answer_with_neither_a_known_key_nor_a_client_does_not_count_and_is_told_once(read):
    found, issues = read(dataset(ASKED, "| 2026-10-05 | | | 9 | | | Q-2026-10-0000000b |"))
    assert found.empty
    assert issues[["column", "code", "rejects"]].to_numpy().tolist() == [["survey_key", "unknown_key", True]]


def test_a_letter_forwarded_to_another_client_counts_for_neither_until_a_person_says_whose_answer_it_is(read):
    found, issues = read(dataset(ASKED, f"| 2026-10-05 | Bolt | | 2 | | | {KEY} |"))
    assert found.empty
    assert issues[["column", "found", "code", "hint", "rejects"]].to_numpy().tolist() == [
        ["client", "Bolt", "key_mismatch", "Acme", True]
    ]
    assert "put the client or the key right" in say("en", "issue.key_mismatch.expected")
    assert say("en", "issue.key_mismatch.hint", hint="Acme") == "The key is that of “Acme”."
    assert say("ru", "issue.key_mismatch.hint", hint="Ромашка") == "Это ключ клиента «Ромашка»."


def test_a_client_taken_off_the_list_after_it_left_still_answers_its_exit_survey(read):
    text = dataset(LEFT, "| 2026-10-12 | | | 3 | slow | | X-0000000a-1 |").replace(
        "| Acme   | churned  |", "| Cole |  |"
    )
    found, issues = read(text)
    assert found[["key", "client", "survey"]].to_numpy().tolist() == [["X-0000000a-1", "Acme", "exit"]]
    assert issues[["code", "rejects"]].to_numpy().tolist() == [["client_not_listed", False]]


def test_who_answered_a_survey_is_known_after_its_row_was_archived(read):
    """The row is gone from the call list; the ledger remembers the contact."""
    found, issues = read(
        f"""
        clients
        | client |
        | Acme   |
        answer_ledger
        | response_key | survey    | month      | date       | client | contact | contact_role   | score | counted |
        | {KEY}        | quarterly | 2026-10-01 | 2026-10-05 | Acme   | Ann Lee | decision maker | 9     | yes     |
        responses
        | date       | client | score | survey_key |
        | 2026-10-05 |        | 9     | {KEY}      |
        """
    )
    assert found[TIED].to_numpy().tolist() == [[KEY, "Acme", "Ann Lee", "decision maker", "quarterly", OCTOBER, 9.0]]
    assert issues.empty


@pytest.mark.parametrize(("contact", "key"), [("", KEY), ("ann lee", KEY), ("Bob", "")])
def test_without_a_key_an_answer_in_the_surveys_month_is_its_answer_unless_somebody_else_gave_it(read, contact, key):
    found, issues = read(dataset(ASKED, f"| 2026-10-05 | acme | {contact} | 9 | | | |"))
    assert found["key"].str.startswith(key or "R-").tolist() == [True]
    assert found["contact"].tolist() == ["Ann Lee" if key else "Bob"]
    assert found["contact_role"].tolist() == ["decision maker" if key else ""]
    assert found["survey_month"].tolist() == [OCTOBER if key else pd.NaT]
    assert issues.empty


@pytest.mark.parametrize(("day", "tied"), [("2026-09-30", False), ("2026-10-01", True), ("2026-11-30", True)])
def test_a_survey_is_answered_by_name_in_its_month_and_the_next(read, day, tied):
    found, _ = read(dataset(ASKED, f"| {day} | Acme | | 9 | | | |"), pd.Timestamp("2026-12-20"))
    assert found["key"].eq(KEY).tolist() == [tied]


def test_where_several_contacts_of_a_client_are_asked_a_name_decides(read):
    text = dataset(ASKED, "| 2026-10-05 | Acme | {} | 9 | | | |").replace(
        "responses", "| Q-2026-10-0000000b | 2026-10-01 | Acme | Bob | end user | | |\nresponses"
    )
    assert read(text.replace("{}", "Bob"))[0]["key"].tolist() == ["Q-2026-10-0000000b"]
    assert read(text.replace("{}", ""))[0]["key"].str.startswith("R-").all()


@pytest.mark.parametrize(("asked_on", "counts"), [("2026-10-08", 4.0), ("", 9.0), ("2026-10-05", 4.0)])
def test_an_answer_of_the_form_that_the_interviewer_types_as_well_counts_once(read, asked_on, counts):
    """Of several answers to one survey the latest counts, one without a date last; on one day the lowest."""
    found, issues = read(dataset(ASKED, "| 2026-10-05 | Acme | | 9 | | | |", asked_on=asked_on, score="4"))
    assert found[["key", "score"]].to_numpy().tolist() == [[KEY, counts]]
    assert issues["code"].tolist() == ["duplicate_key"]


def test_what_comes_after_a_survey_was_answered_is_an_answer_of_its_own(read):
    """Somebody else at the client may have filled in the form: what the interviewer heard stands."""
    found, issues = read(dataset(ASKED, "| 2026-10-06 | Acme | | 4 | | | |", asked_on="2026-10-05", score="9"))
    assert found["key"].eq(KEY).tolist() == [True, False]
    assert issues.empty


def test_of_two_answers_without_a_key_the_first_is_the_surveys_and_no_words_are_lost(read):
    rows = ["| 2026-10-06 | Acme | | 4 | prices | | |", "| 2026-10-05 | Acme | | 9 | reports | | |"]
    found, issues = read(dataset(ASKED, *rows))
    assert dict(zip(found["comment"], found["key"].eq(KEY), strict=True)) == {"reports": True, "prices": False}
    assert issues.empty


@pytest.mark.parametrize("survey", ["exit", ""])
def test_without_a_key_an_answer_of_a_client_that_left_is_that_of_its_exit_survey(read, survey):
    found, issues = read(dataset(LEFT, f"| 2026-10-12 | Acme | | 2 | slow | {survey} | |"))
    assert found[["key", "survey", "contact"]].to_numpy().tolist() == [["X-0000000a-1", "exit", "Ann Lee"]]
    assert issues.empty


def test_an_exit_answer_that_the_interviewer_types_as_well_counts_once(read):
    row = "| 2026-10-12 | Acme | | 2 | slow | exit | |"
    found, issues = read(dataset(LEFT, row, asked_on="2026-10-14", score="3"))
    assert found[["key", "score"]].to_numpy().tolist() == [["X-0000000a-1", 3.0]]
    assert issues["code"].tolist() == ["duplicate_key"]


def test_an_exit_answer_from_an_earlier_departure_is_not_that_of_todays(read):
    found, _ = read(dataset(LEFT, "| 2025-10-12 | Acme | | 2 | | exit | |"))
    assert found["survey"].tolist() == ["exit"]
    assert found["key"].str.startswith("R-").all()


@pytest.mark.parametrize(
    ("values", "day", "survey"),
    [
        ({"churned_on": ""}, "2026-10-12", ""),
        ({}, "2026-10-09", ""),
        ({"status": "active"}, "2026-10-12", ""),
        ({}, "2026-10-12", "quarterly"),
    ],
)
def test_where_it_is_not_sure_that_an_answer_says_goodbye_it_stays_quarterly(read, values, day, survey):
    """No date of leaving and no letter; before it left; the client is back; the form says what it asked."""
    found, _ = read(dataset(LEFT, f"| {day} | Acme | | 2 | | {survey} | |", **values))
    assert found["survey"].tolist() == ["quarterly"]


def test_an_answer_that_may_say_goodbye_is_told(read):
    _, issues = read(dataset(LEFT, "| 2026-10-12 | Acme | | 2 | | | |", churned_on=""))
    assert issues[["table", "row", "column", "code", "rejects"]].to_numpy().tolist() == [
        ["responses", 2, "survey", "perhaps_exit", False]
    ]


def test_an_answer_after_the_exit_letter_went_says_goodbye(read):
    letter = (
        "\ndeliveries\n| survey_key | letter | state | last_try |\n| X-0000000a-1 | exit | sent | 2026-10-13 10:00 |"
    )
    text = dataset(LEFT, "| {} | Acme | | 2 | | | |", churned_on="") + letter
    assert read(text.replace("{}", "2026-10-13"))[0]["survey"].tolist() == ["exit"]
    assert read(text.replace("{}", "2026-10-12"))[0]["survey"].tolist() == ["quarterly"]


@pytest.mark.parametrize(("asked_on", "score", "survey"), [("", "", "quarterly"), ("2026-10-05", "9", "exit")])
def test_while_a_quarterly_survey_of_the_client_is_open_nobody_knows_which_is_answered(read, asked_on, score, survey):
    calls = f"""
        call_list
        | survey_key         | month      | client | contact | asked_on   | score   |
        | Q-2026-10-0000000a | 2026-10-01 | Acme   | Ann Lee | {asked_on} | {score} |
        """
    found, issues = read(dataset(LEFT, "| 2026-10-12 | Acme | | 2 | | | |") + calls)
    answer = found[found["source"].eq("responses")]
    assert answer["survey"].tolist() == [survey]
    assert issues["code"].tolist() == (["perhaps_exit"] if survey == "quarterly" else [])


def settled(tables, **values):
    found, _ = answers(tables, roster(tables, TODAY), TODAY)
    return answered_surveys(tables, found, Settings(**values))


def test_a_survey_is_settled_by_its_row_its_key_or_the_clients_name(tables):
    """
    clients
    | client   |
    | Acme LLC |
    | Bolt     |
    | Cole     |
    | Dent     |
    call_list
    | survey_key         | month      | client | contact | score |
    | Q-2026-10-0000000a | 2026-10-01 | Acme   | Ann     |       |
    | Q-2026-10-0000000b | 2026-10-01 | Bolt   | Bob     | 7     |
    | Q-2026-10-0000000c | 2026-10-01 | Cole   | Cid     |       |
    | Q-2026-10-0000000d | 2026-10-01 | Dent   | Dan     |       |
    exit_surveys
    | survey_key   | client | churned_on |
    | X-0000000d-1 | Dent   | 2026-10-10 |
    responses
    | date       | client | contact | score | survey | survey_key         |
    | 2026-10-05 | acme   | Eve     | 9     |        |                    |
    | 2026-10-05 |        |         | 9     |        | Q-2026-10-0000000c |
    | 2026-10-12 | Dent   |         | 2     | exit   |                    |
    """
    others = {"Q-2026-10-0000000b", "Q-2026-10-0000000c", "X-0000000d-1"}
    assert settled(tables) == others | {"Q-2026-10-0000000a"}
    assert settled(tables, contacts_per_client="all") == others


def test_a_survey_whose_answer_was_archived_is_settled(tables):
    """
    clients
    | client | status  |
    | Acme   | churned |
    answer_ledger
    | response_key | survey | month      | date       | client | score | counted |
    | X-0000000a-1 | exit   | 2026-10-01 | 2026-10-05 | Acme   | 2     | yes     |
    | X-0000000b-1 | exit   | 2026-10-01 | 2026-10-05 | Bolt   | 2     |         |
    exit_surveys
    | survey_key   | client | churned_on |
    | X-0000000a-1 | Acme   | 2026-10-01 |
    | X-0000000b-1 | Bolt   | 2026-10-01 |
    """
    assert settled(tables) == {"X-0000000a-1"}
