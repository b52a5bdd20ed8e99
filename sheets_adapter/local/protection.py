"""Protected ranges.

An .xlsx sheet is protected whole or not at all. A protected range over a whole sheet becomes sheet protection
without a password, which leaves sorting, filters and formats of columns to everybody; of a part of a sheet only
the record is kept. Id, description and ``warningOnly`` are stored beside.
"""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Protection

from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.ranges import Area, from_grid, to_grid
from sheets_adapter.local.state import stable_id

Json = dict[str, Any]

_ALLOWED = ("sort", "autoFilter", "formatColumns", "formatRows", "formatCells")
KNOWN = frozenset(
    {
        "protectedRangeId",
        "range",
        "description",
        "warningOnly",
        "unprotectedRanges",
        "editors",
        "requestingUserCanEdit",
        "namedRangeId",
    }
)


def of_sheet(document: Document, sheet: Sheet) -> list[Json]:
    """``ProtectedRange`` resources; a whole sheet that people have unprotected has none any more."""
    found = [
        _resource(sheet, range_id, entry)
        for range_id, entry in document.protected.items()
        if entry["sheet"] == sheet.title and (sheet.ws.protection.sheet or not _is_whole(entry["range"]))
    ]
    whole = any(_is_whole(entry["range"]) for entry in document.protected.values() if entry["sheet"] == sheet.title)
    if sheet.ws.protection.sheet and not whole:
        foreign = stable_id(f"{sheet.title} protection", set(document.protected))
        found.append({"protectedRangeId": foreign, "range": {"sheetId": sheet.sheet_id}, "requestingUserCanEdit": True})
    return found


def _resource(sheet: Sheet, range_id: int, entry: Json) -> Json:
    resource: Json = {
        "protectedRangeId": range_id,
        "range": entry["range"] | {"sheetId": sheet.sheet_id},
        "requestingUserCanEdit": True,
    }
    for name in ("description", "warningOnly", "editors"):
        if entry.get(name):
            resource[name] = entry[name]
    if entry.get("unprotectedRanges"):
        resource["unprotectedRanges"] = [each | {"sheetId": sheet.sheet_id} for each in entry["unprotectedRanges"]]
    return resource


def _is_whole(grid: Json) -> bool:
    return from_grid(grid) == Area()


def _bare(grid: Json) -> Json:
    """A range without its sheet, whose title stands in the record."""
    return {name: value for name, value in grid.items() if name != "sheetId"}


def add(document: Document, given: Json) -> Json:
    range_id = given.get("protectedRangeId") or stable_id(
        f"protected {len(document.protected)}", set(document.protected)
    )
    if range_id in document.protected:
        raise invalid(f"A protected range with the ID {range_id} already exists.")
    if given.get("namedRangeId"):
        from sheets_adapter.local import names  # noqa: PLC0415

        given = given | {"range": names.with_id(document, given["namedRangeId"]).resource()["range"]}
    return put(document, range_id, given)


def put(document: Document, range_id: int, given: Json) -> Json:
    """Stores a protected range and locks the sheet if it is the whole of it; returns the resource."""
    sheet, area = document.grid(given.get("range") or {})
    entry: Json = {"sheet": sheet.title, "range": _bare(to_grid(sheet.sheet_id, area))}
    for name in ("description", "warningOnly", "editors"):
        if given.get(name):
            entry[name] = given[name]
    open_areas = given.get("unprotectedRanges") or []
    if open_areas:
        entry["unprotectedRanges"] = [_bare(each) for each in open_areas]
    document.protected[range_id] = entry
    if _is_whole(entry["range"]):
        _lock(sheet, [document.grid(each)[1] for each in open_areas])
    return _resource(sheet, range_id, entry)


def _lock(sheet: Sheet, open_areas: list[Area]) -> None:
    sheet.ws.protection.sheet = True
    for name in _ALLOWED:
        setattr(sheet.ws.protection, name, False)
    for area in open_areas:
        bottom, right = area.clip(sheet.rows, sheet.columns).ends
        for row in range(area.top, bottom):
            for column in range(area.left, right):
                sheet.ws.cell(row + 1, column + 1).protection = Protection(locked=False)


def with_id(document: Document, range_id: int) -> tuple[Sheet, Json]:
    """The sheet and resource of a protected range; raises ApiError when there is none."""
    for sheet in document.sheets:
        for resource in of_sheet(document, sheet):
            if resource["protectedRangeId"] == range_id:
                return sheet, resource
    raise invalid(f"No protected range with id: {range_id}")


def remove(document: Document, range_id: int) -> None:
    sheet, resource = with_id(document, range_id)
    document.protected.pop(range_id, None)
    if _is_whole(resource["range"]):
        sheet.ws.protection.sheet = False
