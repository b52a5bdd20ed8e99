"""What an answer says about a sheet itself."""

from __future__ import annotations

from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple

from sheets_adapter.local import colors
from sheets_adapter.local.document import Document, Sheet

Json = dict[str, Any]


def frozen(sheet: Sheet) -> tuple[int, int]:
    """Frozen rows and columns."""
    if not sheet.ws.freeze_panes:
        return 0, 0
    row, column = coordinate_to_tuple(sheet.ws.freeze_panes)
    return row - 1, column - 1


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
    return shown | colors.shown(sheet.ws.sheet_properties.tabColor, "tabColor")
