"""Cohorts: the clients in three parts, one of which is asked in each month of a calendar quarter.

Every person and every service should meet about a third of their clients each month, so the
counts are kept even over all clients, over the clients of every person on a team and over each
service at once: the whole list within 1, every person's and service's within 2 where names and
earlier assignments permit it. How is in ``balance``.

An assignment never changes by itself. Newcomers are placed one by one in the order of their names
(whatever the order of rows), then improved by moves and swaps among themselves: a whole list at
its first assignment, a single client later goes where it disturbs least. A fixed cohort wins over
everything. Active and paused clients weigh, and are balanced both with and without the paused; one that
has left keeps its cohort and weighs nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from flows.program import issues
from flows.program.balance import GROUPS, UNPLACED, Factors, Split, improve, place
from flows.program.names import normalise

SPREAD_OF_LIST = 1
SPREAD_OF_FACTOR = 2
PENALTY_OF_LIST = 1e8
"""Outweighs all persons and services together: the whole list is never traded for one of them."""
PENALTY_OF_FACTOR = 100.0
SERVED = ("active", "paused")


def assign(clients: pd.DataFrame, team: pd.DataFrame, plan: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """The cohort of every client that has one or needs one.

    ``clients`` and ``team`` as in ``roster``; ``plan``: client, cohort (1, 2, 3 or NaN) as
    remembered. Returns a Series of float64, index ``client`` (in the order of ``clients``), NaN for
    a client that left without ever having had a cohort; and the issues (``bad_cohort``).
    """
    known, wrong = fixed_cohorts(clients)
    known = known.fillna(remembered_cohorts(clients, plan))
    served = clients["status"].isin(SERVED)
    in_order = clients[served].assign(key=clients["client"].map(normalise)).sort_values("key", kind="stable")
    factors = factors_of(in_order, team)
    split: Split = known.loc[in_order.index].sub(1).fillna(UNPLACED).to_numpy().astype(np.int64)
    newcomers = split == UNPLACED
    if newcomers.any():
        split = improve(factors, place(factors, split), newcomers)
    cohorts = known.copy()
    cohorts.loc[in_order.index] = split + 1.0
    return cohorts.set_axis(pd.Index(clients["client"], name="client")).rename("cohort"), wrong


def fixed_cohorts(clients: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """The cohorts that people fixed (NaN where none or no cohort), and the issues for values that are none."""
    fixed = clients["fixed_cohort"]
    good = fixed.isin(range(1, GROUPS + 1))
    rows = clients[fixed.notna() & ~good]
    found = rows["fixed_cohort"].map("{:g}".format)
    return fixed.where(good), issues.about("clients", rows["row"], "fixed_cohort", "bad_cohort", found=found)


def remembered_cohorts(clients: pd.DataFrame, plan: pd.DataFrame) -> pd.Series:
    """The cohort the plan holds for each row of ``clients``, found by name; NaN where it holds none."""
    held = plan[plan["cohort"].isin(range(1, GROUPS + 1))]
    by_name = dict(zip(held["client"].map(normalise), held["cohort"], strict=True))
    return clients["client"].map(normalise).map(by_name).astype("float64")


def factors_of(clients: pd.DataFrame, team: pd.DataFrame) -> Factors:
    """What is to be balanced over ``clients`` (things in their order): lists, persons, services.

    A person in two roles for a client counts once. Where some clients are paused, every factor
    stands twice: with them, and without.
    """
    member = members(clients["client"], team).to_numpy("float64")
    active = clients["status"].eq("active").to_numpy("float64")[:, None]
    lists = [np.ones_like(active)] if active.all() else [np.ones_like(active), active]
    counted = [np.hstack([everyone, member * everyone]) for everyone in lists]
    allowed = np.full(member.shape[1] + 1, float(SPREAD_OF_FACTOR))
    penalty = np.full(member.shape[1] + 1, PENALTY_OF_FACTOR)
    allowed[0], penalty[0] = SPREAD_OF_LIST, PENALTY_OF_LIST
    return Factors(np.hstack(counted), np.tile(allowed, len(lists)), np.tile(penalty, len(lists)))


def members(clients: pd.Series, team: pd.DataFrame) -> pd.DataFrame:
    """1 where a person or service (column: kind, name) is on the client's team (row), else 0.

    Those with a single client are left out: one cannot be spread.
    """
    on = team[team["client"].isin(clients) & team["employee"].ne("")]
    kind = on["role"].eq("service").map({True: "service", False: "person"})
    table = pd.crosstab(on["client"], [kind, on["employee"]]).clip(upper=1).reindex(clients, fill_value=0)
    return table.loc[:, table.sum() > 1]


def spreads(clients: pd.DataFrame, team: pd.DataFrame, cohorts: pd.Series) -> pd.DataFrame:
    """The counts 1, 2, 3 of every person and service (index: kind, name) and their ``spread``.

    Over the active and paused of ``clients``; ``cohorts`` as ``assign`` returns them.
    """
    served = clients.loc[clients["status"].isin(SERVED), "client"]
    counts = members(served, team).groupby(cohorts.reindex(served).to_numpy()).sum().T
    counts = counts.reindex(columns=[1.0, 2.0, 3.0], fill_value=0).set_axis([1, 2, 3], axis="columns")
    return counts.assign(spread=counts.max(axis="columns") - counts.min(axis="columns"))


def imbalance(clients: pd.DataFrame, team: pd.DataFrame, cohorts: pd.Series) -> pd.DataFrame:
    """Persons and services whose clients are no longer spread within 2: an issue each, for a person to decide.

    ``found`` is the name with its three counts (``Ann 9/4/5``), ``hint`` the cohort to try for the
    client in whose row the issue stands: of the name's clients in its fullest cohort the one whose
    move to its emptiest disturbs all other counts least.
    """
    uneven = spreads(clients, team, cohorts).query("spread > @SPREAD_OF_FACTOR")
    if uneven.empty:
        return issues.none()
    served = clients[clients["status"].isin(SERVED)].reset_index(drop=True)
    factors = factors_of(served, team)
    member = members(served["client"], team)
    split: Split = cohorts.reindex(served["client"]).to_numpy().astype(np.int64) - 1
    found = []
    for name, counts in zip(uneven.index, uneven[[1, 2, 3]].to_numpy("int64"), strict=True):
        fullest, emptiest = int(counts.argmax()), int(counts.argmin())
        candidates = np.flatnonzero((split == fullest) & member[name].to_numpy(bool))
        trials = [np.where(np.arange(len(split)) == client, emptiest, split) for client in candidates]
        costs = [factors.cost(factors.counts(trial)).sum() for trial in trials]
        row = served["row"].iloc[[int(candidates[int(np.argmin(costs))])]]
        said = f"{name[1]} {'/'.join(map(str, counts))}"
        found.append(issues.about("clients", row, "fixed_cohort", "imbalance", found=said, hint=str(emptiest + 1)))
    return issues.joined(found)
