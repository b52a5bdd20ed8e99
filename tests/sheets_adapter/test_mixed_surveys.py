"""One form for everybody, leavers too: their answers are counted apart, so what tells them is asked first."""

from __future__ import annotations

from sheets_adapter.proposing import propose

CLIENTS = """
Клиенты
| Клиент  | Менеджер |
| Ромашка | Анна     |

Сотрудники
| ФИО  |
| Анна |
"""
FORM = """
Ответы на форму (1)
| Отметка времени | Ваша компания | {} | Порекомендуете ли вы нас? | {} |
"""


def form(make_file, first, second, *rows, settings=""):
    lines = "\n".join(
        f"| = 2026-10-0{at} | Ромашка | {one} | {score} | {two} |" for at, (one, score, two) in enumerate(rows, 1)
    )
    return make_file(CLIENTS + FORM.format(first, second) + lines + "\n" + settings).open().snapshot(strict=False)


ROWS = [("Да", 9, "")] * 4 + [("Нет, ухожу", 1, "дорого")] * 3


def test_a_question_whether_they_go_on_is_proposed_as_the_kind_of_survey_and_its_words_are_asked(make_file):
    found = propose(form(make_file, "Вы продолжаете работать с нами?", "Почему вы ушли?", *ROWS), "ru")
    assert {line.setting("ru"): line.value("ru") for line in found.proposed} == {
        "опрос": "Вы продолжаете работать с нами?"
    }
    assert [line.setting("ru") for line in found.asked] == ["опрос: Да", "опрос: Нет, ухожу"]
    assert [line.details["rows"] for line in found.asked] == [4, 3]


def test_the_words_that_settings_explain_part_the_answers(make_file):
    settings = """
    Настройки
    | Настройка         | Значение                        |
    | опрос             | Вы продолжаете работать с нами? |
    | опрос: Да         | квартальный                     |
    | опрос: Нет, ухожу | уход                            |
    """
    snapshot = form(make_file, "Вы продолжаете работать с нами?", "Почему вы ушли?", *ROWS, settings=settings)
    assert snapshot.tables["responses"]["survey"].tolist() == ["quarterly"] * 4 + ["exit"] * 3
    assert snapshot.issues.empty
    assert snapshot.tables["settings"].empty


def test_until_a_word_is_explained_its_answers_count_nowhere(make_file):
    """A leaver's 1 among the quarterly scores would be a wrong figure."""
    settings = """
    Настройки
    | Настройка | Значение                        |
    | опрос     | Вы продолжаете работать с нами? |
    | опрос: Да | квартальный                     |
    """
    snapshot = form(make_file, "Вы продолжаете работать с нами?", "Почему вы ушли?", *ROWS, settings=settings)
    assert snapshot.tables["responses"]["score"].tolist() == [9.0] * 4
    assert snapshot.issues[["code", "found", "rejects"]].drop_duplicates().to_numpy().tolist() == [
        ["not_a_choice", "Нет, ухожу", True]
    ]
    assert snapshot.rows_read["responses"] == 7


def test_where_nothing_tells_leavers_from_others_it_is_told_that_they_count(make_file):
    rows = [("сроки", 9, ""), ("цены", 8, ""), ("", 1, "дорого"), ("", 2, "долго")]
    found = propose(form(make_file, "Что улучшить?", "Почему вы ушли?", *rows), "ru")
    assert not found.proposed
    assert [(each.code, each.details["heading"]) for each in found.remarks if each.code == "leavers"] == [
        ("leavers", "Почему вы ушли?")
    ]
