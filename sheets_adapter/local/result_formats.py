"""The number pattern that a formula gives the cell it is typed into: that of what it reads, or of its function."""

from __future__ import annotations

import re

from sheets_adapter.local import patterns
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.formula_text import inputs
from sheets_adapter.local.locales import locale

_DATES = frozenset({"TODAY", "DATE", "EDATE", "EOMONTH", "WORKDAY", "DATEVALUE"})
_TIMES = frozenset({"TIME", "TIMEVALUE"})
_LIKE_WHAT_THEY_READ = frozenset({"SUM", "AVERAGE", "MIN", "MAX", "MEDIAN"})
_CALL = re.compile(r"([A-Z]+)\(([^()]*)\)")
_LATER = re.compile(r"(.+)[+-]\s*\d+")


def of(document: Document, sheet: Sheet, formula: str) -> str:
    """A pattern, empty where the formula gives none. ``formula`` as the file keeps it."""
    body = formula.removeprefix("=").strip()
    later = _LATER.fullmatch(body)
    if later:
        before = _of_operand(document, sheet, later[1].strip())
        return before if before and patterns.is_date(before) else ""
    return _of_operand(document, sheet, body)


def _of_operand(document: Document, sheet: Sheet, text: str) -> str:
    ways = locale(document.locale)
    call = _CALL.fullmatch(text.upper())
    if call and call[1] in _DATES:
        return ways.date.lower()
    if call and call[1] == "NOW":
        return ways.date.lower() + " h:mm:ss"
    if call and call[1] in _TIMES:
        return ways.time.lower()
    if call and call[1] not in _LIKE_WHAT_THEY_READ:
        return ""
    return _of_first_cell(document, sheet, text[len(call[1]) + 1 : -1] if call else text)


def _of_first_cell(document: Document, sheet: Sheet, reference: str) -> str:
    """The pattern of the first cell of a reference that is nothing besides."""
    read = inputs("=" + reference)
    if (
        len(read.areas) != 1
        or read.names
        or read.unclear
        or not re.fullmatch(r"('[^']*'!)?[^-+*/^&=<>(),;]+", reference)
    ):
        return ""
    title, area = read.areas[0]
    there = sheet if title is None else document.titled(title)
    cell = there.cells.get((area.top + 1, area.left + 1)) if there else None
    return "" if cell is None or cell.number_format in {"General", "@"} else str(cell.number_format)
