"""Rows that are deleted: what stands below moves up, and everything that points at it follows."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest
from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation


def delete(first: int, end: int, sheet_id: int = 0, dimension: str = "ROWS") -> dict[str, Any]:
    where = {"sheetId": sheet_id, "dimension": dimension, "startIndex": first, "endIndex": end}
    return {"deleteDimension": {"range": where}}


@pytest.fixture
def filled(desk: Any) -> Any:
    """Ten rows, with everything that can point at rows."""
    book = openpyxl.load_workbook(desk.path)
    sheet, other = book.active, book.create_sheet("Other")
    for number in range(1, 11):
        sheet.append([number, f"row {number}"])
    sheet["C9"] = "=SUM(A2:A10)+A9+$A$3"
    other["A1"], other["A2"], other["A3"] = "=SUM(Sheet1!A2:A10)", "=Sheet1!A4", "=COUNTA(Sheet1!A:A)"
    sheet["A8"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet["B8"].hyperlink = "https://example.org"
    sheet.row_dimensions[8].height = 44
    sheet.merge_cells("D7:E8")
    rule = DataValidation(type="list", formula1='"yes,no"', sqref="F2:F10")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("A2:A10", FormulaRule(formula=["A2>5"], fill=PatternFill(bgColor="FF00FF00")))
    sheet.auto_filter.ref = "A1:C10"
    book.defined_names.add(openpyxl.workbook.defined_name.DefinedName("figures", attr_text="Sheet1!$A$2:$A$10"))
    chart = LineChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=10), titles_from_data=True)
    other.add_chart(chart, "D5")
    book.save(desk.path)
    return desk


def test_what_stands_below_moves_up_with_all_that_points_at_it(filled: Any) -> None:
    filled.batch(delete(2, 5))
    book = filled.opened()
    sheet, other = book["Sheet1"], book["Other"]
    assert [cell.value for cell in sheet["A"]][:7] == [1, 2, 6, 7, 8, 9, 10]
    assert sheet["C6"].value == "=SUM(A2:A7)+A6+#REF!"
    assert [other[f"A{row}"].value for row in (1, 2, 3)] == [
        "=SUM(Sheet1!A2:A7)",
        "=Sheet1!#REF!",
        "=COUNTA(Sheet1!A:A)",
    ]
    assert sheet["A5"].fill.fgColor.rgb == "FFFF0000"
    assert sheet["B5"].hyperlink.target == "https://example.org"
    assert sheet.row_dimensions[5].height == 44
    assert [str(each) for each in sheet.merged_cells.ranges] == ["D4:E5"]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["F2:F7"]
    assert [str(block.sqref) for block in sheet.conditional_formatting] == ["A2:A7"]
    assert sheet.auto_filter.ref == "A1:C7"
    assert book.defined_names["figures"].attr_text.replace("'", "") == "Sheet1!$A$2:$A$7"
    assert other._charts[0].series[0].val.numRef.f.replace("'", "") == "Sheet1!$A$2:$A$7"
    assert filled.get()["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 997


def test_what_stands_on_deleted_rows_alone_goes(filled: Any) -> None:
    filled.batch(delete(6, 8))
    sheet = filled.opened()["Sheet1"]
    assert not sheet.merged_cells.ranges
    assert sheet["B7"].hyperlink is None
    assert sheet["A7"].value == 9


def test_rows_that_are_not_there_are_refused(filled: Any) -> None:
    assert "grid" in filled.refused(delete(998, 1001))
    assert "all the rows" in filled.refused(delete(0, 1000))
    assert "all the columns" in filled.refused(delete(0, 26, dimension="COLUMNS"))


def test_a_row_is_given_the_look_of_another(desk: Any) -> None:
    book = openpyxl.load_workbook(desk.path)
    sheet = book.active
    sheet["A1"], sheet["B1"] = "value", "another"
    sheet["A3"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet["B1"].number_format = "0.00"
    sheet.add_data_validation(DataValidation(type="list", formula1='"yes,no"', sqref="A3"))
    book.save(desk.path)
    model = {"sheetId": 0, "startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    where = {**model, "startRowIndex": 0, "endRowIndex": 2}
    desk.batch({"copyPaste": {"source": model, "destination": where, "pasteType": "PASTE_FORMAT"}})
    sheet = desk.opened()["Sheet1"]
    assert (sheet["A1"].value, sheet["A1"].fill.fgColor.rgb) == ("value", "FFFF0000")
    assert sheet["A2"].fill.fgColor.rgb == "FFFF0000"
    assert (sheet["B1"].value, sheet["B1"].number_format) == ("another", "General")
    (rule,) = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "A1:A3"


def test_a_rule_whose_first_row_is_deleted_is_said_for_the_next_one(filled: Any) -> None:
    """Rules are written for the first cell they cover; that one being gone, they still shade and check the others."""
    book = filled.opened()
    own = DataValidation(type="custom", formula1="AND(G2>$A$5,G1<5)", sqref="G2:G10")
    book["Sheet1"].add_data_validation(own)
    book.save(filled.path)
    filled.batch(delete(1, 3))
    sheet = filled.opened()["Sheet1"]
    (shaded,) = sheet.conditional_formatting
    assert (str(shaded.sqref), shaded.rules[0].formula) == ("A2:A8", ["A2>5"])
    rules = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert rules == {"F2:F8": '"yes,no"', "G2:G8": "AND(G2>$A$3,#REF!<5)"}
