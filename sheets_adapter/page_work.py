"""What a page needs written: only changed values while its look is the same, else the rows or the whole anew."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sheets_adapter import requests
from sheets_adapter.a1 import letters, quoted
from sheets_adapter.changes import CellChange
from sheets_adapter.diff import Difference, difference
from sheets_adapter.encoding import Json, Raw, cell, cut, serial, shown
from sheets_adapter.page import LineChart, Page, Position, Style, Value
from sheets_adapter.page_look import cell_format, chart_request
from sheets_adapter.snapshot import Grid, Sheet
from sheets_adapter.state import LOOK, remembered_page

_DRAWING = 1
"""Raised when this module draws a page otherwise, so that pages drawn before are drawn anew."""
Ids = Mapping[str, int]
"""Page key -> sheet id."""


@dataclass(frozen=True)
class Look:
    """Fingerprints of how a page was drawn; ``rows`` are those of the styles, row by row."""

    frame: str
    charts: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class PageWork:
    page: Page
    sheet: Sheet
    values: Mapping[int, list[Raw]]
    found: Difference
    look: Look
    before: Look | None

    @property
    def redrawn(self) -> bool:
        return self.before is None or self.before.frame != self.look.frame

    @property
    def charts_redrawn(self) -> bool:
        before = self.before.charts if self.before else ""
        # A chart that somebody deleted is drawn again.
        return before != self.look.charts or not self._chart_ids(before) <= set(self.sheet.charts)

    @property
    def restyled(self) -> list[int]:
        """Rows whose styles changed."""
        before = self.before.rows if self.before else ()
        return [row for row, mark in enumerate(self.look.rows) if row >= len(before) or before[row] != mark]

    @property
    def loud(self) -> bool:
        """Whether anything but quiet cells changed."""
        looks = self.before is None or self.redrawn or self.charts_redrawn or bool(self.restyled)
        return looks or any(position not in self.page.quiet for position in self.found.cells)

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of the grid that are needed."""
        return page_size(self.page)

    def changes(self, limit: int) -> tuple[CellChange, ...]:
        return tuple(
            CellChange(
                f"{quoted(self.sheet.title)}!{letters(at)}{row + 1}",
                shown(None, self.found.old[row, at]),
                shown(None, self.values[at][row]) if at in self.values and row < len(self.values[at]) else "",
            )
            for row, at in self.found.cells[:limit]
        )

    def remembered(self) -> dict[str, str]:
        """What the state keeps of this page."""
        look = json.dumps(asdict(self.look), separators=(",", ":"))
        return remembered_page(self.page.key, self.sheet) | {LOOK + self.page.key: look}

    def requests(self) -> Iterator[Json]:
        """Cells and looks; charts come when the cells of every page are there."""
        if self.redrawn:
            yield from self._whole()
            return
        width = self.size[1]
        restyled = set(self.restyled)
        for row in sorted(restyled):
            cells = [self._cell((row, at)) for at in range(width)]
            yield requests.cells(self.sheet.sheet_id, row, 0, [cells], "userEnteredValue,userEnteredFormat")
        for block in self.found.blocks:
            for row in range(block.top, block.bottom + 1):
                if row not in restyled:
                    values = [cell(self._value(row, at)) for at in range(block.left, block.right + 1)]
                    yield requests.cells(self.sheet.sheet_id, row, block.left, [values], "userEnteredValue")

    def chart_requests(self, ids: Ids) -> Iterator[Json]:
        if not self.charts_redrawn:
            return
        # What is kept of a page may be lost, and its charts still be there.
        marks = {self.look.charts, *([self.before.charts] if self.before else [])}
        ours = {chart_id(self.page, number, mark) for mark in marks for number in range(len(self.sheet.charts))}
        for known in sorted(ours & set(self.sheet.charts)):
            yield {"deleteEmbeddedObject": {"objectId": known}}
        for number, chart in enumerate(self.page.charts):
            new_id = chart_id(self.page, number, self.look.charts)
            yield chart_request(chart, new_id, self.sheet.sheet_id, ids[chart.data])

    def _chart_ids(self, mark: str) -> set[int]:
        return {chart_id(self.page, number, mark) for number in range(len(self.page.charts))}

    def _whole(self) -> Iterator[Json]:
        sheet_id, (height, width) = self.sheet.sheet_id, self.size
        if self.before is not None or self.sheet.rows:
            yield {"unmergeCells": {"range": {"sheetId": sheet_id}}}
            yield requests.clear(sheet_id, "userEnteredValue,userEnteredFormat")
        rows = [[self._cell((row, at)) for at in range(width)] for row in range(height)]
        yield requests.cells(sheet_id, 0, 0, rows, "userEnteredValue,userEnteredFormat")
        for span in self.page.merges:
            where = requests.area(sheet_id, *span.first, span.last[0] + 1, span.last[1] + 1)
            yield {"mergeCells": {"range": where, "mergeType": "MERGE_ALL"}}
        for at, pixels in sorted(self.page.widths.items()):
            yield requests.size(sheet_id, "COLUMNS", at, at, pixels)
        for at, pixels in sorted(self.page.heights.items()):
            yield requests.size(sheet_id, "ROWS", at, at, pixels)
        yield requests.freeze(sheet_id, self.page.frozen_rows, self.page.frozen_columns)

    def _cell(self, position: Position) -> Json:
        given = self.page.cells.get(position)
        data = cell(self._value(*position))
        style = given.style if given else Style()
        entered = cell_format(style, is_date=given is not None and isinstance(given.value, date))
        return data | {"userEnteredFormat": entered} if entered else data

    def _value(self, row: int, at: int) -> Raw:
        values = self.values.get(at, [])
        return values[row] if row < len(values) else ""


def page_work(page: Page, sheet: Sheet, grid: Grid, state: Mapping[str, str]) -> PageWork:
    height, width = page_size(page)
    columns = max([width, *(len(row) for row in grid)])
    values: dict[int, list[Raw]] = {at: [""] * height for at in range(columns)}
    for (row, at), given in page.cells.items():
        values[at][row] = raw_value(given.value)
    return PageWork(page, sheet, values, difference(grid, values, 0), _look(page), _remembered(page, state))


def page_size(page: Page) -> tuple[int, int]:
    places = [*page.cells, *(span.last for span in page.merges)]
    return max((row for row, _ in places), default=0) + 1, max((at for _, at in places), default=0) + 1


def chart_id(page: Page, number: int, mark: str) -> int:
    """The id of a page's chart: known again by the look it was drawn with; a chart drawn anew has a new one."""
    return zlib.crc32(f"npsheets {page.key} chart {number} {mark}".encode()) & 0x7FFFFFFF


def charts_drawn(page: Page, state: Mapping[str, str]) -> set[int]:
    """Ids of a page's charts as it was last drawn."""
    look = _remembered(page, state)
    return {chart_id(page, number, look.charts) for number in range(len(page.charts))} if look else set()


def _remembered(page: Page, state: Mapping[str, str]) -> Look | None:
    try:
        kept = json.loads(state[LOOK + page.key])
        return Look(kept["frame"], kept["charts"], tuple(kept["rows"]))
    except (KeyError, ValueError, TypeError):
        return None


def _look(page: Page) -> Look:
    height, width = page_size(page)
    rows = [_mark([_style(page, (row, at)) for at in range(width)], 6) for row in range(height)]
    frame = [_DRAWING, height, width, sorted(page.widths.items()), sorted(page.heights.items())]
    frame += [[asdict(span) for span in page.merges], page.frozen_rows, page.frozen_columns, page.hidden]
    return Look(_mark(frame), _mark([_DRAWING, [_chart(chart) for chart in page.charts]]), tuple(rows))


def _style(page: Page, position: Position) -> list[Any]:
    given = page.cells.get(position)
    return [] if given is None else [asdict(given.style), isinstance(given.value, date)]


def _chart(chart: LineChart) -> dict[str, Any]:
    return asdict(chart)


def _mark(value: Any, length: int = 16) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:length]


def raw_value(value: Value) -> Raw:
    if isinstance(value, date):
        return serial(value)
    if value is None or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return ""
    return cut(value) if isinstance(value, str) else value
