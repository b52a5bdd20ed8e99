"""What the doctor sees in a workbook once it could be read: room, time zone, language, tables, the programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pandas as pd

from flows.errors import NoTimeZone
from flows.findings import Finding, fine, look, wrong
from flows.init_workbook import machine_zone
from flows.moment import UNSAID, moment_of, zone_of
from flows.program.settings import Settings, read_settings
from flows.texts import has, say
from flows.texts.wording import day, moment, number
from sheets_adapter import diagnosis
from sheets_adapter.errors import MissingTable
from sheets_adapter.snapshot import Snapshot
from sheets_adapter.tables import BY_KEY, KPI_TITLE
from sheets_adapter.workbook import Workbook

FULL = 0.8
"""Share of Google's limit from which on it is said."""
NOT_UP_TO_DATE = ("init", "deliver", "digest")
"""Flows that bring no figure up to date."""
STALE_DAYS = 2
"""A programme that was not brought up to date for longer has most likely lost its schedule."""


def room(snapshot: Snapshot, cells: int, most: int) -> Finding:
    values = {
        "title": snapshot.title,
        "sheets": len(snapshot.structure.sheets),
        "rows": sum(snapshot.rows_read.values()),
        "cells": number(snapshot.language, cells),
        "most": number(snapshot.language, most),
    }
    full = cells > FULL * most
    return Finding("look" if full else "fine", "full" if full else "read", values, language=snapshot.language)


def time_and_place(snapshot: Snapshot) -> Iterator[Finding]:
    """Raises NoTimeZone where the programme could not tell what day it is."""
    settings, issues = read_settings(snapshot.tables["settings"])
    bad = issues[issues["column"].eq("value") & issues["hint"].eq("time_zone")] if len(issues) else issues
    for text in bad["found"]:
        yield look("zone_misspelt", zone=text)
    zone_of(settings.time_zone, snapshot.time_zone)
    own = "" if snapshot.time_zone in UNSAID else snapshot.time_zone
    named = settings.time_zone or own
    if not named:
        yield look("zone_unsaid", zone=machine_zone() or "UTC")
    elif settings.time_zone and own and _apart(settings.time_zone, own):
        yield look("zone_differs", setting=settings.time_zone, spreadsheet=own)
    else:
        yield fine("zone", zone=named)
    machine = machine_zone()
    if named and machine and _apart(named, machine):
        yield look("zone_of_machine", zone=named, machine=machine)
    fits = snapshot.locale.split("_")[0] == snapshot.language
    yield Finding("fine" if fits else "look", "locale" if fits else "locale_differs", {"locale": snapshot.locale})


def _apart(one: str, other: str) -> bool:
    """Whether clocks in two zones ever show different times within a year from now."""
    first, second = zone_of(one, ""), zone_of(other, "")
    moments = pd.date_range(datetime.now(UTC), periods=12, freq="31D")
    return any(each.astimezone(first).utcoffset() != each.astimezone(second).utcoffset() for each in moments)


def tables(location: str, snapshot: Snapshot) -> Iterator[Finding]:
    language = snapshot.language
    seen = [one for one in snapshot.recognised if not BY_KEY[one.table].hidden]
    if seen:
        names = (_recognised(one.sheet, BY_KEY[one.table].title(language)) for one in seen)
        yield fine("tables", tables=", ".join(names))
    for problem in snapshot.problems:
        if not isinstance(problem, MissingTable) or problem.details.get("named"):
            yield wrong(problem)
    missing = [key for key in snapshot.missing if not BY_KEY[key].hidden]
    if missing:
        needed = any(BY_KEY[key].required for key in missing)
        names = (BY_KEY[key].title(language) for key in missing)
        values = {"tables": ", ".join(names), "location": location, "code": language}
        yield Finding("wrong" if needed else "look", "tables_missing", values)


def _recognised(sheet: str, table: str) -> str:
    return sheet if sheet == table else f"{sheet} ({table})"


def programme(location: str, snapshot: Snapshot) -> Iterator[Finding]:
    """When the programme last ran: what wrote is in the Journal, a run without news leaves its day on the KPI sheet."""
    journal = snapshot.tables["journal"]
    runs = journal[~journal["flow"].isin(NOT_UP_TO_DATE) & journal["when"].notna()]
    if runs.empty:
        if not snapshot.problems:
            yield look("no_run", location=location)
        return
    language, now = snapshot.language, _now(snapshot)
    flow, when = runs.sort_values("when")[["flow", "when"]].to_numpy().tolist()[-1]
    name = say(language, f"flow.{flow}") if has(language, f"flow.{flow}") else flow
    values = {"flow": name, "moment": moment(language, pd.Timestamp(when))}
    age = (now.normalize() - pd.Timestamp(when).normalize()).days
    if age <= STALE_DAYS or _checked_lately(snapshot, now):
        yield fine("last_run", **values)
    else:
        yield look("stale", location=location, days=age, **values)


def _now(snapshot: Snapshot) -> pd.Timestamp:
    settings: Settings = read_settings(snapshot.tables["settings"])[0]
    try:
        zone = zone_of(settings.time_zone, snapshot.time_zone)
    except NoTimeZone:
        zone = None
    return moment_of(None, datetime.now(UTC), zone)


def _checked_lately(snapshot: Snapshot, now: pd.Timestamp) -> bool:
    """Whether "checked on" of the KPI sheet is a day of late."""
    days = [now - pd.Timedelta(days=back) for back in range(STALE_DAYS + 1)]
    wanted = {say(snapshot.language, "kpi.checked_on", day=day(snapshot.language, each)) for each in days}
    titles = {title for words in KPI_TITLE.values() for title in words}
    grids = (snapshot.grids.get(sheet.sheet_id, []) for sheet in snapshot.structure.sheets if sheet.title in titles)
    return any(value in wanted for grid in grids for row in grid[:10] for value in row)


def quotas(workbook: Workbook) -> Iterator[Finding]:
    if workbook.identity is None:
        return
    put_off = diagnosis.refused_for_quota(workbook)
    calls = sum(workbook.calls.values())
    yield look("quota_near", calls=calls, put_off=put_off) if put_off else fine("quota", calls=calls)
