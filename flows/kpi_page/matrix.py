"""The matrix of the KPI sheet: everybody's scores month by month, and what goes with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import isnan
from typing import Any, NamedTuple

import pandas as pd

from flows.kpi_page import styles
from flows.kpi_page.canvas import Canvas
from flows.kpi_page.unit import say_by_unit
from flows.program.kpi import Kpi
from flows.texts import say
from flows.texts.wording import points, short_month, since_month
from sheets_adapter.page import Style

ROLES = ("salesperson", "manager", "specialist", "head")
NEW_FOR = pd.DateOffset(months=6)
ROW_HEIGHT, HEADING_HEIGHT = 22, 42
STANDING = (
    ("interval_head", 92),
    ("change_head", 122),
    ("plan_head", 116),
    ("coverage_head", 76),
    ("open_head", 56),
    ("overdue_head", 76),
    ("untriaged_head", 68),
)
"""Headings and widths of what stands beside the scores."""


class Line(NamedTuple):
    """A row of the matrix: ``scope`` and ``name`` as in the figures, empty for a mere heading."""

    scope: str
    name: str
    label: str
    group: bool = False


def lines_of(kpi: Kpi, language: str) -> list[Line]:
    """The department; each role with its people; the services."""
    lines = [Line("department", "", say(language, "kpi.department"), group=True)]
    figures = set(zip(kpi.quarter["scope"], kpi.quarter["name"], strict=True))
    role_of = kpi.people["role"].where(kpi.people["role"].isin(ROLES), "other")
    for role in (*ROLES, "other"):
        people = [_person(row, kpi, language) for row in _records(kpi.people[role_of == role])]
        if people or ("role", role) in figures:
            lines += [Line("role", role, say(language, f"role.{role}"), group=True), *people]
    services = sorted({name for scope, name in figures if scope == "service"})
    if services:
        lines.append(Line("", "", say(language, "kpi.services"), group=True))
        lines += [Line("service", name, "   " + name) for name in services]
    return lines


def _person(row: dict[str, Any], kpi: Kpi, language: str) -> Line:
    since = row["works_since"]
    is_new = pd.notna(since) and since > kpi.month - NEW_FOR
    name = row["employee"]
    label = say(language, "kpi.newcomer", name=name, month=since_month(language, since)) if is_new else name
    return Line("employee", name, "   " + label)


def draw_headings(canvas: Canvas, row: int, first: int, kpi: Kpi, language: str) -> None:
    """The months; the one on top of the page stands out, the one that is not over yet says so."""
    for column, month in enumerate(kpi.months, start=first):
        name = short_month(language, month)
        text = say(language, "kpi.month_so_far", month=name) if month == kpi.current else name
        canvas.put(row, column, text, styles.HEADLINE_MONTH if month == kpi.month else styles.HEADING)
    canvas.heights[row] = HEADING_HEIGHT


def draw_names(canvas: Canvas, row: int, lines: list[Line], language: str) -> None:
    """Headings stand in ``row``, the lines below it."""
    canvas.put(row, 0, say(language, "kpi.people"), styles.HEADING_LEFT)
    for below, line in enumerate(lines, start=row + 1):
        canvas.put(below, 0, line.label, _of_line(Style(size=10), line))
        canvas.heights[below] = ROW_HEIGHT


def draw_scores(
    canvas: Canvas, row: int, first: int, *, lines: list[Line], frame: pd.DataFrame, months: list[pd.Timestamp]
) -> None:
    """A cell a line and month: the score, with n in its number format, coloured where there are enough answers."""
    known = {(figure["scope"], figure["name"], figure["month"]): figure for figure in _records(frame)}
    for below, line in enumerate(lines, start=row + 1):
        for column, month in enumerate(months, start=first):
            figure = known.get((line.scope, line.name, month))
            if figure is None or not figure["n"]:
                canvas.put(below, column, None, _of_line(Style(size=10), line))
            else:
                canvas.put(below, column, float(figure["nps"]), _of_line(_score_style(figure), line))


def _score_style(figure: dict[str, Any]) -> Style:
    n, italic = int(figure["n"]), bool(figure["adopted"])
    if not figure["enough"]:
        pattern = styles.points_pattern(n, brackets=True)
        return Style(size=8, color=styles.FAINT, align="center", pattern=pattern, italic=italic)
    fill = styles.fill_for(figure["nps"])
    return Style(size=9, fill=fill, align="center", pattern=styles.points_pattern(n), italic=italic)


def draw_standing(canvas: Canvas, row: int, first: int, *, lines: list[Line], kpi: Kpi, language: str) -> None:
    """Beside the scores: change on the same clients, plan, coverage, tasks."""
    for column, (key, _) in enumerate(STANDING, start=first):
        text = say_by_unit(kpi, language, key, month=short_month(language, kpi.month))
        canvas.put(row, column, text, styles.HEADING)
    standing = _standing(kpi)
    for below, line in enumerate(lines, start=row + 1):
        known = standing.get((line.scope, line.name), {})
        for column, cell in enumerate(_CELLS, start=first):
            value, style = cell(known, language) if known else (None, Style())
            canvas.put(below, column, value, _of_line(replace(style, size=9), line))


def _standing(kpi: Kpi) -> dict[tuple[str, str], dict[str, Any]]:
    change, tasks = kpi.department_change, kpi.tasks
    department = {
        "improved": change.improved, "worsened": change.worsened, "change": change.verdict,
        "due": kpi.due, "coverage": kpi.coverage,
        "open": tasks.open, "overdue": tasks.overdue, "untriaged": tasks.untriaged,
    }  # fmt: skip
    groups = {(row["scope"], row["name"]): row for row in _records(kpi.groups)}
    people = {("employee", row["employee"]): row for row in _records(kpi.people)}
    standing = {("department", ""): department, **groups, **people}
    for figure in _records(kpi.quarter[kpi.quarter["month"] == kpi.month]):
        at = figure["scope"], figure["name"]
        if at in standing and figure["n"]:
            standing[at] = {**standing[at], "low": figure["low"], "high": figure["high"], "enough": figure["enough"]}
    return standing


def _interval(row: dict[str, Any], language: str) -> tuple[str | None, Style]:
    if "low" not in row:
        return None, Style()
    text = say(language, "kpi.ends", low=points(row["low"]), high=points(row["high"]))
    return text, Style(align="center", color=styles.INK if row["enough"] else styles.FAINT)


def _change(row: dict[str, Any], language: str) -> tuple[str | None, Style]:
    verdict = row["change"]
    if not verdict:
        return None, Style()
    text = say(language, f"kpi.{verdict}", improved=int(row["improved"]), worsened=int(row["worsened"]))
    color = {"up": styles.BETTER, "down": styles.WORSE}.get(verdict, styles.QUIET)
    return text, Style(align="center", color=color, bold=verdict != "none")


def _plan(row: dict[str, Any], language: str) -> tuple[str | None, Style]:
    verdict = row.get("verdict", "")
    if not verdict:
        return None, Style()
    text = say(language, f"kpi.{verdict.replace(' ', '_')}", plan=points(float(row["plan"])))
    color = {"reached": styles.BETTER, "not reached": styles.WORSE}.get(verdict, styles.QUIET)
    return text, Style(align="center", color=color, bold=verdict != "unknown")


def _coverage(row: dict[str, Any], language: str) -> tuple[float | None, Style]:
    coverage = float(row["coverage"])
    if isnan(coverage):
        return None, Style()
    return coverage, Style(align="center", pattern=styles.share_pattern(language, int(row["due"])))


def _tasks(column: str) -> Callable[[dict[str, Any], str], tuple[int | None, Style]]:
    def cell(row: dict[str, Any], _language: str) -> tuple[int | None, Style]:
        counted = int(row.get(column, 0))
        late = column == "overdue" and counted > 0
        return counted or None, Style(
            align="center", color=styles.WORSE if late else styles.INK, bold=late, pattern="0"
        )

    return cell


_CELLS: tuple[Callable[[dict[str, Any], str], tuple[Any, Style]], ...] = (
    _interval, _change, _plan, _coverage, _tasks("open"), _tasks("overdue"), _tasks("untriaged"),
)  # fmt: skip


def _of_line(style: Style, line: Line) -> Style:
    if not line.group:
        return style
    return replace(style, bold=True, line_below=True, fill=style.fill or styles.GROUP_FILL)


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    columns = list(frame.columns)
    return (dict(zip(columns, row, strict=True)) for row in frame.itertuples(index=False, name=None))
