"""The line chart of the KPI sheet, and the hidden page that holds its figures."""

from __future__ import annotations

from math import isnan

import numpy as np
import pandas as pd

from flows.kpi_page.styles import DEPARTMENT_COLOR, SERIES_COLORS
from flows.program.kpi import Kpi
from flows.texts import say
from flows.texts.wording import short_month
from sheets_adapter.page import Cell, LineChart, Page, Position, Series, Span, Style

DATA_KEY = "kpi_data"
DEPARTMENT = "department"
POINTS_IN_A_LINE = 2
_STEP = 20


def data_page(kpi: Kpi, language: str) -> Page:
    """A row a month: its name, then the department and each employee with enough answers."""
    heading, plain, score = Style(bold=True), Style(), Style(pattern="0")
    lines = _in_order(kpi.chart)
    names = [say(language, "kpi.department") if name == DEPARTMENT else str(name) for name in lines.columns]
    cells: dict[Position, Cell] = {(0, 0): Cell(say(language, "kpi.chart"), heading)}
    cells |= {(0, column): Cell(name, heading) for column, name in enumerate(names, start=1)}
    for row, (month, values) in enumerate(lines.iterrows(), start=1):
        cells[row, 0] = Cell(short_month(language, pd.Timestamp(str(month))), plain)
        filled = ((column, float(value)) for column, value in enumerate(values, start=1) if not isnan(value))
        cells |= {(row, column): Cell(value, score) for column, value in filled}
    return Page(DATA_KEY, say(language, "kpi.data_title"), cells, hidden=True)


def line_chart(kpi: Kpi, language: str, anchor: Position, width: int, height: int) -> LineChart | None:
    """The department thick, employees thin; None where there is nothing to draw yet."""
    if kpi.chart.empty or kpi.chart.notna().sum().max() < POINTS_IN_A_LINE:
        return None
    last = len(kpi.chart)
    colors = iter(SERIES_COLORS * (1 + len(kpi.chart.columns) // len(SERIES_COLORS)))
    series = tuple(
        Series(Span((0, column), (last, column)), DEPARTMENT_COLOR, 5)
        if name == DEPARTMENT
        else Series(Span((0, column), (last, column)), next(colors), 2)
        for column, name in enumerate(_in_order(kpi.chart).columns, start=1)
    )
    low, high = _bounds(kpi.chart)
    domain = Span((0, 0), (last, 0))
    return LineChart(say(language, "kpi.chart"), DATA_KEY, domain, series, anchor, width, height, low, high)


def _in_order(chart: pd.DataFrame) -> pd.DataFrame:
    """The department last, so that its line lies on top of the others."""
    return chart[[*(name for name in chart.columns if name != DEPARTMENT), *chart.columns.intersection([DEPARTMENT])]]


def _bounds(chart: pd.DataFrame) -> tuple[float, float]:
    """Steps of twenty around what is drawn, nought always among them."""
    drawn = chart.to_numpy("float64")
    low, high = min(0.0, float(np.nanmin(drawn))), max(0.0, float(np.nanmax(drawn)))
    return max(-100.0, low // _STEP * _STEP), min(100.0, -(-high // _STEP) * _STEP)
