"""A whole workbook as it looks, to be compared before and after: values, formats, rules, charts, names, sizes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl

from sheets_adapter.local import LocalSheets

TOLD = (
    "namedRanges,sheets(properties,merges,conditionalFormats,filterViews,protectedRanges,basicFilter,charts,bandedRanges,"
    "developerMetadata,rowGroups,columnGroups,slicers,data(startRow,rowMetadata,columnMetadata))"
)
"""Everything but the cells, which openpyxl reads in a hundredth of the time."""
MEMORY = frozenset({"Journal", "Журнал", "npsheets"})
"""Sheets that a run taken back leaves its traces on."""


def picture(path: Path, without: frozenset[str] = MEMORY) -> dict[str, Any]:
    """By sheet; cells as openpyxl sees them, all else as the service tells it. The stamp is left out."""
    told = _told(path)
    cells = _cells(path)
    sheets = {
        sheet["properties"]["title"]: {**sheet, "cells": cells[sheet["properties"]["title"]]}
        for sheet in told["sheets"]
        if sheet["properties"]["title"] not in without
    }
    names = [each for each in told.get("namedRanges", ()) if not each["name"].startswith("npsheets_r")]
    return {"sheets": sheets, "names": names, "order": [sheet["properties"]["title"] for sheet in told["sheets"]]}


def _told(path: Path) -> dict[str, Any]:
    service = LocalSheets(path)
    answer = service.handle("GET", f"/v4/spreadsheets/{service.spreadsheet_id}", f"fields={TOLD}")
    assert answer.status == 200
    told: dict[str, Any] = json.loads(json.dumps(answer.body))
    for sheet in told["sheets"]:
        sheet["merges"] = sorted(sheet.get("merges", ()), key=str)
        grids = sheet.pop("data", ())
        sheet["sizes"] = [
            [_whole(grid.get(name, []), grid.get("startRow", 0)) for name in ("rowMetadata", "columnMetadata")]
            for grid in grids
        ]
    return told


def _whole(lines: list[Any], first: int) -> dict[int, Any]:
    """Heights and widths that differ from the last one: how many empty lines are told is no matter."""
    return {first + at: line for at, line in enumerate(lines) if line != lines[-1]}


def _cells(path: Path) -> dict[str, dict[str, Any]]:
    book = openpyxl.load_workbook(path)
    looks: dict[Any, str] = {}

    def look(styled: Any) -> str:
        mark = tuple(styled._style) if styled.has_style else ()
        if mark not in looks:
            parts = (styled.font, styled.fill, styled.border, styled.alignment, styled.number_format, styled.protection)
            looks[mark] = repr(parts)
        return looks[mark]

    plain = look(openpyxl.Workbook().active["A1"])
    found: dict[str, dict[str, Any]] = {}
    for sheet in book.worksheets:
        columns = {
            number: look(record) for record in sheet.column_dimensions.values() if record.has_style
            for number in range(record.min or 0, (record.max or 0) + 1)
        }  # fmt: skip
        found[sheet.title] = {
            cell.coordinate: (_value(cell), look(cell), _link(cell), cell.comment and cell.comment.text)
            for cell in sheet._cells.values()
            if cell.value is not None or _link(cell) or look(cell) != columns.get(cell.column, plain)
        }
    return found


def _value(cell: Any) -> Any:
    """A file keeps fifteen digits of a number."""
    return float(f"{cell.value:.12g}") if isinstance(cell.value, float) else cell.value


def _link(cell: Any) -> Any:
    return cell.hyperlink and (cell.hyperlink.location or cell.hyperlink.target)


def differences(before: dict[str, Any], after: dict[str, Any], where: str = "") -> list[str]:
    """What differs, said so that a failing test can be read."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            line
            for key in sorted(before.keys() | after.keys(), key=str)
            for line in differences(before.get(key), after.get(key), f"{where}/{key}")
        ]
    return [] if before == after else [f"{where}: {str(before)[:300]} -> {str(after)[:300]}"]
