"""What counted: one row for every answer ever seen, the one source of all figures.

In an open month the ledger follows the sheets: scores, contacts and dates corrected, answers that were
deleted no longer counted. In a closed month it stands; what differs is listed as an issue: an answer
changed, vanished, or come late. An answer to a row of the call list belongs to that survey's month if it
comes before the month closes, whatever its date; any other belongs to the month of its date. Recording
twice, or from sheets sorted otherwise, gives the same ledger.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import pandas as pd

from flows.program import issues
from flows.program.answers import about_cells, fingerprint
from flows.program.months import month_of, months_of
from flows.program.names import normalise, resolve
from flows.program.recognition import recognised
from flows.program.shapes import LEDGER, shaped

WHOLE_MONTH = 3
"""So many answers of one month gone, and none left, are no deletions: the rows were archived."""
SOURCE_OF_KEY = {"Q": "call_list", "X": "exit_surveys", "R": "responses"}


class Recorded(NamedTuple):
    """``answers``: those handed in, ``key`` being now the ledger's ``response_key``."""

    ledger: pd.DataFrame
    answers: pd.DataFrame
    issues: pd.DataFrame


def record(
    answers: pd.DataFrame,
    ledger: pd.DataFrame,
    closed: Collection[pd.Timestamp],
    *,
    programme_starts_on: pd.Timestamp,
    as_of: pd.Timestamp,
    restate: pd.Timestamp | None = None,
) -> Recorded:
    """The ledger after reading ``answers`` (shape ``shapes.ANSWERS``) on the day of ``as_of``.

    ``closed``: the months closed by earlier runs, without the one being restated. Issues:
    ``late_answer`` (not counted), ``changed_answer`` (counts as it stood; ``hint`` says how),
    ``vanished_answer`` (still counts).
    """
    ledger = shaped(ledger.drop_duplicates("response_key"), LEDGER)
    is_closed = pd.Series(True, index=pd.DatetimeIndex(list(closed), dtype="datetime64[ns]"))
    said = {comment: fingerprint(normalise(comment), 8) if comment else "" for comment in answers["comment"].unique()}
    read = answers.assign(said=answers["comment"].map(said).astype("str"), month=months_of(answers["date"]))
    read["response_key"] = recognised(read, ledger, is_closed)
    read = read.merge(ledger, on="response_key", how="left", suffixes=("", "_before"))
    read["counted_before"] = read.pop("counted").eq(True)
    frozen = read["counted_before"] & read["month_before"].isin(is_closed.index)
    current = _placed(read[~frozen], is_closed.index, programme_starts_on, as_of.normalize())
    gone = _gone(ledger[~ledger["response_key"].isin(read["response_key"])], read, is_closed.index, restate)
    standing = ledger[ledger["response_key"].isin(read.loc[frozen, "response_key"])]
    found = [_late(current), _changed(read[frozen]), _vanished(gone, read, is_closed.index)]
    return Recorded(
        _in_order(pd.concat([standing, shaped(current, LEDGER), gone], ignore_index=True), ledger),
        answers.assign(key=read["response_key"].to_numpy()),
        issues.joined(found),
    )


def spelt_as_listed(ledger: pd.DataFrame, clients: pd.Series) -> pd.DataFrame:
    """The ledger with clients spelt as Clients spells them now, so that one client stays one."""
    found = resolve(ledger["client"], clients)["name"]
    return ledger.assign(client=found.where(found.ne(""), ledger["client"]))


def _placed(
    read: pd.DataFrame, closed: pd.Index[Any], programme_starts_on: pd.Timestamp, today: pd.Timestamp
) -> pd.DataFrame:
    """Rows of the ledger for answers that are new, or of a month that is still open."""
    seen_on = read["seen_on"].fillna(today)
    date = read["date"].fillna(seen_on)
    in_its_survey = read["month_before"].eq(read["survey_month"])
    in_time = (read["counted_before"] & in_its_survey) | (~read["counted_before"] & ~read["survey_month"].isin(closed))
    month = read["survey_month"].where(in_time).fillna(months_of(date))
    starts_in = month_of(programme_starts_on) if pd.notna(programme_starts_on) else pd.NaT
    before = read["survey_month"].lt(starts_in).where(read["survey_month"].notna(), date.lt(programme_starts_on))
    return read.assign(date=date, month=month, counted=~month.isin(closed), seen_on=seen_on, adopted=before)


def _gone(
    unread: pd.DataFrame, read: pd.DataFrame, closed: pd.Index[Any], restate: pd.Timestamp | None
) -> pd.DataFrame:
    """Answers of the ledger that stand in no sheet: not counted, except in a closed month or an archived one."""
    stands = unread["month"].isin(closed)
    if restate is not None:
        stands |= unread["month"].isin(_archived(unread, read)) & unread["month"].eq(month_of(restate))
    return unread.assign(counted=unread["counted"] & stands)


def _archived(unread: pd.DataFrame, read: pd.DataFrame) -> pd.Index:
    """Months of which several answers counted and none is left in the sheets."""
    lost = unread.loc[unread["counted"]].groupby("month").size()
    left = read.loc[read["counted_before"], "month_before"]
    return lost.index[lost.ge(WHOLE_MONTH) & ~lost.index.isin(left)]


def _late(placed: pd.DataFrame) -> pd.DataFrame:
    late = placed[~placed["counted"]]
    return about_cells(late, "score", "late_answer", late["score"].map("{:g}".format), _month_text(late))


def _changed(frozen: pd.DataFrame) -> pd.DataFrame:
    """Where the answers of closed months differ from what counts; a comment is no figure."""
    same_contact = frozen["contact"].map(normalise).eq(frozen["contact_before"].map(normalise))
    day, day_before = (frozen[column].dt.strftime("%Y-%m-%d").fillna("") for column in ("date", "date_before"))
    score, score_before = (frozen[column].map("{:g}".format) for column in ("score", "score_before"))
    differs = {
        "date": (frozen["date"].notna() & day.ne(day_before), day, day_before),
        "contact": (~same_contact, frozen["contact"], frozen["contact_before"]),
        "score": (score.ne(score_before), score, score_before),
        "survey": (frozen["survey"].ne(frozen["survey_before"]), frozen["survey"], frozen["survey_before"]),
    }
    return issues.joined(
        about_cells(frozen[where], column, "changed_answer", now, before, rejects=False)
        for column, (where, now, before) in differs.items()
    )


def _vanished(gone: pd.DataFrame, read: pd.DataFrame, closed: pd.Index[Any]) -> pd.DataFrame:
    missed = gone[gone["counted"] & gone["month"].isin(closed) & ~gone["month"].isin(_archived(gone, read))]
    source = missed["response_key"].str[0].map(SOURCE_OF_KEY)
    by_hand = missed["survey"].map({"exit": "exit_surveys"}).fillna("call_list")
    missed = missed.assign(source=source.fillna(by_hand), row=0)
    what = missed["date"].dt.strftime("%Y-%m-%d") + ", " + missed["client"] + ", " + missed["score"].map("{:g}".format)
    return about_cells(missed, "", "vanished_answer", what, _month_text(missed), rejects=False)


def _month_text(rows: pd.DataFrame) -> pd.Series:
    return rows["month"].map("{:%Y-%m}".format)


def _in_order(rows: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """As the ledger stood, then what is new by month, date, client and key."""
    place = rows["response_key"].map(pd.Series(range(len(ledger)), index=ledger["response_key"], dtype="int64"))
    rows = rows.assign(place=place.fillna(len(ledger)))
    return shaped(rows.sort_values(["place", "month", "date", "client", "response_key"]), LEDGER)
