"""What a run decides: the rules' frames put together into one set of changes for the workbook.

No rule lives here. A workbook's tables go to ``program``, what comes back goes into words of the
workbook's language, gets its links and becomes ``Changes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version

import pandas as pd

from flows.data_issues import issue_rows, plan_in_words
from flows.delivery_words import deliveries_in_words
from flows.kpi_page import kpi_pages
from flows.moment import moment_of, zone_of
from flows.outbox_after import Digests, digests_of, outbox_after, readers_of
from flows.program import issues
from flows.program.adoption import programme_start
from flows.program.call_list import open_round
from flows.program.deliveries import Outgoing, trouble
from flows.program.improvement import TASK_KEY
from flows.program.letters_ready import missing_for_waiting
from flows.program.months import closed_months
from flows.program.outbox import of_run
from flows.program.roster import roster
from flows.program.settings import Settings, read_settings
from flows.program.shapes import DELIVERIES, empty
from flows.program.up_to_date import UpToDate, bring_up_to_date
from flows.texts import say
from flows.texts.wording import month as month_name
from sheets_adapter.changes import Changes
from sheets_adapter.columns import Owner
from sheets_adapter.snapshot import Snapshot
from sheets_adapter.tables import TABLES

OF_PEOPLE = tuple(table.key for table in TABLES if table.owner is not Owner.PROGRAM)
"""Tables whose rows are counted as read, accepted and rejected."""


@dataclass(frozen=True, eq=False)
class Sheets:
    """A workbook as a run found it: its snapshot, its settings, and the moment the run stands for."""

    snapshot: Snapshot
    settings: Settings
    setting_issues: pd.DataFrame
    moment: pd.Timestamp
    outgoing: Outgoing | None = None
    """None where nothing can go out: a look at the workbook."""


@dataclass(frozen=True, eq=False)
class Decision:
    """``month``: the month the run is about, None for a run about a day."""

    month: pd.Timestamp | None
    up_to_date: UpToDate
    changes: Changes
    issues: pd.DataFrame
    round_closed: pd.Timestamp | None = None
    """The day on which the month was closed whose round was not opened for that reason."""
    restated: bool = False
    claimed: pd.DataFrame = field(default_factory=lambda: empty(DELIVERIES))
    """What this run hands over once it has written (shape ``shapes.DELIVERIES``)."""
    held: tuple[str, ...] = ()
    """Settings that letters wait for."""
    digests: Digests | None = None
    """What the month's letters to staff are made of."""

    @property
    def rejected(self) -> int:
        return issues.rejected_rows(self.issues[self.issues["table"].isin(OF_PEOPLE)])


def understand(snapshot: Snapshot, as_of: str | None, scheduled: datetime) -> Sheets:
    settings, found = read_settings(snapshot.tables["settings"])
    moment = moment_of(as_of, scheduled, zone_of(settings.time_zone, snapshot.time_zone))
    starts_on = programme_start(settings.programme_starts_on, snapshot.tables["journal"], moment)
    settings = replace(settings, language=snapshot.language, programme_starts_on=starts_on)
    return Sheets(snapshot, settings, found, moment)


def decide(
    flow: str,
    sheets: Sheets,
    month: pd.Timestamp | None = None,
    *,
    opens_round: bool = False,
    restates: bool = False,
    every_day: bool = False,
    only_letters: bool = False,
    sends_digests: bool = False,
) -> Decision:
    """All that a run of ``flow`` writes, and why.

    ``opens_round``: the round of ``month`` is opened first, unless the month is closed. ``restates``: a
    closed ``month`` is computed again. ``every_day``: "checked on" is written even if nothing else is.
    ``only_letters``: nothing is written but the sheet Deliveries. ``sends_digests``: letters about ``month`` (None: the
    latest that has figures) go to staff.
    """
    snapshot, settings, moment = sheets.snapshot, sheets.settings, sheets.moment
    tables: dict[str, pd.DataFrame] = dict(snapshot.tables)
    people = roster(tables, moment)
    closed = closed_months(tables["history"]).get(month) if month is not None else None
    calls = None
    if opens_round and month is not None and closed is None:
        opened = open_round(month, tables, people, settings, moment)
        calls = opened.rows
        tables |= {
            "call_list": _with(tables["call_list"], calls),
            "attribution": _with(tables["attribution"], opened.attribution),
            "survey_plan": opened.plan,
        }
    up = bring_up_to_date(tables, settings, people, moment, month if restates else None)
    unread = readers_of(people, settings, up.as_of)
    found = issues.joined([sheets.setting_issues, snapshot.issues, up.issues, *([unread.issues] if unread else [])])
    digests = digests_of(up, tables, people, settings, len(found), month) if sends_digests else None
    outbox = outbox_after(
        tables, up, before=snapshot.tables, people=people, settings=settings, outgoing=sheets.outgoing, digests=digests
    )
    found = issues.joined([found, trouble(outbox, tables)])
    decision = Decision(month, up, Changes(), found, closed if opens_round else None, restates and closed is not None)
    changes = _changes(flow, sheets, decision, _appends(up, calls, snapshot))
    if only_letters:
        changes = replace(changes, tables={}, appends={}, pages=(), follow_up=True)
    letters = {"deliveries": deliveries_in_words(outbox, settings.language)}
    changes = replace(changes, tables={**changes.tables, **letters}, write_quiet=every_day)
    claimed = of_run(outbox, sheets.outgoing.run) if sheets.outgoing else decision.claimed
    held = missing_for_waiting(outbox, settings)
    return replace(decision, changes=changes, claimed=claimed, held=held, digests=digests)


def _changes(flow: str, sheets: Sheets, decision: Decision, appends: dict[str, pd.DataFrame]) -> Changes:
    language, up = sheets.settings.language, decision.up_to_date
    restated = month_name(language, decision.month) if decision.restated and decision.month is not None else ""
    return Changes(
        tables={
            **up.tables,
            "survey_plan": plan_in_words(up.tables["survey_plan"], language),
            "data_issues": issue_rows(decision.issues, sheets.snapshot, language),
        },
        appends=appends,
        pages=kpi_pages(up.kpi, language, max(sheets.moment, up.as_of)),
        journal={
            "when": sheets.moment,
            "flow": flow,
            "version": version("npsheets"),
            "month": decision.month,
            "rows_read": rows_read(sheets.snapshot),
            "rejected": decision.rejected,
            "note": say(language, "report.journal_restated", month=restated) if restated else "",
        },
        language=language,
    )


def rows_read(snapshot: Snapshot) -> int:
    return sum(snapshot.rows_read[key] for key in OF_PEOPLE)


def _appends(up: UpToDate, calls: pd.DataFrame | None, snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    linked = {"tasks": _with_links(up.appends["tasks"], up.answers, snapshot)}
    every = {"call_list": calls, **up.appends, **linked}
    return {key: rows for key, rows in every.items() if rows is not None and len(rows)}


def _with_links(tasks: pd.DataFrame, answers: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    """The key of each task leads to the row of its answer."""
    rows = answers.drop_duplicates("key")
    place = {TASK_KEY + key: (source, row) for key, source, row in rows[["key", "source", "row"]].to_numpy()}

    def linked(key: str) -> str:
        source, row = place.get(key, ("", 0))
        link = snapshot.link(source, int(row), "score") if row else ""
        return f"{key} {link}" if link else key

    return tasks.assign(task_key=tasks["task_key"].map(linked).astype("str"))


def _with(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table, rows.assign(row=0)], ignore_index=True) if len(rows) else table


def titles_read(snapshot: Snapshot) -> Mapping[str, int]:
    """Rows read by the title of the sheet, or of the sheets that feed one table, for a person."""
    return {
        ", ".join(place.sheet.title for place in snapshot.places_of(key)): snapshot.rows_read[key]
        for key in OF_PEOPLE
        if snapshot.rows_read.get(key)
    }
