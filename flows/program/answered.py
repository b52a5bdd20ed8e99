"""Which surveys are settled, whichever way the answer came: in its row, with its key, or by the client's name."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from flows.program.months import months_of
from flows.program.names import normalise, resolve
from flows.program.settings import Settings


def answered_surveys(tables: Mapping[str, pd.DataFrame], answers: pd.DataFrame, settings: Settings) -> frozenset[str]:
    """Survey keys of the call list and the exit surveys that nobody has to ask any more.

    ``answers``: shape ``shapes.ANSWERS``. Where one contact of each client is asked, any quarterly answer of the client
    in the survey's month or later settles it; where all are asked, one of that contact. An answer whose row was
    archived since still settles its survey.
    """
    ledger, calls, exits = (tables[table] for table in ("answer_ledger", "call_list", "exit_surveys"))
    answered = {*answers["key"], *ledger.loc[ledger["counted"], "response_key"]}
    by_name = _by_name(calls, answers[answers["survey"].eq("quarterly")], settings)
    left = answers[answers["survey"].eq("exit")].groupby("client")["date"].max()
    departed = exits["churned_on"].fillna(exits["ask_by"] - pd.Timedelta(days=31))
    answered_exit = _days(_as_answered(exits["client"], answers), left).ge(departed)
    keys = {*calls["survey_key"], *exits["survey_key"]} & answered
    return frozenset(keys | set(calls.loc[by_name, "survey_key"]) | set(exits.loc[answered_exit, "survey_key"]))


def _by_name(calls: pd.DataFrame, answers: pd.DataFrame, settings: Settings) -> pd.Series[bool]:
    month = answers["survey_month"].fillna(months_of(answers["date"]))
    one = settings.contacts_per_client == "one"

    def who(clients: pd.Series[str], contacts: pd.Series[str]) -> pd.Series[str]:
        return clients if one else clients + "\n" + contacts.map(normalise)

    latest = month.groupby(who(answers["client"], answers["contact"])).max()
    return _days(who(_as_answered(calls["client"], answers), calls["contact"]), latest).ge(calls["month"])


def _as_answered(clients: pd.Series[str], answers: pd.DataFrame) -> pd.Series[str]:
    """The clients of a list as the answers spell them; empty where none answered."""
    return resolve(clients, answers["client"])["name"]


def _days(keys: pd.Series[str], days: pd.Series) -> pd.Series:
    """The day of each key, NaT where there is none."""
    return keys.map(days.to_dict()).astype("datetime64[ns]")
