"""Answers from a form, run after run: each counts once, whatever people type later, and what was counted stays so."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from tests.program.workbook import FIRM, PROGRAMME, Workbook

OCTOBER = pd.Timestamp("2026-10-01")
SOME = settings().max_examples // 25


@pytest.fixture
def workbook(tables_from):
    """October's round is open."""
    book = Workbook(tables_from(FIRM))
    book.open_round(OCTOBER, "2026-10-01 06:00")
    return book


@pytest.fixture
def answer(workbook, frame_from):
    """A row of the form comes in."""

    def _answer(day: str, client: str, score: int, comment: str = "", survey: str = "", key: str = "") -> None:  # noqa: PLR0917
        rows = frame_from(
            "| date | client | score | comment | survey | survey_key |\n"
            f"| {day} | {client} | {score} | {comment} | {survey} | {key} |",
            "responses",
        )
        together = pd.concat([workbook.tables["responses"], rows], ignore_index=True)
        workbook.tables["responses"] = together.assign(row=range(2, len(together) + 2))

    return _answer


def asked_client(workbook: Workbook) -> tuple[str, str]:
    row = workbook.tables["call_list"].iloc[0]
    return row["client"], row["survey_key"]


def counted(workbook: Workbook) -> list[tuple[str, str, float]]:
    ledger = workbook.tables["answer_ledger"]
    kept = ledger.loc[ledger["counted"], ["response_key", "survey", "score"]]
    return list(kept.itertuples(index=False, name=None))


def test_an_answer_by_name_counts_for_the_surveys_month_and_in_its_coverage(workbook, answer):
    """It comes on the 3rd of the month after."""
    client, key = asked_client(workbook)
    answer("2026-11-03", client, 9)
    done = workbook.run("2026-11-04")
    assert counted(workbook) == [(key, "quarterly", 9.0)]
    assert (done.kpi.month, done.kpi.answered) == (OCTOBER, 1)
    assert workbook.figure(OCTOBER) == (1, 100.0)


def test_what_the_interviewer_types_after_the_form_was_counted_makes_no_second_answer_and_no_second_task(
    workbook, answer
):
    client, key = asked_client(workbook)
    answer("2026-10-05", client, 4, "prices")
    assert len(workbook.run("2026-10-06").appends["tasks"]) == 1
    workbook.edit("call_list", "score", 5.0, survey_key=key)
    workbook.edit("call_list", "asked_on", pd.Timestamp("2026-10-07"), survey_key=key)
    done = workbook.run("2026-10-08")
    assert counted(workbook) == [(key, "quarterly", 5.0)]
    assert done.appends["tasks"].empty
    assert done.issues["code"].tolist() == ["duplicate_key"]
    assert workbook.run("2026-10-09").issues["code"].tolist() == ["duplicate_key"]


def test_a_second_answer_without_a_key_stays_one_of_its_own_run_after_run(workbook, answer):
    client, key = asked_client(workbook)
    answer("2026-10-05", client, 4, "prices")
    answer("2026-10-05", client, 4, "reports")
    workbook.run("2026-10-06")
    first = workbook.tables["answer_ledger"]
    assert (first["response_key"].eq(key).sum(), first["counted"].sum()) == (1, 2)
    workbook.run("2026-10-07")
    assert_frame_equal(workbook.tables["answer_ledger"], first)


def test_an_answer_that_was_counted_as_one_of_its_own_stays_so(workbook, answer):
    """The round was opened after the answer was read."""
    calls, stamps = workbook.tables["call_list"], workbook.tables["attribution"]
    client, _ = asked_client(workbook)
    workbook.write({"attribution": stamps.iloc[:0]}, {})
    workbook.tables["call_list"] = calls.iloc[:0]
    answer("2026-10-05", client, 4, "prices")
    workbook.run("2026-10-06")
    before = counted(workbook)
    workbook.tables["call_list"] = calls
    workbook.tables["attribution"] = pd.concat([workbook.tables["attribution"], stamps], ignore_index=True)
    assert workbook.run("2026-10-07").appends["tasks"].empty
    assert counted(workbook) == before


def test_after_the_call_list_was_archived_the_answer_stands(workbook, answer):
    client, key = asked_client(workbook)
    answer("2026-10-05", client, 9)
    workbook.run("2026-11-15")
    workbook.tables["call_list"] = workbook.tables["call_list"].iloc[:0]
    done = workbook.run("2026-11-16")
    assert counted(workbook) == [(key, "quarterly", 9.0)]
    assert done.issues.empty


def test_an_answer_of_a_client_that_left_closes_its_exit_survey_and_no_second_one_is_made(workbook, answer):
    workbook.edit("clients", "churned_on", pd.Timestamp("2026-10-12"), client="Delta")
    key = workbook.run("2026-10-13").appends["exit_surveys"]["survey_key"].iloc[0]
    answer("2026-10-14", "Delta", 2, "slow", "exit")
    done = workbook.run("2026-10-15")
    assert counted(workbook) == [(key, "exit", 2.0)]
    assert all(rows.empty for rows in done.appends.values())
    workbook.edit("exit_surveys", "score", 3.0, survey_key=key)
    workbook.edit("exit_surveys", "asked_on", pd.Timestamp("2026-10-16"), survey_key=key)
    workbook.run("2026-10-17")
    assert counted(workbook) == [(key, "exit", 3.0)]
    assert workbook.run("2026-11-02").kpi.exit.n == 1


def test_an_exit_answer_on_the_day_the_client_is_marked_is_enough(workbook, answer):
    workbook.edit("clients", "churned_on", pd.Timestamp("2026-10-12"), client="Delta")
    answer("2026-10-12", "Delta", 2, "slow", "exit")
    done = workbook.run("2026-10-13")
    assert done.appends["exit_surveys"].empty
    assert [survey for _, survey, _ in counted(workbook)] == ["exit"]


def test_an_exit_answer_stays_one_when_the_client_comes_back(workbook, answer):
    workbook.edit("clients", "churned_on", pd.Timestamp("2026-10-12"), client="Delta")
    workbook.run("2026-10-13")
    answer("2026-10-14", "Delta", 2, "slow")
    workbook.run("2026-10-15")
    before = counted(workbook)
    workbook.edit("clients", "churned_on", pd.NaT, client="Delta")
    workbook.run("2026-10-20")
    assert counted(workbook) == before


form = st.lists(
    st.tuples(
        st.sampled_from(["2026-10-02", "2026-10-05", "2026-10-12", "2026-11-03"]),
        st.sampled_from(["Acme", "bolt", "Crown", "Delta"]),
        st.sampled_from(["", "Ann Lee"]),
        st.integers(0, 10),
        st.sampled_from(["", "more ads"]),
        st.sampled_from(["", "exit", "quarterly"]),
    ),
    max_size=8,
)
typed_rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10), st.sampled_from(["", "2026-10-05"])), max_size=3)


@settings(max_examples=SOME)
@given(form, form, typed_rows, st.sampled_from(["", "2026-10-04", "2026-10-12"]), st.sampled_from(["10-15", "11-15"]))
def test_a_second_run_changes_nothing_whoever_answered_how(tables_from, frame_from, before, after, typed, left, on):  # noqa: PLR0917
    """Answers of the form, rows typed, a client that leaves: the same sheets give the same ledger again."""
    heading = "| date | client | contact | score | comment | survey |\n"

    def rows_of(answers):
        return frame_from(heading + "\n".join(f"| {' | '.join(map(str, row))} |" for row in answers), "responses")

    book = Workbook(tables_from(FIRM))
    book.open_round(OCTOBER, "2026-10-01 06:00")
    book.tables["responses"] = rows_of(before)
    if left:
        book.edit("clients", "churned_on", pd.Timestamp(left), client="Delta")
    book.run("2026-10-13")
    calls = book.tables["call_list"].copy()
    for at, score, day in typed:
        calls.loc[calls.index == at % max(len(calls), 1), ["score", "asked_on"]] = [float(score), pd.Timestamp(day)]
    book.tables["call_list"] = calls.astype({"score": "float64", "asked_on": "datetime64[ns]"})
    book.tables["responses"] = rows_of(before + after)
    book.run(f"2026-{on}", of=PROGRAMME)
    first = {key: frame.copy() for key, frame in book.tables.items()}
    again = book.run(f"2026-{on}", of=PROGRAMME)
    assert all(rows.empty for rows in again.appends.values())
    for key in ("answer_ledger", "attribution", "history"):
        assert_frame_equal(book.tables[key], first[key], obj=key)
