"""Data validation: dropdowns, checkboxes, limits.

Cells with the same rule share one record of the file, over as few rectangles as they fill. A formula in a record is
written for the first cell that the record covers.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from sheets_adapter.local import validation_records
from sheets_adapter.local.areas import joined, overlap, without
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.ranges import Area, cell_name, from_ref, to_ref

Json = dict[str, Any]


def assign(document: Document, sheet: Sheet, area: Area, rule: Json | None) -> None:
    """Gives the cells of an area a rule, or none."""
    wanted = validation_records.record(document, rule, cell_name(area.top, area.left)) if rule else None
    if wanted is not None:
        cover(wanted, [area])
    give(sheet, area, wanted)


def _take_out(sheet: Sheet, area: Area) -> None:
    """No rule covers the area any more; one that covered nothing else goes."""
    records = sheet.ws.data_validations.dataValidation
    for record in list(records):
        areas = areas_of(record)
        left = without(areas, area)
        if not left:
            records.remove(record)
        elif left != areas:
            _recover(record, left)


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
    _recover(wanted, [area])
    for each in records:
        if _key(each) == _key(wanted, _first(each)):
            _recover(each, joined(areas_of(each), area))
            return
    records.append(wanted)


def areas_of(record: DataValidation) -> list[Area]:
    return [from_ref(each.coord) for each in record.sqref.ranges]


def cover(record: DataValidation, areas: list[Area]) -> None:
    record.sqref = MultiCellRange(" ".join(to_ref(area) for area in areas))


def _recover(record: DataValidation, areas: list[Area]) -> None:
    """The same rule over other cells: its formulas are told for the cell that is the first now."""
    before = _first(record)
    cover(record, areas)
    record.formula1, record.formula2 = _moved(record, before, _first(record))


def _first(record: DataValidation) -> str:
    areas = areas_of(record)
    return cell_name(min(area.top for area in areas), min(area.left for area in areas))


def _moved(record: DataValidation, before: str, after: str) -> tuple[Any, Any]:
    """Both formulas of a record, told for another first cell."""
    texts = record.formula1, record.formula2
    if before == after or record.type == "list":
        return texts
    first, second = (_translated(text, before, after) if text else text for text in texts)
    return first, second


def _translated(text: str, before: str, after: str) -> str:
    try:
        return str(Translator(f"={text}", before).translate_formula(after))[1:]
    except TranslatorError:
        return "#REF!"


def _key(record: DataValidation, first: str = "") -> tuple[Any, ...]:
    """What two records with the same rule have in common, told for the same first cell."""
    return (
        record.type,
        record.operator,
        *(_moved(record, _first(record), first) if first else (record.formula1, record.formula2)),
        record.errorStyle,
        bool(record.showErrorMessage),
        bool(record.showDropDown),
        record.prompt,
        record.promptTitle,
    )


def in_area(document: Document, sheet: Sheet, area: Area) -> list[tuple[Area, Json]]:
    """The rules that touch an area, each with the rectangles it covers."""
    return [
        (covered, rule)
        for record in sheet.ws.data_validations.dataValidation
        for covered in areas_of(record)
        if overlap(covered, area) and (rule := validation_records.shown(document, record))
    ]
