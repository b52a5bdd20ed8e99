"""Working days: weekends and public holidays of the setting ``country``, and the firm's own days off.

What is due on a day off is due on the next working day. A country's moved working days
(a Saturday that is worked) are those of the ``holidays`` library.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays
import pandas as pd


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """ISO codes of the countries whose public holidays are known."""
    return frozenset(holidays.list_supported_countries())


class WorkingDays:
    """The calendar of one firm; without a country only weekends and its own days are off."""

    def __init__(self, country: str = "", days_off: tuple[pd.Timestamp, ...] = ()) -> None:
        self._calendar = holidays.country_holidays(country) if country else holidays.HolidayBase()
        self._days_off = frozenset(day.date() for day in days_off)

    def is_working(self, day: pd.Timestamp) -> bool:
        return self._works(day.date())

    def next_working(self, day: pd.Timestamp) -> pd.Timestamp:
        """The day itself if it is worked, else the first one after it that is; at midnight."""
        return self.add(day, 0)

    def add(self, day: pd.Timestamp, count: int) -> pd.Timestamp:
        """The ``count``-th working day after ``day`` (0: the day itself or the next working one); at midnight."""
        date = day.date()
        for _ in range(count):
            date = self._on_or_after(date + dt.timedelta(days=1))
        return pd.Timestamp(self._on_or_after(date))

    def _on_or_after(self, date: dt.date) -> dt.date:
        while not self._works(date):
            date += dt.timedelta(days=1)
        return date

    def _works(self, date: dt.date) -> bool:
        return date not in self._days_off and bool(self._calendar.is_working_day(date))
