"""The part of an answer of Drive that the ``fields`` of a query ask for."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import masks
from sheets_adapter.local.calls import Call
from sheets_adapter.local.drive.errors import DriveError
from sheets_adapter.local.masks import Mask

Json = dict[str, Any]


class Fields:
    """The fields that a resource has (names between blanks), and the mask of those given when none are asked for."""

    def __init__(self, known: str, default: str) -> None:
        self.known = frozenset(known.split())
        self.default = masks.parse(default)

    def of(self, call: Call, answer: Json, **parts: Fields) -> Json:
        """The asked part of an answer. ``parts``: the fields of what its fields hold.

        Raises DriveError 400 where a field is asked for that there is not.
        """
        text = call.one("fields") or call.one("$fields")
        if not text:
            return masks.prune(answer, self.default)
        # Blanks between names are Google's habit in its own examples.
        mask = masks.parse("".join(text.split()))
        self._check(mask)
        for name, part in parts.items():
            part._check(masks.below(mask, name))
        return masks.prune(answer, mask)

    def _check(self, mask: Mask) -> None:
        for name in mask:
            if name not in self.known and name != "*":
                raise DriveError(400, f"Invalid field selection {name}", "invalidParameter", "fields")
