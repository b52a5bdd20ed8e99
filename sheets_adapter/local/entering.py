"""A value as somebody types it into a cell: number, money, date, percentage, truth, formula or text, by locale."""

from __future__ import annotations

import re
from typing import Any

from sheets_adapter.local import typed_dates
from sheets_adapter.local.formula_text import canonical
from sheets_adapter.local.locales import Locale, locale

Json = dict[str, Any]

_CURRENCIES = "$€£₽"
_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def as_entered(value: Any, locale_name: str, *, parse: bool) -> tuple[Json, str]:
    """``ExtendedValue`` and the number pattern that typing it gives the cell (or ``""``).

    Without ``parse`` text stays text (RAW). ``""`` empties the cell.
    """
    if not isinstance(value, str):
        return {"boolValue" if isinstance(value, bool) else "numberValue": value}, ""
    text = value.removeprefix("'") if parse else value
    if not text:
        return {}, ""
    if not parse or text != value:
        return {"stringValue": text}, ""
    if value.startswith("=") and len(value) > 1:
        return {"formulaValue": canonical(value, locale_name)}, ""
    return _typed(value, locale_name)


def _typed(text: str, locale_name: str) -> tuple[Json, str]:
    ways = locale(locale_name)
    bare = text.strip()
    if bare.upper() in {ways.true, ways.false, "TRUE", "FALSE"}:
        return {"boolValue": bare.upper() in {ways.true, "TRUE"}}, ""
    found = _decorated(bare, ways) or typed_dates.parse(bare, ways)
    if found is not None:
        return {"numberValue": found[0]}, found[1]
    if bare.startswith("+") and len(bare) > 1:
        return {"formulaValue": canonical("=" + bare, locale_name)}, ""
    return {"stringValue": text}, ""


def _decorated(text: str, ways: Locale) -> tuple[float | int, str] | None:
    """A number with its sign (or in brackets), its percent sign or its currency, and the pattern these give."""
    in_brackets = text.startswith("(") and text.endswith(")")
    rest = text[1:-1] if in_brackets else text
    sign = "" if in_brackets else rest[:1] if rest[:1] in {"+", "-"} else ""
    rest = rest.removeprefix(sign)
    currency = rest[:1] if rest[:1] in _CURRENCIES else rest[-1:] if rest[-1:] in _CURRENCIES else ""
    percent = not currency and rest.endswith("%")
    rest = rest.removesuffix("%") if percent else rest.strip(currency) if currency else rest
    if not sign and rest[:1] == "-" and currency:
        sign, rest = "-", rest[1:]
    number = _number(rest.strip() if currency or percent else rest, ways)
    if number is None:
        return None
    number = -number if in_brackets or sign == "-" else number
    if percent:
        return number / 100, "0.00%" if ways.decimal in rest else "0%"
    digits = "#,##0.00" if ways.decimal in rest else "#,##0"
    if currency:
        return number, ways.money(currency, digits)
    if "e" in rest.lower():
        return number, "0.00E+00"
    return number, digits if _grouped(rest, ways) else ""


def _number(text: str, ways: Locale) -> float | int | None:
    """A number without a sign, as the locale writes it; thousands are set off by threes or not at all."""
    spaces = _one_group(text, ways)
    group, point = re.escape(ways.group), re.escape(ways.decimal)
    pattern = rf"(?=\d|{point}\d)(\d+|\d{{1,3}}({group}\d{{3}})+)?({point}\d*)?([eE][+-]?\d+)?"
    if not re.fullmatch(pattern, spaces, re.ASCII):
        return None
    value = float(spaces.replace(ways.group, "").replace(ways.decimal, "."))
    if value in {float("inf"), float("-inf")}:
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _one_group(text: str, ways: Locale) -> str:
    """Any kind of space between thousands counts as the locale's, where that is one."""
    if not ways.group.isspace():
        return text
    return re.sub(rf"(?<=\d)[ {_SPACES}](?=\d)", ways.group, text)


def _grouped(text: str, ways: Locale) -> bool:
    return ways.group in _one_group(text, ways)
