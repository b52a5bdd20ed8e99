"""The sheet Settings of the demo firm: every setting as it is by default, and what the firm has to say itself."""

from __future__ import annotations

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from flows.demo_firm.firm import Firm
from flows.demo_firm.sheet import FONT, HEADING
from flows.init_workbook import setting_rows
from flows.program.settings import BY_KEY
from sheets_adapter.tables import BY_KEY as TABLES

STARTS_ON = "2026-07-01"
OWN = ("time_zone", "country", "deliver", "exit_channel", "form_link")
WIDTHS = {"A": 38, "B": 62, "C": 92}


def write_settings(book: Workbook, firm: Firm) -> None:
    """A sheet Settings whose client base has a title of its own and its specialists a column for each craft."""
    table = TABLES["settings"]
    sheet = book.create_sheet(table.title(firm.language))
    rows = [tuple(column.heading(firm.language) for column in table.columns), *_structure(firm), *_settings(firm)]
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(FONT, 11, bold=True, color="FFFFFF"), HEADING
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for row in sheet["B2:C70"]:
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def _structure(firm: Firm) -> list[tuple[str, str, str]]:
    """Where the workbook departs from the usual titles and headings."""
    clients = TABLES["clients"]
    table = {"en": "table", "ru": "таблица"}[firm.language]
    specialists = ", ".join(firm.heading(craft) for craft in ("seo", "ppc", "texts", "web"))
    return [
        (f"{table} {clients.title(firm.language)}", firm.sheet("clients"), firm.word("about_title")),
        (clients.column("specialists").heading(firm.language), specialists, firm.word("about_specialists")),
    ]


def _settings(firm: Firm) -> list[tuple[str, str, str]]:
    """The rows that ``npsheets init`` would write, with the firm's own values."""
    rows = setting_rows(firm.language, pd.Timestamp(STARTS_ON))
    said = {key: firm.setting(key) for key in OWN}
    said |= {
        "our_name": str(firm.names["firm"]),
        "sender": f"{firm.names['people']['head']} <{firm.names['emails']['head']}>",
    }
    own = {BY_KEY[key].names[firm.language][0]: value for key, value in said.items()}
    rows["value"] = rows["setting"].map(own).fillna(rows["value"])
    return [(str(name), str(value), str(meaning)) for name, value, meaning in rows.itertuples(index=False)]
