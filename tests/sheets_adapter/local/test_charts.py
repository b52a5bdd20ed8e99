from __future__ import annotations

from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, PieChart, Reference


def source(left: int, sheet_id: int = 5) -> dict[str, Any]:
    area = {"sheetId": sheet_id, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": left}
    return {"sourceRange": {"sources": [area | {"endColumnIndex": left + 1}]}}


def chart(**more: Any) -> dict[str, Any]:
    series = [
        {
            "series": source(column),
            "targetAxis": "LEFT_AXIS",
            "colorStyle": {"rgbColor": {"red": 1} if column == 1 else {"blue": 1}},
            "lineStyle": {"width": 3},
        }
        for column in (1, 2)
    ]
    basic = {
        "chartType": "LINE",
        "legendPosition": "BOTTOM_LEGEND",
        "headerCount": 1,
        "axis": [
            {"position": "BOTTOM_AXIS", "title": "month"},
            {
                "position": "LEFT_AXIS",
                "title": "NPS",
                "viewWindowOptions": {"viewWindowMode": "EXPLICIT", "viewWindowMin": -100, "viewWindowMax": 100},
            },
        ],
        "domains": [{"domain": source(0)}],
        "series": series,
    }
    spec = {"title": "NPS of the quarter", "basicChart": basic, "hiddenDimensionStrategy": "SHOW_ALL"}
    anchor = {"sheetId": 0, "rowIndex": 10, "columnIndex": 1}
    position = {"overlayPosition": {"anchorCell": anchor, "widthPixels": 800, "heightPixels": 300}}
    return {"spec": spec, "position": position} | more


@pytest.fixture
def numbers(desk: Any) -> Any:
    desk.batch({"addSheet": {"properties": {"sheetId": 5, "title": "Числа для графика", "hidden": True}}})
    desk.put([["month", "all", "Anna"], [46266, 10, 5], [46296, 20, None], [46327, 30, 50]], sheet_id=5)
    return desk


def shown(desk: Any) -> list[dict[str, Any]]:
    return desk.get("sheets.charts")["sheets"][0].get("charts", [])


def test_a_line_chart_reads_back_as_it_was_sent_also_from_the_file(numbers: Any) -> None:
    (reply,) = numbers.batch({"addChart": {"chart": chart(chartId=321)}})
    (found,) = shown(type(numbers)(numbers.path))
    assert reply["addChart"]["chart"] == found
    given = chart()
    assert found["chartId"] == 321
    assert found["position"] == given["position"]
    assert found["spec"]["title"] == "NPS of the quarter"
    assert found["spec"]["hiddenDimensionStrategy"] == "SHOW_ALL"
    basic, wanted = found["spec"]["basicChart"], given["spec"]["basicChart"]
    for name in ("chartType", "legendPosition", "headerCount", "axis", "domains"):
        assert basic[name] == wanted[name]
    assert [each["series"] for each in basic["series"]] == [each["series"] for each in wanted["series"]]
    assert [each["colorStyle"] for each in basic["series"]] == [each["colorStyle"] for each in wanted["series"]]


def test_in_the_file_lines_have_gaps_and_axes_are_drawn(numbers: Any) -> None:
    numbers.batch({"addChart": {"chart": chart()}})
    ws = numbers.opened()["Sheet1"]
    (found,) = ws._charts
    assert found.display_blanks == "gap"
    assert found.visible_cells_only is False
    assert (found.x_axis.delete, found.y_axis.delete) == (False, False)
    assert (found.y_axis.scaling.min, found.y_axis.scaling.max) == (-100, 100)
    assert [series.val.numRef.f for series in found.series] == [
        "'Числа для графика'!$B$2:$B$4",
        "'Числа для графика'!$C$2:$C$4",
    ]
    assert ws.page_setup.fitToHeight == 1


def test_an_id_that_exists_is_an_error_and_an_unknown_one_too(numbers: Any) -> None:
    numbers.batch({"addChart": {"chart": chart(chartId=321)}})
    assert "already exists" in numbers.refused({"addChart": {"chart": chart(chartId=321)}})
    message = numbers.refused({"deleteEmbeddedObject": {"objectId": 5}})
    assert message == "Invalid requests[0].deleteEmbeddedObject: No embedded object with id: 5"


def test_a_chart_is_changed_in_its_place_and_deleted(numbers: Any) -> None:
    numbers.batch({"addChart": {"chart": chart(chartId=1)}}, {"addChart": {"chart": chart(chartId=2)}})
    spec = chart()["spec"] | {"title": "New"}
    numbers.batch({"updateChartSpec": {"chartId": 2, "spec": spec}}, {"deleteEmbeddedObject": {"objectId": 1}})
    (found,) = shown(type(numbers)(numbers.path))
    assert (found["chartId"], found["spec"]["title"]) == (2, "New")
    assert found["position"] == chart()["position"]


def test_a_chart_is_moved(numbers: Any) -> None:
    numbers.batch({"addChart": {"chart": chart(chartId=1)}})
    moved = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 20, "columnIndex": 0}}}
    request = {"objectId": 1, "newPosition": moved, "fields": "anchorCell"}
    numbers.batch({"updateEmbeddedObjectPosition": request})
    overlay = shown(numbers)[0]["position"]["overlayPosition"]
    assert (overlay["anchorCell"]["rowIndex"], overlay["widthPixels"]) == (20, 800)


def test_charts_not_drawn_here_are_refused_by_name(numbers: Any) -> None:
    pie = {"spec": {"pieChart": {"domain": source(0), "series": source(1)}}}
    assert "pieChart" in numbers.refused({"addChart": {"chart": pie}}, status=501)
    scatter = chart()
    scatter["spec"]["basicChart"]["chartType"] = "SCATTER"
    assert "SCATTER" in numbers.refused({"addChart": {"chart": scatter}}, status=501)


def test_peoples_charts_are_seen_and_kept(made_elsewhere: Any) -> None:
    def drawn(book: openpyxl.Workbook) -> None:
        ws = book.active
        for row in (["a", 1], ["b", 2]):
            ws.append(row)
        for kind, cell in ((BarChart, "D2"), (PieChart, "D20")):
            theirs = kind()
            theirs.title = kind.__name__
            theirs.add_data(Reference(ws, min_col=2, min_row=1, max_row=2))
            ws.add_chart(theirs, cell)

    desk = made_elsewhere(drawn)
    first = shown(desk)
    assert [each["spec"]["title"] for each in first] == ["BarChart", "PieChart"]
    assert first[0]["spec"]["basicChart"]["chartType"] == "COLUMN"
    desk.put([["new"]], sheet_id=desk.spreadsheet.sheet1.id, row=5)
    assert [type(each).__name__ for each in desk.opened().active._charts] == ["BarChart", "PieChart"]
    assert shown(desk) == first == shown(type(desk)(desk.path))
