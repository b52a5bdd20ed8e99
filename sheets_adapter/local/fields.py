"""The ``fields`` of update requests."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sheets_adapter.local.errors import invalid, unimplemented
from sheets_adapter.local.masks import Mask, parse
from sheets_adapter.local.schema import snake

Json = dict[str, Any]


def mask_of(request: Json, known: Collection[str] | None = None, undone: Collection[str] = ()) -> Mask:
    """The mask of a request. Raises ApiError without one, for a field that is not ``known`` or not done here."""
    text = request.get("fields")
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    mask = parse(text)
    for name in mask:
        if name in undone:
            raise unimplemented(f"the field {name}")
        if known is not None and name not in known:
            raise invalid(f"Invalid field: {snake(name)}")
    return mask


def refuse_unknown(given: Mapping[str, Any], done: Collection[str], what: str) -> None:
    """Raises ApiError 501 for a property that would be lost in silence."""
    for name, value in given.items():
        if name not in done and value not in (None, False, "", [], {}):
            raise unimplemented(f"{what}.{name}")


def need(request: Mapping[str, Any], name: str) -> Any:
    """A part that a request cannot do without. Raises ApiError."""
    found = request.get(name)
    if found is None:
        raise invalid(f"No {snake(name).replace('_', ' ')} specified.")
    return found
