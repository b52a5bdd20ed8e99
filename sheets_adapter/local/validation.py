"""Data validation: dropdowns, checkboxes, limits.

Cells with the same rule share one record of the file, over as few rectangles as they fill.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from sheets_adapter.local import conditions
from sheets_adapter.local.areas import joined, overlap, without
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid, unimplemented
from sheets_adapter.local.ranges import Area, from_ref, to_ref

Json = dict[str, Any]

_CHECKBOX = '"TRUE,FALSE"'
_LONGEST_LIST = 255


def assign(document: Document, sheet: Sheet, area: Area, rule: Json | None) -> None:
    """Gives the cells of an area a rule, or none."""
    give(sheet, area, _record(document, rule) if rule else None)


def _take_out(sheet: Sheet, area: Area) -> None:
    """No rule covers the area any more; one that covered nothing else goes."""
    records = sheet.ws.data_validations.dataValidation
    for record in list(records):
        areas = areas_of(record)
        left = without(areas, area)
        if left != areas:
            cover(record, left)
        if not left:
            records.remove(record)


def spread(sheet: Sheet, model: Area, area: Area) -> None:
    """Gives an area the rule that a cell elsewhere on the sheet has, or none where it has none."""
    give(sheet, area, over(sheet, model))


def over(sheet: Sheet, area: Area) -> DataValidation | None:
    """The record of the rule that an area has."""
    records = sheet.ws.data_validations.dataValidation
    return next((record for record in records if any(overlap(each, area) for each in areas_of(record))), None)


def give(sheet: Sheet, area: Area, record: DataValidation | None) -> None:
    """Gives an area the rule of a record, of this sheet or another, or none."""
    records = sheet.ws.data_validations.dataValidation
    wanted = copy(record) if record is not None else None
    _take_out(sheet, area)
    if wanted is None:
        return
    same = next((each for each in records if _key(each) == _key(wanted)), None)
    if same is None:
        records.append(wanted)
        wanted.sqref = MultiCellRange()
        same = wanted
    cover(same, joined(areas_of(same), area))


def areas_of(record: DataValidation) -> list[Area]:
    return [from_ref(each.coord) for each in record.sqref.ranges]


def cover(record: DataValidation, areas: list[Area]) -> None:
    record.sqref = MultiCellRange(" ".join(to_ref(area) for area in areas))


def _key(record: DataValidation) -> tuple[Any, ...]:
    return (
        record.type,
        record.operator,
        record.formula1,
        record.formula2,
        record.errorStyle,
        bool(record.showErrorMessage),
        bool(record.showDropDown),
        record.prompt,
    )


def _record(document: Document, rule: Json) -> DataValidation:
    record = DataValidation(allow_blank=True, **_condition(document, rule.get("condition") or {}))
    record.showErrorMessage = True
    # Excel asks before it takes what a rule that is not strict does not know.
    record.errorStyle = "stop" if rule.get("strict") else "warning"
    if rule.get("inputMessage"):
        record.prompt = str(rule["inputMessage"])[:_LONGEST_LIST]
        record.showInputMessage = True
    if record.type == "list":
        # The attribute means the opposite of its name: set, it hides the arrow.
        record.showDropDown = not rule.get("showCustomUi", record.formula1 == _CHECKBOX) or None
    return record


def _condition(document: Document, condition: Json) -> Json:
    kind = condition.get("type", "")
    if kind == "ONE_OF_LIST":
        return {"type": "list", "formula1": _list(conditions.values(condition, 1, 500))}
    if kind == "ONE_OF_RANGE":
        return {"type": "list", "formula1": conditions.absolute(document, conditions.values(condition, 1)[0])}
    if kind == "BOOLEAN":
        if conditions.values(condition, 0, 2):
            raise unimplemented("checkboxes with values of their own")
        return {"type": "list", "formula1": _CHECKBOX}
    if kind == "DATE_IS_VALID":
        return {"type": "date", "operator": "greaterThanOrEqual", "formula1": "0"}
    if kind == "CUSTOM_FORMULA":
        return {"type": "custom", "formula1": conditions.formula(conditions.values(condition, 1)[0])}
    operators = {key: ("decimal", value) for key, value in conditions.OPERATORS.items()}
    operators |= {key: ("date", value) for key, value in conditions.DATE_OPERATORS.items()}
    if kind not in operators:
        raise unimplemented(f"a validation of type {kind}") if kind else invalid("No condition type specified.")
    type_, operator = operators[kind]
    texts = [conditions.formula(text) for text in conditions.values(condition, 2 if "BETWEEN" in kind else 1)]
    return {"type": type_, "operator": operator, "formula1": texts[0], "formula2": texts[1] if texts[1:] else None}


def _list(texts: list[str]) -> str:
    if any("," in text for text in texts):
        raise unimplemented("a dropdown (ONE_OF_LIST) with a comma in a value")
    if len(",".join(texts)) > _LONGEST_LIST:
        raise unimplemented(f"a dropdown (ONE_OF_LIST) longer than {_LONGEST_LIST} characters: use ONE_OF_RANGE")
    return '"' + ",".join(text.replace('"', '""') for text in texts) + '"'


def in_area(sheet: Sheet, area: Area) -> list[tuple[Area, Json]]:
    """The rules that touch an area, each with the rectangles it covers."""
    return [
        (covered, rule)
        for record in sheet.ws.data_validations.dataValidation
        for covered in areas_of(record)
        if overlap(covered, area) and (rule := resource(record))
    ]


def resource(record: DataValidation) -> Json | None:
    """``DataValidationRule`` of a record, None for one that restricts nothing."""
    condition = _shown(record)
    if condition is None:
        return None
    rule: Json = {"condition": condition}
    if record.showErrorMessage and record.errorStyle in {None, "stop"}:
        rule["strict"] = True
    if record.type == "list" and not record.showDropDown:
        rule["showCustomUi"] = True
    if record.prompt:
        rule["inputMessage"] = record.prompt
    return rule


def _shown(record: DataValidation) -> Json | None:
    first, second = str(record.formula1 or ""), str(record.formula2 or "")
    operator = record.operator or "between"
    if record.type == "list":
        return _shown_list(first)
    if record.type == "date" and (operator, first) == ("greaterThanOrEqual", "0"):
        return conditions.condition("DATE_IS_VALID")
    if record.type == "custom":
        return conditions.condition("CUSTOM_FORMULA", "=" + first)
    if record.type == "textLength":
        return conditions.condition("CUSTOM_FORMULA", f"=LEN(A1)={first}")
    if record.type not in {"decimal", "whole", "date", "time"}:
        return None
    back = conditions.NUMBERS_BACK if record.type in {"decimal", "whole"} else conditions.DATES_BACK
    texts = [first, second] if operator in {"between", "notBetween"} else [first]
    return conditions.condition(back[operator], *(conditions.entered(text) for text in texts))


def _shown_list(source: str) -> Json:
    if source.upper() == _CHECKBOX:
        return conditions.condition("BOOLEAN")
    if source.startswith('"'):
        return conditions.condition("ONE_OF_LIST", *source[1:-1].replace('""', '"').split(","))
    return conditions.condition("ONE_OF_RANGE", conditions.relative(source))
