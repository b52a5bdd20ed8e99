"""A sheet is duplicated, or copied into another spreadsheet, whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gspread
import openpyxl
from google.auth.credentials import AnonymousCredentials
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from sheets_adapter.local import HOST, LocalSheets, LocalTransport, create


def rich(path: Path) -> None:
    """A sheet with something of everything, and a second one that it looks at."""
    book = openpyxl.Workbook()
    ws: Any = book.active
    ws.title = "Team's plan"
    for row in [["who", "score"], ["Ann", 9], ["Bob", 4]]:
        ws.append(row)
    ws["C2"] = "=B2*2"
    ws["C3"] = "=Other!A1+B3"
    ws["D2"] = "=ARRAYFORMULA"
    ws["B2"].font = Font(bold=True, color="FF00AA00")
    ws["B2"].number_format = "0.0"
    ws["A2"].comment = Comment("asked twice", "Ann")
    ws["A3"].hyperlink = "https://example.com/b"
    ws.merge_cells("A5:B6")
    ws["A5"] = "merged"
    ws.row_dimensions[2].height = 33
    ws.column_dimensions["B"].width = 31
    ws.freeze_panes = "A2"
    ws.auto_filter.ref = "A1:B3"
    ws.conditional_formatting.add("B2:B3", CellIsRule(operator="lessThan", formula=["7"], fill=PatternFill("solid")))
    rule = DataValidation(type="list", formula1='"9,4"')
    rule.add("B2:B3")
    ws.add_data_validation(rule)
    chart = LineChart()
    chart.add_data(Reference(ws, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    ws.add_chart(chart, "E2")
    ws.add_table(Table(displayName="Scores", ref="A1:B3"))
    book.create_sheet("Other")["A1"] = 5
    book.save(path)


def open_with_gspread(service: LocalSheets, spreadsheet_id: str) -> gspread.Spreadsheet:
    client = gspread.Client(auth=AnonymousCredentials())
    client.http_client.session.mount(HOST, LocalTransport(service))
    return client.open_by_key(spreadsheet_id)


def check_copy(ws: Any, title: str) -> None:
    assert (ws["A2"].value, ws["B2"].value, ws["C2"].value, ws["C3"].value) == ("Ann", 9, "=B2*2", "=Other!A1+B3")
    assert ws["B2"].font.b
    assert ws["B2"].font.color.rgb == "FF00AA00"
    assert ws["B2"].number_format == "0.0"
    assert ws["A2"].comment.text == "asked twice"
    assert ws["A3"].hyperlink.target == "https://example.com/b"
    assert [each.coord for each in ws.merged_cells.ranges] == ["A5:B6"]
    assert ws.row_dimensions[2].height == 33
    assert ws.column_dimensions["B"].width == 31
    assert ws.freeze_panes == "A2"
    assert ws.auto_filter.ref == "A1:B3"
    assert [str(block.sqref) for block in ws.conditional_formatting] == ["B2:B3"]
    assert [str(rule.sqref) for rule in ws.data_validations.dataValidation] == ["B2:B3"]
    assert ws._charts[0].series[0].val.numRef.f == f"'{title.replace(chr(39), chr(39) * 2)}'!$B$2:$B$3"
    assert [table.ref for table in ws.tables.values()] == ["A1:B3"]


def test_a_duplicate_has_everything_of_its_model(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    rich(path)
    service = LocalSheets(path)
    book = open_with_gspread(service, service.spreadsheet_id)
    copy = book.duplicate_sheet(book.sheet1.id, insert_sheet_index=1, new_sheet_name="Next")
    assert [sheet.title for sheet in book.worksheets()] == ["Team's plan", "Next", "Other"]
    assert copy.get("C2:C3", value_render_option="UNFORMATTED_VALUE") == [[18], [9]]
    copy.update_acell("B2", "1")
    assert book.sheet1.acell("B2").value == "9.0"
    copy.update_acell("B2", 9)
    file = openpyxl.load_workbook(path)
    check_copy(file["Next"], "Next")
    check_copy(file["Team's plan"], "Team's plan")
    assert set(file["Next"].tables).isdisjoint(file["Team's plan"].tables)


def test_a_duplicate_is_named_after_its_model_and_comes_first(desk: Any) -> None:
    for _ in range(2):
        (reply,) = desk.batch({"duplicateSheet": {"sourceSheetId": 0}})
    assert reply["duplicateSheet"]["properties"]["title"] == "Copy of Sheet1 2"
    titles = [sheet["properties"]["title"] for sheet in desk.get()["sheets"]]
    assert titles == ["Copy of Sheet1 2", "Copy of Sheet1", "Sheet1"]
    assert "already exists" in desk.refused({"duplicateSheet": {"sourceSheetId": 0, "newSheetName": "sheet1"}})
    assert "already exists" in desk.refused({"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 0}})


def test_a_copy_in_the_same_spreadsheet_goes_last(desk: Any) -> None:
    properties = desk.spreadsheet.sheet1.copy_to(desk.service.spreadsheet_id)
    assert (properties["title"], properties["index"]) == ("Copy of Sheet1", 1)


def test_a_sheet_is_copied_into_another_spreadsheet_with_its_looks(tmp_path: Path) -> None:
    rich(tmp_path / "team.xlsx")
    create(tmp_path / "other.xlsx", sheet_title="First")
    service = LocalSheets(tmp_path)
    ids = {path.name: key for key, path in service.shelf.paths().items()}
    book = open_with_gspread(service, ids["team.xlsx"])
    properties = book.sheet1.copy_to(ids["other.xlsx"])
    assert properties["title"] == "Copy of Team's plan"
    file = openpyxl.load_workbook(tmp_path / "other.xlsx")
    assert file.sheetnames == ["First", "Copy of Team's plan"]
    check_copy(file["Copy of Team's plan"], "Copy of Team's plan")


def test_a_sheet_is_copied_nowhere_else(desk: Any) -> None:
    answer = desk.request("POST", "/sheets/0:copyTo", json={"destinationSpreadsheetId": "nowhere"})
    assert answer.status_code == 404
    answer = desk.request("POST", "/sheets/12:copyTo", json={"destinationSpreadsheetId": desk.service.spreadsheet_id})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "No grid with id: 12"
