"""Open and closed months.

A month is open until the first run after its closing day (``close after days``, counted from the month's
last day); that run computes it once more and writes the day into its History rows, which from then on
stand as they are. So a month is computed whenever it is first reached, however late, and a run repeated,
late or out of order changes nothing that is right already.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from flows.program.shapes import HISTORY, shaped

KEY = ["month", "period", "scope", "name"]
DIGITS_IN_A_FILE = {"nps": 9, "low": 9, "high": 9}
"""After the point, of figures that are no counts: a program that saves a spreadsheet may keep 15 digits, not 17."""


def month_of(day: pd.Timestamp) -> pd.Timestamp:
    """The first of the day's month: how a month is named everywhere."""
    return pd.Timestamp(year=day.year, month=day.month, day=1)


def months_of(days: pd.Series) -> pd.Series:
    """``month_of`` for a whole column; NaT stays."""
    firsts = days.to_numpy().astype("datetime64[M]").astype("datetime64[ns]")
    return pd.Series(firsts, index=days.index, name=days.name)


def month_range(first: pd.Timestamp, last: pd.Timestamp) -> list[pd.Timestamp]:
    """Every month from ``first`` to ``last``, both included; empty if they stand the other way round."""
    return list(pd.date_range(month_of(first), month_of(last), freq="MS"))


def closing_day(month: pd.Timestamp, close_after_days: int) -> pd.Timestamp:
    """The last day on which the month is still open."""
    return month + pd.offsets.MonthEnd(0) + pd.Timedelta(days=close_after_days)


def closed_months(history: pd.DataFrame, restate: pd.Timestamp | None = None) -> dict[pd.Timestamp, pd.Timestamp]:
    """Closed months and the days they were closed; a month that is being restated is open for this run."""
    closed = history.loc[history["closed"].notna()].groupby("month")["closed"].min()
    days = {pd.Timestamp(month): day for month, day in zip(closed.index, closed, strict=True)}
    if restate is not None:
        days.pop(month_of(restate), None)
    return days


def months_to_compute(
    ledger: pd.DataFrame, history: pd.DataFrame, programme_starts_on: pd.Timestamp, as_of: pd.Timestamp
) -> list[pd.Timestamp]:
    """Every month from the first answer, the start of the programme or of History to the month of ``as_of``."""
    answered = ledger.loc[ledger["counted"] & ledger["survey"].eq("quarterly"), "month"].min()
    beginnings = [answered, history["month"].min(), programme_starts_on, as_of]
    return month_range(min(day for day in beginnings if pd.notna(day)), as_of)


def latest_known_day(as_of: pd.Timestamp, ledger: pd.DataFrame, history: pd.DataFrame) -> pd.Timestamp:
    """The day of ``as_of``, or of a later run that came before this one: the clock is never put back.

    A run that was due earlier and comes late must not take yesterday's answers for tomorrow's.
    """
    known = pd.concat([ledger["seen_on"], history["closed"]]).max()
    return max(as_of, known) if pd.notna(known) else as_of


def bring_history_up_to_date(
    history: pd.DataFrame, computed: pd.DataFrame, close_after_days: int, as_of: pd.Timestamp
) -> pd.DataFrame:
    """``history`` with the computed months in place of its own rows, closed where their day has passed.

    ``computed`` holds whole months (``scores.history_rows``). Rows of other months stand as they are. A
    restated month that comes out as it stood keeps the day on which it was closed.
    """
    months = computed["month"].drop_duplicates()
    over = [month for month in months if as_of.normalize() > closing_day(month, close_after_days)]
    today = as_of.normalize()
    before = closed_months(history)
    closed_on = {month: before[month] if _unchanged(history, computed, month, before) else today for month in over}
    computed = computed.assign(closed=computed["month"].map(closed_on))
    standing = history[~history["month"].isin(months)]
    whole = pd.concat([shaped(standing, HISTORY), shaped(computed, HISTORY)], ignore_index=True)
    return shaped(whole.sort_values(KEY, kind="stable"), HISTORY)


def _unchanged(
    history: pd.DataFrame, computed: pd.DataFrame, month: pd.Timestamp, closed: Collection[pd.Timestamp]
) -> bool:
    if month not in closed:
        return False
    before, now = (
        shaped(frame[frame["month"].eq(month)].sort_values(KEY), HISTORY).drop(columns="closed").round(DIGITS_IN_A_FILE)
        for frame in (history, computed)
    )
    return before.equals(now)
