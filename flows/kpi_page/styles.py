"""How the KPI sheet looks: colours that colour-blind readers and grey printers tell apart, and number formats."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from flows.texts.wording import MINUS, whole_points
from sheets_adapter.page import Style

INK, QUIET, FAINT = "#202124", "#5f6368", "#9aa0a6"
BETTER, WORSE = "#1f5f99", "#a3480b"
HEADING_FILL, GROUP_FILL = "#e8eaed", "#f6f7f8"

TITLE = Style(bold=True, size=16)
SUBTITLE = Style(size=9, color=QUIET)
TILE_LABEL = Style(size=9, color=QUIET)
TILE_VALUE = Style(size=18, bold=True, align="left")
TILE_NOTE = Style(size=8, color=QUIET, wrap=True)
HERO_VALUE = Style(size=34, bold=True, align="left")
HERO_INTERVAL = Style(size=10, bold=True)
HERO_COUNT = Style(size=10)
LINE_LABEL = Style(size=9, bold=True, color=QUIET)
LINE_TEXT = Style(size=10, wrap=True)
BLOCK_TITLE = Style(bold=True, size=11)
HEADING = Style(bold=True, size=9, fill=HEADING_FILL, align="center", wrap=True)
HEADLINE_MONTH = Style(bold=True, size=9, fill="#c5cad1", align="center", wrap=True)
HEADING_LEFT = Style(bold=True, size=9, fill=HEADING_FILL, wrap=True)
NOTE = Style(size=9, color=QUIET, wrap=True)


@dataclass(frozen=True)
class Band:
    """Whole points from ``low`` to ``high``, both included."""

    low: int
    high: int
    fill: str


_EDGES = (-100, -30, 0, 30, 60, 101)
_FILLS = ("#e39a52", "#f7d9b5", "#e6eff7", "#b7d3ea", "#79aedb")
BANDS = tuple(Band(low, after - 1, fill) for (low, after), fill in zip(pairwise(_EDGES), _FILLS, strict=True))
"""From orange over a pale middle to blue; darker means farther from nought, so that it prints in grey too."""

SERIES_COLORS = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9",
    "#882255", "#44aa99", "#999933", "#aa4499", "#117733", "#6699cc",
)  # fmt: skip
DEPARTMENT_COLOR = "#202124"


def fill_for(nps: float) -> str:
    points = whole_points(nps)
    return next(band.fill for band in BANDS if band.low <= points <= band.high)


def points_pattern(n: int | None = None, *, brackets: bool = False) -> str:
    """``+38``, ``−8 · 12``, ``(+20 · 3)``: the cell keeps the score, the format shows n beside it."""
    after = "" if n is None else f" · {n}"
    opening, closing = ("(", ")") if brackets else ("", "")
    parts = (f'"{opening}+"0', f'"{opening}{MINUS}"0', f'"{opening}"0')
    return ";".join(f'{part}"{after}{closing}"' if after or closing else part for part in parts)


def share_pattern(language: str, n: int | None = None) -> str:
    """``97%``, in Russian ``97 %``; with n ``97% · 34``. The percent sign scales the cell's share."""
    gap = "\u00a0" if language == "ru" else ""
    return f"0{gap}%" + ("" if n is None else f'" · {n}"')
