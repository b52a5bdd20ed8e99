"""A commit is one call with what differs, or no call; people's cells are not among what it writes."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from sheets_adapter import Changes, open_workbook
from sheets_adapter.encoding import LONGEST, cut
from tests.sheets_adapter.conftest import JOURNAL, history, task, tasks

ORDER = [
    "Call list",
    "Tasks",
    "Exit surveys",
    "Clients",
    "Employees",
    "Survey plan",
    "Deliveries",
    "Data issues",
    "Journal",
    "History",
    "Attribution",
    "Answer ledger",
    "Client history",
    "npsheets",
]


def commit(team_file, changes):
    workbook = team_file.open()
    return workbook.commit(workbook.snapshot(), changes)


def test_a_run_costs_three_calls(small):
    receipt = commit(small, Changes(tables={"history": history(Ann=50.0)}, journal=JOURNAL))
    assert small.calls == {"get": 1, "values.batchGet": 1, "batchUpdate": 1}
    assert (receipt.wrote, receipt.revision, receipt.calls) == (True, 1, 1)
    assert receipt.cells_changed == {"history": 6}


def test_the_same_run_again_writes_nothing(small):
    changes = Changes(tables={"history": history(Ann=50.0, Bob=100 / 3)}, journal=JOURNAL)
    commit(small, changes)
    before = small.path.read_bytes()
    receipt = commit(small, changes)
    assert not receipt.wrote
    assert small.calls["batchUpdate"] == 1
    assert small.path.read_bytes() == before


def test_a_figure_that_another_program_rounded_to_fifteen_digits_is_not_written_again(small):
    commit(small, Changes(tables={"history": history(Ann=100 / 3)}, journal=JOURNAL))
    small.by_hand(lambda book: setattr(book["History"]["I2"], "value", float(f"{100 / 3:.15g}")))
    assert not commit(small, Changes(tables={"history": history(Ann=100 / 3)}, journal=JOURNAL)).wrote


def test_only_changed_cells_travel(small):
    commit(small, Changes(tables={"history": history(Ann=50.0, Bob=0.0)}))
    receipt = commit(small, Changes(tables={"history": history(Ann=50.0, Bob=25.0)}))
    assert receipt.cells_changed == {"history": 1}
    where = small.open().snapshot().places["history"].sheet.sheet_id
    cells = [request["updateCells"] for request in small.sent()[-1]["requests"] if "updateCells" in request]
    cells = [each for each in cells if each["start"]["sheetId"] == where]
    assert [each["start"]["rowIndex"] for each in cells] == [2]
    assert [value["userEnteredValue"] for each in cells for value in each["rows"][0]["values"]] == [{"numberValue": 25}]


def test_rows_that_are_wanted_no_more_are_emptied(small):
    commit(small, Changes(tables={"history": history(Ann=50.0, Bob=0.0)}))
    commit(small, Changes(tables={"history": history(Bob=0.0)}))
    assert small.open().snapshot().tables["history"]["name"].tolist() == ["Bob"]
    assert small.rows("History")[2] == []


def test_a_table_that_is_not_named_stays_as_it_is(small):
    commit(small, Changes(tables={"history": history(Ann=50.0)}))
    commit(small, tasks(task("T-1")))
    assert small.open().snapshot().tables["history"]["nps"].tolist() == [50.0]


def test_what_is_missing_is_made_in_the_order_people_need_it(small):
    commit(small, tasks(task("T-1")))
    book = openpyxl.load_workbook(small.path)
    assert [title for title in book.sheetnames if title != "Notes"] == ORDER
    hidden = [sheet.title for sheet in book if sheet.sheet_state == "hidden"]
    assert hidden == ["History", "Attribution", "Answer ledger", "Client history", "npsheets"]


def test_an_appended_comment_that_begins_like_a_formula_stays_a_comment(small):
    commit(small, tasks(task("T-1", comment="=1+1"), task("T-2", comment="'+79160000000"), task("T-3", comment="007")))
    assert small.open().snapshot().tables["tasks"]["comment"].tolist() == ["=1+1", "'+79160000000", "007"]
    assert small.cell("Tasks", "D2").data_type == "s"


def test_rows_are_appended_in_the_order_of_the_sheets_own_columns(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Задачи отдела
    | Все, что обещали клиентам |
    | Ключ задачи | Цвет  | Статус | Клиент |
    | T-0         | синий | готово | Borg   |

    Settings
    | Setting       | Value         |
    | таблица Tasks | Задачи отдела |
    | language      | en            |
    """
    commit(team_file, tasks(task("T-1"), task("T-2", client="Borg")))
    assert team_file.rows("Задачи отдела")[2:] == [
        ["T-0", "синий", "готово", "Borg"],
        ["T-1", None, "new", "Acme"],
        ["T-2", None, "new", "Borg"],
    ]
    assert team_file.open().snapshot().tables["tasks"]["status"].tolist() == ["done", "new", "new"]


def test_appended_rows_bring_their_format_and_dropdowns(small):
    commit(small, tasks(task("T-1")))
    sheet = openpyxl.load_workbook(small.path)["Tasks"]
    assert sheet["A2"].number_format.lower().startswith("yyyy")
    assert sheet["D2"].alignment.wrap_text
    lists = [each.formula1 for each in sheet.data_validations.dataValidation if "L2" in each.sqref]
    assert lists == ['"new,accepted,in progress,done,declined"']
    names = [each.formula1 for each in sheet.data_validations.dataValidation if "J2" in each.sqref]
    assert "Employees" in names[0]


def test_a_filter_that_is_on_follows_the_appended_rows(small):
    commit(small, tasks(task("T-1")))
    small.by_hand(lambda book: setattr(book["Tasks"].auto_filter, "ref", "A1:O2"))
    commit(small, tasks(task("T-2"), task("T-3")))
    assert openpyxl.load_workbook(small.path)["Tasks"].auto_filter.ref == "A1:O4"


def test_the_programs_sheets_are_protected_with_a_warning_and_peoples_are_not(small):
    commit(small, tasks(task("T-1")))
    structure = small.open().snapshot().structure
    protected = {sheet.title for sheet in structure.sheets if sheet.protected}
    assert {"History", "Journal", "Data issues", "npsheets"} <= protected
    assert not {"Clients", "Tasks", "Call list"} & protected


def test_tabs_tell_by_their_colour_who_fills_them(small):
    commit(small, Changes(create=("contacts",), appends=tasks(task("T-1")).appends))
    book = openpyxl.load_workbook(small.path)
    colors = {title: book[title].sheet_properties.tabColor.rgb for title in ("Contacts", "Tasks", "History")}
    assert len(set(colors.values())) == 3


def test_a_task_links_to_its_answer(small):
    link = small.open().snapshot().link("clients", 2, "client")
    commit(small, tasks(task(f"T-1 {link}")))
    cell = small.cell("Tasks", "O2")
    assert cell.value == "T-1"
    assert "Clients" in cell.hyperlink.location
    assert "A2" in cell.hyperlink.location


def test_a_link_follows_the_row_it_stands_in(small):
    """Two issues in cells of the same name on different sheets: the words of the link alone do not tell."""

    def issue(sheet, title):
        link = small.open().snapshot().link(sheet, 2, "client" if sheet == "clients" else "employee")
        rows = pd.DataFrame({"sheet": [title], "cell": [f"A2 {link}"], "found": ["?"]})
        return Changes(tables={"data_issues": rows})

    commit(small, issue("clients", "Clients"))
    assert "Clients" in small.cell("Data issues", "B2").hyperlink.location
    commit(small, issue("employees", "Employees"))
    assert "Employees" in small.cell("Data issues", "B2").hyperlink.location


def test_every_run_that_writes_leaves_a_row_in_the_journal(small):
    commit(small, tasks(task("T-1"), task("T-2")))
    commit(small, Changes(tables={"history": history(Ann=50.0)}, journal=JOURNAL | {"note": "second"}))
    journal = small.open().snapshot().tables["journal"]
    assert journal[["revision", "appended", "cells_changed", "calls"]].to_numpy().tolist() == [
        [1, 2, 0, 3],
        [2, 0, 6, 3],
    ]
    assert journal["note"].tolist() == ["", "second"]
    assert journal["when"].tolist() == [JOURNAL["when"]] * 2


def test_a_preview_tells_what_a_commit_does_and_makes_no_call(small):
    workbook = small.open()
    commit(small, Changes(tables={"history": history(Ann=50.0)}))
    snapshot = workbook.snapshot()
    changes = Changes(tables={"history": history(Ann=75.0)}, appends=tasks(task("T-1")).appends)
    calls = sum(small.calls.values())
    preview = workbook.preview(snapshot, changes)
    assert sum(small.calls.values()) == calls
    told = {sheet.table: sheet for sheet in preview.sheets}
    assert [(each.address, each.old, each.new) for each in told["history"].changes] == [("History!I2", "50", "75")]
    assert told["tasks"].appended == 1
    assert told["tasks"].samples[0]["task key"] == "T-1"
    assert told["tasks"].samples[0]["answered on"] == "2026-10-05"
    receipt = workbook.commit(snapshot, changes)
    assert receipt.appended == {"tasks": 1}
    assert receipt.cells_changed == {"history": 1}


def test_a_preview_of_nothing_says_so(small):
    workbook = small.open()
    assert not workbook.preview(workbook.snapshot(), Changes(journal=JOURNAL)).writes


def test_peoples_tables_are_never_written_into(small):
    workbook = small.open()
    snapshot = workbook.snapshot()
    with pytest.raises(ValueError, match="people's"):
        workbook.commit(snapshot, Changes(appends={"clients": pd.DataFrame({"client": ["New"]})}))
    with pytest.raises(ValueError, match="appended"):
        workbook.commit(snapshot, Changes(tables={"tasks": pd.DataFrame({"client": ["New"]})}))


def test_init_makes_peoples_sheets_with_their_first_rows(small):
    contacts = pd.DataFrame(
        {"client": ["Acme"], "contact": ["Eve"], "role": ["decision maker"], "do_not_survey": [True]}
    )
    receipt = commit(small, Changes(create=("contacts", "responses"), appends={"contacts": contacts}))
    assert {"Contacts", "Responses"} <= set(receipt.created)
    snapshot = small.open().snapshot()
    assert snapshot.tables["contacts"]["role"].tolist() == ["decision maker"]
    assert snapshot.tables["contacts"]["do_not_survey"].tolist() == [True]
    assert snapshot.tables["responses"].empty
    assert not commit(small, Changes(create=("contacts", "responses"))).wrote, "what is there is not made again"


def test_an_empty_sheet_with_the_right_title_is_filled(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Tasks
    | |
    """
    commit(team_file, tasks(task("T-1")))
    assert team_file.rows("Tasks")[0][:2] == ["answered on", "client"]
    assert team_file.open().snapshot().tables["tasks"]["task_key"].tolist() == ["T-1"]


def test_a_column_that_somebody_deleted_from_the_programs_sheet_comes_back(small):
    commit(small, Changes(tables={"history": history(Ann=50.0)}))
    small.by_hand(lambda book: book["History"].delete_cols(9))
    commit(small, Changes(tables={"history": history(Ann=50.0)}))
    assert small.open().snapshot().tables["history"]["nps"].tolist() == [50.0]


def test_a_sheet_grows_when_the_program_needs_more_rows(small):
    commit(small, Changes(tables={"history": history(Ann=50.0)}))
    many = pd.concat([history(Ann=float(n % 100)) for n in range(400)], ignore_index=True)
    commit(small, Changes(tables={"history": many}))
    assert len(small.open().snapshot().tables["history"]) == 400


def test_a_russian_workbook_is_written_in_russian(team_file):
    """locale: ru_RU

    Клиенты
    | Клиент  |
    | Ромашка |

    Сотрудники
    | Имя  |
    | Анна |
    """
    commit(team_file, Changes(tables={"history": history(Анна=50.0)}, appends=tasks(task("T-1", "Ромашка")).appends))
    assert team_file.rows("Задачи")[0][:3] == ["дата ответа", "клиент", "оценка"]
    assert "новая" in team_file.rows("Задачи")[1]
    assert team_file.rows("История")[1][1:4] == ["квартал", "сотрудник", "Анна"]
    assert not commit(team_file, Changes(tables={"history": history(Анна=50.0)})).wrote


def test_a_text_longer_than_a_cell_takes_is_cut_where_it_can_be_seen(small):
    commit(small, tasks(task("T-1", comment="я" * (LONGEST + 10))))
    comment = small.rows("Tasks")[1][3]
    assert len(comment) <= LONGEST
    assert comment.endswith("…")
    assert len(cut("😀" * 30_000).encode("utf-16-le")) <= 2 * LONGEST
    assert cut("short") == "short"


def test_people_who_edit_between_snapshot_and_commit_lose_nothing(small):
    """Rows inserted, sorted, columns moved: the program's rows land below, its figures in its own sheets."""
    commit(small, tasks(task("T-1"), task("T-2", "Borg")))
    workbook = small.open()
    snapshot = workbook.snapshot()

    def edit(book):
        sheet = book["Tasks"]
        sheet.insert_rows(2)
        sheet["B2"], sheet["I2"] = "Corp", "typed meanwhile"
        sheet["I3"] = "call them"
        clients = book["Clients"]
        clients.insert_cols(1)
        clients["A1"], clients["A2"] = "Colour", "red"
        clients.move_range("A2:C2", rows=5)

    small.by_hand(edit)
    before = small.rows("Tasks")
    workbook.commit(snapshot, Changes(tables={"history": history(Ann=50.0)}, appends=tasks(task("T-3")).appends))
    after = small.rows("Tasks")
    assert after[: len(before)] == before
    assert after[len(before)][1] == "Acme"
    read = small.open().snapshot().tables
    assert sorted(read["tasks"]["task_key"]) == ["", "T-1", "T-2", "T-3"]
    assert read["tasks"].set_index("task_key")["task"].to_dict() == {
        "": "typed meanwhile",
        "T-1": "call them",
        "T-2": "",
        "T-3": "",
    }
    assert sorted(read["clients"]["client"]) == ["Acme", "Borg"]


def test_a_real_file_opens_by_its_path_and_says_where_it_is(small):
    workbook = open_workbook(small.path)
    assert workbook.snapshot().title
    assert workbook.url == small.path.as_uri()
