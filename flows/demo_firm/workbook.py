"""The workbook as the team keeps it before the programme: its data, its settings, and a sheet of sums.

It is an ordinary grown workbook: a banner above the headings, columns in the team's own order and under
its own names, columns nobody else has, blank rows, a note in a cell, a rule that greys out who left.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from flows.demo_firm.firm import Firm
from flows.demo_firm.settings_sheet import write_settings
from flows.demo_firm.sheet import (
    ANSWER_COLUMNS,
    CLIENT_COLUMNS,
    CONTACT_COLUMNS,
    EMPLOYEE_COLUMNS,
    FONT,
    contact_rows,
    employee_row,
    write_clients,
    write_table,
)


def write_workbook(firm: Firm, path: Path) -> None:
    """The workbook of the first day, without an answer yet."""
    book = Workbook()
    book.properties.creator = firm.names["firm"]
    book.properties.created = book.properties.modified = datetime(2026, 6, 30, 18, 0)  # noqa: DTZ001 - a fixed day
    clients = book.active
    assert clients is not None  # noqa: S101 - a new workbook has a sheet
    write_clients(clients, firm)
    write_table(book, firm, "responses", ANSWER_COLUMNS, ())
    write_table(book, firm, "contacts", CONTACT_COLUMNS, contact_rows(firm))
    write_table(book, firm, "employees", EMPLOYEE_COLUMNS, (employee_row(firm, one) for one in firm.employees))
    write_settings(book, firm)
    _write_totals(book.create_sheet(firm.sheet("totals")), firm)
    for sheet in book.worksheets:
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.save(path)


def _write_totals(sheet: Worksheet, firm: Firm) -> None:
    """Sums of the team's own, by formulas."""
    columns = list(CLIENT_COLUMNS)
    name, money = (get_column_letter(columns.index(key) + 1) for key in ("client", "revenue"))
    base = f"'{firm.sheet('clients')}'!"
    formulas = {
        "total_clients": f"=COUNTA({base}{name}3:{name}400)",
        "total_revenue": f"=SUM({base}{money}3:{money}400)",
        "total_average": "=B2/B1",
    }
    for number, (word, formula) in enumerate(formulas.items(), 1):
        sheet.cell(number, 1, firm.word(word)).font = Font(FONT, 11, bold=True)
        sheet.cell(number, 2, formula).number_format = "#,##0" if number == 1 else firm.setting("currency")
    sheet.cell(5, 1, firm.word("totals_note")).font = Font(FONT, 11, italic=True, color="808080")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 44, 16
