"""The zip archive that an .xlsx file is: told from other files, and never larger than it says.

Whatever a file claims or holds, looking at it takes no more memory than ``limits`` allow.
"""

from __future__ import annotations

import copy
import mmap
import stat
import struct
import zipfile
from pathlib import Path
from typing import IO, Any

from sheets_adapter.local import limits
from sheets_adapter.local.errors import FileProblem

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_LONGEST_END = 22 + 65535
_CONTENT_TYPES = "[Content_Types].xml"


class Archive(zipfile.ZipFile):
    """Reading a part whole takes no more than its size, even where the archive lies about it."""

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        info = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        with self.open(info, pwd=pwd) as part:
            return part.read(info.file_size + 1)


def open_archive(path: Path) -> Archive:
    """The archive of a workbook, to be closed. Raises FileProblem for anything else."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise FileProblem("folder", path)
        if not stat.S_ISREG(found.st_mode):
            raise FileProblem("not_a_spreadsheet", path, kind="special")
        with path.open("rb") as source:
            _check_beginning(path, source, found.st_size)
            _check_directory(path, source, found.st_size)
        archive = Archive(path)
    except FileNotFoundError as error:
        raise FileProblem("not_found", path) from error
    except OSError as error:
        raise FileProblem("unreadable", path, str(error)) from error
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError) as error:
        raise FileProblem("not_a_spreadsheet", path, str(error), kind="damaged") from error
    try:
        _check_parts(path, archive)
    except BaseException:
        archive.close()
        raise
    return archive


def read_part(path: Path, archive: Archive, info: zipfile.ZipInfo) -> bytes:
    """A part whole; raises FileProblem where it is not as large as the archive says."""
    larger = copy.copy(info)
    larger.file_size += 1
    try:
        with archive.open(larger) as part:
            found = part.read(larger.file_size)
    except OSError as error:
        raise FileProblem("unreadable", path, str(error)) from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise FileProblem("not_a_spreadsheet", path, str(error), kind="damaged") from error
    except Exception as error:  # what the three ways to unpack raise has no name in common
        raise FileProblem("not_a_spreadsheet", path, str(error), kind="damaged") from error
    if len(found) != info.file_size:
        raise FileProblem("unsafe", path, f"{info.filename} is not as large as the archive says")
    return found


def _check_beginning(path: Path, source: IO[bytes], size: int) -> None:
    if not size:
        raise FileProblem("not_a_spreadsheet", path, kind="empty")
    beginning = source.read(512)
    if beginning.startswith(_OLE):
        with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            locked = whole.find(_ENCRYPTED) >= 0
        raise FileProblem("not_a_spreadsheet", path, kind="password" if locked else "xls")
    if not beginning.startswith(b"PK"):
        raise FileProblem("not_a_spreadsheet", path, kind="damaged" if b"\0" in beginning else "text")


def _check_directory(path: Path, source: IO[bytes], size: int) -> None:
    """The list of parts is read whole by zipfile, whatever its size: it is looked at before."""
    start = max(0, size - _LONGEST_END)
    source.seek(start)
    ending = source.read()
    at = ending.rfind(_END)
    if at < 0:
        raise FileProblem("not_a_spreadsheet", path, "the end is missing", kind="damaged")
    (directory,) = struct.unpack_from("<L", ending, at + 12)
    if at >= 20 and ending[at - 20 : at - 16] == _LOCATOR_64:
        (record,) = struct.unpack_from("<Q", ending, at - 12)
        source.seek(min(record, size))
        found = source.read(56)
        if found.startswith(_END_64):
            (directory,) = struct.unpack_from("<Q", found, 40)
    if directory > limits.DIRECTORY:
        raise FileProblem("unsafe", path, "very many parts")


def _check_parts(path: Path, archive: Archive) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > limits.PARTS:
        raise FileProblem("unsafe", path, f"{len(parts)} parts")
    if any(part.flag_bits & 1 for part in parts):
        raise FileProblem("not_a_spreadsheet", path, kind="password")
    if len({name.casefold() for name in names}) < len(names):
        raise FileProblem("unsafe", path, "a part is there twice")
    for name in names:
        if ".." in name.replace("\\", "/").split("/") or name.startswith(("/", "\\")):
            raise FileProblem("unsafe", path, f"a part is called {name}")
    _check_sizes(path, parts)
    if _CONTENT_TYPES not in names or "xl/workbook.bin" in names or not any(name.startswith("xl/") for name in names):
        raise FileProblem("not_a_spreadsheet", path, kind=_other(names))


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    largest: Any = max(parts, key=lambda part: part.file_size, default=None)
    if largest is not None and largest.file_size > limits.PART:
        raise FileProblem("too_large", path, f"{largest.filename} has {largest.file_size} bytes", kind="unpacked")
    if sum(part.file_size for part in parts) > limits.WHOLE:
        raise FileProblem("too_large", path, kind="unpacked")
    for part in parts:
        if part.file_size > limits.RATIO_FROM and part.file_size > limits.RATIO * part.compress_size:
            raise FileProblem("unsafe", path, f"{part.filename} unpacks to {part.file_size} bytes")


def _other(names: list[str]) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names:
        return "ods"
    return "other" if names else "empty"
