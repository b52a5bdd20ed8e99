"""What is proposed, asked and told about a workbook as a firm has it.

A line is one row of Settings: with a value it is a proposal, without one a question put to the firm. Why it is
proposed is a code with details, which others put into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sheets_adapter.choices import STATUSES
from sheets_adapter.columns import words
from sheets_adapter.recognise import plain
from sheets_adapter.tables import BY_KEY

TABLE = words("table", "таблица")


@dataclass(frozen=True)
class Line:
    """``why``: a code; ``details``: what its words are made of."""

    table: str
    column: str = ""
    """Empty: the line says which sheets are the table."""
    word: str = ""
    """A word of the firm's own in a column of choices, or a title that says the status or the manager of its rows."""
    values: tuple[str, ...] = ()
    """Titles, headings, or the code of a status."""
    why: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def setting(self, language: str) -> str:
        """``table Clients``, ``specialists``, ``status: архив``."""
        table = BY_KEY[self.table]
        if self.word:
            return f"{table.column(self.column).heading(language)}: {self.word}"
        if self.column:
            return table.column(self.column).heading(language)
        return f"{TABLE[language][0]} {table.title(language)}"

    def value(self, language: str) -> str:
        if self.word and self.values and self.column == "status":
            return STATUSES[self.values[0]][language][0]
        return ", ".join(self.values)

    def names(self) -> frozenset[str]:
        """The plain names under which Settings may say it already."""
        return frozenset(plain(self.setting(language)) for language in ("en", "ru"))


@dataclass(frozen=True)
class Remark:
    """Something about the workbook that is not read as people may think."""

    code: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Proposals:
    proposed: tuple[Line, ...] = ()
    asked: tuple[Line, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def __add__(self, other: Proposals) -> Proposals:
        """Of two lines of one name the later counts, in the place of the first."""
        return Proposals(
            _joined(self.proposed, other.proposed), _joined(self.asked, other.asked), (*self.remarks, *other.remarks)
        )

    def asks(self, title: str) -> bool:
        """Whether a question is about this sheet."""
        return any(line.details.get("sheet") == title for line in self.asked)

    def spoken_of(self) -> frozenset[str]:
        """Titles of the sheets that a question or a remark is about."""
        told = [*(line.details for line in self.asked), *(remark.details for remark in self.remarks)]
        return frozenset(str(details.get("sheet")) for details in told)

    def unless_said(self, said: frozenset[str]) -> Proposals:
        """Without the lines that stand in Settings already, answered or not."""
        return Proposals(
            tuple(line for line in self.proposed if not line.names() & said),
            tuple(line for line in self.asked if not line.names() & said),
            self.remarks,
        )

    def rows(self, language: str) -> pd.DataFrame:
        """The proposals as rows of Settings: ``setting``, ``value``."""
        return setting_rows(self.proposed, language)


def setting_rows(lines: Iterable[Line], language: str) -> pd.DataFrame:
    rows = [(line.setting(language), line.value(language)) for line in lines]
    return pd.DataFrame(rows, columns=["setting", "value"], dtype="str")


def _joined(before: tuple[Line, ...], after: tuple[Line, ...]) -> tuple[Line, ...]:
    found = {line.setting("en"): line for line in before}
    found |= {line.setting("en"): line for line in after}
    return tuple(found.values())
