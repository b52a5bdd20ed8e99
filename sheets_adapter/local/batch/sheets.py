"""Requests about whole sheets and the spreadsheet itself."""

from __future__ import annotations

from typing import Any

from openpyxl.styles.colors import Color

from sheets_adapter.local import colors, columns, groups, printing, renaming, sheet_resources, titles
from sheets_adapter.local.copying_sheets import copy_sheet
from sheets_adapter.local.document import DEFAULT_COLUMNS, DEFAULT_ROWS, Document, Sheet
from sheets_adapter.local.errors import invalid, unimplemented
from sheets_adapter.local.fields import mask_of, refuse_unknown
from sheets_adapter.local.masks import Mask, below, wants
from sheets_adapter.local.names import every as every_name
from sheets_adapter.local.names import forget_gone
from sheets_adapter.local.names import remove as remove_name
from sheets_adapter.local.state import stable_id

Json = dict[str, Any]

_PROPERTIES = frozenset(
    {
        "sheetId",
        "title",
        "index",
        "sheetType",
        "gridProperties",
        "hidden",
        "tabColor",
        "tabColorStyle",
        "rightToLeft",
    }
)
_GRID = frozenset(
    {"rowCount", "columnCount", "frozenRowCount", "frozenColumnCount", "hideGridlines", *sheet_resources.SIGNS.values()}
)
_SPREADSHEET = frozenset({"title", "locale", "timeZone"})


def add(document: Document, request: Json) -> Json:
    given = request.get("properties") or {}
    refuse_unknown(given, _PROPERTIES, "properties")
    refuse_unknown(given.get("gridProperties") or {}, _GRID, "gridProperties")
    if given.get("sheetType", "GRID") != "GRID":
        raise invalid(f"Sheets of type {given['sheetType']} cannot be added.")
    title = checked_title(document, given.get("title") or _free_title(document), None)
    sheet_id = _checked_id(document, given.get("sheetId"), title)
    index = given.get("index", len(document.sheets))
    _check_index(index, len(document.sheets))
    forget_gone(document, title)
    sheet = Sheet(renaming.create(document, title), sheet_id)
    document.sheets.append(sheet)
    printing.prepare(sheet)
    columns.prepare(sheet)
    grid = {"rowCount": DEFAULT_ROWS, "columnCount": DEFAULT_COLUMNS} | (given.get("gridProperties") or {})
    _write(document, sheet, {**given, "gridProperties": grid, "index": index}, {"title": {}}, added=True)
    return {"addSheet": {"properties": sheet_resources.properties(document, sheet)}}


def duplicate(document: Document, request: Json) -> Json:
    source = document.sheet(request.get("sourceSheetId"))
    title = checked_title(document, request.get("newSheetName") or copy_title(document, source), None)
    index = request.get("insertSheetIndex", 0)
    _check_index(index, len(document.sheets))
    forget_gone(document, title)
    sheet = copy_sheet(source, document, title, _checked_id(document, request.get("newSheetId"), title))
    document.grow(sheet)
    _move(document, sheet, index, added=True)
    return {"duplicateSheet": {"properties": sheet_resources.properties(document, sheet)}}


def copy_title(document: Document, source: Sheet) -> str:
    """``Copy of X``, numbered where there is one."""
    title, number = f"Copy of {source.title}", 2
    while document.titled(title):
        title, number = f"Copy of {source.title} {number}", number + 1
    return title


def _checked_id(document: Document, given: int | None, title: str) -> int:
    """An id for a new sheet: the one asked for, or one made from its title. Raises ApiError."""
    taken = {sheet.sheet_id for sheet in document.sheets}
    if given in taken:
        raise invalid(f"Sheet with id {given} already exists.")
    if given is not None and given < 0:
        raise invalid(f"Sheet id must not be negative: {given}")
    return stable_id(title, taken) if given is None else given


def update(document: Document, request: Json) -> Json:
    given = request.get("properties") or {}
    mask = mask_of(request, _PROPERTIES)
    sheet = document.sheet(given.get("sheetId"))
    _write(document, sheet, given, mask, added=False)
    return {}


def _write(document: Document, sheet: Sheet, given: Json, mask: Mask, *, added: bool) -> None:
    everything = added or not mask
    if not added and wants(mask, "title"):
        _retitle(document, sheet, given.get("title", ""))
    if everything or wants(mask, "gridProperties"):
        _write_grid(
            document, sheet, given.get("gridProperties") or {}, below(mask, "gridProperties") if not added else {}
        )
    if everything or "tabColor" in mask or "tabColorStyle" in mask:
        color: Color | None = colors.given(given, "tabColor")
        sheet.ws.sheet_properties.tabColor = color
    if everything or "rightToLeft" in mask:
        sheet.ws.sheet_view.rightToLeft = given.get("rightToLeft") or None
    if "index" in given and (everything or "index" in mask):
        _move(document, sheet, given["index"], added=added)
    if everything or "hidden" in mask:
        _hide(document, sheet, bool(given.get("hidden")))


def _write_grid(document: Document, sheet: Sheet, given: Json, mask: Mask) -> None:
    for name in ("rowCount", "columnCount"):
        if name in given and wants(mask, name):
            _resize(document, sheet, name, given[name])
    rows, columns = sheet_resources.frozen(sheet)
    if wants(mask, "frozenRowCount"):
        rows = given.get("frozenRowCount", 0)
    if wants(mask, "frozenColumnCount"):
        columns = given.get("frozenColumnCount", 0)
    if rows >= sheet.rows or columns >= sheet.columns:
        raise invalid("You can't freeze all visible rows or columns on the sheet.")
    sheet_resources.freeze(sheet, rows, columns)
    printing.repeat_headings(sheet, rows)
    if wants(mask, "hideGridlines"):
        sheet.ws.sheet_view.showGridLines = not given.get("hideGridlines")
    for dimension, name in sheet_resources.SIGNS.items():
        if name in (mask or given):
            groups.put_control(sheet, dimension, after=bool(given.get(name)))


def _resize(document: Document, sheet: Sheet, name: str, count: int) -> None:
    if count < 1:
        raise invalid(f"gridProperties.{name} must be greater than zero.")
    axis, attribute = (0, "rows") if name == "rowCount" else (1, "columns")
    # A smaller grid loses what stands outside it, as in Google.
    for position in [position for position in sheet.cells if position[axis] > count]:
        del sheet.cells[position]
    setattr(sheet, attribute, count)
    document.grow(sheet)


def checked_title(document: Document, title: str, itself: Sheet | None) -> str:
    if not title or len(title) > titles.LONGEST:
        raise invalid(f"The sheet name cannot be empty or greater than {titles.LONGEST} characters.")
    if any(sheet is not itself and sheet.title.casefold() == title.casefold() for sheet in document.sheets):
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')
    return title


def _free_title(document: Document) -> str:
    number = len(document.sheets) + 1
    while document.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _retitle(document: Document, sheet: Sheet, title: str) -> None:
    title = checked_title(document, title, sheet)
    if title != sheet.title:
        renaming.rename(document, sheet, title)


def _check_index(index: int, last: int) -> None:
    if not 0 <= index <= last:
        raise invalid(f"Index {index} is out of bounds: it must be between 0 and {last}.")


def _move(document: Document, sheet: Sheet, index: int, *, added: bool) -> None:
    _check_index(index, len(document.sheets))
    was = document.sheets.index(sheet)
    # Google counts the places as they were before the move.
    place = index if added or index <= was else index - 1
    active = document.book.active
    document.sheets.remove(sheet)
    document.sheets.insert(place, sheet)
    others: list[Any] = [ws for ws in document.book._sheets if ws not in document.book.worksheets]
    document.book._sheets = [each.ws for each in document.sheets] + others
    # What is put before all others is what a reader is to see first.
    seen = sheet.ws if added and place == 0 and sheet.ws.sheet_state == "visible" else active
    if seen.sheet_state == "visible":
        document.book.active = seen


def _hide(document: Document, sheet: Sheet, hidden: bool) -> None:
    if hidden and all(each is sheet for each in document.visible()):
        raise invalid("You can't hide all the sheets in a document.")
    if hidden != (sheet.ws.sheet_state != "visible"):
        sheet.ws.sheet_state = "hidden" if hidden else "visible"
        if hidden and document.book.active is sheet.ws:
            document.book.active = next(document.visible()).ws


def delete(document: Document, request: Json) -> Json:
    sheet = document.sheet(request.get("sheetId"))
    if len(document.sheets) == 1 or all(each is sheet for each in document.visible()):
        raise invalid("You can't remove all the visible sheets in a document.")
    for named in [named for named in every_name(document) if named.sheet is sheet]:
        remove_name(document, named)
    for range_id in [key for key, entry in document.protected.items() if entry["sheet"] == sheet.title]:
        del document.protected[range_id]
    active = document.book.active
    document.sheets.remove(sheet)
    document.book.remove(sheet.ws)
    document.book.active = active if active is not sheet.ws else next(document.visible()).ws
    return {}


def update_spreadsheet(document: Document, request: Json) -> Json:
    given = request.get("properties") or {}
    mask = mask_of(request, None)
    for name in mask or _SPREADSHEET:
        if name not in _SPREADSHEET:
            raise unimplemented(f"properties.{name}")
        if not given.get(name):
            raise invalid(f"properties.{name} must not be empty.")
        document.spreadsheet[name] = str(given[name])
    return {}


REQUESTS = {
    "addSheet": add,
    "duplicateSheet": duplicate,
    "updateSheetProperties": update,
    "deleteSheet": delete,
    "updateSpreadsheetProperties": update_spreadsheet,
}
