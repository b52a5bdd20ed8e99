"""Is it getting better? Judged on the same clients, month t against t-3.

Two rolling quarters three months apart ask the same clients, so comparing their scores as if they were
two samples would be wrong for both. Instead each client that answered in both is compared with itself:
so many improved (detractor < passive < promoter), so many worsened, and an exact sign test says whether
chance would do as much. Only p < 0.10 earns an arrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import pandas as pd

from flows.program.scores import by_scope, chosen_answers

EVIDENCE = 0.10
QUARTER = 3


@dataclass(frozen=True)
class Change:
    """Clients improved, worsened and the same; ``verdict`` is up, down, none, or empty without common clients."""

    improved: int = 0
    worsened: int = 0
    same: int = 0
    p: float = 1.0
    verdict: str = ""


def sign_test(improved: int, worsened: int) -> float:
    """Exact two-sided p of a fair coin: how often chance alone would be as lopsided as this."""
    tosses = improved + worsened
    tail = sum(comb(tosses, k) for k in range(min(improved, worsened) + 1))
    return min(1.0, float(2 * tail / 2**tosses))


def judge(improved: int, worsened: int, same: int) -> Change:
    p = sign_test(improved, worsened)
    if improved + worsened + same == 0:
        return Change()
    if p >= EVIDENCE:
        return Change(improved, worsened, same, p, "none")
    return Change(improved, worsened, same, p, "up" if improved > worsened else "down")


def compare(now: pd.DataFrame, then: pd.DataFrame, unit: str = "client") -> pd.DataFrame:
    """Client by client within each scope and name.

    ``now`` and ``then`` are what ``scores.by_scope`` gives for one rolling quarter each. Returns a row for
    every scope and name of ``now``: ``scope, name, improved, worsened, same, p, verdict``. A client counts
    for an employee only where that employee was on its team both times.
    """
    key = ["scope", "name", "client"] if unit == "client" else ["scope", "name", "client", "contact"]
    pairs = now[[*key, "class_rank"]].merge(then[[*key, "class_rank"]], on=key, how="left", suffixes=("", "_then"))
    step = pairs["class_rank"] - pairs["class_rank_then"]
    counts = (
        pairs.assign(improved=step.gt(0), worsened=step.lt(0), same=step.eq(0))
        .groupby(["scope", "name"], as_index=False)[["improved", "worsened", "same"]]
        .sum()
    )
    changes = [judge(*row) for row in counts[["improved", "worsened", "same"]].astype(int).itertuples(index=False)]
    p = pd.Series([change.p for change in changes], dtype="float64")
    return counts.assign(p=p, verdict=pd.Series([change.verdict for change in changes], dtype="str"))


def changes(ledger: pd.DataFrame, attribution: pd.DataFrame, month: pd.Timestamp, unit: str = "client") -> pd.DataFrame:
    """``compare`` for the rolling quarter of ``month`` against the one three months before."""
    quarters = [
        by_scope(chosen_answers(ledger, [end], "quarter", unit), attribution)
        for end in (month, month - pd.DateOffset(months=QUARTER))
    ]
    return compare(quarters[0], quarters[1], unit)
