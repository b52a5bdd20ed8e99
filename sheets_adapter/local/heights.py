"""Heights of rows that nobody set: as high as their wrapped text, as in Google Sheets.

A fitted height stands in the file without the mark of one set by hand, so Excel and LibreOffice fit the row
again when somebody types into it. openpyxl knows no such difference; here it is the class of the number.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any

_ROW = re.compile(rb'<row ([^>]*\bht="[^>]*)>')
_NUMBER = re.compile(rb'\br="(\d+)"')
_SET_BY_HAND = re.compile(rb'customHeight="(?:1|true)"')
_LINE = 15.0
"""Points that a line of the default size takes."""
_PLAIN_SIZE = 11.0
_HIGHEST = 409.0
_CHARACTERS_A_DIGIT = 1.05
"""Widths count digits; letters of ordinary text are a little narrower."""


class Fitted(float):
    """A height found by fitting."""


def mark_fitted(ws: Any, xml: bytes) -> None:
    """Tells the heights of a loaded sheet that were found by fitting from those that somebody set."""
    for match in _ROW.finditer(xml):
        number = _NUMBER.search(match[1])
        if number and not _SET_BY_HAND.search(match[1]):
            record = ws.row_dimensions[int(number[1])]
            if record.height is not None:
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

    def height(self, cells: list[Any]) -> Fitted | None:
        """Points that a row needs for its wrapped texts, None where a single line will do."""
        needed = max((self._needed(cell) for cell in cells if cell.data_type == "s" and cell.has_style), default=0.0)
        return Fitted(min(needed, _HIGHEST)) if needed > _LINE * 1.2 else None

    def _needed(self, cell: Any) -> float:
        style = cell._style
        if not self._alignments[style.alignmentId].wrap_text or (cell.row, cell.column) in self._merged:
            return 0.0
        size = (self._fonts[style.fontId].sz or _PLAIN_SIZE) / _PLAIN_SIZE
        capacity = max(1, int(self._widths.get(cell.column, self._default_width) * _CHARACTERS_A_DIGIT / size))
        lines = sum(max(1, len(textwrap.wrap(line, capacity))) for line in str(cell.value).split("\n"))
        return lines * _LINE * size
