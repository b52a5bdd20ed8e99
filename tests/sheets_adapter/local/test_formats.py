"""What a cell looks like: everything that Google says of it comes back, out of the file too."""

from __future__ import annotations

from copy import copy
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText

RED = {"red": 1}


def shown(desk: Any, a1: str, what: str = "userEnteredFormat") -> Any:
    return type(desk)(desk.path).cell(a1, what).get(what)


def look(desk: Any, given: dict[str, Any], fields: str = "userEnteredFormat") -> None:
    area = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    desk.batch({"repeatCell": {"range": area, "cell": {"userEnteredFormat": given}, "fields": fields}})


@pytest.mark.parametrize(
    "given",
    [
        {"padding": {"bottom": 3}},
        {"wrapStrategy": "CLIP"},
        {"wrapStrategy": "OVERFLOW_CELL"},
        {"hyperlinkDisplayType": "PLAIN_TEXT"},
        {"textDirection": "RIGHT_TO_LEFT", "textRotation": {"angle": -45}},
        {"textRotation": {"vertical": True}, "verticalAlignment": "TOP"},
        {"textFormat": {"bold": False, "fontFamily": "Arial", "fontSize": 10}},
        {"numberFormat": {"type": "DATE"}},
        {"numberFormat": {"type": "NUMBER", "pattern": "0%"}},
        {"backgroundColor": {}, "backgroundColorStyle": {"rgbColor": {}}},
    ],
    ids=str,
)
def test_a_format_comes_back_as_it_was_given(desk: Any, given: dict[str, Any]) -> None:
    look(desk, given)
    assert shown(desk, "A1") == given


def test_a_colour_is_told_in_both_ways_and_a_theme_colour_with_what_it_stands_for(desk: Any) -> None:
    look(
        desk,
        {
            "backgroundColor": {"red": 0.5, "alpha": 0.5},
            "textFormat": {"foregroundColorStyle": {"themeColor": "ACCENT1"}},
        },
    )
    assert shown(desk, "A1") == {
        "backgroundColor": {"red": 0.49803922},
        "backgroundColorStyle": {"rgbColor": {"red": 0.49803922}},
        "textFormat": {
            "foregroundColor": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275},
            "foregroundColorStyle": {"themeColor": "ACCENT1"},
        },
    }


def test_a_part_of_a_format_changes_and_the_rest_stays(desk: Any) -> None:
    look(desk, {"padding": {"top": 5}, "textFormat": {"bold": True, "italic": False}})
    look(desk, {"textFormat": {"fontSize": 12}}, "userEnteredFormat.textFormat(bold,fontSize)")
    assert shown(desk, "A1") == {"padding": {"top": 5}, "textFormat": {"italic": False, "fontSize": 12}}
    look(desk, {})
    assert shown(desk, "A1") is None


def test_what_another_program_changed_holds_and_what_the_file_cannot_say_stays(desk: Any) -> None:
    look(desk, {"padding": {"top": 5}, "horizontalAlignment": "LEFT"})
    book = desk.opened()
    cell = book["Sheet1"]["A1"]
    alignment = copy(cell.alignment)
    alignment.horizontal = "right"
    cell.alignment = alignment
    book.save(desk.path)
    assert shown(desk, "A1") == {"padding": {"top": 5}, "horizontalAlignment": "RIGHT"}


def test_a_border_has_a_width_and_a_colour(desk: Any) -> None:
    look(desk, {"borders": {"top": {"style": "SOLID_MEDIUM"}, "left": {"style": "NONE"}}})
    assert shown(desk, "A1") == {
        "borders": {"top": {"style": "SOLID_MEDIUM", "width": 2, "color": {}, "colorStyle": {"rgbColor": {}}}}
    }


def test_a_link_looks_like_one_unless_it_is_told_otherwise(desk: Any) -> None:
    desk.put([["home"]])
    uri = {"uri": "https://example.com"}
    look(desk, {"textFormat": {"link": uri}}, "userEnteredFormat.textFormat.link")
    text = shown(desk, "A1")["textFormat"]
    assert (text["link"], text["underline"], text["foregroundColorStyle"]) == (uri, True, {"themeColor": "LINK"})
    assert shown(desk, "A1", "hyperlink") == "https://example.com"


def test_parts_of_a_text_have_formats_of_their_own(desk: Any) -> None:
    runs = [
        {"format": {"bold": True}},
        {"startIndex": 3, "format": {"foregroundColor": RED, "foregroundColorStyle": {"rgbColor": RED}}},
        {"startIndex": 8, "format": {}},
    ]
    cell = {"userEnteredValue": {"stringValue": "🎉 happy client"}, "textFormatRuns": runs}
    desk.batch({"updateCells": {"start": {}, "rows": [{"values": [cell]}], "fields": "*"}})
    assert shown(desk, "A1", "textFormatRuns") == runs
    assert shown(desk, "A1", "formattedValue") == "🎉 happy client"
    desk.put([["plain"]])
    assert shown(desk, "A1", "textFormatRuns") is None


def test_openpyxl_sees_the_parts_of_a_text(desk: Any) -> None:
    import openpyxl

    cell = {
        "userEnteredValue": {"stringValue": "very good"},
        "textFormatRuns": [{"startIndex": 5, "format": {"bold": True}}],
    }
    desk.batch(
        {"updateCells": {"start": {}, "rows": [{"values": [cell]}], "fields": "userEnteredValue,textFormatRuns"}}
    )
    value = openpyxl.load_workbook(desk.path, rich_text=True)["Sheet1"]["A1"].value
    assert isinstance(value, CellRichText)
    assert (str(value), value[1].text, value[1].font.b) == ("very good", "good", True)


def test_what_google_would_not_take_is_refused(desk: Any) -> None:
    def refused(cell: dict[str, Any], fields: str, status: int = 400) -> str:
        return desk.refused(
            {"updateCells": {"start": {}, "rows": [{"values": [cell]}], "fields": fields}}, status=status
        )

    assert "only a cell with a text" in refused({"textFormatRuns": [{"format": {}}]}, "textFormatRuns")
    assert "Invalid field: hyperlink" in refused({}, "hyperlink")
    assert "errorValue" in refused({"userEnteredValue": {"errorValue": {"type": "REF"}}}, "userEnteredValue")
    assert "chipRuns" in refused({"chipRuns": [{}]}, "*", status=501)
    assert "Number format type" in refused(
        {"userEnteredFormat": {"numberFormat": {"pattern": "0"}}}, "userEnteredFormat"
    )


def test_a_new_spreadsheet_says_what_its_plain_cells_look_like(desk: Any) -> None:
    found = desk.get("properties(defaultFormat/textFormat(fontFamily,fontSize),spreadsheetTheme)")["properties"]
    assert found["defaultFormat"] == {"textFormat": {"fontFamily": "arial,sans,sans-serif", "fontSize": 10}}
    theme = {each["colorType"]: each["color"]["rgbColor"] for each in found["spreadsheetTheme"]["themeColors"]}
    assert theme["LINK"] == {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}


def test_the_effective_format_has_what_conditional_formats_do(desk: Any) -> None:
    desk.put([[1], [5], [9], ["x"]])
    column = {"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 1}
    above = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "4"}]}
    bold = {"condition": above, "format": {"textFormat": {"bold": True}}}
    point = {"minpoint": {"type": "MIN", "color": RED}, "maxpoint": {"type": "MAX", "color": {"green": 1}}}
    desk.batch(
        {"addConditionalFormatRule": {"rule": {"ranges": [column], "booleanRule": bold}}},
        {"addConditionalFormatRule": {"rule": {"ranges": [column], "gradientRule": point}, "index": 1}},
    )
    rows = desk.get("sheets.data.rowData.values.effectiveFormat")["sheets"][0]["data"][0]["rowData"]
    formats = [row["values"][0]["effectiveFormat"] for row in rows]
    assert [each["textFormat"]["bold"] for each in formats] == [False, True, True, False]
    assert formats[0]["backgroundColor"] == RED
    assert formats[3]["backgroundColor"] == {"red": 1, "green": 1, "blue": 1}


def test_a_link_that_goes_takes_its_colour_and_its_line_along(desk: Any) -> None:
    link = {"textFormat": {"link": {"uri": "https://example.com"}}}
    look(desk, link, "userEnteredFormat.textFormat.link")
    assert shown(desk, "A1")["textFormat"]["underline"] is True
    look(desk, {}, "userEnteredFormat.textFormat.link")
    assert shown(desk, "A1") is None
    look(desk, link | {"textFormat": link["textFormat"] | {"foregroundColor": RED}}, "userEnteredFormat.textFormat")
    look(desk, {}, "userEnteredFormat.textFormat.link")
    assert shown(desk, "A1")["textFormat"]["foregroundColor"] == RED
