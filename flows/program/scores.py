"""The Net Promoter Score and how sure one can be of it.

NPS = 100 * (promoters - detractors) / n; promoters gave 9 or 10, detractors 0 to 6. Each figure carries
a 95 % interval by the adjusted Wald method for NPS (Rocks 2016, arXiv 1601.07235): three quarters of an
answer are added to the detractors and to the promoters and one and a half to the passives, then the Wald
interval is taken. Plain Wald intervals are too narrow at the sizes met here and are never shown.

The unit is the client: of a client's answers within a period one counts, the most senior contact's; of
those the latest; of those the lowest, since an overconfident number is the worst mistake. That answer is
chosen first and then counts once for the department, for each role that had somebody on the team, for
each employee and for each service.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from flows.program.names import normalise
from flows.program.shapes import HISTORY, shaped

Z_95 = 1.959963984540054
ADDED_TO_EACH_END = 0.75
ADDED_TO_PASSIVES = 1.5

LENGTH_IN_MONTHS = {"month": 1, "quarter": 3}
SENIORITY = {"decision maker": 0, "influencer": 1, "end user": 2}
CLASSES = ("detractor", "passive", "promoter")
COUNTS = ["promoters", "passives", "detractors"]


@dataclass(frozen=True)
class Figures:
    """One figure: counts, and NPS with its interval in points (NaN without answers)."""

    n: int = 0
    promoters: int = 0
    passives: int = 0
    detractors: int = 0
    nps: float = nan
    low: float = nan
    high: float = nan


def class_rank(score: pd.Series) -> pd.Series:
    """0 detractor (0 to 6), 1 passive (7, 8), 2 promoter (9, 10): positions in ``CLASSES``."""
    return score.ge(7).astype("int64") + score.ge(9).astype("int64")


def interval(
    promoters: np.ndarray | float, passives: np.ndarray | float, detractors: np.ndarray | float, *, clip: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Low and high end of the adjusted Wald interval, as shares from -1 to 1; arrays give arrays."""
    promoters = np.asarray(promoters, dtype="float64") + ADDED_TO_EACH_END
    passives = np.asarray(passives, dtype="float64") + ADDED_TO_PASSIVES
    detractors = np.asarray(detractors, dtype="float64") + ADDED_TO_EACH_END
    n = promoters + passives + detractors
    mean = (promoters - detractors) / n
    half = Z_95 * np.sqrt(((promoters + detractors) / n - mean**2) / n)
    low, high = mean - half, mean + half
    return (np.maximum(low, -1.0), np.minimum(high, 1.0)) if clip else (low, high)


def with_scores(counts: pd.DataFrame) -> pd.DataFrame:
    """``counts`` with ``n, nps, low, high`` beside its promoters, passives, detractors; NaN where n is 0."""
    n = counts[COUNTS].sum(axis="columns").astype("float64")
    low, high = interval(*(counts[column].to_numpy("float64") for column in COUNTS))
    nps = 100 * (counts["promoters"] - counts["detractors"]) / n.where(n > 0)
    return counts.assign(n=n, nps=nps, low=np.where(n > 0, 100 * low, nan), high=np.where(n > 0, 100 * high, nan))


def figures(scores: pd.Series) -> Figures:
    """The figures of these scores, each counted once."""
    rank = class_rank(scores)
    counts = pd.DataFrame(
        {
            "promoters": [int(rank.eq(2).sum())],
            "passives": [int(rank.eq(1).sum())],
            "detractors": [int(rank.eq(0).sum())],
        }
    )
    return figures_of(with_scores(counts).iloc[0])


def figures_of(row: pd.Series) -> Figures:
    """A row of History as ``Figures``."""
    n, promoters, passives, detractors = (int(row[column]) for column in ["n", *COUNTS])
    return Figures(n, promoters, passives, detractors, float(row["nps"]), float(row["low"]), float(row["high"]))


def chosen_answers(
    ledger: pd.DataFrame, months: Sequence[pd.Timestamp], period: str, unit: str = "client", survey: str = "quarterly"
) -> pd.DataFrame:
    """The answers that count in the ``period`` ending with each of ``months``: one a unit and period.

    Columns: ``month`` (the period's last), ``response_key, client, contact, score, class_rank, adopted``;
    with contacts as the unit their names are normalised.
    """
    answers = ledger.loc[ledger["counted"] & ledger["survey"].eq(survey)]
    answers = answers[["response_key", "month", "date", "client", "contact", "contact_role", "score", "adopted"]]
    asked_in = answers["month"].to_numpy().astype("datetime64[M]")
    wanted = np.array([np.datetime64(month, "M") for month in months], dtype="datetime64[M]")
    reaching = [
        answers.assign(month=(asked_in + later).astype("datetime64[ns]"))[np.isin(asked_in + later, wanted)]
        for later in range(LENGTH_IN_MONTHS[period])
    ]
    candidates = pd.concat(reaching, ignore_index=True)
    candidates["seniority"] = candidates["contact_role"].map(SENIORITY).fillna(len(SENIORITY))
    identity = ["month", "client"]
    order = ["seniority", "date", "score", "response_key"]
    if unit == "contact":
        known = {contact: normalise(contact) for contact in candidates["contact"].unique()}
        candidates["contact"] = candidates["contact"].map(known)
        identity, order = [*identity, "contact"], order[1:]
    candidates = candidates.sort_values(order, ascending=[name != "date" for name in order])
    chosen = candidates.drop_duplicates(identity)
    chosen = chosen.assign(class_rank=class_rank(chosen["score"]))
    return chosen[["month", "response_key", "client", "contact", "score", "class_rank", "adopted"]]


def by_scope(chosen: pd.DataFrame, attribution: pd.DataFrame) -> pd.DataFrame:
    """Each chosen answer once for every figure it counts in: ``chosen`` with ``scope, name``, without key.

    ``name`` is empty for the department, the code for a role, else the employee or the service.
    """
    keys = pd.Index(chosen["response_key"].unique())
    stamps = attribution[attribution["employee"].ne("")]
    answer = keys.get_indexer(pd.Index(stamps["response_key"]))
    stamps = stamps.assign(answer=answer)[answer >= 0]
    service = stamps["role"].eq("service")
    marks = [
        pd.DataFrame({"answer": some["answer"], "scope": scope, "name": some[column].astype("category")})
        for scope, column, some in (
            ("role", "role", stamps[~service]),
            ("employee", "employee", stamps[~service]),
            ("service", "employee", stamps[service]),
        )
    ]
    coded = chosen.drop(columns="response_key").assign(answer=keys.get_indexer(pd.Index(chosen["response_key"])))
    scopes = [coded.merge(mark[~mark.duplicated()], on="answer") for mark in marks]
    together = pd.concat([coded.assign(scope="department", name=""), *scopes], ignore_index=True)
    return together.drop(columns="answer")


def history_rows(
    ledger: pd.DataFrame, attribution: pd.DataFrame, months: Sequence[pd.Timestamp], unit: str = "client"
) -> pd.DataFrame:
    """The History of ``months``: both periods, all scopes (shape ``shapes.HISTORY``, ``closed`` empty).

    Every month has its department rows, with n = 0 and no score if nobody answered. ``teams`` is
    ``adopted`` where an answer from before the programme counts, which bears the team of the day it was read.
    """
    needed = ["month", "response_key", "class_rank", "adopted"]
    periods = dict(enumerate(LENGTH_IN_MONTHS))
    chosen = [
        chosen_answers(ledger, months, period, unit)[needed].assign(period=code) for code, period in periods.items()
    ]
    answers = by_scope(pd.concat(chosen, ignore_index=True), attribution)
    for rank, column in enumerate(["detractors", "passives", "promoters"]):
        answers[column] = answers["class_rank"].eq(rank).astype("int64")
    answers["adopted"] = answers["adopted"].astype("int64")
    key = ["month", "period", "scope", "name"]
    counts = answers.groupby(key)[[*COUNTS, "adopted"]].sum()
    departments = [(month, code, "department", "") for month in months for code in periods]
    every = counts.index.union(pd.MultiIndex.from_tuples(departments, names=key)) if departments else counts.index
    rows = with_scores(counts.reindex(every, fill_value=0).reset_index())
    rows["period"] = rows["period"].map(periods)
    rows["teams"] = rows["adopted"].gt(0).map({True: "adopted", False: ""})
    return shaped(rows.sort_values(key), HISTORY)
