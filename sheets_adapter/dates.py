"""Days, months and moments as people type them, as the serial days that Sheets counts from 1899-12-30."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

EPOCH = date(1899, 12, 30)
EARLIEST, LATEST = 25_569, 109_575
"""1970 to 2199: a smaller number in a column of dates is a year or an amount, not a day."""
SECONDS = 86_400

_MONTHS = (
    ("january", "jan", "январ", "янв"),
    ("february", "feb", "феврал", "фев"),
    ("march", "mar", "март", "мар"),
    ("april", "apr", "апрел", "апр"),
    ("may", "may", "мая", "май"),
    ("june", "jun", "июн", "июн"),
    ("july", "jul", "июл", "июл"),
    ("august", "aug", "август", "авг"),
    ("september", "sep", "сентябр", "сен"),
    ("october", "oct", "октябр", "окт"),
    ("november", "nov", "ноябр", "ноя"),
    ("december", "dec", "декабр", "дек"),
)
_TIME = (
    r"(?:[\sT,]+(?:at |в )?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]m)?)?Z?"
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})" + _TIME, re.IGNORECASE)
_YEAR_LAST = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[-./])(?P<second_part>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?:\s*г\.?)?" + _TIME,
    re.IGNORECASE,
)
_DAY_WORD = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|-?го)?[\s.-]+(?P<word>[a-zа-я]+)[\s.,-]+(?P<year>\d{4}|\d{2})(?:\s*г(?:ода|\.)?)?"
    + _TIME,
    re.IGNORECASE,
)
_WORD_DAY = re.compile(
    r"(?P<word>[a-z]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s,]+(?P<year>\d{4})" + _TIME, re.IGNORECASE
)
_SINCE = re.compile(r"(?:с|от|since|from)\s+", re.IGNORECASE)
_WORD_YEAR = re.compile(r"(?P<word>[a-zа-я]+)[\s.,'-]+(?P<year>\d{4})(?:\s*г(?:ода|\.)?)?", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})")
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})[-./](?P<year>\d{4})")

AMBIGUOUS = "ambiguous"


class Order(NamedTuple):
    """How a day like 03/04/2026 is meant in a column."""

    month_first: bool
    mixed: bool = False
    """Both orders stand in the column, so such a day cannot be told."""


def order(texts: Iterable[str], month_first: bool, *, mixed: bool = False) -> Order:
    """The order of the workbook's locale, doubted where a text of the column can only be the other one."""
    for text in texts:
        found = _YEAR_LAST.fullmatch(text)
        if found and found["mark"] != "." and int(found["first" if month_first else "second_part"]) > 12:
            return Order(month_first, mixed=True)
    return Order(month_first, mixed)


def day(text: str, written: Order) -> float | str | None:
    """A day as a serial, of a month in words its first: so Sheets takes «февраль 2025» where it understands it."""
    found = moment(text, written)
    named = _WORD_YEAR.fullmatch(text.replace("ё", "е").strip()) if found is None else None
    return _serial(int(named["year"]), _month_number(named["word"]), 1, None) if named else found


def moment(text: str, written: Order) -> float | str | None:
    """A day, perhaps with a time, as a serial; ``AMBIGUOUS``, or None for what is no date at all."""
    text = _since(text)
    for pattern in (_YEAR_FIRST, _DAY_WORD, _WORD_DAY):
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            number = _month_number(parts["word"]) if "word" in parts else int(parts["month"])
            return _serial(_year(parts["year"]), number, int(parts["day"]), found)
    found = _YEAR_LAST.fullmatch(text)
    return _year_last(found, written) if found else None


def month(text: str, written: Order) -> float | str | None:
    """The first day of a month as a serial, from ``2026-10``, ``октябрь 2026`` or any day in it."""
    text = text.replace("ё", "е").strip()
    for pattern in (_YEAR_MONTH, _MONTH_YEAR, _WORD_YEAR):
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            number = _month_number(parts["word"]) if "word" in parts else int(parts["month"])
            return _serial(int(parts["year"]), number, 1, None)
    day = moment(text, written)
    return first_of_month(day) if isinstance(day, float) else day


def iso(serial: float) -> str:
    """``2026-10-09``."""
    return date.fromordinal(EPOCH.toordinal() + int(serial)).isoformat()


def first_of_month(serial: float) -> float:
    day = date.fromordinal(EPOCH.toordinal() + int(serial))
    return float(day.replace(day=1).toordinal() - EPOCH.toordinal())


def _year_last(found: re.Match[str], written: Order) -> float | str | None:
    first, second = int(found["first"]), int(found["second_part"])
    year = _year(found["year"])
    if found["mark"] == ".":
        return _serial(year, second, first, found)
    if first > 12 or second > 12:
        return _serial(year, *((second, first) if first > 12 else (first, second)), found)
    if first != second and (written.mixed or (found["mark"] == "-" and len(found["year"]) == 2)):
        return AMBIGUOUS
    return _serial(year, *((first, second) if written.month_first else (second, first)), found)


def _since(text: str) -> str:
    """Without the word that people put before a day from which something holds."""
    text = text.replace("ё", "е").strip()
    found = _SINCE.match(text)
    return text[found.end() :] if found else text


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _month_number(word: str) -> int:
    """1 to 12, or 0: a name in full or its beginning of three letters or more, in any case of Russian grammar."""
    word = word.casefold()
    for number, (english, short, russian, short_russian) in enumerate(_MONTHS, 1):
        if len(word) >= 3 and (
            english.startswith(word)
            or word in {short, short + "t"}
            or (word.startswith(russian) and len(word) <= len(russian) + 2)
            or (word.startswith(short_russian) and russian.startswith(word))
        ):
            return number
    return 0


def _serial(year: int, number: int, day: int, found: re.Match[str] | None) -> float | None:
    try:
        days = float(date(year, number, day).toordinal() - EPOCH.toordinal())
    except ValueError:
        return None
    if not EARLIEST <= days <= LATEST:
        return None
    if found is None or found["hour"] is None:
        return days
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    return days + (hour * 3600 + minute * 60 + second) / SECONDS if hour < 24 and minute < 60 and second < 60 else None
