"""Who works at the demo firm, and who its clients are.

One firm in two languages: the number of clients, their teams, services, contacts and money are drawn
once from a fixed seed, then clients and people get the names of a language. Names are handed out in
alphabetical order, so that whatever goes by the alphabet goes the same way in both languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

from flows.demo_firm import SEED
from flows.demo_firm.contacts import Contact, contacts_of, people_by_name
from flows.program.names import normalise

SERVICES = {"seo": 0.62, "ppc": 0.5, "texts": 0.36, "social": 0.24, "site": 0.26}
"""Each service and the share of clients that buy it."""
COLUMN_OF_SERVICE = {"seo": "seo", "ppc": "ppc", "texts": "texts", "social": "web", "site": "web"}
"""The firm keeps its specialists in a column for each craft; two crafts share one."""
MANAGERS = {"anna": 33, "mark": 31, "sophie": 31, "ryan": 3}
SALESPEOPLE = {"tom": 42, "olivia": 38, "daniel": 18}
FORMER, JOINING = 3, 4
JOINED_ON = (date(2026, 7, 20), date(2026, 8, 24), date(2026, 10, 5), date(2026, 10, 19))
FIRST_SERVICE = ("texts", "seo", "social", "seo")
"""What each of those who join begins with."""
LEFT_BEFORE = (date(2025, 3, 31), date(2025, 11, 14), date(2026, 2, 27))


@dataclass(frozen=True)
class Employee:
    key: str
    name: str
    role: str
    """Empty for somebody who serves no clients."""
    works_since: date
    plan: int | None
    interviews: str | float = ""


@dataclass(frozen=True)
class Client:
    """``manager``, ``salesperson`` and ``specialists`` (column -> people) are keys of people."""

    index: int
    name: str
    industry: str
    manager: str
    salesperson: str
    services: tuple[str, ...]
    specialists: Mapping[str, tuple[str, ...]]
    since: date
    revenue: int
    contacts: tuple[Contact, ...]
    status: str = "active"
    left_on: date | None = None
    fixed_cohort: int | None = None
    listed_contacts: bool = True
    """Its contacts stand in Contacts; else the one beside the client's name is all there is."""
    story: str = ""
    """What this client is in the demo for."""

    @property
    def joins(self) -> bool:
        return self.since in JOINED_ON

    @property
    def team(self) -> frozenset[str]:
        specialists = {person for people in self.specialists.values() for person in people}
        return frozenset({self.manager, self.salesperson, *specialists})

    def in_daily_touch(self) -> Contact:
        """The contact beside the client's name in the client base."""
        return next((one for one in self.contacts if one.role == "influencer"), self.contacts[0])


@dataclass(frozen=True)
class Firm:
    language: str
    names: Mapping[str, Any]
    """The data file of the language: people, services, words, headings."""
    employees: tuple[Employee, ...]
    clients: tuple[Client, ...] = field(repr=False)

    def person(self, key: str) -> str:
        return str(self.names["people"][key])

    def heading(self, key: str) -> str:
        return str(self.names["headings"][key])

    def word(self, key: str) -> Any:
        return self.names["words"][key]

    def sheet(self, key: str) -> str:
        return str(self.names["sheets"][key])

    def setting(self, key: str) -> str:
        return str(self.names["settings"][key])

    def cast(self, story: str) -> Client:
        """The client that plays this part."""
        return next(client for client in self.clients if client.story == story)

    def named(self, name: str) -> Client:
        return next(client for client in self.clients if client.name == name)


@lru_cache
def read_data(file: str) -> Mapping[str, Any]:
    """One of the data files beside this module."""
    return tomllib.loads((files("flows.demo_firm") / file).read_text(encoding="utf-8"))


@lru_cache
def build_firm(language: str) -> Firm:
    names = read_data(f"firm_{language}.toml")
    return Firm(language, names, _employees(names), _with_stories(_clients(names)))


def _employees(names: Mapping[str, Any]) -> tuple[Employee, ...]:
    rows = (
        ("head", "head", date(2013, 2, 1), None, ""),
        ("tom", "salesperson", date(2016, 9, 12), 30, ""),
        ("olivia", "salesperson", date(2019, 4, 1), 30, ""),
        ("daniel", "salesperson", date(2023, 1, 16), 30, 0.5),
        ("anna", "manager", date(2015, 6, 1), 40, ""),
        ("mark", "manager", date(2018, 10, 8), 30, ""),
        ("sophie", "manager", date(2020, 3, 2), 30, ""),
        ("ryan", "manager", date(2026, 5, 18), 20, ""),
        ("victor", "specialist", date(2014, 11, 3), 30, ""),
        ("irene", "specialist", date(2021, 8, 2), 30, ""),
        ("paul", "specialist", date(2017, 5, 15), 30, ""),
        ("kate", "specialist", date(2022, 2, 14), 30, ""),
        ("leo", "specialist", date(2023, 9, 4), 30, ""),
        ("grace", "", date(2019, 1, 21), None, names["headings"]["cell_yes"]),
    )
    return tuple(Employee(key, names["people"][key], *more) for key, *more in rows)


def _clients(names: Mapping[str, Any]) -> Iterator[Client]:
    rng = Random(SEED)
    listed = sorted(names["clients"], key=normalise)
    managers = _shuffled(rng, MANAGERS, len(listed))
    salespeople = _shuffled(rng, SALESPEOPLE, len(listed))
    former_and_joining = rng.sample(range(len(listed)), FORMER + JOINING)
    people = people_by_name(rng, names)
    for index, line in enumerate(listed):
        name, industry = line.split(" | ")
        services = _services(rng)
        client = Client(
            index, name, industry, managers[index], salespeople[index], services, _specialists(rng, services),
            since=date(2013, 3, 1) + timedelta(days=int(4700 * rng.random() ** 0.8)),
            revenue=rng.randrange(18, 150) * 50,
            contacts=contacts_of(rng, names, name, people),
            listed_contacts=rng.random() > 0.12,
        )  # fmt: skip
        if index in former_and_joining[:FORMER]:
            left = LEFT_BEFORE[former_and_joining.index(index)]
            client = replace(client, status="churned", left_on=left, since=left - timedelta(days=900))
        elif index in former_and_joining:
            place = former_and_joining.index(index) - FORMER
            services = (FIRST_SERVICE[place],)
            client = replace(client, since=JOINED_ON[place], services=services, specialists=_specialists(rng, services))
        yield client


def _shuffled(rng: Random, counts: Mapping[str, int], size: int) -> list[str]:
    """So many of each, the rest given to the first two, in a random order."""
    drawn = [key for key, count in counts.items() for _ in range(count)]
    drawn += list(counts)[:2] * size
    drawn = drawn[:size]
    rng.shuffle(drawn)
    return drawn


def _services(rng: Random) -> tuple[str, ...]:
    bought = tuple(service for service, share in SERVICES.items() if rng.random() < share)
    return bought[:3] or ("seo",)


def _specialists(rng: Random, services: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    seo = rng.choice(("victor", "irene"))
    both = rng.random() < 0.06
    masters = {"seo": ("victor", "irene") if both else (seo,), "ppc": ("paul",), "texts": ("kate",), "web": ("leo",)}
    return {column: masters[column] for column in dict.fromkeys(COLUMN_OF_SERVICE[service] for service in services)}


def _with_stories(drawn: Iterator[Client]) -> tuple[Client, ...]:
    """Some clients get a part to play, each the first that fits it."""
    clients = list(drawn)
    free = [client for client in clients[_FIRST_OF_THE_CAST:] if client.status == "active" and not client.joins]
    free = [client for client in free if len(client.contacts) > 1]
    Random(_CAST).shuffle(free)
    for story, fits, change in _STORIES:
        chosen = next(client for client in free if fits.items() <= vars(client).items())
        free.remove(chosen)
        clients[chosen.index] = replace(chosen, story=story, **change)
    reluctant = next(client for client in clients if client.story == "do not survey")
    first, *others = reluctant.contacts
    clients[reluctant.index] = replace(reluctant, contacts=(replace(first, do_not_survey=True), *others))
    return tuple(clients)


_CAST = 1
"""A choice of clients whose coming and going leaves the cohorts in balance."""
_FIRST_OF_THE_CAST = 20
"""The first twenty names by the alphabet have legal forms that are no ООО in Russian."""


_STORIES: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("recovered", {"manager": "anna", "listed_contacts": True}, {"fixed_cohort": 1}),
    ("turned away", {"manager": "sophie", "listed_contacts": True}, {"fixed_cohort": 1}),
    ("left in July", {"manager": "mark"}, {"fixed_cohort": 3}),
    ("left in September", {"manager": "sophie"}, {}),
    ("left in October", {"manager": "mark"}, {}),
    ("handed over", {"manager": "mark"}, {}),
    ("paused", {"manager": "anna"}, {"fixed_cohort": 2}),
    ("do not survey", {"listed_contacts": True}, {}),
    ("entered twice", {"manager": "sophie"}, {}),
    ("manager misspelt", {"manager": "sophie"}, {}),
    ("specialist in other letters", {"specialists": {"seo": ("victor",)}}, {}),
    ("start unreadable", {}, {}),
    ("revenue as text", {}, {}),
    ("odd role", {"listed_contacts": True}, {}),
    ("note in the cell", {}, {}),
    ("without legal form", {}, {}),
    ("misspelt in an answer", {}, {}),
)
"""Part, what the client must be, what it becomes."""
