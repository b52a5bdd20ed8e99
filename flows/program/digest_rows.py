"""The rows of the month's digest: a line a person, an open task, a letter in trouble."""

from __future__ import annotations

import pandas as pd

from flows.program.improvement import owned, stood
from flows.program.kpi import Kpi
from flows.program.names import normalise, resolve, says_nothing
from flows.program.outbox import SURVEYS, TROUBLE
from flows.program.roster import Roster
from flows.program.shapes import DAY, FLAG, NUMBER, ROW, TEXT, Shape, shaped

WORDS_OF_A_CLIENT = 3
"""A comment of so many words that stands whole in a task's wording was copied there, not put into words."""

PEOPLE: Shape = {
    "employee": TEXT,
    "n": NUMBER,
    "nps": NUMBER,
    "low": NUMBER,
    "high": NUMBER,
    "enough": FLAG,
    "change": TEXT,
    "improved": NUMBER,
    "worsened": NUMBER,
    "p": NUMBER,
    "plan": NUMBER,
    "verdict": TEXT,
}
"""One row an employee who works here, by name; as ``Kpi.people``, but no verdict where too few answered."""

TASKS: Shape = {
    "client": TEXT,
    "task": TEXT,
    "responsible": TEXT,
    "suggested": TEXT,
    "due": DAY,
    "days_overdue": ROW,
    "untriaged": FLAG,
    "triage_by": DAY,
    "owners": "object",
}
"""One row an open task, the longest overdue first. ``task``: the head's wording, empty while there is none.

``responsible`` as it is typed; ``owners``: a tuple of the employees that it names. ``days_overdue`` is 0 while it is
not.
"""

TROUBLED: Shape = {"client": TEXT, "letter": TEXT, "state": TEXT}
"""One row a letter to a client that is to call, unconfirmed or failed (see ``outbox``)."""


def people(kpi: Kpi, roster: Roster, as_of: pd.Timestamp) -> pd.DataFrame:
    here = roster.employees.loc[~roster.employees["left_on"].le(as_of), "employee"]
    figures = kpi.quarter[kpi.quarter["scope"].eq("employee") & kpi.quarter["month"].eq(kpi.month)]
    figures = figures.rename(columns={"name": "employee"})[["employee", "n", "nps", "low", "high", "enough"]]
    rows = kpi.people[kpi.people["employee"].isin(here)].merge(figures, on="employee", how="left")
    rows = rows.assign(n=rows["n"].fillna(0), enough=rows["enough"].eq(True))
    verdicts = rows[["change", "verdict"]].where(rows["enough"], "")
    return shaped(rows.assign(**verdicts).sort_values("employee", kind="stable"), PEOPLE)


def tasks(table: pd.DataFrame, roster: Roster, as_of: pd.Timestamp) -> pd.DataFrame:
    rows = stood(table, as_of)
    rows = rows[rows["open"]].reset_index(drop=True)
    client = resolve(rows["client"], roster.clients["client"])["name"]
    late = (as_of.normalize() - rows["due"]).dt.days.where(rows["overdue"], 0)
    given = rows.assign(place=rows.index)[~rows["responsible"].map(says_nothing).astype("bool")]
    named = owned(given, roster.employees)
    owners = named[named["employee"].ne("")].groupby("place")["employee"].agg(tuple).to_dict()
    told = rows.assign(
        client=client.where(client.ne(""), rows["client"]),
        task=[
            "" if _copied(wording, comment) else " ".join(wording.split())
            for wording, comment in zip(rows["task"], rows["comment"], strict=True)
        ],
        days_overdue=late.astype("int64"),
        owners=[owners.get(place, ()) for place in rows.index],
    )
    return shaped(told.sort_values(["days_overdue", "client"], ascending=[False, True], kind="stable"), TASKS)


def troubled(deliveries: pd.DataFrame) -> pd.DataFrame:
    rows = deliveries[deliveries["letter"].isin(SURVEYS) & deliveries["state"].isin(TROUBLE)]
    return shaped(rows.sort_values(["client", "letter"], kind="stable"), TROUBLED)


def band(kpi: Kpi) -> pd.DataFrame:
    """Index month; ``low, high`` of the department where enough answered."""
    rows = kpi.quarter[kpi.quarter["scope"].eq("department") & kpi.quarter["enough"]]
    return rows.set_index("month")[["low", "high"]]


def _copied(wording: str, comment: str) -> bool:
    """Whether the client's own words stand where the head's should."""
    said, written = normalise(comment), normalise(wording)
    return bool(said) and (said == written or (len(said.split()) >= WORDS_OF_A_CLIENT and said in written))
