"""The KPI sheet's figures."""

from __future__ import annotations

from math import isnan, nan

import pandas as pd
import pytest

from flows.program.change import Change
from flows.program.coverage import coverage
from flows.program.kpi_rows import plan_verdict
from flows.program.settings import Settings
from tests.program.workbook import FIRM, Workbook

MAY, AUGUST, SEPTEMBER, OCTOBER = (pd.Timestamp(2026, month, 1) for month in (5, 8, 9, 10))
PROGRAMME = Settings(programme_starts_on=pd.Timestamp("2026-01-01"), min_responses=2)


@pytest.fixture
def kpi_of(tables_from):
    def _kpi_of(text: str, on: str = "2026-10-20"):
        return Workbook(tables_from(FIRM + text)).run(on, of=PROGRAMME).kpi

    return _kpi_of


ANSWERS = """
responses
| date       | client | score | comment      | survey |
| 2026-05-05 | Acme   | 6     |              |        |
| 2026-05-05 | Bolt   | 6     |              |        |
| 2026-08-05 | Acme   | 9     | all fine     |        |
| 2026-08-06 | Bolt   | 9     | slow reports |        |
| 2026-08-06 | Crown  | 8     |              |        |
| 2026-08-07 | Delta  | 1     |              | exit   |
"""


def test_the_headline_is_the_last_month_that_ended_with_answers(kpi_of):
    found = kpi_of(ANSWERS)
    assert found.month == AUGUST
    assert found.current is None
    assert found.data_up_to == pd.Timestamp("2026-08-07")
    assert (found.department["month"].n, found.department["month"].promoters) == (3, 2)
    assert found.department["quarter"].nps == pytest.approx(200 / 3)


def test_without_answers_the_headline_is_the_month_of_the_run(kpi_of):
    found = kpi_of("", "2026-10-20")
    assert (found.month, found.current) == (OCTOBER, None)
    assert pd.isna(found.data_up_to)
    assert found.department["quarter"].n == 0
    assert isnan(found.coverage)
    assert isnan(found.said_share)
    assert found.people["verdict"].tolist().count("reached") == 0


def test_the_month_of_the_run_is_shown_so_far_once_it_has_answers(kpi_of):
    found = kpi_of(ANSWERS + "| 2026-10-02 | Acme | 9 | | |\n")
    assert (found.month, found.current) == (AUGUST, OCTOBER)
    assert found.months[-1] == OCTOBER


def test_months_are_twelve_at_most_and_begin_with_history(kpi_of):
    assert kpi_of(ANSWERS).months == [pd.Timestamp(2026, month, 1) for month in range(1, 9)]
    long_ago = "responses\n| date | client | score |\n| 2020-01-05 | Acme | 9 |\n| 2026-08-05 | Acme | 9 |\n"
    assert kpi_of(long_ago).months == list(pd.date_range("2025-09-01", "2026-08-01", freq="MS"))


def test_change_is_of_the_same_clients(kpi_of):
    found = kpi_of(ANSWERS)
    assert found.department_change == Change(improved=2, worsened=0, same=0, p=0.5, verdict="none")
    people = found.people.set_index("employee")
    assert people.loc["Ann", ["improved", "worsened", "same", "change"]].tolist() == [2, 0, 0, "none"]
    assert people.loc["Carl", ["improved", "same", "change"]].tolist() == [1, 0, "none"]


def test_exit_answers_of_the_quarter_stand_beside_it(kpi_of):
    assert kpi_of(ANSWERS).exit.nps == -100


def test_of_the_answers_of_the_month_so_many_say_what_to_change(kpi_of):
    assert kpi_of(ANSWERS).said_share == pytest.approx(1 / 3)


def test_people_stand_by_role_and_name_and_only_if_they_have_clients_or_answers(kpi_of):
    """Ivy interviews and Hal is the head: neither serves a client."""
    people = kpi_of(ANSWERS).people
    assert people["employee"].tolist() == ["Sid", "Ann", "Carl", "Bob"]
    assert people["role"].tolist() == ["salesperson", "manager", "manager", "specialist"]


def test_who_left_is_shown_while_there_are_answers_on_the_page(tables_from):
    """Bob left after Acme had answered; in 2028 only Delta answers, which Bob never served."""
    workbook = Workbook(tables_from(FIRM + ANSWERS + "| 2028-08-05 | Delta | 9 | | |\n"))
    workbook.edit("employees", "left_on", pd.Timestamp("2026-09-01"), employee="Bob")
    assert "Bob" in set(workbook.run("2026-10-20", of=PROGRAMME).kpi.people["employee"])
    assert "Bob" not in set(workbook.run("2028-10-20", of=PROGRAMME).kpi.people["employee"])


@pytest.mark.parametrize(
    ("n", "low", "high", "plan", "verdict"),
    [
        (9, 40.0, 80.0, 40.0, "reached"),
        (9, 10.0, 39.9, 40.0, "not reached"),
        (9, 10.0, 40.0, 40.0, "unknown"),
        (4, 50.0, 99.0, 40.0, "unknown"),
        (nan, nan, nan, 40.0, "unknown"),
        (9, 40.0, 80.0, nan, ""),
    ],
)
def test_a_plan_is_judged_by_the_interval(n, low, high, plan, verdict):
    assert plan_verdict(n, low, high, plan, 5) == verdict


def test_the_chart_has_the_department_and_who_has_enough_answers_twice(kpi_of):
    chart = kpi_of(ANSWERS).chart
    assert list(chart.columns) == ["department", "Sid", "Ann", "Carl", "Bob"][: len(chart.columns)]
    assert chart.index.tolist() == [pd.Timestamp(2026, month, 1) for month in range(1, 9)]
    assert chart.loc[MAY, "department"] == -100
    assert chart.loc[pd.Timestamp("2026-04-01")].isna().all()


def test_roles_and_services_have_a_row_each(kpi_of):
    groups = kpi_of(ANSWERS).groups
    assert list(zip(groups["scope"], groups["name"], strict=True)) == [
        ("role", "salesperson"),
        ("role", "manager"),
        ("role", "specialist"),
        ("service", "SEO"),
        ("service", "ads"),
    ]
    assert groups["improved"].tolist() == [2, 2, 2, 2, 1]


def test_the_conclusion_is_the_last_one_up_to_the_headline(kpi_of):
    text = """
        conclusions
        | month      | conclusion    |
        | 2026-10-01 | not yet       |
        | 2026-08-01 | answer sooner |
        | 2026-05-01 | old           |
        | 2026-08-01 |               |
        """
    found = kpi_of(ANSWERS + text)
    assert (found.conclusion, found.conclusion_month) == ("answer sooner", AUGUST)
    assert kpi_of(ANSWERS).conclusion == ""


def test_tasks_are_counted(kpi_of):
    text = """
        tasks
        | task_key | status      | due        | responsible |
        | T-1      | new         |            | Ann         |
        | T-2      | in progress | 2026-10-19 | Ann         |
        | T-3      | done        | 2026-10-01 | Ann         |
        """
    found = kpi_of(text)
    assert (found.tasks.open, found.tasks.overdue, found.tasks.untriaged) == (2, 1, 1)
    assert found.people.set_index("employee").loc["Ann", ["open", "overdue", "untriaged"]].tolist() == [2, 1, 1]


def test_coverage_counts_clients_once_for_everyone_on_their_team(frame_from):
    """Acme answered one of its two surveys, Bolt by a form, Crown not at all."""
    attribution = frame_from(
        """
        | response_key | month      | client | employee | role       |
        | Q-2026-10-1  | 2026-10-01 | Acme   | Ann      | manager    |
        | Q-2026-10-1  | 2026-10-01 | Acme   | Ann      | specialist |
        | Q-2026-10-1  | 2026-10-01 | Acme   | SEO      | service    |
        | Q-2026-10-2  | 2026-10-01 | Acme   | Ann      | manager    |
        | Q-2026-10-3  | 2026-10-01 | Bolt   | Ann      | manager    |
        | Q-2026-10-4  | 2026-10-01 | Crown  |          |            |
        | Q-2026-09-5  | 2026-09-01 | Delta  | Ann      | manager    |
        | R-1          | 2026-10-01 | Echo   | Ann      | manager    |
        """,
        "attribution",
    )
    ledger = frame_from(
        """
        | response_key | month      | client | survey    | counted |
        | Q-2026-10-2  | 2026-10-01 | Acme   | quarterly | yes     |
        | R-2          | 2026-10-01 | Bolt   | quarterly | yes     |
        | Q-2026-10-4  | 2026-10-01 | Crown  | quarterly |         |
        """,
        "answer_ledger",
    )
    found = coverage(ledger, attribution, OCTOBER).set_index(["scope", "name"])
    assert found[["due", "answered"]].T.to_dict("list") == {
        ("department", ""): [3, 2],
        ("role", "manager"): [2, 2],
        ("role", "specialist"): [1, 1],
        ("employee", "Ann"): [2, 2],
        ("service", "SEO"): [1, 1],
    }
    assert found.loc[("department", ""), "coverage"] == pytest.approx(2 / 3)


def test_figures_say_whether_they_are_enough_and_whose_teams_they_bear(tables_from):
    adopting = Settings(programme_starts_on=SEPTEMBER, min_responses=3)
    found = Workbook(tables_from(FIRM + ANSWERS)).run("2026-10-20", of=adopting).kpi
    august = found.monthly[found.monthly["month"].eq(AUGUST)].set_index(["scope", "name"])
    assert august.loc[("department", ""), ["n", "enough", "adopted"]].tolist() == [3, True, True]
    assert august.loc[("employee", "Ann"), ["n", "enough", "adopted"]].tolist() == [2, False, True]
