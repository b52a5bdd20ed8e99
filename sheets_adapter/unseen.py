"""What a sheet tells by other means than values, and the program therefore does not see: colours, notes, hidden rows.

One more call, made only where a workbook is taken over, so that people hear of it once.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sheets_adapter.a1 import letters

FIELDS = (
    "sheets(properties(sheetId),merges,basicFilter(range),data(startRow,"
    "rowMetadata(hiddenByUser,hiddenByFilter),columnMetadata(hiddenByUser),"
    "rowData(values(note,userEnteredFormat(backgroundColor,backgroundColorStyle)))))"
)
PAINTED_COLUMN = 0.8
"""A colour in so many cells of a column is how the column looks and tells nothing about a row."""
STRIPES = 0.9
HUES = ("red", "orange", "yellow", "green", "blue", "purple", "grey")
_WHITE = (1.0, 1.0, 1.0)

Color = tuple[float, float, float]


@dataclass(frozen=True)
class Unseen:
    """Of the rows below the headings of one sheet."""

    title: str
    colored: Mapping[str, int]
    """Hue -> rows."""
    hidden: int
    filtered: int
    """Rows hidden by the filter."""
    filter_on: bool
    notes: int
    columns: tuple[str, ...]
    """Letters of the hidden columns."""
    merged: int
    """Merged cells that span rows: see ``merged_down``."""

    def __bool__(self) -> bool:
        return bool(self.colored or self.hidden or self.filter_on or self.notes or self.columns or self.merged)


def read_unseen(answer: Mapping[str, Any], sheets: Mapping[int, tuple[str, int, int]]) -> list[Unseen]:
    """``sheets``: by id the title, the row of the headings (from 1) and the last row with a record."""
    found = []
    for each in answer.get("sheets", ()):
        title, heading_row, last = sheets[each["properties"].get("sheetId", 0)]
        data = (each.get("data") or [{}])[0]
        rows = [row.get("values", []) for row in data.get("rowData", ())][heading_row:last]
        hidden = data.get("rowMetadata", [])[heading_row:last]
        found.append(
            Unseen(
                title=title,
                colored=_colored(rows),
                hidden=sum(bool(row.get("hiddenByUser")) for row in hidden),
                filtered=sum(bool(row.get("hiddenByFilter")) for row in hidden),
                filter_on="basicFilter" in each,
                notes=sum(bool(cell.get("note")) for row in rows for cell in row),
                columns=_hidden_columns(data.get("columnMetadata", [])),
                merged=sum(_spans_rows(area, heading_row, last) for area in each.get("merges", ())),
            )
        )
    return found


def _hidden_columns(columns: list[Any]) -> tuple[str, ...]:
    """Without those at the right end, where people hide what they do not use."""
    hidden = [bool(column.get("hiddenByUser")) for column in columns]
    last = max((at for at, is_hidden in enumerate(hidden) if not is_hidden), default=-1)
    return tuple(letters(at) for at in range(last) if hidden[at])


def _spans_rows(area: Mapping[str, int], first: int, last: int) -> bool:
    top, bottom = area.get("startRowIndex", 0), area.get("endRowIndex", 0)
    return first <= top < last and bottom - top > 1


def _colored(rows: list[list[Any]]) -> dict[str, int]:
    """Rows by the hue of their cells, leaving out columns painted as a whole and rows painted in turns."""
    colors = [[_color(cell) for cell in row] for row in rows]
    width = max(map(len, colors), default=0)
    painted = {at: _of_column(colors, at) for at in range(width)}
    told = [_of_row((color for at, color in enumerate(row) if color != painted[at])) for row in colors]
    return {} if _are_stripes(told) else _by_hue(told)


def _color(cell: Mapping[str, Any]) -> Color | None:
    entered = cell.get("userEnteredFormat", {})
    style = entered.get("backgroundColorStyle", {})
    rgb = style.get("rgbColor", entered.get("backgroundColor"))
    if "themeColor" in style:
        return _theme(style["themeColor"])
    if rgb is None:
        return None
    # Google leaves out what is zero: no red in a colour is no key "red".
    color = (float(rgb.get("red", 0)), float(rgb.get("green", 0)), float(rgb.get("blue", 0)))
    return None if color == _WHITE else color


def _theme(name: str) -> Color | None:
    """A colour of the theme has no numbers; which it is matters less than that it is there."""
    return None if name in {"", "BACKGROUND"} else (0.5, 0.5, 0.5)


def _of_column(colors: list[list[Color | None]], at: int) -> Color | None:
    counts = Counter(row[at] for row in colors if at < len(row) and row[at] is not None)
    color, n = counts.most_common(1)[0] if counts else (None, 0)
    return color if n >= PAINTED_COLUMN * len(colors) else None


def _of_row(colors: Iterable[Color | None]) -> Color | None:
    counts = Counter(color for color in colors if color is not None)
    return counts.most_common(1)[0][0] if counts else None


def _are_stripes(colors: list[Color | None]) -> bool:
    """Every other row, so that lines are easier to follow."""
    pairs = list(itertools.pairwise(colors))
    turns = sum(one != other for one, other in pairs)
    return len(pairs) > 3 and len(set(colors)) == 2 and turns >= STRIPES * len(pairs)


def _by_hue(colors: list[Color | None]) -> dict[str, int]:
    counts = Counter(_hue(color) for color in colors if color is not None)
    return {hue: counts[hue] for hue in HUES if counts[hue]}


def _hue(color: Color) -> str:
    red, green, blue = color
    high, low = max(color), min(color)
    if high - low < 0.04:
        return "grey"
    spread = high - low
    if high == red:
        angle = (60 * (green - blue) / spread) % 360
    elif high == green:
        angle = 60 * (blue - red) / spread + 120
    else:
        angle = 60 * (red - green) / spread + 240
    ends = ((15, "red"), (42, "orange"), (70, "yellow"), (170, "green"), (260, "blue"), (335, "purple"))
    return next((hue for end, hue in ends if angle < end), "red")
