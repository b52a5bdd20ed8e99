"""What `npsheets init` does: say what is recognised, create what is missing, touch nothing that exists.

A sheet that it creates may be filled: Employees with the names found in Clients, Settings with every
setting and its default, Routing with words to begin with. Sheets that are there stay as they are.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from flows.opening import open_for_flow
from flows.program.names import normalise, says_nothing
from flows.program.routing_words import ROUTES
from flows.program.settings import SETTINGS
from flows.progress import tell
from flows.texts import say
from flows.texts.wording import day
from sheets_adapter.changes import Changes, Receipt
from sheets_adapter.connect import create_workbook
from sheets_adapter.errors import MissingTable, SetupError
from sheets_adapter.snapshot import Recognised, Snapshot
from sheets_adapter.tables import BY_KEY, TABLES
from sheets_adapter.workbook import Workbook

TEAM = {"salesperson": "salesperson", "manager": "manager", "specialists": "specialist"}
"""Columns of Clients and the role of who stands in them."""
ZONES = Path("/usr/share/zoneinfo")


@dataclass(frozen=True, eq=False)
class Found:
    """What a look at the location found; without a ``snapshot`` there is no workbook yet."""

    location: str
    language: str
    workbook: Workbook | None = None
    snapshot: Snapshot | None = None

    @property
    def recognised(self) -> tuple[Recognised, ...]:
        return self.snapshot.recognised if self.snapshot else ()

    @property
    def unrecognised(self) -> tuple[str, ...]:
        return self.snapshot.unrecognised if self.snapshot else ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of the tables that will be made, in the order of the tabs."""
        return self.snapshot.missing if self.snapshot else tuple(table.key for table in TABLES)

    @property
    def problems(self) -> tuple[SetupError, ...]:
        """What a person has to put right first; a sheet that is merely missing is no problem here."""
        found = self.snapshot.problems if self.snapshot else ()
        return tuple(
            problem for problem in found if not isinstance(problem, MissingTable) or problem.details.get("named")
        )

    @property
    def likely(self) -> tuple[SetupError, ...]:
        """Tables that will be made although a sheet of another title has such headings."""
        found = self.snapshot.problems if self.snapshot else ()
        return tuple(problem for problem in found if problem not in self.problems and problem.details.get("likely"))

    @property
    def complete(self) -> bool:
        return not self.missing

    @cached_property
    def employees(self) -> pd.DataFrame:
        """The names that stand in Clients, with the role they stand there in most often."""
        return employees_of(self.snapshot.tables["clients"]) if self.snapshot else employees_of(None)

    def title(self, table: str) -> str:
        """The sheet as it is titled there, or will be."""
        known = (one.sheet for one in self.recognised if one.table == table)
        return next(known, BY_KEY[table].title(self.language))


def look(location: str, language: str) -> Found:
    """Reads, writes nothing. Raises NpsheetsError where there is something that cannot be a workbook."""
    if is_new_file(location):
        return Found(location, language)
    tell("connect", location=location)
    workbook = open_for_flow(location)
    tell("reading")
    return Found(location, language, workbook, workbook.snapshot(strict=False))


def is_new_file(location: str) -> bool:
    return location.lower().endswith(".xlsx") and "://" not in location and not Path(location).exists()


def create_missing(found: Found) -> Receipt:
    """One write: every missing sheet, some of them filled."""
    workbook, snapshot = found.workbook, found.snapshot
    now = datetime.now().astimezone()
    if workbook is None or snapshot is None:
        workbook = create_workbook(found.location, found.language, machine_zone() or "Etc/GMT")
        snapshot = workbook.snapshot(strict=False)
    tell("writing")
    fillings = {
        "employees": found.employees,
        "settings": setting_rows(found.language, pd.Timestamp(now.replace(tzinfo=None))),
        "routing": routing_rows(found.language),
    }
    return workbook.commit(
        snapshot,
        Changes(
            appends={key: rows for key, rows in fillings.items() if key in found.missing and len(rows)},
            create=found.missing,
            journal={
                "when": pd.Timestamp(now.replace(tzinfo=None)).floor("min"),
                "flow": "init",
                "version": version("npsheets"),
                "month": None,
                "rows_read": sum(snapshot.rows_read.values()),
                "rejected": 0,
                "note": say(found.language, "report.journal_created"),
            },
            language=found.language,
        ),
    )


def employees_of(clients: pd.DataFrame | None) -> pd.DataFrame:
    """Columns ``employee, role``: each name once, in its commonest spelling, by role, then by name."""
    columns = ["employee", "role"]
    if clients is None or clients.empty:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in columns})
    named = [
        clients[[column]].explode(column).set_axis(["employee"], axis=1).assign(role=role)
        for column, role in TEAM.items()
    ]
    names = pd.concat(named, ignore_index=True).dropna(subset="employee")
    names = names[~names["employee"].map(says_nothing).astype("bool")]
    names = names.assign(person=names["employee"].map(normalise))
    spelling = names.groupby("person")["employee"].agg(_commonest)
    role = names.groupby("person")["role"].agg(_commonest)
    listed = pd.DataFrame({"employee": spelling, "role": role}).astype("str")
    place = listed["role"].map({role: place for place, role in enumerate(TEAM.values())})
    return listed.assign(place=place).sort_values(["place", "employee"])[columns].reset_index(drop=True)


def _commonest(words: pd.Series) -> str:
    return str(words.mode().iloc[0])


def setting_rows(language: str, today: pd.Timestamp) -> pd.DataFrame:
    """Every setting with its default and what it does."""
    said = {
        "language": language,
        "time_zone": machine_zone(),
        "programme_starts_on": day_as_typed(language, today.normalize().replace(day=1)),
    }
    rows = [
        (
            setting.names[language][0],
            said.get(setting.key, setting.default_text[language]),
            say(language, f"setting.{setting.key}"),
        )
        for setting in SETTINGS
    ]
    return pd.DataFrame(rows, columns=["setting", "value", "meaning"], dtype="str")


def day_as_typed(language: str, when: pd.Timestamp) -> str:
    """A day as text that is read in one way only."""
    return day(language, when) if language == "ru" else f"{when:%Y-%m-%d}"


def routing_rows(language: str) -> pd.DataFrame:
    rows = [(route.words, route.theme, route.role) for route in ROUTES[language]]
    return pd.DataFrame(rows, columns=["words", "theme", "role"])


def machine_zone() -> str:
    """The time zone of this machine by its name in the tz database; empty if it does not tell."""
    named = os.environ.get("TZ", "").lstrip(":")
    if named:
        return named if (ZONES / named).exists() else ""
    place = Path("/etc/localtime").resolve()
    name = str(place.relative_to(ZONES)) if place.is_relative_to(ZONES) else ""
    return "" if name in {"Etc/UTC", "UTC", "Universal", "Zulu"} else name
