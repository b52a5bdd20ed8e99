"""A team whose programme stood still over the end of a month: its workbook, and the runs that were missed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from flows.decision import Decision, Sheets, decide, understand
from flows.program.months import month_of
from sheets_adapter.connect import open_workbook
from tests.flows.sheet import add_rows, rows_of, type_into

FIRST = (datetime.now(UTC).date().replace(day=1) - timedelta(days=1)).replace(day=1)
"""The 1st of last month: past for certain, whatever the day."""
MISSED = [
    ("daily_watch", datetime.combine(FIRST - timedelta(days=1), time(7, 0))),
    ("survey_round", datetime.combine(FIRST, time(6, 0))),
    ("monthly_nps", datetime.combine(FIRST, time(6, 30))),
    ("daily_watch", datetime.combine(FIRST, time(7, 0))),
    ("daily_watch", datetime.combine(FIRST + timedelta(days=1), time(7, 0))),
]
"""In the order in which they were due, in UTC."""


def stood_still(path: Path) -> Path:
    """``path`` is a new workbook: filled in, run once four days before the month's end, and worked in since."""
    fill(path)
    run_in(path, [("daily_watch", MISSED[0][1] - timedelta(days=3))])
    go_on_working(path)
    return path


def fill(path: Path) -> Path:
    """Six clients, one of them due in the month to come, and two answers."""
    add_rows(
        path,
        "Employees",
        {"employee": "Ida", "role": "head", "interviews": "yes"},
        {"employee": "Ann", "role": "manager"},
        {"employee": "Bob", "role": "manager"},
    )
    names = ("Acme", "Birch", "Cedar", "Delta", "Ember", "Fjord")
    rows = [
        {"client": name, "status": "active", "manager": ("Ann", "Bob")[at % 2], "contact": f"{name} Jones"}
        for at, name in enumerate(names)
    ]
    rows[4]["fixed cohort"] = (FIRST.month - 1) % 3 + 1
    add_rows(path, "Clients", *rows)
    start = next(at for at, row in enumerate(rows_of(path, "Settings"), 2) if row["setting"] == "programme starts on")
    type_into(path, "Settings", start, value=FIRST - timedelta(days=80))
    before = FIRST - timedelta(days=9)
    add_rows(
        path,
        "Responses",
        {"date": before, "client": "Acme", "score": 10, "what to change": "More reports"},
        {"date": before, "client": "Birch", "score": 3, "what to change": "Answer the phone"},
    )
    return path


def go_on_working(path: Path) -> None:
    """What people type while nothing runs: two answers, and a client that left."""
    add_rows(
        path,
        "Responses",
        {"date": FIRST - timedelta(days=1), "client": "Cedar", "score": 9},
        {"date": FIRST, "client": "Delta", "score": 7, "what to change": "Cheaper ads"},
    )
    type_into(path, "Clients", 7, status="churned", churned_on=FIRST - timedelta(days=2))


def run_in(path: Path, missed: list[tuple[str, datetime]]) -> Path:
    """Each as if it had run at its hour, in the order given: what the flows decide, without Prefect."""
    for flow, moment in missed:
        workbook = open_workbook(path)
        sheets = understand(workbook.snapshot(), moment.isoformat(), moment.replace(tzinfo=UTC))
        workbook.commit(sheets.snapshot, decision(flow, sheets).changes)
    return path


def decision(flow: str, sheets: Sheets) -> Decision:
    month = month_of(sheets.moment).as_unit("ns")
    if flow == "survey_round":
        return decide(flow, sheets, month, opens_round=True)
    if flow == "monthly_nps":
        return decide(flow, sheets, month - pd.DateOffset(months=1))
    return decide(flow, sheets, every_day=True)


def sheets_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every sheet."""
    return {
        sheet.title: [row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]
        for sheet in openpyxl.load_workbook(path).worksheets
    }
