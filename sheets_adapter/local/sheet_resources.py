"""What an answer says about a sheet itself."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.views import Selection

from sheets_adapter.local import colors, groups, theme
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.ranges import Area, from_ref, to_a1

Json = dict[str, Any]

SIGNS = {"ROWS": "rowGroupControlAfter", "COLUMNS": "columnGroupControlAfter"}


def frozen(sheet: Sheet) -> tuple[int, int]:
    """Frozen rows and columns, wherever the rest has been scrolled to."""
    pane = sheet.ws.sheet_view.pane
    if pane is None or pane.state not in {"frozen", "frozenSplit"}:
        return 0, 0
    return int(pane.ySplit or 0), int(pane.xSplit or 0)


def freeze(sheet: Sheet, rows: int, columns: int) -> None:
    """A view has one selection for each of its panes: those of before go, Excel takes a fifth for damage."""
    if (rows, columns) == frozen(sheet):
        return
    sheet.ws.sheet_view.selection = [Selection()]
    sheet.ws.freeze_panes = sheet.ws.cell(rows + 1, columns + 1).coordinate if rows or columns else None


def merged(sheet: Sheet) -> list[Area]:
    """The merged areas in the order they were made, those of the file first and from the top down."""
    ranges: list[Any] = list(sheet.ws.merged_cells.ranges)
    ranges.sort(key=lambda each: (getattr(each, "made", 0), each.min_row, each.min_col))
    return [from_ref(each.coord) for each in ranges]


def merge(sheet: Sheet, area: Area) -> None:
    """Merges an area; openpyxl keeps the merged ones in no order, so each is told when it was made."""
    made = 1 + max((getattr(each, "made", 0) for each in sheet.ws.merged_cells.ranges), default=0)
    sheet.ws.merge_cells(to_a1(area))
    new: Any = next(each for each in sheet.ws.merged_cells.ranges if each.coord == to_a1(area))
    new.made = made


def properties(document: Document, sheet: Sheet) -> Json:
    """``SheetProperties``; what is off or none is left out, as Google leaves it out."""
    rows, columns = frozen(sheet)
    grid: Json = {"rowCount": sheet.rows, "columnCount": sheet.columns}
    if rows:
        grid["frozenRowCount"] = rows
    if columns:
        grid["frozenColumnCount"] = columns
    if sheet.ws.sheet_view.showGridLines is False:
        grid["hideGridlines"] = True
    for dimension, name in SIGNS.items():
        if groups.control_after(sheet, dimension) and (dimension in sheet.signs or groups.every(sheet, dimension)):
            grid[name] = True
    shown: Json = {
        "sheetId": sheet.sheet_id,
        "title": sheet.title,
        "index": document.sheets.index(sheet),
        "sheetType": "GRID",
        "gridProperties": grid,
    }
    if sheet.ws.sheet_state != "visible":
        shown["hidden"] = True
    if sheet.ws.sheet_view.rightToLeft:
        shown["rightToLeft"] = True
    return shown | colors.shown(sheet.ws.sheet_properties.tabColor, "tabColor", theme.palette(sheet.ws.parent))
