"""What a declared table is made of: columns, kinds of cell, words people choose from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LANGUAGES = ("en", "ru")


class Kind(StrEnum):
    """The kind of a column decides how a cell is read, typed and written.

    In a data frame each kind has one dtype and one value for an empty cell:

    ========= ======================== ============
    kind      dtype                    empty cell
    ========= ======================== ============
    TEXT      str                      ``""``
    CHOICE    str (the code)           ``""``
    LINK      str (``"label #gid=…"``) ``""``
    LIST      object (tuple of str)    ``()``
    DATE      datetime64[ns]           ``NaT``
    MONTH     datetime64[ns], the 1st  ``NaT``
    MOMENT    datetime64[ns]           ``NaT``
    SCORE     float64, whole, 0 to 10  ``NaN``
    NUMBER    float64                  ``NaN``
    SHARE     float64, yes = 1, no = 0 ``NaN``
    FLAG      bool                     ``False``
    ========= ======================== ============
    """

    TEXT = "text"
    CHOICE = "choice"
    LINK = "link"
    LIST = "list"
    DATE = "date"
    MONTH = "month"
    MOMENT = "moment"
    SCORE = "score"
    NUMBER = "number"
    SHARE = "share"
    FLAG = "flag"


class Owner(StrEnum):
    """Who writes into a sheet."""

    PEOPLE = "people"
    """People's: the program never writes here (``init`` creates it when it is missing)."""
    SHARED = "shared"
    """The program appends rows, people work in them; an appended row is never touched again."""
    PROGRAM = "program"
    """The program's own: shaded, protected with a warning, rewritten as needed."""


Words = Mapping[str, tuple[str, ...]]
"""For each language the word shown, then its synonyms."""


def words(en: str, ru: str) -> Words:
    """``"client; customer"`` -> the word shown and its synonyms, for each language."""
    return {"en": tuple(en.split("; ")), "ru": tuple(ru.split("; "))}


@dataclass(frozen=True)
class Column:
    """One column: ``key`` is its name in data frames, ``headings`` how people write it."""

    key: str
    kind: Kind
    headings: Words
    required: bool = False
    """The table cannot be used without this column."""
    filled: bool = False
    """A row with this cell empty cannot be used and becomes a data issue."""
    instead: str = ""
    """Another column of the table that does as well: neither the table nor a row that has it needs this one."""
    unless: str = ""
    """Another column that does in place of one that is required or has to be filled."""
    choices: Mapping[str, Words] = field(default_factory=dict)
    """For CHOICE: code -> words. Frames hold the code, sheets the word."""
    unknown: str = ""
    """For CHOICE: what a frame holds for a word that is none of them, where that is not the same as an empty cell."""
    understood: bool = False
    """For CHOICE: a row with a word here that is none of them cannot be used: it may be something else altogether."""
    by_heading: bool = False
    """For LIST: where several headings feed it, a filled cell says the heading of its column."""
    of_people: bool = False
    """For LIST: names, so that a tick or a number among them is none."""
    dropdown: str = ""
    """A ``table.column`` whose values are offered in a dropdown (a name someone would type)."""
    width: int = 110
    """Pixels."""
    pattern: str = ""
    """Of numbers: how they are shown, as Sheets writes formats."""
    people_fill: bool = False
    """In a SHARED table: left empty by the program, for people to fill."""

    def heading(self, language: str) -> str:
        return self.headings[language][0]


@dataclass(frozen=True)
class Table:
    """One sheet with a heading row and a row a record."""

    key: str
    owner: Owner
    titles: Words
    columns: tuple[Column, ...]
    required: bool = False
    hidden: bool = False
    several: bool = False
    """Settings may name several sheets that feed it: it is only read."""
    numbered: bool = False
    """Every sheet that bears a title of it, with or without a number, feeds it: a form's tabs."""

    def title(self, language: str) -> str:
        return self.titles[language][0]

    def lacks(self, keys: Collection[str]) -> tuple[Column, ...]:
        """The columns without which a sheet that has these cannot be used."""
        return tuple(
            column
            for column in self.columns
            if column.required and column.key not in keys and column.instead not in keys
        )

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


def text(key: str, headings: Words, width: int = 110, **more: Any) -> Column:
    """A column of text: the commonest kind."""
    return Column(key, Kind.TEXT, headings, width=width, **more)
