"""The KPI sheet's chart as a picture in a letter: the department with its interval, people beside it.

The same figures give the same bytes, whenever and wherever a letter is made again. Drawn for a width of 600 pixels,
twice as sharp.
"""

# ruff: noqa: PLC0415 - matplotlib takes a second to import, and most runs draw nothing

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from flows.kpi_page.styles import DEPARTMENT_COLOR, FAINT, QUIET
from flows.program.digest import DEPARTMENT, Digest
from flows.texts import listed, say
from flows.texts.wording import points, short_month

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

WIDTH, HEIGHT, SHARPNESS = 600, 320, 2
"""Pixels as a letter shows them, and how many of the picture stand in one."""
MOST_PEOPLE = 8
"""So many names fit beside the lines."""
LONGEST_NAME = 15
POINTS_IN_A_LINE = 2
COLORS = ("#0072b2", "#c04a00", "#00805a", "#b0568f", "#882255", "#5c7a00", "#2f6f8f", "#8a6d00")
"""Told apart by the colour-blind, and dark enough for the names, which are written in them."""
_DOT = 72 / 100
"""Points of a typeface to a pixel of the letter, at 100 pixels an inch."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 38, 158, 14, 38
"""Pixels around the lines; names stand on the right."""
_STEP, _MARGIN = 20, 10
"""Points between two lines of the grid; the picture ends at whole tens."""
_LINE_OF_TEXT = 15


def picture(digest: Digest, language: str) -> bytes | None:
    """PNG; None where there is nothing to draw yet."""
    lines, band = drawn(digest), digest.band
    if lines.empty or lines[DEPARTMENT].notna().sum() < POINTS_IN_A_LINE:
        return None
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100 * SHARPNESS, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    inside = (1 - (_LEFT + _RIGHT) / WIDTH, 1 - (_TOP + _BOTTOM) / HEIGHT)
    axes = figure.add_axes((_LEFT / WIDTH, _BOTTOM / HEIGHT, *inside))
    low, high = _bounds(lines, band)
    _draw_axes(axes, list(lines.index), (low, high), language)
    _draw_lines(axes, lines, band)
    _name_lines(axes, lines, language)
    png = BytesIO()
    canvas.print_png(png, metadata={"Software": None})  # type: ignore[no-untyped-call]
    return png.getvalue()


def drawn(digest: Digest) -> pd.DataFrame:
    """The lines of the picture: everybody's, or the department's alone where they are too many to be told apart."""
    too_many = len(digest.chart.columns) - 1 > MOST_PEOPLE
    return digest.chart[[DEPARTMENT]] if too_many else digest.chart


def alt_text(digest: Digest, language: str) -> str:
    """What the picture shows, in a sentence."""
    lines = drawn(digest)
    last = lines.iloc[-1].dropna()
    named = [f"{name} {points(float(end))}" for name, end in last.items() if name != DEPARTMENT]
    return say(
        language,
        "digest.alt_people" if named else "digest.alt",
        first=short_month(language, lines.index[0]),
        last=short_month(language, lines.index[-1]),
        score=points(float(lines[DEPARTMENT].iloc[-1])),
        people=", ".join(named),
    )


def _bounds(lines: pd.DataFrame, band: pd.DataFrame) -> tuple[float, float]:
    """Around what is drawn, nought always within."""
    values = np.concatenate([lines.to_numpy("float64").ravel(), band.to_numpy("float64").ravel()])
    low, high = min(0.0, float(np.nanmin(values))), max(0.0, float(np.nanmax(values)))
    return max(-100.0, low // _MARGIN * _MARGIN), min(100.0, max(_STEP, -(-high // _MARGIN) * _MARGIN))


def _draw_axes(axes: Axes, months: Sequence[pd.Timestamp], bounds: tuple[float, float], language: str) -> None:
    low, high = bounds
    axes.set_xlim(-0.25, len(months) - 1 + 0.08)
    axes.set_ylim(low, high)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, pad=4)
    font = _font(12)
    step = _STEP if high - low <= 6 * _STEP else 2 * _STEP
    ticks = list(np.arange(-(-low // step) * step, high + 1, step))
    axes.set_yticks(ticks, [points(tick) for tick in ticks], fontproperties=font, color=QUIET)
    names = [_month(language, month, first=month == months[0]) for month in months]
    axes.set_xticks(range(len(months)), names, fontproperties=font, color=QUIET)
    for tick in ticks:
        axes.axhline(tick, color=FAINT if tick == 0 else "#e3e6ea", linewidth=1.0 if tick == 0 else 0.7, zorder=0)


def _month(language: str, month: pd.Timestamp, *, first: bool) -> str:
    """The year below the first month and below each January."""
    name = listed(language, "calendar.months_short")[month.month - 1]
    return f"{name}\n{month.year}" if first or month.month == 1 else name


def _draw_lines(axes: Axes, lines: pd.DataFrame, band: pd.DataFrame) -> None:
    places = np.arange(len(lines))
    axes.fill_between(
        places,
        band["low"].to_numpy("float64"),
        band["high"].to_numpy("float64"),
        color="#d5d9de",
        alpha=0.6,
        linewidth=0,
    )
    for name in [*(name for name in lines.columns if name != DEPARTMENT), DEPARTMENT]:
        thick = name == DEPARTMENT
        axes.plot(
            places,
            lines[name].to_numpy("float64"),
            color=_color(lines, str(name)),
            linewidth=2.6 if thick else 1.4,
            marker="o",
            markersize=4.2 if thick else 2.8,
            solid_capstyle="round",
            clip_on=False,
            zorder=3 if thick else 2,
        )


def _name_lines(axes: Axes, lines: pd.DataFrame, language: str) -> None:
    """Each line's name at its end; names that would stand on each other are moved apart."""
    ends = lines.apply(lambda line: line.dropna().iloc[-1] if line.notna().any() else np.nan).dropna().sort_values()
    low, high = axes.get_ylim()
    pixel = (high - low) / (HEIGHT - _TOP - _BOTTOM)
    spread = _apart([float(end) for end in ends], _LINE_OF_TEXT * pixel, low, high)
    at = len(lines) - 1 + 0.08
    for name, height in zip(ends.index, spread, strict=True):
        axes.annotate(
            _label(str(name), lines, language),
            (at, height),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            annotation_clip=False,
            color=_color(lines, str(name)),
            fontproperties=_font(12, bold=name == DEPARTMENT),
        )


def _apart(heights: list[float], gap: float, low: float, high: float) -> list[float]:
    """Ascending ``heights`` at least ``gap`` from each other, moved as little as it takes, between the bounds."""
    placed: list[list[float]] = []
    for height in heights:
        group = [height]
        while placed and _middle(placed[-1]) + gap * (len(placed[-1]) + len(group)) / 2 > _middle(group):
            group = placed.pop() + group
        placed.append(group)
    spread = [_middle(group) + gap * (place - (len(group) - 1) / 2) for group in placed for place in range(len(group))]
    over = max(0.0, spread[-1] - high)
    return [max(height - over, low + gap * place) for place, height in enumerate(spread)]


def _middle(group: list[float]) -> float:
    return sum(group) / len(group)


def _label(name: str, lines: pd.DataFrame, language: str) -> str:
    """``Ann Lee +38``; the name alone where its last point lies further back."""
    end = float(lines[name].iloc[-1])
    told = say(language, "kpi.department") if name == DEPARTMENT else _short(name)
    return told if isnan(end) else f"{told} {points(end)}"


def _short(name: str) -> str:
    """A long name keeps its first word and initials, if need be not the whole of it."""
    if len(name) <= LONGEST_NAME:
        return name
    first, *rest = name.split()
    initials = " ".join([first, *(f"{word[0]}." for word in rest[:2])])
    return next((short for short in (initials, first) if len(short) <= LONGEST_NAME), f"{first[: LONGEST_NAME - 1]}…")


def _color(lines: pd.DataFrame, name: str) -> str:
    if name == DEPARTMENT:
        return DEPARTMENT_COLOR
    people = [str(column) for column in lines.columns if column != DEPARTMENT]
    return COLORS[people.index(name) % len(COLORS)]


def _font(pixels: int, *, bold: bool = False) -> FontProperties:
    """The typeface that comes with matplotlib: the same on every machine, Cyrillic included."""
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties

    file = Path(mpl.get_data_path()) / "fonts" / "ttf" / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    return FontProperties(fname=str(file), size=pixels * _DOT)
