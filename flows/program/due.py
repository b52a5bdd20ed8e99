"""Who is due this month, and when everybody else is.

A client is due when its cohort has its turn, if it was a client by then and is not paused. Whom the
quarantine skips is carried over to the next month, and from there on until asked. So a client that is
active, not paused and not in quarantine for three months in a row is due exactly once in them: one
carried over is not due again for its cohort's turn within two months of its last survey, even if
nobody reached it.

What is remembered of a client is its ``next_due`` in the survey plan. A month that is not its
cohort's turn means: carried over. A turn later than the next one means: moved to another cohort by
a person, and asked too recently for that cohort's next turn.
"""

from __future__ import annotations

import pandas as pd

from flows.program.rounds import QUARTER, is_turn, latest_turn, month_numbers, next_turn

CARRIED_AT_MOST = 3
NEVER = float("-inf")


def next_due(clients: pd.DataFrame, opened: pd.DataFrame, month: int, baseline: float) -> pd.DataFrame:
    """When each client is due next, as known in ``month`` (a number, see ``rounds``).

    ``clients``: client, status, client_since, ``cohort``, and as remembered ``cohort_before`` and
    ``promised`` (the number of the month due next), NaN where nothing is. Returns them with
    ``promised`` brought up to date (NaN for one that is not active) and ``why_skipped``:
    ``quarantine`` for one carried over, ``moved`` for one whose new cohort's turn comes too soon.
    """
    cohort, promised = clients["cohort"], clients["promised"]
    listed = clients["client"].map(opened.groupby("client")["month"].max()).fillna(NEVER)
    earliest = month_numbers(clients["client_since"]).fillna(month).clip(lower=month)
    turn = next_turn(earliest.clip(lower=listed + 1), cohort, baseline)
    rested_turn = next_turn(earliest.clip(lower=listed + QUARTER), cohort, baseline)
    in_turn = is_turn(promised, cohort, baseline)
    kept = promised.where(promised.between(turn, rested_turn), turn)
    lapsed = (listed >= promised) | (promised > month + CARRIED_AT_MOST)
    due = kept.where(in_turn, promised.clip(lower=month).mask(lapsed, turn)).fillna(turn)
    moved = clients["cohort_before"].notna() & clients["cohort_before"].ne(cohort)
    due = due.mask(moved, rested_turn).where(clients["status"].eq("active"))
    why = pd.Series("", index=clients.index, dtype="str")
    why = why.mask(due > turn, "moved").mask(due.notna() & ~is_turn(due, cohort, baseline), "quarantine")
    return clients.assign(promised=due, why_skipped=why)


def due_this_month(clients: pd.DataFrame, opened: pd.DataFrame, month: int, baseline: float) -> pd.DataFrame:
    """The clients due in ``month``, including those whose surveys of it are opened already.

    ``clients`` as ``next_due`` returns them. Returns ``client`` and ``turn``, the month (number)
    in whose stead the client is due: ``month`` itself unless it is carried over from an earlier one.
    """
    cohort, promised = clients["cohort"], clients["promised"]
    months = opened.drop_duplicates(["client", "month"])
    just_before = clients["client"].isin(months.loc[months["month"].between(month - 2, month - 1), "client"])
    just_after = clients["client"].isin(months.loc[months["month"].between(month + 1, month + 2), "client"])
    promised_in_turn = is_turn(promised, cohort, baseline)
    carried = ~promised_in_turn & promised.le(month)
    put_off = promised.gt(month) & (~promised_in_turn | just_before)
    has_turn = is_turn(pd.Series(float(month), clients.index), cohort, baseline)
    here = clients["status"].eq("active") & ~month_numbers(clients["client_since"]).gt(month)
    due = here & ((has_turn & ~put_off) | carried) & ~just_after
    return clients.loc[due, ["client"]].assign(turn=latest_turn(month, cohort, baseline)[due])
