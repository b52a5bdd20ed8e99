"""A client that leaves is asked why, once."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.program.exits import exit_key, exits
from flows.program.roster import roster
from flows.program.settings import Settings
from flows.program.shapes import EXIT_SURVEYS
from flows.program.working_days import WorkingDays

START = pd.Timestamp("2026-10-01")
AS_OF = pd.Timestamp("2026-10-15 07:00")  # a Thursday
SETTINGS = replace(Settings(), programme_starts_on=START)

FIRM = """
employees
| employee | role | interviews |
| Hanna    | head |            |
| Ann      |      | 1          |
| Bob      |      | 1          |
"""


def run(tables, as_of=AS_OF, decided=SETTINGS):
    return exits(roster(tables, as_of), tables, decided, WorkingDays(), as_of)


def after(tables, found):
    """The tables once the run's rows are in the sheets."""
    surveys = pd.concat([tables["exit_surveys"], found.surveys.assign(row=0)], ignore_index=True)
    plan = found.seen.merge(tables["survey_plan"].drop(columns=["status", "departures"]), on="client", how="left")
    return {**tables, "exit_surveys": surveys, "survey_plan": plan}


def with_client(tables, **values):
    return {**tables, "clients": tables["clients"].assign(**values)}


def remembered(found):
    return {client: (status, int(left)) for client, status, left in found.seen.itertuples(index=False)}


def test_a_client_seen_churned_gets_one_exit_survey(tables):
    """
    employees
    | employee | role | interviews |
    | Hanna    | head |            |
    | Ann      |      | 1          |
    | Bob      |      | 1          |
    clients
    | client | manager | status  | churned_on | phone |
    | Acme   | Ann     | churned | 2026-10-12 | 12-34 |
    | Beta   | Bob     | active  |            |       |
    contacts
    | client | contact | role           | email    | do_not_survey |
    | Acme   | Una     | end user       | u@acme   |               |
    | Acme   | Dora    | decision maker | d@acme   | yes           |
    survey_plan
    | client | status | departures |
    | Acme   | active | 0          |
    | Beta   | active | 0          |
    """
    found = run(tables)
    survey = found.surveys.iloc[0]
    assert found.surveys["survey_key"].tolist() == [exit_key("Acme", 1)]
    assert (survey["client"], survey["contact"], survey["email"]) == ("Acme", "Dora", "d@acme")
    assert survey["interviewer"] == "Bob"
    assert (survey["churned_on"], survey["ask_by"]) == (pd.Timestamp("2026-10-12"), pd.Timestamp("2026-10-22"))
    assert pd.isna(survey["score"])
    assert remembered(found) == {"Acme": ("churned", 1), "Beta": ("active", 0)}
    assert run(after(tables, found)).surveys.empty


def test_if_nobody_is_marked_the_head_asks_whoever_stands_in_the_clients_row(tables):
    """
    employees
    | employee | role |
    | Hanna    | head |
    | Ann      |      |
    clients
    | client | manager | churned_on | contact | phone |
    | Acme   | Ann     | 2026-10-12 | Carl    | 12-34 |
    """
    survey = run(tables).surveys.iloc[0]
    assert (survey["interviewer"], survey["contact"], survey["phone"]) == ("Hanna", "Carl", "12-34")


@pytest.mark.parametrize(
    ("churned_on", "seen_before", "surveys"),
    [
        ("2026-10-01", "", 1),
        ("2026-09-30", "", 0),
        ("2026-09-30", "active", 0),
        ("", "", 0),
        ("", "active", 1),
        ("", "paused", 1),
    ],
)
def test_departures_before_the_programme_get_none(tables_from, churned_on, seen_before, surveys):
    plan = f"survey_plan\n| client | status |\n| Acme | {seen_before} |\n" if seen_before else ""
    tables = tables_from(
        f"{FIRM}\nclients\n| client | status | churned_on |\n| Acme | churned | {churned_on} |\n{plan}"
    )
    found = run(tables)
    assert len(found.surveys) == surveys
    assert remembered(found) == {"Acme": ("churned", 1)}
    assert run(after(tables, found)).surveys.empty


def test_a_client_listed_as_churned_after_the_first_look_left_in_the_programme(tables_from):
    tables = tables_from(
        FIRM
        + """
        clients
        | client | status  |
        | Acme   | churned |
        | Beta   | active  |
        survey_plan
        | client | status |
        | Beta   | active |
        """
    )
    assert run(tables).surveys["client"].tolist() == ["Acme"]


def test_without_a_start_of_the_programme_old_departures_are_history(tables_from):
    tables = tables_from(
        FIRM
        + """
        clients
        | client | status  | churned_on |
        | Old    | churned | 2019-05-01 |
        | New    | churned | 2026-10-05 |
        """
    )
    assert run(tables, decided=Settings()).surveys["client"].tolist() == ["New"]


def test_a_date_filled_in_later_changes_nothing(tables_from):
    tables = tables_from(FIRM + "clients\n| client | status |\n| Acme | active |\n")
    tables = after(tables, run(tables))
    tables = with_client(tables, status="churned")
    first = run(tables)
    tables = with_client(after(tables, first), churned_on=pd.Timestamp("2026-10-14"))
    assert (len(first.surveys), len(run(tables).surveys)) == (1, 0)


def test_a_client_back_and_gone_again_gets_a_second_one_a_pause_does_not(tables_from):
    tables = tables_from(FIRM + "clients\n| client | status |\n| Acme | active |\n")
    keys = []
    for status in ("active", "churned", "paused", "churned", "active", "paused", "churned", "churned"):
        tables = with_client(tables, status=status)
        found = run(tables)
        keys += found.surveys["survey_key"].tolist()
        tables = after(tables, found)
    assert keys == [exit_key("Acme", 1), exit_key("Acme", 2)]


def test_a_lost_plan_asks_nobody_twice(tables_from):
    tables = tables_from(FIRM + "clients\n| client | churned_on |\n| Acme | 2026-10-12 |\n")
    done = after(tables, run(tables))
    forgotten = {**done, "survey_plan": tables["survey_plan"]}
    found = run(forgotten)
    assert found.surveys.empty
    assert remembered(found) == {"Acme": ("churned", 1)}
    archived = {**forgotten, "exit_surveys": tables["exit_surveys"]}
    archived["answer_ledger"] = pd.DataFrame({"response_key": [exit_key("Acme", 1)]})
    assert run(archived).surveys.empty


def test_a_client_written_otherwise_is_the_same_client(tables_from):
    tables = tables_from(FIRM + "clients\n| client | churned_on |\n| ООО «Ромашка» | 2026-10-12 |\n")
    tables = after(tables, run(tables))
    found = run(with_client(tables, client="Ромашка"))
    assert found.surveys.empty
    assert remembered(found) == {"Ромашка": ("churned", 1)}


def test_a_client_taken_off_the_list_is_remembered(tables_from):
    tables = tables_from(FIRM + "clients\n| client | churned_on |\n| Acme | 2026-10-12 |\n")
    done = after(tables, run(tables))
    gone = run({**done, "clients": done["clients"].iloc[:0]})
    assert remembered(gone) == {"Acme": ("churned", 1)}
    assert run({**done, "survey_plan": after(done, gone)["survey_plan"]}).surveys.empty


STATUS = st.sampled_from(["active", "paused", "churned"])
DATE = st.sampled_from([pd.NaT, pd.Timestamp("2026-09-20"), pd.Timestamp("2026-10-05"), pd.Timestamp("2026-12-01")])


@settings(max_examples=settings.default.max_examples // 5)  # each runs the rule a dozen times
@given(st.lists(st.lists(st.tuples(STATUS, DATE), min_size=3, max_size=3), min_size=1, max_size=4), st.randoms())
def test_a_second_run_and_another_order_of_rows_change_nothing(frame_from, weeks, random):
    employees = frame_from("| employee | interviews |\n| Ann | 1 |\n| Bob | 2 |", "employees")
    clients = frame_from("| client |\n| Acme |\n| Beta |\n| Gamma |", "clients")
    empty = {table: frame_from("", table) for table in ("contacts", "exit_surveys", "survey_plan", "answer_ledger")}
    tables = {**empty, "employees": employees, "clients": clients}
    for week, states in enumerate(weeks):
        as_of = AS_OF + pd.Timedelta(weeks=week)
        status, churned_on = zip(*states, strict=True)
        tables = with_client(
            tables, status=list(status), churned_on=pd.DatetimeIndex(churned_on, dtype="datetime64[ns]")
        )
        found = run(tables, as_of)
        assert not found.surveys["survey_key"].isin(tables["exit_surveys"]["survey_key"]).any()
        shuffled = {name: table.sample(frac=1, random_state=random.randint(0, 9)) for name, table in tables.items()}
        other = run(shuffled, as_of)
        pd.testing.assert_frame_equal(other.surveys, found.surveys)
        pd.testing.assert_frame_equal(other.seen, found.seen)
        tables = after(tables, found)
        again = run(tables, as_of)
        assert again.surveys.empty
        pd.testing.assert_frame_equal(again.seen, found.seen)


def test_rows_to_append_have_the_columns_of_the_sheet(tables_from):
    assert set(EXIT_SURVEYS) | {"row"} == set(tables_from("")["exit_surveys"].columns)


@pytest.mark.parametrize(("said_on", "key", "surveys"), [
    ("2026-10-10", "R-0000000000aa", 0),
    ("2026-10-10", "X-00000000-1", 1),
    ("2026-06-10", "R-0000000000aa", 1),
])  # fmt: skip
def test_a_client_that_has_said_why_before_its_departure_was_seen_is_not_asked_again(
    tables_from, said_on, key, surveys
):
    """Another client's exit survey, and an answer from long ago, are not about this departure."""
    tables = tables_from(
        FIRM
        + f"""
        clients
        | client | churned_on |
        | Acme   | 2026-10-12 |
        answer_ledger
        | response_key | survey | month      | date      | client | score | counted |
        | {key}        | exit   | 2026-10-01 | {said_on} | Acme   | 2     | yes     |
        """
    )
    found = run(tables)
    assert len(found.surveys) == surveys
    assert remembered(found) == {"Acme": ("churned", 1)}
    assert run(after(tables, found)).surveys.empty
