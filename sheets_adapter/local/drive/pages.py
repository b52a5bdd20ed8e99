"""Long lists page by page: ``pageSize`` and ``pageToken``."""

from __future__ import annotations

from typing import TypeVar

from sheets_adapter.local.calls import Call
from sheets_adapter.local.drive.errors import DriveError, invalid_value

T = TypeVar("T")

_PLACE = "~!!~"


def page(call: Call, everything: list[T], *, default: int, most: int) -> tuple[list[T], str]:
    """The asked page and the token of the next one, empty for the last. Raises DriveError 400."""
    size = _size(call.one("pageSize"), default, most)
    token = call.one("pageToken")
    if token and not (token.startswith(_PLACE) and token.removeprefix(_PLACE).isdecimal()):
        raise invalid_value("pageToken")
    start = int(token.removeprefix(_PLACE)) if token else 0
    end = start + size
    return everything[start:end], f"{_PLACE}{end}" if end < len(everything) else ""


def _size(text: str, default: int, most: int) -> int:
    if not text:
        return default
    if not text.isdecimal() or not 1 <= int(text) <= most:
        message = f"Invalid value '{text}'. Values must be within the range: [1, {most}]"
        raise DriveError(400, message, "invalidParameter", "pageSize")
    return int(text)
