"""The basic filter: the drop-down arrows over a table, and the values hidden by them.

An .xlsx file lists the values a filter shows, Google those it hides; the column's cells tell one from the other.
"""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters

from sheets_adapter.local import cells
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.fields import need, refuse_unknown
from sheets_adapter.local.ranges import Area, from_ref, to_a1, to_grid

Json = dict[str, Any]


def shown(document: Document, sheet: Sheet) -> Json | None:
    """``BasicFilter`` of a sheet, None without one."""
    if not sheet.ws.auto_filter.ref:
        return None
    area = from_ref(sheet.ws.auto_filter.ref)
    found: Json = {"range": to_grid(sheet.sheet_id, area)}
    criteria = {}
    for column in sheet.ws.auto_filter.filterColumn:
        hidden = _hidden_values(document, sheet, area, column)
        if hidden:
            criteria[str(area.left + column.colId)] = {"hiddenValues": hidden}
    if criteria:
        found["criteria"] = criteria
        found["filterSpecs"] = [{"columnIndex": int(at), "filterCriteria": each} for at, each in criteria.items()]
    return found


def _hidden_values(document: Document, sheet: Sheet, area: Area, column: Any) -> list[str]:
    if column.filters is None:
        return []
    visible = set(column.filters.filter)
    if column.filters.blank:
        visible.add("")
    return [text for text in _texts(document, sheet, area, area.left + column.colId) if text not in visible]


def _texts(document: Document, sheet: Sheet, area: Area, column: int) -> list[str]:
    """The different texts that a column of the filtered table shows, in their order."""
    return list(dict.fromkeys(_text(document, sheet, row, column) for row in range(area.top + 1, _end(sheet, area))))


def _end(sheet: Sheet, area: Area) -> int:
    return min(area.ends[0], sheet.last_filled_row())


def _text(document: Document, sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row + 1, column + 1))
    return "" if cell is None else cells.shown(document, cell, cells.effective(document, sheet, cell))


def put(document: Document, given: Json) -> None:
    """Sets the filter and hides the rows its criteria exclude."""
    refuse_unknown(given, {"range", "criteria", "filterSpecs"}, "filter")
    sheet, area = document.grid(need(given, "range"))
    bottom, right = area.clip(sheet.rows, sheet.columns).ends
    area = Area(area.top, area.left, bottom, right)
    criteria = {int(at): each for at, each in (given.get("criteria") or {}).items()}
    criteria |= {spec.get("columnIndex", 0): spec.get("filterCriteria", {}) for spec in given.get("filterSpecs") or []}
    _show_rows(sheet)
    sheet.ws.auto_filter = AutoFilter(ref=to_a1(area))
    for column, each in sorted(criteria.items()):
        refuse_unknown(each, {"hiddenValues"}, "criteria")
        hidden = set(each.get("hiddenValues", ()))
        kept = [text for text in _texts(document, sheet, area, column) if text not in hidden]
        visible = Filters(filter=[text for text in kept if text], blank="" in kept or None)
        sheet.ws.auto_filter.filterColumn.append(FilterColumn(colId=column - area.left, filters=visible))
        for row in range(area.top + 1, _end(sheet, area)):
            if _text(document, sheet, row, column) in hidden:
                sheet.ws.row_dimensions[row + 1].hidden = True


def clear(sheet: Sheet) -> None:
    _show_rows(sheet)
    sheet.ws.auto_filter = AutoFilter()


def _show_rows(sheet: Sheet) -> None:
    """Rows that the old filter hid come back."""
    if sheet.ws.auto_filter.ref and sheet.ws.auto_filter.filterColumn:
        area = from_ref(sheet.ws.auto_filter.ref)
        for row in range(area.top + 1, _end(sheet, area)):
            if row + 1 in sheet.ws.row_dimensions:
                sheet.ws.row_dimensions[row + 1].hidden = False
