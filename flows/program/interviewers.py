"""Who asks a client: somebody who does not serve it, as far as there is such a person.

A client tells the one who looks after it what is polite. So interviews are shared out among the
employees marked as interviewers, by their shares, and nobody asks a client of their own while
another interviewer is there. If nobody is marked, the head asks.

Shares are followed as closely as that permits: each client goes to the eligible interviewer who is
furthest behind their share (the divisors of Webster and Sainte-Laguë), the clients with the fewest
eligible first; then clients are passed on, along chains if need be, until no passing on evens out more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from flows.program.roster import SERVICE, heads

ANY_LEAVING_DATE = pd.Timestamp.max


def interviewers(employees: pd.DataFrame, as_of: pd.Timestamp) -> dict[str, float]:
    """Who may interview on that day, with their shares: those marked; nobody marked, the heads alike."""
    here = employees[employees["left_on"].isna() | (employees["left_on"] > as_of)]
    marked = here[here["interviews"] > 0].sort_values("employee")
    shares = dict(zip(marked["employee"], marked["interviews"].astype("float64"), strict=True))
    return shares or dict.fromkeys(heads(employees, as_of), 1.0)


def choose(
    clients_in_order: pd.Series,
    team: pd.DataFrame,
    employees: pd.DataFrame,
    load: Mapping[str, float] | pd.Series | None = None,
    as_of: pd.Timestamp = ANY_LEAVING_DATE,
) -> pd.Series:
    """The interviewer of each client: a Series of names, index the clients; empty if there is nobody.

    ``team`` and ``employees`` as in ``roster``. ``load``: employee -> clients given to them already,
    which count towards their shares. ``as_of``: the day on which an interviewer must not have left
    (by default anybody with a leaving date has).
    """
    clients = list(dict.fromkeys(clients_in_order))
    shares = interviewers(employees, as_of)
    if not shares:
        return pd.Series("", index=pd.Index(clients, name="client"), dtype="str", name="interviewer")
    on_team = team[team["role"].ne(SERVICE)].groupby("client")["employee"].agg(set).to_dict()
    eligible = {
        client: [one for one in shares if one not in on_team.get(client, ())] or [*shares] for client in clients
    }
    counts = {one: float(load.get(one, 0) if load is not None else 0) for one in shares}
    chosen = _share_out(eligible, shares, counts)
    return pd.Series([chosen[client] for client in clients], pd.Index(clients, name="client"), "str", "interviewer")


def _share_out(
    eligible: Mapping[str, Sequence[str]], shares: Mapping[str, float], counts: dict[str, float]
) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for client in sorted(eligible, key=lambda client: len(eligible[client])):
        chosen[client] = min(eligible[client], key=lambda one: (2 * counts[one] + 1) / shares[one])
        counts[chosen[client]] += 1
    while (chain := _helpful_chain(eligible, shares, counts, chosen)) is not None:
        for client, taker in chain:
            counts[chosen[client]] -= 1
            counts[taker] += 1
            chosen[client] = taker
    return chosen


def _helpful_chain(
    eligible: Mapping[str, Sequence[str]],
    shares: Mapping[str, float],
    counts: Mapping[str, float],
    chosen: Mapping[str, str],
) -> list[tuple[str, str]] | None:
    """Clients to pass on, each to whom, so that one who is ahead loses one and one who is behind wins one."""
    passes: dict[str, dict[str, str]] = {one: {} for one in shares}
    for client, holder in chosen.items():
        for taker in eligible[client]:
            passes[holder].setdefault(taker, client)
    for giver in sorted((one for one in shares if counts[one]), key=lambda one: -counts[one] / shares[one]):
        reached: dict[str, list[tuple[str, str]]] = {giver: []}
        waiting = [giver]
        for holder in waiting:
            for taker, client in passes[holder].items():
                if taker not in reached:
                    reached[taker] = [*reached[holder], (client, taker)]
                    waiting.append(taker)
        lowest = min(waiting, key=lambda one: (2 * counts[one] + 1) / shares[one])
        if (2 * counts[lowest] + 1) / shares[lowest] < (2 * counts[giver] - 1) / shares[giver] - 1e-9:
            return reached[lowest]
    return None
