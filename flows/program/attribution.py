"""Whom an answer counts for: everyone on the client's team when it was asked or first seen.

For a survey on the call list that is the team on the day the list was opened (those rows are stamped
then, under the survey key), for any other answer the team when it is first read. A stamp is made once and
never changed: a client's manager changed later does not move old answers.
"""

from __future__ import annotations

import pandas as pd

from flows.program.shapes import ATTRIBUTION, shaped


def stamp(ledger: pd.DataFrame, attribution: pd.DataFrame, team: pd.DataFrame) -> pd.DataFrame:
    """``attribution`` with rows added for every response key of ``ledger`` that has none.

    ``team``: client, employee, role in long form, services being rows of role ``service``. A client that
    nobody serves gets one row without an employee, so that its answer is stamped all the same.
    """
    new = ledger.loc[~ledger["response_key"].isin(attribution["response_key"]), ["response_key", "month", "client"]]
    stamped = new.merge(team[["client", "employee", "role"]].drop_duplicates(), on="client", how="left")
    ordered = shaped(stamped.sort_values(["month", "response_key", "role", "employee"]), ATTRIBUTION)
    return shaped(pd.concat([shaped(attribution, ATTRIBUTION), ordered], ignore_index=True), ATTRIBUTION)
