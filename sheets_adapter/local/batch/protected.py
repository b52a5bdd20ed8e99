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
    range_id = given.get("protectedRangeId", 0)
    _, existing = protection.with_id(document, range_id)
    kept = {name: value for name, value in existing.items() if mask and name not in mask}
    new = {name: value for name, value in given.items() if not mask or name in mask}
    protection.remove(document, range_id)
    protection.put(document, range_id, kept | new)
    return {}


def delete(document: Document, request: Json) -> Json:
    protection.remove(document, request.get("protectedRangeId", 0))
    return {}


REQUESTS = {"addProtectedRange": add, "updateProtectedRange": update, "deleteProtectedRange": delete}
