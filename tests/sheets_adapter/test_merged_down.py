"""Cells merged over several rows of a list: what they say, they say of every row."""

from __future__ import annotations

from sheets_adapter.proposing import propose


def merged(file, title, *ranges):
    def merge(book):
        for each in ranges:
            book[title].merge_cells(each)

    file.by_hand(merge)
    return file.open().snapshot(strict=False)


def test_a_manager_merged_over_ten_clients_is_the_manager_of_each(team_file):
    """
    Клиенты
    | Клиент  | Менеджер   | Услуги     | Клиент с     | Чек   |
    | Ромашка | Анна Котова | SEO, сайты | = 2026-01-05 | 10000 |
    | Лютик   |            |            |              |       |
    | Мак     |            |            |              | 30000 |
    |         |            |            |              |       |
    | Астра   | Олег Ким   |            |              |       |

    Сотрудники
    | ФИО         |
    | Анна Котова |
    | Олег Ким    |
    """
    snapshot = merged(team_file, "Клиенты", "B2:B5", "C2:C5", "D2:D3", "E2:E3")
    clients = snapshot.tables["clients"]
    assert clients["client"].tolist() == ["Ромашка", "Лютик", "Мак", "Астра"], "a blank row is no client"
    assert clients["manager"].tolist() == ["Анна Котова"] * 3 + ["Олег Ким"]
    assert clients["services"].tolist() == [("SEO", "сайты")] * 3 + [()]
    assert clients["client_since"].notna().tolist() == [True, True, False, False]
    assert clients["revenue"].fillna(0).tolist() == [10000, 0, 30000, 0], "a common sum is one sum"
    assert snapshot.issues.empty


def test_a_column_of_people_is_proposed_where_each_stands_once_beside_the_clients_of_theirs(team_file):
    """
    Клиенты
    | Клиент  | Ведёт    |
    | Ромашка | Котова А. |
    | Лютик   |          |
    | Мак     |          |
    | Астра   | Ким О.   |
    | Пион    |          |
    | Роза    |          |
    """
    snapshot = merged(team_file, "Клиенты", "B2:B4", "B5:B7")
    found = propose(snapshot, "ru")
    assert {line.setting("ru"): line.value("ru") for line in found.proposed} == {"менеджер": "Ведёт"}


def test_a_client_merged_over_the_rows_of_its_projects_is_read_on_each_so_that_rules_can_tell_it_stands_twice(
    team_file,
):
    """
    Клиенты
    | Клиент  | Услуги | Менеджер |
    | Ромашка | SEO    | Анна     |
    |         | Сайт   | Анна     |
    | Лютик   | SEO    | Анна     |
    """
    snapshot = merged(team_file, "Клиенты", "A2:A3")
    assert snapshot.tables["clients"]["client"].tolist() == ["Ромашка", "Ромашка", "Лютик"]
