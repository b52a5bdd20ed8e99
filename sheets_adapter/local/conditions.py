"""Conditions as Google writes them (``BooleanCondition``), shared by validations and conditional formats."""

from __future__ import annotations

import re
from typing import Any

from sheets_adapter.local import rendering
from sheets_adapter.local.document import Document
from sheets_adapter.local.entering import as_entered
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.locales import locale
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

RELATIVE = {
    "TODAY": "TODAY()",
    "YESTERDAY": "TODAY()-1",
    "TOMORROW": "TODAY()+1",
    "PAST_WEEK": "TODAY()-7",
    "PAST_MONTH": "EDATE(TODAY(),-1)",
    "PAST_YEAR": "EDATE(TODAY(),-12)",
}
_RELATIVE_BACK = {value: key for key, value in RELATIVE.items()}

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DATE = re.compile(r"DATE\((\d{4}),(\d{1,2}),(\d{1,2})\)")
_NUMBER = re.compile(r"-?[0-9.]+(?:[eE]-?\d+)?")


def values(condition: Json, least: int, most: int | None = None, *, relative: bool = False) -> list[str]:
    """The values a condition is given, as texts, a relative date as the formula it stands for.

    Raises ApiError where there are too few or too many, or a relative date where none may be.
    """
    found = condition.get("values") or []
    if any("relativeDate" in each for each in found) and not relative:
        raise invalid("Relative dates are not supported here.")
    texts = [
        "=" + RELATIVE[each["relativeDate"]] if "relativeDate" in each else str(each.get("userEnteredValue", ""))
        for each in found
    ]
    if len(texts) < least or len(texts) > (least if most is None else most):
        raise invalid(f"{condition.get('type')} requires {least} ConditionValue(s), {len(texts)} found.")
    return texts


def formula(document: Document, text: str) -> str:
    """``=$B2="x"`` without its ``=``; a number or a date as the locale writes it, as it stands in a formula."""
    if text.startswith(("=", "+")):
        return text[1:]
    iso = _ISO_DATE.fullmatch(text)
    if iso:
        return f"DATE({int(iso[1])},{int(iso[2])},{int(iso[3])})"
    value = as_entered(text, document.locale, parse=True)[0].get("numberValue")
    if value is None:
        raise invalid(f"Invalid ConditionValue.userEnteredValue: {text}")
    return f"{value:.15g}"


def quoted(text: str) -> str:
    """A text as it stands in a formula; a formula as it is."""
    return text[1:] if text.startswith("=") else '"' + text.replace('"', '""') + '"'


def unquoted(text: str) -> str:
    """The way back."""
    plain = re.fullmatch(r'"((?:[^"]|"")*)"', text, re.DOTALL)
    return plain[1].replace('""', '"') if plain else "=" + text


def entered(document: Document, text: str, *, date: bool = False) -> str:
    """A formula of the file as a person would have typed it; ``date``: a number is a day."""
    found = _DATE.fullmatch(text)
    if found:
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if not _NUMBER.fullmatch(text):
        return unquoted(text)
    pattern = locale(document.locale).date if date else "General"
    return rendering.formatted(float(text), pattern, document.locale)


def dates(kind: str, document: Document, *texts: str) -> Json:
    """A condition about dates; the formula of a relative one is that again."""
    shown = condition(kind)
    shown["values"] = [
        {"relativeDate": _RELATIVE_BACK[text]}
        if text in _RELATIVE_BACK
        else {"userEnteredValue": entered(document, text, date=True)}
        for text in texts
    ]
    return shown


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
