"""Groups of rows and columns, as Google describes what adding and deleting one does."""

from __future__ import annotations

from typing import Any

import pytest

ROWS, COLUMNS = "ROWS", "COLUMNS"


def _span(start: int, end: int, dimension: str = COLUMNS) -> dict[str, Any]:
    return {"range": {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}}


def groups(desk: Any, dimension: str = COLUMNS) -> list[tuple[int, int, int, bool]]:
    name = "rowGroups" if dimension == ROWS else "columnGroups"
    found = desk.get(f"sheets.{name}")["sheets"][0].get(name, []) if desk.get(f"sheets.{name}").get("sheets") else []
    return [
        (each["range"]["startIndex"], each["range"]["endIndex"], each["depth"], each.get("collapsed", False))
        for each in found
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((2, 4), (1, 5), [(1, 5, 1, False), (2, 4, 2, False)]),
        ((1, 5), (2, 4), [(1, 5, 1, False), (2, 4, 2, False)]),
        ((1, 4), (2, 5), [(1, 5, 1, False), (2, 4, 2, False)]),
        ((1, 3), (6, 8), [(1, 3, 1, False), (6, 8, 1, False)]),
    ],
    ids=["around", "inside", "across", "apart"],
)
def test_a_group_added_to_another_goes_where_google_says(
    desk: Any, first: tuple[int, int], second: tuple[int, int], expected: list[Any]
) -> None:
    for start, end in (first, second):
        replies = desk.batch({"addDimensionGroup": _span(start, end)})
    assert groups(desk) == expected
    assert len(replies[0]["addDimensionGroup"]["dimensionGroups"]) == len(expected)


def test_deleting_a_group_takes_its_columns_one_level_up(desk: Any) -> None:
    desk.batch({"addDimensionGroup": _span(1, 5)}, {"addDimensionGroup": _span(2, 4)})
    desk.batch({"deleteDimensionGroup": _span(3, 5)})
    assert groups(desk) == [(1, 4, 1, False), (2, 3, 2, False)]


def test_a_closed_group_hides_its_rows_and_survives_in_the_file(desk: Any) -> None:
    desk.batch({"addDimensionGroup": _span(2, 5, ROWS)})
    group = {**_span(2, 5, ROWS), "depth": 1, "collapsed": True}
    desk.batch({"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})
    assert groups(desk, ROWS) == [(2, 5, 1, True)]
    ws = desk.opened().worksheets[0]
    assert [ws.row_dimensions[row].hidden for row in (2, 3, 4, 5, 6)] == [False, True, True, True, False]
    assert ws.row_dimensions[3].outlineLevel == 1
    assert ws.row_dimensions[6].collapsed
    assert ws.sheet_format.outlineLevelRow == 1
    group["collapsed"] = False
    desk.batch({"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})
    assert groups(desk, ROWS) == [(2, 5, 1, False)]
    assert not desk.opened().worksheets[0].row_dimensions[4].hidden


def test_deleting_a_closed_group_shows_its_rows_again(desk: Any) -> None:
    desk.batch({"addDimensionGroup": _span(2, 5, ROWS)})
    group = {**_span(2, 5, ROWS), "depth": 1, "collapsed": True}
    desk.batch({"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})
    desk.batch({"deleteDimensionGroup": _span(2, 5, ROWS)})
    assert groups(desk, ROWS) == []
    assert not any(record.hidden for record in desk.opened().worksheets[0].row_dimensions.values())


def test_a_group_in_a_closed_group_that_opens_stays_closed(desk: Any) -> None:
    desk.batch({"addDimensionGroup": _span(1, 8, ROWS)}, {"addDimensionGroup": _span(2, 4, ROWS)})
    for start, end, depth, collapsed in ((2, 4, 2, True), (1, 8, 1, True), (1, 8, 1, False)):
        group = {**_span(start, end, ROWS), "depth": depth, "collapsed": collapsed}
        desk.batch({"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})
    assert groups(desk, ROWS) == [(1, 8, 1, False), (2, 4, 2, True)]
    ws = desk.opened().worksheets[0]
    assert [row for row in range(1, 10) if ws.row_dimensions[row].hidden] == [3, 4]


def test_where_the_signs_stand_is_said_once_there_was_a_group(desk: Any) -> None:
    grid = desk.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]
    assert "columnGroupControlAfter" not in grid
    desk.batch({"addDimensionGroup": _span(1, 3)})
    desk.batch({"deleteDimensionGroup": _span(1, 3)})
    grid = desk.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]
    assert grid["columnGroupControlAfter"] is True
    properties = {"sheetId": 0, "gridProperties": {"columnGroupControlAfter": False}}
    fields = "gridProperties.columnGroupControlAfter"
    desk.batch({"updateSheetProperties": {"properties": properties, "fields": fields}})
    grid = desk.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]
    assert "columnGroupControlAfter" not in grid
    assert desk.opened().worksheets[0].sheet_properties.outlinePr.summaryRight is False


def test_a_group_that_is_not_there_cannot_be_closed_nor_one_too_deep_be_made(desk: Any) -> None:
    group = {**_span(2, 5, ROWS), "depth": 1, "collapsed": True}
    assert "no group of depth 1" in desk.refused(
        {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}}
    )
    assert "levels deep" in desk.refused(*[{"addDimensionGroup": _span(2, 5)}] * 8)


def test_gspread_groups_and_ungroups(desk: Any) -> None:
    sheet = desk.spreadsheet.sheet1
    sheet.add_dimension_group_rows(0, 2)
    sheet.add_dimension_group_columns(0, 2)
    assert sheet.list_dimension_group_rows() == [
        {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}, "depth": 1}
    ]
    sheet.delete_dimension_group_rows(0, 2)
    sheet.delete_dimension_group_columns(0, 2)
    assert sheet.list_dimension_group_rows() == sheet.list_dimension_group_columns() == []
