"""Requests about charts."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import chart_resources, charts
from sheets_adapter.local.document import Document
from sheets_adapter.local.fields import mask_of, need, refuse_unknown

Json = dict[str, Any]


def add(document: Document, request: Json) -> Json:
    chart_id = charts.add(document, need(request, "chart"))
    sheet, at = charts.with_id(document, chart_id)
    return {"addChart": {"chart": chart_resources.shown(document, sheet)[at]}}


def update_spec(document: Document, request: Json) -> Json:
    sheet, at = charts.with_id(document, request.get("chartId", 0))
    chart = charts.draw(document, request.get("spec") or {})
    chart.anchor = sheet.ws._charts[at].anchor
    sheet.ws._charts[at] = chart
    return {}


def move(document: Document, request: Json) -> Json:
    """Moves or resizes a chart on its sheet."""
    mask = mask_of(request)
    sheet, at = charts.with_id(document, request.get("objectId", 0))
    chart = sheet.ws._charts[at]
    position = request.get("newPosition") or {}
    refuse_unknown(position, {"overlayPosition"}, "newPosition")
    given = position.get("overlayPosition") or {}
    if (given.get("anchorCell") or {}).get("sheetId", sheet.sheet_id) != sheet.sheet_id:
        refuse_unknown({"to another sheet": True}, (), "newPosition")
    named = [name for name in mask if name in given]
    charts.place(chart, chart_resources.overlay(sheet, chart) | ({name: given[name] for name in named} or given))
    shown = {"overlayPosition": chart_resources.overlay(sheet, chart)}
    return {"updateEmbeddedObjectPosition": {"position": shown}}


def delete(document: Document, request: Json) -> Json:
    sheet, at = charts.with_id(document, request.get("objectId", 0))
    del sheet.ws._charts[at]
    del sheet.charts[at]
    return {}


REQUESTS = {
    "addChart": add,
    "updateChartSpec": update_spec,
    "updateEmbeddedObjectPosition": move,
    "deleteEmbeddedObject": delete,
}
