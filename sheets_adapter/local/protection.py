"""Protected ranges.

An .xlsx sheet is protected whole or not at all. A protected range over a whole sheet becomes sheet protection
without a password, which leaves sorting, filters and formats of columns to everybody; of a part of a sheet only
the record is kept. All that Google says of a range besides is stored with it.
"""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Protection

from sheets_adapter.local import masks, names
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.masks import Mask
from sheets_adapter.local.ranges import Area, from_grid, to_grid
from sheets_adapter.local.state import OWNER, new_id, stable_id

Json = dict[str, Any]

_ALLOWED = ("sort", "autoFilter", "formatColumns", "formatRows", "formatCells")
_STORED = ("description", "warningOnly", "editors", "namedRangeId")
KNOWN = frozenset({"protectedRangeId", "range", "unprotectedRanges", "requestingUserCanEdit", *_STORED})


def of_sheet(document: Document, sheet: Sheet) -> list[Json]:
    """``ProtectedRange`` resources; a whole sheet that people have unprotected has none any more."""
    found = [_shown(_resource(sheet, range_id, entry)) for range_id, entry in _entries(document, sheet)]
    if sheet.ws.protection.sheet and not any(_is_whole(each["range"]) for each in found):
        foreign = {"protectedRangeId": _foreign_id(document, sheet), "range": to_grid(sheet.sheet_id, Area())}
        found.append(_shown(foreign | {"requestingUserCanEdit": True}))
    return found


def _entries(document: Document, sheet: Sheet) -> list[tuple[int, Json]]:
    """What is stored of a sheet and still holds."""
    return [
        (range_id, entry)
        for range_id, entry in document.protected.items()
        if entry["sheet"] == sheet.title and (sheet.ws.protection.sheet or not _is_whole(entry["range"]))
    ]


def _foreign_id(document: Document, sheet: Sheet) -> int:
    """The id of a protection that other people gave a sheet."""
    return stable_id(f"{sheet.title} protection", set(document.protected))


def _shown(resource: Json) -> Json:
    """A resource as it is read: whoever owns the file may edit everything in it."""
    users = [OWNER, *(user for user in resource.get("editors", {}).get("users", ()) if user != OWNER)]
    return resource | {"editors": resource.get("editors", {}) | {"users": users}}


def _resource(sheet: Sheet, range_id: int, entry: Json) -> Json:
    resource: Json = {
        "protectedRangeId": range_id,
        "range": _on(sheet, entry["range"]),
        "requestingUserCanEdit": True,
        "editors": {},
    }
    resource |= {name: entry[name] for name in _STORED if entry.get(name)}
    if entry.get("unprotectedRanges"):
        resource["unprotectedRanges"] = [_on(sheet, each) for each in entry["unprotectedRanges"]]
    return resource


def _on(sheet: Sheet, grid: Json) -> Json:
    return to_grid(sheet.sheet_id, from_grid(grid))


def _is_whole(grid: Json) -> bool:
    return from_grid(grid) == Area()


def _bare(grid: Json) -> Json:
    """A range without its sheet, whose title stands in the record."""
    return {name: value for name, value in grid.items() if name != "sheetId"}


def add(document: Document, given: Json) -> Json:
    """A new protected range; returns it as the reply has it. Raises ApiError where its id exists."""
    range_id: int = given.get("protectedRangeId") or new_id(set(document.protected))
    if range_id in document.protected:
        raise invalid(f"A protected range with the ID {range_id} already exists.")
    if "range" in given and "namedRangeId" in given:
        raise invalid("Only one of range and namedRangeId may be set.")
    return _put(document, range_id, given)


def _put(document: Document, range_id: int, given: Json) -> Json:
    """Stores a protected range and locks the sheet if it is the whole of it; returns the resource."""
    if given.get("namedRangeId"):
        given = given | {"range": names.with_id(document, given["namedRangeId"]).resource()["range"]}
    sheet, area = document.grid(given.get("range") or {})
    entry: Json = {"sheet": sheet.title, "range": _bare(to_grid(sheet.sheet_id, area))}
    entry |= {name: given[name] for name in _STORED if given.get(name)}
    editors = {name: value for name, value in entry.pop("editors", {}).items() if value}
    if editors and not entry.get("warningOnly"):
        entry["editors"] = editors
    open_areas = given.get("unprotectedRanges") or []
    if open_areas and not _is_whole(entry["range"]):
        raise invalid("Unprotected ranges are only supported on protected sheets.")
    if open_areas:
        entry["unprotectedRanges"] = [_bare(to_grid(0, document.grid(each)[1])) for each in open_areas]
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


def update(document: Document, given: Json, mask: Mask) -> None:
    """Changes what ``mask`` selects of a range; raises ApiError when there is none with its id."""
    range_id = given.get("protectedRangeId", 0)
    sheet, existing = _with_id(document, range_id)
    changed = masks.merged(existing, given, mask)
    if mask and "range" in mask:
        changed.pop("namedRangeId", None)
    elif mask and "namedRangeId" in mask and "namedRangeId" not in changed:
        changed["range"] = existing["range"]
    _take_away(document, sheet, range_id, existing)
    _put(document, range_id, changed)


def remove(document: Document, range_id: int) -> None:
    sheet, existing = _with_id(document, range_id)
    _take_away(document, sheet, range_id, existing)


def _with_id(document: Document, range_id: int) -> tuple[Sheet, Json]:
    """The sheet of a protected range and what is stored of it; raises ApiError when there is none."""
    for sheet in document.sheets:
        for known, entry in _entries(document, sheet):
            if known == range_id:
                return sheet, _resource(sheet, range_id, entry)
        if sheet.ws.protection.sheet and range_id == _foreign_id(document, sheet):
            return sheet, {"range": to_grid(sheet.sheet_id, Area())}
    raise invalid(f"No protected range with id: {range_id}")


def _take_away(document: Document, sheet: Sheet, range_id: int, existing: Json) -> None:
    document.protected.pop(range_id, None)
    if _is_whole(existing["range"]):
        sheet.ws.protection.sheet = False
