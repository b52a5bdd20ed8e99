"""Conditions as Google writes them (``BooleanCondition``), shared by validations and conditional formats."""

from __future__ import annotations

import re
from typing import Any

from sheets_adapter.local.document import Document
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.ranges import from_ref, parse_cells, quote, split_title, to_a1, to_absolute, to_ref

Json = dict[str, Any]

OPERATORS = {
    "NUMBER_GREATER": "greaterThan",
    "NUMBER_GREATER_THAN_EQ": "greaterThanOrEqual",
    "NUMBER_LESS": "lessThan",
    "NUMBER_LESS_THAN_EQ": "lessThanOrEqual",
    "NUMBER_EQ": "equal",
    "NUMBER_NOT_EQ": "notEqual",
    "NUMBER_BETWEEN": "between",
    "NUMBER_NOT_BETWEEN": "notBetween",
}
DATE_OPERATORS = {
    "DATE_AFTER": "greaterThan",
    "DATE_ON_OR_AFTER": "greaterThanOrEqual",
    "DATE_BEFORE": "lessThan",
    "DATE_ON_OR_BEFORE": "lessThanOrEqual",
    "DATE_EQ": "equal",
    "DATE_NOT_EQ": "notEqual",
    "DATE_BETWEEN": "between",
    "DATE_NOT_BETWEEN": "notBetween",
}
NUMBERS_BACK = {value: key for key, value in OPERATORS.items()}
DATES_BACK = {value: key for key, value in DATE_OPERATORS.items()}

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def values(condition: Json, least: int, most: int | None = None) -> list[str]:
    """The values a condition is given, as texts; raises ApiError where there are too few or too many."""
    found = condition.get("values") or []
    if any("relativeDate" in each for each in found):
        raise invalid("Relative dates cannot be kept in an .xlsx file.")
    texts = [str(each.get("userEnteredValue", "")) for each in found]
    if len(texts) < least or len(texts) > (least if most is None else most):
        raise invalid(f"{condition.get('type')} requires {least} ConditionValue(s), {len(texts)} found.")
    return texts


def formula(text: str) -> str:
    """``=$B2="x"`` without its ``=``, a date as the serial it stands for, a number or text as it is."""
    if text.startswith("="):
        return text[1:]
    iso = _ISO_DATE.fullmatch(text)
    return f"DATE({int(iso[1])},{int(iso[2])},{int(iso[3])})" if iso else text


def entered(text: str) -> str:
    """A formula of the file as a person would have typed it."""
    is_constant = re.fullmatch(r'-?[0-9.]+(?:[eE]-?\d+)?|"[^"]*"', text)
    return text.strip('"') if is_constant else "=" + text


def condition(kind: str, *texts: str) -> Json:
    shown: Json = {"type": kind}
    if texts:
        shown["values"] = [{"userEnteredValue": text} for text in texts]
    return shown


def absolute(document: Document, text: str) -> str:
    """``=Employees!A2:A`` as a validation of an .xlsx file wants it: ``'Employees'!$A$2:$A$1048576``."""
    title, cells = split_title(text.removeprefix("="))
    area = parse_cells(cells.replace("$", ""))
    if area is None:
        return text.removeprefix("=")
    if title is None:
        return to_ref(area, absolute=True)
    sheet = document.titled(title)
    if sheet is None:
        raise invalid(f"Unable to parse range: {text}")
    return to_absolute(sheet.title, area)


def relative(text: str) -> str:
    """The way back: ``='Call list'!A2:A``."""
    title, cells = split_title(text)
    if not parse_cells(cells.replace("$", "")):
        return "=" + text
    shown = to_a1(from_ref(cells), absolute=True)
    return f"={quote(title)}!{shown}" if title is not None else f"={shown}"
