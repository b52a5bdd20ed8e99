"""Dates, times and durations shown by the parts of a pattern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sheets_adapter.local import patterns
from sheets_adapter.local.locales import Locale, locale

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001
_LAST_DAY = 2_958_465
"""The 31st of December 9999."""
_PER_DAY = {"h": 24, "m": 1440, "s": 86400}
_LANGUAGES = {"409": "en_US", "809": "en_GB", "419": "ru", "407": "de", "40c": "fr"}
"""Of the numbers that Windows has for languages, those a pattern may name: ``[$-419]``."""


def can_show(serial: float, pieces: tuple[str, ...]) -> bool:
    """Whether there is such a date; only a duration may be negative."""
    return 0 <= serial < _LAST_DAY + 1 or (serial < 0 and any(_is_total(piece) for piece in pieces))


def shown(serial: float, pieces: tuple[str, ...], ways: Locale) -> str:
    parts = [piece for piece in pieces if patterns.is_date_piece(piece)]
    decimals = max((len(piece) - 1 for piece in pieces if _is_part_of_a_second(piece)), default=0)
    sign = "-" if serial < 0 else ""
    seconds = (Decimal(repr(abs(serial))) * 86400).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    at = DAY_ZERO + timedelta(microseconds=int(seconds * 1_000_000))
    clock = _Clock(at, int(seconds), _language(pieces, ways), any(_is_half(piece) for piece in pieces), parts)
    found, place = [], -1
    for piece in pieces:
        if patterns.is_date_piece(piece):
            place += 1
            found.append(clock.part(piece, minute=_is_minute(parts, place)))
        elif _is_part_of_a_second(piece):
            found.append(ways.decimal + f"{seconds % 1:f}".partition(".")[2])
        elif _is_half(piece):
            half = "AM" if at.hour < 12 else "PM"
            found.append(half if len(piece) > 3 else half[0])
        else:
            found.append(patterns.literal(piece))
    return sign + "".join(found)


def _language(pieces: tuple[str, ...], ways: Locale) -> Locale:
    """That of the spreadsheet unless the pattern names one."""
    for piece in pieces:
        if piece.startswith("[$-"):
            known = _LANGUAGES.get(piece[3:-1].lower().removeprefix("f800").lstrip("0"))
            return locale(known) if known else ways
    return ways


def _is_half(piece: str) -> bool:
    """``AM/PM``, ``a/p``"""
    return len(piece) > 1 and piece[0] in "aA" and "/" in piece


def _is_part_of_a_second(piece: str) -> bool:
    return piece.startswith(".0")


def _is_total(piece: str) -> bool:
    """``[h]``"""
    return piece[0] == "[" and patterns.is_date_piece(piece)


def _is_minute(parts: list[str], place: int) -> bool:
    """``m`` means minutes after hours and before seconds."""
    before = parts[place - 1].strip("[]")[0].lower() if place else ""
    after = parts[place + 1].strip("[]")[0].lower() if place + 1 < len(parts) else ""
    return before == "h" or after == "s"


@dataclass(frozen=True)
class _Clock:
    """A moment to be shown by the parts of a pattern; ``total`` are the seconds of a duration."""

    at: datetime
    total: int
    ways: Locale
    twelve: bool
    parts: list[str]

    def part(self, piece: str, *, minute: bool) -> str:
        letter, size = piece.strip("[]")[0].lower(), len(piece.strip("[]"))
        if piece[0] == "[":
            return str(self.total * _PER_DAY[letter] // 86400).zfill(size)
        if letter == "m":
            return str(self.at.minute).zfill(min(size, 2)) if minute else self._month(size)
        return {"y": self._year, "d": self._day, "h": self._hour, "s": self._second}[letter](size)

    def _year(self, size: int) -> str:
        return f"{self.at.year % 100:02}" if size <= 2 else f"{self.at.year:04}"

    def _month(self, size: int) -> str:
        if size <= 2:
            return str(self.at.month).zfill(size)
        if size == 3:
            return self.ways.months_short[self.at.month - 1]
        # Russian months are in another case after a day.
        with_day = any(part[0] in "dD" and len(part) <= 2 for part in self.parts)
        name = (self.ways.months if with_day else self.ways.months_alone)[self.at.month - 1]
        return name[0] if size == 5 else name

    def _day(self, size: int) -> str:
        if size <= 2:
            return str(self.at.day).zfill(size)
        return (self.ways.days_short if size == 3 else self.ways.days)[(self.at.weekday() + 1) % 7]

    def _hour(self, size: int) -> str:
        return str((self.at.hour % 12 or 12) if self.twelve else self.at.hour).zfill(min(size, 2))

    def _second(self, size: int) -> str:
        return str(self.at.second).zfill(min(size, 2))
