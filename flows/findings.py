"""What the doctor found, one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sheets_adapter.errors import NpsheetsError

Level = Literal["fine", "look", "wrong"]


@dataclass(frozen=True)
class Finding:
    """``key`` of ``doctor`` in the texts and what is put into it; an error says itself what to do."""

    level: Level
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    error: NpsheetsError | None = None
    seen: str = ""
    """What came instead of what ``key`` says."""
    language: str = ""
    """The workbook's, as soon as it is known: from here on it is spoken."""


def fine(key: str, **values: Any) -> Finding:
    return Finding("fine", key, values)


def look(key: str, **values: Any) -> Finding:
    return Finding("look", key, values)


def wrong(error: NpsheetsError) -> Finding:
    return Finding("wrong", error=error)
