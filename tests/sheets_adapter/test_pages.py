"""A page is drawn whole once; later only what changed is sent, and quiet cells alone are no reason to write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import openpyxl
import openpyxl.chart
import pytest

from sheets_adapter import Changes
from sheets_adapter.errors import TitleTaken
from sheets_adapter.page import Cell, LineChart, Page, Series, Span, Style
from tests.sheets_adapter.conftest import JOURNAL

GREEN = Style(fill="#b7e1cd", pattern="0.0")
DATA = Page(
    "kpi_data",
    "KPI data",
    {
        (0, 0): Cell("month"),
        (0, 1): Cell("department"),
        (1, 0): Cell("Oct"),
        (1, 1): Cell(40.0),
        (2, 0): Cell("Nov"),
        (2, 1): Cell(None),
    },
    hidden=True,
)
CHART = LineChart(
    "NPS by quarter",
    "kpi_data",
    Span((0, 0), (2, 0)),
    (Series(Span((0, 1), (2, 1)), "#1a73e8", 3),),
    (5, 0),
    700,
    300,
    -100,
    100,
)
KPI = Page(
    "kpi",
    "KPI",
    {
        (0, 0): Cell("NPS, October 2026", Style(bold=True, size=18)),
        (1, 0): Cell(40.0, GREEN),
        (1, 1): Cell(date(2026, 11, 1), Style(pattern="yyyy-mm-dd")),
        (2, 0): Cell("checked on"),
        (2, 1): Cell("1 Nov"),
    },
    widths={0: 220, 1: 120},
    merges=(Span((0, 0), (0, 1)),),
    frozen_rows=1,
    charts=(CHART,),
    quiet=frozenset({(2, 1)}),
)


def changed(page, **cells):
    """``changed(KPI, B3="2 Nov")`` with the cell's style kept."""
    new = {}
    for name, value in cells.items():
        position = (int(name[1:]) - 1, ord(name[0]) - ord("A"))
        new[position] = Cell(value, page.cells[position].style) if not isinstance(value, Cell) else value
    return replace(page, cells={**page.cells, **new})


def commit(team_file, *pages, **more):
    workbook = team_file.open()
    return workbook.commit(workbook.snapshot(), Changes(pages=pages, journal=JOURNAL, **more))


def test_a_page_is_drawn_with_its_chart_before_all_other_sheets(small):
    assert commit(small, KPI, DATA).wrote
    book = openpyxl.load_workbook(small.path)
    sheet = book["KPI"]
    assert book.sheetnames[0] == "KPI"
    assert sheet["A1"].font.b
    assert sheet["A2"].value == 40
    assert sheet["B2"].value.date() == date(2026, 11, 1)
    assert sheet.freeze_panes == "A2"
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:B1"]
    assert len(sheet._charts) == 1
    assert book["KPI data"].sheet_state == "hidden"


def test_the_same_page_again_is_not_written(small):
    commit(small, KPI, DATA)
    assert not commit(small, KPI, DATA).wrote


def test_only_a_changed_value_travels(small):
    commit(small, KPI, DATA)
    assert commit(small, changed(KPI, A2=50.0), DATA).cells_changed == {"kpi": 1}
    cells = [request["updateCells"] for request in small.sent()[1]["requests"] if "updateCells" in request]
    on_the_page = next(each for each in cells if each["fields"] == "userEnteredValue")
    assert on_the_page["rows"] == [{"values": [{"userEnteredValue": {"numberValue": 50}}]}]
    assert not any("addChart" in request for request in small.sent()[1]["requests"])
    assert openpyxl.load_workbook(small.path)["KPI"]["A2"].fill.fgColor.rgb.endswith("B7E1CD")


def test_a_row_whose_look_changed_is_drawn_again_and_the_chart_is_left(small):
    commit(small, KPI, DATA)
    commit(small, changed(KPI, A2=Cell(-10.0, Style(fill="#f4c7c3", pattern="0.0"))), DATA)
    assert openpyxl.load_workbook(small.path)["KPI"]["A2"].fill.fgColor.rgb.endswith("F4C7C3")
    assert not any({"addChart", "mergeCells"} & set(request) for request in small.sent()[1]["requests"])


def test_a_page_of_another_shape_is_drawn_anew_with_one_chart(small):
    commit(small, KPI, DATA)
    longer = replace(
        KPI, cells={**KPI.cells, (3, 0): Cell("one more")}, merges=(), charts=(replace(CHART, title="New"),)
    )
    assert commit(small, longer, DATA).wrote
    sheet = openpyxl.load_workbook(small.path)["KPI"]
    assert not sheet.merged_cells.ranges
    assert len(sheet._charts) == 1
    shorter = replace(KPI, cells={position: cell for position, cell in KPI.cells.items() if position[0] < 2})
    commit(small, shorter, DATA)
    assert small.rows("KPI")[2:4] in ([], [[], []])
    assert not commit(small, shorter, DATA).wrote


def test_a_page_whose_look_somebody_forgot_is_drawn_anew_with_one_chart(small):
    """Somebody typed into the hidden sheet: the chart that stands there is still the page's own."""
    commit(small, KPI, DATA)

    def forget(book):
        for row in book["npsheets"].iter_rows(min_row=2):
            if str(row[0].value).startswith("look"):
                row[1].value = "?"

    small.by_hand(forget)
    assert commit(small, KPI, DATA).wrote
    assert len(openpyxl.load_workbook(small.path)["KPI"]._charts) == 1
    assert not commit(small, KPI, DATA).wrote


def test_quiet_cells_alone_are_no_reason_to_write(small):
    commit(small, KPI, DATA)
    assert not commit(small, changed(KPI, B3="2 Nov"), DATA).wrote
    assert small.rows("KPI")[2] == ["checked on", "1 Nov"]


def test_quiet_cells_are_written_when_asked_without_a_journal_row(small):
    commit(small, KPI, DATA)
    assert commit(small, changed(KPI, B3="2 Nov"), DATA, write_quiet=True).wrote
    assert small.rows("KPI")[2] == ["checked on", "2 Nov"]
    snapshot = small.open().snapshot()
    assert len(snapshot.tables["journal"]) == 1
    assert snapshot.revision == 2, "two runs at once may not both write it"


def test_quiet_cells_travel_along_with_other_news(small):
    commit(small, KPI, DATA)
    commit(small, changed(KPI, B3="2 Nov", A2=45.0), DATA)
    assert small.rows("KPI")[2] == ["checked on", "2 Nov"]


def test_what_somebody_typed_into_a_page_is_put_right(small):
    commit(small, KPI, DATA)

    def scribble(book):
        book["KPI"]["A2"] = 99
        book["KPI"]["D9"] = "note"

    small.by_hand(scribble)
    assert commit(small, KPI, DATA).cells_changed == {"kpi": 2}
    assert small.rows("KPI")[1][0] == 40


def test_a_sheet_of_peoples_called_kpi_is_not_drawn_over(make_file):
    team_file = make_file(
        "Clients\n| Client |\n| Acme |\n\nEmployees\n| Name |\n| Ann |\n\nKPI\n| our old figures | 42 |\n"
    )
    with pytest.raises(TitleTaken, match="KPI"):
        commit(team_file, KPI, DATA)
    assert team_file.rows("KPI")[0] == ["our old figures", 42]


def test_a_page_that_was_deleted_is_drawn_again(small):
    commit(small, KPI, DATA)

    def delete(book):
        del book["KPI"]

    small.by_hand(delete)
    assert commit(small, KPI, DATA).wrote
    assert small.rows("KPI")[1][0] == 40


def test_a_chart_that_was_deleted_is_drawn_again(small):
    commit(small, KPI, DATA)
    small.by_hand(lambda book: book["KPI"]._charts.clear())
    assert commit(small, KPI, DATA).wrote
    assert len(openpyxl.load_workbook(small.path)["KPI"]._charts) == 1


def test_a_chart_of_peoples_beside_ours_stays_when_ours_is_drawn_anew(small):
    commit(small, KPI, DATA)

    def draw(book):
        chart = openpyxl.chart.BarChart()
        chart.title = "theirs"
        book["KPI"].add_chart(chart, "H20")

    small.by_hand(draw)
    assert not commit(small, KPI, DATA).wrote
    commit(small, replace(KPI, charts=(replace(CHART, title="New"),)), DATA)
    assert len(openpyxl.load_workbook(small.path)["KPI"]._charts) == 2


def test_pages_are_known_as_ours_and_not_as_sheets_nobody_recognises(small):
    commit(small, KPI, DATA)
    assert small.open().snapshot().unrecognised == ("Notes",)
