"""How the text of a setting's value becomes a value.

Each reader takes the text as it stands in the sheet and returns the value, or raises
``ValueError``. A date may stand as ISO text, as 31.12.2026, or as the serial number that a
spreadsheet keeps for a date (days since 1899-12-30).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import pandas as pd

from flows.program.names import normalise, says_nothing
from flows.program.working_days import countries

Reader = Callable[[str], object]

_DATE = r"\d{4}-\d{1,2}-\d{1,2}(?:[T ][\d:.]+)?|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{5}(?:[.,]\d+)?"
_SPAN = re.compile(rf"({_DATE})(?:\s*(?:-|–|—|\.{{2,3}}|…|to|till|по|до)\s*({_DATE}))?", re.IGNORECASE)
_SERIAL_ZERO = pd.Timestamp("1899-12-30")
_LONGEST_SPAN = 366
_COUNT = re.compile(r"(\d{1,6})(?:[.,]0+)?\s*(?:(?:working|рабочи[хйе]|раб\.?)\s+)?(?:days?|дней|день|дня|дн\.?)?")
_COUNTRY_NAMES = {
    "russia": "RU", "russian federation": "RU", "россия": "RU", "рф": "RU", "российская федерация": "RU",
    "belarus": "BY", "беларусь": "BY", "белоруссия": "BY", "kazakhstan": "KZ", "казахстан": "KZ",
    "ukraine": "UA", "украина": "UA", "armenia": "AM", "армения": "AM", "georgia": "GE", "грузия": "GE",
    "usa": "US", "united states": "US", "сша": "US", "uk": "GB", "united kingdom": "GB", "великобритания": "GB",
    "germany": "DE", "германия": "DE",
}  # fmt: skip


def read_date(text: str) -> pd.Timestamp:
    match = re.fullmatch(_DATE, text.strip())
    if not match:
        raise ValueError(text)
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text.strip()):
        return _SERIAL_ZERO + pd.Timedelta(days=int(text.strip()[:5]))
    if "-" in text:
        return pd.Timestamp(text.strip()).normalize()
    return _day_and_month(text.strip())


def _day_and_month(text: str) -> pd.Timestamp:
    """31.12.2026; with slashes only where no other reading is possible (31/12/2026, 12/31/2026)."""
    first, second, year = (int(part) for part in re.split(r"[./]", text))
    if "/" not in text or first > 12 or first == second:
        return pd.Timestamp(year, second, first)
    if second > 12:
        return pd.Timestamp(year, first, second)
    raise ValueError(text)


def read_days(text: str) -> tuple[pd.Timestamp, ...]:
    """One date, or the span from one to another: ``2026-12-29 - 2027-01-03``."""
    match = _SPAN.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    first = read_date(match[1])
    last = read_date(match[2]) if match[2] else first
    if not 0 <= (last - first).days <= _LONGEST_SPAN:
        raise ValueError(text)
    return tuple(pd.date_range(first, last))


def parts(text: str) -> list[str]:
    """The entries of a list: separated by semicolons, commas or line breaks."""
    return [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]


def whole_number(lowest: int, highest: int) -> Reader:
    """``10``, ``10.0``, ``10 days``, ``10 рабочих дней``, within the bounds."""

    def read(text: str) -> int:
        match = _COUNT.fullmatch(text.strip().casefold())
        if not match or not lowest <= int(match[1]) <= highest:
            raise ValueError(text)
        return int(match[1])

    return read


def one_of(choices: Mapping[str, tuple[str, ...]]) -> Reader:
    """A word of a list, in any of its spellings: the code it stands for."""
    codes = {normalise(word): code for code, words in choices.items() for word in (code, *words)}

    def read(text: str) -> str:
        if normalise(text) not in codes:
            raise ValueError(text)
        return codes[normalise(text)]

    return read


def read_country(text: str) -> str:
    """An ISO code the holidays are known for, or one of a few names; a dash means none."""
    if says_nothing(text) or normalise(text) in {"no", "none", "нет"}:
        return ""
    code = _COUNTRY_NAMES.get(normalise(text), text.strip().upper())
    if code not in countries():
        raise ValueError(text)
    return code


def read_time_zone(text: str) -> str:
    """A name of the tz database in any case: ``europe/moscow`` is Europe/Moscow."""
    name = _time_zones().get(text.strip().casefold().replace(" ", "_"))
    if name is None:
        raise ValueError(text)
    return ZoneInfo(name).key


@lru_cache(maxsize=1)
def _time_zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
