"""Runs that tests take back, and how they do it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sheets_adapter import Changes
from sheets_adapter.page import Cell, Style
from tests.sheets_adapter.conftest import history, task, tasks
from tests.sheets_adapter.picture import MEMORY, differences, picture
from tests.sheets_adapter.test_pages import CHART, DATA, KPI, changed

UNDO = {"when": pd.Timestamp("2026-11-02 09:00"), "flow": "undo", "version": "0.1", "note": "taken back"}


def commit(team_file, changes):
    workbook = team_file.open()
    return workbook.commit(workbook.snapshot(), changes)


def undo(team_file, by="one"):
    """What was left, as ``(address, reason)``."""
    workbook = team_file.open()
    snapshot = workbook.snapshot(strict=False)
    back = workbook.undoing(snapshot)
    assert not workbook.take_back(snapshot, back, UNDO, by)
    return [(left.address, left.reason) for left in back.left]


def issues(*cells):
    return pd.DataFrame(
        {"sheet": "Clients", "cell": [f"{cell} #gid=0&range={cell}" for cell in cells], "found": "?", "expected": "!"}
    )


def assert_as(before, team_file, without=MEMORY):
    assert differences(before, picture(team_file.path, without)) == []


RUNS = {
    "cells": Changes(tables={"history": history(Ann=75.0, Bob=25.0, Cid=0.0)}),
    "fewer rows": Changes(tables={"history": history(Bob=25.0), "data_issues": issues("C9")}),
    "links": Changes(tables={"data_issues": issues("A2", "C9", "D4")}),
    "rows": tasks(task("T-3", comment="two lines\nand a long, long sentence " * 9), task("T-4 #gid=0&range=A2")),
    "values of a page": Changes(pages=(changed(KPI, A2=45.0, B3="2 Nov"), DATA)),
    "look of a page": Changes(pages=(changed(KPI, A2=Cell(-10.0, Style(fill="#f4c7c3", wrap=True))), DATA)),
    "another page": Changes(
        pages=(
            replace(KPI, merges=(), widths={0: 90}, heights={1: 50}, charts=(replace(CHART, title="New"),), cells={
                **KPI.cells, (60, 7): Cell("far away"),
            }),
            replace(DATA, cells={**DATA.cells, (3, 0): Cell("Dec"), (3, 1): Cell(12.0)}),
        )
    ),
    "a sheet": Changes(tables={"client_history": pd.DataFrame({"client": ["Acme"]})}, create=("contacts",)),
}  # fmt: skip


def wide(*rows):
    """Rows of the table History: name, n and NPS."""
    return pd.DataFrame(
        {"month": pd.Timestamp("2026-10-01"), "name": [row[0] for row in rows], "n": [row[1] for row in rows],
         "nps": [row[2] for row in rows]}
    )  # fmt: skip


def remember(team_file, **said):
    """Somebody types into the hidden sheet; ``drawn_kpi_01`` stands for ``drawn kpi 01``."""

    def edit(book):
        for row in book["npsheets"].iter_rows(min_row=2):
            row[1].value = said.get(str(row[0].value).replace(" ", "_"), row[1].value)

    team_file.by_hand(edit)
