"""The rules: History of years of answers, and cohorts of a client list."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np
import pandas as pd

from flows.program.cohorts import assign, spreads
from flows.program.scores import history_rows
from tests.bench.timing import compare, seconds

ANSWERS = 100_000
MONTHS = 36
CLIENTS = 5_000
PEOPLE = 60


def report() -> Iterator[tuple[str, str, str, str]]:
    yield _history()
    yield from _cohorts()


def _history() -> tuple[str, str, str, str]:
    ledger, attribution = _years_of_answers()
    months = list(ledger["month"].drop_duplicates().sort_values())
    ours, theirs, ratio = compare(
        lambda: history_rows(ledger, attribution, months), lambda: _history_by_lambda(ledger, attribution), rounds=3
    )
    return (
        f"History: {ANSWERS:,} answers, teams of 4, {MONTHS} months, both periods, intervals",
        f"{ours:.2f} s",
        f"a filter a month and groupby(...).apply: {theirs:.2f} s",
        f"{ratio:.1f} x faster",
    )


def _years_of_answers() -> tuple[pd.DataFrame, pd.DataFrame]:
    draw = np.random.default_rng(1)
    client = draw.integers(0, CLIENTS, ANSWERS)
    month = pd.Timestamp("2023-01-01").to_period("M") + draw.integers(0, MONTHS, ANSWERS)
    firsts = pd.PeriodIndex(month).to_timestamp()
    ledger = pd.DataFrame(
        {
            "response_key": [f"R-{number}" for number in range(ANSWERS)],
            "survey": "quarterly",
            "month": firsts.astype("datetime64[ns]"),
            "date": (firsts + pd.to_timedelta(draw.integers(0, 28, ANSWERS), unit="D")).astype("datetime64[ns]"),
            "client": [f"Client {number}" for number in client],
            "contact": "",
            "contact_role": "",
            "score": draw.integers(0, 11, ANSWERS).astype("float64"),
            "counted": True,
            "adopted": False,
        }
    )
    team = [
        pd.DataFrame(
            {
                "response_key": ledger["response_key"],
                "employee": [f"Person {number}" for number in (client * step + step) % PEOPLE],
                "role": role,
            }
        )
        for step, role in ((1, "salesperson"), (3, "manager"), (7, "specialist"), (11, "specialist"))
    ]
    return ledger, pd.concat(team, ignore_index=True)


def _history_by_lambda(ledger: pd.DataFrame, attribution: pd.DataFrame) -> list[pd.DataFrame]:
    """The same figures as one writes them first: a filter a month, a function a group."""
    months = ledger["month"].drop_duplicates().sort_values()
    return [
        _one_period(ledger[ledger["month"].between(month - pd.DateOffset(months=length - 1), month)], attribution)
        for month in months
        for length in (1, 3)
    ]


def _one_period(answers: pd.DataFrame, attribution: pd.DataFrame) -> pd.DataFrame:
    answers = answers.sort_values(["date", "score"], ascending=[False, True]).drop_duplicates("client")
    teams = answers.merge(attribution, on="response_key")
    by_scope = [
        teams.drop_duplicates(["response_key", by]).groupby(by)["score"].apply(_figures) for by in ("role", "employee")
    ]
    return pd.concat([answers.groupby("survey")["score"].apply(_figures), *by_scope])


def _figures(scores: pd.Series) -> pd.Series:
    promoters, detractors = scores.ge(9).sum(), scores.le(6).sum()
    n = len(scores) + 3
    mean = (promoters - detractors) / n
    half = 1.96 * (((promoters + detractors + 1.5) / n - mean**2) / n) ** 0.5
    return pd.Series({"nps": 100 * (promoters - detractors) / len(scores), "low": mean - half, "high": mean + half})


def _cohorts() -> Iterator[tuple[str, str, str, str]]:
    for size in (100, 1_000):
        clients, team = _firm(size)
        plan = pd.DataFrame({"client": pd.Series(dtype="str"), "cohort": pd.Series(dtype="float64")})
        found: list[pd.Series] = []
        took = seconds(lambda: found.append(assign(clients, team, plan)[0]))  # noqa: B023 - called at once
        by_hash = pd.Series(
            [zlib.crc32(name.encode()) % 3 + 1.0 for name in clients["client"]], index=clients["client"]
        )
        round_robin = pd.Series([number % 3 + 1.0 for number in range(size)], index=clients["client"])
        ours, hashed, robin = (
            int(spreads(clients, team, cohorts)["spread"].max()) for cohorts in (found[0], by_hash, round_robin)
        )
        yield (
            f"Cohorts of {size:,} clients: widest spread of a person or service",
            f"{ours} ({took:.2f} s)",
            f"by hash {hashed}, round robin {robin}",
            f"{hashed / ours:.1f} x and {robin / ours:.1f} x more even",
        )


def _firm(size: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    draw = np.random.default_rng(size)
    names = [f"Client {number:04}" for number in range(size)]
    clients = pd.DataFrame(
        {"client": names, "status": "active", "fixed_cohort": np.nan, "row": range(2, size + 2)}
    ).astype({"client": "str"})
    served = [
        (name, f"{kind} {number}", role)
        for name in names
        for kind, role, many, take in (("Person", "specialist", 22, 4), ("Service", "service", 5, 2))
        for number in draw.choice(many, take, replace=False)
    ]
    return clients, pd.DataFrame(served, columns=["client", "employee", "role"]).astype("str")
