"""Cells in A1 notation."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[^\W\d]\w*", re.UNICODE)
_LIKE_A_CELL = re.compile(r"([a-z]{1,3}\d+|r\d*c\d*)", re.IGNORECASE)


def letters(column: int) -> str:
    """Column number from 0 -> ``A``, ``Z``, ``AA``."""
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def quoted(title: str) -> str:
    """A sheet's title for a reference: in quotes unless it is one plain word."""
    if _PLAIN.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return always_quoted(title)


def always_quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"
