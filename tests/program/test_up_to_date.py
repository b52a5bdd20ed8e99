"""A run as a whole: what it makes of a workbook, and that a run repeated changes nothing."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from flows.program.roster import roster
from flows.program.settings import Settings
from flows.program.up_to_date import UpToDate
from tests.program import brute_force
from tests.program.workbook import ANSWERS, FIRM, Workbook

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (pd.Timestamp(2026, month, 1) for month in (8, 9, 10, 11))


CONTACTS = """
contacts
| client | contact | role           |
| Acme   | Ann Lee | decision maker |
| Acme   | Bob Ray | end user       |
| Bolt   | Bob Ray | influencer     |
"""


@pytest.fixture
def workbook(tables_from):
    return Workbook(tables_from(FIRM + ANSWERS))


def assert_same(one: UpToDate, other: UpToDate) -> None:
    for key, frame in one.tables.items():
        assert_frame_equal(frame, other.tables[key], obj=key)
    assert_frame_equal(one.issues, other.issues)


def test_every_month_from_the_first_answer_is_computed_and_the_past_ones_closed(workbook):
    done = workbook.run("2026-10-20")
    assert done.closed == (AUGUST, SEPTEMBER)
    assert workbook.figure(AUGUST) == (2, 0.0)
    assert workbook.figure(SEPTEMBER) == (1, 100.0)
    assert workbook.figure(OCTOBER, period="quarter") == (4, 25.0)
    assert workbook.figure(AUGUST, "Ann") == (2, 0.0)
    assert workbook.figure(AUGUST, "SEO", scope="service") == (2, 0.0)
    assert workbook.history(AUGUST)["closed"].eq(pd.Timestamp("2026-10-20")).all()
    assert workbook.history(OCTOBER)["closed"].isna().all()


def test_a_run_repeated_changes_nothing_and_appends_nothing(workbook):
    first = workbook.run("2026-10-20")
    second = workbook.run("2026-10-20 18:00")
    assert_same(second, first)
    assert all(rows.empty for rows in second.appends.values())
    assert second.closed == ()


def test_a_sheet_that_was_sorted_changes_nothing(workbook):
    first = workbook.run("2026-10-20")
    workbook.tables["responses"] = workbook.tables["responses"].iloc[::-1].assign(row=range(2, 6))
    assert_same(workbook.run("2026-10-21"), first)


def test_a_manager_changed_later_does_not_move_old_answers(workbook):
    workbook.run("2026-10-20")
    before = workbook.history(AUGUST, SEPTEMBER, OCTOBER)
    for client in ("Acme", "Delta"):
        workbook.edit("clients", "manager", "Bob", client=client)
    workbook.run("2026-10-21")
    assert_frame_equal(workbook.history(AUGUST, SEPTEMBER, OCTOBER), before)


def test_an_answer_corrected_in_an_open_month_corrects_its_figures(workbook):
    workbook.run("2026-10-20")
    workbook.edit("responses", "score", 10.0, client="Delta")
    done = workbook.run("2026-10-21")
    assert workbook.figure(OCTOBER) == (1, 100.0)
    assert workbook.figure(OCTOBER, "Carl") == (1, 100.0)
    assert done.issues.empty


def test_an_answer_corrected_in_a_closed_month_is_listed_and_history_stands_until_restated(workbook):
    workbook.run("2026-10-20")
    before = workbook.history(AUGUST, SEPTEMBER, OCTOBER)
    workbook.edit("responses", "score", 9.0, client="Bolt")
    done = workbook.run("2026-10-21")
    assert_frame_equal(workbook.history(AUGUST, SEPTEMBER, OCTOBER), before)
    assert done.issues["code"].tolist() == ["changed_answer"]
    restated = workbook.run("2026-10-22", restate=AUGUST)
    assert workbook.figure(AUGUST) == (2, 100.0)
    assert workbook.history(AUGUST)["closed"].eq(pd.Timestamp("2026-10-22")).all()
    assert_frame_equal(workbook.history(SEPTEMBER), before[before["month"].eq(SEPTEMBER)].reset_index(drop=True))
    assert restated.issues.empty
    assert_same(workbook.run("2026-10-23", restate=AUGUST), restated)


def test_an_answer_that_comes_late_is_listed_and_not_counted(workbook, frame_from):
    workbook.run("2026-10-20")
    before = workbook.history(AUGUST, SEPTEMBER, OCTOBER)
    late = frame_from("| row | date | client | score |\n| 6 | 2026-08-20 | Crown | 0 |", "responses")
    workbook.tables["responses"] = pd.concat([workbook.tables["responses"], late], ignore_index=True)
    done = workbook.run("2026-10-21")
    assert_frame_equal(workbook.history(AUGUST, SEPTEMBER, OCTOBER), before)
    assert done.issues[["table", "row", "code", "rejects"]].to_numpy().tolist() == [
        ["responses", 6, "late_answer", True]
    ]


def test_a_month_that_was_skipped_is_computed_and_closed_whenever_it_is_reached(workbook):
    workbook.run("2026-08-20")
    done = workbook.run("2026-12-20")
    assert done.closed == (AUGUST, SEPTEMBER, OCTOBER, NOVEMBER)
    assert workbook.figure(SEPTEMBER) == (1, 100.0)
    assert workbook.figure(NOVEMBER)[0] == 0


def test_a_run_that_was_due_earlier_and_comes_late_changes_nothing(workbook):
    first = workbook.run("2026-10-20")
    late = workbook.run("2026-09-01")
    assert_same(late, first)
    assert late.as_of == pd.Timestamp("2026-10-20")


def test_answers_before_the_programme_are_marked_and_make_no_tasks(tables_from):
    workbook = Workbook(tables_from(FIRM + ANSWERS))
    starts_in_october = Settings(programme_starts_on=OCTOBER, min_responses=1)
    done = workbook.run("2026-10-20", of=starts_in_october)
    assert workbook.history(AUGUST)["teams"].eq("adopted").all()
    assert done.appends["tasks"]["client"].tolist() == ["Delta"]


def test_tasks_are_made_once_and_a_deleted_task_does_not_come_back(workbook):
    done = workbook.run("2026-10-20")
    assert done.appends["tasks"]["client"].tolist() == ["Bolt", "Delta"]
    workbook.tables["tasks"] = workbook.tables["tasks"].iloc[:0]
    assert workbook.run("2026-10-21").appends["tasks"].empty


def test_a_client_that_leaves_is_asked_once(workbook):
    workbook.run("2026-10-20")
    workbook.edit("clients", "status", "churned", client="Acme")
    done = workbook.run("2026-10-21")
    assert done.appends["exit_surveys"]["client"].tolist() == ["Acme"]
    assert workbook.run("2026-10-22").appends["exit_surveys"].empty


def test_exit_answers_are_shown_beside_the_quarterly_nps(workbook):
    workbook.run("2026-10-20")
    workbook.edit("clients", "status", "churned", client="Acme")
    workbook.run("2026-10-21")
    before = workbook.history(OCTOBER)
    workbook.edit("exit_surveys", "score", 2.0, client="Acme")
    workbook.run("2026-10-22")
    assert_frame_equal(workbook.history(OCTOBER), before)
    assert workbook.run("2026-11-02").kpi.exit.nps == -100


def test_an_answer_to_the_call_list_counts_for_the_team_of_the_day_it_was_opened(tables_from):
    """The manager changes before the answer comes, on the 3rd of the month after."""
    workbook = Workbook(tables_from(FIRM))
    month = pd.Timestamp("2026-10-01")
    workbook.open_round(month, "2026-10-01 06:00")
    asked = workbook.tables["call_list"]
    client = asked["client"].iloc[0]
    manager = {"Acme": "Ann", "Bolt": "Ann", "Crown": "Carl", "Delta": "Carl"}[client]
    workbook.edit("clients", "manager", "Hal", client=client)
    workbook.edit("call_list", "score", 9.0, client=client)
    workbook.edit("call_list", "asked_on", pd.Timestamp("2026-11-03"), client=client)
    done = workbook.run("2026-11-04")
    assert workbook.figure(OCTOBER, manager) == (1, 100.0)
    assert "Hal" not in set(workbook.tables["history"]["name"])
    assert (done.kpi.month, done.kpi.due, done.kpi.answered) == (OCTOBER, len(asked), 1)


def test_a_round_opened_again_lists_nobody_twice(tables_from):
    workbook = Workbook(tables_from(FIRM))
    workbook.open_round(OCTOBER, "2026-10-01 06:00")
    before = workbook.tables["call_list"]
    workbook.open_round(OCTOBER, "2026-10-02 06:00")
    assert_frame_equal(workbook.tables["call_list"], before)


def test_an_empty_workbook_has_a_month_without_answers(tables_from):
    workbook = Workbook(tables_from(""))
    done = workbook.run("2026-10-20")
    assert done.kpi.department["month"].n == 0
    assert done.issues.empty


SOME = settings().max_examples // 8

day = st.sampled_from(["2026-08-05", "2026-09-05", "2026-10-05", "2026-10-19"])
client = st.sampled_from(["Acme", "bolt", "Crown", "Nobody"])
sheet = st.lists(st.tuples(day, client, st.integers(0, 10), st.sampled_from(["", "-", "more ads"])), max_size=6)


@settings(max_examples=SOME)
@given(sheet, sheet, st.sampled_from(["2026-08-20", "2026-10-20", "2026-11-15"]), st.booleans())
def test_a_second_run_of_any_workbook_changes_nothing(tables_from, frame_from, before, after, on, restates):  # noqa: PLR0917
    def typed(rows):
        lines = [f"| {day} | {client} | {score} | {comment} |" for day, client, score, comment in rows]
        return frame_from("| date | client | score | comment |\n" + "\n".join(lines), "responses")

    workbook = Workbook(tables_from(FIRM))
    workbook.tables["responses"] = typed(before)
    workbook.run("2026-08-20")
    workbook.tables["responses"] = typed(after)
    restate = AUGUST if restates else None
    first = workbook.run(on, restate)
    second = workbook.run(on, restate)
    assert_same(second, first)
    assert all(rows.empty for rows in second.appends.values())


lives = st.lists(
    st.tuples(
        st.dates(date(2026, 3, 1), date(2026, 10, 19)),
        st.sampled_from(["Acme", "Bolt", "Crown", "Delta"]),
        st.sampled_from(["", "Ann Lee", "Bob Ray"]),
        st.integers(0, 10),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=SOME)
@given(lives, st.lists(st.integers(1, 28), max_size=3))
def test_history_is_that_of_a_second_implementation_however_often_it_was_run_in_between(
    tables_from, frame_from, life, days
):
    """Answers are typed as they come; runs are made on some days only; teams stay as they are."""
    workbook = Workbook(tables_from(FIRM + CONTACTS))
    roles = {("Acme", "Ann Lee"): "decision maker", ("Acme", "Bob Ray"): "end user", ("Bolt", "Bob Ray"): "influencer"}
    runs = sorted({pd.Timestamp(2026, 4 + at, day) for at, day in enumerate(days)} | {pd.Timestamp("2026-10-20")})
    for today in runs:
        typed = [
            f"| {day} | {client} | {contact} | {score} |"
            for day, client, contact, score in life
            if pd.Timestamp(day) <= today
        ]
        workbook.tables["responses"] = frame_from(
            "| date | client | contact | score |\n" + "\n".join(typed), "responses"
        )
        workbook.run(str(today))
    answers = [
        {
            "response_key": str(at), "survey": "quarterly", "counted": True, "month": day.replace(day=1), "date": day,
            "client": client, "contact": contact, "contact_role": roles.get((client, contact), ""), "score": score,
        }
        for at, (day, client, contact, score) in enumerate(life)
    ]  # fmt: skip
    team = roster(workbook.tables, runs[-1]).team
    stamps = [
        {"response_key": answer["response_key"], "employee": employee, "role": role}
        for answer in answers
        for client, employee, role in team.itertuples(index=False)
        if client == answer["client"]
    ]
    months = [month.date() for month in workbook.tables["history"]["month"].unique()]
    expected = brute_force.history(answers, stamps, months, "client")
    found = workbook.tables["history"].to_dict("records")
    assert len(found) == len(expected)
    for row in found:
        known = expected[row["month"].date(), row["period"], row["scope"], row["name"]]
        assert {column: row[column] for column in known} == pytest.approx(known, abs=1e-9, nan_ok=True)
