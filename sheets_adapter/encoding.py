"""Values of a frame as cells: what goes into them, how they are formatted, how a person reads them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import pandas as pd

from sheets_adapter.columns import Column, Kind
from sheets_adapter.dates import EPOCH, SECONDS
from sheets_adapter.parsing import as_text
from sheets_adapter.texts import LABELS

Json = dict[str, Any]
Raw = str | float | bool
"""What a cell holds, as ``UNFORMATTED_VALUE`` gives it; ``""`` is an empty cell."""

LONGEST = 32_767
"""Characters in a cell of an .xlsx file, counted as UTF-16 does; Google would take 50,000, but not give them back."""
LINK_MARK = " #gid="
DATE_PATTERNS = {"en": "yyyy-mm-dd", "ru": "dd.mm.yyyy"}
MONTH_PATTERNS = {"en": "mmm yyyy", "ru": "mm.yyyy"}
"""A Russian workbook is often left in an American locale, which would write its months in English."""
_CLOSE = 1e-12
"""Relative: a file saved by another program keeps fifteen digits of a number."""
_EPOCH = pd.Timestamp(EPOCH)


def raw_column(column: Column, values: pd.Series[Any], language: str) -> list[Raw]:
    """A column of a frame as the raw values of its cells."""
    if column.kind in {Kind.DATE, Kind.MONTH, Kind.MOMENT}:
        return _serials(values)
    if column.kind is Kind.CHOICE:
        words = {code: each[language][0] for code, each in column.choices.items()}
        return [words.get(code, code) for code in map(_text, values.tolist())]
    yes, no = LABELS[language]["yes"], LABELS[language]["no"]
    encoders: dict[Kind, Callable[[Any], Raw]] = {
        Kind.NUMBER: _number,
        Kind.SCORE: _number,
        Kind.SHARE: lambda value: yes if value == 1 else _number(value),
        Kind.FLAG: lambda value: yes if value else no,
        Kind.LIST: _joined,
        Kind.LINK: lambda value: _text(value).partition(LINK_MARK)[0],
    }
    return list(map(encoders.get(column.kind, _text), values.tolist()))


def links(column: Column, values: pd.Series[Any]) -> list[str]:
    """For a LINK column the addresses (``#gid=…``), empty where a cell is plain text."""
    if column.kind is not Kind.LINK:
        return [""] * len(values)
    parts = [_text(value).partition(LINK_MARK) for value in values]
    return [(mark + address).strip() for _, mark, address in parts]


def cell(value: Raw, link: str = "") -> Json:
    """``CellData`` without a format. Text always is text: a comment that begins with ``=`` is no formula."""
    data: Json = {}
    if isinstance(value, bool):
        data["userEnteredValue"] = {"boolValue": value}
    elif isinstance(value, str):
        if value:
            data["userEnteredValue"] = {"stringValue": value}
    else:
        data["userEnteredValue"] = {"numberValue": value}
    if link:
        data["userEnteredFormat"] = {"textFormat": {"link": {"uri": link}}}
    return data


def number_format(column: Column, language: str) -> Json | None:
    """``NumberFormat`` of a column, None for text."""
    if column.kind is Kind.DATE:
        return {"type": "DATE", "pattern": DATE_PATTERNS[language]}
    if column.kind is Kind.MONTH:
        return {"type": "DATE", "pattern": MONTH_PATTERNS[language]}
    if column.kind is Kind.MOMENT:
        return {"type": "DATE_TIME", "pattern": DATE_PATTERNS[language] + " hh:mm"}
    if column.pattern:
        return {"type": "NUMBER", "pattern": column.pattern}
    return None


def same(old: Raw, new: Raw) -> bool:
    """Whether a cell need not be written."""
    if old == new:
        return isinstance(old, bool) == isinstance(new, bool)
    if isinstance(old, str) or isinstance(new, str):
        return False
    return math.isclose(old, new, rel_tol=_CLOSE, abs_tol=_CLOSE)


def shown(column: Column | None, value: Raw) -> str:
    """A raw value as a person reads it: a day as ``2026-10-31`` whatever the language."""
    if column is not None and isinstance(value, (int, float)) and not isinstance(value, bool):
        if column.kind in {Kind.DATE, Kind.MOMENT}:
            return str((_EPOCH + pd.to_timedelta(round(value * SECONDS), unit="s")).isoformat(" ", "minutes"))[
                : 10 if column.kind is Kind.DATE else None
            ]
        if column.kind is Kind.MONTH:
            return str((_EPOCH + pd.to_timedelta(value, unit="D")).strftime("%Y-%m"))
    return as_text(value)


def serial(day: date) -> float:
    """A day or a moment as a number of days."""
    if isinstance(day, datetime):
        return _whole((pd.Timestamp(day) - _EPOCH).total_seconds() / SECONDS)
    return day.toordinal() - EPOCH.toordinal()


def cut(text: str) -> str:
    """A text that fits into a cell: a longer one ends in an ellipsis."""
    if len(text) * 2 <= LONGEST or len(units := text.encode("utf-16-le")) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", errors="ignore") + "…"


def _serials(values: Iterable[Any]) -> list[Raw]:
    days = (pd.to_datetime(pd.Series(list(values))) - _EPOCH).dt.total_seconds() / SECONDS
    return ["" if math.isnan(day) else _whole(day) for day in days]


def _number(value: Any) -> Raw:
    return "" if value is None or pd.isna(value) or math.isinf(value) else _whole(float(value))


def _whole(number: float) -> float:
    return int(number) if number.is_integer() else number


def _text(value: Any) -> str:
    return cut(value) if isinstance(value, str) else "" if value is None or pd.isna(value) else as_text(value)


def _joined(parts: Any) -> str:
    if not isinstance(parts, (list, tuple)):
        return _text(parts)
    return cut(("; " if any("," in part for part in parts) else ", ").join(parts))
