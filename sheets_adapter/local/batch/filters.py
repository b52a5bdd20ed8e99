"""Requests about the basic filter of a sheet."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import filters
from sheets_adapter.local.document import Document
from sheets_adapter.local.fields import need

Json = dict[str, Any]


def set_filter(document: Document, request: Json) -> Json:
    filters.put(document, need(request, "filter"))
    return {}


def clear(document: Document, request: Json) -> Json:
    filters.clear(document.sheet(request.get("sheetId")))
    return {}


REQUESTS = {"setBasicFilter": set_filter, "clearBasicFilter": clear}
