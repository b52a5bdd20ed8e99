"""Charts: Google's ``ChartSpec`` and the charts of the file.

Made here: basic charts of lines, columns, bars and areas. Read: those, whoever made them; of any other chart an
answer gives title, place and id, so that it can be seen and removed.
"""

from __future__ import annotations

from typing import Any

from openpyxl.chart import AreaChart, BarChart, LineChart
from openpyxl.chart.layout import Layout
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.reference import Reference
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties
from openpyxl.drawing.xdr import XDRPositiveSize2D

from sheets_adapter.local import colors, printing
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid, unimplemented
from sheets_adapter.local.fields import refuse_unknown
from sheets_adapter.local.state import stable_id

Json = dict[str, Any]

DEFAULT_SIZE = 600, 371
EMU_A_PIXEL = 9525
LEGENDS = {"BOTTOM_LEGEND": "b", "LEFT_LEGEND": "l", "RIGHT_LEGEND": "r", "TOP_LEGEND": "t"}
_TITLE_SIZE = 12
_GRID_LINES = "D9D9D9"
_DASHES = {"DOTTED": "sysDot", "MEDIUM_DASHED": "dash", "LONG_DASHED": "lgDash", "SOLID": "solid"}
_KNOWN = frozenset(
    {"title", "subtitle", "altText", "basicChart", "hiddenDimensionStrategy", "fontName", "titleTextFormat"}
)
_KNOWN_BASIC = frozenset(
    {"chartType", "legendPosition", "axis", "domains", "series", "headerCount", "lineSmoothing", "stackedType"}
    | {"interpolateNulls"}
)
_KNOWN_SERIES = frozenset({"series", "targetAxis", "type", "lineStyle", "pointStyle", "color", "colorStyle"})


def add(document: Document, given: Json) -> int:
    """A new chart; returns its id. Raises ApiError where the id exists or the spec cannot be drawn."""
    refuse_unknown(given, {"chartId", "spec", "position"}, "chart")
    if not given.get("spec"):
        raise invalid("No chart spec specified.")
    taken = {chart_id for sheet in document.sheets for chart_id in sheet.charts}
    chart_id: int = given.get("chartId") or stable_id(f"chart {len(taken)}", taken)
    if chart_id in taken:
        raise invalid(f"A chart with the ID {chart_id} already exists.")
    position = given.get("position") or {}
    if position.get("newSheet"):
        raise unimplemented("charts on a sheet of their own")
    overlay = position.get("overlayPosition") or {}
    sheet = document.sheet((overlay.get("anchorCell") or {}).get("sheetId"))
    chart = draw(document, given["spec"])
    place(chart, overlay)
    sheet.ws.add_chart(chart, chart.anchor)
    sheet.charts.append(chart_id)
    printing.keep_whole(sheet)
    return chart_id


def _emu(pixels: float) -> int:
    """The unit of drawings in an .xlsx file."""
    return round(pixels * EMU_A_PIXEL)


def with_id(document: Document, chart_id: int) -> tuple[Sheet, int]:
    """The sheet of a chart and the chart's place in it."""
    for sheet in document.sheets:
        if chart_id in sheet.charts:
            return sheet, sheet.charts.index(chart_id)
    raise invalid(f"No embedded object with id: {chart_id}")


def place(chart: Any, overlay: Json) -> None:
    cell = overlay.get("anchorCell") or {}
    width = overlay.get("widthPixels", DEFAULT_SIZE[0])
    height = overlay.get("heightPixels", DEFAULT_SIZE[1])
    start = AnchorMarker(
        col=cell.get("columnIndex", 0),
        row=cell.get("rowIndex", 0),
        colOff=_emu(overlay.get("offsetXPixels", 0)),
        rowOff=_emu(overlay.get("offsetYPixels", 0)),
    )
    chart.anchor = OneCellAnchor(_from=start, ext=XDRPositiveSize2D(_emu(width), _emu(height)))


def draw(document: Document, spec: Json) -> Any:
    """An openpyxl chart for a ``ChartSpec``."""
    refuse_unknown(spec, _KNOWN, "spec")
    basic = spec.get("basicChart")
    if not basic:
        raise unimplemented("charts other than basicChart")
    refuse_unknown(basic, _KNOWN_BASIC, "basicChart")
    chart = _empty(basic)
    chart.title = spec.get("title") or None
    if chart.title is not None:
        _title(chart.title, spec.get("titleTextFormat") or {})
    headed = basic.get("headerCount", 0) > 0
    for given in basic.get("series") or []:
        chart.series.append(_series(document, given, headed=headed, lines=isinstance(chart, LineChart)))
    if basic.get("domains"):
        chart.set_categories(_reference(document, basic["domains"][0]["domain"], skip=1 if headed else 0))
    for axis in basic.get("axis") or []:
        _axis(chart, axis)
    position = basic.get("legendPosition", "RIGHT_LEGEND")
    place_of_legend: Any = LEGENDS.get(position)
    chart.legend = Legend(legendPos=place_of_legend) if position in LEGENDS else None
    if chart.legend is not None:
        chart.legend.overlay = False
    # A month without a figure is a gap in the line, not a fall to zero.
    chart.display_blanks = "span" if basic.get("interpolateNulls") else "gap"
    hidden = spec.get("hiddenDimensionStrategy", "SKIP_HIDDEN_ROWS_AND_COLUMNS")
    chart.visible_cells_only = hidden != "SHOW_ALL"
    return chart


def _empty(basic: Json) -> Any:
    kind = basic.get("chartType")
    chart: Any
    if kind == "LINE":
        chart = LineChart()
    elif kind in {"COLUMN", "BAR"}:
        chart = BarChart()
        chart.type = "col" if kind == "COLUMN" else "bar"
    elif kind == "AREA":
        chart = AreaChart()
    else:
        raise unimplemented(f"charts of type {kind}")
    if basic.get("stackedType", "NOT_STACKED") not in {"NOT_STACKED", "STACKED_TYPE_UNSPECIFIED"}:
        chart.grouping = "stacked" if basic["stackedType"] == "STACKED" else "percentStacked"
        if isinstance(chart, BarChart):
            chart.overlap = 100
    # Without this Excel draws no axes.
    chart.x_axis.delete = False
    chart.y_axis.delete = False
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID_LINES))
    # The categories stay at the bottom when values fall below zero.
    chart.x_axis.tickLblPos = "low"
    chart.layout = Layout()
    return chart


def _title(title: Any, text: Json) -> None:
    """A title of ordinary size; Excel's own would be the largest thing on the page."""
    refuse_unknown(text, {"fontSize", "bold", "italic", "foregroundColor", "foregroundColorStyle"}, "titleTextFormat")
    title.overlay = False
    color = colors.given(text, "foregroundColor")
    look = CharacterProperties(
        sz=100 * text.get("fontSize", _TITLE_SIZE),
        b=bool(text.get("bold")),
        i=bool(text.get("italic")),
        solidFill=color.rgb[-6:] if color is not None and isinstance(color.rgb, str) else None,
    )
    for paragraph in title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=look)
        for run in paragraph.r or ():
            run.rPr = look


def _reference(document: Document, data: Json, skip: int = 0) -> Reference:
    sources = (data.get("sourceRange") or {}).get("sources") or []
    if len(sources) != 1:
        raise unimplemented("chart data of more or less than one range")
    sheet, area = document.grid(sources[0])
    bottom, right = area.clip(sheet.rows, sheet.columns).ends
    if bottom - area.top > 1:
        return Reference(sheet.ws, min_col=area.left + 1, max_col=right, min_row=area.top + 1 + skip, max_row=bottom)
    return Reference(sheet.ws, min_col=area.left + 1 + skip, max_col=right, min_row=area.top + 1, max_row=bottom)


def _series(document: Document, given: Json, *, headed: bool, lines: bool) -> Any:
    refuse_unknown(given, _KNOWN_SERIES, "series")
    series = SeriesFactory(_reference(document, given["series"]), title_from_data=headed)
    color = colors.given(given, "color")
    shade = color.rgb[-6:] if color is not None and isinstance(color.rgb, str) else None
    series.smooth = False
    if not lines:
        if shade:
            series.graphicalProperties = GraphicalProperties(solidFill=shade)
        return series
    style = given.get("lineStyle") or {}
    dash: Any = _DASHES.get(style.get("type", "SOLID"))
    line = LineProperties(w=_emu(style.get("width", 2)), prstDash=dash)
    if shade:
        line.solidFill = shade
    series.graphicalProperties = GraphicalProperties(ln=line)
    point = given.get("pointStyle") or {}
    if point.get("size"):
        series.marker = Marker(symbol="circle", size=max(2, min(72, round(point["size"]))))
        if shade:
            series.marker.graphicalProperties = GraphicalProperties(solidFill=shade)
            series.marker.graphicalProperties.line.solidFill = shade
    else:
        series.marker = Marker(symbol="none")
    return series


def _axis(chart: Any, given: Json) -> None:
    refuse_unknown(given, {"position", "title", "viewWindowOptions", "format"}, "axis")
    axis = chart.x_axis if given.get("position") == "BOTTOM_AXIS" else chart.y_axis
    if given.get("title"):
        axis.title = given["title"]
        axis.title.overlay = False
    window = given.get("viewWindowOptions") or {}
    if "viewWindowMin" in window:
        axis.scaling.min = window["viewWindowMin"]
    if "viewWindowMax" in window:
        axis.scaling.max = window["viewWindowMax"]
