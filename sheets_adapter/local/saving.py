"""Files written whole or not at all: a reader sees the old one or the new one, whatever happens meanwhile."""

from __future__ import annotations

import os
import socket
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BufferedWriter
from pathlib import Path

from sheets_adapter.local.errors import FileProblem

Write = Callable[[BufferedWriter], None]

ACCOUNT = os.getuid() if hasattr(os, "getuid") else 0


def put(path: Path, write: Write, last_check: Callable[[], None]) -> None:
    """Puts what ``write`` writes in the place of ``path``. Raises FileProblem ``not_saved``; nothing is left then.

    Whoever calls holds the lock of the file, so that nobody else of this account writes under the same name.
    """
    temporary = _temporary(path)
    try:
        # What an interrupted run left goes; a link that somebody put there is not followed.
        temporary.unlink(missing_ok=True)
        mode = 0o600 if path.exists() else 0o666
        with os.fdopen(os.open(temporary, _NEW, mode), "wb") as target:
            write(target)
            target.flush()
            os.fsync(target.fileno())
        _as_before(path, temporary)
        last_check()
        temporary.replace(path)
    except OSError as error:
        raise FileProblem("not_saved", path, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def _temporary(path: Path) -> Path:
    """The name is the same for every save of this account on this machine, so the next one cleans up."""
    mark = zlib.crc32(f"{ACCOUNT} {socket.gethostname()}".encode())
    return path.with_name(f".{path.name}.{mark:08x}.saving")


def _as_before(path: Path, temporary: Path) -> None:
    """Permissions and, where this account may give it away, the owner of the file that is replaced."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(temporary, found.st_uid, found.st_gid)
    temporary.chmod(found.st_mode & 0o7777)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
