"""``spreadsheets.get``: the whole spreadsheet as a resource, no more of it than the field mask asks for."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import (
    chart_resources,
    colors,
    conditional,
    filters,
    grid_data,
    groups,
    names,
    protection,
    sheet_resources,
    theme,
    values,
)
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.masks import EVERYTHING, Mask, below, prune, wants
from sheets_adapter.local.ranges import Area, to_grid

Json = dict[str, Any]

_THEME_COLORS = ("TEXT", "BACKGROUND", *(f"ACCENT{number}" for number in range(1, 7)), "LINK")


def spreadsheet(
    document: Document, spreadsheet_id: str, url: str, ranges: list[str], mask: Mask, *, grid: bool
) -> Json:
    """``Spreadsheet``; cells with ``grid`` or where the mask names ``sheets.data``; only the sheets of ``ranges``."""
    areas = _areas(document, ranges)
    sheets = [sheet for sheet in document.sheets if not ranges or sheet.sheet_id in areas]
    with_cells = wants(mask, "sheets", "data") if mask else grid
    resource: Json = {
        "spreadsheetId": spreadsheet_id,
        "properties": {
            "title": document.title,
            "locale": document.locale,
            "autoRecalc": "ON_CHANGE",
            "timeZone": document.time_zone,
            "defaultFormat": document.styles.default(),
            "spreadsheetTheme": _theme(document),
        },
        "sheets": [
            _sheet(document, sheet, areas.get(sheet.sheet_id, [Area()]), mask, with_cells=with_cells)
            for sheet in sheets
        ]
        if wants(mask, "sheets")
        else [],
        "namedRanges": [named.resource() for named in names.every(document)],
        "spreadsheetUrl": url,
    }
    if not resource["namedRanges"]:
        del resource["namedRanges"]
    return prune(resource, mask)


def _theme(document: Document) -> Json:
    palette = theme.palette(document.book)
    named = [(colors.THEME.index(name), name) for name in _THEME_COLORS]
    shown = [{"colorType": name, "color": {"rgbColor": colors.to_rgb(palette[at])}} for at, name in named]
    return {"primaryFontFamily": theme.font(document.book), "themeColors": shown}


def _areas(document: Document, ranges: list[str]) -> dict[int, list[Area]]:
    found: dict[int, list[Area]] = {}
    for text in ranges:
        sheet, area = values.resolve(document, text)
        found.setdefault(sheet.sheet_id, []).append(values.inside(sheet, area))
    return found


def _sheet(document: Document, sheet: Sheet, areas: list[Area], mask: Mask, *, with_cells: bool) -> Json:
    part = below(mask, "sheets") if mask else EVERYTHING
    resource: Json = {"properties": sheet_resources.properties(document, sheet)}
    lists: dict[str, Any] = {
        "merges": lambda: [to_grid(sheet.sheet_id, area) for area in sheet_resources.merged(sheet)],
        "rowGroups": lambda: groups.shown(sheet, "ROWS"),
        "columnGroups": lambda: groups.shown(sheet, "COLUMNS"),
        "conditionalFormats": lambda: conditional.shown(document, sheet),
        "protectedRanges": lambda: protection.of_sheet(document, sheet),
        "basicFilter": lambda: filters.shown(document, sheet),
        "charts": lambda: chart_resources.shown(document, sheet),
    }
    for name, read in lists.items():
        found = read() if wants(part, name) else None
        if found:
            resource[name] = found
    if with_cells:
        resource["data"] = [grid_data.shown(document, sheet, area, below(part, "data")) for area in areas]
    return resource
