"""Which sheet is which table and which column is which, by the words people gave them.

Case, spaces, punctuation and ё/е do not matter; either language does. A word matches whole or not at all:
a column is better not found, which is said, than mistaken for another, which is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sheets_adapter.columns import Column, Owner, Table
from sheets_adapter.heading_rows import HeadingRow, heading_rows, untied_rows
from sheets_adapter.people_tables import RESPONSES
from sheets_adapter.questions import are_branches, asked_as_well, columns_asked
from sheets_adapter.snapshot import Grid, Merge
from sheets_adapter.tables import TABLES

_NOT_A_WORD = re.compile(r"[^\w]+|_+")
_NUMBERING = re.compile(r"^\s*(?:№\s*)?\d{1,2}(?:\.\d{1,2})*\s*[.)]\s*(?=\D)")
_UNIT = re.compile(
    r"[\s,(]+(?:(?:от|from)?\s*[01]\s*(?:[-–—]|до|to)\s*10|руб\.?|рублей|[₽$€]|rub|usd|eur)\s*\)?\s*", re.IGNORECASE
)
"""What a heading says about its values: «Оценка (0–10)», «Абонплата, руб.»."""
_NO_ACCIDENT = 2
"""So many headings in a row: one word of a row of data may happen to be a heading's."""

Fed = Mapping[str, tuple[str, ...]]
"""Column key -> plain headings that Settings says feed it."""


def plain(value: Any) -> str:
    """``"  Кто  звонит: "`` -> ``"кто звонит"``; ``ё`` is ``е``."""
    text = unicodedata.normalize("NFKC", str(value)).casefold().replace("ё", "е")
    return _NOT_A_WORD.sub(" ", text).strip()


def heading_text(text: str) -> str:
    """A heading on one line, without a number before it and marks behind."""
    return " ".join(_NUMBERING.sub("", text, count=1).split()).rstrip(" :*") if text else ""


def heading_word(text: str) -> str:
    """``plain`` without a number before it and a unit behind: ``"1. Оценка (0-10)*:"`` -> ``"оценка"``."""
    bare = _NUMBERING.sub("", text, count=1)
    found = _UNIT.search(bare)
    if found and not plain(bare[found.end() :]):
        bare = bare[: found.start()]
    return plain(bare) or plain(text)


@dataclass(frozen=True)
class Headings:
    """The heading row of a sheet read as a table's (of several rows the lowest); ``row`` and columns from 0."""

    row: int
    columns: Mapping[str, tuple[int, ...]]
    shown: Mapping[str, str]
    """Column key -> the heading as it stands there."""
    names: Mapping[int, str]
    """Column number -> its heading, recognised or not."""
    whole: Mapping[int, str]
    """The same with what stands above it: «Услуги SEO», where «SEO» alone stands twice."""
    words: frozenset[str]
    """Every word by which Settings may name a heading."""
    cut: bool = False
    """A recognised heading goes on in the row below."""
    repeated: tuple[tuple[str, int], ...] = ()
    """Headings that stand there twice: column key and the number of the column that is not read."""
    beside: int = 0
    """The column in which a second table begins, which is not read; 0: there is none."""
    competing: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Column key -> the columns of a form that may be meant, where no more can be told: none of them is read."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every heading, recognised or not."""
        return tuple(self.names.values())

    def lacks(self, table: Table) -> tuple[Column, ...]:
        """Required columns that were not found."""
        return tuple(
            column for column in table.columns if column.required and not {column.key, column.unless} & {*self.columns}
        )

    def rivals(self, column: str) -> tuple[str, ...]:
        """The questions that a column may be, as they stand there."""
        return tuple(self.names[place] for place in self.competing.get(column, ()))

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


def find_headings(grid: Grid, table: Table, fed: Fed | None = None, merges: tuple[Merge, ...] = ()) -> Headings | None:
    """The heading row among the first ten: the usable one with most of the table's columns, else the likeliest.

    Two rows that nothing ties together are one heading where no other row will do, or where both are headings.
    """
    known = meanings(table)
    fed = {column.key: fed[column.key] for column in table.columns if fed and column.key in fed}

    def read(row: HeadingRow) -> Headings:
        found = _headings(row, known, fed)
        return _with_questions(found, grid) if table is RESPONSES else found

    candidates = [read(row) for row in heading_rows(grid, merges)]
    best = _best(candidates, table)
    sure = best is not None and best.usable(table)
    headed = {each.row for each in candidates if len(each.columns) >= _NO_ACCIDENT}
    pairs = [read(row) for row in untied_rows(grid) if row.row in headed or row.row - 1 in headed or not sure]
    pair = _best([each for each in pairs if each.usable(table)], table)
    if pair and (best is None or not sure or (pair.row == best.row + 1 and _size(pair) > _size(best))):
        return pair
    return best


def _best(candidates: list[Headings], table: Table) -> Headings | None:
    """The first of the best; of equals one that knows what stands above its headings."""
    found = [each for each in candidates if each.columns]
    return max(found, key=lambda each: (each.usable(table), not each.cut, *_size(each), len(each.words)), default=None)


def _size(found: Headings) -> tuple[int, int]:
    """How many headings are known, and how many there are: «SEO» under «Команда» is one more."""
    return len(found.columns), len(found.names)


def _with_questions(found: Headings, grid: Grid) -> Headings:
    """What no heading says by itself is looked for among the questions of a form."""
    taken = {place for places in found.columns.values() for place in places}
    words = ["" if at in taken else plain(found.names.get(at, "")) for at in range(max(found.names, default=-1) + 1)]
    wanted = {column.key for column in RESPONSES.columns} - found.columns.keys()
    body = grid[found.row + 1 :]
    asked = columns_asked(words, body, wanted)
    columns = {**found.columns, **asked.columns}
    again: dict[str, tuple[int, ...]] = {}
    further = [(key, at) for key, at in found.repeated if key in columns]
    further += [
        (key, at) for key in ("score", "comment") if key in found.columns for at in asked_as_well(key, words, body)
    ]
    for key, at in further:
        places = (*again.get(key, columns[key]), at)
        again |= {key: places} if are_branches(body, places) else {}
    told = {
        key: ", ".join(dict.fromkeys(found.names[at] for at in places))
        for key, places in {**asked.columns, **again}.items()
    }
    return replace(
        found,
        columns=columns | again,
        shown={**found.shown, **told},
        repeated=tuple((key, at) for key, at in found.repeated if at not in again.get(key, ())),
        competing=asked.competing,
    )


def _headings(row: HeadingRow, known: Mapping[str, tuple[str, int]], fed: Fed) -> Headings:
    words = [tuple(heading_word(text) for text in texts) for texts in row.texts]
    beside = _beside(words)
    right, words = words[beside:], words[: beside or None]
    words += [()] * (len(row.texts) - len(words))
    columns = _fed_columns(words, fed)
    taken = {place for places in columns.values() for place in places}
    best: dict[str, tuple[int, int, str]] = {}
    repeated = []
    for place, tried in enumerate(words):
        word = next((word for word in tried if word in known), "")
        key, rank = known.get(word, ("", 0))
        if not key or key in columns or place in taken:
            continue
        if key in best and best[key][2] == word:
            repeated.append((key, place))
        elif key not in best or rank < best[key][0]:
            best[key] = (rank, place, word)
    columns |= {key: (place,) for key, (_, place, _) in best.items()}
    again = [(known[tried[0]][0], beside + at) for at, tried in enumerate(right) if tried and tried[0] in known]
    repeated += [each for each in again if beside and each[0] in columns][:1]
    shown = {key: ", ".join(row.texts[place][0] for place in places) for key, places in columns.items()}
    shown |= {key: row.texts[place][words[place].index(word)] for key, (_, place, word) in best.items()}
    return Headings(
        row=row.row,
        columns=columns,
        shown=shown,
        names={place: texts[0] for place, texts in enumerate(row.texts) if words[place]},
        whole={place: texts[-1] for place, texts in enumerate(row.texts) if words[place]},
        beside=beside,
        words=frozenset(word for tried in words for word in tried),
        cut=any(place in row.cut for places in columns.values() for place in places),
        repeated=tuple(repeated),
    )


def _beside(words: list[tuple[str, ...]]) -> int:
    """Where a second table begins: after an empty column the first heading stands again. 0: nowhere."""
    first = next((place for place, tried in enumerate(words) if tried), 0)
    places = range(first + 2, len(words))
    return next((place for place in places if words[place][:1] == words[first][:1] and not words[place - 1]), 0)


def _fed_columns(words: list[tuple[str, ...]], fed: Fed) -> dict[str, tuple[int, ...]]:
    """Columns that Settings names: by the value whole, else by its parts; of repeated headings the first counts."""
    first: dict[str, int] = {}
    for place, tried in enumerate(words):
        for word in tried:
            first.setdefault(word, place)
    found = {}
    for key, names in fed.items():
        standing = names[:1] if names[0] in first else names[1:]
        found[key] = tuple(dict.fromkeys(first[name] for name in standing if name in first))
    return {key: places for key, places in found.items() if places}
