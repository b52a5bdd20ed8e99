"""Rules of data validation: Google's words and the records of an .xlsx file.

What no record can say (a list with a comma in it, a checkbox with values of its own) is kept beside under a name
that the record bears as the title of its message, which is shown nowhere without a message.
"""

from __future__ import annotations

import re
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from sheets_adapter.local import conditions
from sheets_adapter.local.document import Document
from sheets_adapter.local.errors import invalid

Json = dict[str, Any]

_CHECKBOX = '"TRUE,FALSE"'
_LONGEST = 255
"""Characters of a list, of a message."""
_NAME = "npsheets {}"
_TEXTS = {
    "TEXT_CONTAINS": "ISNUMBER(SEARCH({text},{cell}))",
    "TEXT_NOT_CONTAINS": "ISERROR(SEARCH({text},{cell}))",
    "TEXT_EQ": "EXACT({cell},{text})",
    "TEXT_IS_EMAIL": 'ISNUMBER(MATCH("?*@?*.?*",{cell},0))',
    "TEXT_IS_URL": 'ISNUMBER(MATCH("http*://?*.?*",{cell},0))',
}
_TEXTS_BACK = {
    kind: re.compile(
        re.escape(formula)
        .replace(re.escape("{text}"), '(?P<text>"(?:[^"]|"")*"|.+)')
        .replace(re.escape("{cell}"), r"\$?[A-Z]+\$?\d+"),
        re.DOTALL,
    )
    for kind, formula in _TEXTS.items()
}


def record(document: Document, rule: Json, cell: str) -> DataValidation:
    """The record of a rule for cells that begin at ``cell`` (``A2``), without the cells."""
    found = DataValidation(allow_blank=True, **_condition(document, rule.get("condition") or {}, cell))
    found.showErrorMessage = True
    # Excel asks before it takes what a rule that is not strict does not know.
    found.errorStyle = "stop" if rule.get("strict") else "warning"
    if rule.get("inputMessage"):
        found.prompt = str(rule["inputMessage"])[:_LONGEST]
        found.showInputMessage = True
    if found.type == "list":
        # The attribute means the opposite of its name: set, it hides the arrow.
        found.showDropDown = not rule.get("showCustomUi") or None
    seen = shown(document, found)
    if seen is None or seen["condition"]["type"] != rule["condition"]["type"]:
        found.promptTitle = _kept(document, rule, seen)
    return found


def _kept(document: Document, rule: Json, seen: Json | None) -> str:
    """The name under which a rule is kept beside."""
    entry = {"is": {name: value for name, value in rule.items() if value}, "seen": seen}
    known = document.validations
    name = next((name for name, each in known.items() if each == entry), None)
    if name is None:
        name = next(name for number in range(1, len(known) + 2) if (name := _NAME.format(number)) not in known)
        known[name] = entry
    return name


def _condition(document: Document, condition: Json, cell: str) -> Json:
    kind = condition.get("type", "CONDITION_TYPE_UNSPECIFIED")
    if kind == "ONE_OF_LIST":
        return _list(conditions.values(condition, 1, 500))
    if kind == "ONE_OF_RANGE":
        return {"type": "list", "formula1": conditions.absolute(document, conditions.values(condition, 1)[0])}
    if kind == "BOOLEAN":
        texts = conditions.values(condition, 0, 2)
        return _list(texts) if texts else {"type": "list", "formula1": _CHECKBOX}
    if kind == "CUSTOM_FORMULA" or kind in _TEXTS:
        return {"type": "custom", "formula1": _formula(condition, kind, cell)}
    return _compared(document, condition, kind)


def _formula(condition: Json, kind: str, cell: str) -> str:
    texts = conditions.values(condition, 1 if "{text}" in _TEXTS.get(kind, "{text}") else 0)
    if kind != "CUSTOM_FORMULA":
        return _TEXTS[kind].format(text=conditions.quoted(texts[0]) if texts else "", cell=cell)
    if not texts[0].startswith("="):
        raise invalid(f"Invalid ConditionValue.userEnteredValue: {texts[0]}")
    return texts[0][1:]


def _compared(document: Document, condition: Json, kind: str) -> Json:
    operators = {key: ("decimal", value) for key, value in conditions.OPERATORS.items()}
    operators |= {key: ("date", value) for key, value in conditions.DATE_OPERATORS.items() if key != "DATE_NOT_EQ"}
    if kind == "DATE_IS_VALID":
        conditions.values(condition, 0)
        return {"type": "date", "operator": "greaterThanOrEqual", "formula1": "0"}
    if kind == "CONDITION_TYPE_UNSPECIFIED":
        raise invalid("No condition type specified.")
    if kind not in operators:
        raise invalid(f"ConditionType '{kind}' is not supported in data validation.")
    type_, operator = operators[kind]
    values = conditions.values(condition, 2 if "BETWEEN" in kind else 1)
    texts = [conditions.formula(document, text) for text in values]
    return {"type": type_, "operator": operator, "formula1": texts[0], "formula2": texts[1] if texts[1:] else None}


def _list(texts: list[str]) -> Json:
    """A list that the file cannot say lets everything through there; it is kept beside."""
    source = ",".join(text.replace('"', '""') for text in texts)
    if len(source) > _LONGEST or any("," in text or text != text.strip() or not text for text in texts):
        return {"type": None}
    return {"type": "list", "formula1": f'"{source}"'}


def shown(document: Document, record_: DataValidation) -> Json | None:
    """``DataValidationRule`` of a record, None for one that restricts nothing."""
    seen = _seen(document, record_)
    kept = document.validations.get(record_.promptTitle or "")
    if kept is not None and kept["seen"] == seen:
        return dict(kept["is"])
    return seen


def _seen(document: Document, record_: DataValidation) -> Json | None:
    """What the file itself says."""
    condition = _shown(document, record_)
    if condition is None:
        return None
    rule: Json = {"condition": condition}
    if record_.showErrorMessage and record_.errorStyle in {None, "stop"}:
        rule["strict"] = True
    if record_.type == "list" and not record_.showDropDown:
        rule["showCustomUi"] = True
    if record_.prompt:
        rule["inputMessage"] = record_.prompt
    return rule


def _shown(document: Document, record_: DataValidation) -> Json | None:
    first = str(record_.formula1 or "")
    if record_.type == "list":
        return _shown_list(first)
    if record_.type == "custom":
        return _shown_formula(first)
    if record_.type == "textLength":
        return conditions.condition("CUSTOM_FORMULA", f"=LEN(A1)={first}")
    return _shown_compared(document, record_, first)


def _shown_compared(document: Document, record_: DataValidation, first: str) -> Json | None:
    operator = record_.operator or "between"
    texts = [first, str(record_.formula2 or "")] if operator in {"between", "notBetween"} else [first]
    if record_.type == "date" and (operator, first) == ("greaterThanOrEqual", "0"):
        return conditions.condition("DATE_IS_VALID")
    if record_.type in {"date", "time"}:
        return conditions.dates(conditions.DATES_BACK[operator], document, *texts)
    if record_.type in {"decimal", "whole"}:
        typed = [conditions.entered(document, text) for text in texts]
        return conditions.condition(conditions.NUMBERS_BACK[operator], *typed)
    return None


def _shown_formula(formula: str) -> Json:
    for kind, pattern in _TEXTS_BACK.items():
        match = pattern.fullmatch(formula)
        if match:
            texts = [match["text"]] if "text" in pattern.groupindex else []
            return conditions.condition(kind, *(conditions.unquoted(text) for text in texts))
    return conditions.condition("CUSTOM_FORMULA", "=" + formula)


def _shown_list(source: str) -> Json:
    if source.upper() == _CHECKBOX:
        return conditions.condition("BOOLEAN")
    if source.startswith('"'):
        return conditions.condition("ONE_OF_LIST", *source[1:-1].replace('""', '"').split(","))
    return conditions.condition("ONE_OF_RANGE", conditions.relative(source))
