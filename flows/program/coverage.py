"""Coverage: of the clients that were due in a month, how many answered.

Due is who stood on the month's call list, by the stamps made when it was opened: rows may have been
archived since. A client has answered when one of its surveys of that month counts, or any other quarterly
answer of its in that month: who answers by a form instead of the telephone has answered.
"""

from __future__ import annotations

import pandas as pd

CALL_LIST_KEY = "Q-"


def coverage(ledger: pd.DataFrame, attribution: pd.DataFrame, month: pd.Timestamp) -> pd.DataFrame:
    """``scope, name, due, answered, coverage`` for the department and every role, employee and service.

    The department's row is always there; ``coverage`` is a share, NaN where nobody was due.
    """
    due = attribution[attribution["month"].eq(month)]
    due = due[due["response_key"].str.startswith(CALL_LIST_KEY)]
    quarterly = ledger[ledger["counted"] & ledger["survey"].eq("quarterly")]
    by_key = due["response_key"].isin(quarterly["response_key"])
    by_client = due["client"].isin(quarterly.loc[quarterly["month"].eq(month), "client"])
    due = due.assign(answered=(by_key | by_client).groupby(due["client"]).transform("any"))
    service, nobody = due["role"].eq("service"), due["employee"].eq("")
    scopes = [
        due.assign(scope="department", name=""),
        due[~service & ~nobody].assign(scope="role", name=due["role"]),
        due[~service & ~nobody].assign(scope="employee", name=due["employee"]),
        due[service & ~nobody].assign(scope="service", name=due["employee"]),
    ]
    clients = pd.concat(scopes, ignore_index=True).drop_duplicates(["scope", "name", "client"])
    counted = clients.groupby(["scope", "name"], as_index=False).agg(
        due=("client", "size"), answered=("answered", "sum")
    )
    if clients.empty:
        counted = pd.DataFrame({"scope": ["department"], "name": [""], "due": [0], "answered": [0]})
    counted = counted.astype({"due": "int64", "answered": "int64"})
    return counted.assign(coverage=counted["answered"] / counted["due"].where(counted["due"].gt(0)))
