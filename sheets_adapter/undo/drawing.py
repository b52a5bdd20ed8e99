"""A page in few words, kept in the state: what a later run draws over can be drawn again as it was."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sheets_adapter.dates import EPOCH
from sheets_adapter.encoding import Json, Raw, same
from sheets_adapter.page import Cell, LineChart, Page, Position, Series, Span, Style, Value
from sheets_adapter.page_work import raw_value
from sheets_adapter.snapshot import Grid
from sheets_adapter.state import unpacked

_PLAIN = asdict(Style())


def drawing(page: Page) -> Json:
    """A page as JSON; each style stands there once."""
    styles = list(dict.fromkeys(cell.style for cell in page.cells.values()))
    number = {style: at for at, style in enumerate(styles)}
    told = {each.name: getattr(page, each.name) for each in dataclasses.fields(Page)}
    return told | {
        "cells": [[*at, _told(cell.value), number[cell.style]] for at, cell in sorted(page.cells.items())],
        "styles": [{name: value for name, value in asdict(style).items() if value != _PLAIN[name]} for style in styles],
        "widths": sorted(page.widths.items()),
        "heights": sorted(page.heights.items()),
        "merges": [asdict(span) for span in page.merges],
        "charts": [asdict(chart) for chart in page.charts],
        "quiet": sorted(page.quiet),
    }


def page_of(packed_drawing: str) -> Page | None:
    """None where there is no drawing, or one that somebody changed or another version made."""
    try:
        return _page(unpacked(packed_drawing))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _page(drawn: Json) -> Page:
    styles = [Style(**style) for style in drawn["styles"]]
    cells = {(row, at): Cell(_value(value), styles[style]) for row, at, value, style in drawn["cells"]}
    parts = {
        "cells": cells,
        "widths": dict(drawn["widths"]),
        "heights": dict(drawn["heights"]),
        "merges": tuple(_span(span) for span in drawn["merges"]),
        "charts": tuple(_chart(chart) for chart in drawn["charts"]),
        "quiet": frozenset((row, at) for row, at in drawn["quiet"]),
    }
    return Page(**{name: value for name, value in drawn.items() if name != "styles"} | parts)


def differing(page: Page, grid: Grid) -> dict[Position, Raw]:
    """What stands on a sheet otherwise than it was drawn, the quiet cells among it."""
    drawn = {at: raw_value(cell.value) for at, cell in page.cells.items()}
    standing = {
        (row, at): "" if value is None else value for row, values in enumerate(grid) for at, value in enumerate(values)
    }
    return {
        at: standing.get(at, "")
        for at in sorted(drawn.keys() | standing.keys())
        if not same(standing.get(at, ""), drawn.get(at, ""))
    }


def with_values(page: Page, values: dict[Position, Raw]) -> Page:
    """The page with other values in the same look."""
    cells = dict(page.cells)
    for at, value in values.items():
        before = cells.get(at, Cell(None))
        cells[at] = replace(before, value=_day(value) if isinstance(before.value, date) else value)
    return replace(page, cells=cells)


def _day(value: Raw) -> Value:
    """A number in a cell that shows a day."""
    if isinstance(value, (str, bool)):
        return value
    moment = datetime.combine(EPOCH, time()) + timedelta(days=value)
    return moment if value % 1 else moment.date()


def _told(value: Value) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return None if value != value else value  # noqa: PLR0124 - only NaN differs from itself


def _value(told: Any) -> Value:
    if not isinstance(told, dict):
        value: Value = told
        return value
    return datetime.fromisoformat(told["moment"]) if "moment" in told else date.fromisoformat(told["day"])


def _span(told: Json) -> Span:
    return Span(tuple(told["first"]), tuple(told["last"]))


def _chart(told: Json) -> LineChart:
    series = tuple(Series(_span(each["values"]), each["color"], each["width"]) for each in told["series"])
    parts = {"domain": _span(told["domain"]), "series": series, "anchor": tuple(told["anchor"])}
    return LineChart(**told | parts)
