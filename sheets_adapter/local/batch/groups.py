"""Requests about groups of rows and columns."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import groups
from sheets_adapter.local.batch.dimensions import span
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.fields import mask_of, need

Json = dict[str, Any]


def add(document: Document, request: Json) -> Json:
    """One level deeper: what was a group there lies in the new one, as Google describes it."""
    sheet, dimension, start, end = span(document, need(request, "range"))
    groups.shift(sheet, dimension, start, end, 1)
    # From the first group on Google says where the signs stand, even when no group is left.
    sheet.signs.setdefault(dimension, groups.control_after(sheet, dimension))
    return {"addDimensionGroup": _after(sheet, dimension)}


def delete(document: Document, request: Json) -> Json:
    sheet, dimension, start, end = span(document, need(request, "range"))
    for group in groups.every(sheet, dimension):
        if start <= group.start and group.end <= end and groups.is_collapsed(sheet, dimension, group):
            groups.collapse(sheet, dimension, group, collapsed=False)
    groups.shift(sheet, dimension, start, end, -1)
    return {"deleteDimensionGroup": _after(sheet, dimension)}


def update(document: Document, request: Json) -> Json:
    """Opens or closes a group, found by its range and depth."""
    given = need(request, "dimensionGroup")
    mask = mask_of(request, {"collapsed"}, undone={"range", "depth"})
    sheet, dimension, start, end = span(document, need(given, "range"))
    wanted = groups.Group(start, end, given.get("depth", 0))
    if wanted not in groups.every(sheet, dimension):
        raise invalid(f"There is no group of depth {wanted.depth} over the range: {start} to {end}.")
    if not mask or "collapsed" in mask:
        groups.collapse(sheet, dimension, wanted, collapsed=bool(given.get("collapsed")))
    return {}


def _after(sheet: Sheet, dimension: str) -> Json:
    found = groups.shown(sheet, dimension)
    return {"dimensionGroups": found} if found else {}


REQUESTS = {"addDimensionGroup": add, "deleteDimensionGroup": delete, "updateDimensionGroup": update}
