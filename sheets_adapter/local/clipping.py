"""Whole columns and rows in formulas, cut off where a sheet ends.

In Google's grid ``A:A`` has a thousand cells or so, for the calculation engine a million, and most of its functions
go through every one: a lookup in whole columns would take a fifth of a second.
"""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import titles
from sheets_adapter.local.ranges import parse_cells, split_title, to_a1

LEAST_ROWS, LEAST_COLUMNS = 1000, 26
"""Of a new sheet of Google's."""


class Ends:
    """How far the sheets of a workbook reach, by title."""

    def __init__(self, book: Any) -> None:
        self._sizes: dict[str, tuple[int, int]] = {}
        for ws in book.worksheets:
            _, bottom, _, right = ws._cells.extent()
            self._sizes[ws.title.casefold()] = max(LEAST_ROWS, bottom), max(LEAST_COLUMNS, right)

    def clipped(self, formula: str, here: str) -> str:
        """A formula that stands on the sheet ``here``, its open ranges ended."""
        if ":" not in formula:
            return formula
        return titles.rewritten(formula, lambda text: self._reference(text, here))

    def _reference(self, text: str, here: str) -> str:
        title, cells = split_title(text)
        size = self._sizes.get((here if title is None else title).casefold())
        area = parse_cells(cells.replace("$", "")) if ":" in cells else None
        if size is None or area is None or area.top >= size[0] or area.left >= size[1]:
            return text
        inside = area.clip(*size)
        return text if inside == area else text[: len(text) - len(cells)] + to_a1(inside, absolute=True)
