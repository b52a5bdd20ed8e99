"""A value as somebody types it into a cell: number, date, percentage, truth, formula or text, by locale."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sheets_adapter.local.locales import RUSSIAN, Locale, locale
from sheets_adapter.local.rendering import DAY_ZERO

Json = dict[str, Any]

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


def as_entered(value: Any, locale_name: str, *, parse: bool) -> tuple[Json, str]:
    """``ExtendedValue`` and the number pattern that typing it gives the cell (or ``""``).

    Without ``parse`` text stays text (RAW). ``""`` empties the cell.
    """
    if not isinstance(value, str):
        return {"boolValue" if isinstance(value, bool) else "numberValue": value}, ""
    if not parse:
        return ({"stringValue": value} if value else {}), ""
    if value.startswith("'"):
        return {"stringValue": value[1:]}, ""
    if value.startswith("=") and len(value) > 1:
        return {"formulaValue": value}, ""
    return _typed(value, locale(locale_name)) if value else ({}, "")


def _typed(text: str, ways: Locale) -> tuple[Json, str]:
    bare = text.strip()
    if bare.upper() in {ways.true, ways.false, "TRUE", "FALSE"}:
        return {"boolValue": bare.upper() in {ways.true, "TRUE"}}, ""
    number = _number(bare.removesuffix("%").strip(), ways)
    if number is not None and bare.endswith("%"):
        return {"numberValue": number / 100}, "0.00%" if ways.decimal in bare else "0%"
    if number is not None:
        return {"numberValue": number}, ""
    day, _, time = bare.partition(" ")
    date = _date(day, ways)
    if date is not None and not time:
        return {"numberValue": date}, ways.date
    clock = _clock(time if date is not None else bare)
    if clock is not None:
        return {"numberValue": (date or 0) + clock}, ways.date_time if date is not None else ways.time
    return {"stringValue": text}, ""


def _number(text: str, ways: Locale) -> float | int | None:
    """A number as the locale writes it; thousands are set off by threes or not at all."""
    spaces = text.replace("\N{NARROW NO-BREAK SPACE}", ways.group)
    if ways.group != ",":
        spaces = spaces.replace(" ", ways.group)
    group, point = re.escape(ways.group), re.escape(ways.decimal)
    pattern = rf"[+-]?(?=\d|{point}\d)(\d+|\d{{1,3}}({group}\d{{3}})+)?({point}\d*)?([eE][+-]?\d+)?"
    if not re.fullmatch(pattern, spaces):
        return None
    value = float(spaces.replace(ways.group, "").replace(ways.decimal, "."))
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _date(text: str, ways: Locale) -> int | None:
    iso = _ISO.fullmatch(text)
    if iso:
        return _serial(int(iso[1]), int(iso[2]), int(iso[3]))
    parts = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})", text)
    if not parts or ("." in text) != (ways is RUSSIAN):
        return None
    first, second, year = int(parts[1]), int(parts[2]), int(parts[3])
    year += 2000 if year < 30 else 1900 if year < 100 else 0
    return _serial(year, second, first) if ways is RUSSIAN else _serial(year, first, second)


def _serial(year: int, month: int, day: int) -> int | None:
    try:
        return (datetime(year, month, day) - DAY_ZERO).days  # noqa: DTZ001
    except ValueError:
        return None


def _clock(text: str) -> float | None:
    match = _TIME.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59 or int(match[3] or 0) > 59:
        return None
    return (int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)) / 86400
