"""The requests of ``spreadsheets.batchUpdate`` that this project sends, each built in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]


def color(rgb: str) -> Json:
    """``#rrggbb`` as a ``ColorStyle``."""
    parts = {name: int(rgb[at : at + 2], 16) / 255 for name, at in (("red", 1), ("green", 3), ("blue", 5))}
    return {"rgbColor": parts}


def area(sheet_id: int, top: int = 0, left: int = 0, bottom: int | None = None, right: int | None = None) -> Json:
    """A ``GridRange``: numbers from 0, the ends not included, None for as far as the sheet goes."""
    ends = {"startRowIndex": top, "startColumnIndex": left, "endRowIndex": bottom, "endColumnIndex": right}
    # An end left open stays open when the sheet grows; a start of 0 is what is meant without one.
    return {"sheetId": sheet_id} | {name: value for name, value in ends.items() if value}


def add_sheet(sheet_id: int, title: str, index: int, grid: Json, tab: str, *, hidden: bool) -> Json:
    properties: Json = {
        "sheetId": sheet_id,
        "title": title,
        "index": index,
        "gridProperties": grid,
        "tabColorStyle": color(tab),
    }
    return {"addSheet": {"properties": properties | ({"hidden": True} if hidden else {})}}


def adopt_sheet(sheet_id: int, grid: Json, tab: str, *, hidden: bool) -> Json:
    """An empty sheet that is there already gets what a new one would have; its title and place stay."""
    frozen = {name: value for name, value in grid.items() if name.startswith("frozen")}
    properties: Json = {"sheetId": sheet_id, "gridProperties": frozen, "tabColorStyle": color(tab)}
    fields = ["tabColorStyle", *(f"gridProperties.{name}" for name in frozen)]
    if hidden:
        properties["hidden"] = True
        fields.append("hidden")
    return {"updateSheetProperties": {"properties": properties, "fields": ",".join(fields)}}


def freeze(sheet_id: int, rows: int, columns: int) -> Json:
    grid = {"frozenRowCount": rows, "frozenColumnCount": columns}
    fields = "gridProperties.frozenRowCount,gridProperties.frozenColumnCount"
    return {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "gridProperties": grid}, "fields": fields}}


def cells(sheet_id: int, top: int, left: int, rows: Sequence[Sequence[Json]], fields: str) -> Json:
    """Writes a block from its upper left corner."""
    start = {"sheetId": sheet_id, "rowIndex": top, "columnIndex": left}
    return {"updateCells": {"start": start, "rows": [{"values": list(row)} for row in rows], "fields": fields}}


def append(sheet_id: int, rows: Sequence[Sequence[Json]], fields: str) -> Json:
    return {"appendCells": {"sheetId": sheet_id, "rows": [{"values": list(row)} for row in rows], "fields": fields}}


def clear(sheet_id: int, fields: str) -> Json:
    """Empties the whole sheet of what ``fields`` names."""
    return {"updateCells": {"range": {"sheetId": sheet_id}, "fields": fields}}


def repeat(where: Json, entered_format: Json, fields: str) -> Json:
    names = ",".join(f"userEnteredFormat.{name}" for name in fields.split(","))
    return {"repeatCell": {"range": where, "cell": {"userEnteredFormat": entered_format}, "fields": names}}


def grow(sheet_id: int, dimension: str, length: int) -> Json:
    return {"appendDimension": {"sheetId": sheet_id, "dimension": dimension, "length": length}}


def size(sheet_id: int, dimension: str, first: int, last: int, pixels: int) -> Json:
    """Width of columns or height of rows, both numbers included."""
    where = {"sheetId": sheet_id, "dimension": dimension, "startIndex": first, "endIndex": last + 1}
    return {"updateDimensionProperties": {"range": where, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}


def fit_rows(sheet_id: int, first: int, last: int) -> Json:
    """Rows as high as their text, as they are in a new sheet."""
    where = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": first, "endIndex": last + 1}
    return {"autoResizeDimensions": {"dimensions": where}}


def validate(where: Json, rule: Json) -> Json:
    return {"setDataValidation": {"range": where, "rule": rule}}


def shade(where: Json, formula: str, fill: str) -> Json:
    """A conditional format: the first of a sheet's that applies wins, so a later one is added at the end."""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    rule = {"condition": condition, "format": {"backgroundColorStyle": color(fill)}}
    return {"addConditionalFormatRule": {"rule": {"ranges": [where], "booleanRule": rule}, "index": 0}}


def protect(sheet_id: int, description: str) -> Json:
    """A warning, not a lock: whoever may edit the spreadsheet may still do so after a question."""
    protected = {"range": {"sheetId": sheet_id}, "description": description, "warningOnly": True}
    return {"addProtectedRange": {"protectedRange": protected}}


def extend_filter(found: Mapping[str, Any], bottom: int) -> Json:
    """The filter that is on, over more rows. Not its sort order: setting that would move people's rows."""
    kept = {name: found[name] for name in ("filterSpecs", "criteria") if name in found}
    if "filterSpecs" in kept:
        kept.pop("criteria", None)
    return {"setBasicFilter": {"filter": {"range": {**found["range"], "endRowIndex": bottom}, **kept}}}


def delete_name(range_id: str) -> Json:
    return {"deleteNamedRange": {"namedRangeId": range_id}}


def add_name(name: str, where: Json) -> Json:
    """The name is the id too: adding an id that exists voids the whole batch."""
    return {"addNamedRange": {"namedRange": {"namedRangeId": name, "name": name, "range": where}}}


def delete_sheet(sheet_id: int) -> Json:
    return {"deleteSheet": {"sheetId": sheet_id}}


def delete_rows(sheet_id: int, top: int, bottom: int) -> Json:
    where = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": top, "endIndex": bottom}
    return {"deleteDimension": {"range": where}}


def resize(sheet_id: int, rows: int, columns: int) -> Json:
    """The grid as large as this; what stands outside it is lost."""
    grid = {"rowCount": rows, "columnCount": columns}
    fields = "gridProperties.rowCount,gridProperties.columnCount"
    return {"updateSheetProperties": {"properties": {"sheetId": sheet_id, "gridProperties": grid}, "fields": fields}}


def look_like(model: Json, where: Json) -> Json:
    """Formats and dropdowns of one row given to others."""
    return {"copyPaste": {"source": model, "destination": where, "pasteType": "PASTE_FORMAT"}}
