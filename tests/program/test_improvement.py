"""What a client says must change becomes a task, once."""

from functools import partial

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.program.improvement import standing, tasks_to_append
from flows.program.settings import Settings
from flows.program.shapes import ANSWERS, LEDGER, TASKS, shaped
from flows.program.themes import routing
from flows.program.working_days import WorkingDays

AS_OF = pd.Timestamp("2026-10-15 07:00")  # a Thursday

FIRM = """
employees
| employee | role    | left_on    |
| Hanna    | head    |            |
| Ann      |         |            |
| Bob      |         |            |
| Cyril    |         |            |
| Max      | manager | 2026-09-30 |
attribution
| response_key | client | employee | role       |
| Q-1          | Acme   | Ann      | manager    |
| Q-1          | Acme   | Bob      | specialist |
| Q-1          | Acme   | Cyril    | specialist |
| Q-1          | Acme   | SEO      | service    |
| Q-2          | Beta   | Max      | manager    |
"""


def answered(tables_from, text):
    """The ledger and the answers that stand in the sheets, out of one table of both."""
    lines = [line for line in text.splitlines() if line.strip().startswith("|")]
    at = [cell.strip() for cell in lines[0].split("|")].index("comment")
    cells = [line.split("|") for line in lines]
    comments = [line[at].strip() for line in cells[1:]]
    ledger_text = "\n".join("|".join(line[:at] + line[at + 1 :]) for line in cells)
    ledger = tables_from("answer_ledger\n" + ledger_text)["answer_ledger"].drop(columns="row")
    ledger = ledger.assign(survey=ledger["survey"].replace("", "quarterly"), counted=True)
    answers = ledger.rename(columns={"response_key": "key"}).assign(source="call_list", row=2, comment=comments)
    return ledger, shaped(answers, ANSWERS)


@pytest.fixture(scope="session")
def append(tables_from, frame_from):
    """Tasks for a ledger, answers and tasks sheet; the firm is FIRM."""
    firm = tables_from(FIRM)
    rules, _ = routing(frame_from("", "routing"), "en")
    return partial(
        tasks_to_append,
        routing=rules,
        attribution=firm["attribution"],
        employees=firm["employees"],
        settings=Settings(),
        working_days=WorkingDays(),
        as_of=AS_OF,
    )


@pytest.fixture(scope="session")
def no_tasks(frame_from):
    return frame_from("", "tasks")


def test_every_answer_that_says_what_to_change_becomes_a_task(append, no_tasks, tables_from):
    """
    | response_key | client | date       | score | comment                   |
    | Q-1          | Acme   | 2026-10-13 | 9     | Reports arrive late, slow |
    | Q-2          | Beta   | 2026-10-12 | 8     | Дорого                    |
    | Q-3          | Gamma  | 2026-10-14 | 5     | Paint the walls           |
    """
    doc = test_every_answer_that_says_what_to_change_becomes_a_task.__doc__
    ledger, answers = answered(tables_from, doc)
    made = append(ledger, answers, no_tasks)
    assert made.tasks["task_key"].tolist() == ["T-Q-2", "T-Q-1", "T-Q-3"]
    assert made.tasks["theme"].tolist() == ["price", "deadlines", ""]
    assert made.tasks["suggested"].tolist() == ["Hanna", "Ann", "Hanna"]
    assert made.tasks["status"].tolist() == ["new"] * 3
    assert made.tasks["comment"].tolist() == ["Дорого", "Reports arrive late, slow", "Paint the walls"]
    assert made.tasks["triage_by"].dt.strftime("%d.%m").tolist() == ["22.10", "22.10", "16.10"]
    assert made.tasks["suggested_due"].dt.strftime("%d.%m").tolist() == ["29.10", "16.11", "22.10"]
    assert made.ledger["task_key"].tolist() == ["T-Q-1", "T-Q-2", "T-Q-3"]


def test_nothing_to_change_makes_a_task_only_of_a_detractor(append, no_tasks, tables_from):
    ledger, answers = answered(
        tables_from,
        """
        | response_key | score | comment    |
        | Q-1          | 9     | all fine   |
        | Q-2          | 7     |            |
        | Q-3          | 6     |            |
        | Q-4          | 3     | всё хорошо |
        | Q-5          | 10    | -          |
        """,
    )
    assert set(append(ledger, answers, no_tasks).tasks["task_key"]) == {"T-Q-3", "T-Q-4"}


def test_all_candidates_in_the_role_are_suggested(append, no_tasks, tables_from):
    ledger, answers = answered(
        tables_from,
        """
        | response_key | score | comment             |
        | Q-1          | 9     | Poor quality texts  |
        """,
    )
    assert append(ledger, answers, no_tasks).tasks["suggested"].tolist() == ["Bob, Cyril"]


def test_one_who_left_is_not_suggested_the_head_is(append, no_tasks, tables_from):
    ledger, answers = answered(
        tables_from,
        """
        | response_key | score | comment      |
        | Q-2          | 9     | Late reports |
        """,
    )
    assert append(ledger, answers, no_tasks).tasks["suggested"].tolist() == ["Hanna"]


def test_exit_answers_and_those_before_the_programme_make_none(append, no_tasks, tables_from):
    ledger, answers = answered(
        tables_from,
        """
        | response_key | survey    | adopted | score | comment |
        | X-1          | exit      |         | 1     | slow    |
        | Q-1          | quarterly | yes     | 1     | slow    |
        """,
    )
    made = append(ledger, answers, no_tasks)
    assert made.tasks.empty
    pd.testing.assert_frame_equal(made.ledger, ledger)


def test_an_answer_too_late_for_the_figures_is_still_heard(append, no_tasks, tables_from):
    ledger, answers = answered(tables_from, "| response_key | score | comment |\n| Q-1 | 2 | slow |")
    assert len(append(ledger.assign(counted=False), answers, no_tasks).tasks) == 1


def test_an_answer_that_no_longer_stands_in_a_sheet_makes_none(append, no_tasks, tables_from):
    ledger, answers = answered(tables_from, "| response_key | score | comment |\n| Q-1 | 2 | slow |")
    made = append(ledger, answers.iloc[:0], no_tasks)
    assert made.tasks.empty
    assert made.ledger["task_key"].tolist() == [""]


def test_a_task_people_deleted_does_not_come_back(append, no_tasks, tables_from):
    ledger, answers = answered(tables_from, "| response_key | score | comment |\n| Q-1 | 2 | slow |")
    made = append(ledger, answers, no_tasks)
    assert append(made.ledger, answers, no_tasks).tasks.empty


def test_a_task_in_the_sheet_is_not_made_again_though_the_ledger_was_lost(append, no_tasks, tables_from):
    ledger, answers = answered(tables_from, "| response_key | score | comment |\n| Q-1 | 2 | slow |")
    sheet = append(ledger, answers, no_tasks).tasks.assign(row=2)
    again = append(ledger, answers, pd.concat([sheet, sheet]))
    assert again.tasks.empty
    assert again.ledger["task_key"].tolist() == ["T-Q-1"]
    linked = sheet.assign(task_key=sheet["task_key"] + " #gid=3&range=C7")
    assert append(ledger, answers, linked).tasks.empty


def test_words_added_to_an_answer_later_become_its_task(append, no_tasks, tables_from):
    ledger, answers = answered(tables_from, "| response_key | score | comment |\n| Q-1 | 9 | ok |")
    first = append(ledger, answers, no_tasks)
    later = append(first.ledger, answers.assign(comment="ok, but slow"), no_tasks)
    assert (len(first.tasks), len(later.tasks)) == (0, 1)


@settings(max_examples=settings.default.max_examples // 4)  # each runs the rule three times
@given(
    st.lists(
        st.tuples(st.integers(0, 10), st.sampled_from(["", "-", "slow", "дорого", "ok"]), st.booleans()), max_size=8
    ),
    st.randoms(),
)
def test_a_second_run_and_another_order_of_rows_change_nothing(append, no_tasks, given_answers, random):
    keys = [f"Q-{number}" for number in range(len(given_answers))]
    scores, comments, adopted = zip(*given_answers, strict=True) if given_answers else ((), (), ())
    said = pd.DataFrame({"key": keys, "response_key": keys, "score": scores, "comment": comments, "adopted": adopted})
    said = said.assign(client="Acme", survey="quarterly", date=AS_OF, counted=True)
    answers, ledger = shaped(said, ANSWERS), shaped(said, LEDGER)
    made = append(ledger, answers, no_tasks)
    assert len(made.tasks) == sum(
        not before and (score <= 6 or comment in {"slow", "дорого"}) for score, comment, before in given_answers
    )
    order = random.sample(range(len(keys)), len(keys))
    other = append(ledger.iloc[order], answers.iloc[order[::-1]], no_tasks)
    pd.testing.assert_frame_equal(other.tasks, made.tasks)
    again = append(made.ledger, answers, made.tasks)
    assert again.tasks.empty
    pd.testing.assert_frame_equal(again.ledger, made.ledger)


def test_tasks_stand_with_whom_they_are(tables):
    """
    employees
    | employee |
    | Ann      |
    | Bob      |
    | Cyril    |
    tasks
    | task_key | suggested  | responsible | due        | status      |
    | T-1      | Ann, Bob   |             |            | new         |
    | T-2      | Ann        | bob         | 2026-10-14 | in progress |
    | T-2      | Ann        | Bob         | 2026-10-15 | accepted    |
    | T-3      | Ann        | Ann         | 2026-09-01 | done        |
    | T-4      | Ann        | Ann         | 2026-09-01 | declined    |
    |          |            | Cyrill      |            |             |
    """
    found = standing(tables["tasks"], tables["employees"], AS_OF)
    assert (found.open, found.overdue, found.untriaged) == (4, 1, 2)
    assert found.people.to_numpy().tolist() == [["Ann", 1, 0, 1], ["Bob", 3, 1, 1]]
    assert found.issues[["row", "column", "found", "code", "hint", "rejects"]].to_numpy().tolist() == [
        [7, "responsible", "Cyrill", "unknown_employee", "Cyril", False]
    ]


def test_an_empty_tasks_sheet_has_no_tasks(tables_from):
    tables = tables_from("")
    found = standing(tables["tasks"], tables["employees"], AS_OF)
    assert (found.open, found.overdue, found.untriaged) == (0, 0, 0)
    assert found.people.columns.tolist() == ["employee", "open", "overdue", "untriaged"]


def test_rows_to_append_have_the_columns_of_the_sheet(tables_from):
    assert set(TASKS) | {"row"} == set(tables_from("")["tasks"].columns)
