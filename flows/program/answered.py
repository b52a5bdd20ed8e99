"""Which surveys are answered, whichever way the answer came: in its row, with its key, or by the client's name."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from flows.program.months import month_of
from flows.program.names import normalise
from flows.program.settings import Settings


def answered_surveys(tables: Mapping[str, pd.DataFrame], answers: pd.DataFrame, settings: Settings) -> frozenset[str]:
    """Survey keys of the call list and the exit surveys that nobody has to ask any more.

    ``answers``: shape ``shapes.ANSWERS``. Where one contact of each client is asked, any quarterly answer of the client
    in the survey's month or later settles it; where all are asked, one of that contact.
    """
    with_key = set(answers["key"])
    calls, exits = tables["call_list"], tables["exit_surveys"]
    by_name = _by_name(calls, answers[answers["survey"].eq("quarterly")], settings)
    left = answers[answers["survey"].eq("exit")].groupby("client")["date"].max()
    departed = exits["churned_on"].fillna(exits["ask_by"] - pd.Timedelta(days=31))
    answered_exit = _days(exits["client"], left).ge(departed)
    keys = {*calls["survey_key"], *exits["survey_key"]} & with_key
    return frozenset(keys | set(calls.loc[by_name, "survey_key"]) | set(exits.loc[answered_exit, "survey_key"]))


def _by_name(calls: pd.DataFrame, answers: pd.DataFrame, settings: Settings) -> pd.Series[bool]:
    month = answers["survey_month"].fillna(answers["date"].map(month_of, na_action="ignore"))
    one = settings.contacts_per_client == "one"

    def who(frame: pd.DataFrame) -> pd.Series[str]:
        return frame["client"] if one else frame["client"] + "\n" + frame["contact"].map(normalise)

    latest = month.groupby(who(answers)).max()
    return _days(who(calls), latest).ge(calls["month"])


def _days(keys: pd.Series[str], days: pd.Series) -> pd.Series:
    """The day of each key, NaT where there is none."""
    return keys.map(days.to_dict()).astype("datetime64[ns]")
