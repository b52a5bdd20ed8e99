"""The cells of one sheet: rows as they were read, made into openpyxl's cells where somebody asks for one.

A hundred thousand rows as openpyxl's cells take seconds and half a gigabyte. Most calls only read values or
change a few cells, so rows stay as plain values, and those that are alike share what they have in common.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, MutableMapping, ValuesView
from typing import Any

from openpyxl.cell import Cell

Position = tuple[int, int]
"""Row and column, both from 1."""

EMPTY, RICH = "", "rich"
"""Kinds of cells that openpyxl has no letter for: a format without a value, a text with formats inside."""


class Shape:
    """What rows that are alike have in common: their columns (from 1, rising), style ids and kinds of values.

    A kind is openpyxl's ``data_type`` (``n`` number, ``s`` text, ``b``, ``e``, ``d``, ``f`` formula), EMPTY or RICH.
    """

    __slots__ = ("columns", "kinds", "place", "styles")

    def __init__(self, columns: tuple[int, ...], styles: tuple[int, ...], kinds: tuple[str, ...]) -> None:
        self.columns, self.styles, self.kinds = columns, styles, kinds
        self.place = {column: place for place, column in enumerate(columns)}


Plain = tuple[Shape, tuple[Any, ...]]
"""A row as it was read: its shape and its values. Whole numbers below 1e15 are ints, dates are serials."""


class Cells(MutableMapping[Position, Any]):
    """Openpyxl's cells by position. Looking for a cell or going through all of them makes them."""

    def __init__(self, ws: Any) -> None:
        """Takes over the cells that the sheet has."""
        self._ws = ws
        # A row is in one of the two: as it was read, or as cells by column.
        self._plain: dict[int, Plain] = {}
        self._made: dict[int, dict[int, Any]] = {}
        for (row, column), cell in ws._cells.items():
            self._made.setdefault(row, {})[column] = cell

    def put(self, row: int, shape: Shape, values: tuple[Any, ...]) -> None:
        """Adds a row as it was read, one that has no cells yet."""
        if shape.columns:
            self._plain[row] = shape, values

    def plain(self, row: int) -> Plain | None:
        """A row that nobody has asked for the cells of."""
        return self._plain.get(row)

    def row(self, row: int) -> dict[int, Any]:
        """The cells of a row by column."""
        if row in self._plain:
            self._make(row)
        return self._made.get(row, {})

    def _make(self, row: int) -> None:
        shape, values = self._plain.pop(row)
        ws, styles = self._ws, self._ws.parent._cell_styles
        cells = self._made[row] = {}
        for column, style, kind, value in zip(shape.columns, shape.styles, shape.kinds, values, strict=True):
            cell: Any = Cell(ws, row=row, column=column, style_array=styles[style])
            cell._value = value
            cell.data_type = "s" if kind == RICH else kind or "n"
            cells[column] = cell

    def _make_all(self) -> None:
        for row in list(self._plain):
            self._make(row)

    def made(self) -> Iterator[tuple[Position, Any]]:
        """The cells that were made so far."""
        return (((row, column), cell) for row, cells in self._made.items() for column, cell in cells.items())

    def __getitem__(self, at: Position) -> Any:
        row, column = at
        if row in self._plain and column in self._plain[row][0].place:
            self._make(row)
        try:
            return self._made[row][column]
        except KeyError:
            raise KeyError(at) from None

    def get(self, at: Position, default: Any = None) -> Any:
        row, column = at
        if row in self._plain and column in self._plain[row][0].place:
            self._make(row)
        return self._made[row].get(column, default) if row in self._made else default

    def __setitem__(self, at: Position, cell: Any) -> None:
        row, column = at
        if row in self._plain:
            self._make(row)
        self._made.setdefault(row, {})[column] = cell

    def __delitem__(self, at: Position) -> None:
        row, column = at
        if at not in self:
            raise KeyError(at)
        cells = self.row(row)
        del cells[column]
        if not cells:
            del self._made[row]

    def __contains__(self, at: object) -> bool:
        if not isinstance(at, tuple):
            return False
        row, column = at
        found = self._plain.get(row)
        return column in (found[0].place if found else self._made.get(row, ()))

    def __bool__(self) -> bool:
        return bool(self._plain or self._made)

    def __len__(self) -> int:
        return sum(len(shape.columns) for shape, _ in self._plain.values()) + sum(map(len, self._made.values()))

    def __iter__(self) -> Iterator[Position]:
        """Positions; makes no cells."""
        by_row = {row: shape.columns for row, (shape, _) in self._plain.items()}
        by_row |= {row: tuple(cells) for row, cells in self._made.items()}
        return ((row, column) for row, columns in by_row.items() for column in columns)

    def items(self) -> ItemsView[Position, Any]:
        self._make_all()
        return _Items(self)

    def values(self) -> ValuesView[Any]:
        self._make_all()
        return _Values(self)

    def clear(self) -> None:
        self._plain.clear()
        self._made.clear()

    def rows(self, top: int = 0, bottom: int | None = None) -> list[int]:
        """Numbers (from 1) of the rows with cells below ``top`` and down to ``bottom``, rising."""
        both = (self._plain, self._made)
        if bottom is not None and bottom - top < len(self._plain) + len(self._made):
            return [row for row in range(top + 1, bottom + 1) if row in self._plain or row in self._made]
        return sorted(row for rows in both for row in rows if top < row and (bottom is None or row <= bottom))

    def within(self, top: int, left: int, bottom: int, right: int) -> Iterator[tuple[Position, Any]]:
        """The cells of an area (its edges from 0), row by row; makes those of its rows."""
        for row in self.rows(top, bottom):
            cells = self.row(row)
            yield from (((row, column), cells[column]) for column in sorted(cells) if left < column <= right)

    def contents(self) -> Iterator[tuple[int, int, str, Any]]:
        """Row, column, kind and value of the cells with a value; makes no cells."""
        for row, (shape, values) in self._plain.items():
            for column, kind, value in zip(shape.columns, shape.kinds, values, strict=True):
                if value is not None:
                    yield row, column, kind, value
        for (row, column), cell in self.made():
            if cell.value is not None:
                yield row, column, cell.data_type, cell.value

    def filled(self) -> Iterator[Position]:
        """Positions of the cells with a value; makes no cells."""
        return ((row, column) for row, column, _, _ in self.contents())

    def formulas(self) -> Iterator[tuple[Position, Any]]:
        """What stands in the cells with formulas; makes no cells."""
        for row, (shape, values) in self._plain.items():
            if "f" in shape.kinds:
                found = zip(shape.columns, shape.kinds, values, strict=True)
                yield from (((row, column), value) for column, kind, value in found if kind == "f")
        for row, cells in self._made.items():
            yield from (((row, column), cell.value) for column, cell in cells.items() if cell.data_type == "f")

    def extent(self) -> tuple[int, int, int, int]:
        """First and last row, first and last column with cells; all 1 for an empty sheet."""
        if not self:
            return 1, 1, 1, 1
        rows = self._plain.keys() | self._made.keys()
        shapes = {shape for shape, _ in self._plain.values()}
        edges = [column for shape in shapes for column in (shape.columns[0], shape.columns[-1])]
        edges += [column for cells in self._made.values() for column in cells]
        return min(rows), max(rows), min(edges), max(edges)


class _Items(ItemsView[Position, Any]):
    _mapping: Cells

    def __iter__(self) -> Iterator[tuple[Position, Any]]:
        return self._mapping.made()


class _Values(ValuesView[Any]):
    _mapping: Cells

    def __iter__(self) -> Iterator[Any]:
        return (cell for _, cell in self._mapping.made())
