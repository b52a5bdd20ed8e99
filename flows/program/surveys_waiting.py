"""Which surveys waited for an answer of the client when an answer without a key came."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from flows.program.months import months_of
from flows.program.names import normalise, resolve
from flows.program.roster import Roster

Tables = Mapping[str, pd.DataFrame]

MONTHS_TO_ANSWER = 2
"""A quarterly survey's own month and the next; an exit survey waits for ever."""
AHEAD_OF_LEAVING = pd.Timedelta(days=31)
"""A client says why it leaves before its last day, and before anybody writes that day down."""


def surveys_of_clients(
    surveys: pd.DataFrame, found: pd.DataFrame, tables: Tables, ledger: pd.DataFrame, roster: Roster
) -> pd.DataFrame:
    """``surveys`` (see ``known_surveys``) with what decides about answers without a key.

    ``client``: as listed; ``of_person``: the contact, normalised; ``alone``: no other contact of the client was asked
    that month; ``left``, ``ask_by`` and ``letter``: of an exit survey, the days of leaving, until which to ask, and on
    which the letter went; ``answered_on``: when it was first answered in its row or with its key, NaT where it was
    not. A row without a date counts from the day on which it was first seen.
    """
    listed = resolve(surveys["of_client"], roster.clients["client"])["name"]
    exits = tables["exit_surveys"].drop_duplicates("survey_key").set_index("survey_key")
    sent = tables["deliveries"]
    sent = sent[sent["letter"].eq("exit") & sent["state"].eq("sent")].drop_duplicates("survey_key")
    recorded = ledger[ledger["counted"]].drop_duplicates("response_key").set_index("response_key")["date"]
    keyed = found[found["key"].ne("")]
    first = keyed.assign(date=keyed["date"].fillna(_days(keyed["key"], recorded))).groupby("key")["date"].min()
    known = surveys.assign(
        client=listed.where(listed.ne(""), surveys["of_client"]),
        of_person=surveys["of_contact"].map(normalise).astype("str"),
        left=_days(surveys["survey_key"], exits["churned_on"]),
        ask_by=_days(surveys["survey_key"], exits["ask_by"]),
        letter=_days(surveys["survey_key"], sent.set_index("survey_key")["last_try"]).dt.normalize(),
        answered_on=_days(surveys["survey_key"], first),
    )
    return known.assign(alone=~known.duplicated(["client", "of_survey_month"], keep=False))


def asked_before(loose: pd.DataFrame, surveys: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Each answer of ``loose`` with each survey of its client that may have asked for it.

    ``answer``: the index in ``loose``; its columns and the survey's; ``remembered``: the ledger has this answer
    under that key; ``waits``: the survey had not been answered on an earlier day. Of several departures of a client
    the last before the answer is the one.
    """
    answers = loose.reset_index(names="answer")
    quarterly = surveys[surveys["of_survey"].eq("quarterly") & surveys["of_survey_month"].notna()]
    months = [
        quarterly.assign(month=quarterly["of_survey_month"] + pd.DateOffset(months=later))
        for later in range(MONTHS_TO_ANSWER)
    ]
    in_time = answers.assign(month=months_of(answers["date"])).merge(pd.concat(months), on=["client", "month"])
    leaving = answers.merge(surveys[surveys["of_survey"].eq("exit")], on="client")
    since = leaving[["left", "ask_by"]].min(axis="columns") - AHEAD_OF_LEAVING
    leaving = _remembered(leaving, ledger).assign(month=since)
    leaving = leaving[leaving["remembered"] | since.le(leaving["date"])].sort_values("month", kind="stable")
    leaving = leaving.drop_duplicates("answer", keep="last")
    pairs = pd.concat([_remembered(in_time, ledger), leaving], ignore_index=True)
    return pairs.assign(waits=~pairs["answered_on"].lt(pairs["date"]))


def _remembered(pairs: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    known = pd.MultiIndex.from_frame(ledger[["response_key", "date", "score"]])
    return pairs.assign(remembered=pd.MultiIndex.from_frame(pairs[["survey_key", "date", "score"]]).isin(known))


def _days(keys: pd.Series[str], days: pd.Series) -> pd.Series:
    """The day of each key, NaT where there is none."""
    return keys.map(days.to_dict()).astype("datetime64[ns]")
