"""A sheet copied whole: within its workbook, or into another one."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy, deepcopy
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.cell_range import MultiCellRange

from sheets_adapter.local import columns, printing
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.ranges import quote_always, split_title
from sheets_adapter.local.renaming import create, rewrite_chart
from sheets_adapter.local.state import stable_id

_SETTINGS = (
    "sheet_format",
    "sheet_properties",
    "views",
    "print_options",
    "page_margins",
    "HeaderFooter",
    "auto_filter",
    "data_validations",
    "conditional_formatting",
    "row_breaks",
    "col_breaks",
    "protection",
)
"""What openpyxl keeps of a sheet in objects that know nothing of the sheet."""

Restyle = Callable[[Any, Any], None]
"""Gives a cell, row or column (the second) the format of another (the first)."""


def copy_sheet(source: Sheet, target: Document, title: str, sheet_id: int) -> Sheet:
    """A new last sheet of ``target``: cells, formats, rules, charts. Names and protections stay with the original."""
    sheet = Sheet(create(target, title), sheet_id, source.rows, source.columns, signs=dict(source.signs))
    printing.prepare(sheet)
    columns.prepare(sheet)
    target.sheets.append(sheet)
    restyle = _same_book if sheet.ws.parent is source.ws.parent else _other_book()
    _copy_settings(source.ws, sheet.ws)
    _copy_dimensions(source.ws, sheet.ws, restyle)
    _copy_cells(source.ws, sheet.ws, restyle)
    _copy_charts(source, sheet)
    _copy_tables(source.ws, sheet.ws)
    return sheet


def _same_book(model: Any, new: Any) -> None:
    new._style = copy(model._style)


def _other_book() -> Restyle:
    """Formats of one workbook said again in another, each kind of them once."""
    known: dict[bytes, Any] = {}

    def restyle(model: Any, new: Any) -> None:
        if not model.has_style:
            return
        key = model._style.tobytes()
        if key not in known:
            for name in ("font", "fill", "border", "alignment", "protection"):
                setattr(new, name, copy(getattr(model, name)))
            new.number_format = model.number_format
            known[key] = copy(new._style)
        new._style = copy(known[key])

    return restyle


def _copy_settings(source: Any, new: Any) -> None:
    for name in _SETTINGS:
        setattr(new, name, deepcopy(getattr(source, name)))
    new.page_setup = copy(source.page_setup)
    new.page_setup._parent = new
    new.sheet_view.tabSelected = False
    for name in ("print_title_rows", "print_title_cols", "print_area"):
        if getattr(source, name):
            setattr(new, name, getattr(source, name))


def _copy_dimensions(source: Any, new: Any, restyle: Restyle) -> None:
    for holder, records in (
        (new.row_dimensions, source.row_dimensions),
        (new.column_dimensions, source.column_dimensions),
    ):
        holder.clear()
        for key, record in records.items():
            made = copy(record)
            made.parent = new
            # A copy loses what kind of number the height is, and that says who set it.
            if hasattr(record, "ht"):
                made.__dict__["ht"] = record.ht
            restyle(record, made)
            holder[key] = made


def _copy_cells(source: Any, new: Any, restyle: Restyle) -> None:
    new.merged_cells = MultiCellRange(str(source.merged_cells))
    for (row, column), cell in source._cells.items():
        if isinstance(cell, MergedCell):
            made: Any = MergedCell(new, row, column)
        else:
            made = Cell(new, row=row, column=column)
            made._value, made.data_type = deepcopy(cell._value), cell.data_type
            made._hyperlink = copy(cell._hyperlink)
            if cell._comment is not None:
                made.comment = Comment(
                    cell._comment.text, cell._comment.author, cell._comment.height, cell._comment.width
                )
        restyle(cell, made)
        new._cells[row, column] = made


def _copy_charts(source: Sheet, sheet: Sheet) -> None:
    """Charts of a sheet's own cells show those of the copy."""
    sheet.ws._charts = deepcopy(source.ws._charts)
    for chart in sheet.ws._charts:
        sheet.charts.append(stable_id(f"{sheet.title} chart {len(sheet.charts)}", set(sheet.charts)))
        rewrite_chart(chart, lambda text: _own(text, source.title, sheet.title))


def _own(reference: str, title: str, new: str) -> str:
    found, cells = split_title(reference)
    return f"{quote_always(new)}!{cells}" if found == title else reference


def _copy_tables(source: Any, new: Any) -> None:
    """Tables of the file have names of their own throughout the workbook."""
    taken = {name.casefold() for ws in new.parent.worksheets for name in ws.tables}
    for table in source.tables.values():
        made = deepcopy(table)
        number = 2
        while f"{table.displayName}_{number}".casefold() in taken:
            number += 1
        made.displayName = made.name = f"{table.displayName}_{number}"
        taken.add(made.displayName.casefold())
        made._rel_id, made.id = None, len(taken)
        new.tables[made.displayName] = made
