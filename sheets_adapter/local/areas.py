"""Sets of rectangles, as validations keep them: take an area out, put one in."""

from __future__ import annotations

from collections.abc import Iterable

from sheets_adapter.local.ranges import Area


def overlap(one: Area, other: Area) -> bool:
    one_bottom, one_right = one.ends
    other_bottom, other_right = other.ends
    return one.top < other_bottom and other.top < one_bottom and one.left < other_right and other.left < one_right


def common(one: Area, other: Area) -> Area | None:
    """What two areas share."""
    if not overlap(one, other):
        return None
    bottom, right = min(one.ends[0], other.ends[0]), min(one.ends[1], other.ends[1])
    return Area(max(one.top, other.top), max(one.left, other.left), bottom, right)


def without(areas: Iterable[Area], hole: Area) -> list[Area]:
    """What is left of ``areas`` when ``hole`` is cut out."""
    left: list[Area] = []
    for area in areas:
        left.extend(_around(area, hole) if overlap(area, hole) else [area])
    return left


def _around(area: Area, hole: Area) -> list[Area]:
    bottom, right = area.ends
    hole_bottom, hole_right = hole.ends
    top, low = max(area.top, hole.top), min(bottom, hole_bottom)
    pieces = [
        Area(area.top, area.left, hole.top, area.right) if area.top < hole.top else None,
        Area(top, area.left, low, hole.left) if area.left < hole.left else None,
        Area(top, hole_right, low, area.right) if hole_right < right else None,
        Area(hole_bottom, area.left, area.bottom, area.right) if hole_bottom < bottom else None,
    ]
    return [piece for piece in pieces if piece]


def joined(areas: list[Area], new: Area) -> list[Area]:
    """``areas`` with ``new``, grown onto the area right above it, below it or beside it where they fit."""
    for at, area in enumerate(areas):
        same_columns = (area.left, area.right) == (new.left, new.right)
        same_rows = (area.top, area.bottom) == (new.top, new.bottom)
        if same_columns and area.bottom == new.top:
            grown = Area(area.top, area.left, new.bottom, area.right)
        elif same_columns and new.bottom == area.top:
            grown = Area(new.top, area.left, area.bottom, area.right)
        elif same_rows and area.right == new.left:
            grown = Area(area.top, area.left, area.bottom, new.right)
        else:
            continue
        return joined(areas[:at] + areas[at + 1 :], grown)
    return [*areas, new]
