"""Sheets and columns are found by the words people use, in either language, in any order."""

from __future__ import annotations

import pandas as pd
import pytest

from flows.program.settings import SETTINGS
from sheets_adapter.errors import MissingColumn, MissingTable, TitleTaken
from sheets_adapter.recognise import meanings, plain
from sheets_adapter.structural import read_layout
from sheets_adapter.tables import TABLES


def test_a_workbook_in_russian_with_columns_in_odd_order_is_read(team_file):
    """locale: ru_RU

    Клиентская база
    | Тел.        | МЕНЕДЖЕР | Комментарий бухгалтера | Клиент  с | Заказчик: | Услуги        |
    | 79161234567 | Анна     | платит вовремя         | 05.10.2025 | ООО «Ёлка» | SEO; контекст |

    Сотрудники
    | Должность | ФИО  |
    | менеджер  | Анна |
    """
    snapshot = team_file.open().snapshot()
    client = snapshot.tables["clients"].iloc[0]
    assert (client["client"], client["manager"], client["phone"]) == ("ООО «Ёлка»", "Анна", "79161234567")
    assert client["services"] == ("SEO", "контекст")
    assert str(client["client_since"].date()) == "2025-10-05"
    assert snapshot.tables["employees"]["role"].tolist() == ["manager"]
    assert snapshot.language == "ru"
    assert snapshot.issues.empty


def test_the_heading_row_may_stand_lower(team_file):
    """
    Clients
    | Clients of the department, 2026 |          |
    |                                 |          |
    | Manager                         | Customer |
    | Ann                             | Acme     |

    Employees
    | Name |
    | Ann  |
    """
    snapshot = team_file.open().snapshot()
    clients = snapshot.tables["clients"]
    assert clients[["client", "manager", "row"]].to_numpy().tolist() == [["Acme", "Ann", 4]]
    assert snapshot.address("clients", 4, "client") == "Clients!B4"
    assert snapshot.link("clients", 4, "client").endswith("&range=B4")


def test_settings_say_which_sheet_and_which_columns(team_file):
    """
    База 2026
    | Компания | SEO  | Контекст | Копирайтер |
    | Ромашка  | Оля  |          | Петя, Оля  |

    Сотрудники
    | Имя |
    | Оля |

    Настройки
    | Настройка       | Значение                       |
    | таблица Клиенты | База 2026                      |
    | Специалисты     | SEO, контекст, копирайтер      |
    | мин. ответов    | 5                              |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["clients"]["specialists"].tolist() == [("Оля", "Петя")]
    assert snapshot.tables["settings"]["setting"].tolist() == ["мин. ответов"], "the other rows are the adapter's"
    recognised = {each.table: each for each in snapshot.recognised}
    assert recognised["clients"].sheet == "База 2026"
    assert recognised["clients"].headings["specialists"] == "SEO, Контекст, Копирайтер"


def test_a_line_of_settings_feeds_no_table_that_has_no_such_column(team_file):
    """
    Clients
    | Client | Staff no |
    | Acme   | 7        |

    Employees
    | Name | Staff no |
    | Ann  | 7        |

    Settings
    | Setting      | Value    |
    | fixed cohort | Staff no |
    """
    recognised = {each.table: each for each in team_file.open().snapshot().recognised}
    assert recognised["clients"].headings["fixed_cohort"] == "Staff no"
    assert recognised["employees"].headings == {"employee": "Name"}


def test_a_heading_that_settings_name_in_vain_is_an_issue(team_file):
    """
    Clients
    | Client | SEO |
    | Acme   | Ann |

    Employees
    | Name |
    | Ann  |

    Settings
    | Setting     | Value        |
    | specialists | SEO, adverts |
    """
    issue = team_file.open().snapshot().issues.iloc[0]
    assert (issue["table"], issue["row"], issue["code"], issue["found"]) == (
        "settings",
        2,
        "unknown_heading",
        "adverts",
    )


def test_a_question_of_a_form_with_a_comma_feeds_a_field(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Form responses 1
    | Timestamp     | Company | How likely, from 0 to 10, will you recommend us? |
    | = 2026-10-05  | Acme    | 9                                                |

    Settings
    | Setting | Value                                            |
    | score   | How likely, from 0 to 10, will you recommend us? |
    """
    assert team_file.open().snapshot().tables["responses"]["score"].tolist() == [9.0]


def test_a_heading_that_stands_twice_is_read_once_and_said(team_file):
    """
    Clients
    | Client | Manager | Manager |
    | Acme   | Ann     | Bob     |

    Employees
    | Name |
    | Ann  |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["clients"]["manager"].tolist() == ["Ann"]
    issue = snapshot.issues.iloc[0]
    assert (issue["code"], issue["found"], issue["hint"], issue["rejects"]) == (
        "repeated_heading",
        "Manager",
        "B, C",
        False,
    )


def test_of_two_sheets_of_one_table_the_fuller_is_read_and_the_other_named(team_file):
    """
    Клиенты
    | Клиент |
    | Борг   |

    Clients
    | Client | Manager |
    | Acme   | Ann     |

    Employees
    | Name |
    | Ann  |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["clients"]["client"].tolist() == ["Acme"]
    issue = snapshot.issues.iloc[0]
    assert (issue["code"], issue["found"], issue["hint"], issue["rejects"]) == (
        "second_sheet",
        "Клиенты",
        "Clients",
        False,
    )
    assert snapshot.address("clients", issue["row"], issue["column"]) == "Clients!A1"


def test_sheets_that_look_like_nothing_are_left_alone(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Conclusions
    | Lunch on Friday | 12 people |
    """
    snapshot = team_file.open().snapshot()
    assert set(snapshot.unrecognised) == {"Notes", "Conclusions"}
    assert "conclusions" in snapshot.missing


def test_a_missing_table_names_what_was_looked_for_and_the_likely_sheet(team_file):
    """
    Base
    | Client | Manager | Status |
    | Acme   | Ann     | active |

    Employees
    | Name |
    | Ann  |
    """
    with pytest.raises(MissingTable) as error:
        team_file.open().snapshot()
    assert "“Clients”" in str(error.value)
    assert "“client list”" in str(error.value)
    assert "“Employees”" in str(error.value), "the sheets that are there are told"
    assert "The sheet “Base” has such headings" in str(error.value)
    assert "«Клиенты»" in error.value.say("ru")


def test_a_missing_column_names_the_headings_that_were_found(team_file):
    """
    Clients
    | Firm name | Manager |
    | Acme      | Ann     |

    Employees
    | Name |
    | Ann  |
    """
    with pytest.raises(MissingColumn) as error:
        team_file.open().snapshot()
    assert "“client”" in str(error.value)
    assert "“Firm name”, “Manager”" in str(error.value)


def test_a_sheet_that_settings_name_and_nobody_has_stops_the_run(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Settings
    | Setting         | Value    |
    | table Responses | Survey 1 |
    """
    with pytest.raises(MissingTable, match="on the sheet “Survey 1”"):
        team_file.open().snapshot()


def test_a_call_list_that_lost_its_keys_stops_the_run_rather_than_being_filled_twice(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Call list
    | Client | Score | Month   |
    | Acme   | 9     | 2026-10 |
    """
    with pytest.raises(MissingColumn, match="survey key"):
        team_file.open().snapshot()


def test_a_sheet_of_peoples_with_a_title_of_the_programs_is_not_taken_over(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    History
    | Year | What happened |
    | 2019 | founded       |
    """
    with pytest.raises(TitleTaken, match="History"):
        team_file.open().snapshot()


def test_init_sees_everything_that_is_missing_without_an_error(team_file):
    """
    Something
    | a | b |
    """
    snapshot = team_file.open().snapshot(strict=False)
    assert [problem.details["table"] for problem in snapshot.problems] == ["clients", "employees"]
    assert len(snapshot.missing) == len(TABLES)
    assert snapshot.tables["clients"].empty
    assert snapshot.tables["clients"]["client_since"].dtype == "datetime64[ns]"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_no_heading_means_two_columns_of_a_table(table):
    known = meanings(table)
    for column in table.columns:
        for words in column.headings.values():
            assert known[plain(words[0])][0] == column.key, f"{words[0]} is read as {known[plain(words[0])][0]}"
            for word in words:
                assert known[plain(word)][0] == column.key, f"{word} is read as {known[plain(word)][0]}"


def test_no_title_means_two_tables():
    seen: dict[str, str] = {}
    for table in TABLES:
        for words in table.titles.values():
            for word in words:
                assert seen.setdefault(plain(word), table.key) == table.key


def test_headings_that_firms_write_are_understood(team_file):
    """
    Клиенты
    | Наименование | Ведущий менеджер | Сейлз | Дата старта | Расторжение | E-mail контакта | Чек, руб. | Статус      |
    | Ромашка      | Анна             | Иван  | 01.02.24    |             | a@b.ru          | 45 000    | В работе    |
    | Борг         | Анна             | Иван  | 01.02.24    | 05.06.2025  |                 | 45 000    | Расторжение |

    Контакты
    | Организация | ФИО   | Номер телефона |
    | Ромашка     | Мария | 555            |

    Сотрудники
    | Фамилия и имя | Позиция  | Уволился |
    | Анна          | менеджер |          |

    Ответы
    | Дата и время | Юр. лицо | Баллы | Обратная связь |
    | = 2026-10-05 | Ромашка  | 9/10  | нет            |
    """
    snapshot = team_file.open().snapshot()
    client = snapshot.tables["clients"].iloc[0]
    assert client[["client", "manager", "salesperson", "email", "revenue", "status"]].tolist() == [
        "Ромашка",
        "Анна",
        "Иван",
        "a@b.ru",
        45_000.0,
        "active",
    ]
    assert snapshot.tables["clients"]["status"].tolist() == ["active", "churned"]
    assert snapshot.tables["clients"]["churned_on"].notna().tolist() == [False, True]
    assert snapshot.tables["contacts"][["client", "contact", "phone"]].to_numpy().tolist() == [
        ["Ромашка", "Мария", "555"]
    ]
    assert snapshot.tables["employees"][["employee", "role"]].to_numpy().tolist() == [["Анна", "manager"]]
    assert snapshot.tables["responses"][["client", "score", "comment"]].to_numpy().tolist() == [["Ромашка", 9.0, "нет"]]
    assert snapshot.issues.empty


def test_no_name_of_a_setting_is_taken_for_a_heading():
    names = {plain(name) for setting in SETTINGS for words in setting.names.values() for name in words}
    said = pd.DataFrame({"setting": sorted(names), "value": "x", "row": range(len(names))})
    layout = read_layout(said)
    assert not layout.feeds
    assert not layout.meanings
    assert not layout.sheets


@pytest.mark.parametrize(("title", "language"), [("База 2026", "ru"), ("Base 2026", "en")])
def test_where_no_heading_tells_the_language_the_tabs_do(make_file, title, language):
    assert make_file(f"\n{title}\n| x | y |\n").open().snapshot(strict=False).language == language
