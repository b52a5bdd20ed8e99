"""Which sheet is which table and which column is which, by the words people gave them.

Case, spaces, punctuation and ё/е do not matter; either language does. A word matches whole or not at all:
a column is better not found, which is said, than mistaken for another, which is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sheets_adapter.columns import Column, Owner, Table
from sheets_adapter.questions import columns_asked
from sheets_adapter.snapshot import Grid
from sheets_adapter.tables import RESPONSES, TABLES

HEADING_ROWS = 10
_NOT_A_WORD = re.compile(r"[^\w]+|_+")

Fed = Mapping[str, tuple[str, ...]]
"""Column key -> plain headings that Settings says feed it."""


def plain(value: Any) -> str:
    """``"  Кто  звонит: "`` -> ``"кто звонит"``; ``ё`` is ``е``."""
    text = unicodedata.normalize("NFKC", str(value)).casefold().replace("ё", "е")
    return _NOT_A_WORD.sub(" ", text).strip()


@dataclass(frozen=True)
class Headings:
    """The heading row of a sheet read as a table's; ``row`` and column numbers from 0."""

    row: int
    columns: Mapping[str, tuple[int, ...]]
    shown: Mapping[str, str]
    """Column key -> the heading as it stands there."""
    all: tuple[str, ...]
    """Every heading of the row, recognised or not."""
    repeated: tuple[tuple[str, int], ...] = ()
    """Headings that stand there twice: column key and the number of the column that is not read."""
    competing: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Column key -> the columns of a form that may be meant, where no more can be told: none of them is read."""
    texts: Mapping[int, str] = field(default_factory=dict)
    """Column number -> its question, for the columns that compete."""

    def lacks(self, table: Table) -> tuple[Column, ...]:
        """Required columns that were not found."""
        return tuple(column for column in table.columns if column.required and column.key not in self.columns)

    def rivals(self, column: str) -> tuple[str, ...]:
        """The questions that a column may be, as they stand there."""
        return tuple(self.texts[place] for place in self.competing.get(column, ()))

    def usable(self, table: Table) -> bool:
        """Whether the sheet is this table: for the program's own, which it wrote itself, most headings must stand."""
        if table.owner is Owner.PROGRAM:
            return 2 * len(self.columns) >= len(table.columns)
        return bool(self.columns) and not self.lacks(table)


@cache
def titles(key: str) -> frozenset[str]:
    """The plain titles that a table goes by."""
    table = next(table for table in TABLES if table.key == key)
    return plain_words(table.titles)


def plain_words(words: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(plain(word) for language in words.values() for word in language)


def meanings(table: Table) -> dict[str, tuple[str, int]]:
    """Plain heading -> the column it means and how good a word for it that is (0 best)."""
    found: dict[str, tuple[str, int]] = {}
    for column in table.columns:
        for language in column.headings.values():
            for rank, word in enumerate(language):
                found.setdefault(plain(word), (column.key, rank))
    return found


def find_headings(grid: Grid, table: Table, fed: Fed | None = None) -> Headings | None:
    """The heading row among the first ten: the usable one with most of the table's columns, else the likeliest."""
    known = meanings(table)
    fed = {column.key: fed[column.key] for column in table.columns if fed and column.key in fed}
    best: Headings | None = None
    for number, row in enumerate(grid[:HEADING_ROWS]):
        found = _headings(number, row, known, fed)
        if table is RESPONSES:
            found = _with_questions(found, grid)
        if found.columns and (best is None or _rank(found, table) > _rank(best, table)):
            best = found
    return best


def _with_questions(found: Headings, grid: Grid) -> Headings:
    """What no heading says by itself is looked for among the questions of a form."""
    row = grid[found.row]
    taken = {place for places in found.columns.values() for place in places}
    words = ["" if place in taken or cell is None else plain(cell) for place, cell in enumerate(row)]
    wanted = {column.key for column in RESPONSES.columns} - found.columns.keys()
    asked = columns_asked(words, grid[found.row + 1 :], wanted)
    columns = {**found.columns, **{key: (place,) for key, place in asked.columns.items()}}
    shown = {**found.shown, **{key: str(row[place]).strip() for key, place in asked.columns.items()}}
    rivals = {place: str(row[place]).strip() for places in asked.competing.values() for place in places}
    return replace(found, columns=columns, shown=shown, competing=asked.competing, texts=rivals)


def _rank(found: Headings, table: Table) -> tuple[bool, int]:
    return found.usable(table), len(found.columns)


def _headings(number: int, row: list[Any], known: Mapping[str, tuple[str, int]], fed: Fed) -> Headings:
    words = [plain(cell) if cell is not None else "" for cell in row]
    columns = _fed_columns(words, fed)
    taken = {place for places in columns.values() for place in places}
    best: dict[str, tuple[int, int]] = {}
    repeated = []
    for place, word in enumerate(words):
        key, rank = known.get(word, ("", 0))
        if not key or key in columns or place in taken:
            continue
        if key in best and words[best[key][1]] == word:
            repeated.append((key, place))
        elif key not in best or rank < best[key][0]:
            best[key] = (rank, place)
    columns |= {key: (place,) for key, (_, place) in best.items()}
    shown = {key: ", ".join(str(row[place]).strip() for place in places) for key, places in columns.items()}
    return Headings(number, columns, shown, _texts(row), tuple(repeated))


def _fed_columns(words: list[str], fed: Fed) -> dict[str, tuple[int, ...]]:
    """Columns that Settings names: by the value whole, else by its parts; of repeated headings the first counts."""
    found = {}
    for key, names in fed.items():
        standing = names[:1] if names[0] in words else names[1:]
        found[key] = tuple(words.index(name) for name in standing if name in words)
    return {key: places for key, places in found.items() if places}


def _texts(row: Iterable[Any]) -> tuple[str, ...]:
    return tuple(text for text in (str(cell).strip() for cell in row if cell is not None) if text)
