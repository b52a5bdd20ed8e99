"""A CSV file put in the place of a spreadsheet: what ``gspread.Client.import_csv`` does."""

from __future__ import annotations

import csv
import io
from typing import Any

from sheets_adapter.local import batch, titles, value_writes
from sheets_adapter.local.calls import Call
from sheets_adapter.local.document import DEFAULT_COLUMNS, DEFAULT_ROWS, Document
from sheets_adapter.local.drive.entries import SPREADSHEET, Entry, find, root_id
from sheets_adapter.local.drive.errors import DriveError, unsupported
from sheets_adapter.local.drive.fields import Fields
from sheets_adapter.local.drive.permissions import ME, of_entry
from sheets_adapter.local.drive.resources import export_links, link
from sheets_adapter.local.ranges import Area
from sheets_adapter.local.shelf import Shelf

Json = dict[str, Any]

_OF_FILE = Fields(
    """
    kind id selfLink alternateLink exportLinks title mimeType createdDate modifiedDate modifiedByMeDate fileSize
    quotaBytesUsed spaces parents labels explicitlyTrashed appDataContents editable copyable writersCanShare
    copyRequiresWriterPermission capabilities shared owners ownerNames lastModifyingUser lastModifyingUserName
    userPermission
    """,
    "*",
)


def update(shelf: Shelf, call: Call) -> Json:
    """Drive v2's ``files.update`` with a CSV body: all sheets go, one with the rows of the file comes.

    The file is read as if its rows were typed in. Raises DriveError 400 for what is no CSV, 501 for other uploads.
    """
    if call.one("uploadType") != "media":
        raise unsupported(f"uploadType={call.one('uploadType')}")
    if not call.flag("convert"):
        raise unsupported("uploads without convert=true")
    find(shelf, call.spreadsheet_id)
    rows = _rows(call.content)
    with shelf.file(call.spreadsheet_id).writing() as document:
        _replace(document, rows)
    return _OF_FILE.of(call, _resource(shelf, find(shelf, call.spreadsheet_id)))


def _rows(content: bytes) -> list[list[str]]:
    if content.startswith(b"PK"):
        raise unsupported("uploads of anything but CSV")
    try:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DriveError(400, f"The file is no CSV: {error}", "badRequest") from error


def _replace(document: Document, rows: list[list[str]]) -> None:
    title = document.title[: titles.LONGEST]
    grid = {
        "rowCount": max(DEFAULT_ROWS, len(rows)),
        "columnCount": max(DEFAULT_COLUMNS, *(len(row) for row in rows), 1),
    }
    others = [{"deleteSheet": {"sheetId": sheet.sheet_id}} for sheet in document.sheets]
    taken = {sheet.title.casefold() for sheet in document.sheets}
    meanwhile = next(name for number in range(len(taken) + 1) if (name := f"npsheets {number}") not in taken)
    added = {"addSheet": {"properties": {"title": meanwhile, "index": 0, "gridProperties": grid}}}
    replies = batch.apply(document, batch.check({"requests": [added, *others]}))
    properties = {"sheetId": replies[0]["addSheet"]["properties"]["sheetId"], "title": title}
    named = {"updateSheetProperties": {"properties": properties, "fields": "title"}}
    batch.apply(document, batch.check({"requests": [named]}))
    if any(rows):
        typed = {"valueInputOption": "USER_ENTERED"}
        value_writes.update(document, (document.sheet(properties["sheetId"]), Area()), {"values": rows}, typed)


def _resource(shelf: Shelf, entry: Entry) -> Json:
    """``File`` as it was in Drive v2."""
    folder, address = root_id(shelf), f"https://www.googleapis.com/drive/v2/files/{entry.file_id}"
    me = {name: ME[name] for name in ("kind", "displayName", "permissionId", "emailAddress")}
    me["isAuthenticatedUser"] = True
    parent = {"kind": "drive#parentReference", "id": folder, "isRoot": True}
    links = {"selfLink": f"{address}/parents/{folder}", "parentLink": address.replace(entry.file_id, folder)}
    mine = {"id": "me", "kind": "drive#permission", "type": "user", "role": "owner", "pendingOwner": False}
    return {
        "kind": "drive#file",
        "id": entry.file_id,
        "selfLink": address,
        "alternateLink": f"{link(entry.file_id)}?usp=drivesdk",
        "exportLinks": export_links(entry.file_id),
        "title": entry.title,
        "mimeType": SPREADSHEET,
        "createdDate": entry.created,
        "modifiedDate": entry.modified,
        "modifiedByMeDate": entry.modified,
        "fileSize": str(entry.size),
        "quotaBytesUsed": str(entry.size),
        "spaces": ["drive"],
        "parents": [parent | links],
        "labels": {"starred": False, "hidden": False, "trashed": False, "restricted": False, "viewed": True},
        "explicitlyTrashed": False,
        "appDataContents": False,
        "editable": True,
        "copyable": True,
        "writersCanShare": True,
        "copyRequiresWriterPermission": False,
        "capabilities": {"canEdit": True, "canCopy": True},
        "shared": len(of_entry(entry)) > 1,
        "owners": [me],
        "ownerNames": [ME["displayName"]],
        "lastModifyingUser": me,
        "lastModifyingUserName": ME["displayName"],
        "userPermission": mine | {"selfLink": f"{address}/permissions/me"},
    }
