"""Styles and charts of a page as the Sheets API wants them."""

from __future__ import annotations

from sheets_adapter import requests
from sheets_adapter.encoding import DATE_PATTERNS, Json
from sheets_adapter.page import LineChart, Series, Span, Style

FONT = "Arial"
"""Google's own; said outright, since an .xlsx file has another one, which not every machine has."""
_ALIGNMENTS = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}


def cell_format(style: Style, *, is_date: bool) -> Json:
    """``CellFormat``; what is as a plain cell's is left out, to keep a batch small."""
    look: Json = {"verticalAlignment": "MIDDLE"}
    look["textFormat"] = _text_format(style)
    if style.fill:
        look["backgroundColorStyle"] = requests.color(style.fill)
    if style.align:
        look["horizontalAlignment"] = _ALIGNMENTS[style.align]
    if style.wrap:
        look["wrapStrategy"] = "WRAP"
    pattern = style.pattern or (DATE_PATTERNS["en"] if is_date else "")
    if pattern:
        look["numberFormat"] = {"type": "DATE" if is_date else "NUMBER", "pattern": pattern}
    if style.line_below:
        look["borders"] = {"bottom": {"style": "SOLID", "colorStyle": requests.color("#bdc1c6")}}
    return look


def _text_format(style: Style) -> Json:
    plain = Style()
    text: Json = {"fontFamily": FONT}
    if style.bold:
        text["bold"] = True
    if style.italic:
        text["italic"] = True
    if style.size != plain.size:
        text["fontSize"] = style.size
    if style.color != plain.color:
        text["foregroundColorStyle"] = requests.color(style.color)
    return text


def chart_request(chart: LineChart, number: int, sheet_id: int, data_id: int) -> Json:
    """``addChart`` with an id of ours, so that it can be found again and a person's own charts are left alone."""
    values: Json = {"position": "LEFT_AXIS"}
    bounds = {
        name: value
        for name, value in (("viewWindowMin", chart.low), ("viewWindowMax", chart.high))
        if value is not None
    }
    if bounds:
        values["viewWindowOptions"] = {"viewWindowMode": "EXPLICIT", **bounds}
    basic = {
        "chartType": "LINE",
        "legendPosition": "RIGHT_LEGEND",
        "headerCount": 1,
        "axis": [{"position": "BOTTOM_AXIS"}, values],
        "domains": [{"domain": _source(chart.domain, data_id)}],
        "series": [_series(series, data_id) for series in chart.series],
    }
    spec = {"title": chart.title, "hiddenDimensionStrategy": "SHOW_ALL", "basicChart": basic}
    row, column = chart.anchor
    overlay = {
        "anchorCell": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column},
        "widthPixels": chart.width,
        "heightPixels": chart.height,
    }
    return {"addChart": {"chart": {"chartId": number, "spec": spec, "position": {"overlayPosition": overlay}}}}


def _series(series: Series, data_id: int) -> Json:
    return {
        "series": _source(series.values, data_id),
        "targetAxis": "LEFT_AXIS",
        "colorStyle": requests.color(series.color),
        "lineStyle": {"width": series.width},
    }


def _source(span: Span, data_id: int) -> Json:
    (top, left), (bottom, right) = span.first, span.last
    return {"sourceRange": {"sources": [requests.area(data_id, top, left, bottom + 1, right + 1)]}}
