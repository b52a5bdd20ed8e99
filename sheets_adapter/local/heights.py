"""Heights of rows that nobody set: as high as their wrapped text, as in Google Sheets.

A fitted height stands in the file without the mark of one set by hand, so Excel and LibreOffice fit the row
again when somebody types into it. openpyxl knows no such difference; here it is the class of the number.
"""

from __future__ import annotations

import textwrap
from typing import Any

_LINE = 15.0
"""Points that a line of the default size takes."""
_PLAIN_SIZE = 11.0
_HIGHEST = 409.0
Text = tuple[int, int, Any, Any]
"""A text that is wrapped: row and column (from 1), style and value."""
_CHARACTERS_A_DIGIT = 1.05
"""Widths count digits; letters of ordinary text are a little narrower."""


class Fitted(float):
    """A height found by fitting."""


def mark_fitted(ws: Any, by_hand: set[int]) -> None:
    """Tells the heights of a loaded sheet that were found by fitting from those that somebody set (rows from 1)."""
    for row, record in ws.row_dimensions.items():
        if record.height is not None and row not in by_hand:
            record.height = Fitted(record.height)


def forget(ws: Any, row: int) -> None:
    """The row (from 1) has new text: its height, if nobody set it, is found anew when it is saved."""
    if row in ws.row_dimensions and isinstance(ws.row_dimensions[row].height, Fitted):
        ws.row_dimensions[row].height = None


class Fitting:
    """Finds the heights of the rows of one sheet."""

    def __init__(self, ws: Any) -> None:
        self._fonts = ws.parent._fonts
        self._alignments = ws.parent._alignments
        self._default_width = ws.sheet_format.defaultColWidth or 8.43
        self._widths: dict[int, float] = {}
        for record in ws.column_dimensions.values():
            for column in range(record.min or 1, min(record.max or 0, 200) + 1):
                self._widths[column] = record.width
        self._merged = {(each.min_row, each.min_col) for each in ws.merged_cells.ranges}

    def wraps(self, style: Any) -> bool:
        return bool(self._alignments[style.alignmentId].wrap_text)

    def height(self, texts: list[Text]) -> Fitted | None:
        """Points that a row needs for its wrapped texts, None where a single line will do."""
        needed = max((self._needed(*text) for text in texts), default=0.0)
        return Fitted(min(needed, _HIGHEST)) if needed > _LINE * 1.2 else None

    def _needed(self, row: int, column: int, style: Any, text: Any) -> float:
        if (row, column) in self._merged:
            return 0.0
        size = (self._fonts[style.fontId].sz or _PLAIN_SIZE) / _PLAIN_SIZE
        capacity = max(1, int(self._widths.get(column, self._default_width) * _CHARACTERS_A_DIGIT / size))
        lines = sum(max(1, len(textwrap.wrap(line, capacity))) for line in str(text).split("\n"))
        return lines * _LINE * size
