"""Cells copied, cut and sorted."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation


def grid(top: int, bottom: int, left: int, right: int, sheet_id: int = 0) -> dict[str, Any]:
    ends = {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}
    return {"sheetId": sheet_id, **ends}


def paste(source: dict[str, Any], destination: dict[str, Any], kind: str = "NORMAL", **more: Any) -> dict[str, Any]:
    return {"copyPaste": {"source": source, "destination": destination, "pasteType": f"PASTE_{kind}", **more}}


def cut(source: dict[str, Any], row: int, column: int) -> dict[str, Any]:
    destination = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    return {"cutPaste": {"source": source, "destination": destination, "pasteType": "PASTE_NORMAL"}}


@pytest.fixture
def rich(desk: Any) -> Any:
    """A1:B2 with a formula, a look, a note, a dropdown and a rule; a second sheet with the id 5."""
    desk.batch({"addSheet": {"properties": {"title": "Other", "sheetId": 5}}})
    book = desk.opened()
    ws: Any = book["Sheet1"]
    ws["A1"], ws["B1"], ws["A2"], ws["B2"] = 2, "=A1*10", "text", "=Other!A1"
    ws["B1"].font, ws["B1"].number_format = Font(bold=True), "0.0"
    ws["B1"].border = Border(top=Side(style="thin"))
    ws["A2"].comment = Comment("note", "Ann")
    rule = DataValidation(type="list", formula1="$A$1:$A$2")
    rule.add("A2")
    ws.add_data_validation(rule)
    ws.conditional_formatting.add("A1:A2", CellIsRule(operator="equal", formula=["2"], fill=PatternFill("solid")))
    book.save(desk.path)
    return desk


def test_a_copy_has_values_looks_notes_and_rules(rich: Any) -> None:
    rich.batch(paste(grid(0, 2, 0, 2), grid(4, 6, 3, 5)))
    ws = rich.opened()["Sheet1"]
    assert (ws["D5"].value, ws["E5"].value, ws["D6"].value, ws["E6"].value) == (2, "=D5*10", "text", "=Other!D5")
    assert (ws["E5"].font.b, ws["E5"].number_format, ws["E5"].border.top.style) == (True, "0.0", "thin")
    assert ws["D6"].comment.text == "note"
    assert str(ws.data_validations.dataValidation[0].sqref) == "A2 D6"
    assert [str(block.sqref) for block in ws.conditional_formatting] == ["A1:A2 D5:D6"]


def test_a_destination_of_twice_the_size_is_filled_twice(desk: Any) -> None:
    desk.put([[1, 2]])
    desk.batch(paste(grid(0, 1, 0, 2), grid(2, 4, 0, 4)))
    assert desk.values("A3:D4") == [[1, 2, 1, 2], [1, 2, 1, 2]]
    desk.batch(paste(grid(0, 1, 0, 2), grid(5, 6, 0, 1)))
    assert desk.values("A6:D6") == [[1, 2]]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("VALUES", (20, False, None, None)),
        ("FORMULA", ("=D5*10", False, None, None)),
        ("FORMAT", (None, True, "thin", None)),
        ("NO_BORDERS", ("=D5*10", True, None, "note")),
        ("DATA_VALIDATION", (None, False, None, None)),
    ],
)
def test_each_kind_of_pasting_brings_its_part(rich: Any, kind: str, expected: tuple[Any, ...]) -> None:
    rich.batch(paste(grid(0, 2, 0, 2), grid(4, 6, 3, 5), kind))
    ws = rich.opened()["Sheet1"]
    note = ws["D6"].comment.text if ws["D6"].comment else None
    assert (ws["E5"].value, bool(ws["E5"].font.b), ws["E5"].border.top.style, note) == expected
    validated = str(ws.data_validations.dataValidation[0].sqref) == "A2 D6"
    assert validated == (kind in {"FORMAT", "NO_BORDERS", "DATA_VALIDATION"})


def test_rows_become_columns(desk: Any) -> None:
    desk.put([[1, 2, 3], [4, 5, 6]])
    desk.batch(paste(grid(0, 2, 0, 3), grid(4, 5, 0, 1), pasteOrientation="TRANSPOSE"))
    assert desk.values("A5:B7") == [[1, 4], [2, 5], [3, 6]]


def test_a_copy_on_another_sheet_looks_at_that_sheet_but_its_dropdown_at_the_old_list(rich: Any) -> None:
    rich.batch(paste(grid(1, 2, 0, 1), grid(0, 1, 0, 1, 5), "DATA_VALIDATION"))
    rich.batch(paste(grid(0, 1, 1, 2), grid(0, 1, 1, 2, 5), "FORMULA"))
    ws = rich.opened()["Other"]
    assert ws["B1"].value == "=A1*10"
    assert ws.data_validations.dataValidation[0].formula1 == "Sheet1!$A$1:$A$2"


def test_conditional_formats_are_not_lost_in_silence_on_the_way_to_another_sheet(rich: Any) -> None:
    assert "another sheet" in rich.refused(paste(grid(0, 2, 0, 2), grid(0, 2, 0, 2, 5)), status=501)


def test_merged_cells_are_copied_whole_or_not_at_all(desk: Any) -> None:
    desk.batch({"mergeCells": {"range": grid(0, 2, 0, 1), "mergeType": "MERGE_ALL"}})
    desk.batch(paste(grid(0, 2, 0, 1), grid(4, 6, 2, 3)))
    assert sorted(str(each) for each in desk.opened().active.merged_cells.ranges) == ["A1:A2", "C5:C6"]
    assert "merged" in desk.refused(paste(grid(0, 1, 0, 1), grid(8, 9, 0, 1)))
    assert "merged" in desk.refused(paste(grid(9, 10, 0, 1), grid(4, 5, 2, 3)))


def test_what_is_cut_is_followed_by_what_points_at_it(desk: Any) -> None:
    desk.put([[1], [2]])
    book = desk.opened()
    book.active["C1"], book.active["C2"], book.active["A2"] = "=A1", "=SUM(A1:A5)", "=A1+1"
    book.active["A1"].font = Font(bold=True)
    book.save(desk.path)
    desk.batch(
        {"cutPaste": {"source": grid(0, 2, 0, 1), "destination": {"sheetId": 0, "rowIndex": 6, "columnIndex": 1}}}
    )
    ws = desk.opened().active
    assert (ws["A1"].value, ws["A2"].value, ws["B7"].value, ws["B8"].value) == (None, None, 1, "=B7+1")
    assert (ws["C1"].value, ws["C2"].value) == ("=B7", "=SUM(A1:A5)")
    assert ws["B7"].font.b
    assert not ws["A1"].font.b


def test_what_is_cut_may_overlap_where_it_goes(desk: Any) -> None:
    desk.put([[1], [2], [3]])
    desk.batch(
        {"cutPaste": {"source": grid(0, 3, 0, 1), "destination": {"sheetId": 0, "rowIndex": 1, "columnIndex": 0}}}
    )
    assert desk.values("A1:A4") == [[], [1], [2], [3]]


def test_rows_are_sorted_by_kind_and_value_with_the_empty_ones_last(desk: Any) -> None:
    desk.put([["b"], [True], [10], [None], ["a"], [2], ["=1/0"]])
    book = desk.opened()
    book.active["A7"] = "=1/0"
    book.save(desk.path)
    desk.spreadsheet.sheet1.sort((1, "asc"))
    assert desk.values("A1:A7") == [[2], [10], ["a"], ["b"], [True], ["#DIV/0!"]]
    desk.spreadsheet.sheet1.sort((1, "des"))
    assert desk.values("A1:A7") == [["#DIV/0!"], [True], ["b"], ["a"], [10], [2]]


def test_rows_are_sorted_by_several_columns_and_stay_whole(desk: Any) -> None:
    rows = [["Bob", 2, "x"], ["Ann", 1, "y"], ["Bob", 1, "z"], ["Ann", 2, "w"]]
    desk.put(rows)
    book = desk.opened()
    book.active["C2"].fill = PatternFill("solid", fgColor="FFFF0000")
    book.active["D2"] = "=B2*10"
    book.save(desk.path)
    desk.spreadsheet.sheet1.sort((1, "asc"), (2, "des"), range="A1:D4")
    assert desk.values("A1:C4") == [rows[3], rows[1], rows[0], rows[2]]
    ws = desk.opened().active
    assert ws["C2"].fill.fgColor.rgb == "FFFF0000"
    assert (ws["D2"].value, ws["D1"].value) == ("=B2*10", None)


def test_a_formula_that_is_sorted_looks_at_its_new_row(desk: Any) -> None:
    desk.put([[2], [1]])
    book = desk.opened()
    book.active["B1"], book.active["B2"] = "=A1*10", "=A2*100"
    book.save(desk.path)
    desk.batch({"sortRange": {"range": grid(0, 2, 0, 2), "sortSpecs": [{"dimensionIndex": 0}]}})
    assert [cell.value for cell in desk.opened().active["B"]] == ["=A1*100", "=A2*10"]
    assert desk.values("B1:B2") == [[100], [20]]


def test_merged_cells_are_not_sorted(desk: Any) -> None:
    desk.batch({"mergeCells": {"range": grid(0, 2, 0, 1), "mergeType": "MERGE_ALL"}})
    assert "merged" in desk.refused({"sortRange": {"range": grid(0, 3, 0, 1), "sortSpecs": [{"dimensionIndex": 0}]}})


def test_gspread_copies_and_cuts(desk: Any) -> None:
    sheet = desk.spreadsheet.sheet1
    sheet.update([["A1"], ["A2"]], "A1:A2")
    sheet.copy_range("A1:A2", "B1:B2")
    sheet.cut_range("A1:A2", "C1")
    assert desk.values("A1:C2") == [["", "A1", "A1"], ["", "A2", "A2"]]
    assert isinstance(desk.opened(), openpyxl.Workbook)
