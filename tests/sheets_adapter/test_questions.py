"""A form's answers: columns are recognised by words in the question, and their cells have to agree."""

from __future__ import annotations

import pytest

from sheets_adapter.errors import MissingColumn

HEAD = """
Clients
| Client |
| Acme   |
| Borg   |

Employees
| Name |
| Ann  |
"""


def read(make_file, answers):
    return make_file(HEAD + answers).open().snapshot()


@pytest.mark.parametrize(
    ("key", "question"),
    [
        ("score", "Насколько вероятно, что вы порекомендуете нас друзьям или коллегам?"),
        ("score", "Оцените, пожалуйста, от 0 до 10, готовы ли вы рекомендовать нашу компанию"),
        ("score", "How likely are you to recommend us to a colleague? (0-10)"),
        ("score", "On a scale from 0 to 10, how likely is it that you would recommend our company?"),
        ("comment", "Что нам изменить, чтобы вы поставили 10?"),
        ("comment", "Что мы могли бы улучшить?"),
        ("comment", "Что нам стоит делать иначе?"),
        ("comment", "Почему вы поставили такую оценку?"),
        ("comment", "What should we change to get a 10?"),
        ("comment", "How can we improve?"),
        ("comment", "Ваши пожелания"),
        ("client", "Название вашей компании"),
        ("client", "Какую компанию вы представляете?"),
        ("client", "Your company"),
        ("client", "What is the name of your organization?"),
        ("contact", "Ваше имя"),
        ("contact", "Как вас зовут?"),
        ("contact", "What is your name?"),
        ("survey_key", "Номер опроса (из письма)"),
        ("date", "Дата и время заполнения"),
        ("date", "Submitted at"),
    ],
)
def test_a_question_is_known_by_its_words(key, question):
    from sheets_adapter.questions import QUESTIONS, columns_asked
    from sheets_adapter.recognise import plain

    assert columns_asked([plain(question)], [], QUESTIONS.keys()).columns == {key: (0,)}


@pytest.mark.parametrize(
    "question",
    [
        "Email Address",
        "Адрес электронной почты",
        "Оцените работу нашей компании от 1 до 5",
        "How would you rate your account manager, 1 to 5?",
        "Кому вы уже рекомендовали нас, кого ещё посоветуете?",
        "Можно ли вам перезвонить?",
        "Does your company use our reports?",
        "Ваша должность в компании",
        "What is your role in the company?",
    ],
)
def test_a_question_about_something_else_means_nothing(question):
    from sheets_adapter.questions import QUESTIONS, columns_asked
    from sheets_adapter.recognise import plain

    assert not columns_asked([plain(question)], [], QUESTIONS.keys()).columns


def test_answers_of_a_form_in_russian_are_read(make_file):
    snapshot = read(
        make_file,
        """
Ответы на форму (1)
| Отметка времени | Название вашей компании | Ваше имя | Насколько вероятно, что вы нас порекомендуете? | Что бы вы порекомендовали нам изменить? | Адрес электронной почты |
| = 2026-10-05    | Acme                    | Joe      | 9                                              | Быстрее отвечать                        | a@example.com           |
| = 2026-10-06    | Borg                    | Eve      | 4                                              | Отчёты                                  | b@example.com           |
""",  # noqa: E501
    )
    answers = snapshot.tables["responses"]
    assert answers["score"].tolist() == [9.0, 4.0]
    assert answers["comment"].tolist() == ["Быстрее отвечать", "Отчёты"]
    assert answers[["client", "contact"]].to_numpy().tolist() == [["Acme", "Joe"], ["Borg", "Eve"]]
    assert snapshot.issues.empty


def test_the_score_is_the_question_whose_cells_are_scores(make_file):
    """Both recommend; only one column holds numbers from 0 to 10."""
    snapshot = read(
        make_file,
        """
Form responses 1
| Timestamp    | Your company | Would you recommend us, and to whom?  | How likely are you to recommend us? |
| = 2026-10-05 | Acme         | To friends                            | 9                                   |
| = 2026-10-06 | Borg         | Nobody                                | 3                                   |
""",
    )
    assert snapshot.tables["responses"]["score"].tolist() == [9.0, 3.0]


def test_a_heading_that_says_it_exactly_wins_over_a_question(make_file):
    snapshot = read(
        make_file,
        """
Responses
| Date         | Client | How likely are you to recommend our competitor? | Score |
| = 2026-10-05 | Acme   | 9                                               | 3     |
""",
    )
    assert snapshot.tables["responses"]["score"].tolist() == [3.0]


def test_what_to_change_is_asked_for_before_why(make_file):
    snapshot = read(
        make_file,
        """
Responses
| Date         | Client | Score | Why did you give this score? | What should we improve? |
| = 2026-10-05 | Acme   | 3     | Habit                        | Reports                 |
""",
    )
    assert snapshot.tables["responses"]["comment"].tolist() == ["Reports"]


def test_of_two_questions_that_fit_as_well_none_is_read_and_both_are_named(make_file):
    snapshot = read(
        make_file,
        """
Responses
| Date         | Client | Score | What should we improve in reports? | What should we change in meetings? |
| = 2026-10-05 | Acme   | 3     | All                                | None                               |
""",
    )
    assert snapshot.tables["responses"]["comment"].tolist() == [""]
    issue = snapshot.issues.iloc[0]
    assert (issue["code"], issue["found"], issue["hint"]) == (
        "competing_headings",
        "What should we improve in reports?",
        "What should we change in meetings?",
    )


TWO_SCORES = """
Form responses 1
| Timestamp    | Your company | Would you recommend us? | Would you recommend your manager? |
| = 2026-10-05 | Acme         | 9                       | 3                                 |
"""


def test_two_scores_that_fit_as_well_stop_the_run_and_both_are_named(make_file):
    with pytest.raises(MissingColumn) as stopped:
        read(make_file, TWO_SCORES)
    assert "“Would you recommend us?”, “Would you recommend your manager?”" in str(stopped.value)
    assert "a line “score”" in str(stopped.value)


def test_settings_decide_between_two_scores(make_file):
    decided = """
Settings
| Setting | Value                   |
| score   | Would you recommend us? |
"""
    assert read(make_file, TWO_SCORES + decided).tables["responses"]["score"].tolist() == [9.0]


def test_a_rating_of_another_scale_is_not_the_score(make_file):
    with pytest.raises(MissingColumn, match="“score”"):
        read(
            make_file,
            """
Form responses 1
| Timestamp    | Your company | Would you recommend us, from 1 to 5? |
| = 2026-10-05 | Acme         | 5                                    |
""",
        )


def test_a_form_nobody_has_answered_yet_is_known_by_its_questions(make_file):
    snapshot = read(
        make_file,
        """
Form responses 1
| Timestamp | Your company | How likely are you to recommend us? |
""",
    )
    assert "responses" not in snapshot.missing


def test_questions_are_not_looked_for_on_the_call_list(make_file):
    with pytest.raises(MissingColumn):
        read(
            make_file,
            """
Call list
| Client | Survey key | How likely are you to recommend us? |
| Acme   | Q-1        | 9                                   |
""",
        )


def test_a_question_asked_on_two_branches_of_a_form_is_one_question(make_file):
    snapshot = read(
        make_file,
        """
        Ответы на форму (1)
        | Отметка времени | Ваша компания | Как вероятно, что порекомендуете (до года)? | Что улучшить? | Как вероятно, что порекомендуете (дольше)? | Что нам улучшить? |
        | = 2026-10-05    | Acme          | 9                                           | сроки         |                                            |               |
        | = 2026-10-06    | Borg          |                                             |               | 6                                          | цены          |
        """,  # noqa: E501
    )
    answers = snapshot.tables["responses"]
    assert answers[["client", "score", "comment"]].to_numpy().tolist() == [["Acme", 9, "сроки"], ["Borg", 6, "цены"]]
    assert snapshot.places["responses"].headings["comment"] == "Что улучшить?, Что нам улучшить?"
    assert snapshot.issues.empty


@pytest.mark.parametrize(
    ("other", "score"), [("Порекомендуете ли вы нас, хотя уходите?", ""), ("Порекомендуете ли вы нас снова?", "8")]
)
def test_what_leavers_are_asked_and_what_one_person_is_asked_twice_is_no_branch(make_file, other, score):
    with pytest.raises(MissingColumn):
        read(
            make_file,
            f"""
            Form Responses 1
            | Timestamp    | Your company | Порекомендуете ли вы нас? | {other} |
            | = 2026-10-05 | Acme         | 9                         | {score} |
            | = 2026-10-06 | Borg         |                           | 6       |
            """,
        )


def test_a_comment_in_the_cell_of_the_score_is_read_as_one(make_file):
    """Two numbers in one cell are no score: which of them is meant nobody knows."""
    snapshot = read(
        make_file,
        """
        Ответы
        | Дата         | Клиент | Оценка               | Комментарий |
        | = 2026-10-05 | Acme   | 9 — всё ок           |             |
        | = 2026-10-06 | Borg   | 6, долго отвечают    | дорого      |
        | = 2026-10-07 | Acme   | 7 (нормально)        |             |
        | = 2026-10-07 | Acme   | 10 - супер\\nспасибо |             |
        | = 2026-10-08 | Borg   | 8 или 9              |             |
        | = 2026-10-08 | Borg   | 8 — 9                |             |
        | = 2026-10-08 | Borg   | 1. Ромашка           |             |
        """,
    )
    answers = snapshot.tables["responses"]
    assert answers[["score", "comment"]].to_numpy().tolist() == [
        [9, "всё ок"],
        [6, "дорого; долго отвечают"],
        [7, "нормально"],
        [10, "супер\nспасибо"],
    ]
    assert snapshot.issues["code"].tolist() == ["not_a_score"] * 3


def test_a_question_that_stands_twice_is_read_from_both_columns_where_no_row_has_two(make_file):
    """A question deleted and asked anew leaves its old column behind."""
    snapshot = read(
        make_file,
        """
        Form Responses 1
        | Timestamp    | Company | Score | Column 5 | Score |
        | = 2026-10-05 | Acme    | 9     |          |       |
        | = 2026-10-06 | Borg    |       |          | 6     |
        """,
    )
    assert snapshot.tables["responses"]["score"].tolist() == [9, 6]
    assert snapshot.issues.empty
