"""Requests about validations and conditional formats."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import conditional, validation
from sheets_adapter.local.document import Document
from sheets_adapter.local.fields import need

Json = dict[str, Any]


def set_validation(document: Document, request: Json) -> Json:
    sheet, area = document.grid(need(request, "range"))
    validation.assign(document, sheet, area, request.get("rule"))
    return {}


def add_format(document: Document, request: Json) -> Json:
    conditional.add(document, request.get("rule") or {}, request.get("index", 0))
    return {}


def delete_format(document: Document, request: Json) -> Json:
    sheet = document.sheet(request.get("sheetId"))
    return {"deleteConditionalFormatRule": {"rule": conditional.remove(sheet, request.get("index", 0))}}


REQUESTS = {
    "setDataValidation": set_validation,
    "addConditionalFormatRule": add_format,
    "deleteConditionalFormatRule": delete_format,
}
