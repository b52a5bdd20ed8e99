"""What of the month each reader gets."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from flows.program.change import Change
from flows.program.digest import cut, whole
from flows.program.roster import roster
from flows.program.settings import Settings
from tests.program.workbook import Workbook

AUGUST, OCTOBER = pd.Timestamp(2026, 8, 1), pd.Timestamp(2026, 10, 1)
OF = Settings(programme_starts_on=pd.Timestamp("2026-01-01"), min_responses=2)
FIRM = """
clients
| client | salesperson | manager | specialists |
| Acme   | Sid         | Ann     | Bob         |
| Bolt   | Sid         | Ann     | Ann         |
| Crown  | Sid         | Carl    | Bob         |
| Delta  |             | Carl    |             |
employees
| employee | role        | plan | left_on    |
| Sid      | salesperson | 10   |            |
| Ann      | manager     | 40   |            |
| Bob      | specialist  | -90  |            |
| Carl     | manager     | -20  |            |
| Gus      | specialist  |      | 2026-10-31 |
| Hal      | head        |      |            |
"""
ANSWERS = """
responses
| date       | client | score | survey | comment |
| 2026-07-05 | Acme   | 6     |        | x       |
| 2026-07-05 | Bolt   | 6     |        | x       |
| 2026-07-05 | Crown  | 6     |        | x       |
| 2026-08-06 | Delta  | 9     |        | nothing |
| 2026-10-05 | Acme   | 9     |        | nothing |
| 2026-10-06 | Bolt   | 9     |        | nothing |
| 2026-10-06 | Crown  | 9     |        | nothing |
| 2026-10-07 | Delta  | 1     | exit   | nothing |
"""


@pytest.fixture
def digest_of(tables_from):
    """All that there is to tell; ``cut_to`` cuts it."""

    def _digest_of(text=ANSWERS, on="2026-11-05", of=OF, month=None, issues=0):
        tables = tables_from(FIRM + text)
        people = roster(tables, pd.Timestamp(on))
        book = Workbook(tables)
        return whole(book.run(on, of=of), tables, roster=people, settings=of, issues=issues, month=month), people

    return _digest_of


def test_the_headline_is_the_departments_rolling_quarter_and_its_change(digest_of):
    found, _ = digest_of()
    assert found.month == OCTOBER
    assert (found.department.n, found.department.nps) == (4, 100)
    assert found.change == Change(improved=3, worsened=0, same=0, p=0.25, verdict="none")
    assert found.programme.exit.nps == -100


def test_people_stand_by_name_whatever_their_score_and_who_has_left_is_not_among_them(digest_of):
    found, _ = digest_of()
    assert found.people["employee"].tolist() == ["Ann", "Bob", "Carl", "Sid"]


def test_a_figure_of_too_few_answers_gets_no_verdict(digest_of):
    of = replace(OF, min_responses=3)
    found, _ = digest_of(of=of)
    people = found.people.set_index("employee")
    assert people.loc["Bob", ["n", "enough", "change", "verdict"]].tolist() == [2, False, "", ""]
    assert people.loc["Sid", ["n", "enough", "change", "verdict"]].tolist() == [3, True, "none", "unknown"]
    assert "Bob" not in found.chart.columns


def test_a_department_of_too_few_answers_gets_no_verdict(digest_of):
    found, _ = digest_of(of=replace(OF, min_responses=5))
    assert not found.enough
    assert found.change == Change()
    assert found.band.isna().all(axis=None)


def test_an_earlier_month_is_told_as_it_is_known_today(digest_of):
    found, _ = digest_of(month=AUGUST)
    assert found.month == AUGUST
    assert (found.department.n, found.department.promoters) == (4, 1)
    assert found.chart.index[-1] == AUGUST
    assert found.programme.exit.n == 0
    long_ago, _ = digest_of(month=pd.Timestamp(2020, 1, 1))
    assert long_ago.department.n == 0


def test_the_chart_ends_with_the_month_that_the_letter_is_about(digest_of):
    found, _ = digest_of(ANSWERS + "| 2026-11-02 | Acme | 3 | | x |\n")
    assert found.month == OCTOBER
    assert found.chart.index[-1] == found.band.index[-1] == OCTOBER


TASKS = """
tasks
| task_key | client | comment        | task           | responsible | suggested | due        | status   | triage_by  |
| T-1      | acme   | too slow a lot | Weekly call    | Bob         | Ann       | 2026-10-26 | accepted |            |
| T-2      | Crown  | Too slow a lot | too slow a lot | Bob, Carl   | Carl      | 2026-11-01 | accepted |            |
| T-3      | Delta  | dear           | Offer          | Carl        | Carl      | 2026-12-01 | accepted |            |
| T-4      | Bolt   | late           |                |             | Bob       |            | new      | 2026-10-08 |
| T-5      | Bolt   | late           | Done already   | Ann         |           | 2026-10-01 | done     |            |
"""


def test_open_tasks_are_told_the_longest_overdue_first(digest_of):
    tasks = digest_of(TASKS)[0].tasks
    assert tasks[["client", "responsible", "days_overdue", "untriaged"]].to_numpy().tolist() == [
        ["Acme", "Bob", 10, False],
        ["Crown", "Bob, Carl", 4, False],
        ["Bolt", "", 0, True],
        ["Delta", "Carl", 0, False],
    ]


def test_a_clients_own_words_are_no_wording_even_where_somebody_copied_them(digest_of):
    """
    tasks
    | task_key | client | comment        | task                              | status   |
    | T-1      | Acme   | too slow a lot | Weekly call                       | accepted |
    | T-2      | Bolt   | Too slow a lot | too slow  a lot                   | accepted |
    | T-3      | Crown  | too slow a lot | Ann calls (“too slow a lot”)      | accepted |
    | T-4      | Delta  | SEO            | Explain the SEO report            | accepted |
    """
    written = test_a_clients_own_words_are_no_wording_even_where_somebody_copied_them.__doc__
    tasks = digest_of(written)[0].tasks.set_index("client")["task"]
    assert tasks.to_dict() == {"Acme": "Weekly call", "Bolt": "", "Crown": "", "Delta": "Explain the SEO report"}


def test_a_head_gets_all_of_it(digest_of):
    found, people = digest_of(ANSWERS + TASKS)
    assert cut(found, "Hal", "head", people, OF) is found


def test_a_manager_gets_the_clients_they_manage_and_who_serves_them(digest_of):
    found, people = digest_of(ANSWERS + TASKS)
    ann = cut(found, "Ann", "manager", people, OF)
    assert ann.people["employee"].tolist() == ["Ann", "Bob", "Sid"]
    assert set(ann.tasks["client"]) <= {"Acme", "Bolt"}
    assert set(ann.chart.columns) <= {"department", "Ann", "Bob", "Sid"}
    assert ann.department == found.department
    assert ann.programme.coverage == found.programme.coverage or pd.isna(found.programme.coverage)


def test_a_manager_gets_a_task_of_their_own_about_whichever_client(digest_of):
    found, people = digest_of(TASKS.replace("| Bob         | Ann ", "| Carl        | Ann "))
    assert "Acme" in cut(found, "Carl", "manager", people, OF).tasks["client"].tolist()


def test_a_manager_gets_everything_where_settings_say_so(digest_of):
    found, people = digest_of(ANSWERS + TASKS)
    assert cut(found, "Ann", "manager", people, replace(OF, managers_see="everything")) is found


def test_what_the_head_concludes_is_for_those_who_read_of_everybody(digest_of):
    """It may name people of another team."""
    written = "conclusions\n| month | conclusion |\n| 2026-10 | Carl is late |\n"
    found, people = digest_of(ANSWERS + written)
    assert found.programme.conclusion == "Carl is late"
    assert not cut(found, "Ann", "manager", people, OF).programme.conclusion


def test_a_person_gets_their_own_figure_and_tasks_and_the_departments_figure(digest_of):
    found, people = digest_of(ANSWERS + TASKS)
    bob = cut(found, "Bob", "person", people, OF)
    assert bob.people["employee"].tolist() == ["Bob"]
    assert bob.tasks["client"].tolist() == ["Acme", "Crown"]
    assert list(bob.chart.columns) == ["department", "Bob"]
    assert (bob.department, bob.change) == (found.department, found.change)
    assert bob.programme is None
    assert bob.silent.empty


def test_silent_clients_and_letters_in_trouble_are_told_to_who_manages_them(digest_of):
    trouble = """
call_list
| month   | client | survey_key         |
| 2026-10 | Acme   | Q-2026-10-aaaaaaaa |
| 2026-10 | Delta  | Q-2026-10-bbbbbbbb |
deliveries
| client | letter     | state       | survey_key         |
| Acme   | invitation | sent        | Q-2026-10-aaaaaaaa |
| Acme   | reminder 1 | unconfirmed | Q-2026-10-aaaaaaaa |
| Delta  | invitation | to call     | Q-2026-10-bbbbbbbb |
|        | digest     | failed      | D-2026-09-cccccccc |
"""
    found, people = digest_of(trouble)
    assert found.silent["client"].tolist() == ["Acme", "Delta"]
    assert found.troubled.to_numpy().tolist() == [
        ["Acme", "reminder 1", "unconfirmed"],
        ["Delta", "invitation", "to call"],
    ]
    ann = cut(found, "Ann", "manager", people, OF)
    assert ann.silent["client"].tolist() == ann.troubled["client"].tolist() == ["Acme"]
    assert cut(found, "Sid", "person", people, OF).troubled.empty
