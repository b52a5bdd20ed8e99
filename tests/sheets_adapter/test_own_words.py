"""Words of the firm's own: Settings says what they mean."""

from __future__ import annotations

import pytest


def test_settings_say_what_a_word_of_a_column_means(team_file):
    """
    Клиенты
    | Клиент  | Статус  |
    | Ромашка | Архив   |
    | Борг    | в архиве |
    | Вектор  | активен |
    | Лист    | пауза   |

    Контакты
    | Клиент  | Контакт | Роль     |
    | Ромашка | Мария   | главбух  |
    | Вектор  | Пётр    | директор |

    Сотрудники
    | Имя  | Должность |
    | Анна | Директор  |
    | Иван | тимлид    |

    Обзвон
    | Клиент  | Оценка | Итог       | Ключ опроса |
    | Ромашка |        | трубку взял | Q-2026-10-a |

    Настройки
    | Настройка          | Значение    |
    | статус: архив      | ушёл        |
    | Status «В архиве»  | churned     |
    | статус пауза       | ушел        |
    | роль: главбух      | influencer  |
    | роль: директор     | ЛПР         |
    | должность: тимлид  | специалист  |
    | итог: трубку взял  | ответил     |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["clients"]["status"].tolist() == ["churned", "churned", "active", "churned"]
    assert snapshot.tables["contacts"]["role"].tolist() == ["influencer", "decision maker"]
    assert snapshot.tables["employees"]["role"].tolist() == ["head", "specialist"], "one word may mean two things"
    assert snapshot.tables["call_list"]["outcome"].tolist() == ["answered"]
    assert snapshot.tables["settings"].empty
    assert snapshot.issues.empty


def test_a_question_without_an_answer_changes_nothing_and_is_no_mistake(team_file):
    """
    Clients
    | Client | Status  |
    | Acme   | archive |

    Employees
    | Name |
    | Ann  |

    Settings
    | Setting         | Value |
    | status: archive |       |
    | specialists     |       |
    | table Responses |       |
    | min responses   |       |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.issues[["table", "row", "column", "code"]].to_numpy().tolist() == [
        ["clients", 2, "status", "not_a_choice"]
    ]
    assert snapshot.tables["clients"]["status"].tolist() == ["unknown"]
    assert snapshot.tables["settings"]["setting"].tolist() == ["min responses"]


@pytest.mark.parametrize("said", ["fishing", "ЛПР"])
def test_a_meaning_that_is_none_of_the_choices_is_an_issue(make_file, said):
    file = make_file(
        f"""
    Clients
    | Client | Status  |
    | Acme   | archive |

    Employees
    | Name |
    | Ann  |

    Settings
    | Setting         | Value  |
    | status: archive | {said} |
    """
    )
    issue = file.open().snapshot().issues.iloc[0]
    assert issue[["table", "row", "column", "found", "code", "hint"]].tolist() == [
        "settings",
        2,
        "value",
        said,
        "bad_meaning",
        "clients.status",
    ]


def test_the_title_of_a_sheet_may_say_the_status_of_its_rows(team_file):
    """
    Клиенты
    | Клиент  | Статус |
    | Ромашка |        |

    Ушедшие клиенты
    | Клиент | Статус  |
    | Борг   |         |
    | Вектор | активен |
    | Лист   | странно |

    Архив 2024
    | Клиент |
    | Мост   |

    Сотрудники
    | Имя  |
    | Анна |

    Настройки
    | Настройка               | Значение                             |
    | таблица клиенты         | Клиенты, Ушедшие клиенты, Архив 2024 |
    | статус: Ушедшие клиенты | ушёл                                 |
    | статус: архив 2024      | ушёл                                 |
    """
    clients = team_file.open().snapshot().tables["clients"]
    assert dict(zip(clients["client"], clients["status"], strict=True)) == {
        "Ромашка": "",
        "Борг": "churned",
        "Вектор": "active",
        "Лист": "unknown",
        "Мост": "churned",
    }
