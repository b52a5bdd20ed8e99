"""The KPI sheet as a page: what a manager opens every morning, and the hidden page its chart is drawn from.

All figures come from ``program.kpi``; here they get their places, words and colours. The department at a
glance stands on top, the chart beside it; below it the matrix of rolling quarters. Each month alone stands
beside the matrix while there are few months, and below it when there are many, so that the sheet keeps
to one landscape page.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from flows.kpi_page import styles
from flows.kpi_page.canvas import Canvas
from flows.kpi_page.chart import data_page, line_chart
from flows.kpi_page.headline import CHECKED_ON, SUBTITLE_ROW, draw_headline, draw_lines, draw_title
from flows.kpi_page.matrix import Line, draw_headings, draw_names, draw_scores, draw_standing, lines_of
from flows.program.kpi import Kpi
from flows.texts import say
from flows.texts.wording import MINUS
from sheets_adapter.page import LineChart, Page, Style
from sheets_adapter.tables import KPI_TITLE

KEY = "kpi"
NAMES, MONTH, GAP = 200, 68, 16
STANDING = (158, 140, 84, 62, 66, 66)
BESIDE = 8
"""With more months than these the second block goes below the first."""
CHART_WIDTH = 430


def kpi_pages(kpi: Kpi, language: str, as_of: pd.Timestamp) -> tuple[Page, Page]:
    """The KPI page and the page with its chart's data; ``as_of`` is what "checked on" says."""
    months = len(kpi.months)
    canvas = Canvas(dict(enumerate(_widths(months))))
    last = max(canvas.widths)
    draw_title(canvas, kpi, language, as_of)
    row, after_tiles = draw_headline(canvas, kpi, language)
    chart = _chart(canvas, kpi, language, after_tiles)
    after_lines = draw_lines(canvas, kpi, language, row, (1, after_tiles - 1 if chart else min(last, after_tiles + 2)))
    if chart:
        height = canvas.height(SUBTITLE_ROW, after_lines - 1)
        chart = replace(chart, height=height)
    row = _draw_blocks(canvas, kpi, language, after_lines + 1)
    canvas.heights[after_lines] = 8
    _draw_notes(canvas, kpi, language, row, last)
    page = Page(
        KEY, KPI_TITLE[language][0], canvas.cells, canvas.widths, canvas.heights, tuple(canvas.merges),
        frozen_rows=1, frozen_columns=1, charts=(chart,) if chart else (), quiet=frozenset({CHECKED_ON}),
    )  # fmt: skip
    return page, data_page(kpi, language)


def _widths(months: int) -> list[int]:
    left = [NAMES, *[MONTH] * months, *STANDING]
    return [*left, GAP, *[MONTH] * months] if months <= BESIDE else left


def _chart(canvas: Canvas, kpi: Kpi, language: str, column: int) -> LineChart | None:
    width = max(CHART_WIDTH, canvas.width(column, max(canvas.widths)))
    return line_chart(kpi, language, (SUBTITLE_ROW, column), width, 0)


def _draw_blocks(canvas: Canvas, kpi: Kpi, language: str, row: int) -> int:
    """Rolling quarters with what goes with them, and each month alone; the row after both."""
    lines, months = lines_of(kpi, language), len(kpi.months)
    canvas.put(row, 0, say(language, "kpi.quarters"), styles.BLOCK_TITLE)
    canvas.heights[row] = 24
    draw_names(canvas, row + 1, lines, language)
    draw_headings(canvas, row + 1, 1, kpi.months, language)
    draw_scores(canvas, row + 1, 1, lines=lines, frame=kpi.quarter, months=kpi.months)
    draw_standing(canvas, row + 1, 1 + months, lines=lines, kpi=kpi, language=language)
    after = row + 2 + len(lines)
    if months <= BESIDE:
        _draw_months(canvas, kpi, language, row=row, column=2 + months + len(STANDING), lines=lines)
        return after + 1
    draw_names(canvas, after + 2, lines, language)
    _draw_months(canvas, kpi, language, row=after + 1, column=1, lines=lines)
    return after + 4 + len(lines)


def _draw_months(canvas: Canvas, kpi: Kpi, language: str, *, row: int, column: int, lines: list[Line]) -> None:
    if not kpi.months:
        return
    canvas.put(row, column if column > 1 else 0, say(language, "kpi.months"), styles.BLOCK_TITLE)
    draw_headings(canvas, row + 1, column, kpi.months, language)
    draw_scores(canvas, row + 1, column, lines=lines, frame=kpi.monthly, months=kpi.months)


def _draw_notes(canvas: Canvas, kpi: Kpi, language: str, row: int, last: int) -> None:
    """The colours, and how to read what stands above."""
    canvas.put(row, 0, say(language, "kpi.bands"), styles.NOTE)
    for column, band in enumerate(styles.BANDS, start=1):
        style = Style(size=8, fill=band.fill, align="center")
        canvas.put(row, column, _band_text(band, language), style)
    canvas.heights[row] = 18
    keys = ["read_interval", "read_few", "read_purpose"]
    if kpi.quarter["adopted"].any() or kpi.monthly["adopted"].any():
        keys.insert(2, "read_adopted")
    for below, key in enumerate(keys, start=row + 1):
        text = say(language, f"kpi.{key}", min=kpi.min_responses) if key == "read_few" else say(language, f"kpi.{key}")
        canvas.put(below, 0, say(language, "kpi.reading") if below == row + 1 else None, styles.NOTE)
        canvas.paragraph(below, (1, last), text, styles.NOTE, least=18)


def _band_text(band: styles.Band, language: str) -> str:
    low, high = (f"{MINUS}{-edge}" if edge < 0 else f"{edge}" for edge in (band.low, band.high))
    if band is styles.BANDS[0]:
        return say(language, "kpi.low_band", number=f"{MINUS}{-styles.BANDS[1].low}")
    if band is styles.BANDS[-1]:
        return say(language, "kpi.high_band", number=low)
    return say(language, "kpi.band", low=low, high=high)
