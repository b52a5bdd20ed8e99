"""A workbook made by XlsxWriter, as many reports are: read, changed by one cell, and everything else is as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from sheets_adapter.local import LocalSheets

PEOPLE = [("Анна", 50), ("Борис", -20), ("Вера", 80), ("Глеб", 10)]


def report(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    kpi, data, hidden = (book.add_worksheet(title) for title in ("KPI", "Данные", "Hidden"))
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    share = book.add_format({"num_format": "0.0%"})
    kpi.write_row(0, 0, ["Имя", "NPS", "Доля"], head)
    for row, (name, nps) in enumerate(PEOPLE, 1):
        kpi.write(row, 0, name)
        kpi.write(row, 1, nps)
        kpi.write_formula(row, 2, f"=B{row + 1}/100", share, nps / 100)
    kpi.conditional_format("B2:B5", {"type": "3_color_scale"})
    kpi.conditional_format("A2:A5", {"type": "text", "criteria": "containing", "value": "Анна", "format": head})
    kpi.data_validation("A2:A5", {"validate": "list", "source": [name for name, _ in PEOPLE]})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=KPI!$A$2:$A$5", "values": "=KPI!$B$2:$B$5"})
    kpi.insert_chart("F2", chart)
    kpi.merge_range("A8:C8", "Итого", head)
    kpi.freeze_panes(1, 1)
    kpi.set_column("A:A", 20)
    kpi.set_row(0, 30)
    kpi.write_comment("A2", "заметка")
    kpi.autofilter("A1:C5")
    kpi.set_landscape()
    kpi.repeat_rows(0)
    kpi.set_header("&LNPS")
    data.add_table("A1:B3", {"data": [[1, 2], [3, 4]]})
    data.set_row(5, None, None, {"level": 1})
    book.define_name("Scores", "=KPI!$B$2:$B$5")
    hidden.hide()
    book.close()


def told(path: Path) -> dict[str, Any]:
    """Everything of the workbook that openpyxl tells, but for values of cells and what only ids differ in."""
    book = openpyxl.load_workbook(path)
    sheets = {}
    for ws in book.worksheets:
        looks = {
            cell.coordinate: (cell.font.b, cell.fill.fgColor.rgb, cell.border.left.style, cell.number_format)
            for row in ws.iter_rows()
            for cell in row
            if cell.has_style
        }
        sheets[ws.title] = {
            "looks": looks,
            "rules": [(str(block.sqref), [rule.type for rule in block.rules]) for block in ws.conditional_formatting],
            "lists": [(str(each.sqref), each.formula1) for each in ws.data_validations.dataValidation],
            "charts": [
                (type(chart).__name__, [series.val.numRef.f for series in chart.series], chart.anchor._from.row)
                for chart in ws._charts
            ],
            "merged": sorted(str(each) for each in ws.merged_cells.ranges),
            "notes": {cell.coordinate: cell.comment.text for row in ws.iter_rows() for cell in row if cell.comment},
            "widths": {letter: record.width for letter, record in ws.column_dimensions.items()},
            "heights": {row: record.height for row, record in ws.row_dimensions.items() if record.height},
            "levels": {row: record.outlineLevel for row, record in ws.row_dimensions.items() if record.outlineLevel},
            "page": (ws.page_setup.orientation, ws.print_title_rows, ws.oddHeader.left.text, ws.freeze_panes),
            "state": (ws.sheet_state, ws.auto_filter.ref, sorted(table.ref for table in ws.tables.values())),
        }
    return {"sheets": sheets, "names": {name: each.attr_text for name, each in book.defined_names.items()}}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    report(tmp_path / "report.xlsx")
    return tmp_path / "report.xlsx"


def test_all_but_the_changed_cell_is_as_it_was(made: Path) -> None:
    before = told(made)
    service = LocalSheets(made)
    address = f"/v4/spreadsheets/{service.spreadsheet_id}/values/KPI!B3"
    assert service.handle("PUT", address, "valueInputOption=RAW", {"values": [[90]]}).status == 200
    assert told(made) == before


def test_readers_without_an_engine_see_new_values_of_formulas(made: Path) -> None:
    service = LocalSheets(made)
    address = f"/v4/spreadsheets/{service.spreadsheet_id}/values/KPI!B3"
    service.handle("PUT", address, "valueInputOption=RAW", {"values": [[90]]})
    assert openpyxl.load_workbook(made, data_only=True)["KPI"]["C3"].value == pytest.approx(0.9)
    rows = CalamineWorkbook.from_path(made).get_sheet_by_name("KPI").to_python()
    assert rows[2] == ["Борис", 90, pytest.approx(0.9)]
