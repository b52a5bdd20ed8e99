"""Headings over one row or several, with merged cells, numbers and marks about them."""

from __future__ import annotations

import pytest

from sheets_adapter.heading_rows import heading_rows
from sheets_adapter.recognise import heading_word
from sheets_adapter.snapshot import Merge


def merged(file, title, *ranges):
    def merge(book):
        for cells in ranges:
            book[title].merge_cells(cells)

    file.by_hand(merge)
    return file.open().snapshot()


def test_a_heading_over_two_rows_is_the_lower_word_or_what_is_merged_above_it(team_file):
    """
    Клиенты
    | База клиентов отдела, 2026 |          |          |      |          |        |       |
    |                            |          |          |      |          |        |       |
    | Клиент                     | Команда  |          |      |          | Дата   |       |
    |                            | Продавец | Менеджер | SEO  | Контекст | начала | ухода |
    | Ромашка                    | Иван     | Анна     | Оля  | Петя     | = 2025-02-01 | |

    Сотрудники
    | Имя  |
    | Анна |
    | Иван |

    Настройки
    | Настройка   | Значение      |
    | специалисты | SEO, контекст |
    """
    snapshot = merged(team_file, "Клиенты", "A1:G1", "A3:A4", "B3:E3", "F3:G3")
    client = snapshot.tables["clients"].iloc[0]
    assert client[["client", "salesperson", "manager", "row"]].tolist() == ["Ромашка", "Иван", "Анна", 5]
    assert client["specialists"] == ("Оля", "Петя")
    assert str(client["client_since"].date()) == "2025-02-01"
    assert len(snapshot.tables["clients"]) == 1, "the lower row of headings is no client"
    recognised = {each.table: each for each in snapshot.recognised}["clients"]
    assert recognised.heading_row == 4
    assert recognised.headings["churned_on"] == "Дата ухода"
    assert recognised.headings["specialists"] == "SEO, Контекст"
    assert snapshot.issues.empty


def test_a_heading_over_three_rows_is_read(team_file):
    """
    Clients
    | Client | People |         |        |
    |        | Team   |         | Others |
    |        | Seller | Manager | SEO    |
    | Acme   | Ann    | Bob     | Cid    |

    Employees
    | Name |
    | Ann  |
    """
    snapshot = merged(team_file, "Clients", "A1:A3", "B1:D1", "B2:C2")
    assert snapshot.tables["clients"][["client", "salesperson", "manager", "row"]].to_numpy().tolist() == [
        ["Acme", "Ann", "Bob", 4]
    ]


def test_a_banner_merged_over_everything_spoils_nothing(team_file):
    """
    Clients
    | Team   |         |        |
    | Client | Manager |        |
    | Acme   | Ann     | anyone |

    Employees
    | Name |
    | Ann  |
    """
    snapshot = merged(team_file, "Clients", "A1:C1")
    assert {each.table: each.heading_row for each in snapshot.recognised}["clients"] == 2
    assert snapshot.tables["clients"]["specialists"].tolist() == [()]


def test_a_heading_merged_across_with_nothing_underneath_is_its_first_columns(team_file):
    """
    Clients
    | Client | Contact |         | Manager |
    | Acme   | Mary    | 555 123 | Ann     |

    Employees
    | Name |
    | Ann  |
    """
    snapshot = merged(team_file, "Clients", "B1:C1")
    assert snapshot.tables["clients"][["client", "contact", "manager"]].to_numpy().tolist() == [["Acme", "Mary", "Ann"]]


def test_a_merged_heading_with_words_under_some_of_its_columns_names_the_others_nothing(team_file):
    """
    Clients
    | Client | Contact |       |      | Manager |
    |        |         | Phone |      |         |
    | Acme   | Mary    | 555   | note | Ann     |

    Employees
    | Name |
    | Ann  |
    """
    snapshot = merged(team_file, "Clients", "A1:A2", "B1:D1", "E1:E2")
    client = snapshot.tables["clients"].iloc[0]
    assert client[["contact", "phone", "manager", "row"]].tolist() == ["Mary", "555", "Ann", 3]
    assert snapshot.issues.empty


def test_a_client_merged_over_the_rows_of_its_contacts_is_the_client_of_each_and_no_heading(team_file):
    """
    Contacts
    | Client | Contact |
    | Acme   | Mary    |
    |        | John    |

    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |
    """
    snapshot = merged(team_file, "Contacts", "A2:A3")
    assert snapshot.tables["contacts"][["client", "contact"]].to_numpy().tolist() == [
        ["Acme", "Mary"],
        ["Acme", "John"],
    ]
    assert snapshot.issues.empty


def test_a_heading_over_two_rows_without_merged_cells_is_read_where_it_tells_more(team_file):
    """
    Clients
    | Client | Team   |         |
    |        | Seller | Manager |
    | Acme   | Ann    | Bob     |

    Contacts
    | Client | Contact | Telephone |
    | Acme   | Mary    | Phone     |

    Employees
    | Name |
    | Ann  |

    Responses
    | Client |       | Date         |
    |        | Score |              |
    | Acme   | 9     | = 2026-10-05 |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["responses"]["score"].tolist() == [9.0]
    assert snapshot.tables["clients"][["client", "salesperson", "manager"]].to_numpy().tolist() == [
        ["Acme", "Ann", "Bob"]
    ]
    assert snapshot.tables["contacts"]["phone"].tolist() == ["Phone"], "a row of data is no heading"
    assert snapshot.issues.empty


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Дата\nначала", "дата начала"),
        ("1. Клиент:", "клиент"),
        ("2) Менеджер *", "менеджер"),
        ("1.2. Score*", "score"),
        ("№ 3. Статус", "статус"),
        ("Оценка (0-10)", "оценка"),
        ("Оценка от 0 до 10", "оценка"),
        ("Абонплата, руб.", "абонплата"),
        ("Revenue, $", "revenue"),
        ("2026", "2026"),
        ("SEO 2.0", "seo 2 0"),
        ("Группа 1", "группа 1"),
    ],
)
def test_numbers_marks_and_units_about_a_heading_do_not_matter(heading, word):
    assert heading_word(heading) == word


def test_rows_that_nothing_merged_ties_together_stand_alone():
    grid = [["Base"], ["Client", "Team"], ["", "Seller"], ["Acme", "Ann"]]
    assert [each.row for each in heading_rows(grid, (Merge(0, 0, 1, 9),))] == [0, 1, 2, 3, 1]
    assert [each.row for each in heading_rows(grid, ())] == [0, 1, 2, 3]
    tied = list(heading_rows(grid, (Merge(1, 0, 3, 1),)))[-1]
    assert (tied.row, tied.texts) == (2, (("Client",), ("Seller", "Team Seller")))
