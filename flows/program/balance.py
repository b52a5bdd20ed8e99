"""Splitting things into three groups so that each factor is spread evenly over them.

A factor is a set of things (all clients; those of one person). What is balanced is a sum over
factors: the squares of a factor's three counts, which is least when they are even, and a heavy
penalty where their spread (largest minus smallest) exceeds what the factor allows. All terms are
whole numbers, exact in float64, and every tie goes to the first: the same input gives the same
split on any machine.

Placing one by one where the sum grows least is the minimisation of Pocock and Simon (1975,
doi 10.2307/2529712). Moves and swaps then improve the split until none helps; where a spread is
still too wide, a tabu search (Glover 1986) goes on for a bounded number of steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

GROUPS = 3
UNPLACED = -1

Numbers = npt.NDArray[np.float64]
Split = npt.NDArray[np.int64]
"""For each thing its group 0, 1 or 2, or ``UNPLACED``."""


@dataclass(frozen=True, eq=False)
class Factors:
    """``member``: things x factors, 1 or 0. ``allowed`` and ``penalty``: one for each factor."""

    member: Numbers
    allowed: Numbers
    penalty: Numbers

    def counts(self, split: Split) -> Numbers:
        """Groups x factors."""
        return np.stack([self.member[split == group].sum(axis=0) for group in range(GROUPS)])

    def cost(self, counts: Numbers) -> Numbers:
        """The cost of each factor for counts of shape (groups, factors)."""
        excess = np.maximum(np.ptp(counts, axis=0) - self.allowed, 0)
        return np.asarray((counts**2).sum(axis=0) + self.penalty * excess**2)

    def too_wide(self, counts: Numbers) -> bool:
        return bool((np.ptp(counts, axis=0) > self.allowed).any())


class Change(NamedTuple):
    """``here`` goes from its group to ``target``; ``there``, if any, comes back in exchange."""

    gain: float
    here: int
    target: int
    there: int = UNPLACED


def place(factors: Factors, split: Split) -> Split:
    """Every unplaced thing in turn goes where the sum grows least; placed things stay."""
    split = split.copy()
    counts = factors.counts(split)
    for thing in np.flatnonzero(split == UNPLACED):
        added = [_with(counts, group, factors.member[thing]) for group in range(GROUPS)]
        best = int(np.argmin([factors.cost(candidate).sum() for candidate in added]))
        split[thing], counts = best, added[best]
    return split


def improve(factors: Factors, split: Split, movable: npt.NDArray[np.bool_]) -> Split:
    """The split after moves and swaps of ``movable`` things, until none lowers the sum."""
    split = split.copy()
    counts = factors.counts(split)
    free = np.zeros((len(split), GROUPS), dtype=bool)
    while (change := _best_change(factors, split, counts, movable, free)) is not None and change.gain < 0:
        counts = _apply(factors, split, counts, change)
    return _search_further(factors, split, movable) if factors.too_wide(counts) else split


def _search_further(factors: Factors, split: Split, movable: npt.NDArray[np.bool_]) -> Split:
    """Tabu search from ``split``: the best change is made even if it does not help, and not undone for a while."""
    split, counts = split.copy(), factors.counts(split)
    barred_until = np.zeros((len(split), GROUPS), dtype=np.int64)
    best, best_cost, cost = split.copy(), factors.cost(counts).sum(), factors.cost(counts).sum()
    steps = min(max(40_000 // max(int(movable.sum()), 1), 60), 600)
    for step in range(1, steps):
        change = _best_change(factors, split, counts, movable, barred_until > step)
        if change is None:
            break
        rest = step + 5 + step % 7
        barred_until[change.here, split[change.here]] = rest
        if change.there != UNPLACED:
            barred_until[change.there, change.target] = rest
        counts = _apply(factors, split, counts, change)
        cost += change.gain
        if cost < best_cost:
            best, best_cost = split.copy(), cost
            if not factors.too_wide(counts):
                return improve(factors, best, movable)
    return best


def _best_change(
    factors: Factors, split: Split, counts: Numbers, movable: npt.NDArray[np.bool_], barred: npt.NDArray[np.bool_]
) -> Change | None:
    """The move or swap that lowers the sum most (or raises it least), the first of equals."""
    candidates: list[Change] = []
    for low, high in combinations(range(GROUPS), 2):
        here = np.flatnonzero((split == low) & movable & ~barred[:, high])
        there = np.flatnonzero((split == high) & movable & ~barred[:, low])
        up, down = _shift(factors, counts, low, high), _shift(factors, counts, high, low)
        gain_up, gain_down = factors.member[here] @ up, factors.member[there] @ down
        if len(here):
            at = int(np.argmin(gain_up))
            candidates.append(Change(float(gain_up[at]), int(here[at]), high))
        if len(there):
            at = int(np.argmin(gain_down))
            candidates.append(Change(float(gain_down[at]), int(there[at]), low))
        if len(here) and len(there):
            shared = (factors.member[here] * (up + down)) @ factors.member[there].T
            swaps = gain_up[:, None] + gain_down[None, :] - shared
            row, column = divmod(int(np.argmin(swaps)), len(there))
            candidates.append(Change(float(swaps[row, column]), int(here[row]), high, int(there[column])))
    return min(candidates, key=lambda change: change.gain, default=None)


def _shift(factors: Factors, counts: Numbers, source: int, target: int) -> Numbers:
    """For each factor, how its cost changes when one of its things goes from ``source`` to ``target``."""
    one = np.ones(counts.shape[1])
    shifted = _with(_with(counts, source, -one), target, one)
    return factors.cost(shifted) - factors.cost(counts)


def _with(counts: Numbers, group: int, added: Numbers) -> Numbers:
    counts = counts.copy()
    counts[group] += added
    return counts


def _apply(factors: Factors, split: Split, counts: Numbers, change: Change) -> Numbers:
    """Makes the change in ``split`` and returns the counts after it."""
    source = int(split[change.here])
    moved = factors.member[change.here].copy()
    split[change.here] = change.target
    if change.there != UNPLACED:
        moved -= factors.member[change.there]
        split[change.there] = source
    return _with(_with(counts, source, -moved), change.target, moved)
