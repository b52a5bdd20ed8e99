"""A sheet looked at as if it were a table's: its headings, which of them are known, what the others hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sheets_adapter.choices import STATUSES
from sheets_adapter.columns import Table
from sheets_adapter.heading_rows import HEADING_ROWS
from sheets_adapter.merged_down import merged_down
from sheets_adapter.people_tables import CLIENTS
from sheets_adapter.proposing import contents
from sheets_adapter.proposing.likely import NO_ANSWER, NO_PHONE, NOT_SERVING, is_month, likely_heading
from sheets_adapter.proposing.lines import Line
from sheets_adapter.questions import is_score, is_text, score_of
from sheets_adapter.recognise import Fed, find_headings, plain
from sheets_adapter.snapshot import Grid, Sheet
from sheets_adapter.titles_within import Title, named_by, titles_within

WITHIN_REASON = 12
"""Of so few different words a column may be a choice."""
NUMBERS = frozenset({"no", "n", "nr", "n п п", "no п п", "п п"})
"""Plain headings over the numbers of rows."""
_KNOWN_STATUSES = frozenset(plain(word) for words in STATUSES.values() for each in words.values() for word in each)


@dataclass(frozen=True)
class Seen:
    """``row`` and column numbers from 0; ``fed``: columns that a line of Settings has to name, with their headings."""

    sheet: Sheet
    table: Table
    row: int
    columns: Mapping[str, tuple[int, ...]]
    names: Mapping[int, str]
    """Column number -> its heading, known or not."""
    grid: Grid = field(repr=False)
    fed: Mapping[str, str] = field(default_factory=dict)
    competing: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    whole: Mapping[int, str] = field(default_factory=dict)
    """Column number -> its heading with what stands above it."""

    beside: int = 0
    """The column in which a second table begins, which is not read; 0: there is none."""

    def called(self, at: int) -> str:
        """The heading by which Settings mean this column and no other."""
        name = self.names[at]
        alone = sum(plain(other) == plain(name) for other in self.names.values()) == 1
        return name if alone else self.whole.get(at, name)

    @property
    def title(self) -> str:
        return self.sheet.title

    @property
    def usable(self) -> bool:
        return not self.lacks

    @property
    def lacks(self) -> list[str]:
        return [
            column.key
            for column in self.table.columns
            if column.required and not {column.key, column.unless} & {*self.columns}
        ]

    @cached_property
    def records(self) -> list[tuple[int, list[Any]]]:
        """Rows below the headings (numbers from 1) that have something in the first required column, if it is known."""
        key = next(column.key for column in self.table.columns if column.required)
        at = self.columns.get(key, (-1,))[0]
        titled = {self.row + 2 + title.position for title in self.titles}
        rows = [(number, row) for number, row in enumerate(self.grid, 1) if number > self.row + 1]
        if at >= 0:
            return [(number, row) for number, row in rows if _cell(row, at) != "" and number not in titled]
        return [(number, row) for number, row in rows if sum(_cell(row, at) != "" for at in self.names) > 1]

    @cached_property
    def titles(self) -> list[Title]:
        """Rows that are no records: totals and titles of sections."""
        at = self.columns.get(named_by(self.table), (-1,))[0]
        return list(titles_within(self.grid[self.row + 1 :], at, self.row + 1, self.sheet.merges)) if at >= 0 else []

    @property
    def sections(self) -> list[tuple[str, int]]:
        """Titles of sections, and how many records stand below each before the next."""
        begins = [(title.text, self.row + 2 + title.position) for title in self.titles if not title.is_total]
        ends = [*(number for _, number in begins[1:]), len(self.grid) + 1]
        return [
            (text, sum(first < number < end for number, _ in self.records))
            for (text, first), end in zip(begins, ends, strict=False)
        ]

    @property
    def unknown(self) -> dict[int, str]:
        """Columns that nothing is known of, with their headings."""
        known = {at for places in self.columns.values() for at in places}
        return {at: name for at, name in self.names.items() if at not in known}

    @property
    def unread(self) -> list[str]:
        """Headings of filled columns that nothing is known of, but for months and numbers of rows."""
        told = {at: name for at, name in self.unknown.items() if plain(name) not in NUMBERS and not is_month(name)}
        return [name for at, name in told.items() if self.cells(at)]

    def cells(self, at: int) -> list[Any]:
        """The filled cells of a column."""
        return [value for _, row in self.records if (value := _cell(row, at)) != ""]

    def of(self, key: str) -> list[Any]:
        return [cell for at in self.columns.get(key, ()) for cell in self.cells(at)]

    def clients(self) -> list[str]:
        return [plain(cell) for cell in self.of("client")]

    def with_column(self, key: str, at: int) -> Seen:
        """The same with one more column known, which Settings has to name."""
        return replace(self, columns={**self.columns, key: (at,)}, fed={**self.fed, key: self.names[at]})


def see(sheet: Sheet, grid: Grid, table: Table, fed: Fed) -> Seen | None:
    """The sheet read as a table's; None where no row could be one of headings."""
    headings = find_headings(grid, table, fed, sheet.merges)
    by_look = _row_by_look(grid)
    if headings is None or (not headings.usable(table) and by_look is not None and len(headings.columns) < 2):
        if by_look is None:
            return None
        return Seen(sheet, table, by_look, {}, _texts(grid[by_look]), _whole(sheet, grid, by_look, ()))
    # A client merged over the rows of its projects is one client still.
    names = headings.columns.get(named_by(table), ()) if table is CLIENTS else ()
    return Seen(
        sheet,
        table,
        headings.row,
        headings.columns,
        headings.names,
        _whole(sheet, grid, headings.row, names),
        {},
        headings.competing,
        headings.whole,
        headings.beside,
    )


def _whole(sheet: Sheet, grid: Grid, row: int, but: Collection[int]) -> Grid:
    return [*grid[: row + 1], *merged_down(grid[row + 1 :], row + 1, sheet.merges, but=but)]


def see_likely(sheet: Sheet, grid: Grid, table: Table, fed: Fed) -> Seen | None:
    """The same, required columns being looked for among those that are likely and whose cells agree."""
    seen = see(sheet, grid, table, fed)
    for key in seen.lacks if seen else ():
        at = likely_column(seen, key) if seen else None
        if seen is not None and at is not None and key not in seen.competing:
            seen = seen.with_column(key, at)
    return seen


def likely_line(seen: Seen, key: str) -> Line:
    """The column found for a field, as a line of Settings."""
    at = seen.columns[key][0]
    details = {"sheet": seen.title, "heading": seen.names[at], "kind": _KINDS[key], "cells": len(seen.cells(at))}
    return Line(seen.table.key, key, values=(seen.names[at],), why="likely", details=details)


def likely_column(seen: Seen, key: str) -> int | None:
    """The one unknown column that a field may be: by its heading and its cells, else by its cells alone."""
    by_word = [
        at
        for at, name in seen.unknown.items()
        if likely_heading(seen.table.key, key, plain(name))
        and _agrees(key, seen.cells(at))
        and not re.search(_MEANS_ANOTHER.get(key, "^$"), plain(name))
    ]
    if by_word:
        return by_word[0] if len(by_word) == 1 else _first_of_several(seen, key, by_word)
    told = _BY_CELLS.get(key)
    another = _MEANS_ANOTHER.get(key, "^$")
    by_cells = [
        at
        for at, name in seen.unknown.items()
        if told is not None and told(seen.cells(at)) and not re.search(another, plain(name))
    ]
    return by_cells[0] if len(by_cells) == 1 else None


def _first_of_several(seen: Seen, key: str, places: list[int]) -> int | None:
    """Of «Тел. 1» and «Тел. 2» the first; of a trade name and a legal name the one that looks like a firm's."""
    if len({re.sub(r"\d+", "", plain(seen.names[at])) for at in places}) == 1:
        return places[0]
    firms = [at for at in places if contents.are_firms(seen.cells(at))]
    return firms[0] if key == "client" and len(firms) == 1 else None


def scale_of_five(cells: contents.Cells) -> bool:
    """Scores that end at 5 were given on another scale."""
    numbers = [score_of(cell) for cell in cells if is_score(cell)]
    return len(numbers) >= WITHIN_REASON and min(numbers) >= 1 and max(numbers) <= 5


def _agrees(key: str, cells: contents.Cells) -> bool:
    return bool(cells) and (key not in _AGREE or _AGREE[key](cells))


def are_statuses(cells: contents.Cells, share: float = 0.6) -> bool:
    return contents.mostly(cells, lambda cell: plain(cell) in _KNOWN_STATUSES, share)


def are_few_words(cells: contents.Cells) -> bool:
    return contents.mostly(cells, is_text) and len({plain(cell) for cell in cells}) <= WITHIN_REASON


def are_people(cells: contents.Cells) -> bool:
    return contents.mostly(contents.names_in(cells), contents.is_person, 0.6)


def they_repeat(cells: contents.Cells) -> bool:
    """A few words, each on the average in several rows, and none of them people."""
    different = {plain(cell) for cell in cells}
    return are_few_words(cells) and len(cells) >= contents.FEW * len(different) and not are_people(cells)


def _are_texts(cells: contents.Cells) -> bool:
    return contents.mostly(cells, is_text)


_AGREE: Mapping[str, Callable[[contents.Cells], bool]] = {
    "client": _are_texts,
    "services": _are_texts,
    "salesperson": are_people,
    "manager": are_people,
    "status": lambda cells: are_few_words(cells) and are_statuses(cells, 0.3),
    "client_since": contents.are_dates,
    "churned_on": contents.are_dates,
    "contact": are_people,
    "email": contents.are_emails,
    "phone": contents.are_phones,
    "revenue": contents.are_numbers,
    "date": contents.are_dates,
    "score": lambda cells: contents.mostly(cells, is_score) and not scale_of_five(cells),
    "employee": are_people,
}
"""What the cells of a column with a likely heading must be."""
_MEANS_ANOTHER: Mapping[str, str] = {
    "date": NO_ANSWER,
    "phone": NO_PHONE,
    **dict.fromkeys(("salesperson", "manager"), NOT_SERVING),
}
"""Headings under which such cells are something else."""
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("salesperson", "manager", "contact", "employee"), "people"),
    **dict.fromkeys(("client_since", "churned_on", "date"), "days"),
    "client": "names",
    "services": "words",
    "status": "statuses",
    "email": "emails",
    "phone": "phones",
    "revenue": "amounts",
    "score": "scores",
}
"""The same as a code for words."""

_BY_CELLS: Mapping[str, Callable[[contents.Cells], bool]] = {
    "client": contents.are_firms,
    "status": are_statuses,
    "email": contents.are_emails,
    "phone": contents.are_phones,
}
"""Fields that cells tell by themselves, whatever the heading, if only one column has such."""


def _row_by_look(grid: Grid) -> int | None:
    """The first row that is nearly as full of words as any of the first ten."""
    counts = [len({plain(cell) for cell in row if is_text(cell)}) for row in grid[:HEADING_ROWS]]
    most = max(counts, default=0)
    return next((at for at, count in enumerate(counts) if count >= max(3, 0.7 * most)), None)


def _texts(row: list[Any]) -> dict[int, str]:
    return {at: text for at, cell in enumerate(row) if (text := _text(cell))}


def _cell(row: list[Any], at: int) -> Any:
    value = row[at] if at < len(row) else ""
    return "" if value is None or (isinstance(value, str) and not value.strip()) else value


def _text(value: Any) -> str:
    return contents.text(value) if value is not None else ""
