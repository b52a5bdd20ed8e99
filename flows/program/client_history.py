"""What is known of each client month by month: status, revenue, team, class of the last answer.

The row of the current month follows the sheets until the month is over. A date that people typed says
more than the day on which a run happened to look, so who joined and who left goes by dates first.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import pandas as pd

from flows.program.ledger import spelt_as_listed
from flows.program.months import month_of, months_of
from flows.program.roster import SERVICE, Roster
from flows.program.scores import CLASSES, class_rank
from flows.program.shapes import CLIENT_HISTORY, shaped


@dataclass(frozen=True)
class ClientCounts:
    """Clients active at the end of a month, those that joined and left in it, and what an active one pays."""

    active: int
    joined: int
    left: int
    average_revenue: float = nan


def upsert(history: pd.DataFrame, roster: Roster, ledger: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """``history`` (shape ``shapes.CLIENT_HISTORY``) with the rows of the month of ``as_of`` written anew."""
    month = month_of(as_of)
    people = roster.team[roster.team["role"].ne(SERVICE)].drop_duplicates(["client", "employee"])
    clients = roster.clients[["client", "status", "revenue"]].assign(
        month=month,
        team=roster.clients["client"].map(people.groupby("client", sort=False)["employee"].agg(", ".join)),
        last_class=roster.clients["client"].map(last_class(ledger)),
    )
    before = spelt_as_listed(history[history["month"].ne(month)], roster.clients["client"])
    both = pd.concat([shaped(before, CLIENT_HISTORY), shaped(clients, CLIENT_HISTORY)], ignore_index=True)
    once = both.drop_duplicates(["month", "client"], keep="last")
    return shaped(once.sort_values(["month", "client"], kind="stable"), CLIENT_HISTORY)


def last_class(ledger: pd.DataFrame) -> pd.Series:
    """Index client: the class of the last quarterly answer that counted; of one day the lowest."""
    counted = ledger[ledger["counted"] & ledger["survey"].eq("quarterly")]
    latest = counted.sort_values(["date", "score"], ascending=[False, True]).drop_duplicates("client")
    return class_rank(latest["score"]).map(dict(enumerate(CLASSES))).set_axis(latest["client"])


def clients_in(month: pd.Timestamp, history: pd.DataFrame, clients: pd.DataFrame) -> ClientCounts:
    """The counts of ``month``, from the dates in ``clients`` and, where there are none, from ``history``."""
    end = month + pd.offsets.MonthEnd(0)
    seen = history[history["month"].eq(month)].set_index("client")
    listed = clients.set_index("client")
    every = listed.index.union(seen.index)
    since, churned_on = (listed[column].reindex(every) for column in ("client_since", "churned_on"))
    later = churned_on.gt(end)
    now = listed["status"].reindex(every)
    status = seen["status"].reindex(every).fillna(now.mask(now.eq("churned") & later, "active"))
    revenue = seen["revenue"].reindex(every).fillna(listed["revenue"].reindex(every))
    first_seen = history.groupby("client")["month"].min().reindex(every)
    came_later = since.gt(end) | (since.isna() & first_seen.gt(month) & bool(len(seen)))
    active = status.eq("active") & ~churned_on.le(end) & ~came_later
    appeared = since.isna() & first_seen.eq(month) & first_seen.gt(history["month"].min())
    return ClientCounts(
        active=int(active.sum()),
        joined=int((months_of(since).eq(month) | appeared).sum()),
        left=int((months_of(churned_on).eq(month) | (churned_on.isna() & _seen_leaving(month, history, every))).sum()),
        average_revenue=float(revenue[active].mean()),
    )


def _seen_leaving(month: pd.Timestamp, history: pd.DataFrame, clients: pd.Index) -> pd.Series:
    """Churned in ``month`` and not yet in the last month before it that is known."""
    earlier = history[history["month"].lt(month)].sort_values("month").drop_duplicates("client", keep="last")
    now = history[history["month"].eq(month)].set_index("client")["status"].reindex(clients)
    then = earlier.set_index("client")["status"].reindex(clients)
    return now.eq("churned") & then.notna() & then.ne("churned")
