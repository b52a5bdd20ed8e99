"""Requests that write cells: values, formats, links, notes; updateCells, appendCells, repeatCell, merges, borders."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets_adapter.local import create
from tests.sheets_adapter.local.conftest import Desk

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12)
grids = st.lists(st.lists(st.none() | st.booleans() | numbers | texts, max_size=4), min_size=1, max_size=4)


def same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        return not isinstance(found, bool) and math.isclose(wanted, found, rel_tol=0, abs_tol=0)
    return type(wanted) is type(found) and wanted == found


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=grids)
def test_what_is_written_reads_back_the_same_also_by_another_process(rows: Any, tmp_path_factory: Any) -> None:
    desk = Desk(create(tmp_path_factory.mktemp("written") / "team.xlsx"))
    literal = [
        [{"userEnteredValue": {_kind(value): value}} if value is not None else {} for value in row] for row in rows
    ]
    request = {"start": {"sheetId": 0}, "rows": [{"values": row} for row in literal], "fields": "userEnteredValue"}
    desk.batch({"updateCells": request})
    for reader in (desk, Desk(desk.path)):
        found = reader.values("Sheet1")
        for at, row in enumerate(rows):
            for across, value in enumerate(row):
                line = found[at] if at < len(found) else []
                cell = line[across] if across < len(line) else ""
                assert same("" if value is None else value, cell), (value, cell)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolValue"
    return "stringValue" if isinstance(value, str) else "numberValue"


@pytest.mark.parametrize(
    "text", ["=1+1", "+7 999", "007", "<b>&amp;", " padded ", "two\nlines", "_x000D_", "a\r\nb", "'"]
)
def test_text_is_literal(desk: Any, text: str) -> None:
    desk.batch(update([[{"userEnteredValue": {"stringValue": text}}]]))
    assert Desk(desk.path).values("A1") == [[text]]
    assert Desk(desk.path).cell("A1")["userEnteredValue"] == {"stringValue": text}


def update(rows: list[list[dict[str, Any]]], fields: str = "userEnteredValue", **start: Any) -> dict[str, Any]:
    return {
        "updateCells": {"start": {"sheetId": 0} | start, "rows": [{"values": row} for row in rows], "fields": fields}
    }


def test_a_text_that_begins_with_an_equals_sign_is_marked_as_text_for_excel(desk: Any) -> None:
    desk.batch(update([[{"userEnteredValue": {"stringValue": "=1+1"}}]]))
    cell = desk.opened()["Sheet1"]["A1"]
    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == ("=1+1", "s", True)
    desk.put([[5]])
    assert not desk.opened()["Sheet1"]["A1"].quotePrefix


def test_a_range_clears_what_is_not_covered(desk: Any) -> None:
    desk.put([["a", "b"], ["c", "d"], ["e", "f"]])
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    rows = [{"values": [{"userEnteredValue": {"stringValue": "new"}}]}]
    desk.batch({"updateCells": {"range": area, "rows": rows, "fields": "userEnteredValue"}})
    assert desk.values("Sheet1") == [["new"], [], ["e", "f"]]


def test_only_masked_properties_change(desk: Any) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True, "italic": True}, "wrapStrategy": "WRAP"}}
    desk.batch(update([[{"userEnteredValue": {"stringValue": "a"}, **bold}]], "userEnteredValue,userEnteredFormat"))
    data = {"userEnteredValue": {"stringValue": "ignored"}, "userEnteredFormat": {"textFormat": {"fontSize": 14}}}
    desk.batch(update([[data]], "userEnteredFormat.textFormat(bold,fontSize)"))
    cell = desk.cell("A1")
    assert cell["formattedValue"] == "a"
    assert cell["userEnteredFormat"] == {"textFormat": {"italic": True, "fontSize": 14}, "wrapStrategy": "WRAP"}


def test_a_format_survives_the_file(desk: Any) -> None:
    given_format = {
        "numberFormat": {"type": "DATE", "pattern": "dd.mm.yyyy"},
        "backgroundColorStyle": {"rgbColor": {"red": 1, "green": 0.8, "blue": 0.4}},
        "borders": {"bottom": {"style": "SOLID_MEDIUM", "colorStyle": {"rgbColor": {"red": 1}}}},
        "horizontalAlignment": "CENTER",
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP",
        "textFormat": {
            "foregroundColorStyle": {"rgbColor": {"blue": 1}},
            "fontFamily": "Arial",
            "fontSize": 12,
            "bold": True,
            "italic": True,
            "underline": True,
        },
    }
    data = {"userEnteredValue": {"numberValue": 46387}, "userEnteredFormat": given_format}
    desk.batch(update([[data]], "userEnteredValue,userEnteredFormat"))
    found = Desk(desk.path).cell("A1")["userEnteredFormat"]
    assert found["numberFormat"] == given_format["numberFormat"]
    assert found["backgroundColorStyle"] == given_format["backgroundColorStyle"]
    assert found["borders"]["bottom"]["style"] == "SOLID_MEDIUM"
    for name in ("horizontalAlignment", "verticalAlignment", "wrapStrategy"):
        assert found[name] == given_format[name]
    assert found["textFormat"] | given_format["textFormat"] == found["textFormat"]
    cell = desk.opened()["Sheet1"]["A1"]
    assert cell.is_date
    assert (cell.fill.fgColor.rgb, cell.font.b, cell.border.bottom.style) == ("FFFFCC66", True, "medium")


def test_a_type_alone_has_the_pattern_of_the_locale(desk: Any) -> None:
    desk.batch({"updateSpreadsheetProperties": {"properties": {"locale": "ru_RU"}, "fields": "locale"}})
    data = {"userEnteredValue": {"numberValue": 46387}, "userEnteredFormat": {"numberFormat": {"type": "DATE"}}}
    desk.batch(update([[data]], "userEnteredValue,userEnteredFormat.numberFormat"))
    assert desk.cell("A1")["formattedValue"] == "31.12.2026"


def test_months_are_spelt_in_the_language_of_the_workbook_wherever_it_is_opened(desk: Any) -> None:
    desk.batch({"updateSpreadsheetProperties": {"properties": {"locale": "ru_RU"}, "fields": "locale"}})
    number_format = {"type": "DATE", "pattern": "mmm yyyy"}
    data = {"userEnteredValue": {"numberValue": 46387}, "userEnteredFormat": {"numberFormat": number_format}}
    desk.batch(update([[data]], "userEnteredValue,userEnteredFormat.numberFormat"))
    assert desk.opened()["Sheet1"]["A1"].number_format == "[$-419]mmm yyyy"
    found = Desk(desk.path).cell("A1")
    assert found["formattedValue"] == "дек. 2026"
    assert found["userEnteredFormat"]["numberFormat"] == number_format


def test_links_inside_the_workbook_and_out_of_it(desk: Any) -> None:
    desk.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Call list"}}})
    linked = [
        {"userEnteredValue": {"stringValue": "row"}, "userEnteredFormat": {"textFormat": {"link": {"uri": uri}}}}
        for uri in ("#gid=5&range=C7", "https://example.org/a?b=c&d=e#f")
    ]
    desk.batch(update([linked], "userEnteredValue,userEnteredFormat.textFormat.link"))
    first, second = desk.opened()["Sheet1"]["A1"].hyperlink, desk.opened()["Sheet1"]["B1"].hyperlink
    assert (first.location, first.target) == ("'Call list'!C7", None)
    assert second.target == "https://example.org/a?b=c&d=e#f"
    again = Desk(desk.path)
    assert again.cell("A1")["hyperlink"] == "#gid=5&range=C7"
    assert again.cell("A1")["userEnteredFormat"]["textFormat"]["link"] == {"uri": "#gid=5&range=C7"}
    desk.batch(update([[{}]], "userEnteredFormat.textFormat.link"))
    assert "hyperlink" not in desk.cell("A1")


def test_a_link_into_a_sheet_that_is_not_there_is_refused(desk: Any) -> None:
    data = {"userEnteredFormat": {"textFormat": {"link": {"uri": "#gid=42&range=A1"}}}}
    assert "No grid with id: 42" in desk.refused(update([[data]], "userEnteredFormat.textFormat.link"))


def test_notes(desk: Any) -> None:
    desk.batch(update([[{"note": "asked twice"}]], "note"))
    assert Desk(desk.path).cell("A1")["note"] == "asked twice"
    desk.batch(update([[{}]], "note"))
    assert desk.opened()["Sheet1"]["A1"].comment is None


def test_rows_are_appended_below_the_last_row_with_data(desk: Any) -> None:
    desk.put([["a"], [None], ["b"]])
    format_below = {"range": {"sheetId": 0, "startRowIndex": 5, "endRowIndex": 9}, "fields": "userEnteredFormat"}
    desk.batch({"repeatCell": format_below | {"cell": {"userEnteredFormat": {"textFormat": {"bold": True}}}}})
    row = {"values": [{"userEnteredValue": {"stringValue": "c"}}]}
    desk.batch({"appendCells": {"sheetId": 0, "rows": [row, row], "fields": "userEnteredValue"}})
    assert desk.values("Sheet1") == [["a"], [], ["b"], ["c"], ["c"]]


def test_appending_grows_the_grid(desk: Any) -> None:
    small = {"sheetId": 5, "title": "small", "gridProperties": {"rowCount": 2, "columnCount": 1}}
    desk.batch({"addSheet": {"properties": small}})
    row = {"values": [{"userEnteredValue": {"numberValue": at}} for at in (1, 2, 3)]}
    desk.batch({"appendCells": {"sheetId": 5, "rows": [row] * 4, "fields": "userEnteredValue"}})
    grid = desk.get("sheets.properties.gridProperties")["sheets"][1]["properties"]["gridProperties"]
    assert grid == {"rowCount": 4, "columnCount": 3}


def test_writing_outside_the_grid_is_refused(desk: Any) -> None:
    message = desk.refused(update([[{"userEnteredValue": {"numberValue": 1}}]], rowIndex=1000))
    assert message == (
        "Invalid requests[0].updateCells: Attempting to write row: 1000, beyond the last requested row of: 999"
    )


@pytest.mark.parametrize(
    ("area", "named"),
    [
        ({"startRowIndex": 1000, "startColumnIndex": 0, "endColumnIndex": 2}, "Sheet1!A1001:B"),
        (
            {"startRowIndex": 1000, "endRowIndex": 1001, "startColumnIndex": 0, "endColumnIndex": 2},
            "Sheet1!A1001:B1001",
        ),
        ({"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 26}, "Sheet1!AA1:2"),
    ],
)
def test_a_range_that_begins_outside_the_grid_is_refused(desk: Any, area: dict[str, int], named: str) -> None:
    request = {"repeatCell": {"range": area, "cell": {}, "fields": "userEnteredFormat"}}
    message = f"Range ({named}) exceeds grid limits. Max rows: 1000, max columns: 26"
    assert desk.refused(request) == f"Invalid requests[0].repeatCell: {message}"


def test_a_range_that_ends_outside_the_grid_is_cut_off_and_one_without_a_cell_does_nothing(desk: Any) -> None:
    bold = {"cell": {"userEnteredFormat": {"textFormat": {"bold": True}}}, "fields": "userEnteredFormat"}
    for start, end in ((998, 1003), (3, 3)):
        desk.batch({"repeatCell": {"range": {"startRowIndex": start, "endRowIndex": end, "endColumnIndex": 1}} | bold})
    assert desk.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 1000
    assert desk.cell("A1000", "userEnteredFormat") == {"userEnteredFormat": {"textFormat": {"bold": True}}}
    assert desk.cell("A4") == {}


def test_bad_values_are_refused(desk: Any) -> None:
    assert "maximum of 50000 characters" in desk.refused(update([[{"userEnteredValue": {"stringValue": "x" * 50001}}]]))
    assert "Invalid" in desk.refused(update([[{"userEnteredValue": {"numberValue": "nine"}}]]))
    assert "user_entered_format.colour" in desk.refused(update([[{}]], "userEnteredFormat.colour"))
    assert "pivotTable" in desk.refused(update([[{}]], "pivotTable"), status=501)


def test_the_format_of_whole_columns_reaches_cells_made_later(desk: Any) -> None:
    desk.put([["heading"]])
    area = {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    shade = {"userEnteredFormat": {"wrapStrategy": "WRAP", "numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}
    desk.batch({"repeatCell": {"range": area, "cell": shade, "fields": "userEnteredFormat(wrapStrategy,numberFormat)"}})
    assert len(desk.opened()["Sheet1"]._cells) == 1
    again = Desk(desk.path)
    again.put([[46387]], row=400)
    assert again.cell("A401")["formattedValue"] == "2026-12-31"
    assert "userEnteredFormat" not in again.cell("A1")


def test_the_format_of_whole_columns_does_not_reach_the_empty_cells_above_it(desk: Any) -> None:
    desk.put([["heading"]])
    area = {"startRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    desk.batch({"repeatCell": {"range": area, "cell": bold, "fields": "userEnteredFormat"}})
    again = Desk(desk.path)
    assert again.cell("B2") == {}
    for place in ("A3", "B1000"):
        assert again.cell(place, "userEnteredFormat") == bold
    found = again.get("sheets.data.rowData.values.userEnteredFormat", ranges="B:B")["sheets"][0]["data"][0]["rowData"]
    assert [len(found), found[2]["values"]] == [1000, [bold]]


def test_merging_and_unmerging(desk: Any) -> None:
    desk.put([["title", "lost"], ["x", "y"]])
    area = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 3}
    desk.batch({"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}})
    assert desk.get("sheets.merges")["sheets"][0]["merges"] == [area]
    assert desk.values("Sheet1") == [["title"], ["x", "y"]]
    part = area | {"endColumnIndex": 2}
    assert "select all cells in a merged range" in desk.refused({"unmergeCells": {"range": part}})
    desk.put([[None, "into a merged cell"]])
    desk.batch({"unmergeCells": {"range": area}})
    assert desk.get("sheets.merges")["sheets"] == [{}]
    rows = {"sheetId": 0, "startRowIndex": 4, "endRowIndex": 6, "startColumnIndex": 0, "endColumnIndex": 2}
    desk.batch({"mergeCells": {"range": rows, "mergeType": "MERGE_ROWS"}})
    assert {str(each) for each in desk.opened()["Sheet1"].merged_cells.ranges} == {"A5:B5", "A6:B6"}


def test_borders_around_a_range(desk: Any) -> None:
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 3}
    thin = {"style": "SOLID", "colorStyle": {"rgbColor": {}}}
    desk.batch({"updateBorders": {"range": area, "top": thin, "innerVertical": thin}})
    ws = desk.opened()["Sheet1"]
    assert [ws["B2"].border.top.style, ws["B2"].border.right.style, ws["B2"].border.left.style] == [
        "thin",
        "thin",
        None,
    ]
    assert [ws["B3"].border.top.style, ws["C3"].border.left.style] == [None, "thin"]


def test_gspread_formats_notes_and_freezes(desk: Any) -> None:
    sheet = desk.spreadsheet.sheet1
    sheet.format("A1:B1", {"textFormat": {"bold": True}, "backgroundColor": {"red": 1}})
    sheet.freeze(rows=1, cols=2)
    sheet.update_note("A1", "noted")
    assert sheet.get_note("A1") == "noted"
    ws = desk.opened()["Sheet1"]
    assert (ws["B1"].font.b, ws["B1"].fill.fgColor.rgb, ws.freeze_panes) == (True, "FFFF0000", "C2")


def test_the_spreadsheet_comes_with_the_answer_where_asked(desk: Any) -> None:
    body = {
        "requests": [update([[{"userEnteredValue": {"numberValue": 5}}]])],
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
        "responseRanges": ["Sheet1!A1:B2"],
    }
    answer = desk.spreadsheet.batch_update(body)
    rows = answer["updatedSpreadsheet"]["sheets"][0]["data"][0]["rowData"]
    assert rows[0]["values"][0]["effectiveValue"] == {"numberValue": 5}


def test_a_file_without_an_extension_is_read_as_well(tmp_path: Path) -> None:
    create(tmp_path / "team.xlsx").rename(tmp_path / "team")
    desk = Desk(tmp_path / "team")
    desk.put([[1]])
    assert Desk(tmp_path / "team").values("A1") == [[1]]
