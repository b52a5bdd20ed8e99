"""Requests about validations and conditional formats."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import columns, conditional, validation
from sheets_adapter.local.areas import without
from sheets_adapter.local.document import Document
from sheets_adapter.local.fields import need
from sheets_adapter.local.ranges import Area

Json = dict[str, Any]


def set_validation(document: Document, request: Json) -> Json:
    """A rule for every cell of a range but those in rows that a filter hides, which are asked for apart."""
    sheet, area = document.grid(need(request, "range"))
    areas = [area]
    if not request.get("filteredRowsIncluded"):
        for row in columns.hidden_by_filter(sheet):
            areas = without(areas, Area(row, 0, row + 1, None))
    for each in areas:
        validation.assign(document, sheet, each, request.get("rule"))
    return {}


def add_format(document: Document, request: Json) -> Json:
    conditional.add(document, request.get("rule") or {}, request.get("index", 0))
    return {}


def update_format(document: Document, request: Json) -> Json:
    """Another rule in the place of one, or the same rule in another place."""
    index = request.get("index", 0)
    if "rule" in request:
        new, old = conditional.replace(document, request["rule"], index)
        return {"updateConditionalFormatRule": {"newRule": new, "newIndex": index, "oldRule": old}}
    sheet = document.sheet(request.get("sheetId"))
    to = need(request, "newIndex")
    moved = conditional.reorder(document, sheet, index, to)
    return {"updateConditionalFormatRule": {"newRule": moved, "newIndex": to, "oldIndex": index}}


def delete_format(document: Document, request: Json) -> Json:
    sheet = document.sheet(request.get("sheetId"))
    return {"deleteConditionalFormatRule": {"rule": conditional.remove(document, sheet, request.get("index", 0))}}


REQUESTS = {
    "setDataValidation": set_validation,
    "addConditionalFormatRule": add_format,
    "updateConditionalFormatRule": update_format,
    "deleteConditionalFormatRule": delete_format,
}
