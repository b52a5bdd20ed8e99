"""Quarantine: nobody is asked again within so many days (60) of the last time.

Being asked is what disturbs, so a refusal counts as much as an answer, an exit survey as much as
a call, a letter that went and an answer that came by itself too; "no contact" and "postponed" do not.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from flows.program.answers import answers
from flows.program.names import normalise, resolve
from flows.program.roster import Roster
from flows.program.shapes import DAY, FLAG, TEXT, Shape, shaped

ASKED: Shape = {"client": TEXT, "person": TEXT, "asked_on": DAY, "answered": FLAG}
"""One row each time that somebody was asked; ``person`` is the contact's name, normalised, or empty."""

NOT_ASKED = ("no contact", "postponed")
ASKED_EVEN_WITHOUT_DATE = ("answered", "refused")


def asked(
    tables: Mapping[str, pd.DataFrame], roster: Roster, as_of: pd.Timestamp, read: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every time a client of the roster was asked, up to ``as_of`` (shape ``ASKED``).

    ``read``: the answers in ``tables`` where somebody has read them already (shape ``shapes.ANSWERS``).

    Where the interviewer typed no date it is the day the answer was first seen, else the first of
    the survey's month (for an exit survey, the day the client left).
    """
    if read is None:
        read, _ = answers(tables, roster, as_of)
    ledger = tables["answer_ledger"]
    seen = ledger.drop_duplicates("response_key").set_index("response_key")["date"]
    undated = seen.reindex(read["key"]).set_axis(read.index).fillna(read["survey_month"])
    answered = pd.concat([read.assign(date=read["date"].fillna(undated)), ledger[ledger["counted"]]])
    answered = answered.assign(asked_on=answered["date"], answered=True)
    refused = [
        _asked_in_vain(tables["call_list"], tables["call_list"]["month"]),
        _asked_in_vain(tables["exit_surveys"], tables["exit_surveys"]["churned_on"]),
    ]
    columns = ["client", "contact", "asked_on", "answered"]
    by_letter = _asked_by_letter(tables["deliveries"])
    events = pd.concat([frame[columns] for frame in (answered, *refused, by_letter)], ignore_index=True)
    events["client"] = resolve(events["client"], roster.clients["client"])["name"]
    events["person"] = events["contact"].map(normalise)
    events["asked_on"] = events["asked_on"].astype("datetime64[ns]").dt.normalize()
    happened = events["client"].ne("") & events["asked_on"].le(as_of)
    return shaped(events[happened].drop_duplicates(["client", "person", "asked_on", "answered"]), ASKED)


def _asked_in_vain(rows: pd.DataFrame, if_undated: pd.Series) -> pd.DataFrame:
    """Rows without a score whose contact was asked all the same."""
    dated = rows["asked_on"].notna() & ~rows["outcome"].isin(NOT_ASKED)
    unanswered = rows["score"].isna() & (dated | rows["outcome"].isin(ASKED_EVEN_WITHOUT_DATE))
    return rows.assign(asked_on=rows["asked_on"].fillna(if_undated), answered=False)[unanswered]


def _asked_by_letter(deliveries: pd.DataFrame) -> pd.DataFrame:
    """Letters that went, or may have gone. A reminder is no new asking: it would put off the client's next turn."""
    went = deliveries["letter"].isin(["invitation", "exit"]) & deliveries["state"].isin(["sent", "unconfirmed"])
    return deliveries.assign(asked_on=deliveries["last_try"], answered=False)[went]


def in_quarantine(people: pd.DataFrame, asked: pd.DataFrame, day: pd.Timestamp, days: int) -> pd.Series:
    """For each row of ``people`` (client, person): was it asked less than ``days`` days before ``day``, or since?

    Where it is not known which contact was asked, all of the client's are taken to have been; and a
    client's contact without a name is taken to have been asked with any of them.
    """
    recent = asked[asked["asked_on"] > day.normalize() - pd.Timedelta(days=days)]
    named = pd.MultiIndex.from_frame(people[["client", "person"]]).isin(
        pd.MultiIndex.from_frame(recent[["client", "person"]])
    )
    somebody = recent.loc[recent["person"].eq(""), "client"]
    nameless = people["person"].eq("") & people["client"].isin(recent["client"])
    return people["client"].isin(somebody) | nameless | named


def last_asked(asked: pd.DataFrame) -> pd.DataFrame:
    """Index client; ``last_asked`` (day) and ``answered`` (was that time answered by anybody)."""
    latest = asked["asked_on"].eq(asked.groupby("client")["asked_on"].transform("max"))
    return asked[latest].groupby("client").agg(last_asked=("asked_on", "max"), answered=("answered", "any"))
