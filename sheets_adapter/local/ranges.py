"""Rectangles of cells: ``A1`` notation, Google's ``GridRange`` and references inside an .xlsx file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_SIMPLE_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LOOKS_LIKE_A_CELL = re.compile(r"(?:[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*)")
_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?")
_R1C1 = re.compile(r"[Rr]([0-9]{1,7})[Cc]([0-9]{1,5})(?::[Rr]([0-9]{1,7})[Cc]([0-9]{1,5}))?")


@dataclass(frozen=True, order=True)
class Area:
    """Rows and columns from 0, ends excluded; ``None`` is an open end."""

    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None

    def clip(self, rows: int, columns: int) -> Area:
        """The same with its ends inside a grid of ``rows`` x ``columns``."""
        bottom = rows if self.bottom is None else min(self.bottom, rows)
        right = columns if self.right is None else min(self.right, columns)
        return Area(self.top, self.left, bottom, right)

    @property
    def ends(self) -> tuple[int, int]:
        """Bottom and right, open ends being those of the largest sheet."""
        return (
            LAST_ROW if self.bottom is None else self.bottom,
            LAST_COLUMN if self.right is None else self.right,
        )


@cache
def column_letters(column: int) -> str:
    """0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A -> 0, AA -> 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def quote_always(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def quote(title: str) -> str:
    """A sheet title as it stands before ``!``: quoted unless it is a plain word."""
    if _SIMPLE_TITLE.fullmatch(title) and not _LOOKS_LIKE_A_CELL.fullmatch(title):
        return title
    return quote_always(title)


def cell_name(row: int, column: int, absolute: bool = False) -> str:
    sign = "$" if absolute else ""
    return f"{sign}{column_letters(column)}{sign}{row + 1}"


def to_a1(area: Area, absolute: bool = False) -> str:
    """``B2:C9``, a single cell as ``B2``; open ends as ``A2:C`` and ``2:9``."""
    sign = "$" if absolute else ""
    if area.bottom == area.top + 1 and area.right == area.left + 1:
        return cell_name(area.top, area.left, absolute)
    if area.right is None:
        last = area.bottom if area.bottom is not None else LAST_ROW
        first = f"{sign}{column_letters(area.left)}" if area.left else ""
        return f"{first}{sign}{area.top + 1}:{sign}{last}"
    right = f"{sign}{column_letters(area.right - 1)}"
    if area.bottom is None:
        first = f"{sign}{area.top + 1}" if area.top else ""
        return f"{sign}{column_letters(area.left)}{first}:{right}"
    return f"{cell_name(area.top, area.left, absolute)}:{right}{sign}{area.bottom}"


def to_ref(area: Area, absolute: bool = False) -> str:
    """The same for the inside of an .xlsx file, where an area has no open ends."""
    bottom, right = area.ends
    return to_a1(Area(area.top, area.left, bottom, right), absolute)


def to_absolute(title: str, area: Area) -> str:
    """``'Title'!$A$1:$B$2`` as charts, names and validations of an .xlsx file want it."""
    return f"{quote_always(title)}!{to_ref(area, absolute=True)}"


def split_title(text: str) -> tuple[str | None, str]:
    """``'My sheet'!A1`` -> (``My sheet``, ``A1``); without a title (None, text); a quoted title alone has no cells."""
    if text.startswith("'"):
        match = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
        if match:
            return match[1].replace("''", "'"), match[2] or ""
    title, mark, cells = text.rpartition("!")
    return (title, cells) if mark else (None, text)


def parse_range(text: str) -> Area | None:
    """What a range of the values methods may be: A1 notation or ``R1C1:R2C2``; None if it is neither."""
    numbers = _R1C1.fullmatch(text)
    if not numbers:
        return parse_cells(text)
    top, left, bottom, right = (int(number or 0) for number in numbers.groups())
    rows, columns = sorted((top, bottom or top)), sorted((left, right or left))
    return Area(rows[0] - 1, columns[0] - 1, rows[1], columns[1]) if rows[0] and columns[0] else None


def parse_cells(text: str) -> Area | None:
    """``A1``, ``a1:B2``, ``A:C``, ``2:5``, ``A2:C``, in any order of corners; None if it is no such thing."""
    first, colon, last = text.partition(":")
    start, end = _CORNER.fullmatch(first), _CORNER.fullmatch(last or first)
    if not start or not end or not first or (colon and not last):
        return None
    if not colon and not (start[1] and start[2]):
        return None
    columns = sorted(column_number(letters) for letters in (start[1], end[1]) if letters)
    rows = sorted(int(digits) - 1 for digits in (start[2], end[2]) if digits)
    if (rows and rows[0] < 0) or not (start[1] or start[2]) or not (end[1] or end[2]):
        return None
    bottom = rows[-1] + 1 if start[2] and end[2] else None
    right = columns[-1] + 1 if start[1] and end[1] else None
    left = columns[0] if columns else 0
    return Area(rows[0] if rows else 0, left, bottom, right)


def from_ref(ref: str) -> Area:
    """An area from a reference of an .xlsx file; its last row and column become open ends."""
    area = parse_cells(ref.replace("$", ""))
    if area is None:
        raise ValueError(ref)
    bottom = None if area.bottom == LAST_ROW else area.bottom
    right = None if area.right == LAST_COLUMN else area.right
    return Area(area.top, area.left, bottom, right)


def from_grid(grid: dict[str, Any]) -> Area:
    return Area(
        grid.get("startRowIndex", 0),
        grid.get("startColumnIndex", 0),
        grid.get("endRowIndex"),
        grid.get("endColumnIndex"),
    )


def to_grid(sheet_id: int, area: Area) -> dict[str, Any]:
    """Google's ``GridRange``: open ends are left out, the starts of whole rows and columns, and the sheet with id 0."""
    grid: dict[str, Any] = {"sheetId": sheet_id} if sheet_id else {}
    if area.bottom is not None or area.top:
        grid["startRowIndex"] = area.top
    if area.bottom is not None:
        grid["endRowIndex"] = area.bottom
    if area.right is not None or area.left:
        grid["startColumnIndex"] = area.left
    if area.right is not None:
        grid["endColumnIndex"] = area.right
    return grid
