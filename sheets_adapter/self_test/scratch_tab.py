"""A tab of the user's spreadsheet to try things on: what is sent to it, what is seen there.

It bears a number of ours in its title, so that one left by a killed self-test is recognised by the next, whatever
id it got, and a person's sheet is not.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from gspread.exceptions import APIError

from sheets_adapter import requests
from sheets_adapter.a1 import always_quoted
from sheets_adapter.encoding import Json, cell
from sheets_adapter.http import GOOGLE
from sheets_adapter.workbook import Workbook

TITLE = "npsheets self-test"
IDS = range(1_900_000_000, 1_900_900_000)
ROWS, COLUMNS = 120, 12


class Misbehaved(Exception):  # noqa: N818 - as it is reported
    """The service does something else than the program relies on; the text is what was seen."""


def title(sheet_id: int) -> str:
    return f"{TITLE} {sheet_id}"


def number_in(text: str) -> int:
    """The number in the title of a scratch tab, 0 for any other sheet."""
    first, _, last = text.rpartition(" ")
    return int(last) if first == TITLE and last.isascii() and last.isdigit() and int(last) in IDS else 0


def mark(sheet_id: int) -> str:
    """How the names of the ranges on a scratch tab begin."""
    return f"npsheets_selftest_{sheet_id}_"


@dataclass
class Tab:
    """The scratch tab: what is sent to it and what is seen there."""

    workbook: Workbook
    sheet_id: int = field(default_factory=lambda: random.choice(IDS[:-1]))  # noqa: S311 - no secret

    @property
    def title(self) -> str:
        return title(self.sheet_id)

    @property
    def second_title(self) -> str:
        """Of a tab that a service should refuse to add."""
        return title(self.sheet_id + 1)

    @property
    def mark(self) -> str:
        """How the names of its ranges begin."""
        return mark(self.sheet_id)

    def name(self, number: int) -> str:
        """A stamp like the program's own, but of this tab."""
        return f"{self.mark}r{number}"

    def area(self, top: int = 0, left: int = 0, bottom: int | None = None, right: int | None = None) -> Json:
        return requests.area(self.sheet_id, top, left, bottom, right)

    def send(self, *batch: Json) -> list[Json]:
        """The replies to a batch."""
        answer = self.workbook.client.batch_update(self.workbook.spreadsheet_id, {"requests": list(batch)})
        replies: list[Json] = answer.get("replies", [])
        return replies

    def write(self, row: int, column: int, *values: Any, fields: str = "userEnteredValue") -> Json:
        """A request that writes one row; a value may be a whole ``CellData``."""
        cells = [value if isinstance(value, dict) else cell(value) for value in values]
        return requests.cells(self.sheet_id, row, column, [cells], fields)

    def refuses(self, *batch: Json) -> None:
        try:
            self.send(*batch)
        except APIError as error:
            if error.response.status_code == 400:
                return
            raise
        raise Misbehaved("200 OK")

    def get(self, fields: str, where: str = "") -> Json:
        parameters = {"fields": fields} | ({"ranges": f"{always_quoted(self.title)}!{where}"} if where else {})
        address = f"{GOOGLE}/v4/spreadsheets/{self.workbook.spreadsheet_id}"
        answer: Json = self.workbook.client.request("get", address, params=parameters).json()
        return answer

    def sheet(self, fields: str) -> Json:
        """What ``spreadsheets.get`` says about the tab."""
        sheets = self.get(f"sheets(properties(sheetId),{fields})").get("sheets", [])
        return next((each for each in sheets if each["properties"].get("sheetId", 0) == self.sheet_id), {})

    def cell(self, where: str, fields: str) -> Json:
        """One cell's data."""
        data = self.get(f"sheets(data(rowData(values({fields}))))", where)["sheets"][0].get("data", [{}])
        rows = data[0].get("rowData", [{}])
        values = rows[0].get("values", [{}]) if rows else [{}]
        return dict(values[0]) if values else {}

    def values(self, where: str, title: str = "") -> list[list[Any]]:
        """Unformatted, dates as serial numbers: as the program reads; ``title`` of another sheet than the tab."""
        options: Any = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
        ranges = [f"{always_quoted(title or self.title)}!{where}"]
        answer = self.workbook.client.values_batch_get(self.workbook.spreadsheet_id, ranges, options)
        found: list[list[Any]] = answer["valueRanges"][0].get("values", [])
        return found

    def names(self) -> dict[str, str]:
        """Named ranges of the tab: name -> id."""
        found = self.get("namedRanges(namedRangeId,name)").get("namedRanges", [])
        return {each["name"]: each["namedRangeId"] for each in found if each["name"].startswith(self.mark)}


def expect(seen: Any, wanted: Any) -> None:
    same = seen == wanted and (not isinstance(wanted, list) or list(map(_types, seen)) == list(map(_types, wanted)))
    if not same:
        raise Misbehaved(repr(seen)[:200])


def _types(value: Any) -> Any:
    """True, 1 and 1.0 are equal to Python; whole numbers may come as either kind."""
    if isinstance(value, list):
        return [_types(each) for each in value]
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else type(value)
