"""New workbooks: an empty one at a path that is told, or on a shelf under a title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList

from sheets_adapter.local import columns, file, printing, properties, theme
from sheets_adapter.local.document import Document
from sheets_adapter.local.shelf import Shelf


def create(path: Path | str, *, locale: str = "en_US", time_zone: str = "Etc/GMT", sheet_title: str = "Sheet1") -> Path:
    """Writes a new workbook with one empty sheet; raises FileProblem, ``file_exists`` among others."""
    target = Path(path).expanduser().resolve()
    file.create(target, blank(target, locale=locale, time_zone=time_zone, sheet_title=sheet_title))
    return target


def add(
    shelf: Shelf,
    title: str,
    fill: Callable[[Document], object] = lambda _document: None,
    *,
    locale: str = "en_US",
    time_zone: str = "Etc/GMT",
) -> str:
    """A new spreadsheet on a shelf, which ``fill`` may fill before it is saved; returns its id. Raises ApiError 403."""

    def write(path: Path) -> None:
        document = blank(path, locale=locale, time_zone=time_zone)
        document.spreadsheet["created"] = properties.now()
        if path.stem != title:
            document.spreadsheet["title"] = title
        fill(document)
        file.create(path, document)

    return shelf.add(title, write)


def blank(path: Path, *, locale: str = "en_US", time_zone: str = "Etc/GMT", sheet_title: str = "Sheet1") -> Document:
    """A workbook with one empty sheet, in memory."""
    book: Any = Workbook()
    book.worksheets[0].title = sheet_title
    book.loaded_theme = theme.googles()
    book._fonts = IndexedList([Font(name="Arial", sz=10, family=2)])
    document = Document(book, path)
    document.sheets[0].sheet_id = 0
    printing.prepare(document.sheets[0])
    columns.prepare(document.sheets[0])
    document.spreadsheet.update({"locale": locale, "timeZone": time_zone})
    return document
