"""How a new sheet looks: headings, widths, formats, dropdowns, colours, the warning on the program's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from sheets_adapter import requests
from sheets_adapter.a1 import always_quoted, letters
from sheets_adapter.columns import Column, Kind, Owner, Table
from sheets_adapter.encoding import Json, cell, number_format
from sheets_adapter.snapshot import Place
from sheets_adapter.texts import LABELS

TAB_COLORS = {Owner.PEOPLE: "#34a853", Owner.SHARED: "#f9ab00", Owner.PROGRAM: "#1a73e8"}
HEADING_FILL = "#e8eaed"
HEADING_TO_FILL = "#fff2cc"
"""Headings of the columns that people fill on a shared sheet."""
OWN_FILL = "#f3f4f6"
SCORE_BANDS = ((0, 6, "#f4c7c3"), (7, 8, "#fce8b2"), (9, 10, "#b7e1cd"))
WRAPPED_FROM = 240
"""Columns so wide hold sentences."""
_ALIGNED = {Kind.DATE: "LEFT", Kind.MONTH: "LEFT", Kind.MOMENT: "LEFT", Kind.SCORE: "CENTER"}
"""Days are read as words are; at the right they would touch the text of the next column."""
ROWS = {Owner.PEOPLE: 1000, Owner.SHARED: 1000, Owner.PROGRAM: 100}

Range = Callable[[str], str]
"""``employees.employee`` -> ``='Employees'!$A$2:$A``, empty where that column does not stand anywhere."""


def wraps(column: Column) -> bool:
    return column.kind in {Kind.TEXT, Kind.LIST} and column.width >= WRAPPED_FROM


def dropdown_range(place: Place | None, column: str) -> str:
    """Every cell of a column below its heading, as a dropdown names it."""
    where = place.columns.get(column) if place else None
    if place is None or not where:
        return ""
    name = letters(where[0])
    return f"={always_quoted(place.sheet.title)}!${name}${place.heading_row + 1}:${name}"


def rule(column: Column, language: str, ranges: Range) -> Json | None:
    """The ``DataValidationRule`` of a column. Names and words may be typed differently: they are understood."""
    if column.kind is Kind.SCORE:
        return _list([str(score) for score in range(11)]) | {"strict": True}
    if column.kind is Kind.CHOICE:
        return _list([words[language][0] for words in column.choices.values()])
    if column.kind is Kind.FLAG:
        return _list([LABELS[language]["yes"], LABELS[language]["no"]])
    source = ranges(column.dropdown) if column.dropdown else ""
    if source:
        return {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": source}]}, "showCustomUi": True}
    return None


def column_format(column: Column, language: str) -> tuple[Json, str]:
    """The ``CellFormat`` of a column's cells and the fields it sets."""
    entered: Json = {"verticalAlignment": "TOP", "wrapStrategy": "WRAP" if wraps(column) else "OVERFLOW_CELL"}
    number = number_format(column, language)
    if number:
        entered["numberFormat"] = number
    if column.kind in _ALIGNED:
        entered["horizontalAlignment"] = _ALIGNED[column.kind]
    return entered, "verticalAlignment,wrapStrategy,numberFormat,horizontalAlignment"


def furnish(table: Table, place: Place, language: str, ranges: Range) -> Iterator[Json]:
    """Everything a new sheet of a table gets besides its rows; ``place`` says where its columns stand."""
    sheet_id, body = place.sheet.sheet_id, place.heading_row
    yield requests.cells(sheet_id, body - 1, 0, [headings(table, language)], "userEnteredValue,userEnteredFormat")
    yield from widths(table, sheet_id)
    for at, column in enumerate(table.columns):
        below = requests.area(sheet_id, body, at, None, at + 1)
        entered, fields = column_format(column, language)
        if table.owner is Owner.PROGRAM:
            entered["backgroundColorStyle"] = requests.color(OWN_FILL)
            fields += ",backgroundColorStyle"
        yield requests.repeat(below, entered, fields)
        given = None if table.owner is Owner.PROGRAM else rule(column, language, ranges)
        if given:
            yield requests.validate(below, given)
        if column.kind is Kind.SCORE and not table.hidden:
            yield from _bands(below, f"{letters(at)}{body + 1}")
    if table.owner is Owner.PROGRAM:
        yield requests.protect(sheet_id, LABELS[language]["protected"])


def headings(table: Table, language: str) -> list[Json]:
    return [heading_cell(table, column, language) for column in table.columns]


def heading_cell(table: Table, column: Column, language: str) -> Json:
    to_fill = table.owner is Owner.SHARED and column.people_fill
    entered = {
        "textFormat": {"bold": True},
        "backgroundColorStyle": requests.color(HEADING_TO_FILL if to_fill else HEADING_FILL),
        "wrapStrategy": "WRAP",
        "verticalAlignment": "MIDDLE",
    }
    return cell(column.heading(language)) | {"userEnteredFormat": entered}


def widths(table: Table, sheet_id: int) -> Iterator[Json]:
    at = 0
    for width, group in groupby(column.width for column in table.columns):
        count = len(list(group))
        yield requests.size(sheet_id, "COLUMNS", at, at + count - 1, width)
        at += count


def _bands(where: Json, first_cell: str) -> Iterator[Json]:
    """Formulas without separators: those differ between locales. An empty cell is no zero."""
    for low, high, fill in SCORE_BANDS:
        formula = f"=ISNUMBER({first_cell})*({first_cell}>={low})*({first_cell}<={high})"
        yield requests.shade(where, formula, fill)


def _list(words: list[str]) -> Json:
    values = [{"userEnteredValue": word} for word in words]
    return {"condition": {"type": "ONE_OF_LIST", "values": values}, "showCustomUi": True}
