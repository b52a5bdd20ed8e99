"""What a column holds is told by its cells where the heading says nothing."""

from __future__ import annotations

import pytest

from sheets_adapter.proposing import contents


@pytest.mark.parametrize(
    "name",
    ["Иванов А.", "Иванов А", "Петров П. С.", "А. Иванов", "Анна Петрова", "Иванова Мария Ивановна", "Оля", "Ann Lee",
     "O. Brown", "Brown O", "Салтыков-Щедрин М.", "Sarah O’Neil"],
)  # fmt: skip
def test_a_person_is_known_by_the_look_of_the_name(name):
    assert contents.is_person(name)


@pytest.mark.parametrize(
    "name",
    ["Google Ads", "Яндекс Директ", "ООО Ромашка", "Нижний Новгород", "SEO", "Москва", "активен", "Контекстная реклама",
     "ИП Иванов А.", "Smith Ltd", "А", "+", "9", "VIP", "Премиум", ""],
)  # fmt: skip
def test_what_is_written_like_a_name_need_not_be_a_person(name):
    assert not contents.is_person(name)


@pytest.mark.parametrize("nobody", ["-", "—", "нет", "?", "н/д", "None", "n/a", "Не назначен", "вакансия"])
def test_nobody_is_no_name(nobody):
    assert contents.is_nobody(nobody)
    assert not contents.names_in([nobody])


def test_the_firms_people_stand_again_and_again():
    assert contents.are_own_people(["Анна Петрова", "Иванов А."] * 4, set())
    assert not contents.are_own_people(["Анна Петрова", "Иванов А.", "Ольга Орлова"], set())


def test_first_names_and_surnames_count_where_they_are_known_from_another_column():
    assert contents.are_own_people(["Кузькин", "Перепёлкин, Кузькин"], {"кузькин", "перепелкин"})
    assert not contents.are_own_people(["Кузькин", "Перепёлкин, Кузькин"], set())


@pytest.mark.parametrize(
    ("told", "cells", "others"),
    [
        (contents.are_dates, [45_000, "05.10.2025", "2025-10-06"], ["январь", 3]),
        (
            contents.are_phones,
            ["+7 916 123-45-67", 79161234567, "8 (495) 123-45-67 доб. 12"],
            ["05.10.2025", "120 000"],
        ),
        (contents.are_emails, ["a@example.com", "b.c@mail.example.org"], ["a at example.com"]),
        (contents.are_ticks, ["+", "+", "-", True], ["+", "Иванов"]),
        (contents.are_numbers, [100, 20.5], ["100", True]),
        (contents.are_firms, ["ООО Ромашка", "ИП Иванов", "Лютик", "АО «Мак»"], ["Хостинг", "Домен"]),
        (contents.are_contacts, ["Анна Петрова", "Иванов А.", "Ann Lee"], ["Ann Lee", "Ann Lee", "Ann Lee"]),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_column_is_what_most_of_its_cells_are(told, cells, others):
    assert told(cells)
    assert not told(others)
    assert not told([])
