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


def test_numbers_of_rows_and_columns_name_cells_as_well(table: Any) -> None:
    found = table.spreadsheet.values_batch_get(["Sheet1!R1C1:R2C2", "R2C1", "sheet1!r2c2:R1C1"])
    assert [each["range"] for each in found["valueRanges"]] == ["Sheet1!A1:B2", "Sheet1!A2", "Sheet1!A1:B2"]


def test_a_name_in_quotes_is_a_sheet_and_without_them_a_range(desk: Any) -> None:
    desk.batch(
        {"addSheet": {"properties": {"sheetId": 5, "title": "B2"}}},
        {"addSheet": {"properties": {"sheetId": 6, "title": "clients"}}},
    )
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    desk.batch({"addNamedRange": {"namedRange": {"name": "clients", "range": area}}})
    found = desk.spreadsheet.values_batch_get(["B2", "'B2'", "'B2'!C3", "clients", "'clients'", "clients!A1"])
    assert [each["range"] for each in found["valueRanges"]] == [
        "Sheet1!B2",
        "'B2'!A1:Z1000",
        "'B2'!C3",
        "Sheet1!A1:A2",
        "clients!A1:Z1000",
        "clients!A1",
    ]


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
    assert table.values("clients") == table.values("Sheet1!CLIENTS") == [["client"], ["Acme"]]


def test_another_id_is_not_found(desk: Any) -> None:
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        desk.client.open_by_key("somebody-elses")


def test_options_that_do_not_exist_are_refused(table: Any) -> None:
    answer = table.request("GET", "/values/A1", params={"valueRenderOption": "PRETTY", "majorDimension": "DIAGONAL"})
    assert answer.status_code == 400
    kinds = "type.googleapis.com/google.apps.sheets.v4"
    assert answer.json()["error"]["message"].splitlines() == [
        f"Invalid value at 'major_dimension' ({kinds}.Dimension), \"DIAGONAL\"",
        f"Invalid value at 'value_render_option' ({kinds}.ValueRenderOption), \"PRETTY\"",
    ]


def test_ranges_are_read_by_data_filters(table: Any) -> None:
    grid = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 3}
    filters = [{"a1Range": "Sheet1!A1:A2"}, {"gridRange": grid}]
    answer = table.request("POST", "/values:batchGetByDataFilter", json={"dataFilters": filters}).json()
    assert answer["valueRanges"] == [
        {
            "valueRange": {"range": "Sheet1!A1:A2", "majorDimension": "ROWS", "values": [["client"], ["Acme"]]},
            "dataFilters": [filters[0]],
        },
        {
            "valueRange": {"range": "Sheet1!B1:C1", "majorDimension": "ROWS", "values": [["score", "on"]]},
            "dataFilters": [filters[1]],
        },
    ]


def test_a_look_up_of_metadata_is_not_done_here(table: Any) -> None:
    wanted = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "x"}}]}
    answer = table.request("POST", "/values:batchGetByDataFilter", json=wanted)
    assert answer.status_code == 501
    assert "developerMetadataLookup" in answer.json()["error"]["message"]
