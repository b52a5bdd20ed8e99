"""Cells as people see them: numbers, dates and percentages by pattern and locale."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from sheets_adapter.local import patterns
from sheets_adapter.local.locales import Locale, locale

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001
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
    return "".join(value if token == "@" else _literal(token) for token in parts[3])


def _number(value: float, pattern: str, ways: Locale) -> str:
    tokens, value = _section(value, patterns.sections(pattern))
    if any(patterns.is_date_token(token) for token in tokens):
        return _date(value, tokens, ways) if value >= 0 else general(value, ways)
    if "General" in tokens:
        return "".join(general(value, ways) if token == "General" else _literal(token) for token in tokens)
    if not any(token in "0#?" for token in tokens):
        return ("-" if value < 0 else "") + "".join(_literal(token) for token in tokens)
    return _digits(value, tokens, ways)


def _section(value: float, parts: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], float]:
    """The section of a pattern that a number falls into; a negative one of its own drops the sign."""
    if any(_CONDITION.match(token) for part in parts for token in part):
        for part in parts:
            condition = next((match for token in part if (match := _CONDITION.match(token))), None)
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


def _literal(token: str) -> str:
    """What a token that is no digit and no date shows."""
    if token[0] == '"':
        return token[1:-1]
    if token[0] == "\\":
        return token[1:]
    if token[0] == "_":
        return " "
    if token[0] == "*":
        return ""
    if token[0] == "[" and len(token) > 1:
        currency = _CURRENCY.fullmatch(token)
        return currency[1] if currency else ""
    return token


def _digits(value: float, tokens: tuple[str, ...], ways: Locale) -> str:
    places = [at for at, token in enumerate(tokens) if token in "0#?"]
    first, last = places[0], places[-1]
    body = tokens[first : last + 1]
    scientific = next((token for token in body if token[0] in "Ee" and len(token) == 2), None)
    after = tokens[last + 1 :]
    # Commas right after the digits divide by thousands.
    thousands = len(list(_leading(after, ",")))
    value = value * 100 ** sum(token == "%" for token in tokens) / 1000**thousands
    shown = _scientific(value, body, ways) if scientific else _fixed(abs(value), body, ways)
    sign = "-" if value < 0 and any(digit in shown for digit in "123456789") else ""
    before = "".join(_literal(token) for token in tokens[:first])
    return sign + before + shown + "".join(_literal(token) for token in after[thousands:])


def _leading(tokens: tuple[str, ...], wanted: str) -> Any:
    for token in tokens:
        if token != wanted:
            return
        yield token


def _fixed(value: float, body: tuple[str, ...], ways: Locale) -> str:
    point = body.index(".") if "." in body else len(body)
    whole, fraction = body[:point], body[point + 1 :]
    decimals = sum(token in "0#?" for token in fraction)
    needed = sum(token in "0?" for token in fraction)
    # Half up as people round, from the shortest decimal that reads as the same number.
    from decimal import ROUND_HALF_UP, Decimal  # noqa: PLC0415

    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    units, _, rest = f"{rounded:f}".partition(".")
    while len(rest) > needed and rest.endswith("0"):
        rest = rest[:-1]
    least = sum(token in "0?" for token in whole)
    units = units.lstrip("0").rjust(least, "0") if units != "0" or least != 1 else "0"
    units = "" if least == 0 and not units.strip("0") else units
    if "," in whole:
        units = re.sub(r"(?<=\d)(?=(\d{3})+$)", ways.group, units)
    inside = "".join(_literal(token) for token in body if token not in {"0", "#", "?", ".", ",", "%"})
    return units + (ways.decimal + rest if rest else "") + inside


def _scientific(value: float, body: tuple[str, ...], ways: Locale) -> str:
    mantissa = body[: next(at for at, token in enumerate(body) if token[0] in "Ee")]
    decimals = sum(token == "0" for token in mantissa[mantissa.index(".") :]) if "." in mantissa else 0
    digits, exponent = f"{abs(value):.{decimals}E}".split("E")
    return f"{digits.replace('.', ways.decimal)}E{exponent}"


def moment(serial: float) -> datetime:
    """The date and time of a serial number, to the second as cells show it."""
    return DAY_ZERO + timedelta(seconds=round(serial * 86400))


def _date(serial: float, tokens: tuple[str, ...], ways: Locale) -> str:
    at = moment(serial)
    twelve = any("/" in token and token[0] in "aA" and len(token) > 1 for token in tokens)
    parts = [token for token in tokens if patterns.is_date_token(token)]
    shown = []
    place = -1
    for token in tokens:
        if patterns.is_date_token(token):
            place += 1
            shown.append(_date_part(at, serial, token, _is_minute(parts, place), twelve, ways, parts))
        elif "/" in token and token[0] in "aA" and len(token) > 1:
            shown.append("AM" if at.hour < 12 else "PM")
        else:
            shown.append(_literal(token))
    return "".join(shown)


def _is_minute(parts: list[str], place: int) -> bool:
    """``m`` means minutes after hours and before seconds."""
    before = parts[place - 1].strip("[]")[0].lower() if place else ""
    after = parts[place + 1].strip("[]")[0].lower() if place + 1 < len(parts) else ""
    return before == "h" or after == "s"


def _date_part(
    at: datetime, serial: float, token: str, minute: bool, twelve: bool, ways: Locale, parts: list[str]
) -> str:
    letter, size = token.strip("[]")[0].lower(), len(token.strip("[]"))
    if token[0] == "[":
        per_day = {"h": 24, "m": 1440, "s": 86400}[letter]
        return str(int(round(serial * 86400) * per_day // 86400)).zfill(size)
    if letter == "y":
        return f"{at.year % 100:02}" if size <= 2 else f"{at.year:04}"
    if letter == "d":
        weekday = (at.weekday() + 1) % 7
        return str(at.day).zfill(size) if size <= 2 else (ways.days_short if size == 3 else ways.days)[weekday]
    if letter == "h":
        return str((at.hour % 12 or 12) if twelve else at.hour).zfill(min(size, 2))
    if letter == "s":
        return str(at.second).zfill(min(size, 2))
    if minute:
        return str(at.minute).zfill(min(size, 2))
    if size <= 2:
        return str(at.month).zfill(size)
    if size == 3:
        return ways.months_short[at.month - 1]
    with_day = any(part[0] in "dD" and len(part) <= 2 for part in parts)
    name = (ways.months if with_day else ways.months_alone)[at.month - 1]
    return name[0] if size == 5 else name
