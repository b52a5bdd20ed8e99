"""What staff is told on the day: a detractor's answer, a client that left. Each once, and all of a run together."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from flows.program.invitations import WANTED
from flows.program.months import month_of
from flows.program.outbox import DEPARTURE, DETRACTOR
from flows.program.settings import Settings
from flows.program.shapes import shaped

DETRACTORS_UP_TO = 6


def wanted_notices(
    fresh: pd.DataFrame,
    left_now: pd.DataFrame,
    settings: Settings,
    closed: Collection[pd.Timestamp],
    now: pd.Timestamp,
) -> pd.DataFrame:
    """A notice for each detractor's answer in ``fresh`` and each departure in ``left_now`` (shape ``WANTED``).

    Answers from before the programme and of closed months are no news.
    """
    month = fresh["survey_month"].fillna(fresh["date"].fillna(now)).dt.to_period("M").dt.to_timestamp()
    news = fresh["survey"].eq("quarterly") & fresh["score"].le(DETRACTORS_UP_TO) & ~month.isin(list(closed))
    if not pd.isna(settings.programme_starts_on):
        news &= month.ge(month_of(settings.programme_starts_on))
    detractors = fresh[news].rename(columns={"key": "survey_key"}).assign(letter=DETRACTOR)
    told = pd.concat([detractors, left_now.assign(letter=DEPARTURE)], ignore_index=True)
    return shaped(told.assign(channel="notice", address="", send_on=now, why_not=""), WANTED)
