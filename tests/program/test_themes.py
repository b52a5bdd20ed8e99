"""What a comment is about, and whether it asks for anything."""

import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.program.routing_words import ROUTES
from flows.program.themes import asks_nothing, routing, stems, theme_of, themed


@pytest.fixture(scope="session")
def default(frame_from):
    return routing(frame_from("", "routing"), "en")[0]


@pytest.mark.parametrize(
    "comment",
    [
        *(
            "",
            "-",
            "—",
            "...",
            "👍",
            "нет",
            "Нет.",
            "n/a",
            "N/A",
            "nothing",
            "Nothing, really.",
            "no",
            "ok",
            "10 из 10",
        ),
        *("всё хорошо", "Все хорошо!", "Всё супер, спасибо!", "Ничего", "Ничего менять не нужно", "так держать"),
        *("Нет никаких претензий", "Претензий нет, всё устраивает", "Всё отлично, работой довольны", "Не знаю"),
        *("all fine", "All good, thanks", "No complaints at all", "Can't think of anything.", "Keep up the good work!"),
        *("Nothing to improve, great team!", "We are very happy with everything", "Всё ок, thanks"),
    ],
)
def test_a_comment_that_says_nothing_asks_for_nothing(default, comment):
    assert asks_nothing(comment, default)


@pytest.mark.parametrize(
    "comment",
    [
        *("всё хорошо, но отчёты задерживают", "Нет отчётов", "не устраивает цена", "Ничего хорошего", "Всё не хорошо"),
        *("не нравится", "Хорошо бы звонить чаще", "не довольны", "Ничего не работает"),
        *("all good but reports come late", "not happy with the results", "no good", "more reports", "fine, however"),
        *("It would be nice to hear from you", "I'm not satisfied", "Nothing works without me calling"),
    ],
)
def test_a_comment_that_says_anything_else_asks_for_something(default, comment):
    assert not asks_nothing(comment, default)


@pytest.mark.parametrize(
    ("comment", "theme", "role"),
    [
        ("The report came late, and the delay was long", "deadlines", "manager"),
        ("Клиенту задерживают отчёты, сроки срываются", "deadlines", "manager"),
        ("Хочется подробнее отчётность и понятную статистику", "reporting", "manager"),
        ("Дорого", "price", "salesperson"),
        ("Трафик упал, заявок нет", "results", "specialist"),
        ("Не могу дозвониться, на письма не отвечают", "communication", "manager"),
        ("Lost the password to our account", "access and tools", "specialist"),
    ],
)
def test_the_default_words_tell_the_themes_in_either_language(default, comment, theme, role):
    found = theme_of(comment, default)
    assert (found.name, found.role) == (theme, role)


def test_a_comment_without_a_known_word_has_no_theme(default):
    assert theme_of("Покрасьте стены", default) is None
    assert theme_of("", default) is None


def test_most_words_win_and_ties_go_to_the_upper_row(tables):
    """
    routing
    | words                    | theme  | role        |
    | report, figures          | report | manager     |
    | late; slow               | speed  | specialist  |
    | account manager          | people | head        |
    """
    rules, issues = routing(tables["routing"], "en")
    assert issues.empty
    assert theme_of("late report", rules).name == "report"
    assert theme_of("slow and late report", rules).name == "speed"
    assert theme_of("The account managers left", rules).name == "people"
    assert theme_of("The manager closed my account", rules) is None


def test_the_firms_own_words_replace_the_default_ones(tables):
    """
    routing
    | words           | theme   | role    |
    | отчёт           | Отчёты  | manager |
    |                 | Пустая  | head    |
    | забытая, строка |         |         |
    | мониторинг      | отчеты  | head    |
    | прекрасненько   | нет     |         |
    """
    rules, issues = routing(tables["routing"], "ru")
    assert [theme.name for theme in rules.themes] == ["Отчёты"]
    assert theme_of("мониторинга бы", rules).role == "manager"
    assert theme_of("дорого", rules) is None
    assert asks_nothing("Прекрасненько!", rules)
    assert not asks_nothing("отлично", rules)
    assert issues[["row", "code", "found"]].to_numpy().tolist() == [[4, "route_without_theme", "забытая, строка"]]


def test_without_a_row_none_its_default_words_hold(tables):
    """
    routing
    | words | theme | role    |
    | отчёт | Отчёт | manager |
    """
    rules, _ = routing(tables["routing"], "ru")
    assert asks_nothing("всё хорошо", rules)


def test_the_default_themes_bear_the_names_of_the_language(frame_from):
    rules, _ = routing(frame_from("", "routing"), "ru")
    assert [theme.name for theme in rules.themes] == [route.theme for route in ROUTES["ru"][:-1]]
    assert theme_of("late", rules).name == "сроки"


def test_both_languages_list_the_same_themes():
    assert [route.role for route in ROUTES["en"]] == [route.role for route in ROUTES["ru"]]


@given(st.text(max_size=40), st.sampled_from(["", " ", "\n", "!!", " 👍"]))
def test_marks_and_spaces_change_nothing(default, comment, mark):
    assert stems(comment + mark) == stems(comment)
    assert asks_nothing(mark + comment, default) == asks_nothing(comment, default)


@given(st.lists(st.sampled_from(["нет", "всё хорошо", "thanks", "-", "fine", "отчёт", "late", "но"]), max_size=6))
def test_what_follows_nothing_is_heard(default, words):
    telling = {"отчёт", "late", "но"} & set(words)
    assert asks_nothing(", ".join(words), default) == (not telling)


def test_many_comments_are_read_once_each(default):
    comments = pd.Series(
        [f"Отчёт {number % 2000} задерживают, дорого" for number in range(100_000)], index=[5] * 100_000
    )
    began = time.process_time()
    found = themed(comments, default)
    assert time.process_time() - began < 3
    assert found.index.equals(comments.index)
    assert set(found["theme"]) == {"deadlines"}
    assert not found["nothing"].any()
