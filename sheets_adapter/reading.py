"""A sheet's raw values as a typed frame, and the cells that could not be read as issues."""

from __future__ import annotations

import itertools
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sheets_adapter.columns import Column, Kind, Owner, Table
from sheets_adapter.content_below import Cells, first_cell, strays
from sheets_adapter.merged_down import merged_down
from sheets_adapter.parsing import Locale, Read, Reader, as_text, read_by_heading, reader
from sheets_adapter.questions import words_after_score
from sheets_adapter.recognise import heading_text, plain
from sheets_adapter.snapshot import Grid, Place
from sheets_adapter.titles_within import Title, named_by, titles_within

ISSUES = {
    "table": "str",
    "row": "int64",
    "column": "str",
    "found": "str",
    "code": "str",
    "hint": "str",
    "rejects": "bool",
}
_DTYPES = {
    Kind.LIST: "object",
    Kind.SCORE: "float64",
    Kind.NUMBER: "float64",
    Kind.SHARE: "float64",
    Kind.FLAG: "bool",
}
OwnWords = Mapping[str, Mapping[str, str]]
"""Column key -> plain word of the firm's own -> the code it means. The title of a sheet, or of a section of it, is a
word as well: it stands for the empty cells of that column below it."""

_DATES = {Kind.DATE, Kind.MONTH, Kind.MOMENT}


class Fault(NamedTuple):
    """A cell that could not be read; ``position`` counts the rows below the heading from 0."""

    position: int
    column: str
    found: str
    code: str
    hint: str
    rejects: bool


@dataclass(frozen=True)
class TableRead:
    """``rows`` is how many rows have anything in them: those of ``frame`` and those rejected."""

    frame: pd.DataFrame
    issues: pd.DataFrame
    rows: int


def joined(parts: Sequence[TableRead]) -> TableRead:
    """What several sheets of one table hold, one below the other."""
    if len(parts) == 1:
        return parts[0]
    frame, issues = (
        pd.concat([getattr(part, name) for part in parts], ignore_index=True) for name in ("frame", "issues")
    )
    return TableRead(frame, issues, sum(part.rows for part in parts))


def empty_frame(table: Table) -> pd.DataFrame:
    """A table without rows, with all its columns and their dtypes."""
    return _frame(table, np.array([], dtype="int64"), {column.key: [] for column in table.columns})


def issue_frame(rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(ISSUES)).astype(ISSUES)


def read_table(table: Table, place: Place, grid: Grid, locale: Locale, words: OwnWords | None = None) -> TableRead:
    """Types every column; rows whose ``filled`` columns say nothing are left out and become issues."""
    own = words or {}
    body = grid[place.heading_row :]
    cells = {key: [_column(body, at) for at in places] for key, places in place.columns.items()}
    present = _filled_rows(table, cells, len(body))
    cells |= _merged_cells(table, place, body)
    faults: list[Fault] = []
    if table.owner is Owner.SHARED:
        stray, faults = _content_below(place, body, cells, present)
        present[stray] = False
    titles = _titles(table, place, body)
    present[[title.position for title in titles]] = False
    told = {word for words_of in own.values() for word in words_of}
    faults += [_about_title(table, title) for title in titles if plain(title.text) not in told]
    rows = np.flatnonzero(present)
    columns: dict[str, list[Any]] = {}
    for column in table.columns:
        picked = [[values[row] for row in rows] for values in cells.get(column.key, [])]
        if picked and _quotes(table, column):
            columns[column.key] = [as_text(value) for value in picked[0]]
            continue
        headings = [heading_text(place.names.get(at, "")) for at in place.columns.get(column.key, ())]
        columns[column.key], found = _typed(column, picked, headings, len(rows), locale, own.get(column.key, {}))
        if table.owner is Owner.PEOPLE and column.key in own:
            said = _said_by_titles(own[column.key], place, titles, rows)
            columns[column.key] = [value or word for value, word in zip(columns[column.key], said, strict=True)]
        faults += [fault._replace(position=int(rows[fault.position])) for fault in found]
    faults = [fault for fault in faults if not _made_good(table, fault, rows, columns)]
    _comment_beside_score(table, cells, rows, columns)
    if table.owner is Owner.PROGRAM:
        faults = [fault._replace(rejects=False) for fault in faults]
    frame = _frame(table, rows + place.number(0), columns)
    return TableRead(_usable(frame, table, faults, place), _issues(table, faults, place), len(rows))


def _made_good(table: Table, fault: Fault, rows: Any, columns: dict[str, list[Any]]) -> bool:
    """Whether an empty cell is no loss: a form's answer with a survey's key needs no client's name."""
    instead = next((each.unless for each in table.columns if each.key == fault.column), "")
    if fault.code != "missing_value" or not instead:
        return False
    return bool(columns[instead][int(np.searchsorted(rows, fault.position))])


def _comment_beside_score(table: Table, cells: Cells, rows: Any, columns: dict[str, list[Any]]) -> None:
    """What was said goes on in the cell of the score: «9 — всё ок»."""
    said = next((key for key in ("comment", "reason") if key in columns), "")
    if table.owner is Owner.PROGRAM or not said:
        return
    for values in cells.get("score", []):
        behind = [words_after_score(values[row]) for row in rows]
        columns[said] = ["; ".join(filter(None, each)) for each in zip(columns[said], behind, strict=True)]


def _titles(table: Table, place: Place, body: Grid) -> list[Title]:
    named = place.columns.get(named_by(table))
    return list(titles_within(body, named[0], place.heading_row, place.sheet.merges)) if named else []


def _about_title(table: Table, title: Title) -> Fault:
    return Fault(
        title.position,
        named_by(table),
        title.text,
        "total_row" if title.is_total else "section_title",
        "",
        rejects=False,
    )


def _said_by_titles(own: Mapping[str, str], place: Place, titles: list[Title], rows: Any) -> list[str]:
    """For each row what the section it stands in means, else what its sheet means; empty if neither says it."""
    sections = [(title.position, own.get(plain(title.text), "")) for title in titles if not title.is_total]
    of_sheet = own.get(plain(place.sheet.title), "")
    starts = [position for position, _ in sections]
    words = [of_sheet, *(word or of_sheet for _, word in sections)]
    return [words[bisect(starts, row)] for row in rows]


def _quotes(table: Table, column: Column) -> bool:
    """Text of the program's own: it repeats what people's cells show, ``#REF!`` too, and is no mistake itself."""
    return table.owner is Owner.PROGRAM and column.kind is Kind.TEXT and not column.filled


def _merged_cells(table: Table, place: Place, body: Grid) -> Cells:
    """Of people's columns with cells merged over rows; a sum or a score so merged is one, and counts once."""
    merged = {merge.left for merge in place.sheet.merges if merge.bottom - merge.top > 1}
    several = {
        key: places
        for key, places in place.columns.items()
        if merged & set(places) and table.column(key).kind not in {Kind.NUMBER, Kind.SCORE}
    }
    if table.owner is not Owner.PEOPLE or not several:
        return {}
    whole = merged_down(body, place.heading_row, place.sheet.merges)
    return {key: [_column(whole, at) for at in places] for key, places in several.items()}


def _column(body: Grid, at: int) -> list[Any]:
    values = [row[at] if at < len(row) else "" for row in body]
    return [value.strip() if value.__class__ is str else "" if value is None else value for value in values]


def _filled_rows(table: Table, cells: Cells, count: int) -> Any:
    """Rows with anything in a known column; an unticked box is nothing."""
    filled = np.zeros(count, dtype=bool)
    flags = {column.key for column in table.columns if column.kind is Kind.FLAG}
    for key, several in cells.items():
        for values in several:
            if key in flags:
                filled |= np.fromiter((value != "" and value is not False for value in values), bool, count)
            else:
                filled |= np.fromiter((value != "" for value in values), bool, count)
    return filled


def _typed(  # noqa: PLR0917
    column: Column,
    several: list[list[Any]],
    headings: list[str],
    count: int,
    locale: Locale,
    own: Mapping[str, str],
) -> tuple[list[Any], list[Fault]]:
    """A column's values and faults; of several sheet columns lists are joined, else the first filled cell is taken."""
    if not several:
        return [_blank(column)] * count, []
    if column.kind is Kind.LIST:
        parts = [
            _read(column, values, _list_reader(column, heading, locale, alone=len(several) == 1))
            for values, heading in zip(several, headings, strict=True)
        ]
        joined = [
            tuple(dict.fromkeys(itertools.chain(*items))) for items in zip(*(part[0] for part in parts), strict=True)
        ]
        return joined, [fault for part in parts for fault in part[1]]
    values = several[0]
    for more in several[1:]:
        values = [first if first != "" else second for first, second in zip(values, more, strict=True)]
    return _read(column, values, reader(column, locale, {value for value in values if value.__class__ is str}, own))


def _list_reader(column: Column, heading: str, locale: Locale, *, alone: bool) -> Reader:
    if column.by_heading and heading:
        return lambda value: read_by_heading(value, heading, alone=alone)
    return reader(column, locale, ())


def _read(column: Column, values: list[Any], read: Reader) -> tuple[list[Any], list[Fault]]:
    """Each different value is read once. True, 1 and 1.0 are equal to Python, hence the class in the key."""
    keys = [(value.__class__, value) for value in values]
    known: dict[tuple[type, Any], Read] = {key: read(key[1]) for key in set(keys) if key[1] != ""}
    empty = Read(_blank(column), "missing_value" if column.filled else "")
    known[(str, "")] = empty
    readings = [known[key] for key in keys]
    rejects = column.filled or column.understood or (column.kind is Kind.SCORE and column.people_fill)
    faults = [
        Fault(position, column.key, as_text(values[position]), reading.code, reading.hint, rejects)
        for position, reading in enumerate(readings)
        if reading.code
    ]
    return [reading.value for reading in readings], faults


def _blank(column: Column) -> Any:
    if column.kind is Kind.LIST:
        return ()
    if column.kind is Kind.FLAG:
        return False
    return float("nan") if column.kind in _DATES or column.kind in _DTYPES else ""


def _frame(table: Table, rows: Any, columns: dict[str, list[Any]]) -> pd.DataFrame:
    typed: dict[str, Any] = {"row": rows}
    for column in table.columns:
        values = columns[column.key]
        if column.kind in _DATES:
            seconds = np.round(np.asarray(values, dtype="float64") * 86_400)
            days = pd.to_datetime(pd.Series(seconds), unit="s", origin="1899-12-30")
            typed[column.key] = days.astype("datetime64[ns]")
        elif column.kind is Kind.LIST:
            series = pd.Series([None] * len(values), dtype="object")
            series[:] = values
            typed[column.key] = series
        else:
            typed[column.key] = pd.Series(values, dtype=_DTYPES.get(column.kind, "str"))
    return pd.DataFrame(typed).astype({"row": "int64"})[[*(column.key for column in table.columns), "row"]]


def _usable(frame: pd.DataFrame, table: Table, faults: list[Fault], place: Place) -> pd.DataFrame:
    filled = {column.key for column in table.columns if column.filled or column.understood}
    lost = {place.number(fault.position) for fault in faults if fault.column in filled}
    return frame[~frame["row"].isin(lost)].reset_index(drop=True) if lost else frame


def _issues(table: Table, faults: list[Fault], place: Place) -> pd.DataFrame:
    return issue_frame(
        (
            table.key,
            place.number(fault.position),
            fault.column,
            fault.found,
            fault.code,
            fault.hint,
            fault.rejects,
        )
        for fault in sorted(faults)
    )


def _content_below(place: Place, body: Grid, cells: Cells, present: Any) -> tuple[list[int], list[Fault]]:
    """Rows that are no records, and an issue for each block of them."""
    at = {number: key for key, places in place.columns.items() for number in places}
    found = strays(body, cells, present)
    faults = []
    for position in (position for position, begins in found if begins):
        number, value = first_cell(body[position])
        faults.append(Fault(position, at.get(number, ""), as_text(value), "content_below_table", "", rejects=False))
    return [position for position, _ in found], faults
