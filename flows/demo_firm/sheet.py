"""The sheets in which the team keeps clients, contacts and employees, row by row, mistakes included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from flows.demo_firm import SEED, mess
from flows.demo_firm.contacts import Contact
from flows.demo_firm.firm import Client, Employee, Firm

DATE_FORMAT = {"en": "mm/dd/yyyy", "ru": "dd.mm.yyyy"}
CLIENT_COLUMNS = {
    "industry": 22, "client": 34, "status": 10, "manager": 18, "seo": 18, "ppc": 16, "texts": 16, "web": 16,
    "salesperson": 16, "services": 46, "revenue": 13, "client_since": 13, "churned_on": 12, "contact": 22,
    "phone": 18, "email": 36, "fixed_cohort": 8, "remark": 30,
}  # fmt: skip
"""The team's order and widths; "industry" and "remark" are columns of its own."""
CONTACT_COLUMNS = {
    "contact": 24, "client": 34, "role": 16, "phone": 18, "email": 36, "forecast": 10, "do_not_survey": 14,
    "reviewed_on": 13,
}  # fmt: skip
EMPLOYEE_COLUMNS = {
    "employee": 20, "role": 18, "plan": 11, "interviews": 11, "works_since": 13, "email": 34, "birthday": 12,
}  # fmt: skip
ANSWER_COLUMNS = {"interviewer": 16, "date": 12, "client": 34, "contact": 24, "score": 8, "comment": 60}
DATES = frozenset({"client_since", "churned_on", "reviewed_on", "works_since", "date"})

HEADING = PatternFill("solid", fgColor="1F4E5F")
FONT = "Calibri"
_BANNER = PatternFill("solid", fgColor="F4D35E")
_LEFT = PatternFill("solid", bgColor="E0E0E0")

_ACROSS = {"score": "center", "forecast": "center", "plan": "center", "interviews": "center", "fixed_cohort": "center"}

Row = Mapping[str, Any]
"""Values by column; an empty one is a blank row."""


def client_row(firm: Firm, client: Client) -> Row:
    """A client as the team types it, mistakes included."""
    contact = client.in_daily_touch()
    remarks = firm.word("account_remarks")
    return {
        "industry": client.industry,
        "client": client.name,
        "status": firm.names["statuses"][client.status] if client.index % 29 else "",
        "manager": mess.manager_typed(firm, client),
        **{column: mess.specialists_typed(firm, client, column) for column in ("seo", "ppc", "texts", "web")},
        "salesperson": firm.person(client.salesperson),
        "services": mess.services_typed(firm, client),
        "revenue": mess.revenue_typed(firm, client),
        "client_since": mess.since_typed(firm, client),
        "churned_on": client.left_on,
        "contact": contact.name,
        "phone": contact.phone,
        "email": contact.email,
        "fixed_cohort": client.fixed_cohort,
        "remark": remarks[client.index % len(remarks)] if client.index % 7 == 0 else "",
    }


def write_clients(sheet: Worksheet, firm: Firm) -> None:
    sheet.title = firm.sheet("clients")
    sheet["A1"] = firm.word("banner")
    sheet["A1"].font = Font(FONT, 13, bold=True)
    for position in range(1, len(CLIENT_COLUMNS) + 1):
        sheet.cell(1, position).fill = _BANNER
    listed = sorted((client for client in firm.clients if not client.joins), key=lambda client: client.since)
    fill_table(sheet, firm, CLIENT_COLUMNS, _with_blank_rows(client_row(firm, client) for client in listed), top=2)
    columns = list(CLIENT_COLUMNS)
    double = firm.cast("entered twice")
    again = {key: client_row(firm, double)[key] for key in ("manager", "status", "contact")}
    append_row(sheet, firm, CLIENT_COLUMNS, again | {"client": mess.entered_again(double.name)})
    name = columns.index("client") + 1
    names = [row[0] for row in sheet.iter_rows(3, min_col=name, max_col=name)]
    noted = next(cell for cell in names if cell.value == firm.cast("note in the cell").name)
    noted.comment = Comment(firm.word("client_note"), firm.person("head"), width=260, height=70)
    status = get_column_letter(columns.index("status") + 1)
    choice = DataValidation("list", formula1='"' + ",".join(firm.names["statuses"].values()) + '"', allow_blank=True)
    choice.showErrorMessage = False
    choice.add(f"{status}3:{status}400")
    sheet.add_data_validation(choice)
    last = get_column_letter(len(columns))
    left = firm.names["statuses"]["churned"]
    grey = Rule("expression", formula=[f'${status}3="{left}"'], dxf=DifferentialStyle(fill=_LEFT))
    sheet.conditional_formatting.add(f"A3:{last}400", grey)
    sheet.auto_filter.ref = f"A2:{last}{sheet.max_row}"
    sheet.freeze_panes = "C3"


def _with_blank_rows(rows: Iterable[Row]) -> list[Row]:
    """Somebody once left room between the old clients and the newer ones."""
    spaced = list(rows)
    for place in (88, 41, 40):
        spaced.insert(place, {})
    return spaced


def contact_rows(firm: Firm) -> list[Row]:
    listed = [
        (client, contact)
        for client in firm.clients
        if client.listed_contacts and not client.joins
        for contact in client.contacts
    ]
    Random(SEED).shuffle(listed)
    return [contact_row(firm, client, contact) for client, contact in listed]


def contact_row(firm: Firm, client: Client, contact: Contact) -> Row:
    role = firm.names["roles"][contact.role.replace(" ", "_")]
    odd = client.story == "odd role" and contact is client.contacts[0]
    return {
        "contact": contact.name,
        "client": client.name,
        "role": firm.word("odd_role") if odd else role,
        "phone": contact.phone,
        "email": contact.email,
        "forecast": contact.forecast,
        "do_not_survey": firm.names["headings"]["cell_yes"] if contact.do_not_survey else "",
        "reviewed_on": contact.reviewed_on,
    }


def employee_row(firm: Firm, one: Employee) -> Row:
    rng = Random(f"{SEED} {one.key}")
    return {
        "employee": one.name,
        "role": firm.names["roles"][one.role] if one.role else "",
        "plan": one.plan,
        "interviews": one.interviews,
        "works_since": one.works_since,
        "email": firm.names["emails"][one.key],
        "birthday": _birthday(firm, rng.randint(1, 28), rng.randint(1, 12)),
    }


def _birthday(firm: Firm, day: int, month: int) -> str:
    return f"{day:02d}.{month:02d}" if firm.language == "ru" else f"{month:02d}/{day:02d}"


def write_table(book: Workbook, firm: Firm, title: str, columns: Mapping[str, int], rows: Iterable[Row]) -> None:
    sheet = book.create_sheet(firm.sheet(title))
    fill_table(sheet, firm, columns, rows, top=1)
    sheet.freeze_panes = "A2"


def fill_table(sheet: Worksheet, firm: Firm, columns: Mapping[str, int], rows: Iterable[Row], top: int) -> None:
    """Headings in row ``top``, the rows below them."""
    for position, (key, width) in enumerate(columns.items(), 1):
        cell = sheet.cell(top, position, firm.heading(key))
        cell.font, cell.fill = Font(FONT, 11, bold=True, color="FFFFFF"), HEADING
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[top].height = 30
        sheet.column_dimensions[get_column_letter(position)].width = width
    for number, row in enumerate(rows, top + 1):
        write_row(sheet, firm, number, list(columns), row)


def append_row(sheet: Worksheet, firm: Firm, columns: Mapping[str, int], row: Row) -> None:
    """A row below the last one."""
    write_row(sheet, firm, sheet.max_row + 1, list(columns), row)


def write_row(sheet: Worksheet, firm: Firm, number: int, columns: Sequence[str], row: Mapping[str, Any]) -> None:
    for position, key in enumerate(columns, 1):
        value = row.get(key)
        if value in (None, ""):
            continue
        cell = sheet.cell(number, position, value)
        if key in DATES and isinstance(value, date):
            cell.number_format = DATE_FORMAT[firm.language]
        elif key == "revenue" and not isinstance(value, str):
            cell.number_format = firm.setting("currency")
        wraps = key == "comment" or "\n" in str(value)
        cell.alignment = Alignment(_ACROSS.get(key, "left" if key in DATES else None), "top", wrap_text=wraps)
