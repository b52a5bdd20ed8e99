"""The .xlsx file on disk: read when it changed, saved whole or not at all, one writer at a time."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

from filelock import FileLock

from sheets_adapter.local import copies, loading, renaming, writing
from sheets_adapter.local.archive import open_archive
from sheets_adapter.local.document import Document
from sheets_adapter.local.errors import ApiError, FileProblem
from sheets_adapter.local.in_use import check_folder, check_writable
from sheets_adapter.local.saving import ACCOUNT, Write, put

Signature = tuple[int, int, int]
"""Time of the last change (ns), size and inode: what tells that another process saved the file."""


class XlsxFile:
    """One file, loaded lazily and kept in memory until somebody else changes it."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).expanduser().resolve()
        self._document: Document | None = None
        self._signature: Signature | None = None
        self._busy = threading.RLock()
        digest = hashlib.sha256(str(self.path).encode()).hexdigest()[:24]
        # Of one's own: what another account left in a shared folder may not be opened. _save looks again anyway.
        self._between_processes = FileLock(Path(tempfile.gettempdir()) / f"npsheets-{ACCOUNT}-{digest}.lock")

    @contextmanager
    def reading(self) -> Iterator[Document]:
        """The document as it stands on disk. Raises FileProblem."""
        with self._busy:
            yield self._current()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else of this service or of another process writes the file meanwhile."""
        with self._busy, self._between_processes:
            yield

    @contextmanager
    def writing(self) -> Iterator[Document]:
        """The document to change: saved when the block ends, forgotten when it raises."""
        with self._busy, self._between_processes:
            check_writable(self.path)
            document = self._current()
            try:
                yield document
                document.changed()
                self._save(document)
            except BaseException:
                self._document = None
                raise

    def remove(self) -> None:
        """Deletes the file. Raises FileProblem where it is in use or may not be written."""
        with self._busy, self._between_processes:
            check_writable(self.path)
            try:
                self.path.unlink()
            except OSError as error:
                raise FileProblem("not_saved", self.path, error.strerror or str(error)) from error
            self._document = None

    def _current(self) -> Document:
        signature = _signature(self.path)
        if self._document is None or signature != self._signature:
            document = Document(loading.load(self.path), self.path)
            renaming.restore(document)
            self._document, self._signature = document, signature
        return self._document

    def _save(self, document: Document) -> None:
        def still_ours() -> None:
            if _signature(self.path) != self._signature:
                raise ApiError(503, "The file was saved by another program at this very moment. Please try again.")

        if document.losses:
            copies.keep(self.path, document.locale)
        replace(self.path, document, still_ours)
        document.losses.clear()
        self._signature = _signature(self.path)


def create(path: Path, document: Document) -> None:
    """Writes a new file; raises FileProblem ``read_only`` where its folder cannot be written."""
    create_with(path, lambda target: _dump(document, target))


def create_with(path: Path, write: Write) -> None:
    """A new file of what ``write`` writes; raises FileProblem ``file_exists``, ``read_only``."""
    check_folder(path)

    def nothing_there() -> None:
        if path.exists():
            raise FileProblem("file_exists", path)

    # Two that make a file of the same name wait for each other, and the second one sees the first one's.
    with XlsxFile(path).alone():
        put(path, write, nothing_there)


def replace(path: Path, document: Document, last_check: Callable[[], None]) -> None:
    put(path, lambda target: _dump(document, target), last_check)


def _dump(document: Document, target: BufferedWriter) -> None:
    with renaming.as_filed(document) as value_of:
        document.remember()
        writing.dump(document.book, target, value_of)


def _signature(path: Path) -> Signature:
    try:
        found = path.stat()
    except OSError as error:
        raise FileProblem("not_found", path) from error
    return found.st_mtime_ns, found.st_size, found.st_ino


def check_spreadsheet(path: Path) -> None:
    """Raises FileProblem unless ``path`` is a file that looks like an .xlsx workbook; it is not read."""
    open_archive(path).close()
