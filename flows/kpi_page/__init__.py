"""The KPI sheet as a page: what a manager opens every morning, and the hidden page its chart is drawn from.

All figures come from ``program.kpi``; here they get their places, words and colours. The department at a
glance stands on top, the chart beside it; below it the matrix of rolling quarters with what goes with them,
and each month alone to the right, in the same rows: so the sheet keeps to one landscape page.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from flows.kpi_page import styles
from flows.kpi_page.canvas import Canvas
from flows.kpi_page.chart import data_page, line_chart
from flows.kpi_page.headline import CHECKED_ON, SUBTITLE_ROW, draw_headline, draw_lines, draw_title
from flows.kpi_page.matrix import STANDING, draw_headings, draw_names, draw_scores, draw_standing, lines_of
from flows.kpi_page.unit import say_by_unit
from flows.program.kpi import Kpi
from flows.texts import say
from flows.texts.wording import MINUS
from sheets_adapter.page import LineChart, Page, Style
from sheets_adapter.tables import KPI_TITLE

KEY = "kpi"
NAMES, QUARTER, GAP, MONTH = 185, 53, 14, 53
CHART_WIDTHS = (430, 700)
"""At least and at most."""


def kpi_pages(kpi: Kpi, language: str, as_of: pd.Timestamp) -> tuple[Page, Page]:
    """The KPI page and the page with its chart's data; ``as_of`` is what "checked on" says."""
    months = len(kpi.months)
    standing = [width for _, width in STANDING]
    canvas = Canvas(dict(enumerate([NAMES, *[QUARTER] * months, *standing, GAP, *[MONTH] * months])))
    last = max(canvas.widths)
    draw_title(canvas, kpi, language, as_of)
    row, after_tiles = draw_headline(canvas, kpi, language)
    chart = _chart(canvas, kpi, language, after_tiles)
    text_ends = after_tiles - 1 if chart else min(last, after_tiles + 2)
    after_lines = draw_lines(canvas, kpi, language, row, (1, text_ends))
    canvas.heights[after_lines] = 8
    if chart:
        chart = replace(chart, height=canvas.height(SUBTITLE_ROW, after_lines - 1))
    after_blocks = _draw_blocks(canvas, kpi, language, after_lines + 1)
    _draw_notes(canvas, kpi, language, after_blocks + 1, last)
    page = Page(
        KEY, KPI_TITLE[language][0], canvas.cells, canvas.widths, canvas.heights, tuple(canvas.merges),
        frozen_rows=1, frozen_columns=1, charts=(chart,) if chart else (), quiet=frozenset({CHECKED_ON}),
    )  # fmt: skip
    return page, data_page(kpi, language)


def _chart(canvas: Canvas, kpi: Kpi, language: str, column: int) -> LineChart | None:
    least, most = CHART_WIDTHS
    width = min(most, max(least, canvas.width(column, max(canvas.widths))))
    return line_chart(kpi, language, (SUBTITLE_ROW, column), width, 0)


def _draw_blocks(canvas: Canvas, kpi: Kpi, language: str, row: int) -> int:
    """Rolling quarters, what goes with them, and each month alone; the row after them."""
    lines, months = lines_of(kpi, language), len(kpi.months)
    alone = 1 + months + len(STANDING) + 1
    canvas.put(row, 0, say_by_unit(kpi, language, "quarters"), styles.BLOCK_TITLE)
    canvas.heights[row] = 24
    draw_names(canvas, row + 1, lines, language)
    draw_standing(canvas, row + 1, 1 + months, lines=lines, kpi=kpi, language=language)
    draw_scores(canvas, row + 1, 1, lines=lines, frame=kpi.quarter, months=kpi.months)
    draw_headings(canvas, row + 1, 1, kpi, language)
    if months:
        canvas.put(row, alone, say_by_unit(kpi, language, "months"), styles.BLOCK_TITLE)
        draw_scores(canvas, row + 1, alone, lines=lines, frame=kpi.monthly, months=kpi.months)
        draw_headings(canvas, row + 1, alone, kpi, language)
    return row + 2 + len(lines)


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
        text = say_by_unit(kpi, language, key, min=kpi.min_responses)
        canvas.put(below, 0, say(language, "kpi.reading") if below == row + 1 else None, styles.NOTE)
        canvas.paragraph(below, (1, last), text, styles.NOTE, least=18)


def _band_text(band: styles.Band, language: str) -> str:
    low, high = (f"{MINUS}{-edge}" if edge < 0 else f"{edge}" for edge in (band.low, band.high))
    if band is styles.BANDS[0]:
        return say(language, "kpi.low_band", number=f"{MINUS}{-styles.BANDS[1].low}")
    if band is styles.BANDS[-1]:
        return say(language, "kpi.high_band", number=low)
    return say(language, "kpi.band", low=low, high=high)
