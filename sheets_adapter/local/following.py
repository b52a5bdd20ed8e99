"""Rows, columns or cells of a sheet shift: everything in the workbook that stands there or points there follows."""

from __future__ import annotations

from functools import partial
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from sheets_adapter.local import columns, conditional, list_tables, renaming, sheet_resources, validation
from sheets_adapter.local.areas import overlap
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.ranges import (
    Area,
    column_letters,
    column_number,
    from_grid,
    from_ref,
    split_title,
    to_grid,
    to_ref,
)
from sheets_adapter.local.shifts import LOST, Delete, Formulas, Move, Relocation, Shift, shifted, translated


def follow(document: Document, sheet: Sheet, shift: Shift) -> None:
    """Carries a shift out. The grid's size is the caller's business. Raises ApiError for a merged area cut in two."""
    _check_merged(sheet, shift)
    _anchor_rules(sheet, shift)
    _cells(sheet, shift)
    if shift.whole:
        _lines(sheet, shift)
        _floating(sheet, shift)
    _merged(sheet, shift)
    _areas(document, sheet, shift)
    list_tables.follow(sheet, shift)
    point_elsewhere(document, sheet, shift)
    document.formulas.follow(partial(_afterwards, sheet.title, shift))


def _afterwards(title: str, shift: Shift, at: tuple[str, int, int]) -> tuple[str, int, int] | None:
    """Where a cell of the workbook (row and column from 1) comes to stand."""
    place = shift.place(at[1] - 1, at[2] - 1) if at[0] == title else (at[1] - 1, at[2] - 1)
    return (at[0], place[0] + 1, place[1] + 1) if place else None


def _check_merged(sheet: Sheet, shift: Shift) -> None:
    """A merged area that lies partly in what shifts, or that a move would tear apart, is in the way."""
    for area in sheet_resources.merged(sheet):
        after = shift.area(area)
        banded = not shift.whole and overlap(area, _moving(shift)) and after == area
        torn = isinstance(shift.step, Move) and after is not None and _size(after) != _size(area)
        if banded or torn:
            raise invalid(f"The range would cut the merged cells {to_ref(area)} in two.")


def _moving(shift: Shift) -> Area:
    """What of a sheet a shift within a band moves at all."""
    start = getattr(shift.step, "at", getattr(shift.step, "first", 0))
    if shift.dimension == "ROWS":
        return Area(start, shift.low, None, shift.high)
    return Area(shift.low, start, shift.high, None)


def _size(area: Area) -> tuple[int, int]:
    bottom, right = area.ends
    return bottom - area.top, right - area.left


def _anchor_rules(sheet: Sheet, shift: Shift) -> None:
    """A rule is written for the first cell it covers: where that goes, it is said for the one that comes first."""
    for record in sheet.ws.data_validations.dataValidation:
        by = _first_moved(validation.areas_of(record), shift)
        for name in ("formula1", "formula2"):
            if by != (0, 0) and getattr(record, name):
                setattr(record, name, _translated(str(getattr(record, name)), by))
    for block in sheet.ws.conditional_formatting:
        by = _first_moved([from_ref(each.coord) for each in block.sqref.ranges], shift)
        for rule in block.rules if by != (0, 0) else ():
            rule.formula = [_translated(str(each), by) for each in rule.formula or ()]


def _first_moved(areas: list[Area], shift: Shift) -> tuple[int, int]:
    """How many rows lower and columns further right the first cell that stays begins."""
    stay = [first for area in areas if (first := _first_staying(area, shift)) is not None]
    if not stay:
        return 0, 0
    top, left = min(row for row, _ in stay), min(column for _, column in stay)
    return top - min(area.top for area in areas), left - min(area.left for area in areas)


def _first_staying(area: Area, shift: Shift) -> tuple[int, int] | None:
    """The first cell of an area that is not deleted, before anything moves."""
    if shift.area(area) is None:
        return None
    if not isinstance(shift.step, Delete) or shift.area(area) == area:
        return area.top, area.left
    gone = range(shift.step.first, shift.step.first + shift.step.count)
    if shift.dimension == "ROWS":
        return (gone.stop if area.top in gone else area.top), area.left
    return area.top, (gone.stop if area.left in gone else area.left)


def _translated(formula: str, by: tuple[int, int]) -> str:
    return translated("=" + formula, *by)[1:]


def _cells(sheet: Sheet, shift: Shift) -> None:
    cells = dict(sheet.cells)
    sheet.cells.clear()
    moved: dict[tuple[int, int], Any] = {}
    for (row, column), cell in cells.items():
        place = shift.place(row - 1, column - 1)
        if place is not None:
            moved[place[0] + 1, place[1] + 1] = cell
    for (row, column), cell in sorted(moved.items()):
        cell.row, cell.column = row, column
        link = getattr(cell, "_hyperlink", None)
        if link is not None:
            link.ref = cell.coordinate
        if isinstance(cell, MergedCell):
            continue
        if isinstance(cell.value, (ArrayFormula, DataTableFormula)) and cell.value.ref:
            area = shift.area(from_ref(cell.value.ref))
            cell.value.ref = to_ref(area) if area else cell.coordinate
        sheet.cells[row, column] = cell
    sheet.cells.update({at: cell for at, cell in moved.items() if isinstance(cell, MergedCell)})


def _lines(sheet: Sheet, shift: Shift) -> None:
    """Heights, widths, formats and groups of whole rows or columns, and how many are frozen."""
    if shift.dimension == "ROWS":
        records = dict(sheet.ws.row_dimensions.items())
        sheet.ws.row_dimensions.clear()
        placed = {place[0] + 1: record for row, record in records.items() if (place := shift.place(row - 1, 0))}
        for row, record in sorted(placed.items()):
            record.index = row
            sheet.ws.row_dimensions[row] = record
    else:
        _column_records(sheet, shift)
    if not isinstance(shift.step, Move):
        rows, wide = sheet_resources.frozen(sheet)
        by_rows = shift.dimension == "ROWS"
        after = shift.step.span(0, rows if by_rows else wide) or (0, 0)
        sheet_resources.freeze(sheet, after[1] or 0 if by_rows else rows, wide if by_rows else after[1] or 0)


def _column_records(sheet: Sheet, shift: Shift) -> None:
    if isinstance(shift.step, Move):
        # What is taken out and where it goes in must not lie within a record for several columns.
        first, count, to = shift.step.first, shift.step.count, shift.step.to
        for column in {first, first + count - 1, to - 1, to} - {-1}:
            if columns.covering(sheet, column) is not None:
                columns.own(sheet, column)
    records = list(sheet.ws.column_dimensions.values())
    sheet.ws.column_dimensions.clear()
    for record in records:
        first = record.min or column_number(record.index) + 1
        span = shift.step.span(first - 1, record.max or first)
        if span is not None and span[1] is not None:
            record.index = column_letters(span[0])
            record.min, record.max = span[0] + 1, span[1]
            sheet.ws.column_dimensions[record.index] = record


def _floating(sheet: Sheet, shift: Shift) -> None:
    """Charts and pictures keep to the cells under their corners; so do page breaks."""
    name = "row" if shift.dimension == "ROWS" else "col"
    for drawn in [*sheet.ws._charts, *sheet.ws._images]:
        for corner in ("_from", "to"):
            marker = getattr(drawn.anchor, corner, None)
            if marker is not None:
                setattr(marker, name, shift.step.edge(getattr(marker, name)))
    breaks = sheet.ws.row_breaks if shift.dimension == "ROWS" else sheet.ws.col_breaks
    for each in breaks.brk:
        each.id = shift.step.edge(each.id)


def _merged(sheet: Sheet, shift: Shift) -> None:
    made: dict[str, int] = {}
    for each in sheet.ws.merged_cells.ranges:
        area = shift.area(from_ref(each.coord))
        if area is not None and ":" in to_ref(area):
            made[to_ref(area)] = getattr(each, "made", 0)
    sheet.ws.merged_cells = MultiCellRange(" ".join(made))
    for each in sheet.ws.merged_cells.ranges:
        each.made = made[each.coord]
        _fill(sheet, from_ref(each.coord))


def _fill(sheet: Sheet, area: Area) -> None:
    """A merged area that has grown holds nothing but its first cell."""
    bottom, right = area.ends
    for row in range(area.top + 1, bottom + 1):
        for column in range(area.left + 1, right + 1):
            if (row, column) != (area.top + 1, area.left + 1) and (row, column) not in sheet.cells:
                sheet.cells[row, column] = MergedCell(sheet.ws, row, column)


def _areas(document: Document, sheet: Sheet, shift: Shift) -> None:
    ws = sheet.ws

    def ref(text: str) -> str:
        area = shift.area(from_ref(text))
        return to_ref(area) if area else ""

    for record in list(ws.data_validations.dataValidation):
        covered = [area for each in validation.areas_of(record) if (area := shift.area(each))]
        validation.cover(record, covered)
        if not covered:
            ws.data_validations.dataValidation.remove(record)
    conditional.move(sheet, ref)
    _filter(sheet, shift)
    for name in ("print_title_rows", "print_title_cols"):
        if getattr(ws, name):
            setattr(ws, name, shifted(getattr(ws, name).replace("$", ""), shift).replace(LOST, "") or None)
    if ws.print_area:
        found = [ref(split_title(each)[1]) for each in ws.print_area.split(",")]
        ws.print_area = [each for each in found if each] or None
    _protected(document, sheet, shift)


def _filter(sheet: Sheet, shift: Shift) -> None:
    """The basic filter, its criteria with their columns."""
    found = sheet.ws.auto_filter
    if not found.ref:
        return
    before = from_ref(found.ref)
    after = shift.area(before)
    if after is None:
        found.ref, found.filterColumn = None, []
        return
    found.ref = to_ref(after)
    if found.sortState is not None:
        found.sortState = None
    kept = []
    for each in found.filterColumn:
        column = before.left + each.colId
        area = shift.area(Area(before.top, column, before.bottom, column + 1))
        if area is not None:
            each.colId = area.left - after.left
            kept.append(each)
    found.filterColumn = kept


def _protected(document: Document, sheet: Sheet, shift: Shift) -> None:
    for range_id, entry in list(document.protected.items()):
        if entry["sheet"] != sheet.title:
            continue
        area = shift.area(from_grid(entry["range"]))
        if area is None:
            del document.protected[range_id]
            continue
        entry["range"] = _bare(area)
        if entry.get("unprotectedRanges"):
            found = [shift.area(from_grid(each)) for each in entry["unprotectedRanges"]]
            entry["unprotectedRanges"] = [_bare(each) for each in found if each]


def _bare(area: Area) -> dict[str, Any]:
    return {name: value for name, value in to_grid(0, area).items() if name != "sheetId"}


def point_elsewhere(document: Document, sheet: Sheet, shift: Shift | Relocation) -> None:
    """Formulas, names, links, and what rules and charts are made of, wherever in the workbook they stand."""
    shifted = Formulas(shift, sheet.title)
    names = [document.book.defined_names, *(each.ws.defined_names for each in document.sheets)]
    for defined in [defined for known in names for defined in known.values()]:
        if defined.attr_text and not defined.is_reserved:
            defined.attr_text = shifted.formula("=" + defined.attr_text, "")[1:]
    for each in document.sheets:
        renaming.rewrite(each, partial(shifted.formula, here=each.title), partial(shifted.reference, here=""))
