"""A sheet that is laid out whole instead of being a table: the KPI page and the data of its charts.

A page says what stands in each cell and how it looks; the adapter finds what changed since it was
last written and sends only that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Value = str | float | int | bool | date | None
Position = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True)
class Style:
    """How a cell looks. Colours are ``#rrggbb``; ``pattern`` is a number format as Sheets writes it."""

    bold: bool = False
    italic: bool = False
    size: int = 10
    color: str = "#202124"
    fill: str = ""
    align: str = ""
    """``left``, ``center``, ``right``; empty: text left, numbers right."""
    wrap: bool = False
    pattern: str = ""
    line_below: bool = False


@dataclass(frozen=True)
class Cell:
    value: Value
    style: Style = Style()


@dataclass(frozen=True)
class Span:
    """A rectangle of a page, both ends included."""

    first: Position
    last: Position


@dataclass(frozen=True)
class Series:
    """One line of a chart: the cell with its name stands above its values."""

    values: Span
    color: str
    width: int = 2


@dataclass(frozen=True)
class LineChart:
    """A line chart; ``domain`` and the series are spans of the page named ``data``, headings included."""

    title: str
    data: str
    domain: Span
    series: tuple[Series, ...]
    anchor: Position
    width: int
    height: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Page:
    """A whole sheet.

    ``quiet`` cells alone are no reason to write (``Changes.write_quiet`` says otherwise), so a
    run that finds nothing new writes nothing.
    """

    key: str
    title: str
    cells: Mapping[Position, Cell]
    widths: Mapping[int, int] = field(default_factory=dict)
    heights: Mapping[int, int] = field(default_factory=dict)
    merges: tuple[Span, ...] = ()
    frozen_rows: int = 0
    frozen_columns: int = 0
    charts: tuple[LineChart, ...] = ()
    quiet: frozenset[Position] = frozenset()
    hidden: bool = False
