"""Cells as people see them: numbers, dates and percentages by pattern and locale."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sheets_adapter.local import clocks, digits, patterns
from sheets_adapter.local.locales import Locale, locale

_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_OF_THE_LOCALE = {"mm-dd-yy": "date", "m/d/yy h:mm": "date_time"}
"""Formats of Excel that are stored under a number, and look as dates do where the file is opened."""


def formatted(value: Any, pattern: str, locale_name: str) -> str:
    """What a cell shows: ``1 234,5``, ``31.12.2026``, ``50.0%``, ``TRUE``; text as it is."""
    ways = locale(locale_name)
    if isinstance(value, bool):
        return ways.true if value else ways.false
    if isinstance(value, str):
        return _text(value, pattern)
    if value is None:
        return ""
    if pattern in {"General", "@", ""}:
        return general(float(value), ways)
    if pattern in _OF_THE_LOCALE:
        pattern = str(getattr(ways, _OF_THE_LOCALE[pattern]))
    return _number(float(value), pattern, ways)


def general(value: float, ways: Locale) -> str:
    """A number without a pattern: whole as far as it is exact, else ten digits that say something."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e15 or abs(value) < 1e-9:
        digits_, exponent = f"{value:.5E}".split("E")
        shown = f"{digits_.rstrip('0').rstrip('.') if '.' in digits_ else digits_}E{exponent}"
    else:
        exact = Decimal(repr(value))
        rounded = exact.quantize(Decimal(1).scaleb(min(exact.adjusted() - 9, 0)), ROUND_HALF_UP)
        shown = f"{rounded:f}"
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return shown.replace(".", ways.decimal)


def _text(value: str, pattern: str) -> str:
    """Text as it is, or as the section for it says: the fourth one, or the last one that has an ``@``."""
    parts = patterns.sections(pattern)
    section = parts[3] if len(parts) > 3 else parts[-1]
    if len(parts) < 4 and "@" not in section:
        return value
    return "".join(value if piece == "@" else patterns.literal(piece) for piece in section)


def _number(value: float, pattern: str, ways: Locale) -> str:
    pieces, value = _section(value, patterns.sections(pattern))
    if any(patterns.is_date_piece(piece) for piece in pieces):
        return clocks.shown(value, pieces, ways) if clocks.can_show(value, pieces) else general(value, ways)
    if "General" in pieces or "@" in pieces:
        plain = ("General", "@")
        return "".join(general(value, ways) if piece in plain else patterns.literal(piece) for piece in pieces)
    if not digits.has_places(pieces):
        return ("-" if value < 0 else "") + "".join(patterns.literal(piece) for piece in pieces)
    return digits.placed(value, pieces, ways)


def _section(value: float, parts: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], float]:
    """The section of a pattern that a number falls into; a negative one of its own drops the sign."""
    if any(_CONDITION.match(piece) for part in parts for piece in part):
        for part in parts:
            condition = next((match for piece in part if (match := _CONDITION.match(piece))), None)
            if condition is None or _holds(value, condition[1], float(condition[2])):
                return part, value
        return parts[-1], value
    if value < 0 and len(parts) > 1:
        return parts[1], -value
    if value == 0 and len(parts) > 2:
        return parts[2], value
    return parts[0], value


def _holds(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit,
        ">": value > limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]
