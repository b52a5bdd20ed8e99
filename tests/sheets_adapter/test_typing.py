"""Cells are typed by the kind of their column; what could be meant in two ways is not guessed."""

from __future__ import annotations

import math
import time
from datetime import date, timedelta

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings

from sheets_adapter.columns import Column, Kind, Owner, Table, words
from sheets_adapter.encoding import raw_column
from sheets_adapter.parsing import Locale, people_in, reader
from sheets_adapter.people_tables import CLIENTS, RESPONSES
from sheets_adapter.reading import read_table
from sheets_adapter.snapshot import Place, Sheet

EPOCH = date(1899, 12, 30)
STATUSES = {"active": words("active; current", "активен; работаем"), "churned": words("churned", "ушёл")}


def read(kind, *values, locale="en_US", choices=None):
    """The column of one kind: its values, and code and text of what could not be read."""
    column = Column("x", kind, words("x", "x"), choices=choices or {})
    table = Table("t", Owner.PEOPLE, words("t", "t"), (Column("name", Kind.TEXT, words("n", "n")), column))
    place = Place(Sheet(0, "t", 0, 10, 2), "t", 1, {"name": (0,), "x": (1,)}, {})
    found = read_table(table, place, [["n", "x"], *[["row", value] for value in values]], Locale(locale))
    return found.frame["x"].tolist(), found.issues[["code", "found"]].to_numpy().tolist()


def days(text, locale="en_US", kind=Kind.DATE):
    values, issues = read(kind, text, locale=locale)
    return issues[0][0] if issues else str(values[0].date())


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("31.12.2026", "ru_RU", "2026-12-31"),
        ("3.11.26", "ru_RU", "2026-11-03"),
        ("05/04/2026", "ru_RU", "2026-04-05"),
        ("05/04/2026", "en_GB", "2026-04-05"),
        ("05/04/2026", "en_US", "2026-05-04"),
        ("31/12/2026", "en_US", "2026-12-31"),
        ("12/31/2026", "ru_RU", "2026-12-31"),
        ("2026-12-31", "en_US", "2026-12-31"),
        ("2026-12-31T08:30:00Z", "en_US", "2026-12-31"),
        ("3 ноября 2026", "ru_RU", "2026-11-03"),
        ("3 ноября 2026 г.", "ru_RU", "2026-11-03"),
        ("3 нояб. 2026", "ru_RU", "2026-11-03"),
        ("3 ноя 26", "ru_RU", "2026-11-03"),
        ("01.02.24 г.", "ru_RU", "2024-02-01"),
        ("с 01.02.2024", "ru_RU", "2024-02-01"),
        ("февраль 2025", "ru_RU", "2025-02-01"),
        ("Февраль 2025 г.", "ru_RU", "2025-02-01"),
        ("Feb 2025", "en_US", "2025-02-01"),
        ("февраль 25", "ru_RU", "not_a_date"),
        ("2025 г.", "ru_RU", "not_a_date"),
        ("2025", "ru_RU", "not_a_date"),
        ("до 01.02.2024", "ru_RU", "not_a_date"),
        ("8 мая 2026", "ru_RU", "2026-05-08"),
        ("Nov 3, 2026", "en_US", "2026-11-03"),
        ("November 3rd, 2026", "en_US", "2026-11-03"),
        ("3 Sept 2026", "en_GB", "2026-09-03"),
        ("03.11.2026 14:05:11", "ru_RU", "2026-11-03"),
        ("11/3/2026 2:05:11 PM", "en_US", "2026-11-03"),
        ("01-02-03", "en_US", "ambiguous_date"),
        ("31.02.2026", "ru_RU", "not_a_date"),
        ("next week", "en_US", "not_a_date"),
        ("3 ноября", "ru_RU", "not_a_date"),
        ("#N/A", "en_US", "error_value"),
        (2026, "en_US", "not_a_date"),
        (True, "en_US", "not_a_date"),
        (46_299.75, "en_US", "2026-10-04"),
    ],
)
def test_a_date_as_people_type_it(text, locale, expected):
    assert days(text, locale) == expected


def test_a_column_that_mixes_both_orders_makes_a_short_date_ambiguous():
    values, issues = read(Kind.DATE, "31/12/2026", "03/04/2026", "05/05/2026", locale="en_US")
    assert [str(day.date()) if day is not pd.NaT else "" for day in values] == ["2026-12-31", "", "2026-05-05"]
    assert issues == [["ambiguous_date", "03/04/2026"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10", "2026-10-01"),
        ("10.2026", "2026-10-01"),
        ("октябрь 2026", "2026-10-01"),
        ("Окт. 2026", "2026-10-01"),
        ("October 2026", "2026-10-01"),
        ("may 2026", "2026-05-01"),
        ("15.10.2026", "2026-10-01"),
        (46_310, "2026-10-01"),
        ("autumn", "not_a_month"),
        ("2026-13", "not_a_month"),
    ],
)
def test_a_month_as_people_type_it(text, expected):
    assert days(text, "ru_RU", Kind.MONTH) == expected


@pytest.mark.parametrize(
    ("value", "locale", "expected"),
    [
        ("9,5", "en_US", 9.5),
        ("9,5", "ru_RU", 9.5),
        ("9.5", "ru_RU", 9.5),
        ("1 234,50 ₽", "ru_RU", 1234.5),
        ("1\u00a0234\u202f567", "ru_RU", 1234567),
        ("12 000 руб.", "ru_RU", 12000),
        ("1,234.50", "en_US", 1234.5),
        ("1.234,50", "de_DE", 1234.5),
        ("1,234", "en_US", 1234),
        ("1,234", "ru_RU", 1.234),
        ("1.234", "de_DE", 1234),
        ("1.234", "ru_RU", 1.234),
        ("$1,200", "en_US", 1200),
        ("50%", "en_US", 0.5),
        ("−5", "en_US", -5),
        (7, "en_US", 7),
        (0.25, "en_US", 0.25),
    ],
)
def test_a_number_as_people_type_it(value, locale, expected):
    assert read(Kind.NUMBER, value, locale=locale) == ([expected], [])


@pytest.mark.parametrize("text", ["about 5", "5-6", "1,2,3", "#REF!", True, "..", "1 000 000 много"])
def test_what_is_no_number_is_an_issue(text):
    values, issues = read(Kind.NUMBER, text)
    assert math.isnan(values[0])
    assert issues[0][0] in {"not_a_number", "error_value"}


@pytest.mark.parametrize("value", [0, 10, 7.0, "9", "9 ", " 10", "8.0"])
def test_a_score_is_whole_and_from_0_to_10(value):
    values, issues = read(Kind.SCORE, value)
    assert values == [float(value)]
    assert issues == []


@pytest.mark.parametrize(
    "text",
    [
        "9/10",
        "9 / 10",
        "9 из 10",
        "9 (из 10)",
        "9 out of 10",
        "9 баллов",
        "9 баллов из 10",
        "9 из 10 баллов.",
        "9,0",
        "9 Points",
    ],
)
def test_a_score_of_ten_is_understood(text):
    assert read(Kind.SCORE, text) == ([9.0], [])


def test_a_date_where_a_score_belongs_is_an_issue_of_its_own():
    assert read(Kind.SCORE, 46_304, 46_304.5)[1] == [["date_for_score", "46304"], ["date_for_score", "46304.5"]]


@pytest.mark.parametrize(
    "value", [11, -1, 9.5, "9,5", "9-10", "11/10", "9/5", "8 из 9", "9/10/26", "9 или 10", "nine", True, "#N/A"]
)
def test_what_is_near_a_score_is_none(value):
    values, issues = read(Kind.SCORE, value)
    assert math.isnan(values[0])
    assert issues[0][0] in {"not_a_score", "error_value"}


def test_the_truth_in_a_cell_is_not_taken_for_a_one():
    values, issues = read(Kind.SCORE, 1, True, 1.0)
    assert (values[0], values[2]) == (1.0, 1.0)
    assert issues == [["not_a_score", "TRUE"]]


def test_a_list_is_divided_by_commas_semicolons_and_lines():
    assert read(Kind.LIST, "SEO, ads; content\nmail,,")[0] == [("SEO", "ads", "content", "mail")]


def test_a_flag_is_a_box_or_a_word():
    values, issues = read(Kind.FLAG, True, "да", "YES", "x", "✓", 1, False, "нет", "", "-", "maybe")
    assert values == [True] * 6 + [False] * 5
    assert issues == [["not_a_flag", "maybe"]]


def test_a_share_is_a_yes_or_a_number():
    values, issues = read(Kind.SHARE, "да", True, 0.5, "50%", "нет", 2, "0,5", "often", "", -1)
    assert values[:7] == [1, 1, 0.5, 0.5, 0, 2, 0.5]
    assert all(math.isnan(value) for value in values[7:])
    assert issues == [["not_a_share", "often"], ["not_a_share", "-1"]]


def test_a_choice_is_understood_in_both_languages_and_becomes_its_code():
    values, issues = read(Kind.CHOICE, "АКТИВЕН", "ушел", "Current", "Churned", "gone fishing", choices=STATUSES)
    assert values == ["active", "churned", "active", "churned", ""]
    assert issues == [["not_a_choice", "gone fishing"]]
    assert read(Kind.CHOICE, "—", "-", choices=STATUSES) == (["", ""], []), "a dash is an empty cell"


def test_text_keeps_what_was_typed_without_the_spaces_around():
    assert read(Kind.TEXT, "  007 ", 79161234567, 5.0, 0.1, "=x", True)[0] == [
        "007",
        "79161234567",
        "5",
        "0.1",
        "=x",
        "TRUE",
    ]


DAYS = st.dates(date(1971, 1, 1), date(2199, 1, 1))
SECONDS = st.integers(33_000_000, 7_000_000_000)
ITEMS = st.text("абвxyz .", min_size=1).map(str.strip).filter(bool)
KINDS = {
    Kind.TEXT: st.text(max_size=20).map(str.strip).filter(lambda text: not text.startswith("#")),
    Kind.LIST: st.lists(ITEMS, max_size=4, unique=True).map(tuple),
    Kind.DATE: DAYS.map(pd.Timestamp),
    Kind.MONTH: DAYS.map(lambda day: pd.Timestamp(day.replace(day=1))),
    Kind.MOMENT: SECONDS.map(lambda seconds: pd.Timestamp(seconds, unit="s")),
    Kind.SCORE: st.integers(0, 10).map(float),
    Kind.NUMBER: st.floats(-1e9, 1e9),
    Kind.SHARE: st.floats(0, 100),
    Kind.FLAG: st.booleans(),
    Kind.CHOICE: st.sampled_from(["", "active", "churned"]),
}


@pytest.mark.parametrize("kind", KINDS, ids=str)
@settings(deadline=None)
@given(data=st.data(), language=st.sampled_from(["en", "ru"]))
def test_what_is_written_is_read_again_as_it_was(kind, data, language):
    values = data.draw(st.lists(KINDS[kind], min_size=1, max_size=5))
    column = Column("x", kind, words("x", "x"), choices=STATUSES)
    raw = raw_column(column, pd.Series(values), language)
    again, issues = read(kind, *raw, choices=STATUSES)
    assert issues == []
    assert again == values


def test_a_hundred_thousand_answers_are_typed_in_about_a_second():
    start = EPOCH + timedelta(days=46_000)
    grid = [["date", "client", "contact", "score", "comment", "interviewer"]]
    grid += [
        [(start - EPOCH).days + n % 900, f"Client {n % 700}", f"Person {n % 1400}", n % 11, f"Comment {n}", "Ann"]
        for n in range(100_000)
    ]
    keys = ("date", "client", "contact", "score", "comment", "interviewer")
    place = Place(Sheet(0, "t", 0, 10, 2), "responses", 1, {key: (at,) for at, key in enumerate(keys)}, {})
    began = time.perf_counter()
    found = read_table(RESPONSES, place, grid, Locale())
    assert time.perf_counter() - began < 30, "a slow machine may need more than the second it takes"
    assert len(found.frame) == 100_000
    assert found.frame["score"].sum() == sum(n % 11 for n in range(100_000))


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Кузьмина Анна +7 911 222-33-44", ["Кузьмина Анна"]),
        ("Рябов Олег, 8 911 555-66-77", ["Рябов Олег"]),
        ("Дятлова Е. (89115550000)", ["Дятлова Е."]),
        ("Иванов И. тел. 8(495)123-45-67 доб. 12", ["Иванов И."]),
        ("Ann Lee <ann@firm.com>, Bob", ["Ann Lee", "Bob"]),
        ("Орлов 50%, Зайцева - 50 %", ["Орлов", "Зайцева"]),
        ("Орлов (60%) / Сидоров 40%", ["Орлов", "Сидоров"]),
        ("Лена Котова/Паша Ким", ["Лена Котова", "Паша Ким"]),
    ],
)
def test_a_phone_an_address_or_a_share_beside_a_name_is_no_part_of_it(cell, people):
    assert people_in(cell) == people
    assert reader(CLIENTS.column("manager"), Locale(), ())(cell).value == ", ".join(people)


def test_a_share_behind_a_service_is_no_part_of_its_name():
    values, issues = read(Kind.LIST, "Зарплата 30%, Учёт 70 %", "Учёт (100%)", "1С, 24/7")
    assert values == [("Зарплата", "Учёт"), ("Учёт",), ("1С", "24/7")]
    assert not issues
