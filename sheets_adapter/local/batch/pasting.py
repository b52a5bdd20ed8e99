"""Requests that copy and cut cells and paste them elsewhere."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from sheets_adapter.local import cells, conditional, sheet_resources, titles, validation
from sheets_adapter.local.areas import common
from sheets_adapter.local.batch.merges import separate
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid, unimplemented
from sheets_adapter.local.fields import need
from sheets_adapter.local.following import point_elsewhere
from sheets_adapter.local.formulas import formula_text
from sheets_adapter.local.ranges import Area
from sheets_adapter.local.shifts import Relocation, qualified, translated

Json = dict[str, Any]

_PASTED = {
    "PASTE_NORMAL": {"formula", "format", "note", "rule", "merges", "conditional"},
    "PASTE_VALUES": {"value"},
    "PASTE_FORMAT": {"format", "rule", "merges", "conditional"},
    "PASTE_NO_BORDERS": {"formula", "format", "no borders", "note", "rule", "merges", "conditional"},
    "PASTE_FORMULA": {"formula"},
    "PASTE_DATA_VALIDATION": {"rule"},
    "PASTE_CONDITIONAL_FORMATTING": {"conditional"},
}
"""What each kind of pasting brings along."""


@dataclass(frozen=True)
class Taken:
    """What a cell (row and column from 0) holds, taken before anything is pasted over it."""

    row: int
    column: int
    cell: Any
    value: Any
    rule: DataValidation | None


def copy_paste(document: Document, request: Json) -> Json:
    """As many copies as the destination is a multiple of the source, or one where it is none."""
    origin, source = document.grid(need(request, "source"))
    sheet, area = document.grid(need(request, "destination"))
    source, area = source.clip(origin.rows, origin.columns), area.clip(sheet.rows, sheet.columns)
    brought = _brought(request)
    turned = request.get("pasteOrientation") == "TRANSPOSE"
    if turned and "conditional" in brought and conditional.covers(origin, source):
        raise unimplemented("copyPaste of conditional formats with pasteOrientation TRANSPOSE")
    taken = _take(document, origin, source)
    if origin is not sheet:
        taken = [replace(each, rule=_from_elsewhere(origin, each.rule)) for each in taken]
    tiles = _tiles(source, area, turned=turned)
    for tile in tiles:
        _paste(document, (origin, source, taken), sheet, tile, brought | ({"turned"} if turned else set()))
    _spread_conditional(origin, source, sheet, tiles, brought)
    return {}


def _brought(request: Json) -> set[str]:
    return set(_PASTED[request.get("pasteType", "PASTE_NORMAL")])


def _take(document: Document, sheet: Sheet, area: Area) -> list[Taken]:
    found = []
    for row in range(area.top, area.ends[0]):
        for column in range(area.left, area.ends[1]):
            cell = sheet.cells.get((row + 1, column + 1))
            rule = validation.over(sheet, Area(row, column, row + 1, column + 1))
            value = None if cell is None else cells.effective(document, sheet, cell)
            found.append(Taken(row, column, None if cell is None else _kept(cell), value, rule))
    return found


def _kept(cell: Any) -> Any:
    """A cell as it is now, whatever is written into it later."""
    kept = copy(cell)
    kept._style = copy(cell._style)
    return kept


def _from_elsewhere(sheet: Sheet, rule: DataValidation | None) -> DataValidation | None:
    """A rule that goes to another sheet and looks at cells of this one."""
    if rule is None:
        return None
    copied = copy(rule)
    for name in ("formula1", "formula2"):
        if getattr(copied, name):
            text = titles.rewritten("=" + str(getattr(copied, name)), partial(qualified, title=sheet.title))
            setattr(copied, name, text[1:])
    return copied


def _tiles(source: Area, area: Area, *, turned: bool) -> list[Area]:
    height, width = source.ends[0] - source.top, source.ends[1] - source.left
    if turned:
        height, width = width, height
    tall, wide = area.ends[0] - area.top, area.ends[1] - area.left
    down = tall // height if tall % height == 0 else 1
    across = wide // width if wide % width == 0 else 1
    return [
        Area(top, left, top + height, left + width)
        for top in range(area.top, area.top + down * height, height)
        for left in range(area.left, area.left + across * width, width)
    ]


def _paste(
    document: Document, origin: tuple[Sheet, Area, list[Taken]], sheet: Sheet, tile: Area, brought: set[str]
) -> None:
    model, source, taken = origin
    document.grow(sheet, tile.ends[0], tile.ends[1])
    merged = [area for area in sheet_resources.merged(model) if common(area, source)]
    if "merges" in brought:
        separate(sheet, tile)
    for each in taken:
        down, across = each.row - source.top, each.column - source.left
        row, column = (
            (tile.top + across, tile.left + down) if "turned" in brought else (tile.top + down, tile.left + across)
        )
        _put(sheet, (row, column), each, brought)
    if "merges" in brought and not (model is sheet and tile == source):
        for area in merged:
            down, across = area.top - source.top, area.left - source.left
            if common(area, source) != area or "turned" in brought:
                raise invalid("The source would cut merged cells in two.")
            height, width = area.ends[0] - area.top, area.ends[1] - area.left
            top, left = tile.top + down, tile.left + across
            sheet_resources.merge(sheet, Area(top, left, top + height, left + width))


def _put(sheet: Sheet, place: tuple[int, int], taken: Taken, brought: set[str]) -> None:
    row, column = place
    existing = sheet.cells.get((row + 1, column + 1))
    if isinstance(existing, MergedCell):
        return
    if taken.cell is not None or existing is not None:
        cell = cells.at(sheet, row, column)
        border = copy(cell.border)
        if "note" in brought:
            _put_note(cell, taken.cell)
        if brought & {"formula", "value"}:
            _put_value(cell, taken, formula="formula" in brought, translate="cut" not in brought)
        if "format" in brought:
            cells.look_like(sheet, place, taken.cell)
        if "no borders" in brought:
            cells.at(sheet, row, column).border = border
    if "rule" in brought:
        validation.give(sheet, Area(row, column, row + 1, column + 1), taken.rule)


def _put_note(cell: Any, model: Any) -> None:
    """The note and the link of a cell."""
    note, link = getattr(model, "_comment", None), getattr(model, "_hyperlink", None)
    cell.comment = None if note is None else Comment(note.text, note.author, note.height, note.width)
    cell._hyperlink = copy(link)
    if link is not None:
        cell._hyperlink.ref = cell.coordinate


def _put_value(cell: Any, taken: Taken, *, formula: bool, translate: bool) -> None:
    model, value = taken.cell, taken.value
    if formula and model is not None and not isinstance(model, MergedCell):
        cell._value, cell.data_type = model._value, model.data_type
        if model.data_type == "f":
            by = (cell.row - taken.row - 1, cell.column - taken.column - 1) if translate else (0, 0)
            cell._value = translated(formula_text(model._value), *by)
    elif model is not None and cells.is_error(model, value):
        cell._value, cell.data_type = value, "e"
    else:
        kind = "b" if isinstance(value, bool) else "s" if isinstance(value, str) else "n"
        cell._value, cell.data_type = value, kind


def _spread_conditional(origin: Sheet, source: Area, sheet: Sheet, tiles: list[Area], brought: set[str]) -> None:
    if "conditional" not in brought or not conditional.covers(origin, source):
        return
    if origin is not sheet:
        raise unimplemented("copyPaste of conditional formats to another sheet")
    conditional.spread(sheet, source, [tile for tile in tiles if tile != source])


def cut_paste(document: Document, request: Json) -> Json:
    """What is cut is gone from where it was, and what pointed at it points at where it went."""
    sheet, source = document.grid(need(request, "source"))
    source = source.clip(sheet.rows, sheet.columns)
    given = request.get("destination") or {}
    if document.sheet(given.get("sheetId")) is not sheet:
        raise unimplemented("cutPaste to another sheet")
    down, across = given.get("rowIndex", 0) - source.top, given.get("columnIndex", 0) - source.left
    tile = Area(source.top + down, source.left + across, source.ends[0] + down, source.ends[1] + across)
    brought = _brought(request) - {"conditional"} | {"cut"}
    if conditional.covers(sheet, source) and "format" in brought:
        raise unimplemented("cutPaste of conditional formats")
    taken = _take(document, sheet, source)
    merged = [area for area in sheet_resources.merged(sheet) if common(area, source)] if "merges" in brought else []
    _empty(sheet, source, brought)
    _paste(document, (sheet, source, taken), sheet, tile, brought)
    for area in merged:
        bottom, right = area.ends
        sheet_resources.merge(sheet, Area(area.top + down, area.left + across, bottom + down, right + across))
    point_elsewhere(document, sheet, Relocation(source, down, across))
    return {}


def _empty(sheet: Sheet, area: Area, brought: set[str]) -> None:
    if "merges" in brought:
        separate(sheet, area)
    for row in range(area.top, area.ends[0]):
        for column in range(area.left, area.ends[1]):
            _put(sheet, (row, column), Taken(row, column, None, None, None), brought)


REQUESTS = {"copyPaste": copy_paste, "cutPaste": cut_paste}
