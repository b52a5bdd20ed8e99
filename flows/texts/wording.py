"""Numbers, days and months as a language writes them."""

from __future__ import annotations

from datetime import date
from math import isnan

import pandas as pd

from flows.texts import listed, say

MINUS = "\N{MINUS SIGN}"
NOTHING = "–"


def points(value: float) -> str:
    """A score in whole points with its sign: ``+38``, ``−8``, ``0``; a dash where there is none."""
    if isnan(value):
        return NOTHING
    whole = whole_points(value)
    return f"{'+' if whole > 0 else MINUS if whole < 0 else ''}{abs(whole)}"


def whole_points(value: float) -> int:
    """Rounded as a spreadsheet rounds, a half away from zero, so that texts and cells agree."""
    return int(abs(value) + 0.5) * (1 if value >= 0 else -1)


def number(language: str, value: float, digits: int = 0) -> str:
    text = f"{abs(value):,.{digits}f}".replace(",", "\0").replace(".", say(language, "number.decimal"))
    return (MINUS if value < 0 else "") + text.replace("\0", say(language, "number.thousands"))


def percent(language: str, share: float) -> str:
    if isnan(share):
        return NOTHING
    return say(language, "number.percent", number=whole_points(100 * share))


def month(language: str, first: pd.Timestamp) -> str:
    """``October 2026``."""
    return f"{listed(language, 'calendar.months')[first.month - 1]} {first.year}"


def short_month(language: str, first: pd.Timestamp) -> str:
    """``Oct 2026``."""
    return f"{listed(language, 'calendar.months_short')[first.month - 1]} {first.year}"


def since_month(language: str, first: pd.Timestamp) -> str:
    """``May 2026``, as it stands after "since"."""
    return f"{listed(language, 'calendar.months_since')[first.month - 1]} {first.year}"


def day(language: str, when: pd.Timestamp) -> str:
    """``23 Nov 2026``, ``23.11.2026``."""
    name = listed(language, "calendar.months_short")[when.month - 1]
    return say(language, "calendar.day", day=when.day, month=name, number=when.month, year=when.year)


def day_of_month(language: str, when: date) -> str:
    """``23 November``, as it stands in a sentence."""
    return f"{when.day} {listed(language, 'calendar.months_of_day')[when.month - 1]}"


def moment(language: str, when: pd.Timestamp) -> str:
    return say(language, "calendar.moment", day=day(language, when), time=f"{when:%H:%M}")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
