"""Rows of Settings that say how the workbook is laid out: which sheet is a table, which columns feed a field.

``table Clients`` (or ``таблица Клиенты``) has a sheet's title as its value, or those of several sheets; a row named
like a column (``specialists``, ``специалисты``) has the headings that feed it, separated by commas; ``status: archive``
(or ``статус: архив``) says which status a word of the firm's own means. Such a row without a value is a question that
nobody has answered yet, and no mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from sheets_adapter.columns import Column, Kind, Owner, Table
from sheets_adapter.parsing import codes
from sheets_adapter.recognise import Headings, heading_word, plain, plain_words, titles
from sheets_adapter.tables import TABLES

_TABLE = re.compile(r"(?:table|sheet|таблица|лист) (.+)")
_LANGUAGE = frozenset({"language", "язык"})
_LANGUAGES = {"en": "en", "english": "en", "английский": "en", "ru": "ru", "russian": "ru", "русский": "ru"}
_WITH_OWN_WORDS = ("status", "role", "outcome", "survey")
"""Columns of which Settings may say what a word means."""
_BY_TITLE = ("manager", "salesperson")
"""Columns that the title of a sheet or of a section may stand for: «менеджер: Лист Анны» says who it is."""


class Meaning(NamedTuple):
    """A word of the firm's own in the column ``column``; ``value`` is the word of the list that it stands for."""

    column: str
    word: str
    value: str
    row: int


@dataclass(frozen=True)
class Layout:
    """``sheets``: table key -> (title, settings row); ``feeds``: column key -> (headings as written, settings row).

    ``open``: settings rows that ask something and have no answer yet.
    """

    sheets: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    feeds: Mapping[str, tuple[tuple[str, ...], int]] = field(default_factory=dict)
    meanings: tuple[Meaning, ...] = ()
    open: frozenset[int] = frozenset()
    language: str = ""

    def fed(self) -> dict[str, tuple[str, ...]]:
        """Column key -> plain headings; a heading that has a comma in it is also tried whole."""
        return {key: tuple(heading_word(name) for name in names) for key, (names, _) in self.feeds.items()}

    def used_rows(self, found: Iterable[Headings]) -> set[int]:
        """Rows of Settings that did say something about a sheet that is there."""
        rows = {row for _, row in self.sheets.values()} | {each.row for each in self.meanings} | self.open
        for headings in found:
            rows |= {
                row for names, row in self.feeds.values() if headings.words & {heading_word(name) for name in names}
            }
        return rows

    def unknown(self, found: Iterable[Headings]) -> list[tuple[int, str, str]]:
        """Headings that no sheet has although others of the same row were found: row, heading, headings found."""
        standing = {word for headings in found for word in headings.words}
        lost = []
        for names, row in self.feeds.values():
            whole, parts = names[0], names[1:] or names
            present = [name for name in parts if heading_word(name) in standing]
            if present and heading_word(whole) not in standing:
                lost += [(row, name, ", ".join(present)) for name in parts if heading_word(name) not in standing]
        return lost

    def own_words(self, table: Table) -> dict[str, dict[str, str]]:
        """Column key -> plain word -> code, for the columns of a table that have such a choice."""
        found: dict[str, dict[str, str]] = {}
        for column in table.columns if table.owner is Owner.PEOPLE else ():
            if column.key in _BY_TITLE:
                said = {meaning.word: meaning.value for meaning in self.meanings if meaning.column == column.key}
                found |= {column.key: said} if said else {}
        for column in _choices(table):
            known = codes(column)
            for meaning in self.meanings:
                if meaning.column == column.key and plain(meaning.value) in known:
                    found.setdefault(column.key, {})[meaning.word] = known[plain(meaning.value)]
        return found

    def meaningless(self) -> list[tuple[int, str, str]]:
        """Words said to mean what no list has: settings row, value, columns with a list (``clients.status``)."""
        lost = []
        for meaning in (each for each in self.meanings if each.column not in _BY_TITLE):
            lists = [(table, column) for table in TABLES for column in _choices(table) if column.key == meaning.column]
            if not any(plain(meaning.value) in codes(column) for _, column in lists):
                of_people = [each for each in lists if each[0].owner is Owner.PEOPLE] or lists
                hint = ", ".join(f"{table.key}.{column.key}" for table, column in of_people)
                lost.append((meaning.row, meaning.value, hint))
        return lost


def read_layout(settings: pd.DataFrame) -> Layout:
    """The structural rows among the settings (columns ``setting``, ``value``, ``row``)."""
    sheets: dict[str, tuple[str, int]] = {}
    feeds: dict[str, tuple[tuple[str, ...], int]] = {}
    meanings: list[Meaning] = []
    unanswered: set[int] = set()
    language = ""
    columns, own = _columns(), _own_words()
    for setting, value, row in settings[["setting", "value", "row"]].itertuples(index=False):
        name, text = plain(setting), str(value)
        named, asked = _TABLE.fullmatch(name), own.fullmatch(name)
        key = _table(named[1]) if named else ""
        if name in _LANGUAGE:
            language = _LANGUAGES.get(plain(text), "") if text else language
        elif not (key or name in columns or asked):
            continue
        elif not text:
            unanswered.add(int(row))
        elif key:
            sheets[key] = (text, int(row))
        elif name in columns:
            feeds |= {column: (_headings(text), int(row)) for column in columns[name]}
        elif asked:
            meanings += [Meaning(column, asked[2], text, int(row)) for column in _named(columns[asked[1]])]
    return Layout(sheets, feeds, tuple(meanings), frozenset(unanswered), language)


def _named(columns: set[str]) -> set[str]:
    return columns & {*_WITH_OWN_WORDS, *_BY_TITLE}


def _choices(table: Table) -> list[Column]:
    """Columns with words of the firm's own, on sheets that people fill."""
    if table.owner is Owner.PROGRAM:
        return []
    return [column for column in table.columns if column.kind is Kind.CHOICE and column.key in _WITH_OWN_WORDS]


def _own_words() -> re.Pattern[str]:
    """``status archive``, ``manager Ann``: a name of such a column, the longest first, and the word."""
    names = {
        name
        for table in TABLES
        for column in table.columns
        if _named({column.key})
        for name in plain_words(column.headings) | {plain(column.key)}
    }
    return re.compile(f"({'|'.join(sorted(names, key=len, reverse=True))}) (.+)")


def _table(name: str) -> str:
    return next((table.key for table in TABLES if name in titles(table.key) or name == plain(table.key)), "")


def _columns() -> dict[str, set[str]]:
    """Plain name -> keys of the columns it may mean, in any table."""
    found: dict[str, set[str]] = {}
    for table in TABLES:
        for column in table.columns:
            for name in plain_words(column.headings) | {plain(column.key)}:
                found.setdefault(name, set()).add(column.key)
    return found


def _headings(text: str) -> tuple[str, ...]:
    """The text whole, then its parts: a question of a form may have a comma in it."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    return (text, *parts) if len(parts) > 1 else (text,)
