"""Rows of Settings that say how the workbook is laid out: which sheet is a table, which columns feed a field.

``table Clients`` (or ``таблица Клиенты``) has a sheet's title as its value; a row named like a column
(``specialists``, ``специалисты``) has the headings that feed it, separated by commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from sheets_adapter.recognise import Headings, heading_word, plain, plain_words, titles
from sheets_adapter.tables import TABLES

_TABLE = re.compile(r"(?:table|sheet|таблица|лист) (.+)")
_LANGUAGE = frozenset({"language", "язык"})
_LANGUAGES = {"en": "en", "english": "en", "английский": "en", "ru": "ru", "russian": "ru", "русский": "ru"}


@dataclass(frozen=True)
class Layout:
    """``sheets``: table key -> (title, settings row); ``feeds``: column key -> (headings as written, settings row)."""

    sheets: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    feeds: Mapping[str, tuple[tuple[str, ...], int]] = field(default_factory=dict)
    language: str = ""

    def fed(self) -> dict[str, tuple[str, ...]]:
        """Column key -> plain headings; a heading that has a comma in it is also tried whole."""
        return {key: tuple(heading_word(name) for name in names) for key, (names, _) in self.feeds.items()}

    def used_rows(self, found: Iterable[Headings]) -> set[int]:
        """Rows of Settings that did say something about a sheet that is there."""
        rows = {row for _, row in self.sheets.values()}
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


def read_layout(settings: pd.DataFrame) -> Layout:
    """The structural rows among the settings (columns ``setting``, ``value``, ``row``)."""
    sheets: dict[str, tuple[str, int]] = {}
    feeds: dict[str, tuple[tuple[str, ...], int]] = {}
    language = ""
    columns = _columns()
    for setting, value, row in settings[["setting", "value", "row"]].itertuples(index=False):
        name, text = plain(setting), str(value)
        if not text:
            continue
        named = _TABLE.fullmatch(name)
        key = _table(named[1]) if named else ""
        if key:
            sheets[key] = (text, int(row))
        elif name in _LANGUAGE:
            language = _LANGUAGES.get(plain(text), "")
        elif name in columns:
            feeds |= {column: (_headings(text), int(row)) for column in columns[name]}
    return Layout(sheets, feeds, language)


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
