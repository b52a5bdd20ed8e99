"""values.get and values.batchGet: what comes back, and in which shape."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

ROWS = [["client", "score", "on"], ["Acme", 9, 46387], [], ["Borg", 6.5, None], [None, None, None]]


@pytest.fixture
def table(desk: Any) -> Any:
    desk.put(ROWS)
    date = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "dd.mm.yyyy"}}}
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 2, "endColumnIndex": 3}
    desk.batch({"repeatCell": {"range": area, "cell": date, "fields": "userEnteredFormat.numberFormat"}})
    return desk


def test_empty_ends_are_trimmed_and_empty_rows_between_are_kept(table: Any) -> None:
    assert table.values("Sheet1") == [["client", "score", "on"], ["Acme", 9, 46387], [], ["Borg", 6.5]]


def test_whole_numbers_come_as_integers(table: Any) -> None:
    assert repr(table.values("Sheet1!B2:B4")) == "[[9], [], [6.5]]"


def test_an_empty_range_has_no_values(table: Any) -> None:
    answer = table.spreadsheet.values_get("Sheet1!F1:H9")
    assert "values" not in answer
    assert answer["range"] == "Sheet1!F1:H9"


def test_columns_first(table: Any) -> None:
    found = table.values("Sheet1!A1:C4", majorDimension="COLUMNS")
    assert found == [["client", "Acme", "", "Borg"], ["score", 9, "", 6.5], ["on", 46387]]


def test_the_three_renderings(table: Any) -> None:
    table.put([["=B2*2"]], row=1, column=3)
    assert table.values("Sheet1!B2:D2", valueRenderOption="FORMATTED_VALUE") == [["9", "31.12.2026", "18"]]
    assert table.values("Sheet1!B2:D2", valueRenderOption="UNFORMATTED_VALUE") == [[9, 46387, 18]]
    assert table.values("Sheet1!B2:D2", valueRenderOption="FORMULA") == [[9, 46387, "=B2*2"]]


def test_dates_as_text_where_asked(table: Any) -> None:
    found = table.values("Sheet1!C2", dateTimeRenderOption="FORMATTED_STRING")
    assert found == [["31.12.2026"]]


def test_formatted_values_follow_the_locale(table: Any) -> None:
    table.batch({"updateSpreadsheetProperties": {"properties": {"locale": "ru_RU"}, "fields": "locale"}})
    assert table.values("Sheet1!B4", valueRenderOption="FORMATTED_VALUE") == [["6,5"]]


def test_ranges_are_normalised_and_clipped_to_the_grid(table: Any) -> None:
    found = table.spreadsheet.values_batch_get(["Sheet1!C2:A1", "Sheet1!A2:B", "sheet1", "A1", "Sheet1!1:2"])
    assert [each["range"] for each in found["valueRanges"]] == [
        "Sheet1!A1:C2",
        "Sheet1!A2:B1000",
        "Sheet1!A1:Z1000",
        "Sheet1!A1",
        "Sheet1!A1:Z2",
    ]


def test_a_range_that_begins_outside_the_grid_is_refused(table: Any) -> None:
    with pytest.raises(gspread.exceptions.APIError, match=r"Range \(Sheet1!AA1\) exceeds grid limits. Max rows: 1000"):
        table.spreadsheet.values_get("Sheet1!AA1")


def test_an_unknown_sheet_cannot_be_parsed(table: Any) -> None:
    with pytest.raises(gspread.exceptions.APIError, match="Unable to parse range: Nowhere!A1"):
        table.spreadsheet.values_get("Nowhere!A1")


def test_a_title_with_every_kind_of_character(desk: Any) -> None:
    title = "Ответы & 'q' 50%+#1"
    desk.batch({"addSheet": {"properties": {"sheetId": 5, "title": title}}})
    desk.put([["here"]], sheet_id=5)
    assert desk.spreadsheet.worksheet(title).acell("A1").value == "here"
    assert desk.spreadsheet.worksheet(title).get_all_values() == [["here"]]


def test_a_named_range_is_read_by_its_name(table: Any) -> None:
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    table.batch({"addNamedRange": {"namedRange": {"name": "clients", "range": area}}})
    assert table.values("clients") == [["client"], ["Acme"]]


def test_gspread_writes_appends_and_clears(desk: Any) -> None:
    sheet = desk.spreadsheet.sheet1
    sheet.update([["a", "b"], [1, None], ["=A2+1", ""]], "A1", value_input_option="USER_ENTERED")
    assert desk.values("Sheet1") == [["a", "b"], [1], [2]]
    answer = sheet.append_row(["x", "12/31/2026"], value_input_option="USER_ENTERED")
    assert answer["tableRange"] == "Sheet1!A1:B3"
    assert answer["updates"]["updatedRange"] == "Sheet1!A4:B4"
    assert sheet.acell("B4").value == "12/31/2026"
    assert desk.values("Sheet1!B4") == [[46387]]
    desk.spreadsheet.values_clear("Sheet1!A1:A2")
    assert desk.values("Sheet1") == [["", "b"], [], [1], ["x", 46387]]


def test_appending_goes_below_the_block_around_the_last_cell(desk: Any) -> None:
    desk.put([["a", None, "c"]])
    desk.spreadsheet.sheet1.append_row([1, 2])
    assert desk.values("Sheet1") == [["a", "", "c"], ["", "", 1, 2]]


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


def test_null_leaves_a_cell_and_an_empty_text_empties_it(desk: Any) -> None:
    desk.put([["a", "b", "c"]])
    answer = desk.spreadsheet.values_update("Sheet1!A1", {"valueInputOption": "RAW"}, {"values": [[None, "", "=x"]]})
    assert answer["updatedCells"] == 2
    assert desk.values("Sheet1") == [["a", "", "=x"]]
    assert desk.cell("Sheet1!C1")["userEnteredValue"] == {"stringValue": "=x"}


def test_methods_not_done_here_are_named(desk: Any) -> None:
    answer = desk.request("POST", "/values:batchClear", json={"ranges": ["A1"]})
    assert answer.status_code == 501
    assert answer.json()["error"]["status"] == "UNIMPLEMENTED"
    assert "spreadsheets.values.batchClear" in answer.json()["error"]["message"]


def test_another_id_is_not_found(desk: Any) -> None:
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        desk.client.open_by_key("somebody-elses")
