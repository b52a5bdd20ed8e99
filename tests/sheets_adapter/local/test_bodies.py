"""What is wrong with a body or a mask is said in Google's words; what Google understands is understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sheets_adapter.local import LocalSheets, bodies, create
from sheets_adapter.local.errors import ApiError
from tests.sheets_adapter.discovery import described

SCHEMA = Path(bodies.__file__).with_name("schema.json")


def told(method: str, body: Any) -> list[tuple[str, str]]:
    """Field and description of each violation; the message is made of the descriptions."""
    with pytest.raises(ApiError) as refusal:
        bodies.checked(method, body)
    error = refusal.value.body()["error"]
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    [details] = error["details"]
    assert details["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    assert error["message"] == "\n".join(each["description"] for each in details["fieldViolations"])
    return [(each.get("field", ""), each["description"]) for each in details["fieldViolations"]]


def one(request: Any) -> dict[str, Any]:
    return {"requests": [request]}


def test_the_schema_is_the_discovery_document() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == described()


def test_a_name_that_does_not_exist() -> None:
    assert told("batchUpdate", one({"addSheet": {"properties": {"titel": "x"}}})) == [
        (
            "requests[0].add_sheet.properties",
            (
                'Invalid JSON payload received. Unknown name "titel" at '
                "'requests[0].add_sheet.properties': Cannot find field."
            ),
        )
    ]
    assert told("batchUpdate", {"data": []}) == [
        ("", 'Invalid JSON payload received. Unknown name "data": Cannot find field.')
    ]
    assert told("values.update", {"valueInputOption": "RAW"}) == [
        ("data", "Invalid JSON payload received. Unknown name \"valueInputOption\" at 'data': Cannot find field.")
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            one({"deleteSheet": {"sheetId": "first"}}),
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"first\"",
        ),
        (
            one({"deleteSheet": {"sheetId": 1.5}}),
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), 1.5",
        ),
        (
            one({"deleteSheet": {"sheetId": 2**31}}),
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), 2147483648",
        ),
        (
            one({"addSheet": {"properties": {"title": 8}}}),
            "Invalid value at 'requests[0].add_sheet.properties.title' (TYPE_STRING), 8",
        ),
        (
            one({"addSheet": {"properties": {"hidden": "yes"}}}),
            "Invalid value at 'requests[0].add_sheet.properties.hidden' (TYPE_BOOL), \"yes\"",
        ),
        (
            one({"mergeCells": {"mergeType": "MERGE_SOME"}}),
            "Invalid value at 'requests[0].merge_cells.merge_type' (TYPE_ENUM), \"MERGE_SOME\"",
        ),
        (
            one({"appendDimension": {"dimension": "ROW"}}),
            (
                "Invalid value at 'requests[0].append_dimension.dimension' "
                '(type.googleapis.com/google.apps.sheets.v4.Dimension), "ROW"'
            ),
        ),
        (
            one("repeatCell"),
            (
                "Invalid value at 'requests[0]' (type.googleapis.com/google.apps.sheets.v4."
                'BatchUpdateSpreadsheetRequest.Request), "repeatCell"'
            ),
        ),
        (
            one({"updateCells": {"rows": [{"values": [{"userEnteredValue": {"numberValue": "Sat Sep 24 2016"}}]}]}}),
            (
                "Invalid value at 'requests[0].update_cells.rows[0].values[0].user_entered_value.number_value' "
                '(TYPE_DOUBLE), "Sat Sep 24 2016"'
            ),
        ),
        (
            one({"addSheet": {"properties": {"title": {"text": "x"}}}}),
            "Invalid value at 'requests[0].add_sheet.properties' (title), Starting an object on a scalar field",
        ),
        (
            one({"addSheet": {"properties": [{"title": "x"}, {}]}}),
            (
                "Invalid JSON payload received. Unknown name \"properties\" at 'requests[0].add_sheet': "
                "Proto field is not repeating, cannot start list."
            ),
        ),
        (
            one({"addConditionalFormatRule": {"rule": {"booleanRule": {}, "gradientRule": {}}}}),
            (
                "Invalid value at 'requests[0].add_conditional_format_rule.rule' (oneof), oneof field 'rule' is "
                "already set. Cannot set 'gradientRule'"
            ),
        ),
    ],
)
def test_a_value_of_another_kind(body: Any, message: str) -> None:
    assert [description for _, description in told("batchUpdate", body)] == [message]


def test_values_that_are_no_rows_are_told_one_by_one() -> None:
    assert told("values.update", {"values": "X"}) == [
        ("data.values", "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\"")
    ]
    assert [field for field, _ in told("values.append", {"values": ["a", ["b"], 3]})] == [
        "data.values[0]",
        "data.values[2]",
    ]


def test_what_google_understands_is_understood() -> None:
    given = {
        "requests": {
            "update_sheet_properties": {
                "properties": {
                    "sheet_id": "7",
                    "title": None,
                    "gridProperties": {"rowCount": 3.0, "hideGridlines": "true"},
                },
                "fields": "grid_properties",
            }
        },
        "response_ranges": "A1",
    }
    assert bodies.checked("batchUpdate", given) == {
        "requests": [
            {
                "updateSheetProperties": {
                    "properties": {"sheetId": 7, "gridProperties": {"rowCount": 3, "hideGridlines": True}},
                    "fields": "grid_properties",
                }
            }
        ],
        "responseRanges": ["A1"],
    }
    nested = {"requests": [[{"deleteSheet": {}}], {"appendDimension": {"dimension": "rows"}}]}
    assert bodies.checked("batchUpdate", nested) == {
        "requests": [{"deleteSheet": {}}, {"appendDimension": {"dimension": "ROWS"}}]
    }


def test_a_body_as_it_should_be_is_not_copied() -> None:
    body = {"requests": [{"updateCells": {"rows": [{"values": [{"note": "x"}]}], "fields": "note"}}]}
    assert bodies.checked("batchUpdate", body) is body


@pytest.mark.parametrize(
    ("mask", "path"),
    [
        ("sheets.sheetProperties", "sheets.sheetProperties"),
        (
            "sheets(properties,data/rowData/values/effectiveFormat/type)",
            "sheets.data.rowData.values.effectiveFormat.type",
        ),
        ("properties, sheets.properties", " sheets.properties"),
        ("spreadsheetId.id", "spreadsheetId.id"),
    ],
)
def test_a_mask_of_fields_that_do_not_exist(tmp_path: Path, mask: str, path: str) -> None:
    service = LocalSheets(create(tmp_path / "team.xlsx"))
    answer = service.handle("GET", f"/v4/spreadsheets/{service.spreadsheet_id}", f"fields={mask}")
    assert isinstance(answer.body, dict)
    assert answer.body["error"]["message"] == "Request contains an invalid argument."
    assert answer.body["error"]["details"][0]["fieldViolations"] == [
        {
            "field": mask,
            "description": f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'.",
        }
    ]


def test_a_field_named_whole_is_whole_whatever_else_is_named_in_it(tmp_path: Path) -> None:
    service = LocalSheets(create(tmp_path / "team.xlsx"))
    for mask in (
        "sheets.properties,sheets.properties.title",
        "sheets(properties/title,properties)",
        "sheets/properties/*",
    ):
        answer = service.handle("GET", f"/v4/spreadsheets/{service.spreadsheet_id}", f"fields={mask}")
        assert isinstance(answer.body, dict)
        assert answer.body["sheets"][0]["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26}


def test_a_batch_without_requests(tmp_path: Path) -> None:
    service = LocalSheets(create(tmp_path / "team.xlsx"))
    for body, message in (
        ({}, "Must specify at least one request."),
        ({"requests": [{}]}, "Invalid requests[0]: No request set."),
    ):
        answer = service.handle("POST", f"/v4/spreadsheets/{service.spreadsheet_id}:batchUpdate", "", body)
        assert isinstance(answer.body, dict)
        assert answer.body["error"]["message"] == message
