"""Requests that merge cells and draw borders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sheets_adapter.local import cells, sheet_resources
from sheets_adapter.local.areas import overlap
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.fields import need
from sheets_adapter.local.masks import Mask
from sheets_adapter.local.ranges import Area, from_ref, to_a1

Json = dict[str, Any]


def merge(document: Document, request: Json) -> Json:
    sheet, area = document.grid(need(request, "range"))
    area = area.clip(sheet.rows, sheet.columns)
    pieces = list(_pieces(area, request.get("mergeType", "MERGE_ALL")))
    separate(sheet, area)
    for piece in pieces:
        if ":" in to_a1(piece):
            sheet_resources.merge(sheet, piece)
    return {}


def separate(sheet: Sheet, area: Area) -> None:
    """Takes apart what is merged in an area; raises ApiError where a merged area reaches beyond it."""
    found = [each for each in sheet.ws.merged_cells.ranges if overlap(from_ref(each.coord), area)]
    if not all(_covers(area, from_ref(each.coord)) for each in found):
        raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    for each in found:
        sheet.ws.unmerge_cells(each.coord)


def _covers(area: Area, other: Area) -> bool:
    bottom, right = area.ends
    other_bottom, other_right = other.ends
    return area.top <= other.top and area.left <= other.left and bottom >= other_bottom and right >= other_right


def _pieces(area: Area, how: str) -> Iterator[Area]:
    bottom, right = area.ends
    if how == "MERGE_COLUMNS":
        yield from (Area(area.top, at, bottom, at + 1) for at in range(area.left, right))
    elif how == "MERGE_ROWS":
        yield from (Area(at, area.left, at + 1, right) for at in range(area.top, bottom))
    elif how == "MERGE_ALL":
        yield area
    else:
        raise invalid(f"Invalid value at 'merge_type' (TYPE_ENUM), \"{how}\"")


def unmerge(document: Document, request: Json) -> Json:
    separate(*document.grid(need(request, "range")))
    return {}


def borders(document: Document, request: Json) -> Json:
    """Draws the edges of a range and the lines inside it; an edge not given stays as it is."""
    sheet, area = document.grid(need(request, "range"))
    area = area.clip(sheet.rows, sheet.columns)
    bottom, right = area.ends
    for row in range(area.top, bottom):
        for column in range(area.left, right):
            edges = {
                "top": request.get("top" if row == area.top else "innerHorizontal"),
                "bottom": request.get("bottom" if row == bottom - 1 else "innerHorizontal"),
                "left": request.get("left" if column == area.left else "innerVertical"),
                "right": request.get("right" if column == right - 1 else "innerVertical"),
            }
            given = {edge: border for edge, border in edges.items() if border is not None}
            if given:
                data = {"userEnteredFormat": {"borders": given}}
                mask: Mask = {"userEnteredFormat": {"borders": {edge: {} for edge in given}}}
                cells.write(document, sheet, (row, column), data, mask)
    return {}


REQUESTS = {"mergeCells": merge, "unmergeCells": unmerge, "updateBorders": borders}
