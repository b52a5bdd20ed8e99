"""An .xlsx file as an openpyxl workbook, with dates as the serial numbers they are stored as."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import MergedCell
from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.pivot.table import TableDefinition
from openpyxl.reader.drawings import find_images
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet.table import Table
from openpyxl.xml.constants import ARC_STYLE, COMMENTS_NS, SHARED_STRINGS
from openpyxl.xml.functions import fromstring

from sheets_adapter.local import extensions, kept, losses, strings
from sheets_adapter.local.archive import Archive, open_archive
from sheets_adapter.local.errors import FileProblem
from sheets_adapter.local.extents import check_positions
from sheets_adapter.local.markup import look
from sheets_adapter.local.sheet_reader import SheetReader

WITH_MACROS = {".xlsm", ".xltm"}


class _Reader(ExcelReader):
    def __init__(self, archive: Archive, *, keep_vba: bool) -> None:
        """Of an archive that was looked at; openpyxl would open the file itself."""
        reader: Any = self
        reader.archive, reader.valid_files = archive, archive.namelist()
        reader.read_only, reader.data_only, reader.keep_links = False, False, True
        reader.keep_vba, reader.rich_text, reader.shared_strings = keep_vba, True, []

    def read_strings(self) -> None:
        """Faster than openpyxl's, keeps bold words inside a text, undoes escapes."""
        reader: Any = self
        found = reader.package.find(SHARED_STRINGS)
        if found is not None:
            with reader.archive.open(found.PartName[1:]) as source:
                reader.shared_strings = strings.read(source)

    def read_worksheets(self) -> None:
        """Serials stay serials: making datetimes of them and back would cost time and the last digits."""
        reader: Any = self
        reader.wb._date_formats = set()
        reader.wb._timedelta_formats = set()
        if ARC_STYLE in reader.valid_files:
            kept.number_styles(reader.wb, reader.archive.read(ARC_STYLE))
        for sheet, part in reader.parser.find_sheets():
            if part.target not in reader.valid_files:
                continue
            if "chartsheet" in part.Type:
                self.read_chartsheet(sheet, part)
            else:
                self._read_sheet(sheet, part.target)
        parts = [(sheet.name, part.target) for sheet, part in reader.parser.find_sheets()]
        # openpyxl closes the archive when it is done.
        reader.wb.losses = losses.find(reader.archive, reader.outlines, parts, keeps_macros=reader.keep_vba)

    def _read_sheet(self, sheet: Any, part: str) -> None:
        reader: Any = self
        ws = reader.wb.create_sheet(sheet.name)
        ws.sheet_state = sheet.state
        links: Any = get_rels_path
        if links(part) in reader.valid_files:
            ws._rels = get_dependents(reader.archive, links(part))
        with reader.archive.open(part) as source:
            sheet_reader: Any = SheetReader(ws, source, reader.shared_strings, data_only=False, rich_text=True)
            sheet_reader.bind_all()
        ws.data_validations.dataValidation.extend(extensions.validations(sheet_reader.around))
        with_macros = reader.wb.vba_archive and ws.legacy_drawing
        ws.legacy_drawing = ws._rels.get(ws.legacy_drawing).target if with_macros else None
        self._add_notes(ws)
        for table in sheet_reader.tables:
            ws.add_table(Table.from_tree(self._tree(table)))
        drawings: Any = SpreadsheetDrawing
        for drawing in ws._rels.find(drawings._rel_type):
            charts, images = find_images(reader.archive, drawing.target)
            for chart in charts:
                ws.add_chart(chart, chart.anchor)
            for image in images:
                ws.add_image(image, image.anchor)
        for each in ws._rels.find(TableDefinition.rel_type):
            pivot: Any = TableDefinition.from_tree(self._tree(each.Target))
            pivot.cache = reader.parser.pivot_caches[pivot.cacheId]
            ws.add_pivot(pivot)

    def _add_notes(self, ws: Any) -> None:
        for part in ws._rels.find(COMMENTS_NS):
            sheet: Any = CommentSheet.from_tree(self._tree(part.target))
            for where, note in sheet.comments:
                cell = ws[where]
                # Only the first cell of a merged area can bear a note.
                if not isinstance(cell, MergedCell):
                    cell.comment = note

    def _tree(self, part: str) -> Any:
        reader: Any = self
        return fromstring(reader.archive.read(part))


def load(path: Path) -> Workbook:
    """The workbook in ``path``, with ``losses``: what will not be saved again.

    Raises FileProblem where it is none, or one that nobody should open.
    """
    with open_archive(path) as archive:
        outlines = look(path, archive)
        try:
            with warnings.catch_warnings(), _no_collection():
                warnings.simplefilter("ignore")
                reader: Any = _Reader(archive, keep_vba=path.suffix.lower() in WITH_MACROS)
                reader.outlines = outlines
                reader.read()
        except Exception as error:  # a broken file breaks openpyxl in every way there is
            raise FileProblem("not_a_spreadsheet", path, f"{type(error).__name__}: {error}", kind="damaged") from error
    book: Workbook = reader.wb
    if not book.worksheets:
        raise FileProblem("not_a_spreadsheet", path, "no sheets", kind="damaged")
    for ws in book.worksheets:
        check_positions(path, ws)
    return book


@contextmanager
def _no_collection() -> Iterator[None]:
    """A loading workbook is a great many objects and no garbage: looking for some takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
