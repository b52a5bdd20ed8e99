"""Silent clients: due in the last rounds, and no answer since.

A client's last answer, whichever way it came and even if it came too late for its month, ends its silence; each round
after that month in which the client was due counts. Only clients that are active now are told: nobody runs after one
that has left.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from flows.program.rounds import month_number, month_numbers, opened_surveys
from flows.program.shapes import DAY, NUMBER, TEXT, Shape, shaped

SILENT: Shape = {"client": TEXT, "rounds": NUMBER, "last_answered": DAY}
"""One row a client; ``last_answered`` is a day, NaT where it never answered."""


def silent_clients(
    tables: Mapping[str, pd.DataFrame], answers: pd.DataFrame, clients: pd.DataFrame, month: pd.Timestamp
) -> pd.DataFrame:
    """Who is silent in the rounds up to that of ``month`` (shape ``SILENT``): longest first, then by name.

    ``answers``: shape ``shapes.ANSWERS``, ``key`` being the response key; ``clients``: ``roster.clients``.
    """
    ledger = tables["answer_ledger"]
    still_there = ledger["counted"] | ledger["response_key"].isin(answers["key"])
    heard = ledger[ledger["survey"].eq("quarterly") & still_there].groupby("client")[["month", "date"]].max()
    opened = opened_surveys(tables, clients["client"]).drop_duplicates(["client", "month"])
    active = clients.loc[clients["status"].eq("active"), "client"]
    due = opened[opened["client"].isin(active) & opened["month"].le(month_number(month))]
    answered_in = due["client"].map(month_numbers(heard["month"]).to_dict()).astype("float64")
    missed = due[answered_in.isna() | due["month"].gt(answered_in)]
    rounds = missed.groupby("client").size().rename("rounds").reset_index()
    rows = rounds.assign(last_answered=rounds["client"].map(heard["date"].to_dict()))
    return shaped(rows.sort_values(["rounds", "client"], ascending=[False, True]), SILENT)
