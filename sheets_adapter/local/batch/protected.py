"""Requests about protected ranges."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import protection
from sheets_adapter.local.document import Document
from sheets_adapter.local.fields import mask_of, need, refuse_unknown

Json = dict[str, Any]


def add(document: Document, request: Json) -> Json:
    given = need(request, "protectedRange")
    refuse_unknown(given, protection.KNOWN, "protectedRange")
    return {"addProtectedRange": {"protectedRange": protection.add(document, given)}}


def update(document: Document, request: Json) -> Json:
    mask = mask_of(request, protection.KNOWN)
    given = need(request, "protectedRange")
    refuse_unknown(given, protection.KNOWN, "protectedRange")
    protection.update(document, given, mask)
    return {}


def delete(document: Document, request: Json) -> Json:
    protection.remove(document, request.get("protectedRangeId", 0))
    return {}


REQUESTS = {"addProtectedRange": add, "updateProtectedRange": update, "deleteProtectedRange": delete}
