"""Writes a workbook: openpyxl's writer, but for rows and texts.

Rows are written here because openpyxl cuts numbers to 16 digits, writes formulas without their values, leaves
temporary files behind when it is interrupted, and takes several times as long.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_WORKBOOK_RELS
from openpyxl.xml.functions import Element

from sheets_adapter.local import heights, strings
from sheets_adapter.local.formula_text import is_broken
from sheets_adapter.local.formulas import ERRORS
from sheets_adapter.local.ranges import column_letters

ValueOf = Callable[[str, int, int], Any]
"""The value of a formula cell: sheet title, row and column from 1."""

_ROWS_GO_HERE = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")


def dump(book: Workbook, target: io.BufferedWriter, value_of: ValueOf) -> None:
    """Writes the workbook; it can be changed and written again afterwards."""
    _keep_images(book)
    _select_one_sheet(book)
    book.properties.modified = datetime.now(tz=UTC).replace(tzinfo=None)
    with _Archive(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=4) as archive:
        writer: Any = _BookWriter(book, archive, value_of)
        writer.write_data()


def _keep_images(book: Workbook) -> None:
    """Writing a picture closes its source; a copy of the bytes is good for the next time."""
    sheets: list[Any] = book.worksheets
    for image in (image for sheet in sheets for image in sheet._images):
        image.ref = io.BytesIO(image._data())


def _select_one_sheet(book: Workbook) -> None:
    """Two sheets marked as selected would be edited together in Excel."""
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is book.active


class _Archive(zipfile.ZipFile):
    def writestr(self, zinfo_or_arcname: Any, data: Any, *arguments: Any, **options: Any) -> None:
        """Adds the table of texts to the parts of the workbook; openpyxl writes none and so names none."""
        if zinfo_or_arcname == ARC_WORKBOOK_RELS:
            whole = data.encode() if isinstance(data, str) else data
            data = whole.replace(b"</Relationships>", strings.RELATIONSHIP + b"</Relationships>")
        super().writestr(zinfo_or_arcname, data, *arguments, **options)


class _TableOfTexts:
    path = "/" + strings.PATH
    mime_type = strings.MIME_TYPE


class _BookWriter(ExcelWriter):
    def __init__(self, book: Workbook, archive: zipfile.ZipFile, value_of: ValueOf) -> None:
        super().__init__(book, archive)
        self._zip = archive
        self._texts = strings.Texts()
        self._value_of = value_of
        self._style_ids: dict[bytes, int] = {}

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        around = io.BytesIO()
        writer: Any = _SheetWriter(ws, around)
        writer.write()
        ws._rels = writer._rels
        before, after = _ROWS_GO_HERE.split(around.getvalue(), maxsplit=1)
        rows = "".join(_rows(ws, writer.in_order, self)).encode()
        self._zip.writestr(ws.path[1:], b"".join((before, b"<sheetData>", rows, b"</sheetData>", after)))
        self.manifest.append(ws)

    def _write_external_links(self) -> None:
        """Comes when all sheets are written and the list of parts is not."""
        self._zip.writestr(strings.PATH, self._texts.xml())
        manifest: Any = self.manifest
        manifest.append(_TableOfTexts())
        parent: Any = super()
        parent._write_external_links()

    def style_id(self, cell: Any) -> int:
        key = cell._style.tobytes()
        found = self._style_ids.get(key)
        if found is None:
            found = self._style_ids[key] = cell.style_id
        return found

    def content(self, cell: Any, ws: Any) -> str:
        """What follows ``<c r="A1" s="3"``."""
        value, kind = cell._value, cell.data_type
        if value is None:
            return "/>"
        if kind == "f" and isinstance(value, str) and is_broken(value):
            return f' t="s"><v>{self._texts.number(value)}</v></c>'
        if kind == "f":
            return _formula(value, self._value_of(ws.title, cell.row, cell.column))
        if kind in {"n", "d"}:
            return f"><v>{_number(value if kind == 'n' else _serial(value))}</v></c>"
        shown = self._texts.number(value) if kind == "s" else int(value) if kind == "b" else escape(str(value))
        return f' t="{kind}"><v>{shown}</v></c>'


class _SheetWriter(WorksheetWriter):
    """All of a sheet but its rows, which it only puts in order, with the links and notes they bear."""

    def write_rows(self) -> None:
        ws: Any = self.ws
        self.in_order: list[tuple[int, list[Any]]] = list(self.rows())
        for _, cells in self.in_order:
            for cell in cells:
                if cell._comment is not None:
                    ws._comments.append(CommentRecord.from_cell(cell))
                if cell.hyperlink:
                    ws._hyperlinks.append(cell.hyperlink)
        self.xf.send(Element("sheetData"))


def _rows(ws: Any, rows: list[tuple[int, list[Any]]], writer: _BookWriter) -> list[str]:
    parts: list[str] = []
    fitting = heights.Fitting(ws)
    for row, cells in rows:
        parts.append(f'<row r="{row}"{_row_attributes(ws, row, cells, fitting)}>')
        for cell in cells:
            styled = cell.has_style
            if cell._value is None and not styled and not cell._comment:
                continue
            style = f' s="{writer.style_id(cell)}"' if styled else ""
            parts.append(f'<c r="{column_letters(cell.column - 1)}{row}"{style}{writer.content(cell, ws)}')
        parts.append("</row>")
    return parts


def _row_attributes(ws: Any, row: int, cells: list[Any], fitting: heights.Fitting) -> str:
    known: dict[str, Any] = dict(ws.row_dimensions[row]) if row in ws.row_dimensions else {}
    height = ws.row_dimensions[row].height if known else None
    if height is None:
        height = fitting.height(cells)
    if isinstance(height, heights.Fitted):
        known.pop("customHeight", None)
        known["ht"] = f"{height:g}"
    return "".join(f" {key}={quoteattr(str(value))}" for key, value in known.items() if key != "r")


def _number(value: Any) -> str:
    """As many digits as it takes to read the same number again."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _serial(value: Any) -> Any:
    convert: Any = to_excel
    return convert(value)


def _formula(value: Any, result: Any) -> str:
    """A formula with its value, for readers that compute nothing themselves."""
    attributes, text = "", value
    if isinstance(value, (ArrayFormula, DataTableFormula)):
        attributes = "".join(f" {key}={quoteattr(str(item))}" for key, item in dict(value).items())
        text = getattr(value, "text", None) or ""
    formula = f"<f{attributes}>{escape(text.removeprefix('='))}</f>"
    kind, content = _stored(result)
    return f"{kind}>{formula}<v>{content}</v></c>" if content else f">{formula}</c>"


def _stored(result: Any) -> tuple[str, str]:
    """The type attribute and text of a formula's value, both empty where there is none to store."""
    if isinstance(result, bool):
        return ' t="b"', str(int(result))
    if isinstance(result, datetime):
        result = _serial(result)
    if isinstance(result, (int, float)):
        return "", _number(result) if math.isfinite(result) else ""
    if isinstance(result, str):
        return (' t="e"' if result in ERRORS else ' t="str"'), escape(result)
    return "", ""
