"""Rows, columns and ranges that are inserted, deleted and moved, and everything that follows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

from sheets_adapter.local import LocalSheets, create
from sheets_adapter.local.ranges import Area
from sheets_adapter.local.shifts import Delete, Insert, Move, Shift, shifted, translated


def span(dimension: str, start: int, end: int) -> dict[str, Any]:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def area(top: int, bottom: int, left: int, right: int) -> dict[str, Any]:
    return {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


@pytest.mark.parametrize(
    ("cells", "step", "expected"),
    [
        ("A5", Insert(4, 2), "A7"),
        ("A5", Insert(5, 2), "A5"),
        ("$A$5:B9", Insert(6, 2), "$A$5:B11"),
        ("A5:A9", Insert(9, 2), "A5:A9"),
        ("A5:A9", Insert(0, 1), "A6:A10"),
        ("A:C", Insert(0, 9), "A:C"),
        ("2:$5", Insert(1, 1), "3:$6"),
        ("A2:A", Insert(0, 1), "A3:A"),
        ("A9:A5", Insert(6, 1), "A5:A10"),
        ("A5:A9", Delete(2, 3), "A3:A6"),
        ("A5:A9", Delete(4, 5), "#REF!"),
        ("A5", Move(4, 1, 9), "A9"),
        ("A9", Move(4, 1, 9), "A8"),
        ("A5:A9", Move(5, 1, 8), "A5:A9"),
        ("A5:A6", Move(4, 2, 0), "A1:A2"),
        ("score", Insert(0, 1), "score"),
    ],
)
def test_a_reference_follows_its_rows(cells: str, step: Any, expected: str) -> None:
    assert shifted(cells, Shift("ROWS", step)) == expected


@pytest.mark.parametrize(
    ("cells", "step", "expected"),
    [
        ("C1", Insert(2, 1), "D1"),
        ("A:C", Insert(1, 2), "A:E"),
        ("$B:$B", Delete(1, 1), "#REF!"),
        ("2:5", Delete(0, 3), "2:5"),
        ("Z1:AB2", Delete(26, 1), "Z1:AA2"),
        ("B2:C3", Move(1, 2, 5), "D2:E3"),
    ],
)
def test_a_reference_follows_its_columns(cells: str, step: Any, expected: str) -> None:
    assert shifted(cells, Shift("COLUMNS", step)) == expected


def test_a_shift_within_a_band_leaves_what_reaches_beyond_it() -> None:
    shift = Shift("ROWS", Insert(1, 3), 1, 3)
    assert shifted("B2:C9", shift) == "B5:C12"
    assert shifted("A2:C9", shift) == "A2:C9"
    assert shift.place(5, 1) == (8, 1)
    assert shift.place(5, 0) == (5, 0)


@pytest.mark.parametrize(
    ("formula", "by", "expected"),
    [
        ("=A1+$A$1+A$1+$A1", (2, 3), "=D3+$A$1+D$1+$A3"),
        ("=SUM(Other!A1:B2)", (1, 0), "=SUM(Other!A2:B3)"),
        ("=A1", (-1, 0), "=#REF!"),
        ("=SUM(A:B)", (5, 1), "=SUM(B:C)"),
        ('="A1"&score', (5, 1), '="A1"&score'),
    ],
)
def test_a_copied_formula_looks_as_far_away_as_its_model(formula: str, by: tuple[int, int], expected: str) -> None:
    assert translated(formula, *by) == expected


spans = st.tuples(st.integers(0, 12), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(spans, st.integers(0, 20), st.integers(1, 5))
def test_inserting_and_deleting_again_changes_nothing(start_end: tuple[int, int], at: int, count: int) -> None:
    inserted = Insert(at, count).span(*start_end)
    assert inserted[1] is not None
    assert Delete(at, count).span(*inserted) == start_end


@given(st.integers(0, 9), st.integers(1, 4), st.integers(0, 14), st.integers(0, 20))
def test_moving_is_taking_out_of_a_list_and_putting_back(first: int, count: int, to: int, at: int) -> None:
    if first <= to <= first + count:
        return
    rows = list(range(25))
    block = rows[first : first + count]
    rest = [*rows[:to], *("new" for _ in block), *rows[to:]]
    rest = [each for each in rest if each not in block]
    expected = [block[0] + rest.index("new") - block[0] + place for place, _ in enumerate(block)]
    for row, place in zip(block, expected, strict=True):
        assert Move(first, count, to).span(row, row + 1) == (place, place + 1)
    if at not in block:
        order = [each if each != "new" else None for each in rest]
        assert Move(first, count, to).span(at, at + 1) == (order.index(at), order.index(at) + 1)


def test_new_columns_look_like_those_before_them(desk: Any) -> None:
    sheet = desk.spreadsheet.sheet1
    sheet.update([["who", "score"], ["Ann", 9]], "A1")
    sheet.format("B1:B2", {"textFormat": {"bold": True}})
    bold = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    desk.batch({"updateDimensionProperties": {"range": bold, "properties": {"pixelSize": 210}, "fields": "pixelSize"}})
    sheet.insert_cols([["new", "n"]], 3, inherit_from_before=True)
    ws = desk.opened().worksheets[0]
    assert (ws["C1"].value, ws["C1"].font.b) == ("new", True)
    assert ws.column_dimensions["C"].width == ws.column_dimensions["B"].width
    sheet.insert_rows([["top"]], 1)
    ws = desk.opened().worksheets[0]
    assert [cell.value for cell in ws["A"]] == ["top", "who", "Ann"]
    assert desk.get("sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"] == {
        "rowCount": 1001,
        "columnCount": 27,
    }


def test_inheriting_from_before_the_first_row_is_refused(desk: Any) -> None:
    request = {"insertDimension": {"range": span("ROWS", 0, 1), "inheritFromBefore": True}}
    assert "inheritFromBefore" in desk.refused(request)


def test_columns_that_go_take_their_part_of_everything(desk: Any) -> None:
    desk.put([["a", "b", "c", "d"], [1, 2, 3, 4]])
    book = desk.opened()
    ws: Any = book.active
    ws["E2"] = "=SUM(A2:D2)"
    ws["F2"] = "=B2"
    ws.merge_cells("C4:D5")
    ws.auto_filter.ref = "A1:D2"
    ws.column_dimensions["D"].width = 40
    ws.freeze_panes = "C2"
    book.save(desk.path)
    desk.spreadsheet.sheet1.delete_columns(2)
    ws = desk.opened().worksheets[0]
    assert [cell.value for cell in ws[2]] == [1, 3, 4, "=SUM(A2:C2)", "=#REF!"]
    assert [str(each) for each in ws.merged_cells.ranges] == ["B4:C5"]
    assert ws.auto_filter.ref == "A1:C2"
    assert ws.column_dimensions["C"].width == 40
    assert ws.freeze_panes == "B2"


def test_all_rows_that_are_not_frozen_stay_in_part(desk: Any) -> None:
    properties = {"sheetId": 0, "gridProperties": {"frozenRowCount": 2}}
    fields = "gridProperties.frozenRowCount"
    desk.batch({"updateSheetProperties": {"properties": properties, "fields": fields}})
    refused = desk.refused({"deleteDimension": {"range": span("ROWS", 2, 1000)}})
    assert refused.endswith("Sorry, it is not possible to delete all non-frozen rows.")


def test_a_moved_row_is_followed_by_what_points_at_it(desk: Any) -> None:
    desk.put([[1], [2], [3], [4]])
    book = desk.opened()
    ws: Any = book.active
    ws["B1"], ws["B2"] = "=A1", "=SUM(A1:A4)"
    ws.row_dimensions[1].height = 50
    book.save(desk.path)
    desk.batch({"moveDimension": {"source": span("ROWS", 0, 1), "destinationIndex": 3}})
    ws = desk.opened().worksheets[0]
    assert [cell.value for cell in ws["A"]] == [2, 3, 1, 4]
    assert ws["B3"].value == "=A3"
    assert ws.row_dimensions[3].height == 50
    assert ws.row_dimensions[1].height is None


def test_a_range_is_inserted_and_deleted_beside_what_stays(desk: Any) -> None:
    desk.put([["a", 1], ["b", 2], ["c", 3]])
    book = desk.opened()
    book.active["D1"] = "=B2"
    book.save(desk.path)
    desk.batch({"insertRange": {"range": {"sheetId": 0, **area(1, 2, 1, 2)}, "shiftDimension": "ROWS"}})
    assert desk.values("A1:B4") == [["a", 1], ["b"], ["c", 2], ["", 3]]
    assert desk.opened().active["D1"].value == "=B3"
    desk.batch({"deleteRange": {"range": {"sheetId": 0, **area(1, 2, 1, 2)}, "shiftDimension": "ROWS"}})
    assert desk.values("A1:B4") == [["a", 1], ["b", 2], ["c", 3]]
    desk.batch({"deleteRange": {"range": {"sheetId": 0, **area(0, 1, 0, 1)}, "shiftDimension": "COLUMNS"}})
    assert desk.values("A1:B4") == [[1], ["b", 2], ["c", 3]]


def test_a_merged_area_is_not_cut_in_two(desk: Any) -> None:
    desk.batch({"mergeCells": {"range": {"sheetId": 0, **area(2, 4, 0, 2)}, "mergeType": "MERGE_ALL"}})
    request = {"insertRange": {"range": {"sheetId": 0, **area(0, 1, 0, 1)}, "shiftDimension": "ROWS"}}
    assert "A3:B4" in desk.refused(request)
    desk.batch({"insertDimension": {"range": span("ROWS", 3, 5)}})
    assert [str(each) for each in desk.opened().worksheets[0].merged_cells.ranges] == ["A3:B6"]


def test_a_table_of_the_file_keeps_its_headings(desk: Any) -> None:
    desk.put([["who", "score"], ["Ann", 9], ["Bob", 4]])
    book = desk.opened()
    book.active.add_table(Table(displayName="Scores", ref="A1:B3"))
    book.save(desk.path)
    desk.batch({"insertDimension": {"range": span("COLUMNS", 1, 2)}})
    ws = desk.opened().worksheets[0]
    assert ws.tables["Scores"].ref == "A1:C3"
    assert [column.name for column in ws.tables["Scores"].tableColumns] == ["who", "Column1", "score"]
    assert [cell.value for cell in ws[1]] == ["who", "Column1", "score"]
    desk.batch(
        {"deleteDimension": {"range": span("COLUMNS", 1, 3)}}, {"deleteDimension": {"range": span("ROWS", 1, 2)}}
    )
    ws = desk.opened().worksheets[0]
    assert ws.tables["Scores"].ref == "A1:A2"
    desk.batch({"deleteDimension": {"range": span("ROWS", 0, 1)}})
    assert not desk.opened().worksheets[0].tables


actions = st.one_of(
    st.tuples(st.just("insert"), st.sampled_from(["ROWS", "COLUMNS"]), st.integers(0, 6), st.integers(1, 3)),
    st.tuples(st.just("move"), st.sampled_from(["ROWS", "COLUMNS"]), st.integers(0, 6), st.integers(0, 9)),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(actions, min_size=1, max_size=4))
def test_values_of_formulas_are_the_same_wherever_rows_and_columns_go(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int, int]]
) -> None:
    path: Path = create(tmp_path_factory.mktemp("shift") / "team.xlsx")
    book = openpyxl.load_workbook(path)
    ws: Any = book.active
    for row in range(1, 6):
        ws.append([row, row * 10, row * 100])
    other: Any = book.create_sheet("Other")
    formulas = ["=Sheet1!A2", "=Sheet1!$B$3*2", "=Sheet1!C5-Sheet1!A1", "=COUNT(Sheet1!A:A)", "=SUM(Sheet1!A1:C5)"]
    for at, formula in enumerate(formulas, 1):
        other.cell(at, 1).value = formula
    book.save(path)
    service = LocalSheets(path)

    def values() -> list[list[Any]]:
        address = f"/v4/spreadsheets/{service.spreadsheet_id}/values/Other!A1:A5"
        found = service.handle("GET", address, "valueRenderOption=UNFORMATTED_VALUE").body
        assert isinstance(found, dict)
        rows: list[list[Any]] = found["values"]
        return rows

    before = values()
    for kind, dimension, first, number in steps:
        if kind == "insert":
            request = {"insertDimension": {"range": span(dimension, first, first + number)}}
        elif number != first + 1:
            request = {"moveDimension": {"source": span(dimension, first, first + 1), "destinationIndex": number}}
        else:
            continue
        answer = service.handle(
            "POST", f"/v4/spreadsheets/{service.spreadsheet_id}:batchUpdate", "", {"requests": [request]}
        )
        assert answer.status == 200, answer.body
    after = values()
    moved_sum = any(kind == "move" for kind, *_ in steps)
    # A cell moved out of a range that is summed is no longer in it, as in every spreadsheet program.
    assert after[:4] == before[:4]
    assert moved_sum or after == before


def test_a_whole_area_has_nowhere_to_go() -> None:
    assert Shift("ROWS", Delete(0, 5)).area(Area(0, 0, 5, 1)) is None
