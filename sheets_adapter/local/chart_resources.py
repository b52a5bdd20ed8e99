"""What an answer says about the charts of a sheet."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import AreaChart, BarChart, LineChart

from sheets_adapter.local import colors
from sheets_adapter.local.charts import DEFAULT_SIZE, EMU_A_PIXEL, LEGENDS
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.ranges import from_ref, parse_cells, split_title, to_grid

Json = dict[str, Any]


def shown(document: Document, sheet: Sheet) -> list[Json]:
    """``EmbeddedChart`` resources."""
    return [
        {"chartId": chart_id, "spec": spec(document, chart), "position": {"overlayPosition": overlay(sheet, chart)}}
        for chart_id, chart in zip(sheet.charts, sheet.ws._charts, strict=True)
    ]


def overlay(sheet: Sheet, chart: Any) -> Json:
    anchor = chart.anchor
    start = getattr(anchor, "_from", None)
    size = getattr(anchor, "ext", None)
    end = getattr(anchor, "to", None)
    row, column = (start.row, start.col) if start is not None else (0, 0)
    width, height = DEFAULT_SIZE
    if size is not None:
        width, height = size.width / EMU_A_PIXEL, size.height / EMU_A_PIXEL
    elif end is not None:
        from sheets_adapter.local import columns  # noqa: PLC0415

        width = sum(columns.properties(sheet, "COLUMNS", at)["pixelSize"] for at in range(column, end.col))
        height = sum(columns.properties(sheet, "ROWS", at)["pixelSize"] for at in range(row, end.row))
    shown: Json = {
        "anchorCell": {"sheetId": sheet.sheet_id, "rowIndex": row, "columnIndex": column},
        "widthPixels": round(width),
        "heightPixels": round(height),
    }
    if start is not None and start.colOff:
        shown["offsetXPixels"] = round(start.colOff / EMU_A_PIXEL)
    if start is not None and start.rowOff:
        shown["offsetYPixels"] = round(start.rowOff / EMU_A_PIXEL)
    return shown


def spec(document: Document, chart: Any) -> Json:
    shown: Json = {}
    title = _text(chart.title)
    if title:
        shown["title"] = title
    kind = _kind(chart)
    if kind:
        shown["basicChart"] = _basic(document, chart, kind)
    shown["hiddenDimensionStrategy"] = (
        "SHOW_ALL" if chart.visible_cells_only is False else "SKIP_HIDDEN_ROWS_AND_COLUMNS"
    )
    return shown


def _kind(chart: Any) -> str | None:
    if isinstance(chart, LineChart):
        return "LINE"
    if isinstance(chart, BarChart):
        return "BAR" if chart.type == "bar" else "COLUMN"
    return "AREA" if isinstance(chart, AreaChart) else None


def _text(title: Any) -> str:
    """The words of a title; openpyxl keeps them in runs of paragraphs."""
    rich = getattr(getattr(title, "tx", None), "rich", None)
    if rich is None:
        return ""
    return "\n".join("".join(run.t for run in paragraph.r or ()) for paragraph in rich.p)


def _basic(document: Document, chart: Any, kind: str) -> Json:
    series = [_series(document, each, kind) for each in chart.series]
    legend = {value: key for key, value in LEGENDS.items()}
    shown: Json = {
        "chartType": kind,
        "legendPosition": legend.get(chart.legend.position, "RIGHT_LEGEND") if chart.legend else "NO_LEGEND",
        "axis": [_axis(chart.x_axis, "BOTTOM_AXIS"), _axis(chart.y_axis, "LEFT_AXIS")],
        "series": series,
    }
    titled = [each for each in chart.series if each.tx is not None and each.tx.strRef is not None]
    if titled:
        shown["headerCount"] = 1
    categories = chart.series[0].cat if chart.series else None
    reference = getattr(categories, "numRef", None) or getattr(categories, "strRef", None)
    source = _source(document, reference.f, widen=bool(titled)) if reference is not None else None
    if source:
        shown["domains"] = [{"domain": source}]
    return shown


def _axis(axis: Any, position: str) -> Json:
    shown: Json = {"position": position}
    title = _text(axis.title)
    if title:
        shown["title"] = title
    window = {
        name: value
        for name, value in (("viewWindowMin", axis.scaling.min), ("viewWindowMax", axis.scaling.max))
        if value is not None
    }
    if window:
        shown["viewWindowOptions"] = {"viewWindowMode": "EXPLICIT", **window}
    return shown


def _series(document: Document, series: Any, kind: str) -> Json:
    shown: Json = {"targetAxis": "LEFT_AXIS", "type": kind}
    headed = series.tx is not None and series.tx.strRef is not None
    reference = series.val.numRef if series.val is not None else None
    source = _source(document, reference.f, widen=headed) if reference is not None else None
    if source:
        shown["series"] = source
    look = series.graphicalProperties
    fill = None
    if look is not None:
        fill = look.line.solidFill if kind == "LINE" and look.line is not None else look.solidFill
    code = getattr(fill, "srgbClr", None)
    if isinstance(code, str):
        color = colors.to_rgb(code)
        shown |= {"color": color, "colorStyle": {"rgbColor": color}}
    return shown


def _source(document: Document, text: str, *, widen: bool) -> Json | None:
    """``ChartData`` of a reference; with a heading that stands before the values."""
    title, cells = split_title(text)
    sheet = document.titled(title) if title is not None else None
    if sheet is None or not parse_cells(cells.replace("$", "")):
        return None
    area = from_ref(cells)
    grid = to_grid(sheet.sheet_id, area)
    upright = area.right == area.left + 1 or area.ends[0] - area.top > 1
    if widen and upright and area.top:
        grid["startRowIndex"] = area.top - 1
    elif widen and not upright and area.left:
        grid["startColumnIndex"] = area.left - 1
    return {"sourceRange": {"sources": [grid]}}
