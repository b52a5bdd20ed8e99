"""Whether an answer says goodbye, where neither its row nor its sheet says which survey it answers.

It does if the client is churned, the answer came on the day of leaving or later (where that day is not known: once the
exit letter had gone), and no quarterly survey of the client waited. An answer for which only some of that holds stays
quarterly, and people are told: a goodbye among quarterly scores is a wrong figure, and so is the contrary. What an
answer was taken for when it was first counted, it stays.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

LIKELY_AHEAD = pd.Timedelta(days=14)
"""Of a departure without a date only the day until which to ask is known: two weeks at most after it was seen."""
ALIKE = ["client", "date", "score"]


def goodbyes(
    found: pd.DataFrame, loose: pd.DataFrame, pairs: pd.DataFrame, ledger: pd.DataFrame, clients: pd.DataFrame
) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """For each answer of ``loose``: is it an exit answer that does not say so; may it be one, so that a person says.

    ``found``: every answer, ``loose`` those of them without a key; ``pairs``: see ``surveys_waiting.asked_before``;
    ``clients``: those of the roster.
    """
    silent = ~loose["says_survey"].astype("bool")
    leaving, quarterly = pairs[pairs["of_survey"].eq("exit")], pairs[pairs["of_survey"].eq("quarterly")]
    listed = clients.set_index("client")
    churned = leaving["client"].map(listed["status"]).eq("churned")
    left = leaving["left"].fillna(leaving["client"].map(listed["churned_on"]).astype("datetime64[ns]"))
    after = left.fillna(leaving["letter"]).le(leaving["date"])
    likely = left.fillna(leaving["ask_by"] - LIKELY_AHEAD).le(leaving["date"])
    unanswered = leaving["answered_on"].isna()

    def among(answers: pd.Series) -> pd.Series[bool]:
        return pd.Series(loose.index.isin(answers), index=loose.index)

    gone = among(leaving.loc[churned & after, "answer"]) & ~among(quarterly.loc[quarterly["waits"], "answer"])
    before = _taken_for(loose[silent], found.drop(loose.index[silent]), ledger).reindex(loose.index, fill_value="")
    is_exit = silent & (before.eq("exit") | (gone & before.eq("")))
    return is_exit, silent & ~is_exit & among(leaving.loc[churned & likely & unanswered, "answer"])


def _taken_for(silent: pd.DataFrame, told: pd.DataFrame, ledger: pd.DataFrame) -> pd.Series[str]:
    """What the ledger has each answer as, empty where it has it not.

    Those that say what they are (``told``) take theirs first; of answers alike no more are known than stand there.
    """
    nth = silent.sort_values(["comment", "contact"], kind="stable").groupby(ALIKE).cumcount().reindex(silent.index)
    alike = pd.MultiIndex.from_frame(silent[ALIKE])
    exits, quarterly = (
        pd.Series(alike.map(_left_over(ledger, told, survey)), index=silent.index, dtype="float64").fillna(0)
        for survey in ("exit", "quarterly")
    )
    taken = pd.Series("", index=silent.index, dtype="str")
    return taken.mask(nth.lt(exits + quarterly), "quarterly").mask(nth.lt(exits), "exit")


def _left_over(ledger: pd.DataFrame, told: pd.DataFrame, survey: str) -> dict[Any, Any]:
    recorded, said = (frame[frame["survey"].eq(survey)].groupby(ALIKE).size() for frame in (ledger, told))
    return recorded.sub(said, fill_value=0).clip(lower=0).to_dict()
