"""What people and other programs put into a workbook is still there after we wrote to it."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from tests.sheets_adapter.local.conftest import Desk


def furnished(book: openpyxl.Workbook) -> None:
    ws = book.active
    ws.title = "Клиенты"
    ws.append(["Client", "Since", "Fee"])
    ws.append(["Ромашка", 45000.123456789, 0.1 + 0.2])
    ws["A1"].font = Font(name="Georgia", size=13, bold=True, color="FF123456")
    ws["A1"].fill = PatternFill("solid", fgColor="FFEEDDCC")
    ws["A1"].border = Border(bottom=Side("double", color="FF00FF00"))
    ws["B2"].number_format = "dd.mm.yyyy hh:mm"
    ws["C2"].alignment = Alignment(horizontal="right", wrap_text=True, indent=2)
    ws["A2"].comment = Comment("met in May", "Anna")
    ws["A3"].hyperlink = "https://example.org/"
    ws["A4"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"))
    ws.column_dimensions["A"].width = 33
    ws.row_dimensions[2].height = 44
    ws.merge_cells("E1:F2")
    ws.freeze_panes = "B2"
    ws.print_area = "A1:C9"
    ws.oddFooter.center.text = "page &P"
    ws.auto_filter.ref = "A1:C2"
    yes = DataValidation("list", formula1='"yes,no"', allow_blank=True)
    yes.add("D2:D50")
    ws.add_data_validation(yes)
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "veryHidden"
    listed = book.create_sheet("Listed")
    listed.append(["name", "value"])
    listed.append(["a", 1])
    listed.add_table(Table(displayName="Listed1", ref="A1:B2"))
    book.custom_doc_props.append(StringProperty(name="Department", value="web"))
    book.calculation = CalcProperties(fullCalcOnLoad=True)


@pytest.fixture
def kept(made_elsewhere: Any) -> openpyxl.Workbook:
    """The furnished workbook after two writes by us, the second in another process's place."""
    desk = made_elsewhere(furnished)
    for _ in range(2):
        desk = Desk(desk.path)
        desk.put([["ours"]], sheet_id=desk.spreadsheet.worksheet("Клиенты").id, row=8)
        desk.put([["ours"]], sheet_id=desk.spreadsheet.worksheet("Клиенты").id, row=9)
    return openpyxl.load_workbook(desk.path, rich_text=True)


def test_formats_of_cells(kept: openpyxl.Workbook) -> None:
    ws = kept["Клиенты"]
    font = ws["A1"].font
    assert (font.name, font.sz, font.b, font.color.rgb) == ("Georgia", 13, True, "FF123456")
    assert ws["A1"].fill.fgColor.rgb == "FFEEDDCC"
    assert ws["A1"].border.bottom.style == "double"
    assert ws["B2"].number_format == "dd.mm.yyyy hh:mm"
    assert (ws["C2"].alignment.horizontal, ws["C2"].alignment.wrap_text, ws["C2"].alignment.indent) == (
        "right",
        True,
        2,
    )


def test_numbers_to_the_last_digit(made_elsewhere: Any) -> None:
    desk = made_elsewhere(furnished)
    desk.put([["ours"]], sheet_id=desk.spreadsheet.worksheet("Клиенты").id, row=8)
    # openpyxl wrote 16 digits of them in the first place.
    assert Desk(desk.path).values("Клиенты!B2:C2") == [[45000.123456789, float(f"{0.1 + 0.2:.16g}")]]


def test_notes_links_and_bold_words(kept: openpyxl.Workbook) -> None:
    ws = kept["Клиенты"]
    assert (ws["A2"].comment.text, ws["A2"].comment.author) == ("met in May", "Anna")
    assert ws["A3"].hyperlink.target == "https://example.org/"
    assert [str(part) for part in ws["A4"].value] == ["plain ", "bold"]
    assert ws["A4"].value[1].font.b


def test_the_layout_of_the_sheet(kept: openpyxl.Workbook) -> None:
    ws = kept["Клиенты"]
    assert (ws.column_dimensions["A"].width, ws.row_dimensions[2].height) == (33, 44)
    assert [str(each) for each in ws.merged_cells.ranges] == ["E1:F2"]
    assert (ws.freeze_panes, ws.auto_filter.ref) == ("B2", "A1:C2")
    assert ws.print_area == "'Клиенты'!$A$1:$C$9"
    assert ws.oddFooter.center.text == "page &P"
    (yes,) = ws.data_validations.dataValidation
    assert (yes.formula1, str(yes.sqref)) == ('"yes,no"', "D2:D50")


def test_other_sheets_tables_and_properties(kept: openpyxl.Workbook) -> None:
    assert kept["Hidden"].sheet_state == "veryHidden"
    assert list(kept["Listed"].tables) == ["Listed1"]
    assert kept.custom_doc_props["Department"].value == "web"


X14 = b"""<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
 uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1"
 xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list" allowBlank="1"
 showErrorMessage="1"><x14:formula1><xm:f>Listed!$A$2:$A$1048576</xm:f></x14:formula1><xm:sqref>D2:D9</xm:sqref>
</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"""


def test_a_dropdown_from_another_sheet_as_excel_saves_it(made_elsewhere: Any) -> None:
    desk = made_elsewhere(lambda book: book.create_sheet("Listed"))
    with zipfile.ZipFile(desk.path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</worksheet>", X14)
    with zipfile.ZipFile(desk.path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    desk.put([["ours"]], sheet_id=desk.spreadsheet.sheet1.id)
    rule = Desk(desk.path).cell("Sheet!D5")["dataValidation"]
    assert rule["condition"] == {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Listed!$A$2:$A"}]}
    assert rule["showCustomUi"]


def test_ours_is_there_too(kept: openpyxl.Workbook) -> None:
    assert [kept["Клиенты"][f"A{row}"].value for row in (9, 10)] == ["ours", "ours"]


soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def through_libreoffice(path: Path, to: str, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    filters = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}
    command = ["soffice", profile, "--headless", "--convert-to", filters[to], "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{to}"


@soffice
def test_ids_protection_and_rules_survive_a_save_by_libreoffice(desk: Any, tmp_path: Path) -> None:
    area = {"sheetId": 77, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    values = [{"userEnteredValue": "='Sheet1'!$A$1:$A$9"}]
    rule = {"condition": {"type": "ONE_OF_RANGE", "values": values}, "showCustomUi": True}
    name = {"namedRangeId": "npsheets_r3", "name": "npsheets_r3", "range": area | {"endRowIndex": 2}}
    protected = {"range": {"sheetId": 77}, "protectedRangeId": 42, "description": "ours", "warningOnly": True}
    desk.batch(
        {"updateSpreadsheetProperties": {"properties": {"timeZone": "Europe/Moscow"}, "fields": "timeZone"}},
        {"addSheet": {"properties": {"sheetId": 77, "title": "Обзвон", "gridProperties": {"frozenRowCount": 1}}}},
        {"setDataValidation": {"range": area, "rule": rule}},
        {"addNamedRange": {"namedRange": name}},
        {"addProtectedRange": {"protectedRange": protected}},
    )
    desk.put([["=1+1", None], [None, 9.5]], sheet_id=77)
    desk.batch(
        {
            "updateCells": {
                "start": {"sheetId": 77, "rowIndex": 5},
                "rows": [{"values": [{"userEnteredValue": {"stringValue": "=literal"}}]}],
                "fields": "userEnteredValue",
            }
        }
    )
    again = Desk(through_libreoffice(desk.path, "xlsx", tmp_path / "saved"))
    found = again.get("properties.timeZone,namedRanges,sheets(properties,protectedRanges)")
    assert found["properties"]["timeZone"] == "Europe/Moscow"
    assert found["namedRanges"] == [name]
    assert found["sheets"][1]["properties"]["sheetId"] == 77
    assert found["sheets"][1]["protectedRanges"][0]["description"] == "ours"
    assert again.values("Обзвон") == [[2], ["", 9.5], [], [], [], ["=literal"]]
    assert again.cell("Обзвон!A9")["dataValidation"]["condition"]["type"] == "ONE_OF_RANGE"
    again.put([["ours"]], sheet_id=77, row=3)
    assert Desk(again.path).values("Обзвон!A4") == [["ours"]]


@soffice
def test_a_sheet_with_a_chart_prints_on_one_landscape_page(desk: Any, tmp_path: Path) -> None:
    if shutil.which("pdfinfo") is None:
        pytest.skip("poppler is not installed")
    desk.put([["month", "NPS"], *([46266 + 30 * at, at * 5] for at in range(12))])
    data = [
        {"sourceRange": {"sources": [{"sheetId": 0, "startRowIndex": 0, "endRowIndex": 13, **columns}]}}
        for columns in ({"startColumnIndex": at, "endColumnIndex": at + 1} for at in (0, 1))
    ]
    basic = {"chartType": "LINE", "headerCount": 1, "domains": [{"domain": data[0]}], "series": [{"series": data[1]}]}
    overlay = {"anchorCell": {"sheetId": 0, "rowIndex": 30, "columnIndex": 12}, "widthPixels": 900, "heightPixels": 500}
    chart = {"spec": {"title": "NPS", "basicChart": basic}, "position": {"overlayPosition": overlay}}
    desk.batch({"addChart": {"chart": chart}})
    pdf = through_libreoffice(desk.path, "pdf", tmp_path / "printed")
    shown = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert "Pages:           1" in shown
    width, height = shown.split("Page size:")[1].split("pts")[0].split(" x ")
    assert float(width) > float(height)
