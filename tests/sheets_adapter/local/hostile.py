"""Files that somebody made to do harm, or that are no spreadsheets at all."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def parts_of_a_workbook() -> dict[str, bytes]:
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    whole = io.BytesIO()
    book.save(whole)
    with zipfile.ZipFile(whole) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, changed: dict[str, bytes | None], **options: Any) -> Path:
    """A workbook with some of its parts replaced or, where None is given, left out."""
    parts = {**parts_of_a_workbook(), **changed}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in parts.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def sheet(rows: str = "", before: str = "", after: str = "", prolog: str = "") -> dict[str, bytes]:
    xml = f'{prolog}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return {SHEET: xml.encode()}


def stretched(path: Path, size: int, filling: bytes = b" ") -> Path:
    """A sheet of ``size`` bytes, written piece by piece."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts_of_a_workbook().items():
            if name != SHEET:
                archive.writestr(name, data)
        with archive.open(SHEET, "w", force_zip64=True) as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            piece = filling * (1_000_000 // len(filling))
            for _ in range(size // len(piece)):
                part.write(piece)
            part.write(b"</sheetData></worksheet>")
    return path


def lying(path: Path) -> Path:
    """A sheet of 200 MB that is said to have 1000 bytes."""
    stretched(path, 200_000_000)
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(SHEET)
    data = bytearray(path.read_bytes())
    true = info.file_size.to_bytes(4, "little")
    at = data.rfind(SHEET.encode()) - 46 + 24
    assert data[at : at + 4] == true
    data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    return path


def fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path
