"""What people give as a location: which Google spreadsheet a link means, and what a link means that is none."""

from __future__ import annotations

import re
from pathlib import Path

_SPREADSHEET = re.compile(r"(?:https?://)?docs\.google\.com/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/(?P<id>[\w-]{20,})")
_ID = re.compile(r"[\w-]{25,}")
_OTHERS = (
    ("published", re.compile(r"docs\.google\.com/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/e/")),
    ("form", re.compile(r"docs\.google\.com/(?:a/[^/]+/)?forms/|forms\.gle/")),
    ("document", re.compile(r"docs\.google\.com/(?:a/[^/]+/)?(?:document|presentation|drawings)/")),
    ("folder", re.compile(r"drive\.google\.com/.*(?:folders/|folderview)")),
    ("drive_file", re.compile(r"drive\.google\.com/")),
    ("no_id", re.compile(r"docs\.google\.com/(?:a/[^/]+/)?spreadsheets")),
)
"""Kinds of links that people copy by mistake, each with a sentence of its own."""


def google_id(location: str) -> str:
    """The id in a link to a Google spreadsheet, or a bare id; empty for anything else."""
    link = _SPREADSHEET.match(location)
    if link:
        return link["id"]
    return location if _ID.fullmatch(location) and not Path(location).exists() else ""


def mistaken_link(location: str) -> str:
    """What a link leads to that is no spreadsheet: a word of ``_OTHERS``, empty where it is not known."""
    return next((kind for kind, pattern in _OTHERS if pattern.search(location)), "")
