"""The spreadsheets that a service has: one file, or every .xlsx file of a folder, each under an id of its own."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

from sheets_adapter.local.copies import is_copy
from sheets_adapter.local.errors import ApiError, FileProblem, not_found
from sheets_adapter.local.file import XlsxFile

KEPT_IN_MEMORY = 12
"""Workbooks; the one that was not asked for longest is forgotten first, and read anew when it is wanted."""
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""
_LONGEST_NAME = 200
"""Bytes: file systems allow 255, and a file being saved or open has some more in its name."""


class Shelf:
    """``path``: the file or the folder. A folder is looked at anew for every call: files come and go."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).expanduser().resolve()
        self.is_folder = self.path.is_dir()
        self._known: dict[str, Path] = {}
        self._open: OrderedDict[Path, XlsxFile] = OrderedDict()
        self._busy = threading.Lock()

    def paths(self) -> dict[str, Path]:
        """Every spreadsheet there is now, by id. Raises FileProblem for a folder that cannot be read."""
        if not self.is_folder:
            return {id_of(self.path): self.path}
        try:
            with os.scandir(self.path) as entries:
                found = [path for entry in entries if (path := self._spreadsheet(entry)) is not None]
        except FileNotFoundError as error:
            raise FileProblem("not_found", self.path) from error
        except OSError as error:
            raise FileProblem("unreadable", self.path, error.strerror or str(error)) from error
        self._known = {id_of(path): path for path in sorted(found)}
        return dict(self._known)

    def _spreadsheet(self, entry: os.DirEntry[str]) -> Path | None:
        if not is_name_of_spreadsheet(entry.name) or not entry.is_file():
            return None
        # A link may lead to another name of this folder, never out of it.
        path = Path(entry.path).resolve()
        return path if path.parent == self.path and is_name_of_spreadsheet(path.name) else None

    def find(self, spreadsheet_id: str) -> Path | None:
        """Where the spreadsheet with an id is; the folder is looked through only for one not seen before."""
        path = self._known.get(spreadsheet_id)
        if path is not None and path.is_file() and not path.is_symlink():
            return path
        return self.paths().get(spreadsheet_id)

    def file(self, spreadsheet_id: str) -> XlsxFile:
        """The file with an id; raises ApiError 404."""
        path = self.find(spreadsheet_id)
        if path is None:
            raise not_found()
        with self._busy:
            found = self._open.pop(path, None) or XlsxFile(path)
            self._open[path] = found
            while len(self._open) > KEPT_IN_MEMORY:
                self._open.popitem(last=False)
        return found

    def add(self, title: str, write: Callable[[Path], None]) -> str:
        """A new spreadsheet, made by ``write`` at a path that is free; returns its id. Raises ApiError 403."""
        if not self.is_folder:
            raise ApiError(403, "This service serves a single file: serve a folder to create spreadsheets in it.")
        for name in file_names(title):
            path = self.path / name
            if not os.path.lexists(path):
                try:
                    write(path)
                except FileProblem as problem:
                    if problem.code != "file_exists":
                        raise
                else:
                    return id_of(path)
        raise ApiError(503, "No free file name was found for the spreadsheet.")

    def remove(self, spreadsheet_id: str) -> None:
        """Deletes a spreadsheet's file. Raises ApiError 403, 404, FileProblem."""
        if not self.is_folder:
            raise ApiError(403, "This service serves a single file, which it does not delete.")
        found = self.file(spreadsheet_id)
        found.remove()
        with self._busy:
            self._open.pop(found.path, None)


def file_names(title: str) -> Iterator[str]:
    """Names for a file that holds a title: one that every system takes, then the same with a number."""
    stem = _NOT_IN_A_NAME.sub("_", title).strip(" .") or "Untitled spreadsheet"
    stem = stem.encode(errors="replace")[:_LONGEST_NAME].decode(errors="ignore").rstrip(" .")
    if stem.startswith("~$") or _RESERVED.fullmatch(stem):
        stem = "_" + stem
    yield f"{stem}.xlsx"
    yield from (f"{stem} ({number}).xlsx" for number in range(2, 10_000))


def id_of(path: Path) -> str:
    """The id under which the file with a resolved path is served."""
    return "xlsx-" + hashlib.sha256(str(path).encode(errors="surrogateescape")).hexdigest()[:32]


def is_name_of_spreadsheet(name: str) -> bool:
    """Hidden files, marks of programs that have a file open, files being saved and copies of them are none."""
    return name.lower().endswith(".xlsx") and not name.startswith((".", "~$")) and not is_copy(name)
