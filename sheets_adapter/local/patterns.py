"""Number patterns: which kind they are, what they are made of, and those that stand for a bare type."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sheets_adapter.local.errors import invalid
from sheets_adapter.local.locales import locale

TYPES = ("TEXT", "NUMBER", "PERCENT", "CURRENCY", "DATE", "TIME", "DATE_TIME", "SCIENTIFIC")
_TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[Aa][Mm]/[Pp][Mm]|[Aa]/[Pp]|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|'
    r"(?:(?<=[sS])|(?<=[sS]\]))\.0+|[Ee][+-]|General|.",
    re.DOTALL,
)
_LITERAL = ('"', "\\", "_", "*")
_IN_RUSSIAN = "[$-419]"
_CURRENCY = re.compile(r"[$€£¥₽]|\[\$[^\]-]")
_SYMBOL = re.compile(r"\[\$([^\]-]*)(-[^\]]*)?\]")


@lru_cache(maxsize=1024)
def sections(pattern: str) -> tuple[tuple[str, ...], ...]:
    """The parts of a pattern between semicolons, each as its pieces."""
    found: list[list[str]] = [[]]
    for piece in _TOKEN.findall(pattern):
        if piece == ";":
            found.append([])
        else:
            found[-1].append(piece)
    return tuple(tuple(section) for section in found)


def literal(piece: str) -> str:
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
        currency = _SYMBOL.fullmatch(piece)
        return currency[1] if currency else ""
    return piece


def is_date_piece(piece: str) -> bool:
    return piece[0] in "yYmMdDhHsS" or re.fullmatch(r"\[[hHmMsS]+\]", piece) is not None


@lru_cache(maxsize=1024)
def kind(pattern: str) -> str:
    """Google's type of a pattern: ``DATE``, ``PERCENT``, ``NUMBER`` ..."""
    pieces = [piece for piece in sections(pattern)[0] if piece[0] not in _LITERAL]
    letters = {piece.strip("[]")[0].lower() for piece in pieces if is_date_piece(piece)}
    if letters:
        time = bool(letters & {"h", "s"})
        return "DATE_TIME" if time and letters & {"y", "d"} else "TIME" if time else "DATE"
    if "@" in pieces:
        return "TEXT"
    if "%" in pieces:
        return "PERCENT"
    if any(piece[0] in "Ee" and len(piece) == 2 for piece in pieces):
        return "SCIENTIFIC"
    return "CURRENCY" if _CURRENCY.search(pattern) else "NUMBER"


def is_date(pattern: str) -> bool:
    return kind(pattern) in {"DATE", "TIME", "DATE_TIME"}


def given(number_format: dict[str, Any] | None, locale_name: str) -> str:
    """What the file keeps for a ``NumberFormat``; none is ``General``, a type alone has the locale's pattern."""
    if not number_format:
        return "General"
    pattern = number_format.get("pattern") or _of_type(number_format.get("type"), locale_name)
    spelt = any(re.fullmatch("[mM]{3,}|[dD]{3,}", piece) for piece in sections(pattern)[0])
    # Else months and days are spelt in the language of whoever opens the file.
    return _IN_RUSSIAN + pattern if spelt and locale_name.startswith("ru") else pattern


def shown(code: str) -> str:
    """The pattern as it was given."""
    return code.removeprefix(_IN_RUSSIAN)


def _of_type(kind_: Any, locale_name: str) -> str:
    ways = locale(locale_name)
    by_type = {
        "TEXT": "@",
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": "[$₽]#,##0.00" if ways.decimal == "," else "[$$]#,##0.00",
        "DATE": ways.date,
        "TIME": ways.time,
        "DATE_TIME": ways.date_time,
        "SCIENTIFIC": "0.00E+00",
    }
    if kind_ not in by_type:
        raise invalid("Number format type is required.")
    return by_type[kind_]
