"""Dates and times as people type them, by locale: their serial number and the pattern that shows them alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from sheets_adapter.local.clocks import DAY_ZERO
from sheets_adapter.local.locales import Locale

Found = tuple[float | int, str]
"""A serial number and a pattern."""

_CLOCK = re.compile(r"(\d{1,4}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?(\s*[AaPp]\.?[Mm]\.?)?")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_WORD = r"([^\W\d_]+)\.?"
_GAP = r"([ -]|, ?)"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_GAP}{_WORD}(?:{_GAP}(\d{{4}}|\d{{2}})( г\.)?)?")
_MONTH_FIRST = re.compile(rf"{_WORD}{_GAP}(\d{{1,2}})(?:(, ?| )(\d{{4}}))?")
_MONTH_AND_YEAR = re.compile(rf"{_WORD}{_GAP}(\d{{4}})")


def parse(text: str, ways: Locale) -> Found | None:
    """A date, a time, or a date and a time after a space; None where it is none of them for certain."""
    clock = _clock(text, alone=True)
    if clock is not None:
        return clock
    day = _date(text, ways)
    if day is not None:
        return day
    for cut in (match.start() for match in re.finditer(" ", text)):
        day, clock = _date(text[:cut].removesuffix(","), ways), _clock(text[cut + 1 :], alone=False)
        if day is not None and clock is not None:
            return day[0] + clock[0], f"{day[1]} {clock[1]}"
    return None


def _clock(text: str, *, alone: bool) -> Found | None:
    """A time of day or, ``alone`` and from 24 hours on, a duration."""
    match = _CLOCK.fullmatch(text)
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    half = (match[5] or "").strip()[:1].lower()
    if minute > 59 or second > 59 or (half and not 1 <= hour <= 12) or (hour > 23 and not alone):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    pattern = "[h]:mm" if hour > 23 else "h:mm"
    if match[3]:
        pattern += ":ss"
    if match[4]:
        pattern += "." + "0" * (len(match[4]) - 1)
    seconds = hour * 3600 + minute * 60 + second + float(match[4] or 0)
    return seconds / 86400, pattern + (" am/pm" if half else "")


def _date(text: str, ways: Locale) -> Found | None:
    found = _in_numbers(text, ways)
    if found is None and any(letter.isalpha() for letter in text):
        found = next(_in_words(text, ways), None)
    if found is None:
        return None
    (year, month, day), pattern = found
    try:
        serial = (datetime(year, month, day) - DAY_ZERO).days  # noqa: DTZ001
    except ValueError:
        return None
    return (serial, pattern) if serial >= 0 else None


Calendar = tuple[tuple[int, int, int], str]
"""Year, month and day; pattern."""


def _in_numbers(text: str, ways: Locale) -> Calendar | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match and (match[2] != "." or "." in ways.separators):
        pattern = match[2].join(("yyyy", "m" * len(match[3]), "d" * len(match[4])))
        return (int(match[1]), int(match[3]), int(match[4])), pattern
    match = _NUMBERS.fullmatch(text)
    if not match or match[2] not in ways.separators:
        return None
    first, second = int(match[1]), int(match[3])
    letters = "dm" if ways.day_first else "md"
    widths = (_width(match[1], ways), _width(match[3], ways))
    parts = [letter * width for letter, width in zip(letters, widths, strict=True)]
    if match[4]:
        parts.append("y" * len(match[4]))
    month, day = (second, first) if ways.day_first else (first, second)
    return (_year(match[4]), month, day), match[2].join(parts)


def _width(digits: str, ways: Locale) -> int:
    """Two places where a zero leads or the locale writes its dates so; else as many as it takes."""
    return 2 if digits.startswith("0") or (ways.date.lower().startswith("dd") and len(digits) == 2) else 1


def _in_words(text: str, ways: Locale) -> Iterator[Calendar]:
    match = _DAY_FIRST.fullmatch(text)
    if match and (month := _month(match[3], ways)):
        name, year = month[1], f"{match[4]}{'y' * len(match[5])}" if match[5] else ""
        after = ' "г."' if match[6] else ""
        yield (_year(match[5]), month[0], int(match[1])), f"d{match[2]}{name}{year}{after}"
    match = _MONTH_FIRST.fullmatch(text)
    if match and (month := _month(match[1], ways)):
        year = f"{match[4]}yyyy" if match[5] else ""
        yield (_year(match[5]), month[0], int(match[3])), f"{month[1]}{match[2]}d{year}"
    match = _MONTH_AND_YEAR.fullmatch(text)
    if match and (month := _month(match[1], ways)):
        yield (int(match[3]), month[0], 1), f"{month[1]}{match[2]}yyyy"


def _month(word: str, ways: Locale) -> tuple[int, str] | None:
    return _months(ways).get(word.casefold())


@cache
def _months(ways: Locale) -> dict[str, tuple[int, str]]:
    """Month and letters of a pattern by the words for it; three letters do for a short one."""
    found: dict[str, tuple[int, str]] = {}
    for at in range(12):
        short = ways.months_short[at].rstrip(".").casefold()
        full = (ways.months[at].casefold(), ways.months_alone[at].casefold())
        found |= dict.fromkeys((short, full[0][:3], full[1][:3]), (at + 1, "mmm"))
        found |= dict.fromkeys(full, (at + 1, "mmmm"))
    return found


def _year(digits: str | None) -> int:
    """Two digits are of this century up to 29; no digits are this year."""
    if not digits:
        return datetime.now(tz=UTC).year
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 30 else 1900)
