"""A total and the title of a section are no clients, wherever they stand in the list."""

from __future__ import annotations

from openpyxl.utils import get_column_letter


def read(team_file):
    snapshot = team_file.open().snapshot()
    told = [
        (snapshot.address("clients", issue.row, issue.column), issue.code)
        for issue in snapshot.issues.itertuples()
        if issue.table == "clients"
    ]
    return snapshot.tables["clients"], told


def test_a_total_is_no_client(team_file):
    """
    Клиенты
    | Клиент           | Менеджер | Абонплата |
    | Ромашка          | Анна     | 100       |
    | Всего доброго    | Анна     | 100       |
    | Итого: 2 клиента |          | 200       |
    | Итого            | 2 клиента | 200 руб. |

    Сотрудники
    | ФИО  |
    | Анна |
    """
    clients, told = read(team_file)
    assert clients["client"].tolist() == ["Ромашка", "Всего доброго"]
    assert told == [("Клиенты!A4", "total_row"), ("Клиенты!A5", "total_row")]


def test_the_title_of_a_section_is_no_client_and_says_the_status_of_what_stands_below(team_file):
    """
    Клиенты
    | №             | Клиент          | Менеджер | Статус  |
    | 1             | Ромашка         | Анна     |         |
    |               | Ушедшие клиенты |          |         |
    | 2             | Лютик           | Анна     |         |
    | 3             | Мак             | Анна     | активен |
    | Отдел продаж  |                 |          |         |
    | 4             | Фиалка          | Анна     |         |

    Сотрудники
    | ФИО  |
    | Анна |

    Настройки
    | Настройка               | Значение |
    | статус: Ушедшие клиенты | ушел     |
    """
    team_file.by_hand(lambda book: book["Клиенты"].merge_cells("A6:D6"))
    clients, told = read(team_file)
    assert clients[["client", "status", "row"]].to_numpy().tolist() == [
        ["Ромашка", "", 2], ["Лютик", "churned", 4], ["Мак", "active", 5], ["Фиалка", "", 7],
    ]  # fmt: skip
    assert told == [("Клиенты!B6", "section_title")], "the other one is answered in Settings"


def test_a_client_of_whom_only_the_name_is_known_stays_one(team_file):
    """
    Clients
    | Client       | Manager |
    | Active Media |         |
    | New Age      |         |
    | Acme         | Ann     |

    Employees
    | Name |
    | Ann  |
    """
    clients, told = read(team_file)
    assert clients["client"].tolist() == ["Active Media", "New Age", "Acme"]
    assert told == []


def test_a_name_merged_down_over_its_rows_is_no_title(team_file):
    """
    Clients
    | Client | Manager |
    | Acme   |         |

    Employees
    | Name |
    | Ann  |
    """
    team_file.by_hand(lambda book: book["Clients"].merge_cells(f"A2:{get_column_letter(1)}3"))
    clients, _ = read(team_file)
    assert clients["client"].tolist() == ["Acme"]


def test_a_line_that_names_only_whose_clients_stand_below_is_none(team_file):
    """
    Клиенты
    | Клиент            | Менеджер |
    | Менеджер Рыбин В. |          |
    | Ромашка           | Рыбин В. |
    | Менеджер: Попова  |          |
    | Группа Союз       | Рыбин В. |

    Сотрудники
    | ФИО      |
    | Рыбин В. |
    """
    clients, told = read(team_file)
    assert clients["client"].tolist() == ["Ромашка", "Группа Союз"]
    assert told == [("Клиенты!A2", "section_title"), ("Клиенты!A4", "section_title")]
