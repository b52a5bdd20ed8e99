"""``spreadsheets.values``: ranges of cells as rows of plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sheets_adapter.local import cells, names, rendering, value_rows
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.ranges import Area, parse_range, quote, split_title, to_a1
from sheets_adapter.local.value_rows import Rows

Json = dict[str, Any]


def resolve(document: Document, text: str) -> tuple[Sheet, Area]:
    """The sheet and area that a range, a sheet's title or a named range means. Raises ApiError 400."""
    title, rest = split_title(text)
    if title is None:
        return _bare(document, rest)
    sheet = document.titled(title)
    area = parse_range(rest) if rest else Area()
    named = names.find(document, rest) if area is None else None
    if named is not None and named.sheet is sheet:
        return named.sheet, named.area
    if sheet is None or area is None:
        raise invalid(f"Unable to parse range: {text}")
    return sheet, area


def _bare(document: Document, text: str) -> tuple[Sheet, Area]:
    """A name that is a range's and a sheet's as well means the range; in quotes it means the sheet."""
    area = parse_range(text)
    if area is not None:
        return next(document.visible()), area
    named = names.find(document, text)
    if named is not None:
        return named.sheet, named.area
    sheet = document.titled(text)
    if sheet is None:
        raise invalid(f"Unable to parse range: {text}")
    return sheet, Area()


def inside(sheet: Sheet, area: Area) -> Area:
    """The part of an area that lies in the grid; raises ApiError where it begins outside."""
    if area.top >= sheet.rows or area.left >= sheet.columns:
        raise invalid(
            f"Range ({address(sheet, area)}) exceeds grid limits. Max rows: {sheet.rows}, max columns: {sheet.columns}"
        )
    return area.clip(sheet.rows, sheet.columns)


def address(sheet: Sheet, area: Area) -> str:
    """``'My sheet'!A1:B2``"""
    return f"{quote(sheet.title)}!{to_a1(area)}"


def get(document: Document, text: str, how: Mapping[str, Any]) -> Json:
    """The ``ValueRange`` of a range."""
    sheet, area = resolve(document, text)
    return of_area(document, sheet, inside(sheet, area), how)


def of_area(document: Document, sheet: Sheet, area: Area, how: Mapping[str, Any]) -> Json:
    """A ``ValueRange``; without ``values`` where the area is empty."""
    dimension = how.get("majorDimension")
    by_columns = dimension == "COLUMNS"
    as_stored = how.get("valueRenderOption") in {"UNFORMATTED_VALUE", "FORMULA"}
    as_stored = as_stored and how.get("dateTimeRenderOption") != "FORMATTED_STRING"
    rows = value_rows.read(sheet, area, renderer(document, sheet, how), as_stored=as_stored)
    answer: Json = {"range": address(sheet, area), "majorDimension": "COLUMNS" if by_columns else "ROWS"}
    if by_columns:
        rows = transposed(rows)
    if rows:
        answer["values"] = rows
    return answer


def renderer(document: Document, sheet: Sheet, how: Mapping[str, Any]) -> Callable[[Any], Any]:
    """What a cell gives under the rendering options of a query."""
    render = how.get("valueRenderOption") or "FORMATTED_VALUE"
    dates_as_text = how.get("dateTimeRenderOption") == "FORMATTED_STRING"
    locale = document.locale

    def formatted(cell: Any) -> Any:
        value = cells.effective(document, sheet, cell)
        return None if value is None else rendering.formatted(value, cell.number_format, locale)

    def unformatted(cell: Any) -> Any:
        value = cells.effective(document, sheet, cell)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if dates_as_text and is_number and cells.is_date_cell(cell):
            return rendering.formatted(value, cell.number_format, locale)
        return cells.unformatted(value)

    def formula(cell: Any) -> Any:
        return cells.formula(document, cell) if cell.data_type == "f" else unformatted(cell)

    return {"FORMATTED_VALUE": formatted, "UNFORMATTED_VALUE": unformatted, "FORMULA": formula}[render]


def transposed(rows: Rows) -> Rows:
    """Columns instead of rows, their empty ends left off."""
    width = max((len(row) for row in rows), default=0)
    columns: Rows = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
    for column in columns:
        while column and column[-1] == "":
            column.pop()
    return columns
