"""What `npsheets init` does: say what is recognised, propose the rest, create what is missing, touch nothing there.

A sheet that it creates may be filled: Employees with the names found in Clients, Settings with what was
proposed and asked, every setting and its default, Routing with words to begin with. Sheets that are there stay
as they are: where one of them is Settings, people paste the proposed lines themselves.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from flows.adoption_words import asked, reason
from flows.opening import open_for_person
from flows.program.names import is_nobody, pointless, resolve
from flows.program.roster import roster
from flows.program.routing_words import ROUTES
from flows.program.settings import SETTINGS
from flows.progress import tell
from flows.texts import say
from flows.texts.wording import capital, day
from sheets_adapter.changes import Changes, Receipt
from sheets_adapter.columns import Owner
from sheets_adapter.connect import create_workbook
from sheets_adapter.errors import MissingColumn, MissingTable, SetupError, TitleTaken
from sheets_adapter.parsing import people_in
from sheets_adapter.proposing import Line, Proposals, propose, with_lines
from sheets_adapter.recognise import plain
from sheets_adapter.snapshot import Recognised, Sheet, Snapshot
from sheets_adapter.tables import BY_KEY, TABLES
from sheets_adapter.unseen import Unseen
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
    proposals: Proposals = field(default_factory=Proposals)
    unseen: tuple[Unseen, ...] = ()

    @cached_property
    def agreed(self) -> Snapshot | None:
        """The workbook as it is read once the proposals stand in Settings."""
        return with_lines(self.snapshot, self.proposals, self.language) if self.snapshot else None

    @property
    def recognised(self) -> tuple[Recognised, ...]:
        return self.snapshot.recognised if self.snapshot else ()

    @property
    def unrecognised(self) -> tuple[str, ...]:
        """Sheets that are left alone, proposals or not."""
        return self.agreed.unrecognised if self.agreed else ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of the tables that will be made, in the order of the tabs; not those whose title a sheet has already."""
        if self.agreed is None:
            return tuple(table.key for table in TABLES)
        unreadable = {problem.details.get("table") for problem in self.agreed.problems if _asks(problem)}
        return tuple(key for key in self.agreed.missing if key not in unreadable)

    @property
    def problems(self) -> tuple[SetupError, ...]:
        """What a person has to put right first; what is missing or asked for in Settings is no problem here."""
        found = self.agreed.problems if self.agreed else ()
        stopping = tuple(
            problem
            for problem in found
            if not _asks(problem) and (not isinstance(problem, MissingTable) or problem.details.get("named"))
        )
        return stopping or tuple(TitleTaken(sheet=title) for title in self._titles_taken)

    @property
    def _titles_taken(self) -> list[str]:
        """Of sheets that hold something else than the table that will be made under that title."""
        if self.agreed is None:
            return []
        wanted = {plain(BY_KEY[key].title(self.language)) for key in self.missing if key not in self.agreed.blank}
        return [title for title in self.unrecognised if plain(title) in wanted]

    @property
    def likely(self) -> tuple[SetupError, ...]:
        """Tables that will be made although a sheet of another title has such headings."""
        found = self.agreed.problems if self.agreed else ()
        return tuple(problem for problem in found if problem not in self.problems and problem.details.get("likely"))

    @property
    def to_paste(self) -> tuple[Line, ...]:
        """Lines for a sheet Settings that is people's already."""
        return () if "settings" in self.missing else (*self.proposals.proposed, *self.proposals.asked)

    @property
    def complete(self) -> bool:
        return not self.missing

    @cached_property
    def employees(self) -> pd.DataFrame:
        """The names that stand in Clients, with the role they stand there in most often."""
        return employees_of(self.agreed.tables["clients"] if self.agreed else None)

    @cached_property
    def clients(self) -> Counter[str]:
        """How many clients are active, paused and churned as they are read."""
        if self.agreed is None:
            return Counter()
        return Counter(roster(self.agreed.tables, pd.Timestamp.now()).clients["status"])

    @cached_property
    def answers(self) -> tuple[int, int]:
        """How many answers are read, and how many of them belong to no client."""
        if self.agreed is None:
            return 0, 0
        whose = self.agreed.tables["responses"]["client"]
        return len(whose), int((resolve(whose, self.agreed.tables["clients"]["client"])["name"] == "").sum())

    def title(self, table: str) -> str:
        """The sheet as it is titled there, or will be."""
        known = (one.sheet for one in (self.agreed.recognised if self.agreed else ()) if one.table == table)
        return next(known, BY_KEY[table].title(self.language))


def look(location: str, language: str) -> Found:
    """Reads, writes nothing. Raises NpsheetsError where there is something that cannot be a workbook."""
    if is_new_file(location):
        return Found(location, language)
    tell("connect", location=location)
    workbook = open_for_person(location)
    tell("reading")
    snapshot = workbook.snapshot(strict=False)
    proposals = propose(snapshot, language)
    agreed = with_lines(snapshot, proposals, language)
    return Found(location, language, workbook, snapshot, proposals, tuple(workbook.unseen(_of_people(agreed))))


def _asks(problem: SetupError) -> bool:
    """A sheet of people's that lacks a column: Settings ask which one it is."""
    return isinstance(problem, MissingColumn) and BY_KEY[str(problem.details["table"])].owner is Owner.PEOPLE


def _of_people(snapshot: Snapshot) -> list[tuple[Sheet, int, int]]:
    """The sheets that people keep, the row of their headings and the last one with anything in it."""
    by_title = {sheet.title: sheet for sheet in snapshot.structure.sheets}
    rows = {one.sheet: one.heading_row for one in snapshot.recognised if BY_KEY[one.table].owner is Owner.PEOPLE}
    sheets = [(by_title[title], row) for title, row in rows.items() if title in by_title]
    return [(sheet, row, len(snapshot.grids[sheet.sheet_id])) for sheet, row in sheets]


def is_new_file(location: str) -> bool:
    return location.lower().endswith(".xlsx") and "://" not in location and not Path(location).exists()


def create_missing(found: Found) -> Receipt:
    """One write: every missing sheet, some of them filled."""
    workbook, snapshot = found.workbook, found.agreed
    now = datetime.now().astimezone()
    if workbook is None or snapshot is None:
        workbook = create_workbook(found.location, found.language, machine_zone() or "Etc/GMT")
        snapshot = workbook.snapshot(strict=False)
    tell("writing")
    fillings = {
        "employees": found.employees,
        "settings": pd.concat(
            [proposal_rows(found), setting_rows(found.language, pd.Timestamp(now.replace(tzinfo=None)))]
        ),
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
    names = names.assign(employee=names["employee"].map(people_in)).explode("employee").dropna(subset="employee")
    names = names[~names["employee"].map(is_nobody).astype("bool")]
    names = names.assign(person=names["employee"].map(pointless))
    spelling = names.groupby("person")["employee"].agg(_commonest)
    role = names.groupby("person")["role"].agg(_commonest)
    listed = pd.DataFrame({"employee": spelling, "role": role}).astype("str")
    place = listed["role"].map({role: place for place, role in enumerate(TEAM.values())})
    return listed.assign(place=place).sort_values(["place", "employee"])[columns].reset_index(drop=True)


def _commonest(words: pd.Series) -> str:
    return str(words.mode().iloc[0])


def proposal_rows(found: Found) -> pd.DataFrame:
    """What is asked, which people have to fill, then what was proposed, each with its reason."""
    language = found.language
    rows = [(line.setting(language), "", capital(asked(language, line))) for line in found.proposals.asked]
    rows += [
        (line.setting(language), line.value(language), capital(reason(language, line)) + ".")
        for line in found.proposals.proposed
    ]
    return pd.DataFrame(rows, columns=["setting", "value", "meaning"], dtype="str")


def setting_rows(language: str, today: pd.Timestamp, leave_empty: Collection[str] = ()) -> pd.DataFrame:
    """Every setting with its default and what it does; ``leave_empty``: keys that the firm is to fill in itself."""
    said = {
        "language": language,
        "time_zone": machine_zone(),
        "programme_starts_on": day_as_typed(language, today.normalize().replace(day=1)),
        **dict.fromkeys(leave_empty, ""),
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
