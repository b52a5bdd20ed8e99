"""Requests about sheets, rows and columns, and what spreadsheets.get says of them."""

from __future__ import annotations

import zipfile
from typing import Any

import openpyxl

FIELDS = (
    "spreadsheetId,properties(title,locale,timeZone),namedRanges,"
    "sheets(properties(sheetId,title,index,hidden,gridProperties),charts/chartId,protectedRanges,basicFilter)"
)


def titles(desk: Any) -> list[str]:
    return [sheet["properties"]["title"] for sheet in desk.get("sheets.properties.title")["sheets"]]


def test_a_sheet_is_added_as_asked(desk: Any) -> None:
    properties = {
        "sheetId": 77,
        "title": "Обзвон",
        "index": 0,
        "hidden": False,
        "tabColorStyle": {"rgbColor": {"red": 1, "green": 0.5}},
        "gridProperties": {"rowCount": 50, "columnCount": 8, "frozenRowCount": 2, "frozenColumnCount": 1},
    }
    (reply,) = desk.batch({"addSheet": {"properties": properties}})
    found = reply["addSheet"]["properties"]
    assert (found["sheetId"], found["title"], found["index"]) == (77, "Обзвон", 0)
    assert found["gridProperties"] == properties["gridProperties"]
    assert found["tabColorStyle"] == {"rgbColor": {"red": 1, "green": 0.49803922}}
    assert titles(desk) == ["Обзвон", "Sheet1"]
    ws = desk.opened()["Обзвон"]
    assert ws.freeze_panes == "B3"
    assert ws.sheet_properties.tabColor.rgb == "FFFF7F00"


def test_a_sheet_added_in_front_is_what_a_reader_sees_first(desk: Any) -> None:
    desk.batch({"addSheet": {"properties": {"title": "KPI", "index": 0}}})
    desk.batch({"addSheet": {"properties": {"title": "Later", "index": 2}}})
    book = desk.opened()
    assert book.active.title == "KPI"
    assert [ws.title for ws in book if ws.sheet_view.tabSelected] == ["KPI"]


def test_new_sheets_print_in_landscape_on_one_page_width(desk: Any) -> None:
    desk.batch({"addSheet": {"properties": {"title": "Wide", "gridProperties": {"frozenRowCount": 1}}}})
    ws = desk.opened()["Wide"]
    assert (ws.page_setup.orientation, ws.page_setup.fitToWidth, ws.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert ws.sheet_properties.pageSetUpPr.fitToPage
    assert ws.print_title_rows == "$1:$1"


def test_ids_and_grid_sizes_survive_the_file(desk: Any, tmp_path: Any) -> None:
    desk.batch({"addSheet": {"properties": {"sheetId": 123456, "title": "A", "gridProperties": {"rowCount": 7}}}})
    again = type(desk)(desk.path)
    found = again.get(FIELDS)["sheets"][1]["properties"]
    assert (found["sheetId"], found["gridProperties"]["rowCount"]) == (123456, 7)


def test_a_file_made_elsewhere_has_the_same_ids_every_time(made_elsewhere: Any) -> None:
    def two(book: openpyxl.Workbook) -> None:
        book.create_sheet("Клиенты")

    desk = made_elsewhere(two)
    first = desk.get(FIELDS)
    assert first == type(desk)(desk.path).get(FIELDS)
    assert len({sheet["properties"]["sheetId"] for sheet in first["sheets"]}) == 2
    assert first["properties"] == {"title": "theirs", "locale": "en_US", "timeZone": "Etc/GMT"}


def test_refusals_have_googles_words(desk: Any) -> None:
    desk.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Five"}}})
    assert desk.refused({"addSheet": {"properties": {"title": "five"}}}) == (
        'Invalid requests[0].addSheet: A sheet with the name "five" already exists. Please enter another name.'
    )
    assert "Invalid requests[0].addSheet" in desk.refused({"addSheet": {"properties": {"sheetId": 5, "title": "x"}}})
    assert desk.refused({"deleteSheet": {"sheetId": 99}}) == "Invalid requests[0].deleteSheet: No grid with id: 99"
    assert "At least one field must be listed" in desk.refused({"updateSheetProperties": {"properties": {}}})
    assert desk.refused() == "Must specify at least one request."
    assert 'Unknown name "addShet"' in desk.refused({"addShet": {}})
    big = {"title": "big", "gridProperties": {"rowCount": 1_000_000, "columnCount": 11}}
    assert "above the limit of 10000000 cells" in desk.refused({"addSheet": {"properties": big}})


def test_what_is_not_done_here_is_named_and_nothing_is_applied(desk: Any) -> None:
    message = desk.refused({"addSheet": {"properties": {"title": "A"}}}, {"addSlicer": {"slicer": {}}}, status=501)
    assert "addSlicer" in message
    assert titles(desk) == ["Sheet1"]
    assert "randomizeRange" in desk.refused({"randomizeRange": {}}, status=501)


def test_a_bad_request_voids_the_whole_batch(desk: Any) -> None:
    desk.put([["before"]])
    cells = {"start": {"sheetId": 0}, "rows": [{"values": [{"userEnteredValue": {"stringValue": "after"}}]}]}
    message = desk.refused(
        {"updateCells": cells | {"fields": "userEnteredValue"}},
        {"addSheet": {"properties": {"title": "New"}}},
        {"deleteNamedRange": {"namedRangeId": "none"}},
    )
    assert message.startswith("Invalid requests[2].deleteNamedRange: ")
    assert desk.values("Sheet1") == [["before"]]
    assert titles(desk) == ["Sheet1"]


def test_moving_hiding_and_deleting_sheets(desk: Any) -> None:
    for title in ("A", "B", "C"):
        desk.batch({"addSheet": {"properties": {"sheetId": ord(title), "title": title}}})
    move = {"properties": {"sheetId": ord("C"), "index": 1, "hidden": True}, "fields": "index,hidden"}
    desk.batch({"updateSheetProperties": move})
    assert titles(desk) == ["Sheet1", "C", "A", "B"]
    assert desk.opened()["C"].sheet_state == "hidden"
    desk.batch({"deleteSheet": {"sheetId": ord("A")}}, {"deleteSheet": {"sheetId": 0}})
    assert titles(desk) == ["C", "B"]
    assert "can't" in desk.refused({"deleteSheet": {"sheetId": ord("B")}})


def test_a_masked_property_without_a_value_is_reset(desk: Any) -> None:
    frozen = {"sheetId": 0, "gridProperties": {"frozenRowCount": 3}, "tabColorStyle": {"rgbColor": {"blue": 1}}}
    desk.batch(
        {"updateSheetProperties": {"properties": frozen, "fields": "gridProperties.frozenRowCount,tabColorStyle"}}
    )
    assert desk.opened()["Sheet1"].freeze_panes == "A4"
    fields = "gridProperties.frozenRowCount,tabColorStyle"
    desk.batch({"updateSheetProperties": {"properties": {"sheetId": 0}, "fields": fields}})
    assert desk.opened()["Sheet1"].freeze_panes is None
    assert desk.opened()["Sheet1"].sheet_properties.tabColor is None


def test_freezing_again_and_again_leaves_one_selection_for_each_pane(desk: Any) -> None:
    for rows, columns in [(1, 1), (2, 1), (1, 1), (1, 1), (0, 1), (3, 2)]:
        frozen = {"frozenRowCount": rows, "frozenColumnCount": columns}
        desk.batch(
            {
                "updateSheetProperties": {
                    "properties": {"sheetId": 0, "gridProperties": frozen},
                    "fields": "gridProperties(frozenRowCount,frozenColumnCount)",
                }
            }
        )
        panes = [each.pane for each in desk.opened()["Sheet1"].sheet_view.selection]
        assert len(panes) == len(set(panes)) <= 3
    assert desk.opened()["Sheet1"].freeze_panes == "C4"


def test_frozen_rows_are_those_frozen_wherever_the_sheet_is_scrolled_to(desk: Any) -> None:
    book = desk.opened()
    book["Sheet1"].freeze_panes = "A2"
    book["Sheet1"].sheet_view.pane.topLeftCell = "A40"
    book.save(desk.path)
    shown = desk.get("sheets.properties.gridProperties.frozenRowCount")["sheets"][0]["properties"]
    assert shown == {"gridProperties": {"frozenRowCount": 1}}
    desk.batch(
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "gridProperties": {"rowCount": 2000}},
                "fields": "gridProperties.rowCount",
            }
        }
    )
    assert desk.opened()["Sheet1"].sheet_view.pane.ySplit == 1


def test_renaming_a_sheet_takes_formulas_names_and_dropdowns_along(desk: Any) -> None:
    desk.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Old one"}}})
    desk.put([[2], [3]], sheet_id=5)
    desk.put([["=SUM('Old one'!A1:A2)", "='Old one'!A1&\"'Old one'!A1\""]])
    area = {"sheetId": 5, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    rule = {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "='Old one'!A1:A2"}]}}
    cell = {"sheetId": 0, "startRowIndex": 5, "endRowIndex": 6, "startColumnIndex": 0, "endColumnIndex": 1}
    desk.batch(
        {"addNamedRange": {"namedRange": {"name": "numbers", "range": area}}},
        {"setDataValidation": {"range": cell, "rule": rule}},
        {"updateSheetProperties": {"properties": {"sheetId": 5, "title": "New"}, "fields": "title"}},
    )
    assert desk.values("A1:B1", valueRenderOption="FORMULA") == [["=SUM(New!A1:A2)", "=New!A1&\"'Old one'!A1\""]]
    assert desk.values("A1") == [[5]]
    assert desk.values("numbers") == [[2], [3]]
    found = desk.cell("Sheet1!A6")["dataValidation"]["condition"]["values"]
    assert found == [{"userEnteredValue": "=New!$A$1:$A$2"}]


def test_spreadsheet_properties(desk: Any) -> None:
    given = {"title": "Team", "locale": "ru_RU", "timeZone": "Europe/Moscow"}
    desk.batch({"updateSpreadsheetProperties": {"properties": given, "fields": "title,locale,timeZone"}})
    assert type(desk)(desk.path).get("properties(title,locale,timeZone)")["properties"] == given


def test_widths_heights_and_hidden_columns(desk: Any) -> None:
    def size(dimension: str, start: int, end: int, **properties: Any) -> dict[str, Any]:
        where = {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}
        fields = ",".join(properties)
        return {"updateDimensionProperties": {"range": where, "properties": properties, "fields": fields}}

    desk.batch(
        size("COLUMNS", 1, 3, pixelSize=215), size("ROWS", 0, 1, pixelSize=40), size("COLUMNS", 4, 5, hiddenByUser=True)
    )
    data = desk.get("sheets.data(columnMetadata,rowMetadata)", ranges="A1:F2")["sheets"][0]["data"][0]
    assert [each["pixelSize"] for each in data["columnMetadata"]] == [100, 215, 215, 100, 100, 100]
    assert data["columnMetadata"][4]["hiddenByUser"]
    assert data["rowMetadata"][0]["pixelSize"] == 40
    ws = desk.opened()["Sheet1"]
    assert ws.column_dimensions["B"].width == 30


def test_one_of_several_columns_that_share_a_record_is_changed_alone(made_elsewhere: Any) -> None:
    def grouped(book: openpyxl.Workbook) -> None:
        record = book.active.column_dimensions["B"]
        record.min, record.max, record.width = 2, 6, 30

    desk = made_elsewhere(grouped)
    sheet_id = desk.spreadsheet.sheet1.id
    where = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 3, "endIndex": 4}
    request = {"range": where, "properties": {"pixelSize": 75}, "fields": "pixelSize"}
    desk.batch({"updateDimensionProperties": request})
    data = type(desk)(desk.path).get("sheets.data.columnMetadata", ranges="A1:G1")["sheets"][0]["data"][0]
    assert [each["pixelSize"] for each in data["columnMetadata"]] == [64, 215, 215, 75, 215, 215, 64]


def test_the_grid_grows_and_columns_fit_their_text(desk: Any) -> None:
    desk.put([["a rather long line of text"]])
    where = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    desk.batch(
        {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 10}},
        {"autoResizeDimensions": {"dimensions": where}},
    )
    assert desk.get("sheets.properties.gridProperties.rowCount")["sheets"][0]["properties"]["gridProperties"] == {
        "rowCount": 1010
    }
    assert desk.opened()["Sheet1"].column_dimensions["A"].width > 20


def test_the_mask_that_the_programme_reads_with(desk: Any) -> None:
    found = desk.get(FIELDS)
    assert set(found) == {"spreadsheetId", "properties", "sheets"}
    assert set(found["sheets"][0]) == {"properties"}


def test_rows_are_as_high_as_their_wrapped_text_until_somebody_sets_them(desk: Any) -> None:
    def write(text: str, wrap: str = "WRAP") -> None:
        cell = {"userEnteredValue": {"stringValue": text}, "userEnteredFormat": {"wrapStrategy": wrap}}
        start = {"sheetId": 0, "rowIndex": 1}
        fields = "userEnteredValue,userEnteredFormat.wrapStrategy"
        request = {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}}
        type(desk)(desk.path).batch(request)

    def height() -> float | None:
        return desk.opened()["Sheet1"].row_dimensions[2].height

    def by_hand() -> bool:
        with zipfile.ZipFile(desk.path) as archive:
            return b"customHeight" in archive.read("xl/worksheets/sheet1.xml")

    write("one line")
    assert height() is None
    write("a comment that takes several lines of its column")
    assert height() == 54.5455
    assert not by_hand()
    write("a comment of\ntwo lines")
    assert height() == 27.2727
    write("a comment that takes several lines of its column", wrap="CLIP")
    assert height() is None
    where = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    size = {"range": where, "properties": {"pixelSize": 80}, "fields": "pixelSize"}
    desk.batch({"updateDimensionProperties": size})
    write("a comment that takes several lines of its column")
    assert height() == 60
    assert by_hand()


def test_heights_that_excel_fitted_stay_free_to_be_fitted_again(made_elsewhere: Any) -> None:
    def with_height(book: openpyxl.Workbook) -> None:
        book.active["A1"] = "x"
        book.active.row_dimensions[1].height = 33

    desk = made_elsewhere(with_height)
    with zipfile.ZipFile(desk.path) as archive:
        parts = {name: archive.read(name).replace(b' customHeight="1"', b"") for name in archive.namelist()}
    with zipfile.ZipFile(desk.path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    desk.put([["y"]], sheet_id=desk.spreadsheet.sheet1.id, row=4)
    with zipfile.ZipFile(desk.path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert b'<row r="1" ht="33">' in xml


def test_a_sheet_that_is_hidden_is_not_what_a_reader_sees_first(desk: Any) -> None:
    desk.batch(
        {"addSheet": {"properties": {"sheetId": 7, "title": "Memory", "index": 0, "hidden": True}}},
        {"addSheet": {"properties": {"sheetId": 8, "title": "More", "index": 1, "hidden": True}}},
    )
    assert desk.opened().active.title == "Sheet1"


def test_merged_areas_are_told_in_the_order_they_were_made(desk: Any) -> None:
    def area(top: int, bottom: int, left: int, right: int) -> dict[str, Any]:
        return {
            "range": {
                "sheetId": 0,
                "startRowIndex": top,
                "endRowIndex": bottom,
                "startColumnIndex": left,
                "endColumnIndex": right,
            },
            "mergeType": "MERGE_ALL",
        }

    desk.batch({"mergeCells": area(1, 3, 0, 1)}, {"mergeCells": area(0, 2, 2, 4)})
    merges = desk.get("sheets.merges")["sheets"][0]["merges"]
    assert [(each["startRowIndex"], each["startColumnIndex"]) for each in merges] == [(1, 0), (0, 2)]


def test_merging_rows_takes_apart_what_was_merged_inside(desk: Any) -> None:
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    desk.batch({"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}})
    desk.batch({"mergeCells": {"range": area, "mergeType": "MERGE_ROWS"}})
    assert sorted(str(each) for each in desk.opened().worksheets[0].merged_cells.ranges) == ["A1:B1", "A2:B2"]
    smaller = area | {"endColumnIndex": 1}
    assert "You must select all cells" in desk.refused({"unmergeCells": {"range": smaller}})
