"""Who the clients, contacts and employees are, and who serves which client.

The sheets are kept by people: names misspelt, a client entered twice, an employee nobody listed.
Here every name becomes the one spelling that all other rules use; a client is never lost because
of a name beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from flows.program import issues
from flows.program.names import bare, is_nobody, normalise, resolve

ROLES = ("salesperson", "manager", "specialist")
SERVICE = "service"
HEAD = "head"
UNKNOWN_STATUS = "unknown"
"""What the table clients holds where a status is a word that is none of the list."""


@dataclass(frozen=True, eq=False)
class Roster:
    """The firm on one day, with names in one spelling.

    ``clients``: the columns of the table, one row a client; team names are an employee's or empty;
    ``status`` is never empty. ``contacts``: the columns of the table, ``client`` as in ``clients``,
    one row a client and contact. ``employees``: the columns of the table, one row an employee.
    ``team``: client, employee, role (salesperson, manager, specialist, or ``service``, whose
    ``employee`` is the service's name), one row each. ``issues``: see ``issues``.
    """

    clients: pd.DataFrame
    contacts: pd.DataFrame
    employees: pd.DataFrame
    team: pd.DataFrame
    issues: pd.DataFrame


def roster(tables: Mapping[str, pd.DataFrame], as_of: pd.Timestamp) -> Roster:
    """The roster of the tables clients, contacts and employees on the day of ``as_of``."""
    employees, twice_hired = _once(tables["employees"], ["employee"], "duplicate_employee", "employees")
    listed, twice_listed = _once(tables["clients"], ["client"], "duplicate_client", "clients")
    clients, contradictions = _with_status(listed, as_of)
    clients = clients.assign(services=_one_spelling(clients["services"]))
    team, strangers = _team(clients, employees)
    clients = _with_team_names(clients, team)
    contacts, unplaced = _contacts(tables["contacts"], clients)
    return Roster(
        clients,
        contacts,
        employees,
        team,
        issues.joined(
            (
                *(twice_listed, _similar(clients), contradictions),
                *(strangers, _without_team(clients, team)),
                *(unplaced, twice_hired),
            )
        ),
    )


def heads(employees: pd.DataFrame, as_of: pd.Timestamp) -> tuple[str, ...]:
    """The employees marked as head who have not left, by name."""
    here = employees["left_on"].isna() | (employees["left_on"] > as_of)
    return tuple(sorted(employees.loc[here & (employees["role"] == HEAD), "employee"]))


def _once(frame: pd.DataFrame, names: list[str], code: str, table: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The first row of each name; the others are issues that say where the first stands."""
    ordered = frame.sort_values("row", kind="stable")
    keys = ordered[names].apply(lambda column: column.map(normalise))
    again = keys.duplicated()
    first = ordered["row"].groupby([keys[name] for name in names]).transform("first")
    rest = ordered[again]
    found = issues.about(
        table, rest["row"], names[-1], code, found=rest[names[-1]], hint=first[again].astype("str"), rejects=True
    )
    return ordered[~again].reset_index(drop=True), found


def _similar(clients: pd.DataFrame) -> pd.DataFrame:
    """A client listed with and without its legal form is probably one: both count, people are told."""
    form_free = clients["client"].map(bare)
    without_form = clients["client"].map(normalise) == form_free
    groups = form_free.groupby(form_free)
    doubtful = without_form & (groups.transform("size") > 1)
    others = clients["row"].where(~without_form).groupby(form_free).transform("min")
    rows = clients[doubtful]
    return issues.about(
        "clients", rows["row"], "client", "similar_client", found=rows["client"],
        hint=others[doubtful].astype("Int64").astype("str"),
    )  # fmt: skip


def _with_status(clients: pd.DataFrame, as_of: pd.Timestamp) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A churn date that has come makes a client churned, whatever its status says; a future one does not.

    A status that nobody understands is no reason to call: until a person says what it means, the client is paused.
    """
    gone = clients["churned_on"] <= as_of
    contradicts = gone & clients["status"].isin(["active", "paused"])
    rows = clients[contradicts]
    found = issues.about(
        "clients", rows["row"], "status", "status_contradicts", found=rows["status"],
        hint=rows["churned_on"].dt.strftime("%Y-%m-%d"),
    )  # fmt: skip
    status = clients["status"].mask(gone, "churned").replace({"": "active", UNKNOWN_STATUS: "paused"})
    return clients.assign(status=status), found


def _one_spelling(services: pd.Series) -> pd.Series:
    """Each service in its commonest spelling (of equally common ones the first by alphabet), once a client."""
    counts = Counter(name for names in services for name in names if not is_nobody(name))
    spelling: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        spelling.setdefault(normalise(name), name)
    return services.map(
        lambda names: tuple(dict.fromkeys(spelling[normalise(name)] for name in names if name in counts))
    )


def _team(clients: pd.DataFrame, employees: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The team in long form, and the names on it that no employee bears."""
    known = frozenset(employees["employee"].map(normalise))
    named = pd.concat(
        [
            _exploded(clients, column, known).assign(role=role, column=column)
            for role, column in zip(ROLES, ("salesperson", "manager", "specialists"), strict=True)
        ],
        ignore_index=True,
    )
    named = named.join(resolve(named["typed"], employees["employee"]).rename(columns={"name": "employee"}))
    unresolved = named[named["code"] != ""]
    found = issues.joined(
        issues.about("clients", rows["row"], str(column), f"{kind}_employee", found=rows["typed"], hint=rows["hint"])
        for (column, kind), rows in unresolved.groupby(["column", "code"], sort=True)
    )
    served = _exploded(clients, "services").rename(columns={"typed": "employee"}).assign(role=SERVICE)
    columns = ["client", "employee", "role"]
    team = pd.concat([named.loc[named["code"] == "", columns], served[columns]])
    return team.astype("str").drop_duplicates(ignore_index=True), found


def _exploded(clients: pd.DataFrame, column: str, known: frozenset[str] = frozenset()) -> pd.DataFrame:
    """client, row, ``typed``: one row for each name in a column of names or of lists of names.

    Two managers are separated by a comma, unless one of ``known`` is called so: «Smith, John».
    """

    def several(names: str | tuple[str, ...]) -> tuple[str, ...]:
        if not isinstance(names, str):
            return names
        return (names,) if normalise(names) in known else tuple(names.split(", "))

    typed = clients[column].map(several).explode().fillna("").astype("str").rename("typed")
    typed = typed[~typed.map(is_nobody).astype("bool")]
    return clients.loc[typed.index, ["client", "row"]].reset_index(drop=True).assign(typed=typed.to_numpy())


def _with_team_names(clients: pd.DataFrame, team: pd.DataFrame) -> pd.DataFrame:
    served = team.groupby(["role", "client"], sort=False)["employee"].agg(tuple).to_dict()

    def on_team(role: str) -> list[tuple[str, ...]]:
        return [served.get((role, client), ()) for client in clients["client"]]

    def only(role: str) -> pd.Series[str]:
        return pd.Series([", ".join(names) for names in on_team(role)], index=clients.index, dtype="str")

    return clients.assign(
        salesperson=only("salesperson"),
        manager=only("manager"),
        specialists=pd.Series(on_team("specialist"), index=clients.index, dtype="object"),
    )


def _without_team(clients: pd.DataFrame, team: pd.DataFrame) -> pd.DataFrame:
    """Clients that nobody serves; one that has left needs nobody."""
    served = set(team.loc[team["role"] != SERVICE, "client"])
    rows = clients[~clients["client"].isin(served) & (clients["status"] != "churned")]
    return issues.about("clients", rows["row"], "client", "no_team_member", found=rows["client"])


def _contacts(contacts: pd.DataFrame, clients: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    match = resolve(contacts["client"], clients["client"])
    found = [
        issues.about(
            "contacts", rows["row"], "client", f"{kind}_client",
            found=rows["client"], hint=match.loc[rows.index, "hint"], rejects=True,
        )
        for kind, rows in contacts.groupby(match["code"], sort=True)
        if kind
    ]  # fmt: skip
    placed = contacts.assign(client=match["name"])[match["name"] != ""]
    unique, twice = _once(_spared(placed), ["client", "contact"], "duplicate_contact", "contacts")
    return unique, issues.joined([*found, twice])


def _spared(contacts: pd.DataFrame) -> pd.DataFrame:
    """A contact entered twice is not surveyed if either row says so: nobody is called against their will."""
    person = [contacts[name].map(normalise) for name in ("client", "contact")]
    return contacts.assign(do_not_survey=contacts["do_not_survey"].groupby(person).transform("any").astype("bool"))
