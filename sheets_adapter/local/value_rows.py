"""Rows of values out of the cells of a sheet, for ``spreadsheets.values``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl.cell import Cell

from sheets_adapter.local.cell_store import EMPTY, Shape
from sheets_adapter.local.document import Sheet
from sheets_adapter.local.ranges import Area

Rows = list[list[Any]]
Render = Callable[[Any], Any]
"""What a cell (or a ``StandIn``) with a value gives; None for nothing."""


@dataclass
class StandIn:
    """As much of a cell as rendering its value takes, for one that has not been made."""

    number_format: str
    data_type: str
    column: int
    row: int = 0
    value: Any = None


def read(sheet: Sheet, area: Area, render: Render, *, as_stored: bool = False) -> Rows:
    """Rows of an area; empty cells and rows at the end are left off, empty rows between are ``[]``.

    With ``as_stored`` what is neither a formula nor a text with formats is given as it is, without ``render``.
    """
    rows: Rows = []
    shown: dict[Shape, _Line] = {}
    for row in sheet.cells.rows(area.top, area.ends[0]):
        plain = sheet.cells.plain(row)
        if plain:
            shape, values = plain
            if shape not in shown:
                shown[shape] = _Line(sheet, shape, area, render, as_stored=as_stored)
            line = shown[shape].of(row, values)
        else:
            line = _made(sheet.cells.row(row), area, render)
        if line:
            rows.extend([] for _ in range(row - 1 - area.top - len(rows)))
            rows.append(line)
    return rows


def _made(cells: dict[int, Any], area: Area, render: Render) -> list[Any]:
    left, right = area.left, area.ends[1]
    found = {
        column - 1 - left: value
        for column, cell in cells.items()
        if left < column <= right and cell.value is not None and (value := render(cell)) is not None
    }
    return [found.get(at, "") for at in range(max(found) + 1)] if found else []


class _Line:
    """How the rows of a shape are shown in an area."""

    def __init__(self, sheet: Sheet, shape: Shape, area: Area, render: Render, *, as_stored: bool) -> None:
        self._render = render
        bare = {"n", "s", "b", "e"} if as_stored else set()
        places = [
            (at, column - 1 - area.left, None if kind in bare else _stand_in(sheet, column, style, kind))
            for at, (column, style, kind) in enumerate(zip(shape.columns, shape.styles, shape.kinds, strict=True))
            if kind != EMPTY and area.left < column <= area.ends[1]
        ]
        self._places = [(at, offset, stand_in, _memory(stand_in)) for at, offset, stand_in in places]
        self._all_bare = all(stand_in is None for _, _, stand_in in places)
        self._straight = self._all_bare and [offset for _, offset, _ in places] == list(range(len(places)))
        self._first, self._last = (places[0][0], places[-1][0] + 1) if places else (0, 0)

    def of(self, row: int, values: tuple[Any, ...]) -> list[Any]:
        if self._straight:
            return list(values[self._first : self._last])
        line: list[Any] = []
        for at, offset, stand_in, memory in self._places:
            value = values[at]
            if stand_in is not None:
                value = self._shown(row, value, stand_in, memory)
            if value is not None:
                line.extend([""] * (offset - len(line)))
                line.append(value)
        return line

    def _shown(self, row: int, value: Any, stand_in: StandIn, memory: dict[Any, Any] | None) -> Any:
        if memory is not None and value in memory:
            return memory[value]
        stand_in.row, stand_in.value = row, value
        found = self._render(stand_in)
        if memory is not None:
            memory[value] = found
        return found


def _memory(stand_in: StandIn | None) -> dict[Any, Any] | None:
    """What values were shown as; of a formula that depends on more than what stands in the cell."""
    return {} if stand_in and stand_in.data_type in {"n", "s", "b", "e"} else None


def _stand_in(sheet: Sheet, column: int, style: int, kind: str) -> StandIn:
    styled: Any = Cell(sheet.ws, row=1, column=1, style_array=sheet.ws.parent._cell_styles[style])
    return StandIn(str(styled.number_format), kind, column)
