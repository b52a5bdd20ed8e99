"""Options in the query of a call that are one of a few words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from sheets_adapter.local.errors import violations

_SHEETS = "type.googleapis.com/google.apps.sheets.v4."
_RENDERINGS = ("ValueRenderOption", {"FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"})
_DATES = ("DateTimeRenderOption", {"SERIAL_NUMBER", "FORMATTED_STRING"})
_KNOWN: Mapping[str, tuple[str, set[str]]] = {
    "majorDimension": ("Dimension", {"DIMENSION_UNSPECIFIED", "ROWS", "COLUMNS"}),
    "valueInputOption": ("ValueInputOption", {"INPUT_VALUE_OPTION_UNSPECIFIED", "RAW", "USER_ENTERED"}),
    "valueRenderOption": _RENDERINGS,
    "dateTimeRenderOption": _DATES,
    "responseValueRenderOption": _RENDERINGS,
    "responseDateTimeRenderOption": _DATES,
    "insertDataOption": ("AppendValuesRequest.InsertDataOption", {"OVERWRITE", "INSERT_ROWS"}),
}


def check(options: Mapping[str, str]) -> None:
    """Raises ApiError 400 for words that Google does not know, all of them at once."""
    wrong = []
    for name, (kind, words) in _KNOWN.items():
        if name in options and options[name] not in words:
            field = re.sub("([A-Z])", lambda match: "_" + match[1].lower(), name)
            said = json.dumps(options[name], ensure_ascii=False)
            wrong.append((field, f"Invalid value at '{field}' ({_SHEETS}{kind}), {said}"))
    if wrong:
        raise violations(wrong)
