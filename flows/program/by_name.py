"""Answers without a survey key: the client's name ties them to the survey that waited for an answer.

An answer that came in the month of a quarterly survey or in the next one is that survey's answer, if its contact gave
it, or if nobody says who did and no other contact of the client was asked. An answer of a client that left is that of
its exit survey, however long that waited, whoever gave it.

It is not tied where that is not sure: another contact gave it, the survey had been answered on an earlier day, an
earlier answer without a key is the survey's, or it was counted as an answer of its own before. It stays one then.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from flows.program.goodbyes import goodbyes
from flows.program.names import normalise
from flows.program.roster import Roster
from flows.program.surveys_waiting import asked_before, surveys_of_clients

OWN_KEY = "R-"
SAME = ["client", "date", "person", "survey"]
CONSIDERED = ["client", "date", "contact", "survey", "says_survey", "score", "comment"]


def tied_by_name(
    found: pd.DataFrame, surveys: pd.DataFrame, tables: Mapping[str, pd.DataFrame], roster: Roster
) -> pd.DataFrame:
    """``found`` with survey, key, month and contact of the surveys that answers without a key are tied to.

    ``found``: as ``answers`` has it, clients spelt as listed, with ``says_survey`` (whether its row or its sheet says
    which survey a response answers). ``surveys``: see ``known_surveys``. Adds ``perhaps_exit``: see ``goodbyes``.
    """
    found = found.assign(perhaps_exit=False)
    keyless = found["source"].eq("responses") & found["key"].eq("") & found["date"].notna()
    loose = _persons(found.loc[keyless, CONSIDERED])
    if loose.empty or surveys.empty:
        return found
    ledger = _persons(tables["answer_ledger"])
    pairs = asked_before(loose, surveys_of_clients(surveys, found, tables, ledger, roster), ledger)
    is_exit, perhaps = goodbyes(found, loose, pairs, ledger, roster.clients)
    loose = loose.assign(survey=loose["survey"].mask(is_exit, "exit"))
    pairs = pairs[pairs["of_survey"].eq(pairs["answer"].map(loose["survey"]))]
    new = loose.index[_not_counted_alone(loose, pairs, ledger)]
    fitting = pairs[pairs["waits"] & pairs["answer"].isin(new) & _by_its_contact(pairs)]
    kinds = found.assign(
        survey=loose["survey"].reindex(found.index).fillna(found["survey"]),
        perhaps_exit=perhaps.reindex(found.index, fill_value=False),
    )
    return _with_surveys(kinds, _one_to_one(fitting).set_index("answer").reindex(found.index))


def _persons(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(person=frame["contact"].map(normalise).astype("str"))


def _by_its_contact(pairs: pd.DataFrame) -> pd.Series[bool]:
    named = pairs["person"].ne("") & pairs["of_person"].ne("")
    same = named & pairs["person"].eq(pairs["of_person"])
    return pairs["of_survey"].eq("exit") | same | (~named & (pairs["alone"] | pairs["remembered"]))


def _not_counted_alone(loose: pd.DataFrame, pairs: pd.DataFrame, ledger: pd.DataFrame) -> pd.Series[bool]:
    """Of so many answers alike as the ledger has as answers of their own, those with a score of theirs are those."""
    own = ledger[ledger["response_key"].str.startswith(OWN_KEY)]
    known = pd.MultiIndex.from_frame(loose[SAME]).map(own.groupby(SAME).size().to_dict())
    order = loose.assign(
        known=pd.Series(known, index=loose.index, dtype="float64").fillna(0),
        remembered=loose.index.isin(pairs.loc[pairs["remembered"], "answer"]),
        exact=pd.MultiIndex.from_frame(loose[[*SAME, "score"]]).isin(pd.MultiIndex.from_frame(own[[*SAME, "score"]])),
    )
    first = ["remembered", "exact", "score", "comment"]
    order = order.sort_values(first, ascending=[name != "remembered" for name in first], kind="stable")
    from_the_end = order.groupby(SAME).cumcount(ascending=False)
    return from_the_end.ge(order["known"]).reindex(loose.index)


def _one_to_one(pairs: pd.DataFrame) -> pd.DataFrame:
    """Each answer the latest of its surveys, each survey the first of its answers; what is remembered goes before."""
    best = pairs.sort_values(["remembered", "of_survey_month"], ascending=False, kind="stable")
    best = best.drop_duplicates("answer")
    first = ["remembered", "date", "score", "comment"]
    best = best.sort_values(first, ascending=[name != "remembered" for name in first], kind="stable")
    return best.drop_duplicates("survey_key")


def _with_surveys(found: pd.DataFrame, tied: pd.DataFrame) -> pd.DataFrame:
    """``tied``: by the index of ``found``, NaN where an answer is an answer of its own."""
    is_tied = tied["survey_key"].notna()
    same = is_tied & (tied["person"].eq("") | tied["person"].eq(tied["of_person"]))
    return found.assign(
        key=found["key"].mask(is_tied, tied["survey_key"]),
        survey_month=found["survey_month"].mask(is_tied, tied["of_survey_month"]),
        contact=found["contact"].mask(same, tied["of_contact"]),
        contact_role=found["contact_role"].mask(same, tied["of_contact_role"]),
    )
