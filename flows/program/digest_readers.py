"""Who gets the month's digest, and of whom each may read.

Heads always get it; managers and everybody else where Settings say so. Who has left gets none, and neither does who
has no address that letters can go to: that is a data issue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from flows.program import issues
from flows.program.answers import fingerprint
from flows.program.delivery_values import address_in
from flows.program.invitations import WANTED
from flows.program.months import month_of
from flows.program.names import normalise
from flows.program.outbox import DIGEST
from flows.program.roster import HEAD, SERVICE, Roster
from flows.program.settings import Settings
from flows.program.shapes import TEXT, Shape, shaped

MANAGER, PERSON = "manager", "person"
GETS = {"heads": (HEAD,), "managers": (HEAD, MANAGER), "everyone": (HEAD, MANAGER, PERSON)}
"""By the setting ``digest_to``: the audiences that get a digest."""

READERS: Shape = {"employee": TEXT, "address": TEXT, "audience": TEXT}
"""One row a reader, by name; ``audience``: head, manager, person."""


class Readers(NamedTuple):
    """``readers``: shape ``READERS``. ``issues``: ``no_digest_address`` for who would get it and cannot."""

    readers: pd.DataFrame
    issues: pd.DataFrame


@dataclass(frozen=True)
class Circle:
    """Whose figures and which clients a reader reads of."""

    people: frozenset[str]
    clients: frozenset[str]


def readers(roster: Roster, settings: Settings, as_of: pd.Timestamp) -> Readers:
    """Who gets the digest on the day of ``as_of``. An employee without a role is what Clients say: a manager or not."""
    here = roster.employees[~roster.employees["left_on"].le(as_of)]
    manages = here["employee"].isin(roster.team.loc[roster.team["role"].eq(MANAGER), "employee"])
    audience = pd.Series(PERSON, index=here.index, dtype="str")
    audience = audience.mask(here["role"].eq(MANAGER) | (here["role"].eq("") & manages), MANAGER)
    audience = audience.mask(here["role"].eq(HEAD), HEAD)
    wanted = here.assign(audience=audience, address=here["email"].map(_address))
    wanted = wanted[audience.isin(GETS[settings.digest_to])].sort_values("employee", kind="stable")
    lost = wanted[wanted["address"].eq("")]
    found = issues.about("employees", lost["row"], "email", "no_digest_address", found=lost["email"])
    return Readers(shaped(wanted[wanted["address"].ne("")], READERS), found)


def digest_key(month: pd.Timestamp, address: str, employee: str) -> str:
    """``D-2026-10-1a2b3c4d``: of one reader and month always the same; two who share a mailbox have two."""
    return f"D-{month:%Y-%m}-{fingerprint(address.casefold() + chr(10) + normalise(employee), 8)}"


def wanted_digests(readers: pd.DataFrame, month: pd.Timestamp, now: pd.Timestamp) -> pd.DataFrame:
    """The letters about ``month`` for ``readers`` (shape ``READERS``), for the outbox (shape ``WANTED``).

    None about a month that is not over: it would be taken for the one that tells the whole month.
    """
    readers = readers[: 0 if month >= month_of(now) else None]
    keys = [
        digest_key(month, address, employee)
        for address, employee in zip(readers["address"], readers["employee"], strict=True)
    ]
    rows = readers.rename(columns={"employee": "contact"})
    return shaped(rows.assign(survey_key=keys, letter=DIGEST, channel="email", send_on=now), WANTED)


def circle(roster: Roster, manager: str) -> Circle:
    """The clients that ``manager`` manages, and who serves them; a client that has left binds nobody any more."""
    team = roster.team[roster.team["role"].ne(SERVICE)]
    managed = team.loc[team["role"].eq(MANAGER) & team["employee"].eq(manager), "client"]
    left = roster.clients.loc[roster.clients["status"].eq("churned"), "client"]
    serving = team.loc[team["client"].isin(managed[~managed.isin(left)]), "employee"]
    return Circle(frozenset({manager, *serving}), frozenset(managed))


def _address(text: str) -> str:
    try:
        return address_in(text)
    except ValueError:
        return ""
