"""A person at a workbook in a test: types rows under headings, reads a sheet back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl


def add_rows(path: Path, sheet: str, *rows: Mapping[str, Any]) -> None:
    """Types rows below the last one; keys are the headings as they stand in row 1."""
    book = openpyxl.load_workbook(path)
    where = _columns(book[sheet])
    for row in rows:
        below = _last_row(book[sheet]) + 1
        for heading, value in row.items():
            book[sheet].cell(below, where[heading]).value = value
    book.save(path)


def type_into(path: Path, sheet: str, row: int, **cells: Any) -> None:
    """Types into cells of one row; ``_`` in a keyword stands for a space in the heading."""
    book = openpyxl.load_workbook(path)
    where = _columns(book[sheet])
    for heading, value in cells.items():
        book[sheet].cell(row, where[heading.replace("_", " ")]).value = value
    book.save(path)


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book[sheet][1]]
    rows = (
        row for row in book[sheet].iter_rows(min_row=2, values_only=True) if any(value is not None for value in row)
    )
    return [dict(zip(headings, row, strict=True)) for row in rows]


def cells_of(path: Path, sheet: str) -> list[Any]:
    """Every value of a sheet that is laid out freely."""
    return [
        value
        for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
        for value in row
        if value is not None
    ]


def _columns(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1] if cell.value is not None}


def _last_row(sheet: Any) -> int:
    return max((row[0].row for row in sheet.iter_rows() if any(cell.value is not None for cell in row)), default=1)
