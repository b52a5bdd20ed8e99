"""The ledger: open months follow the sheets, closed months stand."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from flows.program.answers import answers
from flows.program.ledger import record, spelt_as_listed
from flows.program.months import month_of
from flows.program.roster import roster
from flows.program.shapes import LEDGER, empty

AUGUST, SEPTEMBER, OCTOBER = (pd.Timestamp(2026, month, 1) for month in (8, 9, 10))
TODAY = pd.Timestamp("2026-10-20 09:00")
CLIENTS = "clients\n| client |\n| Acme |\n| Bolt |\n| Crown |\n| Delta |\n"


@pytest.fixture(scope="session")
def read(tables_from, frame_from):
    """Record what the text (one table) says; ``closed``: the closed months, ``on``: the day of the run."""
    firm = tables_from(CLIENTS)
    listed = roster(firm, TODAY)

    def _read(text, ledger=None, closed=(), *, on="2026-10-20", restate=None, starts="2026-01-01"):
        today = pd.Timestamp(on)
        before = empty(LEDGER) if ledger is None else ledger
        tables = {**firm, "answer_ledger": before}
        if text:
            table = text.split("\n", 1)[0]
            tables[table] = frame_from(text, table)
        found, issues = answers(tables, listed, today)
        assert issues.empty
        starts = pd.Timestamp(starts)
        closed = set(closed) - {restate}
        return record(found, before, closed, programme_starts_on=starts, as_of=today, restate=restate)

    return _read


def responses(*rows: str) -> str:
    return "responses\n| date | client | contact | score | comment |\n" + "\n".join(f"| {row} |" for row in rows) + "\n"


def call_list(*rows: str) -> str:
    heading = "call_list\n| survey_key | month | client | asked_on | score | comment |\n"
    return heading + "\n".join(f"| {row} |" for row in rows) + "\n"


def codes(recorded) -> list[list]:
    return recorded.issues[["table", "row", "column", "found", "code", "hint", "rejects"]].to_numpy().tolist()


def test_a_response_belongs_to_the_month_of_its_date(read):
    ledger, _, _ = read(responses("2026-09-30 | Acme | | 9 | more"))
    assert ledger[["month", "date", "score", "counted", "adopted"]].iloc[0].tolist() == [
        SEPTEMBER, pd.Timestamp("2026-09-30"), 9.0, True, False,
    ]  # fmt: skip
    assert ledger["seen_on"].tolist() == [pd.Timestamp("2026-10-20")]


def test_an_answer_to_the_call_list_belongs_to_its_survey_whatever_its_date(read):
    ledger, _, _ = read(call_list("Q-2026-09-0000000a | 2026-09-01 | Acme | 2026-10-03 | 9 | "))
    assert ledger["month"].tolist() == [SEPTEMBER]


def test_an_answer_to_the_call_list_after_its_month_closed_belongs_to_the_month_of_its_date(read):
    asked = call_list("Q-2026-08-0000000a | 2026-08-01 | Acme | 2026-10-03 | 9 | ")
    first = read(asked, closed=[AUGUST])
    assert first.ledger["month"].tolist() == [OCTOBER]
    assert first.ledger["counted"].all()
    again = read(asked, first.ledger, closed=[AUGUST], on="2026-10-21")
    assert_frame_equal(again.ledger, first.ledger)
    restated = read(asked, first.ledger, closed=[AUGUST], restate=AUGUST)
    assert restated.ledger["month"].tolist() == [OCTOBER]


def test_an_answer_without_a_date_is_of_the_day_it_was_first_seen(read):
    asked = call_list("Q-2026-10-0000000a | 2026-10-01 | Acme | | 9 | ")
    first = read(asked, on="2026-10-05")
    later = read(asked, first.ledger, on="2026-10-25")
    assert later.ledger["date"].tolist() == [pd.Timestamp("2026-10-05")]


def test_answers_before_the_programme_are_adopted(read):
    text = responses("2026-09-30 | Acme | | 9 | ", "2026-10-01 | Bolt | | 9 | ")
    ledger = read(text, starts="2026-10-01").ledger
    assert ledger[["client", "adopted"]].to_numpy().tolist() == [["Acme", True], ["Bolt", False]]


def test_an_answer_to_the_call_list_of_the_programme_is_not_adopted_for_a_wrong_year(read):
    asked = call_list("Q-2026-10-0000000a | 2026-10-01 | Acme | 2025-10-05 | 9 | ")
    assert not read(asked, starts="2026-10-01").ledger["adopted"].any()


@pytest.mark.parametrize(
    "corrected",
    [
        "2026-10-05 | Acme | Ann | 3 | more",
        "2026-10-05 | Acme | Ann | 9 | less",
        "2026-10-05 | Acme | Ann | 3 | less",
        "2026-10-06 | Acme | Ann | 9 | more",
        "2026-10-05 | Acme | Bob | 9 | more",
        "2026-10-06 | Acme | Bob | 9 | more",
        "2026-09-28 | Acme | Ann | 9 | more",
        "2026-09-28 | Acme | Ann | 3 | more",
    ],
)
def test_a_correction_in_an_open_month_keeps_the_key(read, corrected):
    """Client and two more of date, contact, score and comment agree: it is the same answer."""
    first = read(responses("2026-10-05 | Acme | Ann | 9 | more", "2026-10-05 | Bolt | Ann | 9 | more"))
    second = read(responses(corrected, "2026-10-05 | Bolt | Ann | 9 | more"), first.ledger)
    assert second.ledger["response_key"].tolist() == first.ledger["response_key"].tolist()
    date, _, contact, score, _ = (cell.strip() for cell in corrected.split("|"))
    row = second.ledger[second.ledger["client"].eq("Acme")].iloc[0]
    assert [row["date"], row["contact"], row["score"]] == [pd.Timestamp(date), contact, float(score)]
    assert row["month"] == month_of(pd.Timestamp(date))
    assert second.issues.empty
    third = read(responses("2026-10-05 | Bolt | Ann | 9 | more", corrected), second.ledger)
    assert_frame_equal(third.ledger, second.ledger)


def test_a_correction_of_the_client_is_an_answer_of_another_client(read):
    first = read(responses("2026-10-05 | Acme | Ann | 9 | more"))
    second = read(responses("2026-10-05 | Bolt | Ann | 9 | more"), first.ledger)
    assert second.ledger[["client", "counted"]].to_numpy().tolist() == [["Acme", False], ["Bolt", True]]
    assert second.ledger["response_key"].is_unique


def test_an_answer_that_agrees_in_too_little_is_a_new_one(read):
    first = read(responses("2026-10-05 | Acme | Ann | 9 | more"))
    second = read(responses("2026-10-12 | Acme | Bob | 9 | less"), first.ledger)
    assert second.ledger[["score", "counted"]].to_numpy().tolist() == [[9.0, False], [9.0, True]]


def test_while_an_answer_stands_one_like_it_is_a_new_one(read):
    first = read(responses("2026-10-05 | Acme | Ann | 9 | "))
    second = read(responses("2026-10-06 | Acme | Ann | 9 | ", "2026-10-05 | Acme | Ann | 9 | "), first.ledger)
    assert second.ledger["counted"].tolist() == [True, True]
    assert second.ledger["date"].tolist() == [pd.Timestamp("2026-10-05"), pd.Timestamp("2026-10-06")]


def test_of_two_answers_of_one_day_the_corrected_one_is_told_from_the_other(read):
    first = read(responses("2026-10-05 | Acme | | 2 | bad", "2026-10-05 | Acme | | 9 | good"))
    second = read(responses("2026-10-05 | Acme | | 10 | bad", "2026-10-05 | Acme | | 9 | good"), first.ledger)
    before, after = (ledger.set_index("response_key")["score"] for ledger in (first.ledger, second.ledger))
    assert (before.ne(after)).sum() == 1
    assert after[before.eq(2)].tolist() == [10.0]


def test_an_answer_deleted_in_an_open_month_counts_no_more_and_counts_again_when_it_is_back(read):
    text = responses("2026-10-05 | Acme | Ann | 9 | more")
    first = read(text)
    gone = read("", first.ledger)
    assert gone.ledger["counted"].tolist() == [False]
    assert gone.issues.empty
    assert_frame_equal(read(text, gone.ledger, on="2026-10-22").ledger, first.ledger)


def test_a_score_corrected_in_a_closed_month_changes_nothing_and_is_listed(read):
    first = read(responses("2026-08-05 | Acme | Ann | 9 | more"))
    second = read(responses("2026-08-05 | Acme | Ann | 3 | more"), first.ledger, closed=[AUGUST])
    assert_frame_equal(second.ledger, first.ledger)
    assert codes(second) == [["responses", 2, "score", "3", "changed_answer", "9", False]]


def test_a_score_corrected_in_a_closed_call_list_changes_nothing_and_is_listed(read):
    first = read(call_list("Q-2026-08-0000000a | 2026-08-01 | Acme | | 9 | "), on="2026-08-15")
    second = read(
        call_list("Q-2026-08-0000000a | 2026-08-01 | Acme | 2026-08-14 | 3 | "), first.ledger, closed=[AUGUST]
    )
    assert_frame_equal(second.ledger, first.ledger)
    assert codes(second) == [
        ["call_list", 2, "asked_on", "2026-08-14", "changed_answer", "2026-08-15", False],
        ["call_list", 2, "score", "3", "changed_answer", "9", False],
    ]


def test_a_date_corrected_within_closed_months_is_a_changed_answer_and_not_a_late_one(read):
    first = read(responses("2026-08-05 | Acme | Ann | 9 | more"))
    second = read(responses("2026-09-05 | Acme | Ann | 9 | more"), first.ledger, closed=[AUGUST, SEPTEMBER])
    assert_frame_equal(second.ledger, first.ledger)
    assert codes(second) == [["responses", 2, "date", "2026-09-05", "changed_answer", "2026-08-05", False]]


def test_a_comment_reworded_in_a_closed_month_is_no_issue(read):
    first = read(responses("2026-08-05 | Acme | Ann | 9 | more"))
    assert read(responses("2026-08-05 | Acme | Ann | 9 | more!"), first.ledger, closed=[AUGUST]).issues.empty


def test_an_answer_that_comes_after_its_month_closed_is_listed_every_time(read):
    late = responses("2026-08-05 | Acme | | 3 | ")
    first = read(late, closed=[AUGUST])
    assert first.ledger[["month", "counted"]].to_numpy().tolist() == [[AUGUST, False]]
    assert codes(first) == [["responses", 2, "score", "3", "late_answer", "2026-08", True]]
    again = read(late, first.ledger, closed=[AUGUST], on="2026-10-25")
    assert_frame_equal(again.ledger, first.ledger)
    assert codes(again) == codes(first)


def test_restating_a_month_takes_in_what_came_late(read):
    late = responses("2026-08-05 | Acme | | 3 | ")
    first = read(late, closed=[AUGUST])
    restated = read(late, first.ledger, closed=[AUGUST], restate=AUGUST)
    assert restated.ledger["counted"].tolist() == [True]
    after = read(late, restated.ledger, closed=[AUGUST])
    assert after.issues.empty
    assert_frame_equal(after.ledger, restated.ledger)


def test_restating_the_month_of_a_survey_takes_in_its_late_answers_whatever_their_date(read):
    asked = call_list("Q-2026-08-0000000a | 2026-08-01 | Acme | 2026-09-03 | 9 | ")
    late = read(asked, closed=[AUGUST, SEPTEMBER])
    assert late.ledger[["month", "counted"]].to_numpy().tolist() == [[SEPTEMBER, False]]
    restated = read(asked, late.ledger, closed=[AUGUST, SEPTEMBER], restate=AUGUST)
    assert restated.ledger[["month", "counted"]].to_numpy().tolist() == [[AUGUST, True]]


def test_an_answer_that_vanished_from_a_closed_month_still_counts_and_is_listed(read):
    first = read(responses("2026-08-05 | Acme | | 9 | ", "2026-08-06 | Bolt | | 3 | "))
    second = read(responses("2026-08-05 | Acme | | 9 | "), first.ledger, closed=[AUGUST])
    assert_frame_equal(second.ledger, first.ledger)
    assert codes(second) == [["responses", 0, "", "2026-08-06, Bolt, 3", "vanished_answer", "2026-08", False]]


def test_rows_of_a_closed_month_that_were_archived_are_no_issue(read):
    rows = [f"2026-08-0{day} | {client} | | 9 | " for day, client in enumerate(["Acme", "Bolt", "Crown"], 1)]
    first = read(responses(*rows))
    archived = read("", first.ledger, closed=[AUGUST])
    assert archived.issues.empty
    assert_frame_equal(archived.ledger, first.ledger)
    assert_frame_equal(read("", first.ledger, closed=[AUGUST], restate=AUGUST).ledger, first.ledger)


def test_new_answers_typed_where_old_ones_were_cleared_are_new(read):
    """Nobody but the client, the contact and the score tells October's answer from July's."""
    first = read(responses("2026-08-05 | Acme | Ann | 9 | "), on="2026-08-20")
    second = read(responses("2026-10-05 | Acme | Ann | 9 | "), first.ledger, closed=[AUGUST])
    assert second.ledger[["month", "counted"]].to_numpy().tolist() == [[AUGUST, True], [OCTOBER, True]]


def test_a_correction_that_moves_an_answer_into_a_closed_month_makes_it_late(read):
    text = "exit_surveys\n| survey_key | client | asked_on | score |\n| X-0000000a-1 | Acme | {} | 9 |\n"
    first = read(text.format("2026-10-05"))
    second = read(text.format("2026-08-05"), first.ledger, closed=[AUGUST])
    assert second.ledger[["month", "counted"]].to_numpy().tolist() == [[AUGUST, False]]
    assert second.issues["code"].tolist() == ["late_answer"]


def test_clients_are_spelt_as_they_are_listed_now(read):
    first = read(responses("2026-08-05 | Acme | Ann | 9 | "))
    renamed = spelt_as_listed(first.ledger, pd.Series(["Acme LLC", "Bolt"]))
    assert renamed["client"].tolist() == ["Acme LLC"]
    assert spelt_as_listed(first.ledger, pd.Series(["Other"]))["client"].tolist() == ["Acme"]


def test_the_key_of_its_task_stays_with_an_answer(read):
    first = read(responses("2026-10-05 | Acme | Ann | 3 | more"))
    made = first.ledger.assign(task_key="T-1")
    assert read(responses("2026-10-05 | Acme | Ann | 2 | more"), made).ledger["task_key"].tolist() == ["T-1"]


def test_answers_are_given_back_under_the_key_they_have_in_the_ledger(read):
    first = read(responses("2026-10-05 | Acme | Ann | 9 | more"))
    second = read(responses("2026-10-06 | Acme | Ann | 9 | more"), first.ledger)
    assert second.answers["key"].tolist() == first.ledger["response_key"].tolist()


SOME = settings().max_examples // 4
"""A case here is several runs."""

typed = st.tuples(
    st.sampled_from(["2026-08-05", "2026-08-06", "2026-09-05", "2026-10-05"]),
    st.sampled_from(["Acme", "Bolt"]),
    st.sampled_from(["", "Ann"]),
    st.sampled_from(["3", "9"]),
    st.sampled_from(["", "more"]),
).map(" | ".join)


@settings(max_examples=SOME)
@given(st.lists(typed, max_size=6), st.lists(typed, max_size=6), st.randoms())
def test_recording_twice_or_from_a_shuffled_sheet_gives_the_same_ledger(read, before, after, random):
    """August is closed between the two states of the sheet."""
    first = read(responses(*before)).ledger
    again = partial(read, closed=[AUGUST])
    once = again(responses(*after), first)
    shuffled = random.sample(after, len(after))
    assert_frame_equal(again(responses(*shuffled), first).ledger, once.ledger)
    twice = again(responses(*shuffled), once.ledger, on="2026-10-25")
    assert_frame_equal(twice.ledger, once.ledger)
    assert sorted(twice.issues["code"]) == sorted(once.issues["code"])
    assert once.ledger["response_key"].is_unique


@settings(max_examples=SOME)
@given(st.lists(typed, max_size=6), st.lists(typed, max_size=6))
def test_a_closed_month_stands_and_an_open_one_is_what_the_sheet_says(read, before, after):
    first = read(responses(*before)).ledger
    second = read(responses(*after), first, closed=[AUGUST]).ledger
    counted = ["month", "date", "client", "contact", "score"]
    for ledger, month, sheet in ((second, AUGUST, before), (second, SEPTEMBER, after), (second, OCTOBER, after)):
        rows = ledger[ledger["counted"] & ledger["month"].eq(month)][counted].to_numpy().tolist()
        expected = [
            [month, pd.Timestamp(date), client, contact, float(score)]
            for date, client, contact, score, _ in ([cell.strip() for cell in row.split("|")] for row in sheet)
            if month_of(pd.Timestamp(date)) == month
        ]
        assert sorted(rows) == sorted(expected)
