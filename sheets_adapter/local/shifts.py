"""Where rows, columns and cells come to stand when others are inserted, deleted or moved.

A ``Step`` says it for one axis, a ``Shift`` for the areas and references of a sheet. Positions count from 0, the
end of a span is the one after its last, an open end is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from sheets_adapter.local import titles
from sheets_adapter.local.ranges import LAST_COLUMN, LAST_ROW, Area, column_letters, column_number, quote, split_title

Span = tuple[int, int | None]

_CORNER = r"(?P<{0}_letters>\$?[A-Za-z]{{1,3}})?(?P<{0}_digits>\$?\d+)?"
_REFERENCE = re.compile(_CORNER.format("first") + "(?::" + _CORNER.format("last") + ")?")
LOST = "#REF!"


class Step(Protocol):
    def span(self, start: int, end: int | None) -> Span | None:
        """A span afterwards, None where all of it is gone."""

    def edge(self, at: int) -> int:
        """The line before a position, for what floats above the cells."""


@dataclass(frozen=True)
class Insert:
    """``count`` new ones before ``at``."""

    at: int
    count: int

    def span(self, start: int, end: int | None) -> Span:
        if start == 0 and end is None:
            return start, end
        grown = None if end is None else end + self.count if end > self.at else end
        return (start + self.count if start >= self.at else start), grown

    def edge(self, at: int) -> int:
        return at + self.count if at >= self.at else at


@dataclass(frozen=True)
class Delete:
    """``count`` from ``first`` on are gone."""

    first: int
    count: int

    def span(self, start: int, end: int | None) -> Span | None:
        top, bottom = self.edge(start), None if end is None else self.edge(end)
        return None if bottom is not None and bottom <= top else (top, bottom)

    def edge(self, at: int) -> int:
        return at if at <= self.first else max(self.first, at - self.count)


@dataclass(frozen=True)
class Move:
    """``count`` from ``first`` on stand before what was at ``to``."""

    first: int
    count: int
    to: int

    def span(self, start: int, end: int | None) -> Span | None:
        if end is not None and self.first <= start and end <= self.first + self.count:
            by = self.to - self.first if self.to < self.first else self.to - self.count - self.first
            return start + by, end + by
        start, end = Insert(self.to, self.count).span(start, end)
        return Delete(self.first + (self.count if self.to <= self.first else 0), self.count).span(start, end)

    def edge(self, at: int) -> int:
        return at


@dataclass(frozen=True)
class Shift:
    """A step of rows (``ROWS``) or columns; where only part of a sheet shifts, of what lies within a band."""

    dimension: str
    step: Step
    low: int = 0
    high: int | None = None

    @property
    def whole(self) -> bool:
        return self.low == 0 and self.high is None

    def area(self, area: Area) -> Area | None:
        """An area afterwards, None where all of it is gone. One that lies partly in the band stays."""
        if not self._in_band(area):
            return area
        rows = self.dimension == "ROWS"
        span = self.step.span(area.top, area.bottom) if rows else self.step.span(area.left, area.right)
        if span is None:
            return None
        if rows:
            return Area(span[0], area.left, span[1], area.right)
        return Area(area.top, span[0], area.bottom, span[1])

    def _in_band(self, area: Area) -> bool:
        start, end = (area.left, area.right) if self.dimension == "ROWS" else (area.top, area.bottom)
        return self.whole or (self.low <= start and (self.high is None or (end is not None and end <= self.high)))

    def place(self, row: int, column: int) -> tuple[int, int] | None:
        """Where a cell comes to stand, None where it is gone."""
        area = self.area(Area(row, column, row + 1, column + 1))
        return (area.top, area.left) if area else None


@dataclass(frozen=True)
class Relocation:
    """What lies in an area is so many rows lower and columns further right; the rest stays."""

    source: Area
    rows: int
    columns: int

    def area(self, area: Area) -> Area:
        bottom, right = area.ends
        inside = self.source.top <= area.top and self.source.left <= area.left
        if not inside or bottom > self.source.ends[0] or right > self.source.ends[1]:
            return area
        return Area(area.top + self.rows, area.left + self.columns, bottom + self.rows, right + self.columns)


class Formulas:
    """Formulas of a workbook, their references to one sheet (by its title) shifted."""

    def __init__(self, shift: Shift | Relocation, title: str) -> None:
        self._shift, self._title = shift, title.casefold()

    def formula(self, formula: str, here: str) -> str:
        """A formula, with its ``=``, that stands on the sheet ``here``."""
        if here.casefold() != self._title and "!" not in formula:
            return formula
        return titles.rewritten(formula, lambda text: self.reference(text, here))

    def reference(self, text: str, here: str) -> str:
        title, cells = split_title(text)
        if (here if title is None else title).casefold() != self._title:
            return text
        return text[: len(text) - len(cells)] + shifted(cells, self._shift)


def shifted(cells: str, shift: Shift | Relocation) -> str:
    """``A1``, ``$A$1:B2``, ``A:C`` or ``2:5`` afterwards; anything else as it is."""
    found = _REFERENCE.fullmatch(cells)
    area = _area(found) if found else None
    if found is None or area is None:
        return cells
    after = shift.area(area)
    if after is None:
        return LOST
    first = _corner(found, "first", after.top, after.left)
    if ":" not in cells:
        return first
    bottom, right = after.ends
    return f"{first}:{_corner(found, 'last', bottom - 1, right - 1)}"


def _area(found: re.Match[str]) -> Area | None:
    letters, digits = found["first_letters"], found["first_digits"]
    if ":" not in found[0]:
        if not (letters and digits):
            return None
        row, column = int(digits.strip("$")) - 1, column_number(letters.strip("$"))
        return Area(row, column, row + 1, column + 1)
    last_letters, last_digits = found["last_letters"], found["last_digits"]
    if not (letters or digits) or not (last_letters or last_digits):
        return None
    top, bottom = _ends(_row(digits), _row(last_digits), LAST_ROW)
    left, right = _ends(_column(letters), _column(last_letters), LAST_COLUMN)
    return Area(top, left, bottom, right)


def _ends(first: int | None, last: int | None, limit: int) -> Span:
    """First and after the last, in whichever order they were written; no last, or the sheet's own, is open."""
    if first is not None and last is not None:
        first, last = min(first, last), max(first, last)
    return first or 0, None if last is None or last + 1 == limit else last + 1


def _row(digits: str | None) -> int | None:
    return int(digits.strip("$")) - 1 if digits else None


def _column(letters: str | None) -> int | None:
    return column_number(letters.strip("$")) if letters else None


def _corner(found: re.Match[str], which: str, row: int, column: int) -> str:
    """A corner of a reference as it was written, at another place."""
    letters, digits = found[f"{which}_letters"], found[f"{which}_digits"]
    shown = ""
    if letters:
        shown += ("$" if letters[0] == "$" else "") + column_letters(column)
    if digits:
        shown += ("$" if digits[0] == "$" else "") + str(row + 1)
    return shown


def translated(formula: str, rows: int, columns: int) -> str:
    """A formula copied so many rows lower and columns further right: what is not held by ``$`` goes along."""

    def reference(text: str) -> str:
        cells = split_title(text)[1]
        found = _REFERENCE.fullmatch(cells)
        if not found or _area(found) is None:
            return text
        corners = [_translated(corner, rows, columns) for corner in cells.split(":")]
        return text[: len(text) - len(cells)] + (LOST if None in corners else ":".join(filter(None, corners)))

    return titles.rewritten(formula, reference)


def _translated(corner: str, rows: int, columns: int) -> str | None:
    """A corner of a reference, None where it would lie outside every sheet."""
    found = _REFERENCE.fullmatch(corner)
    letters, digits = (found["first_letters"], found["first_digits"]) if found else (None, None)
    row, column = _row(digits) or 0, _column(letters) or 0
    if digits and digits[0] != "$":
        row += rows
    if letters and letters[0] != "$":
        column += columns
    if found is None or not (0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN):
        return None
    return _corner(found, "first", row, column)


def qualified(text: str, title: str) -> str:
    """A reference that stood on a sheet as it stands on another one; what is no reference to cells as it is."""
    found = None if "!" in text else _REFERENCE.fullmatch(text)
    return f"{quote(title)}!{text}" if found and _area(found) is not None else text
