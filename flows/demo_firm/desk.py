"""A person at the workbook: opens the file, finds sheets by title and columns by heading, types, saves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows.demo_firm.firm import Firm
from flows.demo_firm.sheet import DATE_FORMAT
from flows.program.names import normalise
from sheets_adapter.tables import BY_KEY, KPI_TITLE

ROWS_ABOVE_HEADINGS = 10
LAST_HEADING_ROW = 2
KPI_TITLES = {words[0] for words in KPI_TITLE.values()}


class Line:
    """One row of a sheet; cells by the column's key."""

    def __init__(self, table: SheetTable, number: int) -> None:
        self._table = table
        self.number = number

    def __getitem__(self, key: str) -> Any:
        """What stands there; None for an empty cell, a date for a date."""
        value = self._cell(key).value
        return value.date() if isinstance(value, datetime) else value

    def text(self, key: str) -> str:
        value = self[key]
        return "" if value is None else str(value)

    def type(self, **values: Any) -> None:
        """Type values into cells; None and "" are not typed."""
        for key, value in values.items():
            if value is None or value == "":
                continue
            cell = self._cell(key)
            unformatted = cell.number_format == "General"
            cell.value = value
            if isinstance(value, date) and unformatted:
                cell.number_format = self._table.date_format

    def empty(self, *keys: str) -> None:
        for key in keys:
            self._cell(key).value = None

    def _cell(self, key: str) -> Any:
        return self._table.sheet.cell(self.number, self._table.columns[key])


class SheetTable:
    """A sheet with its headings found."""

    def __init__(self, sheet: Worksheet, headings: Mapping[str, str], date_format: str) -> None:
        self.sheet, self.date_format = sheet, date_format
        wanted = {normalise(heading): key for key, heading in headings.items()}
        self.top, self.columns = max(
            (_found(sheet, number, wanted) for number in range(1, ROWS_ABOVE_HEADINGS + 1)), key=lambda row: len(row[1])
        )

    def lines(self) -> Iterator[Line]:
        """Rows that hold anything, from the first below the headings."""
        for number in range(self.top + 1, self.sheet.max_row + 1):
            if any(self.sheet.cell(number, column).value is not None for column in self.columns.values()):
                yield Line(self, number)

    def new_line(self) -> Line:
        """The row below the last one that holds anything."""
        last = max((line.number for line in self.lines()), default=self.top)
        return Line(self, last + 1)


def _found(sheet: Worksheet, number: int, wanted: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    cells = {normalise(str(cell.value)): cell.column for cell in sheet[number] if cell.value is not None}
    return number, {key: cells[heading] for heading, key in wanted.items() if heading in cells}


def _unset_heights(sheet: Worksheet) -> None:
    """A spreadsheet program fits rows to their text again when somebody types; openpyxl would fix them for good."""
    for number, row in sheet.row_dimensions.items():
        if number > LAST_HEADING_ROW:
            row.height = None


class Desk:
    """The workbook while somebody has it open: ``with Desk(firm, path) as desk``; saved on leaving."""

    def __init__(self, firm: Firm, path: Path) -> None:
        self.firm, self.path = firm, path

    def __enter__(self) -> Self:
        self.book = load_workbook(self.path)
        for sheet in self.book.worksheets:
            if sheet.title not in KPI_TITLES:
                _unset_heights(sheet)
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None:
            self.book.save(self.path)
        self.book.close()

    def own(self, sheet: str) -> SheetTable:
        """A sheet the team brought along, under its own title and headings."""
        return self._table(self.firm.sheet(sheet), self.firm.names["headings"])

    def declared(self, table: str) -> SheetTable:
        """A sheet of the programme, under the title and headings it writes."""
        declared = BY_KEY[table]
        language = self.firm.language
        return self._table(declared.title(language), {one.key: one.heading(language) for one in declared.columns})

    def lines(self, table: str) -> list[Line]:
        """The rows of a sheet of the programme; none while it is not there yet."""
        there = BY_KEY[table].title(self.firm.language) in self.book.sheetnames
        return list(self.declared(table).lines()) if there else []

    def _table(self, title: str, headings: Mapping[str, str]) -> SheetTable:
        return SheetTable(self.book[title], headings, DATE_FORMAT[self.firm.language])

    def word(self, table: str, column: str, code: str) -> str:
        """The word that the programme's dropdown offers for a code."""
        return BY_KEY[table].column(column).choices[code][self.firm.language][0]
