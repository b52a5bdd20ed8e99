"""The people at the clients: names, roles, addresses and numbers that reach nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from flows.program.names import bare


@dataclass(frozen=True)
class Contact:
    name: str
    role: str
    email: str
    phone: str
    forecast: int | None = None
    do_not_survey: bool = False
    reviewed_on: date | None = None


def people_by_name(rng: Random, names: Mapping[str, Any]) -> Iterator[str]:
    """Names of contacts, each once."""
    pool = names["contacts"]
    seen: set[tuple[bool, int, int]] = set()
    while True:
        drawn = (rng.random() < 0.5, rng.randrange(30), rng.randrange(40))
        if drawn not in seen:
            seen.add(drawn)
            kind = "women" if drawn[0] else "men"
            yield f"{pool[kind][drawn[1]]} {pool['surnames_' + kind][drawn[2]]}"


def contacts_of(rng: Random, names: Mapping[str, Any], client: str, people: Iterator[str]) -> tuple[Contact, ...]:
    roles = ["decision maker"]
    roles += [role for role, share in (("influencer", 0.55), ("end user", 0.4)) if rng.random() < share]
    return tuple(_contact(rng, names, client, next(people), role) for role in roles)


def _contact(rng: Random, names: Mapping[str, Any], client: str, name: str, role: str) -> Contact:
    settings = names["settings"]
    area, line = rng.choice(range(6)), rng.randrange(100)
    first, last = (_in_latin(part) for part in name.split(" ", 1))
    forecast = min(10, max(3, round(rng.gauss(8.3, 1.2))))
    return Contact(
        name,
        role,
        email=f"{first}.{last}@{_in_latin(bare(client))}.example",
        phone=settings["phone"].format(area=settings["areas"][area], line=line),
        forecast=forecast if role == "decision maker" and rng.random() < 0.45 else None,
        reviewed_on=date(2026, 3, 1) + timedelta(days=rng.randrange(115)) if rng.random() < 0.6 else None,
    )


_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        (
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "sch",
            "-",
            "y",
            "-",
            "e",
            "yu",
            "ya",
        ),
        strict=True,
    )
)


def _in_latin(text: str) -> str:
    """A name as it would stand in an address."""
    letters = "".join(_LATIN.get(letter, letter) for letter in text.casefold())
    words = "".join(letter if letter.isalnum() else " " for letter in letters.replace("-", "").replace("'", ""))
    return "-".join(words.split())
