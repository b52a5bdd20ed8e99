"""An .xlsx file as an openpyxl workbook, with dates as the serial numbers they are stored as."""

from __future__ import annotations

import gc
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import ARC_STYLE, SHARED_STRINGS

from sheets_adapter.local import extensions, heights, kept, strings
from sheets_adapter.local.errors import FileProblem

WITH_MACROS = {".xlsm", ".xltm"}


class _Reader(ExcelReader):
    def read_strings(self) -> None:
        """Faster than openpyxl's, keeps bold words inside a text, undoes escapes."""
        reader: Any = self
        found = reader.package.find(SHARED_STRINGS)
        if found is not None:
            with reader.archive.open(found.PartName[1:]) as source:
                reader.shared_strings = strings.read(source)

    def read_worksheets(self) -> None:
        """Serials stay serials: making datetimes of them and back would cost time and the last digits."""
        book: Any = self.wb
        book._date_formats = set()
        book._timedelta_formats = set()
        reader: Any = self
        if ARC_STYLE in reader.valid_files:
            kept.number_styles(book, reader.archive.read(ARC_STYLE))
        super().read_worksheets()
        for sheet, part in reader.parser.find_sheets():
            ws: Any = book[sheet.name] if sheet.name in book.sheetnames else None
            if part.target in reader.valid_files and hasattr(ws, "data_validations"):
                xml = reader.archive.read(part.target)
                ws.data_validations.dataValidation.extend(extensions.validations(xml))
                heights.mark_fitted(ws, xml)


def load(path: Path) -> Workbook:
    """The workbook in ``path``; raises FileProblem ``not_a_spreadsheet``."""
    source: Any = str(path) if path.suffix else path.open("rb")
    try:
        with warnings.catch_warnings(), _no_collection():
            warnings.simplefilter("ignore")
            reader: Any = _Reader(source, keep_vba=path.suffix.lower() in WITH_MACROS, rich_text=True)
            reader.read()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError, OSError, TypeError) as error:
        raise FileProblem("not_a_spreadsheet", path, str(error)) from error
    book: Workbook = reader.wb
    if not book.worksheets:
        raise FileProblem("not_a_spreadsheet", path, "no sheets")
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
