"""``spreadsheets.create``: a resource becomes a file with all that it describes, or nothing is made."""

from __future__ import annotations

from typing import Any

from tests.sheets_adapter.discovery import validate, validate_body

GRID = {
    "startRow": 1,
    "rowData": [
        {"values": [{"userEnteredValue": {"stringValue": "Client"}, "formattedValue": "ignored"}, {}]},
        {"values": [{"userEnteredValue": {"numberValue": 9}, "note": "good"}]},
    ],
    "columnMetadata": [{"pixelSize": 200}],
}
BODY = {
    "properties": {"title": "Отчёт", "locale": "ru_RU", "timeZone": "Europe/Moscow"},
    "sheets": [
        {
            "properties": {"sheetId": 7, "title": "Data", "gridProperties": {"rowCount": 20, "frozenRowCount": 1}},
            "data": [GRID],
            "merges": [
                {"sheetId": 7, "startRowIndex": 9, "endRowIndex": 10, "startColumnIndex": 0, "endColumnIndex": 2}
            ],
        },
        {"properties": {"sheetId": 8, "title": "npsheets 0", "hidden": True}},
    ],
    "namedRanges": [
        {
            "name": "scores",
            "range": {"sheetId": 7, "startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1},
        }
    ],
}


def test_nothing_given_is_one_empty_sheet(room: Any) -> None:
    made = room.sheets("POST", "", json={}).json()
    validate("Spreadsheet", made)
    assert made["properties"]["title"] == "Untitled spreadsheet"
    assert [each["properties"]["title"] for each in made["sheets"]] == ["Sheet1"]
    assert made["spreadsheetUrl"] == f"https://docs.google.com/spreadsheets/d/{made['spreadsheetId']}/edit"


def test_what_is_described_is_made(room: Any) -> None:
    validate_body("create", BODY)
    made = room.sheets("POST", "", json=BODY).json()
    validate("Spreadsheet", made)
    opened = room.client.open_by_key(made["spreadsheetId"])
    assert (opened.title, opened.locale, opened.timezone) == ("Отчёт", "ru_RU", "Europe/Moscow")
    assert [(each.id, each.title, each.isSheetHidden) for each in opened.worksheets()] == [
        (7, "Data", False),
        (8, "npsheets 0", True),
    ]
    sheet = opened.worksheet("Data")
    assert (sheet.row_count, sheet.frozen_row_count) == (20, 1)
    assert sheet.get_all_values()[1:3] == [["Client"], ["9"]]
    assert sheet.get_note("A3") == "good"
    assert [each["name"] for each in opened.list_named_ranges()] == ["scores"]
    assert made["sheets"][0]["merges"] == BODY["sheets"][0]["merges"]


def test_sheets_without_titles_are_numbered(room: Any) -> None:
    made = room.sheets("POST", "", json={"sheets": [{}, {"properties": {"title": "Second"}}, {}]}).json()
    assert [each["properties"]["title"] for each in made["sheets"]] == ["Sheet1", "Second", "Sheet3"]
    assert made["sheets"][0]["properties"]["sheetId"] == 0


def test_what_cannot_be_made_makes_nothing(room: Any) -> None:
    for body, status in (
        ({"sheets": [{"properties": {"title": "A"}}, {"properties": {"title": "a"}}]}, 400),
        ({"properties": {"title": "x", "autoRecalc": "HOUR"}}, 501),
        ({"properties": {"title": "x", "iterativeCalculationSettings": {"maxIterations": 5}}}, 501),
        ({"dataSources": [{"dataSourceId": "1"}]}, 501),
        ({"sheets": [{"properties": {"hidden": True}}]}, 400),
    ):
        answer = room.sheets("POST", "", json=body)
        assert answer.status_code == status, answer.text
    assert room.files() == []


def test_the_answer_is_masked(room: Any) -> None:
    made = room.sheets("POST", "", json={}, params={"fields": "properties.title"}).json()
    assert made == {"properties": {"title": "Untitled spreadsheet"}}
