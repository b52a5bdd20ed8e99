"""Whom an answer counts for: everyone on the client's team when it was asked or first seen.

For a survey on the call list that is the team on the day the list was opened (those rows are stamped
then, under the survey key), for any other answer the team when it is first read. A stamp is made once and
never changed: a client's manager changed later does not move old answers.
"""

from __future__ import annotations

import pandas as pd

from flows.program.names import normalise, resolve
from flows.program.roster import SERVICE, Roster
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


def as_listed(attribution: pd.DataFrame, roster: Roster) -> pd.DataFrame:
    """The stamps as figures read them: names spelt as in today's lists, so that nobody is counted as two.

    What is written stays as it was stamped; who is no longer listed keeps the name of that time.
    """
    clients = resolve(attribution["client"], roster.clients["client"])["name"]
    is_service = attribution["role"].eq(SERVICE)
    people = respelt(attribution["employee"], roster.employees["employee"])
    services = respelt(attribution["employee"], services_of(roster))
    return attribution.assign(
        client=clients.where(clients.ne(""), attribution["client"]), employee=people.mask(is_service, services)
    )


def history_as_listed(history: pd.DataFrame, roster: Roster) -> pd.DataFrame:
    """The same for the names in History."""
    people = respelt(history["name"], roster.employees["employee"])
    services = respelt(history["name"], services_of(roster))
    name = history["name"].mask(history["scope"].eq("employee"), people)
    return history.assign(name=name.mask(history["scope"].eq("service"), services))


def services_of(roster: Roster) -> pd.Series:
    return roster.team.loc[roster.team["role"].eq(SERVICE), "employee"].drop_duplicates()


def respelt(names: pd.Series, listed: pd.Series) -> pd.Series:
    """Each of ``names`` as ``listed`` spells it, where it differs in case, spaces, quotes or ё only."""
    spelling = {normalise(name): name for name in listed}
    known = {name: spelling.get(normalise(name), name) for name in names.unique()}
    return names.map(known).astype("str")
