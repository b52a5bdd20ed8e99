"""The cells that formulas read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from sheets_adapter.local.formula_text import inputs
from sheets_adapter.local.ranges import Area, from_ref, parse_cells, split_title

Position = tuple[str, int, int]
"""Sheet title, row and column from 1."""

_SMALL = 64
"""Cells of an area that are looked up one by one."""
_MOST_LARGE_AREAS = 50


class Inputs:
    """What the formulas of a workbook read; ``values`` are those of its formulas."""

    def __init__(self, book: Any, values: Mapping[Position, Any]) -> None:
        self._book = book
        self._values = values
        self._sheets = {ws.title.casefold(): ws for ws in book.worksheets}
        self._names = {name.upper(): defined.attr_text for name, defined in book.defined_names.items()}

    def areas(self, title: str, formula: str) -> set[tuple[str, Area]] | None:
        """Titles and areas, None where a formula may read anything."""
        read = inputs(formula)
        if read.unclear:
            return None
        found = {(title if of is None else self._title(of), area) for of, area in read.areas}
        for name in read.names:
            defined = self._names.get(name)
            of, cells = split_title(defined) if defined else (None, "")
            if defined and (of is None or parse_cells(cells.replace("$", "")) is None):
                return None
            if of is not None:
                found.add((self._title(of), from_ref(cells)))
        return found

    def _title(self, title: str) -> str:
        found = self._sheets.get(title.casefold())
        return str(found.title) if found is not None else title

    def cells(self, texts: Mapping[Position, str]) -> Iterator[tuple[Position, str, Any]]:
        """Place, kind and value of the cells without a formula that the formulas may read."""
        single: set[Position] = set()
        large: set[tuple[str, Area]] = set()
        everything = False
        for (title, _, _), formula in texts.items():
            areas = self.areas(title, formula)
            if areas is None:
                everything = True
                break
            for of, area in areas:
                if _size(area) <= _SMALL:
                    single.update((of, row, column) for row, column in _places(area))
                else:
                    large.add((of, area))
        everything = everything or len(large) > _MOST_LARGE_AREAS
        for ws in self._book.worksheets:
            wide = [area for of, area in large if of == ws.title]
            for row, column, kind, value in ws._cells.contents():
                at = ws.title, row, column
                if kind != "f" and (everything or at in single or any(_holds(area, row, column) for area in wide)):
                    yield at, kind, value

    def read_any_of(self, at: Position, formula: str, positions: set[Position]) -> bool:
        """Whether a formula reads one of some cells. One that may read anything is taken to read none."""
        areas = self.areas(at[0], formula) or set()
        return any(title == of and _holds(area, row, column) for of, area in areas for title, row, column in positions)

    def are_as_in(self, at: Position, formula: str, opened: Mapping[Position, Any]) -> bool:
        """Whether all that a formula reads has the values it has in ``opened``."""
        areas = self.areas(at[0], formula)
        if areas is None:
            areas = {(ws.title, Area()) for ws in self._book.worksheets}
        return all(self._same(title, area, at, opened) for title, area in areas)

    def _same(self, title: str, area: Area, besides: Position, opened: Mapping[Position, Any]) -> bool:
        ws = self._sheets.get(title.casefold())
        cells = ws._cells if ws is not None else {}
        if _size(area) <= _SMALL:
            places = set(_places(area))
        else:
            places = {(row, column) for row, column in cells if _holds(area, row, column)}
            places |= {(row, column) for of, row, column in opened if of == title and _holds(area, row, column)}
        return all(
            _equal(self._value(title, at, cells.get(at)), opened.get((title, *at)))
            for at in places
            if (title, *at) != besides
        )

    def _value(self, title: str, at: tuple[int, int], cell: Any) -> Any:
        if cell is None:
            return None
        if cell.data_type == "f":
            return self._values.get((title, *at))
        return str(cell.value) if isinstance(cell.value, list) else cell.value


def _equal(value: Any, other: Any) -> bool:
    """The same, but for the last digits, in which programs differ."""
    if isinstance(value, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(value, other, rel_tol=1e-12)
    return bool(value == other)


def _size(area: Area) -> int:
    bottom, right = area.ends
    return (bottom - area.top) * (right - area.left)


def _places(area: Area) -> Iterator[tuple[int, int]]:
    bottom, right = area.ends
    return ((row, column) for row in range(area.top + 1, bottom + 1) for column in range(area.left + 1, right + 1))


def _holds(area: Area, row: int, column: int) -> bool:
    bottom, right = area.ends
    return area.top < row <= bottom and area.left < column <= right
