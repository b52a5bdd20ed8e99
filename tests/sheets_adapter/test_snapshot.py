"""A snapshot costs two calls, and says of every row whether it counts."""

from __future__ import annotations

import pytest

from sheets_adapter.reading import ISSUES
from sheets_adapter.tables import BY_KEY, TABLES

PEOPLE = """
Employees
| Name |
| Ann  |
"""


def issues(snapshot):
    return snapshot.issues[["table", "row", "column", "found", "code"]].to_numpy().tolist()


def test_a_snapshot_is_two_calls(small):
    workbook = small.open()
    snapshot = workbook.snapshot()
    assert small.calls == {"get": 1, "values.batchGet": 1}
    assert workbook.calls == {"read": 2}
    assert snapshot.calls == 2


def test_every_declared_table_has_a_frame_with_all_its_columns(small):
    snapshot = small.open().snapshot()
    for table in TABLES:
        assert list(snapshot.tables[table.key].columns) == [*(each.key for each in table.columns), "row"]
    assert list(snapshot.issues.columns) == list(ISSUES)
    assert snapshot.tables["clients"]["row"].tolist() == [2, 3]


def test_every_row_read_is_in_the_frame_or_rejected(team_file):
    """
    Clients
    | Client | Manager | Client since |
    | Acme   | Ann     | = 2026-10-05 |
    |        |         |              |
    |        | Bob     |              |
    | Borg   |         | soon         |

    Employees
    | Name |
    | Ann  |

    Responses
    | Date         | Client | Score | Comment |
    | = 2026-10-05 | Acme   | 9     | fine    |
    | yesterday    | Acme   | 9     |         |
    | = 2026-10-06 |        | 11    |         |
    | = 2026-10-07 | Borg   | 9,5   | so so   |
    | = 2026-10-08 | Borg   |       | silent  |
    """
    snapshot = team_file.open().snapshot()
    assert issues(snapshot) == [
        ["responses", 3, "date", "yesterday", "not_a_date"],
        ["responses", 4, "client", "", "missing_value"],
        ["responses", 4, "score", "11", "not_a_score"],
        ["responses", 5, "score", "9,5", "not_a_score"],
        ["responses", 6, "score", "", "missing_value"],
        ["clients", 4, "client", "", "missing_value"],
        ["clients", 5, "client_since", "soon", "not_a_date"],
    ]
    assert snapshot.rows_read["responses"] == 5
    assert snapshot.rows_read["clients"] == 3, "a blank row is no row"
    for table in ("responses", "clients", "employees"):
        rejected = snapshot.issues.query("table == @table and rejects")["row"].nunique()
        assert len(snapshot.tables[table]) + rejected == snapshot.rows_read[table]


def test_a_call_without_a_readable_score_stays_and_its_answer_does_not_count(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Call list
    | Month   | Client | Score | Survey key       |
    | 2026-10 | Acme   | 11    | Q-2026-10-aaaa   |
    | 2026-10 | Borg   |       | Q-2026-10-bbbb   |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["call_list"]["score"].isna().tolist() == [True, True]
    assert snapshot.issues[["row", "rejects"]].to_numpy().tolist() == [[2, True]]


def test_an_error_value_is_an_issue_wherever_it_stands(team_file):
    """
    Clients
    | Client | Manager | Status |
    | Acme   | #REF!   | #N/A   |
    | #N/A   | Ann     | active |

    Employees
    | Name |
    | Ann  |
    """
    snapshot = team_file.open().snapshot()
    assert [code for *_, code in issues(snapshot)] == ["error_value"] * 3
    assert snapshot.tables["clients"][["client", "manager", "status"]].to_numpy().tolist() == [["Acme", "", "unknown"]]


def test_an_unknown_word_is_an_issue_that_tells_the_words_to_choose_from(team_file):
    """
    Clients
    | Client | Status  |
    | Acme   | ??      |

    Employees
    | Name |
    | Ann  |
    """
    issue = team_file.open().snapshot().issues.iloc[0]
    assert (issue["code"], issue["hint"], issue["rejects"]) == ("not_a_choice", "active, paused, churned", False)


def test_a_total_far_below_a_list_that_grows_is_an_issue(make_file):
    filled = "| Acme | 9 | Q-1 |\n| Borg | 8 | Q-2 |\n" + "| |\n" * 4 + "| Total | 2 | |\n"
    text = "Clients\n| Client |\n| Acme |\n" + PEOPLE + "\nCall list\n| Client | Score | Survey key |\n" + filled
    snapshot = make_file(text).open().snapshot()
    assert issues(snapshot) == [["call_list", 8, "client", "Total", "content_below_table"]]
    assert snapshot.rows_read["call_list"] == 2
    assert not snapshot.issues["rejects"].any()


def test_a_note_beside_the_columns_far_below_is_an_issue_too(make_file):
    filled = "| Acme | 9 | Q-1 |\n" + "| |\n" * 4 + "| | | | | ask Ann |\n"
    text = "Clients\n| Client |\n| Acme |\n" + PEOPLE + "\nCall list\n| Client | Score | Survey key |\n" + filled
    snapshot = make_file(text).open().snapshot()
    assert issues(snapshot) == [["call_list", 7, "", "ask Ann", "content_below_table"]]


def test_rows_appended_below_such_content_count_as_rows(make_file):
    filled = "| Acme | 9 | Q-1 |\n" + "| |\n" * 4 + "| Total | | |\n| Borg | 8 | Q-2 |\n"
    text = "Clients\n| Client |\n| Acme |\n" + PEOPLE + "\nCall list\n| Client | Score | Survey key |\n" + filled
    assert make_file(text).open().snapshot().tables["call_list"]["client"].tolist() == ["Acme", "Borg"]


def test_unticked_boxes_prefilled_down_a_sheet_are_no_rows(make_file):
    text = "Clients\n| Client |\n| Acme |\n" + PEOPLE
    text += "\nContacts\n| Client | Contact | Do not survey |\n| Acme | Eve | yes! |\n" + "| | | no! |\n" * 20
    snapshot = make_file(text).open().snapshot()
    assert snapshot.rows_read["contacts"] == 1
    assert snapshot.tables["contacts"]["do_not_survey"].tolist() == [True]


@pytest.mark.parametrize(("locale", "language"), [("ru_RU", "ru"), ("en_US", "en")])
def test_headings_in_either_language_tell_the_workbooks_language_before_its_locale(make_file, locale, language):
    russian = make_file("Клиенты\n| Клиент |\n| Ромашка |\n\nСотрудники\n| Сотрудник |\n| Анна |\n", locale)
    assert russian.open().snapshot().language == "ru"
    russian.path.unlink()
    neutral = make_file("x\n| y |\n", locale)
    assert neutral.open().snapshot(strict=False).language == language


def test_settings_tell_the_language_before_all(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Settings
    | Setting  | Value   |
    | language | русский |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.language == "ru"
    assert snapshot.tables["settings"]["setting"].tolist() == ["language"], "the rules read it too"


def test_addresses_and_links_point_at_the_cell(small):
    snapshot = small.open().snapshot()
    sheet = next(each for each in snapshot.structure.sheets if each.title == "Clients")
    assert snapshot.address("clients", 3, "manager") == "Clients!B3"
    assert snapshot.address("clients", 3) == "Clients!3:3"
    assert snapshot.link("clients", 3, "manager") == f"#gid={sheet.sheet_id}&range=B3"
    assert snapshot.link("tasks", 3, "client") == "", "no sheet, no link"
    assert BY_KEY["tasks"].key in snapshot.missing


def test_a_russian_workbook_left_in_an_american_locale_does_not_guess_short_dates(team_file):
    """
    Клиенты
    | Клиент  | Клиент с   |
    | Ромашка | 03/04/2026 |
    | Лютик   | 03.04.2026 |
    | Астра   | 23/04/2026 |

    Сотрудники
    | Имя  |
    | Анна |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["clients"]["client_since"].dt.month.tolist()[1:] == [4, 4]
    assert issues(snapshot) == [["clients", 2, "client_since", "03/04/2026", "ambiguous_date"]]
