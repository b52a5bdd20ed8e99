"""Cells as people see them: numbers, dates and percentages by pattern and locale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sheets_adapter.local import patterns
from sheets_adapter.local.locales import Locale, locale

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001
_PER_DAY = {"h": 24, "m": 1440, "s": 86400}
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)(-[^\]]*)?\]")


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
    return _number(float(value), pattern, ways)


def general(value: float, ways: Locale) -> str:
    """A number without a pattern: as many digits as it has, ten decimals at most."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e15 or abs(value) < 1e-9:
        digits, exponent = f"{value:.5E}".split("E")
        shown = f"{digits.rstrip('0').rstrip('.')}E{exponent}"
    else:
        shown = f"{value:.{max(0, 10 - len(str(int(abs(value)))) + 1)}f}".rstrip("0").rstrip(".")
    return shown.replace(".", ways.decimal)


def _text(value: str, pattern: str) -> str:
    parts = patterns.sections(pattern)
    if len(parts) < 4:
        return value
    return "".join(value if piece == "@" else _literal(piece) for piece in parts[3])


def _number(value: float, pattern: str, ways: Locale) -> str:
    pieces, value = _section(value, patterns.sections(pattern))
    if any(patterns.is_date_piece(piece) for piece in pieces):
        return _date(value, pieces, ways) if value >= 0 else general(value, ways)
    if "General" in pieces:
        return "".join(general(value, ways) if piece == "General" else _literal(piece) for piece in pieces)
    if not any(piece in "0#?" for piece in pieces):
        return ("-" if value < 0 else "") + "".join(_literal(piece) for piece in pieces)
    return _digits(value, pieces, ways)


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


def _literal(piece: str) -> str:
    """What a piece that is no digit and no date shows."""
    if piece[0] == '"':
        return piece[1:-1]
    if piece[0] == "\\":
        return piece[1:]
    if piece[0] == "_":
        return " "
    if piece[0] == "*":
        return ""
    if piece[0] == "[" and len(piece) > 1:
        currency = _CURRENCY.fullmatch(piece)
        return currency[1] if currency else ""
    return piece


def _digits(value: float, pieces: tuple[str, ...], ways: Locale) -> str:
    places = [at for at, piece in enumerate(pieces) if piece in "0#?"]
    first, last = places[0], places[-1]
    body = pieces[first : last + 1]
    scientific = next((piece for piece in body if piece[0] in "Ee" and len(piece) == 2), None)
    after = pieces[last + 1 :]
    # Commas right after the digits divide by thousands.
    thousands = len(list(_leading(after, ",")))
    value = value * 100 ** sum(piece == "%" for piece in pieces) / 1000**thousands
    shown = _scientific(value, body, ways) if scientific else _fixed(abs(value), body, ways)
    sign = "-" if value < 0 and any(digit in shown for digit in "123456789") else ""
    before = "".join(_literal(piece) for piece in pieces[:first])
    return sign + before + shown + "".join(_literal(piece) for piece in after[thousands:])


def _leading(pieces: tuple[str, ...], wanted: str) -> Any:
    for piece in pieces:
        if piece != wanted:
            return
        yield piece


def _fixed(value: float, body: tuple[str, ...], ways: Locale) -> str:
    point = body.index(".") if "." in body else len(body)
    whole, fraction = body[:point], body[point + 1 :]
    decimals = sum(piece in "0#?" for piece in fraction)
    needed = sum(piece in "0?" for piece in fraction)
    # Half up as people round, from the shortest decimal that reads as the same number.
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    units, _, rest = f"{rounded:f}".partition(".")
    while len(rest) > needed and rest.endswith("0"):
        rest = rest[:-1]
    least = sum(piece in "0?" for piece in whole)
    units = units.lstrip("0").rjust(least, "0") if units != "0" or least != 1 else "0"
    units = "" if least == 0 and not units.strip("0") else units
    if "," in whole:
        units = re.sub(r"(?<=\d)(?=(\d{3})+$)", ways.group, units)
    inside = "".join(_literal(piece) for piece in body if piece not in {"0", "#", "?", ".", ",", "%"})
    return units + (ways.decimal + rest if rest else "") + inside


def _scientific(value: float, body: tuple[str, ...], ways: Locale) -> str:
    mantissa = body[: next(at for at, piece in enumerate(body) if piece[0] in "Ee")]
    decimals = sum(piece == "0" for piece in mantissa[mantissa.index(".") :]) if "." in mantissa else 0
    digits, exponent = f"{abs(value):.{decimals}E}".split("E")
    return f"{digits.replace('.', ways.decimal)}E{exponent}"


def moment(serial: float) -> datetime:
    """The date and time of a serial number, to the second as cells show it."""
    return DAY_ZERO + timedelta(seconds=round(serial * 86400))


def _date(serial: float, pieces: tuple[str, ...], ways: Locale) -> str:
    at = moment(serial)
    parts = [piece for piece in pieces if patterns.is_date_piece(piece)]
    clock = _Clock(at, serial, ways, twelve=any(_is_half(piece) for piece in pieces), parts=parts)
    shown = []
    place = -1
    for piece in pieces:
        if patterns.is_date_piece(piece):
            place += 1
            shown.append(clock.part(piece, minute=_is_minute(parts, place)))
        elif _is_half(piece):
            shown.append("AM" if at.hour < 12 else "PM")
        else:
            shown.append(_literal(piece))
    return "".join(shown)


def _is_half(piece: str) -> bool:
    """``AM/PM``"""
    return len(piece) > 1 and piece[0] in "aA" and "/" in piece


def _is_minute(parts: list[str], place: int) -> bool:
    """``m`` means minutes after hours and before seconds."""
    before = parts[place - 1].strip("[]")[0].lower() if place else ""
    after = parts[place + 1].strip("[]")[0].lower() if place + 1 < len(parts) else ""
    return before == "h" or after == "s"


@dataclass(frozen=True)
class _Clock:
    """A moment to be shown by the parts of a pattern."""

    at: datetime
    serial: float
    ways: Locale
    twelve: bool
    parts: list[str]

    def part(self, piece: str, *, minute: bool) -> str:
        letter, size = piece.strip("[]")[0].lower(), len(piece.strip("[]"))
        if piece[0] == "[":
            return str(round(self.serial * 86400) * _PER_DAY[letter] // 86400).zfill(size)
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
