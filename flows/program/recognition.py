"""Which answer of the ledger is which answer of today's sheets.

An answer to a survey is known by its key. Any other is known by what it says, since its row may have been
sorted, moved or corrected: first where everything agrees, then where only score or comment differ, then,
when one has vanished and one of the same client has appeared, where two more of date, contact, score and
comment agree. So a corrected answer keeps its key, and with it the team it was stamped with.

Two limits keep a mistaken recognition harmless. An answer of another client is another answer: the team
of the wrong client must not be held to it. And an answer of a closed month is never taken for one of an
open month: a team that clears out last quarter's rows and types new ones does not lose the new ones.
"""

from __future__ import annotations

import pandas as pd

from flows.program.answers import DIGEST_KEY
from flows.program.names import normalise

BASE_LENGTH = len(DIGEST_KEY) + 12

SAME_ANSWER = (["client", "survey", "date", "person", "score", "said"], ["client", "survey", "date", "person"])
CORRECTED = tuple(
    ["client", "closed", *shared]
    for shared in (
        ["date", "person", "score", "said"],
        ["date", "score", "said"],
        ["person", "score", "said"],
        ["date", "said"],
        ["person", "said"],
        ["score", "said"],
        ["date", "score"],
        ["person", "score"],
    )
)
"""Most telling first; date and person together are part of ``SAME_ANSWER``."""

CONTENT = ["client", "survey", "date", "person", "score", "said"]


def recognised(answers: pd.DataFrame, ledger: pd.DataFrame, closed: pd.Series) -> pd.Series:
    """The response key of each answer, with the index of ``answers``.

    ``answers`` has the ledger's columns ``survey, date, client, contact, score, said`` besides ``key`` and
    ``month``; ``closed`` says of a month (index) whether it is closed (value). Keys are unique.
    """
    by_content = answers["key"].str.startswith(DIGEST_KEY)
    keys = answers["key"].astype(object).where(~by_content)
    loose = _comparable(answers[by_content], closed).assign(order=answers.loc[by_content, "key"])
    known = ledger[ledger["response_key"].str.startswith(DIGEST_KEY)]
    known = _comparable(known, closed).assign(order=known["response_key"], counted=known["counted"])
    for shared in SAME_ANSWER:
        keys = keys.fillna(_paired(loose[keys[loose.index].isna()], known[~known["order"].isin(keys)], shared))
    known = known[known["counted"] | known["closed"]]
    for shared in CORRECTED:
        left, right = loose[keys[loose.index].isna()], known[~known["order"].isin(keys)]
        if left.empty or right.empty:
            break
        keys = keys.fillna(_paired(left, right, shared))
    return _with_new_keys(keys, loose, set(ledger["response_key"]))


def _comparable(frame: pd.DataFrame, closed: pd.Series) -> pd.DataFrame:
    contacts = {contact: normalise(contact) for contact in frame["contact"].unique()}
    is_closed = frame["month"].map(closed).eq(True)
    return frame[["client", "survey", "date", "score", "said"]].assign(
        person=frame["contact"].map(contacts).astype("str"), closed=is_closed
    )


def _paired(left: pd.DataFrame, right: pd.DataFrame, shared: list[str]) -> pd.Series:
    """One to one where ``shared`` agrees; of several the first by content, so that no row order matters."""
    left, right = (side.sort_values([*CONTENT, "order"]) for side in (left, right))
    left, right = (side.assign(nth=side.groupby(shared).cumcount()) for side in (left, right))
    pairs = left.reset_index(names="answer").merge(right, on=[*shared, "nth"], suffixes=("", "_known"))
    return pd.Series(pairs["order_known"].to_list(), index=pairs["answer"], dtype="object")


def _with_new_keys(keys: pd.Series, loose: pd.DataFrame, taken: set[str]) -> pd.Series:
    """An answer not recognised gets its digest, or the next free ordinal of it."""
    taken = taken | set(keys.dropna())
    fresh_keys = {}
    new = loose[keys[loose.index].isna()].sort_values([*CONTENT, "order"])
    for answer, key in new["order"].items():
        base, ordinal = key[:BASE_LENGTH], 1
        fresh = base
        while fresh in taken:
            ordinal += 1
            fresh = f"{base}-{ordinal}"
        taken.add(fresh)
        fresh_keys[answer] = fresh
    return keys.fillna(pd.Series(fresh_keys, dtype="object")).astype("str")
