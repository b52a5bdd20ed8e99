"""Writes a workbook: openpyxl's writer, but for rows and texts.

openpyxl's leaves temporary files behind when it is interrupted.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import UTC, datetime
from itertools import islice
from operator import itemgetter
from typing import Any

from openpyxl import Workbook
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_WORKBOOK_RELS
from openpyxl.xml.functions import Element

from sheets_adapter.local import strings
from sheets_adapter.local.ranges import column_letters
from sheets_adapter.local.row_writer import RowWriter, ValueOf

_ROWS_AT_ONCE = 1000
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
    def entry(self, name: str) -> zipfile.ZipInfo:
        """A part to be written piece by piece."""
        part = zipfile.ZipInfo(name, time.localtime()[:6])
        part.compress_type = self.compression
        part.external_attr = 0o600 << 16
        # As ZipFile.writestr sets it; there is no public way before Python 3.13.
        part._compresslevel = self.compresslevel  # type: ignore[attr-defined]
        return part

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
    def __init__(self, book: Workbook, archive: _Archive, value_of: ValueOf) -> None:
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
        rows = RowWriter(ws, self._texts, self._style_ids, self._value_of).rows()
        with self._zip.open(self._zip.entry(ws.path[1:]), "w") as part:
            part.write(before + b"<sheetData>")
            while some := "".join(islice(rows, _ROWS_AT_ONCE)):
                part.write(some.encode())
            part.write(b"</sheetData>" + after)
        self.manifest.append(ws)

    def _write_external_links(self) -> None:
        """Comes when all sheets are written and the list of parts is not."""
        self._zip.writestr(strings.PATH, self._texts.xml())
        manifest: Any = self.manifest
        manifest.append(_TableOfTexts())
        parent: Any = super()
        parent._write_external_links()


class _SheetWriter(WorksheetWriter):
    """All of a sheet but its rows, of which it only takes the links and notes they bear."""

    def write_dimensions(self) -> None:
        writer: Any = self
        top, bottom, left, right = writer.ws._cells.extent()
        corners = (f"{column_letters(left - 1)}{top}", f"{column_letters(right - 1)}{bottom}")
        writer.xf.send(SheetDimension(":".join(corners)).to_tree())

    def write_rows(self) -> None:
        writer: Any = self
        ws = writer.ws
        for _, cell in sorted(ws._cells.made(), key=itemgetter(0)):
            if cell._comment is not None:
                ws._comments.append(CommentRecord.from_cell(cell))
            if cell.hyperlink:
                ws._hyperlinks.append(cell.hyperlink)
        writer.xf.send(Element("sheetData"))
