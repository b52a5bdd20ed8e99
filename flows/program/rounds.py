"""The rounds: which surveys were opened, and whose turn a month is.

Cohort k has its turn in month k of every calendar quarter. With ``first round: everyone`` the first
round asks all at once, for a baseline, and the cohorts begin in the fourth month. Months are counted
here in whole numbers (year * 12 + month - 1), so that they can be added and compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from flows.program.answers import fingerprint
from flows.program.names import normalise, resolve
from flows.program.settings import Settings

QUARTER = 3
KEY_OF_ROUND = r"^Q-(\d{4}-\d{2})-"


def month_number(month: pd.Timestamp) -> int:
    return month.year * 12 + month.month - 1


def month_numbers(days: pd.Series) -> pd.Series:
    """float64, NaN where there is no day."""
    numbers: pd.Series = days.dt.year * 12 + days.dt.month - 1
    return numbers.astype("float64")


def month_from(number: int) -> pd.Timestamp:
    return pd.Timestamp(year=number // 12, month=number % 12 + 1, day=1)


def months_from(numbers: pd.Series) -> pd.Series:
    """The months (datetime64[ns], the first of each) that ``month_numbers`` counted."""
    since_1970 = (numbers - 1970 * 12).astype("Int64")
    months = since_1970.fillna(0).to_numpy("int64").astype("datetime64[M]").astype("datetime64[ns]")
    return pd.Series(months, index=numbers.index).where(since_1970.notna())


def survey_key(month: pd.Timestamp, client: str, contact: str) -> str:
    """``Q-2026-10-1a2b3c4d``: the same however the names' case, spaces and quotes are typed."""
    return f"Q-{month:%Y-%m}-{fingerprint(normalise(client) + chr(10) + normalise(contact), 8)}"


def survey_keys(month: pd.Timestamp, clients: Iterable[str], contacts: Iterable[str]) -> list[str]:
    return [survey_key(month, client, contact) for client, contact in zip(clients, contacts, strict=True)]


def opened_surveys(tables: Mapping[str, pd.DataFrame], clients: pd.Series) -> pd.DataFrame:
    """Every survey ever opened: ``client`` (spelt as in ``clients``), ``month`` (number), ``survey_key``.

    From the call list, and from the stamps made at opening where a row has since been archived or
    deleted: what was opened once is never opened again. A row of the call list stands here under the
    key it would be opened with, even if somebody added it by hand.
    """
    calls, stamps = tables["call_list"], tables["attribution"]
    stamps = stamps[stamps["response_key"].str.startswith("Q-")].drop_duplicates("response_key")
    both = pd.concat([calls.assign(response_key=calls["survey_key"]), stamps], ignore_index=True)
    of_key = pd.to_datetime(
        both["response_key"].str.extract(KEY_OF_ROUND, expand=False), format="%Y-%m", errors="coerce"
    )
    both["month"] = of_key.astype("datetime64[ns]").fillna(both["month"])
    both["client"] = resolve(both["client"], clients)["name"]
    both = both[both["client"].ne("") & both["month"].notna()]
    called = both[both["contact"].notna()]
    under = [survey_key(*names) for names in zip(called["month"], called["client"], called["contact"], strict=True)]
    keyed = [called.assign(survey_key=under), both.assign(survey_key=both["response_key"])]
    opened = pd.concat(keyed).assign(month=lambda rows: month_numbers(rows["month"]))
    return opened[["client", "month", "survey_key"]].drop_duplicates(ignore_index=True)


def baseline(settings: Settings, opened: pd.DataFrame, month: int) -> float:
    """The month of the round that asks everyone; NaN if the cohorts begin at once.

    That is the first round opened since the programme began; if none was, the one of ``month``.
    """
    if settings.first_round != "everyone":
        return np.nan
    starts_on = settings.programme_starts_on
    earliest = month_number(starts_on) if pd.notna(starts_on) else 0
    rounds = opened.loc[opened["month"] >= earliest, "month"]
    return float(rounds.min()) if len(rounds) else float(max(earliest, month))


def next_turn(numbers: pd.Series, cohorts: pd.Series, baseline: float) -> pd.Series:
    """The first month, from that of ``numbers`` on, which is the turn of the cohort (NaN without one)."""
    from_month = numbers
    if not np.isnan(baseline):
        from_month = numbers.where((numbers <= baseline) | (numbers >= baseline + QUARTER), baseline + QUARTER)
    turn = from_month + (cohorts - 1 - from_month) % QUARTER
    return turn if np.isnan(baseline) else turn.mask(from_month <= baseline, baseline)


def is_turn(numbers: pd.Series, cohorts: pd.Series, baseline: float) -> pd.Series:
    return next_turn(numbers, cohorts, baseline).eq(numbers)


def latest_turn(month: int, cohorts: pd.Series, baseline: float) -> pd.Series:
    """The last turn of each cohort that is not after ``month``."""
    turn = month - (month - (cohorts - 1)) % QUARTER
    if np.isnan(baseline):
        return turn
    return turn.where(turn >= baseline + QUARTER, baseline)
