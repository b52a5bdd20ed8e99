"""Timing two ways of one job in turn, so that a drifting machine is fair to both."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter


def seconds(job: Callable[[], object]) -> float:
    started = perf_counter()
    job()
    return perf_counter() - started


def compare(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 5) -> tuple[float, float, float]:
    """Median seconds of each, and the median of the ratios theirs / ours, round by round."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return (
        median(ours for ours, _ in pairs),
        median(theirs for _, theirs in pairs),
        median(theirs / ours for ours, theirs in pairs),
    )
