"""Validations, conditional formats and the basic filter."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.formatting.rule import DataBarRule

COLUMN = {"startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}


def condition(kind: str, *values: str) -> dict[str, Any]:
    found: dict[str, Any] = {"type": kind}
    if values:
        found["values"] = [{"userEnteredValue": value} for value in values]
    return found


def rule(kind: str, *values: str, **more: Any) -> dict[str, Any]:
    return {"condition": condition(kind, *values)} | more


@pytest.mark.parametrize(
    "given",
    [
        rule("ONE_OF_LIST", "new", "done", 'with "quotes"', showCustomUi=True, strict=True),
        rule("ONE_OF_LIST", "0", "1", "10", showCustomUi=True, inputMessage="a score"),
        rule("ONE_OF_RANGE", "='Call list'!$A$2:$A", showCustomUi=True),
        rule("BOOLEAN", strict=True, showCustomUi=True),
        rule("NUMBER_BETWEEN", "0", "10", strict=True),
        rule("NUMBER_GREATER", "5"),
        rule("DATE_IS_VALID"),
        rule("CUSTOM_FORMULA", "=ISNUMBER(A2)"),
    ],
    ids=lambda given: given["condition"]["type"],
)
def test_a_validation_survives_the_file(desk: Any, given: dict[str, Any]) -> None:
    desk.batch(
        {"addSheet": {"properties": {"sheetId": 5, "title": "Call list"}}},
        {"setDataValidation": {"range": COLUMN, "rule": given}},
    )
    again = type(desk)(desk.path)
    assert again.cell("A2")["dataValidation"] == given
    assert again.cell("A999")["dataValidation"] == given
    assert again.cell("A1") == {}
    desk.batch({"setDataValidation": {"range": COLUMN}})
    assert desk.opened()["Sheet1"].data_validations.dataValidation == []


def test_a_dropdown_in_the_file_is_as_excel_wants_it(desk: Any) -> None:
    desk.batch({"setDataValidation": {"range": COLUMN, "rule": rule("ONE_OF_RANGE", "=B2:B", showCustomUi=True)}})
    (found,) = desk.opened()["Sheet1"].data_validations.dataValidation
    assert (found.type, found.formula1, str(found.sqref)) == ("list", "$B$2:$B$1048576", "A2:A1048576")
    assert not found.showDropDown


def test_rules_of_appended_rows_stay_one_record(desk: Any) -> None:
    listed = {"dataValidation": rule("ONE_OF_LIST", "yes", "no", showCustomUi=True)}
    row = {"values": [{"userEnteredValue": {"numberValue": 1}}, listed | {"userEnteredValue": {"stringValue": "no"}}]}
    for _ in range(5):
        request = {"sheetId": 0, "rows": [row] * 3, "fields": "userEnteredValue,dataValidation"}
        desk.batch({"appendCells": request})
    (found,) = desk.opened()["Sheet1"].data_validations.dataValidation
    assert str(found.sqref) == "B1:B15"


def test_clearing_a_cell_in_the_middle_leaves_the_rest(desk: Any) -> None:
    desk.batch({"setDataValidation": {"range": COLUMN, "rule": rule("DATE_IS_VALID")}})
    start = {"sheetId": 0, "rowIndex": 4, "columnIndex": 0}
    desk.batch({"updateCells": {"start": start, "rows": [{"values": [{}]}], "fields": "dataValidation"}})
    assert desk.cell("A5") == {}
    assert "dataValidation" in desk.cell("A4")
    assert "dataValidation" in desk.cell("A6")


@pytest.mark.parametrize(
    "given",
    [
        rule("ONE_OF_LIST", "a,b", "c", strict=True, showCustomUi=True),
        rule("ONE_OF_LIST", "x" * 300, showCustomUi=True, inputMessage="one of those"),
        rule("BOOLEAN", "Yes", "No", strict=True, showCustomUi=True),
        rule("BOOLEAN", "Yes"),
        rule("BOOLEAN"),
        rule("TEXT_IS_EMAIL"),
        rule("TEXT_IS_URL", strict=True),
        rule("TEXT_CONTAINS", 'a "b"'),
        rule("TEXT_NOT_CONTAINS", "=B2"),
        rule("TEXT_EQ", "done"),
        rule("DATE_AFTER", "12/31/2026"),
        rule("DATE_BETWEEN", "2026-01-01", "2026-12-31"),
        rule("NUMBER_NOT_BETWEEN", "1.5", "=B2"),
    ],
    ids=lambda given: str(given["condition"])[:60],
)
def test_a_rule_that_excel_has_no_words_for_is_as_it_was_given(desk: Any, given: dict[str, Any]) -> None:
    desk.batch({"setDataValidation": {"range": COLUMN, "rule": given}})
    again = type(desk)(desk.path)
    assert again.cell("A2")["dataValidation"] == given
    desk.batch({"setDataValidation": {"range": COLUMN | {"startColumnIndex": 3, "endColumnIndex": 4}, "rule": given}})
    assert type(desk)(desk.path).cell("D2")["dataValidation"] == given
    assert desk.opened()["Sheet1"].data_validations.dataValidation


def test_checkboxes_with_words_and_a_list_of_the_same_words_are_two_rules(desk: Any) -> None:
    next_to_it = COLUMN | {"startColumnIndex": 1, "endColumnIndex": 2}
    desk.batch({"setDataValidation": {"range": COLUMN, "rule": rule("BOOLEAN", "Yes", "No", showCustomUi=True)}})
    listed = rule("ONE_OF_LIST", "Yes", "No", showCustomUi=True)
    desk.batch({"setDataValidation": {"range": next_to_it, "rule": listed}})
    again = type(desk)(desk.path)
    assert again.cell("A2")["dataValidation"]["condition"]["type"] == "BOOLEAN"
    assert again.cell("B2")["dataValidation"]["condition"]["type"] == "ONE_OF_LIST"


def test_a_formula_is_told_for_the_first_cell_that_is_left(desk: Any) -> None:
    desk.batch({"setDataValidation": {"range": COLUMN, "rule": rule("CUSTOM_FORMULA", "=ISNUMBER(A2)")}})
    first = COLUMN | {"startRowIndex": 1, "endRowIndex": 4}
    desk.batch({"setDataValidation": {"range": first}})
    (found,) = desk.opened()["Sheet1"].data_validations.dataValidation
    assert (found.formula1, str(found.sqref)) == ("ISNUMBER(A5)", "A5:A1048576")
    desk.batch({"setDataValidation": {"range": first, "rule": rule("CUSTOM_FORMULA", "=ISNUMBER(A2)")}})
    (found,) = desk.opened()["Sheet1"].data_validations.dataValidation
    assert (found.formula1, str(found.sqref)) == ("ISNUMBER(A2)", "A2:A1048576")


def test_rows_that_a_filter_hides_get_a_rule_only_when_asked(desk: Any) -> None:
    desk.put([["status"], ["new"], ["done"], ["new"]])
    table = {"endRowIndex": 4, "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": 1}
    desk.batch({"setBasicFilter": {"filter": {"range": table, "criteria": {"0": {"hiddenValues": ["done"]}}}}})
    desk.batch({"setDataValidation": {"range": COLUMN, "rule": rule("DATE_IS_VALID")}})
    assert "dataValidation" not in desk.cell("A3")
    assert "dataValidation" in desk.cell("A4")
    whole = {"range": COLUMN, "rule": rule("DATE_IS_VALID"), "filteredRowsIncluded": True}
    desk.batch({"setDataValidation": whole})
    assert "dataValidation" in desk.cell("A3")


def test_what_is_no_rule_is_refused(desk: Any) -> None:
    for given, message in (
        (rule("NUMBER_BETWEEN", "1"), "NUMBER_BETWEEN requires 2 ConditionValue(s), 1 found."),
        (rule("NUMBER_GREATER", "many"), "Invalid ConditionValue.userEnteredValue: many"),
        (rule("CUSTOM_FORMULA", "A2>1"), "Invalid ConditionValue.userEnteredValue: A2>1"),
        (rule("BLANK"), "ConditionType 'BLANK' is not supported in data validation."),
        ({"strict": True}, "No condition type specified."),
    ):
        request = {"setDataValidation": {"range": COLUMN, "rule": given}}
        assert desk.refused(request) == f"Invalid requests[0].setDataValidation: {message}"
    relative = {"condition": {"type": "DATE_AFTER", "values": [{"relativeDate": "TODAY"}]}}
    assert "Relative dates" in desk.refused({"setDataValidation": {"range": COLUMN, "rule": relative}})


FILL = {"backgroundColorStyle": {"rgbColor": {"red": 1}}}


@pytest.mark.parametrize(
    "given",
    [
        condition("CUSTOM_FORMULA", "=ISNUMBER(A2)*(A2>=9)"),
        condition("NUMBER_LESS", "0"),
        condition("NUMBER_BETWEEN", "7", "8"),
        condition("TEXT_EQ", "done"),
        condition("TEXT_CONTAINS", "late"),
        condition("NOT_BLANK"),
        condition("BLANK"),
        condition("TEXT_NOT_CONTAINS", "=B1"),
        condition("TEXT_STARTS_WITH", 'a "b"'),
        condition("TEXT_ENDS_WITH", "=B1&C1"),
        condition("DATE_EQ", "12/31/2026"),
        condition("DATE_BEFORE", "2026-12-31"),
        {"type": "DATE_AFTER", "values": [{"relativeDate": "PAST_WEEK"}]},
        {"type": "DATE_BEFORE", "values": [{"relativeDate": "TODAY"}]},
    ],
    ids=lambda given: given["type"],
)
def test_a_conditional_format_survives_the_file(desk: Any, given: dict[str, Any]) -> None:
    look = FILL | {"textFormat": {"bold": True, "foregroundColorStyle": {"rgbColor": {"blue": 1}}}}
    boolean = {"condition": given, "format": look}
    desk.batch({"addConditionalFormatRule": {"rule": {"ranges": [COLUMN], "booleanRule": boolean}, "index": 0}})
    (found,) = type(desk)(desk.path).get("sheets.conditionalFormats")["sheets"][0]["conditionalFormats"]
    assert found["ranges"] == [COLUMN]
    assert found["booleanRule"]["condition"] == given
    shown = found["booleanRule"]["format"]
    assert shown["backgroundColorStyle"] == FILL["backgroundColorStyle"]
    assert shown["textFormat"]["bold"]


def test_a_colour_scale_survives_the_file(desk: Any) -> None:
    gradient = {
        "minpoint": {"type": "NUMBER", "value": "-100", "colorStyle": {"rgbColor": {"red": 1}}},
        "midpoint": {"type": "NUMBER", "value": "0", "colorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}}},
        "maxpoint": {"type": "MAX", "colorStyle": {"rgbColor": {"green": 1}}},
    }
    desk.batch({"addConditionalFormatRule": {"rule": {"ranges": [COLUMN], "gradientRule": gradient}}})
    (found,) = type(desk)(desk.path).get("sheets.conditionalFormats")["sheets"][0]["conditionalFormats"]
    for name, point in gradient.items():
        assert found["gradientRule"][name] | point == found["gradientRule"][name]
    del gradient["maxpoint"]
    assert "No interpolationPointType specified." in desk.refused(
        {"addConditionalFormatRule": {"rule": {"ranges": [COLUMN], "gradientRule": gradient}}}
    )


def test_rules_are_ordered_and_deleted_by_index(desk: Any) -> None:
    for index, value in enumerate("abc"):
        boolean = {"condition": condition("TEXT_EQ", value), "format": FILL}
        request = {"rule": {"ranges": [COLUMN], "booleanRule": boolean}, "index": 0 if value == "c" else index}
        desk.batch({"addConditionalFormatRule": request})

    def texts() -> list[str]:
        rules = desk.get("sheets.conditionalFormats")["sheets"][0]["conditionalFormats"]
        return [each["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for each in rules]

    assert texts() == ["c", "a", "b"]
    (reply,) = desk.batch({"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}})
    assert reply["deleteConditionalFormatRule"]["rule"]["booleanRule"]["condition"]["type"] == "TEXT_EQ"
    assert texts() == ["c", "b"]
    assert "at index: 2" in desk.refused({"deleteConditionalFormatRule": {"sheetId": 0, "index": 2}})


def test_a_rule_is_replaced_and_moved(desk: Any) -> None:
    for value in "ab":
        boolean = {"condition": condition("TEXT_EQ", value), "format": FILL}
        desk.batch({"addConditionalFormatRule": {"rule": {"ranges": [COLUMN], "booleanRule": boolean}, "index": 0}})
    other = {"ranges": [COLUMN], "booleanRule": {"condition": condition("TEXT_EQ", "c"), "format": FILL}}
    (reply,) = desk.batch({"updateConditionalFormatRule": {"index": 1, "rule": other}})
    found = reply["updateConditionalFormatRule"]
    assert found["newIndex"] == 1
    assert found["oldRule"]["booleanRule"]["condition"] == condition("TEXT_EQ", "a")
    assert found["newRule"]["booleanRule"]["condition"] == condition("TEXT_EQ", "c")
    (reply,) = desk.batch({"updateConditionalFormatRule": {"index": 1, "newIndex": 0}})
    found = reply["updateConditionalFormatRule"]
    assert (found["oldIndex"], found["newIndex"], "oldRule" in found) == (1, 0, False)
    rules = type(desk)(desk.path).get("sheets.conditionalFormats")["sheets"][0]["conditionalFormats"]
    texts = [each["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for each in rules]
    assert texts == ["c", "b"]
    assert "at index: 2" in desk.refused({"updateConditionalFormatRule": {"index": 0, "newIndex": 2}})


def test_a_conditional_format_that_google_refuses(desk: Any) -> None:
    for given, message in (
        (condition("ONE_OF_LIST", "a"), "ConditionType 'ONE_OF_LIST' is not supported in conditional formatting."),
        (condition("NUMBER_EQ", "many"), "Invalid ConditionValue.userEnteredValue: many"),
        (condition("NUMBER_EQ"), "NUMBER_EQ requires 1 ConditionValue(s), 0 found."),
    ):
        boolean = {"condition": given, "format": FILL}
        request = {"addConditionalFormatRule": {"rule": {"ranges": [COLUMN], "booleanRule": boolean}}}
        assert desk.refused(request) == f"Invalid requests[0].addConditionalFormatRule: {message}"


def test_peoples_data_bars_are_kept_though_google_has_no_words_for_them(made_elsewhere: Any) -> None:
    bars = DataBarRule("min", None, "max", None, "FF638EC6")
    desk = made_elsewhere(lambda book: book.active.conditional_formatting.add("A1:A9", bars))
    sheet_id = desk.spreadsheet.sheet1.id
    assert desk.get("sheets.conditionalFormats")["sheets"] == [{}]
    boolean = {"condition": condition("NOT_BLANK"), "format": FILL}
    ranges = [COLUMN | {"sheetId": sheet_id}]
    desk.batch({"addConditionalFormatRule": {"rule": {"ranges": ranges, "booleanRule": boolean}}})
    kinds = [each.type for block in desk.opened().active.conditional_formatting for each in block.rules]
    assert sorted(kinds) == ["dataBar", "notContainsBlanks"]


def test_a_filter_is_set_extended_and_cleared(desk: Any) -> None:
    desk.put([["client", "status"], ["A", "new"], ["B", "done"], ["C", None]])
    area = {"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    criteria = {"1": {"hiddenValues": ["done"]}}
    desk.batch({"setBasicFilter": {"filter": {"range": area, "criteria": criteria}}})
    found = type(desk)(desk.path).get("sheets.basicFilter")["sheets"][0]["basicFilter"]
    assert (found["range"], found["criteria"]) == (area, criteria)
    assert desk.opened()["Sheet1"].row_dimensions[3].hidden
    desk.put([["D", "done"], ["E", "new"]], row=4)
    specs = found["filterSpecs"]
    desk.batch({"setBasicFilter": {"filter": {"range": area | {"endRowIndex": 6}, "filterSpecs": specs}}})
    ws = desk.opened()["Sheet1"]
    assert ws.auto_filter.ref == "A1:B6"
    assert [row for row in range(1, 7) if ws.row_dimensions[row].hidden] == [3, 5]
    desk.batch({"clearBasicFilter": {"sheetId": 0}})
    ws = desk.opened()["Sheet1"]
    assert ws.auto_filter.ref is None
    assert not any(ws.row_dimensions[row].hidden for row in range(1, 7))
    assert desk.get("sheets.basicFilter")["sheets"] == [{}]
