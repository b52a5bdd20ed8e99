"""Cells: what a request writes into one, what an answer says about one."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from copy import copy
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.hyperlink import Hyperlink

from sheets_adapter.local import columns, heights, patterns, rendering
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid, unimplemented
from sheets_adapter.local.formats import style_of
from sheets_adapter.local.formula_text import canonical, localized
from sheets_adapter.local.formulas import ERRORS, formula_text
from sheets_adapter.local.masks import Mask, below, wants
from sheets_adapter.local.ranges import parse_cells, quote_always, split_title
from sheets_adapter.local.schema import fields, snake

Json = dict[str, Any]

LONGEST_TEXT = 50_000
"""Of a cell in a Google spreadsheet. Excel itself takes 32,767 characters, LibreOffice and others take any number."""

_IN_THIS_BOOK = re.compile(r"#gid=(-?\d+)(?:&range=(.+))?")
_MADE_LINK = re.compile(r'=HYPERLINK\("([^"]+)"', re.IGNORECASE)
_ERROR_TYPES = {
    "#NULL!": "NULL_VALUE",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#REF!": "REF",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#N/A": "N_A",
}
_OF_VALUE = ("userEnteredValue", "effectiveValue", "formattedValue", "effectiveFormat")
"""What of a cell cannot be told without its value, which may take a formula to work out."""
_KNOWN = frozenset({"userEnteredValue", "userEnteredFormat", "dataValidation", "note", "textFormatRuns"})
_READ_ONLY = frozenset({"effectiveValue", "effectiveFormat", "formattedValue", "hyperlink"})


def check_mask(mask: Mask) -> None:
    """Raises ApiError for a cell property that is unknown, not to be written or not kept here."""
    for name in set(mask) - _KNOWN - {"*"}:
        if name in _READ_ONLY or name not in fields("CellData"):
            raise invalid(f"Invalid field: {snake(name)}")
        raise unimplemented(f"the cell property {name}")


def check_data(data: Json, mask: Mask) -> None:
    """Raises ApiError for what a cell is given and would be lost; what is only to be read may come along with ``*``."""
    for name in data.keys() - _KNOWN - _READ_ONLY:
        if wants(mask, name):
            raise unimplemented(f"the cell property {name}")


def write(document: Document, sheet: Sheet, place: tuple[int, int], data: Json, mask: Mask) -> None:
    """Sets what ``mask`` selects of a cell (row and column from 0), all but its validation."""
    row, column = place
    cell: Any = sheet.cells.get((row + 1, column + 1))
    if cell is None:
        if not data:
            return
        cell = at(sheet, row, column)
    if isinstance(cell, MergedCell):
        # Only the first cell of a merged area holds anything.
        if wants(mask, "userEnteredFormat"):
            _write_format(document, cell, data.get("userEnteredFormat") or {}, mask)
        return
    if wants(mask, "userEnteredValue"):
        write_value(cell, _in_the_file(document, data.get("userEnteredValue") or {}))
    if wants(mask, "userEnteredFormat"):
        _write_format(document, cell, data.get("userEnteredFormat") or {}, mask)
    if wants(mask, "textFormatRuns"):
        _write_runs(document, cell, data.get("textFormatRuns") or [])
    if wants(mask, "note"):
        cell.comment = Comment(data["note"], "") if data.get("note") else None


def _write_runs(document: Document, cell: Any, given: list[Json]) -> None:
    """Parts of a text look different; a cell without a text has none."""
    if cell.data_type == "s":
        cell._value = document.styles.rich(cell, str(cell._value), given)
    elif given:
        raise invalid("Invalid textFormatRuns: only a cell with a text can have them.")


def at(sheet: Sheet, row: int, column: int) -> Any:
    """The cell at a place (from 0); a new one begins with the format of its column."""
    cell: Any = sheet.cells.get((row + 1, column + 1))
    if cell is None:
        cell = sheet.ws.cell(row + 1, column + 1)
        record: Any = columns.covering(sheet, column)
        if record is not None and record.has_style:
            cell._style = copy(record._style)
    return cell


def look_like(sheet: Sheet, place: tuple[int, int], model: Any) -> None:
    """Gives a cell (row and column from 0) the format of another; where that one is none, an empty cell goes too."""
    row, column = place
    if model is not None:
        at(sheet, row, column)._style = copy(model._style)
        return
    cell = sheet.cells.get((row + 1, column + 1))
    if cell is None:
        return
    if cell.value is None and cell.comment is None:
        del sheet.cells[row + 1, column + 1]
    else:
        record: Any = columns.covering(sheet, column)
        cell._style = copy(record._style) if record is not None else StyleArray()


def _in_the_file(document: Document, value: Json) -> Json:
    typed = value.get("formulaValue")
    return {"formulaValue": canonical(typed, document.locale)} if isinstance(typed, str) else value


def write_value(cell: Any, value: Json) -> None:
    """An ``ExtendedValue`` into a cell; ``{}`` empties it. Text is literal, whatever it begins with."""
    style = style_of(cell)
    if style.quotePrefix:
        style.quotePrefix = 0
    if not value:
        if cell.data_type == "s":
            heights.forget(cell.parent, cell.row)
        cell._value, cell.data_type = None, "n"
        return
    kind, content = next(iter(value.items()))
    if len(value) > 1 or kind not in _ENTER:
        raise invalid(f"Invalid value: {', '.join(value)} cannot be entered.")
    cell._value, cell.data_type = _ENTER[kind](content)
    if cell.data_type == "s":
        heights.forget(cell.parent, cell.row)
    if kind == "stringValue" and cell._value.startswith("="):
        style.quotePrefix = 1


def _text(content: Any) -> tuple[str, str]:
    text = ILLEGAL_CHARACTERS_RE.sub("", str(content))
    if len(text) > LONGEST_TEXT:
        raise invalid(f"Your input contains more than the maximum of {LONGEST_TEXT} characters in a single cell.")
    return text, "s"


def _number(content: Any) -> tuple[float, str]:
    if isinstance(content, bool) or not isinstance(content, (int, float)) or not math.isfinite(content):
        raise invalid(f"Invalid value at 'user_entered_value.number_value' (TYPE_DOUBLE), {content}")
    return content, "n"


def _formula(content: Any) -> tuple[str, str]:
    if not str(content).startswith("="):
        raise invalid(f"Invalid formula: {content}")
    return str(content), "f"


_ENTER: dict[str, Callable[[Any], tuple[Any, str]]] = {
    "stringValue": _text,
    "numberValue": _number,
    "boolValue": lambda content: (bool(content), "b"),
    "formulaValue": _formula,
}


def _write_format(document: Document, cell: Any, changes: Json, mask: Mask) -> None:
    part = below(mask, "userEnteredFormat")
    document.styles.apply(cell, changes, part)
    if wants(part, "textFormat", "link") and isinstance(cell, Cell):
        write_link(document, cell, ((changes.get("textFormat") or {}).get("link") or {}).get("uri"))


def write_link(document: Document, cell: Any, uri: str | None) -> None:
    """``#gid=7&range=C7`` becomes a link inside the workbook, anything else one to outside, None removes it."""
    if uri is None:
        cell._hyperlink = None
        return
    link = Hyperlink(ref=cell.coordinate)
    inside = _IN_THIS_BOOK.fullmatch(uri)
    if inside:
        link.location = f"{quote_always(document.sheet(int(inside[1])).title)}!{inside[2] or 'A1'}"
    else:
        link.target = uri
    # The setter of openpyxl would put the address into an empty cell.
    cell._hyperlink = link


def link_of(document: Document, cell: Any) -> str | None:
    """The address a cell links to, as Google writes it."""
    link = getattr(cell, "_hyperlink", None)
    if link is None:
        return None
    if link.location and not link.target:
        title, cells = split_title(link.location)
        sheet = document.titled(title) if title is not None else None
        if sheet is not None and parse_cells(cells.replace("$", "")):
            return f"#gid={sheet.sheet_id}&range={cells.replace('$', '')}"
        return f"#{link.location}"
    target = str(link.target or "")
    return f"{target}#{link.location}" if link.location else target


def effective(document: Document, sheet: Sheet, cell: Any) -> Any:
    """The value of a cell: number (dates as serials), text, bool, None; an error as its text."""
    value = cell.value
    if cell.data_type == "f":
        value = document.formulas.value(sheet.title, cell.row, cell.column)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    serial: Any = to_excel
    return str(value) if isinstance(value, list) else serial(value)


def formula(document: Document, cell: Any) -> str:
    """The formula of a cell as the spreadsheet's locale writes it."""
    return localized(formula_text(cell.value), document.locale)


def is_error(cell: Any, value: Any) -> bool:
    return cell.data_type in {"e", "f"} and value in ERRORS


def unformatted(value: Any) -> Any:
    """A value as JSON has it: 9 and not 9.0."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def shown(document: Document, cell: Any, value: Any) -> str:
    return rendering.formatted(value, cell.number_format, document.locale)


def extended(cell: Any, value: Any) -> Json:
    """A value as ``ExtendedValue``."""
    if value is None:
        return {}
    if is_error(cell, value):
        return {"errorValue": {"type": _ERROR_TYPES.get(value, "ERROR"), "message": value}}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    return {"numberValue": unformatted(value)}


def read(document: Document, sheet: Sheet, cell: Any, mask: Mask) -> Json:
    """A cell as ``CellData``, all but its validation."""
    data: Json = {}
    value = effective(document, sheet, cell) if any(wants(mask, name) for name in _OF_VALUE) else None
    if value is not None:
        entered = {"formulaValue": formula(document, cell)} if cell.data_type == "f" else extended(cell, value)
        data["userEnteredValue"] = entered
        data["effectiveValue"] = extended(cell, value)
        data["formattedValue"] = shown(document, cell, value)
    elif cell.data_type == "f":
        data["userEnteredValue"] = {"formulaValue": formula(document, cell)}
    _add_format(document, cell, value, data, mask)
    if cell.data_type == "s" and not isinstance(cell.value, str):
        data["textFormatRuns"] = document.styles.runs(cell)
    comment = getattr(cell, "_comment", None)
    if comment is not None:
        data["note"] = str(comment.text)
    return data


def says_something(cell: Any) -> bool:
    """Whether there is anything in a cell that an answer could say, whatever it was asked for."""
    return cell.value is not None or cell.has_style or getattr(cell, "_comment", None) is not None


def of_format(document: Document, record: Any) -> Json:
    """An empty cell of a row or column that has a format."""
    entered = document.styles.read(record)
    if not entered:
        return {}
    effective_ = document.styles.effective(entered, "LEFT", record.number_format)
    return {"userEnteredFormat": entered, "effectiveFormat": effective_}


def _add_format(document: Document, cell: Any, value: Any, data: Json, mask: Mask) -> None:
    link = link_of(document, cell)
    made = _MADE_LINK.match(formula_text(cell.value)) if cell.data_type == "f" else None
    if link or made:
        data["hyperlink"] = link or (made[1] if made else "")
    if not (wants(mask, "userEnteredFormat") or wants(mask, "effectiveFormat")):
        return
    entered = document.styles.read(cell)
    if link:
        entered = entered | {"textFormat": entered.get("textFormat", {}) | {"link": {"uri": link}}}
    if entered:
        data["userEnteredFormat"] = entered
    if value is not None or entered:
        side = "RIGHT" if isinstance(value, (int, float)) and not isinstance(value, bool) else "LEFT"
        side = "CENTER" if isinstance(value, bool) or is_error(cell, value) else side
        data["effectiveFormat"] = document.styles.effective(entered, side, cell.number_format)


def is_date_cell(cell: Any) -> bool:
    return patterns.is_date(cell.number_format)
