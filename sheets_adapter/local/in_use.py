"""Whether a file can be saved: said before any work, not after it."""

from __future__ import annotations

import os
from pathlib import Path

from sheets_adapter.local.errors import FileProblem

_LIBREOFFICE, _EXCEL = ".~lock.{}#", "~${}"
_LONGEST_MARK = 4096


def check_writable(path: Path) -> None:
    """Raises FileProblem if saving would fail or undo the work of a program that has the file open."""
    if path.is_dir():
        raise FileProblem("folder", path)
    if not path.exists():
        raise FileProblem("not_found", path)
    check_folder(path)
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        raise FileProblem("read_only", path)
    for mark, holder in ((_LIBREOFFICE, _of_libreoffice), (_EXCEL, _of_excel)):
        found = path.with_name(mark.format(path.name))
        if found.exists():
            raise FileProblem("file_in_use", path, found.name, kind=holder(_beginning(found)))


def check_folder(path: Path) -> None:
    """Raises FileProblem if no file can be made beside ``path``: a save is a new file in the old one's place."""
    folder = path.parent
    if not folder.is_dir():
        raise FileProblem("not_found", folder)
    if not folder.stat().st_mode & 0o222 or not os.access(folder, os.W_OK | os.X_OK):
        raise FileProblem("read_only", folder)


def _beginning(mark: Path) -> bytes:
    try:
        if not mark.is_file():
            return b""
        with mark.open("rb") as source:
            return source.read(_LONGEST_MARK)
    except OSError:
        return b""


def _of_libreoffice(mark: bytes) -> str:
    """``full name,account,machine,since when,profile;``: who has the file open, empty if it does not say."""
    name, account, machine = ([*mark.decode(errors="replace").split(","), "", "", ""])[:3]
    who = (name.strip() or account.strip(), machine.strip())
    return _plain(", ".join(part for part in who if part))


def _of_excel(mark: bytes) -> str:
    """The name's length and the name, twice: in bytes of the machine's own code page, and in UTF-16."""
    if len(mark) < 57:
        return ""
    length = int.from_bytes(mark[55:57], "little")
    return _plain(mark[57 : 57 + 2 * length].decode("utf-16-le", errors="replace"))


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()[:100]
