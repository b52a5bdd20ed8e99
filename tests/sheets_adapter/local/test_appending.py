"""values.append: the table that is found, and where the rows go."""

from __future__ import annotations

from typing import Any

import pytest

RAW = {"valueInputOption": "RAW"}

# The picture of Google's guide: two tables, A1:C2 and B4:D6.
GUIDE = [
    ["x", "y", "z"],
    ["x", "y", "z"],
    [],
    [None, "x", "y"],
    [None, None, "y", "z"],
    [None, "x", "y", "z"],
]


def append(desk: Any, a1: str, rows: list[list[Any]], **options: Any) -> tuple[str | None, str]:
    """The table found and the range written."""
    answer = desk.spreadsheet.values_append(a1, RAW | options, {"values": rows})
    return answer.get("tableRange"), answer["updates"]["updatedRange"]


@pytest.mark.parametrize(
    ("a1", "table", "written"),
    [
        ("Sheet1", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("C5:D5", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B2:D4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A3:G10", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B5", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A1", "Sheet1!A1:C2", "Sheet1!A3"),
        ("E4", None, "Sheet1!E4"),
        ("A4", None, "Sheet1!A4"),
    ],
)
def test_rows_go_below_the_table_as_in_the_guide(desk: Any, a1: str, table: str | None, written: str) -> None:
    desk.put(GUIDE)
    assert append(desk, a1, [["new"]]) == (table, written)


def test_gspread_appends(desk: Any) -> None:
    sheet = desk.spreadsheet.sheet1
    sheet.append_row(["a", "b"])
    answer = sheet.append_row(["x", "12/31/2026"], value_input_option="USER_ENTERED")
    assert answer["tableRange"] == "Sheet1!A1:B1"
    assert answer["updates"]["updatedRange"] == "Sheet1!A2:B2"
    assert sheet.acell("B2").value == "12/31/2026"
    assert desk.values("Sheet1!B2") == [[46387]]


def test_cells_apart_are_tables_of_their_own_and_the_last_one_counts(desk: Any) -> None:
    desk.put([["a", None, "c"]])
    assert append(desk, "Sheet1", [[1, None, 2]]) == ("Sheet1!C1", "Sheet1!C2:E2")
    assert desk.values("Sheet1") == [["a", "", "c"], ["", "", 1, "", 2]]


def test_an_empty_row_between_rows_takes_what_is_appended_to_it(desk: Any) -> None:
    desk.put([["a", "b"], [], ["c", "d"]])
    assert append(desk, "A2", [[1, 2, 3]]) == (None, "Sheet1!A2:C2")


def test_appending_to_an_empty_sheet_names_no_table(desk: Any) -> None:
    answer = desk.spreadsheet.sheet1.append_row([1])
    assert "tableRange" not in answer
    assert answer["updates"] == {
        "spreadsheetId": desk.service.spreadsheet_id,
        "updatedRange": "Sheet1!A1",
        "updatedRows": 1,
        "updatedColumns": 1,
        "updatedCells": 1,
    }


def test_the_grid_grows_where_it_ends(desk: Any) -> None:
    desk.spreadsheet.sheet1.resize(2, 2)
    desk.put([["a", "b"], [1, 2]])
    assert append(desk, "Sheet1", [[3, 4, 5]]) == ("Sheet1!A1:B2", "Sheet1!A3:C3")
    grid = desk.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]
    assert (grid["rowCount"], grid["columnCount"]) == (3, 3)


def test_the_answer_holds_the_values_where_asked(desk: Any) -> None:
    options = {"valueInputOption": "USER_ENTERED", "includeValuesInResponse": "true"}
    body = {"majorDimension": "COLUMNS", "values": [["5", "=A1+1"]]}
    answer = desk.spreadsheet.values_append("Sheet1", options, body)
    assert answer["updates"]["updatedData"] == {
        "range": "Sheet1!A1:A2",
        "majorDimension": "COLUMNS",
        "values": [["5", "6"]],
    }


def test_rows_are_inserted_where_asked_and_what_is_below_moves(desk: Any) -> None:
    desk.put([["a"], [1], [], ["=A2"], ["last"]])
    assert append(desk, "A1", [[2], [3]], insertDataOption="INSERT_ROWS") == ("Sheet1!A1:A2", "Sheet1!A3:A4")
    shown = desk.values("Sheet1", valueRenderOption="FORMULA")
    assert shown == [["a"], [1], [2], [3], [], ["=A2"], ["last"]]
    assert desk.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 1002


def test_without_it_rows_below_are_written_over(desk: Any) -> None:
    desk.put([["a"], [], ["b"]])
    assert append(desk, "A1", [[1], [2]]) == ("Sheet1!A1", "Sheet1!A2:A3")
    assert desk.values("Sheet1") == [["a"], [1], [2]]
