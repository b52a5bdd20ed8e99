"""Columns whose cells look like something they are not: their headings say so."""

from __future__ import annotations

import pytest

from sheets_adapter.proposing import propose


def proposed(team_file) -> dict[str, str]:
    found = propose(team_file.open().snapshot(strict=False), "ru")
    return {line.setting("ru"): line.value("ru") for line in found.proposed}


def test_a_taxpayers_number_is_no_phone(team_file):
    """
    Клиенты
    | Клиент  | ИНН        | Менеджер |
    | Ромашка | 7700000001 | Анна     |
    | Лютик   | 7700000002 | Анна     |
    | Мак     | 7700000003 | Анна     |
    """
    assert proposed(team_file) == {}


def test_of_several_managers_the_present_one_is_proposed_and_the_former_and_the_deputy_are_not(team_file):
    """
    Доверители
    | Доверитель    | Менеджер (основной) | Менеджер (замена) | Менеджер (старый) | Дата соглашения |
    | ООО «Север»   | Громов П.           | Лапина О.         | Старкова Г.       | = 2025-01-10    |
    | ООО «Юг»      | Лапина О.           |                   | Старкова Г.       | = 2025-01-11    |
    | ООО «Запад»   | Громов П.           | Лапина О.         | Старкова Г.       | = 2025-01-12    |
    | АО «Восток»   | Лапина О.           |                   | Старкова Г.       | = 2025-01-13    |
    """
    assert proposed(team_file) == {
        "таблица Клиенты": "Доверители",
        "клиент": "Доверитель",
        "менеджер": "Менеджер (основной)",
        "клиент с": "Дата соглашения",
    }


@pytest.mark.parametrize("heading", ["Арт-директор", "Art director"])
def test_an_art_director_works_for_clients_and_a_clients_director_does_not(make_file, heading):
    rows = "\n".join(f"| ООО Клиент{number} | Вольская Я. | Генеральный{number} Иван |" for number in range(6))
    file = make_file(f"Клиенты\n| Клиент | {heading} | Директор |\n{rows}\n")
    assert proposed(file)["специалисты"] == heading
