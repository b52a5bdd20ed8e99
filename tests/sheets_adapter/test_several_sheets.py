"""Several sheets feed one table: a year's answers each, the tabs of two forms."""

from __future__ import annotations

import pytest

from sheets_adapter.errors import MissingColumn, MissingTable
from sheets_adapter.snapshot import ROWS_APART


def test_settings_name_several_sheets_of_one_table(team_file):
    """
    Клиенты
    | Клиент  |
    | Ромашка |

    Сотрудники
    | Имя  |
    | Анна |

    Ответы 2025
    | Дата         | Клиент  | Оценка |
    | = 2025-10-05 | Ромашка | 7      |
    | = 2025-10-06 | Ромашка | 12     |

    Ответы 2026
    | Архив  |              |        |
    | Оценка | Дата         | Клиент |
    | 9      | = 2026-10-05 | Ромашка |
    | много  | = 2026-10-06 | Ромашка |

    Настройки
    | Настройка      | Значение                 |
    | таблица Ответы | Ответы 2025; ответы 2026 |
    """
    snapshot = team_file.open().snapshot()
    responses = snapshot.tables["responses"]
    assert responses["score"].tolist() == [7.0, 9.0]
    assert responses["row"].tolist() == [2, ROWS_APART + 3]
    assert str(responses["row"].dtype) == "int64"
    assert snapshot.address("responses", 2, "score") == "'Ответы 2025'!C2"
    assert snapshot.address("responses", ROWS_APART + 3, "score") == "'Ответы 2026'!A3"
    assert snapshot.link("responses", ROWS_APART + 3, "score").endswith("&range=A3")
    second = next(sheet for sheet in snapshot.structure.sheets if sheet.title == "Ответы 2026")
    assert snapshot.link("responses", ROWS_APART + 3).startswith(f"#gid={second.sheet_id}&")
    assert [(one.sheet, one.heading_row) for one in snapshot.recognised if one.table == "responses"] == [
        ("Ответы 2025", 1),
        ("Ответы 2026", 2),
    ]
    where = zip(snapshot.issues["row"], snapshot.issues["column"], strict=True)
    assert [snapshot.address("responses", *cell) for cell in where] == ["'Ответы 2025'!C3", "'Ответы 2026'!A4"]
    assert snapshot.rows_read["responses"] == 4
    assert snapshot.tables["settings"].empty
    assert snapshot.unrecognised == ("Notes",)


def test_a_sheet_whose_title_has_a_comma_is_tried_whole_first(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Answers, old
    | Date         | Client | Score |
    | = 2026-10-05 | Acme   | 9     |

    Answers
    | Date         | Client | Score |
    | = 2026-10-06 | Acme   | 3     |

    Settings
    | Setting         | Value        |
    | table Responses | Answers, old |
    """
    assert team_file.open().snapshot().tables["responses"]["score"].tolist() == [9.0]


def test_a_sheet_that_is_missing_among_several_is_named(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Answers 2025
    | Date         | Client | Score |
    | = 2025-10-05 | Acme   | 9     |

    Settings
    | Setting         | Value                      |
    | table Responses | Answers 2025, Answers 2026 |
    """
    with pytest.raises(MissingTable, match="on the sheet “Answers 2026”"):
        team_file.open().snapshot()


def test_a_sheet_named_among_several_that_lacks_a_column_stops_the_run(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Answers 2025
    | Date         | Client | Score |
    | = 2025-10-05 | Acme   | 9     |

    Answers 2026
    | Date         | Client | Mark |
    | = 2026-10-05 | Acme   | 9    |

    Settings
    | Setting         | Value                      |
    | table Responses | Answers 2025, Answers 2026 |
    """
    with pytest.raises(MissingColumn, match="“Answers 2026” has no column “score”"):
        team_file.open().snapshot()


def test_several_sheets_feed_a_table_of_clients(team_file):
    """
    Base
    | Client | Manager |
    | Acme   | Ann     |

    Gone
    | Company | Phone |
    | Borg    | 555   |

    Employees
    | Name |
    | Ann  |

    Settings
    | Setting       | Value      |
    | table Clients | Base\\nGone; base |
    """

    def filter_on(book):
        book["Base"].auto_filter.ref = "A1:B2"

    team_file.by_hand(filter_on)
    clients = team_file.open().snapshot().tables["clients"]
    assert clients[["client", "manager", "phone", "row"]].to_numpy().tolist() == [
        ["Acme", "Ann", "", 2],
        ["Borg", "", "555", ROWS_APART + 2],
    ]


def test_a_list_that_the_program_writes_stands_on_one_sheet(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Calls 1
    | Client | Score | Survey key |

    Calls 2
    | Client | Score | Survey key |

    Settings
    | Setting         | Value            |
    | table Call list | Calls 1, Calls 2 |
    """
    with pytest.raises(MissingTable, match="on the sheet “Calls 1, Calls 2”"):
        team_file.open().snapshot()


def test_the_tabs_of_several_forms_are_all_read(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Form Responses 1
    | Timestamp    | Client | Score |
    | = 2026-10-05 | Acme   | 9     |

    Ответы на форму (2)
    | Отметка времени | Клиент | Оценка |
    | = 2026-10-06    | Acme   | 3      |

    Form responses 3 (old)
    | Timestamp    | Client | Score |
    | = 2024-10-05 | Acme   | 1     |

    Responses 2024
    | Date         | Client | Score |
    | = 2024-10-05 | Acme   | 1     |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["responses"]["score"].tolist() == [9.0, 3.0]
    assert set(snapshot.unrecognised) == {"Notes", "Form responses 3 (old)", "Responses 2024"}
    assert snapshot.issues.empty


def test_a_form_that_asks_something_else_is_not_read_and_said(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Form Responses 1
    | Timestamp    | Company | How was lunch? |
    | = 2026-10-05 | Acme    | good           |

    Form Responses 2
    | Timestamp    | Client | Score |
    | = 2026-10-05 | Acme   | 9     |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["responses"]["score"].tolist() == [9.0]
    issue = snapshot.issues.iloc[0]
    assert issue[["table", "code", "found", "hint"]].tolist() == [
        "responses",
        "unread_sheet",
        "Form Responses 1",
        "score",
    ]


def test_a_copy_of_a_sheet_of_answers_is_not_read_twice(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Responses
    | Date         | Client | Score |
    | = 2026-10-05 | Acme   | 9     |

    Responses (2)
    | Date         | Client | Score |
    | = 2026-10-05 | Acme   | 9     |
    | = 2026-10-06 | Acme   | 3     |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["responses"]["score"].tolist() == [9.0, 3.0]
    issue = snapshot.issues.iloc[0]
    assert issue[["code", "found", "hint"]].tolist() == ["second_sheet", "Responses", "Responses (2)"]


def test_an_empty_sheet_of_answers_beside_a_form_is_no_obstacle(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Responses
    | Date | Client | Score | Interviewer |

    Form Responses 1
    | Timestamp    | Client | Score |
    | = 2026-10-05 | Acme   | 9     |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["responses"][["score", "row"]].to_numpy().tolist() == [[9.0, ROWS_APART + 2]]
    assert snapshot.issues.empty
