"""values.update, batchUpdate, clear and batchClear: what is written, what is counted, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

RAW = {"valueInputOption": "RAW"}
TYPED = {"valueInputOption": "USER_ENTERED"}
LIST = "(type.googleapis.com/google.protobuf.ListValue)"


def error(desk: Any, a1: str, body: dict[str, Any], **options: Any) -> str:
    """The message of an update that is refused; the file must not have been touched."""
    before = desk.path.read_bytes()
    broken = {"X-Broken-On-Purpose": "yes"}
    answer = desk.request("PUT", f"/values/{a1}", json=body, params=RAW | options, headers=broken)
    assert answer.status_code == 400, answer.text
    assert desk.path.read_bytes() == before
    return answer.json()["error"]["message"]


def test_gspread_writes_and_clears(desk: Any) -> None:
    sheet = desk.spreadsheet.sheet1
    sheet.update([["a", "b"], [1, None], ["=A2+1", ""]], "A1", value_input_option="USER_ENTERED")
    assert desk.values("Sheet1") == [["a", "b"], [1], [2]]
    assert desk.spreadsheet.values_clear("Sheet1!A1:A2")["clearedRange"] == "Sheet1!A1:A2"
    assert desk.values("Sheet1") == [["", "b"], [], [1]]
    answer = sheet.batch_clear(["A3:B3", "B1"])
    assert answer["clearedRanges"] == ["Sheet1!A3:B3", "Sheet1!B1"]
    assert desk.values("Sheet1") == []


def test_null_leaves_a_cell_and_an_empty_text_empties_it(desk: Any) -> None:
    desk.put([["a", "b", "c"]])
    answer = desk.spreadsheet.values_update("Sheet1!A1", RAW, {"values": [[None, "", "=x"]]})
    assert answer["updatedCells"] == 2
    assert desk.values("Sheet1") == [["a", "", "=x"]]
    assert desk.cell("Sheet1!C1")["userEnteredValue"] == {"stringValue": "=x"}


def test_counts_are_of_the_rows_columns_and_cells_that_were_set(desk: Any) -> None:
    rows = [[None] * 4, [None, 1, None, None], [None] * 4, [None, None, "", None]]
    answer = desk.spreadsheet.values_update("Sheet1!A1:D6", RAW, {"values": rows})
    del answer["spreadsheetId"]
    assert answer == {"updatedRange": "Sheet1!A1:D4", "updatedRows": 2, "updatedColumns": 2, "updatedCells": 2}


def test_no_values_change_nothing(desk: Any) -> None:
    answer = desk.spreadsheet.values_update("Sheet1!B2:C3", RAW, {"values": []})
    assert answer == {"spreadsheetId": desk.service.spreadsheet_id, "updatedRange": "Sheet1!B2"}


def test_columns_first_and_ragged(desk: Any) -> None:
    desk.put([["x"] * 2] * 3)
    body = {"majorDimension": "COLUMNS", "values": [[1, 2, 3], [4]]}
    assert desk.spreadsheet.values_update("Sheet1!A1", RAW, body)["updatedRange"] == "Sheet1!A1:B3"
    assert desk.values("Sheet1") == [[1, 4], [2, "x"], [3, "x"]]


def test_the_answer_holds_the_values_where_asked(desk: Any) -> None:
    desk.put([[None, None], [None, "old"]])
    options = TYPED | {"includeValuesInResponse": "true", "responseValueRenderOption": "UNFORMATTED_VALUE"}
    answer = desk.spreadsheet.values_update("Sheet1!A1:B3", options, {"values": [[2, "=A1*2"]]})
    assert answer["updatedData"] == {"range": "Sheet1!A1:B3", "majorDimension": "ROWS", "values": [[2, 4], ["", "old"]]}
    assert answer["updatedRange"] == "Sheet1!A1:B1"


def test_a_batch_counts_a_row_and_a_column_once(desk: Any) -> None:
    data = [{"range": "Sheet1!A1:B1", "values": [[1, 2]]}, {"range": "Sheet1!B1:C1", "values": [["=A1", None]]}]
    answer = desk.spreadsheet.values_batch_update({**TYPED, "data": data, "includeValuesInResponse": True})
    assert [answer[f"totalUpdated{what}"] for what in ("Rows", "Columns", "Cells", "Sheets")] == [1, 2, 2, 1]
    assert [each["updatedRange"] for each in answer["responses"]] == ["Sheet1!A1:B1", "Sheet1!B1:C1"]
    assert [each["updatedData"]["values"] for each in answer["responses"]] == [[["1", "1"]], [["1"]]]


def test_a_batch_with_one_bad_range_writes_nothing(desk: Any) -> None:
    data = [{"range": "Sheet1!A1", "values": [[1]]}, {"range": "Nowhere!A1", "values": [[1]]}]
    answer = desk.request("POST", "/values:batchUpdate", json={**RAW, "data": data})
    assert answer.json()["error"]["message"] == "Invalid data[1]: Unable to parse range: Nowhere!A1"
    assert desk.values("Sheet1") == []


def test_ranges_are_written_and_cleared_by_data_filters(desk: Any) -> None:
    grid = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    data = [{"dataFilter": {"gridRange": grid}, "values": [[1, 2]]}]
    answer = desk.request("POST", "/values:batchUpdateByDataFilter", json={**RAW, "data": data}).json()
    assert answer["totalUpdatedCells"] == 2
    assert answer["responses"][0]["updatedRange"] == "Sheet1!A2:B2"
    assert answer["responses"][0]["dataFilter"] == {"gridRange": grid}
    filters = {"dataFilters": [{"a1Range": "Sheet1!B1:B9"}]}
    assert desk.request("POST", "/values:batchClearByDataFilter", json=filters).json()["clearedRanges"] == [
        "Sheet1!B1:B9"
    ]
    assert desk.values("Sheet1") == [[], [1]]


def test_what_does_not_fit_the_range_is_refused(desk: Any) -> None:
    desk.spreadsheet.sheet1.resize(5, 4)
    within = "Requested writing within range"
    assert error(desk, "Sheet1!A1:B2", {"values": [[1], [2], [3]]}) == (
        f"{within} [Sheet1!A1:B2], but tried writing to row [3]"
    )
    assert error(desk, "Sheet1!A1:B2", {"values": [[1, 2, 3]]}) == (
        f"{within} [Sheet1!A1:B2], but tried writing to column [C]"
    )
    assert error(desk, "Sheet1!B3:C", {"values": [[1, 2, 3]]}) == (
        f"{within} [Sheet1!B3:C], but tried writing to column [D]"
    )
    assert "to row [6]" in error(desk, "A5", {"values": [[1], [2]]})
    assert "to column [E]" in error(desk, "D1", {"values": [[1, 2]]})


def test_a_range_in_the_body_must_be_that_of_the_address(desk: Any) -> None:
    assert error(desk, "Sheet1!A1", {"range": "Sheet1!A2", "values": [[1]]}) == (
        "Request range[Sheet1!A1] does not match value's range[Sheet1!A2]"
    )
    desk.spreadsheet.values_update("Sheet1!A1", RAW, {"range": "Sheet1!A1", "values": [[1]]})
    assert desk.values("Sheet1") == [[1]]


def test_how_values_are_meant_must_be_said(desk: Any) -> None:
    missing = "'valueInputOption' is required but not specified"
    assert error(desk, "A1", {"values": [[1]]}, valueInputOption="INPUT_VALUE_OPTION_UNSPECIFIED") == missing
    answer = desk.request("PUT", "/values/A1", json={"values": [[1]]})
    assert answer.json()["error"]["message"] == missing
    answer = desk.request("POST", "/values:batchUpdate", json={"data": [{"range": "A1", "values": [[1]]}]})
    assert missing in answer.json()["error"]["message"]
    assert error(desk, "A1", {"values": [[1]]}, valueInputOption="Text") == (
        "Invalid value at 'value_input_option' (type.googleapis.com/google.apps.sheets.v4.ValueInputOption), \"Text\""
    )


@pytest.mark.parametrize(
    ("values", "messages"),
    [
        ("X", [f"Invalid value at 'data.values' {LIST}, \"X\""]),
        (
            ["A", 5],
            [f"Invalid value at 'data.values[0]' {LIST}, \"A\"", f"Invalid value at 'data.values[1]' {LIST}, 5"],
        ),
    ],
)
def test_values_must_be_rows(desk: Any, values: Any, messages: list[str]) -> None:
    assert error(desk, "Sheet1!nonsense", {"values": values, "majorDimension": None}).splitlines() == messages


def test_the_body_of_a_refusal_lists_the_fields(desk: Any) -> None:
    broken = {"X-Broken-On-Purpose": "yes"}
    body = {"values": "X", "ranges": "A1", "majorDimension": "ROW"}
    answer = desk.request("PUT", "/values/A1", json=body, params=RAW, headers=broken)
    details = answer.json()["error"]["details"]
    assert [each["@type"] for each in details] == ["type.googleapis.com/google.rpc.BadRequest"]
    assert details[0]["fieldViolations"] == [
        {"field": "data.values", "description": f"Invalid value at 'data.values' {LIST}, \"X\""},
        {
            "field": "data",
            "description": "Invalid JSON payload received. Unknown name \"ranges\" at 'data': Cannot find field.",
        },
        {
            "field": "data.major_dimension",
            "description": "Invalid value at 'data.major_dimension' "
            '(type.googleapis.com/google.apps.sheets.v4.Dimension), "ROW"',
        },
    ]


def test_a_list_and_an_object_are_no_values(desk: Any) -> None:
    assert error(desk, "A1", {"values": [[1, ["é"]]]}) == (
        'Invalid values[0][1]: list_value {\n  values {\n    string_value: "\\303\\251"\n  }\n}\n'
    )
    assert error(desk, "A1", {"values": [[], [{}]]}) == "Invalid values[1][0]: struct_value {\n}\n"
    assert error(desk, "A1", {"values": [[{"name": "Jane", "age": 5}]]}) == (
        'Invalid values[0][0]: struct_value {\n  fields {\n    key: "name"\n    value {\n      string_value: "Jane"\n'
        '    }\n  }\n  fields {\n    key: "age"\n    value {\n      number_value: 5\n    }\n  }\n}\n'
    )


def test_a_cell_holds_fifty_thousand_characters(desk: Any) -> None:
    most = "я" * 49_999 + "!"
    desk.spreadsheet.values_update("A1", RAW, {"values": [[most]]})
    assert type(desk)(desk.path).values("A1") == [[most]]
    assert desk.opened().worksheets[0]["A1"].value == most
    too_long = "Your input contains more than the maximum of 50000 characters in a single cell."
    assert error(desk, "A1", {"values": [[most + "x"]]}) == too_long
    answer = desk.request(
        "POST", "/values:batchUpdate", json={**RAW, "data": [{"range": "A1", "values": [[most * 2]]}]}
    )
    assert answer.json()["error"]["message"] == f"Invalid data[0]: {too_long}"
