"""``spreadsheets.create``: a new spreadsheet as a resource describes it, made by the requests that would make it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sheets_adapter.local import batch, new
from sheets_adapter.local.document import Document
from sheets_adapter.local.errors import unimplemented
from sheets_adapter.local.fields import refuse_unknown
from sheets_adapter.local.shelf import Shelf
from sheets_adapter.local.state import stable_id

Json = dict[str, Any]

_SPREADSHEET = frozenset({"properties", "sheets", "namedRanges", "spreadsheetId", "spreadsheetUrl"})
_PROPERTIES = frozenset({"title", "locale", "timeZone", "autoRecalc", "defaultFormat", "spreadsheetTheme"})
_READ_ONLY = frozenset({"effectiveValue", "formattedValue", "effectiveFormat", "hyperlink"})
"""What a cell has in answers and nobody writes."""
_REQUESTS: dict[str, Callable[[Json], Json]] = {
    "merges": lambda each: {"mergeCells": {"range": each, "mergeType": "MERGE_ALL"}},
    "protectedRanges": lambda each: {"addProtectedRange": {"protectedRange": each}},
    "charts": lambda each: {"addChart": {"chart": each}},
    "filterViews": lambda each: {"addFilterView": {"filter": each}},
    "bandedRanges": lambda each: {"addBanding": {"bandedRange": each}},
    "slicers": lambda each: {"addSlicer": {"slicer": each}},
    "tables": lambda each: {"addTable": {"table": each}},
    "rowGroups": lambda each: {"addDimensionGroup": {"range": each["range"]}},
    "columnGroups": lambda each: {"addDimensionGroup": {"range": each["range"]}},
    "developerMetadata": lambda each: {"createDeveloperMetadata": {"developerMetadata": each}},
}
_MEANWHILE = "npsheets"


def create(shelf: Shelf, body: Json) -> str:
    """Makes the spreadsheet and returns its id. Raises ApiError 400, 403, 501: then nothing was made."""
    refuse_unknown(body, _SPREADSHEET, "spreadsheet")
    properties = body.get("properties") or {}
    refuse_unknown(properties, _PROPERTIES, "properties")
    for name, only in (("autoRecalc", "ON_CHANGE"), ("defaultFormat", None), ("spreadsheetTheme", None)):
        if properties.get(name) not in {None, only}:
            raise unimplemented(f"properties.{name}={properties[name]}")
    requests = list(_requests(body))

    def fill(document: Document) -> None:
        if body.get("sheets"):
            document.sheets[0].ws.title = _free(_MEANWHILE, body["sheets"])
            document.sheets[0].sheet_id = stable_id(_MEANWHILE, {_id_of(each) for each in body["sheets"]})
            requests.append({"deleteSheet": {"sheetId": document.sheets[0].sheet_id}})
        if requests:
            batch.apply(document, batch.check({"requests": requests}))

    title = str(properties.get("title") or "Untitled spreadsheet")
    locale, time_zone = properties.get("locale") or "en_US", properties.get("timeZone") or "Etc/GMT"
    return new.add(shelf, title, fill, locale=str(locale), time_zone=str(time_zone))


def _free(title: str, sheets: list[Json]) -> str:
    taken = {str((sheet.get("properties") or {}).get("title", "")).casefold() for sheet in sheets}
    return next(name for number in range(len(taken) + 1) if (name := f"{title} {number}") not in taken)


def _id_of(sheet: Json) -> int:
    return int((sheet.get("properties") or {}).get("sheetId") or 0)


def _requests(body: Json) -> Iterator[Json]:
    """All sheets first: what stands on one may speak of another."""
    sheets = body.get("sheets") or []
    for at, sheet in enumerate(sheets):
        title = {} if (sheet.get("properties") or {}).get("title") else {"title": f"Sheet{at + 1}"}
        first = {"sheetId": 0} if at == 0 and "sheetId" not in (sheet.get("properties") or {}) else {}
        yield {"addSheet": {"properties": {**(sheet.get("properties") or {}), **title, **first, "index": at}}}
    for sheet in sheets:
        yield from _contents(sheet)
    for named in body.get("namedRanges") or []:
        yield {"addNamedRange": {"namedRange": named}}


def _contents(sheet: Json) -> Iterator[Json]:
    for name, found in sheet.items():
        if name == "data":
            for grid in found:
                yield from _cells(_id_of(sheet), grid)
        elif name == "conditionalFormats":
            for at, rule in enumerate(found):
                yield {"addConditionalFormatRule": {"rule": rule, "index": at}}
        elif name == "basicFilter":
            yield {"setBasicFilter": {"filter": found}}
        elif name in _REQUESTS:
            yield from map(_REQUESTS[name], found)
        elif name != "properties":
            raise unimplemented(f"sheets.{name} in spreadsheets.create")


def _cells(sheet_id: int, grid: Json) -> Iterator[Json]:
    """The cells, heights and widths of a ``GridData``."""
    top, left = grid.get("startRow", 0), grid.get("startColumn", 0)
    rows = grid.get("rowData") or []
    written = {name for row in rows for cell in row.get("values") or [] for name in cell} - _READ_ONLY
    if written:
        start = {"sheetId": sheet_id, "rowIndex": top, "columnIndex": left}
        yield {"updateCells": {"start": start, "rows": rows, "fields": ",".join(sorted(written))}}
    for dimension, first, found in (
        ("ROWS", top, grid.get("rowMetadata")),
        ("COLUMNS", left, grid.get("columnMetadata")),
    ):
        for at, properties in enumerate(found or [], first):
            if properties:
                where = {"sheetId": sheet_id, "dimension": dimension, "startIndex": at, "endIndex": at + 1}
                fields = ",".join(sorted(properties))
                yield {"updateDimensionProperties": {"range": where, "properties": properties, "fields": fields}}
