"""The top of the KPI sheet: the department at a glance."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from typing import NamedTuple

import pandas as pd

from flows.kpi_page import styles
from flows.kpi_page.canvas import Canvas
from flows.kpi_page.unit import say_by_unit
from flows.program.kpi import Kpi
from flows.program.scores import Figures
from flows.texts import count, say
from flows.texts.wording import NOTHING, capital, day, month, number, points, short_month
from sheets_adapter.page import Position, Span, Value
from sheets_adapter.people_tables import CONCLUSIONS

TITLE_ROW, SUBTITLE_ROW, TILES_ROW = 0, 1, 3
CHECKED_ON: Position = (SUBTITLE_ROW, 1)
TILES_ACROSS, TILE_WIDTH, TILE_ROWS = 3, 170, 4


class Tile(NamedTuple):
    label: str
    value: Value
    note: str
    pattern: str = ""
    faint: bool = False


def draw_title(canvas: Canvas, kpi: Kpi, language: str, as_of: pd.Timestamp) -> None:
    so_far = kpi.month == as_of.normalize().replace(day=1)
    title = say(language, "kpi.title_so_far" if so_far else "kpi.title", month=month(language, kpi.month))
    known = pd.notna(kpi.data_up_to)
    up_to = say(language, "kpi.data_up_to", day=day(language, kpi.data_up_to)) if known else ""
    canvas.put(TITLE_ROW, 0, title, styles.TITLE)
    canvas.put(SUBTITLE_ROW, 0, up_to or say(language, "kpi.no_answers"), styles.SUBTITLE)
    canvas.put(*CHECKED_ON, say(language, "kpi.checked_on", day=day(language, as_of)), styles.SUBTITLE)
    canvas.heights |= {TITLE_ROW: 34, SUBTITLE_ROW: 20, SUBTITLE_ROW + 1: 8}


def draw_headline(canvas: Canvas, kpi: Kpi, language: str) -> tuple[int, int]:
    """The department's figure and six tiles; the row after them, and the column after them."""
    spans = _tile_spans(canvas)
    _draw_department(canvas, kpi, language)
    for place, tile in enumerate(_tiles(kpi, language)):
        row = TILES_ROW + TILE_ROWS * (place // TILES_ACROSS)
        span = spans[place % TILES_ACROSS]
        color = styles.FAINT if tile.faint else styles.INK
        canvas.across(row, span, tile.label, styles.TILE_LABEL)
        canvas.across(row + 1, span, tile.value, replace(styles.TILE_VALUE, pattern=tile.pattern, color=color))
        canvas.across(row + 2, span, tile.note, styles.TILE_NOTE)
        canvas.heights |= {row: 20, row + 1: 34, row + 2: 30, row + 3: 8}
    return TILES_ROW + 2 * TILE_ROWS, spans[-1][1] + 1


def draw_lines(canvas: Canvas, kpi: Kpi, language: str, row: int, columns: tuple[int, int]) -> int:
    """What the figures come to, in sentences; the row after them."""
    for label, text in _lines(kpi, language):
        canvas.put(row, 0, label, styles.LINE_LABEL)
        canvas.paragraph(row, columns, text, styles.LINE_TEXT, least=24)
        row += 1
    return row


def _tile_spans(canvas: Canvas) -> list[tuple[int, int]]:
    """Neighbouring columns taken together until each tile is wide enough."""
    spans: list[tuple[int, int]] = []
    first = 1
    for column in sorted(canvas.widths)[1:]:
        if len(spans) < TILES_ACROSS and canvas.width(first, column) >= TILE_WIDTH:
            spans.append((first, column))
            first = column + 1
    return spans


def _draw_department(canvas: Canvas, kpi: Kpi, language: str) -> None:
    figures = kpi.department["quarter"]
    few = figures.n < kpi.min_responses
    first, last = (short_month(language, kpi.month - pd.DateOffset(months=back)) for back in (2, 0))
    big = replace(
        styles.HERO_VALUE,
        color=styles.FAINT if few else styles.INK,
        pattern=styles.points_pattern(brackets=few),
    )
    interval = _interval(figures, language) if figures.n else say(language, "kpi.no_interval")
    span = say(language, "kpi.quarter_span", first=first, last=last)
    canvas.put(TILES_ROW, 0, f"{say(language, 'kpi.department')}: NPS", styles.TILE_LABEL)
    canvas.put(TILES_ROW + 1, 0, figures.nps if figures.n else NOTHING, big)
    canvas.merges.append(Span((TILES_ROW + 1, 0), (TILES_ROW + 3, 0)))
    canvas.put(TILES_ROW + 4, 0, interval, styles.HERO_INTERVAL)
    canvas.put(TILES_ROW + 5, 0, count(language, f"{kpi.unit}s", figures.n), styles.HERO_COUNT)
    note = say(language, "kpi.too_few") if few and figures.n else span
    canvas.put(TILES_ROW + 6, 0, note, styles.TILE_NOTE)


def _interval(figures: Figures, language: str) -> str:
    return say(language, "kpi.interval", low=points(figures.low), high=points(figures.high))


def _tiles(kpi: Kpi, language: str) -> list[Tile]:
    name = month(language, kpi.month)
    return [
        _score_tile(say(language, "kpi.month_alone", month=name), kpi.department["month"], kpi, language),
        _coverage_tile(kpi, language, name),
        _share_tile(kpi, language),
        _clients_tile(kpi, language),
        _exit_tile(kpi, language),
        Tile(
            say(language, "kpi.tasks"),
            kpi.tasks.open,
            say(language, "kpi.tasks_note", overdue=kpi.tasks.overdue, untriaged=kpi.tasks.untriaged),
            "0",
        ),
    ]


def _score_tile(label: str, figures: Figures, kpi: Kpi, language: str) -> Tile:
    if not figures.n:
        return Tile(label, NOTHING, say(language, "kpi.no_answers"), faint=True)
    few = figures.n < kpi.min_responses
    answers = count(language, f"{kpi.unit}s", figures.n)
    note = say(language, "kpi.month_note", low=points(figures.low), high=points(figures.high), answers=answers)
    return Tile(label, figures.nps, note, styles.points_pattern(brackets=few), faint=few)


def _exit_tile(kpi: Kpi, language: str) -> Tile:
    label, figures = say(language, "kpi.exit"), kpi.exit
    if not figures.n:
        return Tile(label, NOTHING, say(language, "kpi.exit_none"), faint=True)
    few = figures.n < kpi.min_responses
    note = say(language, "kpi.exit_note", answers=count(language, "answers", figures.n))
    return Tile(label, figures.nps, note, styles.points_pattern(brackets=few), faint=few)


def _coverage_tile(kpi: Kpi, language: str, name: str) -> Tile:
    label = say(language, "kpi.coverage", month=name)
    if isnan(kpi.coverage):
        return Tile(label, NOTHING, say(language, "kpi.nobody_due"), faint=True)
    note = say(language, "kpi.coverage_note", answered=kpi.answered, due=kpi.due)
    return Tile(label, kpi.coverage, note, styles.share_pattern(language))


def _share_tile(kpi: Kpi, language: str) -> Tile:
    label, note = say(language, "kpi.said"), say(language, "kpi.said_note")
    if isnan(kpi.said_share):
        return Tile(label, NOTHING, note, faint=True)
    return Tile(label, kpi.said_share, note, styles.share_pattern(language))


def _clients_tile(kpi: Kpi, language: str) -> Tile:
    note = say(language, "kpi.active_note", joined=kpi.joined, left=kpi.left)
    if not isnan(kpi.average_revenue):
        note += "\n" + say(language, "kpi.revenue", number=number(language, kpi.average_revenue))
    return Tile(say(language, "kpi.active"), kpi.active, note, "0")


def _lines(kpi: Kpi, language: str) -> list[tuple[str, str]]:
    change = kpi.department_change
    counts = {"improved": change.improved, "worsened": change.worsened, "same": change.same}
    lines = [(say(language, "kpi.change"), say_by_unit(kpi, language, f"change_{change.verdict or 'empty'}", **counts))]
    if kpi.current is not None:
        key = "kpi.so_far_note" if kpi.current_due else "kpi.so_far_unasked"
        text = say(language, key, answered=kpi.current_answered, due=kpi.current_due)
        lines.append((capital(say(language, "kpi.so_far", month=month(language, kpi.current))), text))
    if kpi.conclusion:
        label = say(language, "kpi.conclusion", month=month(language, kpi.conclusion_month))
        lines.append((label, kpi.conclusion))
    else:
        sheet = CONCLUSIONS.title(language)
        lines.append((say(language, "kpi.conclusion_none"), say(language, "kpi.no_conclusion", sheet=sheet)))
    return lines
