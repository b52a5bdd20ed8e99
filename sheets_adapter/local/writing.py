"""Writes a workbook: openpyxl's writer, but for the rows.

Rows are written here because openpyxl cuts numbers to 16 digits, writes formulas without their values, leaves
temporary files behind when it is interrupted, and takes several times as long.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element, tostring

from sheets_adapter.local.ranges import column_letters

ValueOf = Callable[[str, int, int], Any]
"""The value of a formula cell: sheet title, row and column from 1."""

_ROWS_GO_HERE = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")


def dump(book: Workbook, target: io.BufferedWriter, value_of: ValueOf) -> None:
    """Writes the workbook; it can be changed and written again afterwards."""
    _keep_images(book)
    _select_one_sheet(book)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=4) as archive:
        _BookWriter(book, archive, value_of).save()


def _keep_images(book: Workbook) -> None:
    """Writing a picture closes its source; a copy of the bytes is good for the next time."""
    for sheet in book.worksheets:
        for image in sheet._images:  # type: ignore[attr-defined]  # noqa: SLF001
            image.ref = io.BytesIO(image._data())  # noqa: SLF001


def _select_one_sheet(book: Workbook) -> None:
    """Two sheets marked as selected would be edited together in Excel."""
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is book.active


class _BookWriter(ExcelWriter):
    def __init__(self, book: Workbook, archive: zipfile.ZipFile, value_of: ValueOf) -> None:
        super().__init__(book, archive)
        self._value_of = value_of
        self._style_ids: dict[bytes, int] = {}

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001
        ws._drawing.charts = ws._charts  # noqa: SLF001
        ws._drawing.images = ws._images  # noqa: SLF001
        around = io.BytesIO()
        writer = _SheetWriter(ws, around)
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        before, after = _ROWS_GO_HERE.split(around.getvalue(), maxsplit=1)
        rows = "".join(_rows(ws, writer.in_order, self._style_id, self._value_of))
        self._archive.writestr(ws.path[1:], b"".join((before, b"<sheetData>", rows.encode(), b"</sheetData>", after)))
        self.manifest.append(ws)

    def _style_id(self, cell: Any) -> int:
        key = cell._style.tobytes()  # noqa: SLF001
        found = self._style_ids.get(key)
        if found is None:
            found = self._style_ids[key] = cell.style_id
        return found


class _SheetWriter(WorksheetWriter):
    """All of a sheet but its rows, which it only puts in order, with the links and notes they bear."""

    def write_rows(self) -> None:
        self.in_order: list[tuple[int, list[Any]]] = list(self.rows())
        for _, cells in self.in_order:
            for cell in cells:
                if cell._comment is not None:  # noqa: SLF001
                    self.ws._comments.append(CommentRecord.from_cell(cell))  # noqa: SLF001
                if cell.hyperlink:
                    self.ws._hyperlinks.append(cell.hyperlink)  # noqa: SLF001
        self.xf.send(Element("sheetData"))


def _rows(ws: Any, rows: list[tuple[int, list[Any]]], style_id: Callable[[Any], int], value_of: ValueOf) -> list[str]:
    parts: list[str] = []
    dimensions = ws.row_dimensions
    for row, cells in rows:
        attributes = "".join(f" {key}={quoteattr(str(value))}" for key, value in dict(dimensions.get(row, {})).items())
        parts.append(f'<row r="{row}"{attributes}>' if "r" not in dimensions.get(row, {}) else f"<row{attributes}>")
        for cell in cells:
            styled = cell.has_style
            if cell._value is None and not styled and not cell._comment:  # noqa: SLF001
                continue
            style = f' s="{style_id(cell)}"' if styled else ""
            parts.append(_cell(cell, f'<c r="{column_letters(cell.column - 1)}{row}"{style}', ws, value_of))
        parts.append("</row>")
    return parts


def _cell(cell: Any, opening: str, ws: Any, value_of: ValueOf) -> str:
    value, kind = cell._value, cell.data_type  # noqa: SLF001
    if value is None or value == "":
        return opening + "/>"
    if kind == "n":
        return f"{opening}><v>{_number(value)}</v></c>"
    if kind == "s":
        return f'{opening} t="inlineStr"><is>{_text(value)}</is></c>'
    if kind == "b":
        return f'{opening} t="b"><v>{int(value)}</v></c>'
    if kind == "f":
        return opening + _formula(value, value_of(ws.title, cell.row, cell.column))
    if kind == "d":
        return f"{opening}><v>{_number(to_excel(value, ws.parent.epoch))}</v></c>"
    return f'{opening} t="{kind}"><v>{escape(str(value))}</v></c>'


def _number(value: Any) -> str:
    """As many digits as it takes to read the same number again."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(float(value)) if isinstance(value, float) else str(value)


def _text(value: Any) -> str:
    if isinstance(value, CellRichText):
        inner = tostring(value.to_tree()).decode()
        return inner[inner.index(">") + 1 : inner.rindex("</")]
    keep = ' xml:space="preserve"' if value != value.strip() or "\n" in value or "  " in value else ""
    return f"<t{keep}>{escape(value)}</t>"


def _formula(value: Any, result: Any) -> str:
    attributes, text = "", value
    if isinstance(value, (ArrayFormula, DataTableFormula)):
        attributes = "".join(f" {key}={quoteattr(str(item))}" for key, item in dict(value).items())
        text = getattr(value, "text", None) or "="
    formula = f"<f{attributes}>{escape(text.removeprefix('='))}</f>"
    if isinstance(result, bool):
        return f' t="b">{formula}<v>{int(result)}</v></c>'
    if isinstance(result, (int, float)) and math.isfinite(result):
        return f">{formula}<v>{_number(result)}</v></c>"
    if isinstance(result, datetime):
        return f">{formula}<v>{_number(to_excel(result))}</v></c>"
    if isinstance(result, str):
        kind = "e" if result.startswith("#") and result.rstrip("!?").isupper() else "str"
        return f' t="{kind}">{formula}<v>{escape(result)}</v></c>'
    return f">{formula}</c>"
