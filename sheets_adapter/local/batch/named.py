"""Requests about named ranges."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import masks, names
from sheets_adapter.local.document import Document
from sheets_adapter.local.fields import mask_of, need

Json = dict[str, Any]


def add(document: Document, request: Json) -> Json:
    return {"addNamedRange": {"namedRange": names.add(document, need(request, "namedRange")).resource()}}


def delete(document: Document, request: Json) -> Json:
    names.remove(document, names.with_id(document, request.get("namedRangeId", "")))
    return {}


def update(document: Document, request: Json) -> Json:
    given = need(request, "namedRange")
    mask = mask_of(request, {"name", "range", "namedRangeId"})
    named = names.with_id(document, given.get("namedRangeId", ""))
    name = names.checked_name(document, given.get("name", ""), named.name) if masks.wants(mask, "name") else named.name
    sheet, area = document.grid(need(given, "range")) if masks.wants(mask, "range") else (named.sheet, named.area)
    names.remove(document, named)
    names.define(document, name, sheet, area)
    if name != named.range_id:
        document.name_ids[name] = named.range_id
    return {}


REQUESTS = {"addNamedRange": add, "deleteNamedRange": delete, "updateNamedRange": update}
