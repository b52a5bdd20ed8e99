"""The files of a shelf as Drive lists them, told from their properties: no workbook is opened for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sheets_adapter.local import properties
from sheets_adapter.local.drive.errors import file_not_found
from sheets_adapter.local.errors import FileProblem
from sheets_adapter.local.file import check_spreadsheet
from sheets_adapter.local.shelf import Shelf

Json = dict[str, Any]

FOLDER = "application/vnd.google-apps.folder"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"


@dataclass(frozen=True)
class Entry:
    """``created`` and ``modified`` as Drive writes moments; ``stored``: what the file says of itself."""

    file_id: str
    path: Path
    title: str
    created: str
    modified: str
    size: int
    stored: Json = field(repr=False)


def find(shelf: Shelf, file_id: str) -> Entry:
    """Raises DriveError 404, FileProblem."""
    path = shelf.find(file_id)
    if path is None:
        raise file_not_found(file_id)
    check_spreadsheet(path)
    return _entry(file_id, path)


def every(shelf: Shelf) -> list[Entry]:
    """All spreadsheets, without what cannot be read as one and what has just gone."""
    found = []
    for file_id, path in shelf.paths().items():
        try:
            check_spreadsheet(path)
            found.append(_entry(file_id, path))
        except (FileProblem, OSError):
            continue
    return found


def _entry(file_id: str, path: Path) -> Entry:
    try:
        status = path.stat()
    except OSError as error:
        raise FileProblem("not_found", path) from error
    stored = properties.spreadsheet(path)
    modified = properties.at(datetime.fromtimestamp(status.st_mtime_ns // 1_000_000 / 1000, UTC))
    created = moment(stored.get("created")) or modified
    title = str(stored.get("title") or path.stem)
    return Entry(file_id, path, title, min(created, modified), modified, status.st_size, stored)


def moment(text: Any) -> str:
    """A moment that a file tells, as Drive writes it; empty where it is none."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return ""
    return properties.at(found if found.tzinfo else found.replace(tzinfo=UTC))


def root_id(shelf: Shelf) -> str:
    """The id of the folder, Drive's ``root``."""
    return "0A" + hashlib.sha256(str(shelf.path).encode(errors="surrogateescape")).hexdigest()[:17]
