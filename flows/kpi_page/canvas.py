"""A page while it is being filled: cells by position, and the room they take."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from sheets_adapter.page import Cell, Position, Span, Style, Value

PIXELS_A_CHARACTER = 0.55
"""Of the font's size in points times 96/72: what a character of running text takes on average, rather too much."""
LINE = 1.75
"""Pixels of a line for each point of the font's size."""


class Canvas:
    def __init__(self, widths: Mapping[int, int]) -> None:
        self.widths = dict(widths)
        self.heights: dict[int, int] = {}
        self.cells: dict[Position, Cell] = {}
        self.merges: list[Span] = []

    def put(self, row: int, column: int, value: Value, style: Style) -> None:
        self.cells[row, column] = Cell(value, style)

    def across(self, row: int, columns: tuple[int, int], value: Value, style: Style) -> None:
        """One cell over the columns from the first to the last, both included."""
        first, last = columns
        for column in range(first + 1, last + 1):
            self.put(row, column, None, style)
        self.put(row, first, value, style)
        if last > first:
            self.merges.append(Span((row, first), (row, last)))

    def paragraph(self, row: int, columns: tuple[int, int], text: str, style: Style, least: int = 0) -> None:
        """Text over several columns, the row as high as its lines."""
        self.across(row, columns, text, style)
        characters = self.width(*columns) / (style.size * 96 / 72 * PIXELS_A_CHARACTER)
        lines = sum(max(1, ceil(len(part) / characters)) for part in text.split("\n"))
        self.heights[row] = max(self.heights.get(row, least), least, round(lines * style.size * LINE) + 4)

    def width(self, first: int, last: int) -> int:
        return sum(self.widths.get(column, 0) for column in range(first, last + 1))

    def height(self, first: int, last: int, usual: int = 21) -> int:
        return sum(self.heights.get(row, usual) for row in range(first, last + 1))
