"""Groups of rows or columns: the outline levels of the file, seen as Google's ``DimensionGroup``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from openpyxl.worksheet.properties import Outline

from sheets_adapter.local import columns
from sheets_adapter.local.document import Sheet
from sheets_adapter.local.errors import invalid

Json = dict[str, Any]

DEEPEST = 7
"""Levels that an .xlsx file has (Google has eight)."""


@dataclass(frozen=True)
class Group:
    """Rows or columns from ``start`` (from 0) to before ``end`` that lie at least ``depth`` levels deep."""

    start: int
    end: int
    depth: int


def every(sheet: Sheet, dimension: str) -> list[Group]:
    """The groups of a dimension; one that lies in another comes after it."""
    levels = dict(_levels(sheet, dimension))
    found = [
        Group(start, end, depth)
        for depth in range(1, max(levels.values(), default=0) + 1)
        for start, end in _runs(sorted(at for at, level in levels.items() if level >= depth))
    ]
    return sorted(found, key=lambda group: (group.start, group.depth))


def _levels(sheet: Sheet, dimension: str) -> Iterator[tuple[int, int]]:
    """Every row or column (from 0) that lies in a group, and how deep."""
    if dimension == "ROWS":
        for row, record in sheet.ws.row_dimensions.items():
            if record.outlineLevel and row <= sheet.rows:
                yield row - 1, record.outlineLevel
        return
    for record in sheet.ws.column_dimensions.values():
        if record.outlineLevel:
            for at in range(record.min - 1, min(record.max, sheet.columns)):
                yield at, record.outlineLevel


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    start = places[0] if places else 0
    for at, following in pairwise([*places, -1]):
        if following != at + 1:
            yield start, at + 1
            start = following


def shift(sheet: Sheet, dimension: str, start: int, end: int, by: int) -> None:
    """Puts rows or columns so many levels deeper; none gets above the lowest level. Raises ApiError."""
    for at in range(start, end):
        record = _record(sheet, dimension, at)
        level = max(0, (record.outlineLevel or 0) + by)
        if level > DEEPEST:
            raise invalid(f"Groups cannot be more than {DEEPEST} levels deep.")
        record.outlineLevel = level
    levels = max((level for _, level in _levels(sheet, dimension)), default=0)
    setattr(sheet.ws.sheet_format, "outlineLevelRow" if dimension == "ROWS" else "outlineLevelCol", levels)


def _record(sheet: Sheet, dimension: str, at: int) -> Any:
    return sheet.ws.row_dimensions[at + 1] if dimension == "ROWS" else columns.own(sheet, at)


def control_after(sheet: Sheet, dimension: str) -> bool:
    """Whether the sign that opens a group stands behind it."""
    outline = sheet.ws.sheet_properties.outlinePr
    after = outline is None or (outline.summaryBelow if dimension == "ROWS" else outline.summaryRight)
    return bool(after is None or after)


def put_control(sheet: Sheet, dimension: str, *, after: bool) -> None:
    """Says where the signs stand; Google says it again from then on."""
    if sheet.ws.sheet_properties.outlinePr is None:
        sheet.ws.sheet_properties.outlinePr = Outline()
    setattr(sheet.ws.sheet_properties.outlinePr, "summaryBelow" if dimension == "ROWS" else "summaryRight", after)
    sheet.signs[dimension] = after


def _sign(sheet: Sheet, dimension: str, group: Group) -> Any:
    """The row or column that bears the sign of a group, None where the grid ends before it."""
    at = group.end if control_after(sheet, dimension) else group.start - 1
    limit = sheet.rows if dimension == "ROWS" else sheet.columns
    return _record(sheet, dimension, at) if 0 <= at < limit else None


def collapse(sheet: Sheet, dimension: str, group: Group, *, collapsed: bool) -> None:
    """Closes a group, which hides what is in it, or opens it; groups in it that are closed stay so."""
    sign = _sign(sheet, dimension, group)
    if sign is not None:
        sign.collapsed = collapsed
    closed = {
        at
        for inner in every(sheet, dimension)
        if inner.depth > group.depth and not collapsed and is_collapsed(sheet, dimension, inner)
        for at in range(inner.start, inner.end)
    }
    for at in range(group.start, group.end):
        if at not in closed:
            _record(sheet, dimension, at).hidden = collapsed


def is_collapsed(sheet: Sheet, dimension: str, group: Group) -> bool:
    sign = _sign(sheet, dimension, group)
    return (sign is None or bool(sign.collapsed)) and all(
        _record(sheet, dimension, at).hidden for at in range(group.start, group.end)
    )


def shown(sheet: Sheet, dimension: str) -> list[Json]:
    """``DimensionGroup`` resources of a sheet."""
    return [_resource(sheet, dimension, group) for group in every(sheet, dimension)]


def _resource(sheet: Sheet, dimension: str, group: Group) -> Json:
    span: Json = {"dimension": dimension, "startIndex": group.start, "endIndex": group.end}
    if sheet.sheet_id:
        span["sheetId"] = sheet.sheet_id
    resource: Json = {"range": span, "depth": group.depth}
    if is_collapsed(sheet, dimension, group):
        resource["collapsed"] = True
    return resource
