"""Pages as they were drawn before a run; what people typed into them since stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sheets_adapter import requests
from sheets_adapter.a1 import letters, quoted
from sheets_adapter.encoding import Json
from sheets_adapter.page import Page
from sheets_adapter.page_work import PageWork, charts_drawn, page_work
from sheets_adapter.snapshot import Sheet, Snapshot
from sheets_adapter.state import DRAWN, joined, page_sheet
from sheets_adapter.undo.cells import Left
from sheets_adapter.undo.drawing import differing, page_of, with_values

DEFAULT_WIDTH = 100
"""Pixels of a column of a new sheet."""


class PagesBack(NamedTuple):
    """``works`` draw what was there before, ``plain`` first undoes sizes that it does not speak of.

    Sheets ``made`` by the run can go.
    """

    works: tuple[PageWork, ...]
    plain: tuple[Json, ...]
    made: dict[str, Sheet]
    left: tuple[Left, ...]


def pages_back(snapshot: Snapshot, told: dict[str, Json]) -> PagesBack:
    works: list[PageWork] = []
    plain: list[Json] = []
    made: dict[str, Sheet] = {}
    left: list[Left] = []
    for key, before in told.items():
        sheet = page_sheet(key, snapshot.structure.sheets, snapshot.state)
        if sheet is None:
            continue
        now = page_of(joined(snapshot.state, DRAWN + key))
        page = page_of(before["before"])
        if now is None or (before["before"] and page is None):
            left.append(Left(sheet.title, quoted(sheet.title), "look_unknown"))
            continue
        grid = snapshot.grids.get(sheet.sheet_id, [])
        typed = {at: value for at, value in differing(now, grid).items() if at not in now.quiet}
        left += [Left(sheet.title, f"{quoted(sheet.title)}!{letters(at)}{row + 1}", "overwritten") for row, at in typed]
        if page is not None:
            page = with_values(page, {(row, at): value for row, at, value in before["grid"]} | typed)
            works.append(page_work(page, sheet, grid, snapshot.state))
            plain += _plain_sizes(now, page, sheet)
        elif typed or not set(sheet.charts) <= charts_drawn(now, snapshot.state):
            left += [] if typed else [Left(sheet.title, quoted(sheet.title), "typed_into")]
        else:
            made[key] = sheet
    if len(made) < sum(not before["before"] for before in told.values()):
        # A chart is drawn from the other page: they go together or stay together.
        made = {}
    return PagesBack(tuple(works), tuple(plain), made, tuple(left))


def _plain_sizes(now: Page, before: Page, sheet: Sheet) -> Iterator[Json]:
    for at in sorted(now.widths.keys() - before.widths.keys()):
        yield requests.size(sheet.sheet_id, "COLUMNS", at, at, DEFAULT_WIDTH)
    for at in sorted(now.heights.keys() - before.heights.keys()):
        yield requests.fit_rows(sheet.sheet_id, at, at)
