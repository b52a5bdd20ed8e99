"""Drive's ``files``: listed, made, renamed, copied and deleted."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import file as of_disk
from sheets_adapter.local import new, properties
from sheets_adapter.local.calls import Answer, Call
from sheets_adapter.local.drive import queries, resources
from sheets_adapter.local.drive.entries import SPREADSHEET, Entry, every, find, root_id
from sheets_adapter.local.drive.errors import DriveError, file_not_found, invalid_value, unsupported
from sheets_adapter.local.drive.pages import page
from sheets_adapter.local.shelf import Shelf

Json = dict[str, Any]

_ORDERS = {
    "name": lambda entry: entry.title,
    "name_natural": lambda entry: entry.title.casefold(),
    "createdTime": lambda entry: entry.created,
    "modifiedTime": lambda entry: entry.modified,
    "modifiedByMeTime": lambda entry: entry.modified,
    "recency": lambda entry: entry.modified,
    "quotaBytesUsed": lambda entry: entry.size,
    # All files are alike in these.
    "folder": lambda _entry: 0,
    "starred": lambda _entry: 0,
    "sharedWithMeTime": lambda _entry: 0,
}


def list_all(shelf: Shelf, call: Call) -> Json:
    if call.one("driveId") or call.one("teamDriveId"):
        drive = call.one("driveId") or call.one("teamDriveId")
        raise DriveError(404, f"Shared drive not found: {drive}", "notFound", "driveId")
    if set(call.one("spaces").split(",")) - {"", "drive"}:
        raise unsupported(f"the space {call.one('spaces')}")
    wanted = queries.parse(call.one("q"), shelf)
    found = _ordered([entry for entry in every(shelf) if wanted(entry)], call.one("orderBy"))
    shown, token = page(call, found, default=100, most=1000)
    answer: Json = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [resources.file(shelf, entry) for entry in shown],
    }
    if token:
        answer["nextPageToken"] = token
    return resources.LIST.of(call, answer, files=resources.FILE)


def _ordered(found: list[Entry], order: str) -> list[Entry]:
    """Sorted by the keys of ``orderBy``; without any what was changed last comes first, as in Drive."""
    keys = [key.split() for key in (order or "modifiedTime desc,name").split(",")]
    for key in reversed(keys):
        if not key or key[0] not in _ORDERS or key[1:] not in ([], ["desc"]):
            raise invalid_value("orderBy")
        found = sorted(found, key=_ORDERS[key[0]], reverse=key[1:] == ["desc"])
    return found


def get(shelf: Shelf, call: Call) -> Json:
    if call.one("alt") == "media":
        message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        raise DriveError(403, message, "fileNotDownloadable", "alt")
    if call.spreadsheet_id in {"root", root_id(shelf)}:
        return resources.FILE.of(call, resources.root(shelf))
    return resources.FILE.of(call, resources.file(shelf, find(shelf, call.spreadsheet_id)))


def create(shelf: Shelf, call: Call) -> Json:
    """An empty spreadsheet."""
    _check_body(shelf, call.body)
    if call.body.get("mimeType") != SPREADSHEET:
        raise unsupported(f"files of the type {call.body.get('mimeType') or 'application/octet-stream'}")
    file_id = new.add(shelf, str(call.body.get("name") or "Untitled"))
    return _answered(shelf, call, file_id)


def copy(shelf: Shelf, call: Call) -> Json:
    """The same file once more, byte for byte but for its title; who it is shared with stays behind, as in Drive."""
    _check_body(shelf, call.body)
    source = find(shelf, call.spreadsheet_id)
    if call.body.get("mimeType") not in {None, SPREADSHEET}:
        raise unsupported(f"files of the type {call.body['mimeType']}")
    title = str(call.body.get("name") or f"Copy of {source.title}")
    changes = {"created": properties.now(), "permissions": None, "comments": None}

    def write(path: Any) -> None:
        named = {"title": None if path.stem == title else title}
        with shelf.file(source.file_id).alone():
            of_disk.create_with(path, lambda target: properties.copy(source.path, target, changes | named))

    return _answered(shelf, call, shelf.add(title, write))


def update(shelf: Shelf, call: Call) -> Json:
    """A new title; the name of the file on disk, from which its id comes, stays."""
    for name in ("addParents", "removeParents"):
        if set(call.one(name).split(",")) - {"", "root", root_id(shelf)}:
            raise unsupported(name)
    for name in call.body:
        if name not in {"name", "mimeType"}:
            raise unsupported(f"changing {name} of a file")
    find(shelf, call.spreadsheet_id)
    if call.body.get("mimeType") not in {None, SPREADSHEET}:
        raise unsupported("changing mimeType of a file")
    if call.body.get("name"):
        with shelf.file(call.spreadsheet_id).writing() as document:
            document.spreadsheet["title"] = str(call.body["name"])
    return _answered(shelf, call, call.spreadsheet_id)


def delete(shelf: Shelf, call: Call) -> Answer:
    find(shelf, call.spreadsheet_id)
    shelf.remove(call.spreadsheet_id)
    return Answer(204, b"", {"Content-Type": "text/html"})


def _answered(shelf: Shelf, call: Call, file_id: str) -> Json:
    return resources.FILE.of(call, resources.file(shelf, find(shelf, file_id)))


def _check_body(shelf: Shelf, body: Json) -> None:
    for name, value in body.items():
        if name not in {"name", "mimeType", "parents"} and value is not None:
            raise unsupported(f"a file with {name}")
    for parent in body.get("parents") or []:
        if parent not in {"root", root_id(shelf)}:
            raise file_not_found(parent)
