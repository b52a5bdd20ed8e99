"""Dropdowns as Excel saves them when their list is on another sheet: in an extension openpyxl leaves out."""

from __future__ import annotations

import io
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.worksheet.datavalidation import DataValidation

_EXCEL_2009 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_FORMULA = "{http://schemas.microsoft.com/office/excel/2006/main}f"
_WHERE = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
_FLAGS = ("allowBlank", "showErrorMessage", "showInputMessage", "showDropDown")
_WORDS = ("type", "operator", "errorStyle", "prompt", "promptTitle", "error", "errorTitle")


def validations(sheet: bytes) -> list[DataValidation]:
    """The validations in the extensions of a sheet's XML, as ordinary ones."""
    if b"2009/9/main" not in sheet or b":dataValidation " not in sheet:
        return []
    return [
        found
        for _, element in iterparse(io.BytesIO(sheet))  # noqa: S314
        if element.tag == f"{_EXCEL_2009}dataValidation" and (found := _validation(element))
    ]


def _validation(element: Element) -> DataValidation | None:
    where = element.findtext(_WHERE)
    if not where:
        return None
    given: dict[str, Any] = {name: element.get(name) for name in _WORDS if element.get(name) is not None}
    given |= {name: element.get(name) in {"1", "true"} for name in _FLAGS if element.get(name) is not None}
    for name in ("formula1", "formula2"):
        given[name] = element.findtext(f"{_EXCEL_2009}{name}/{_FORMULA}")
    return DataValidation(sqref=where, **given)
