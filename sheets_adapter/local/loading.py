"""An .xlsx file as an openpyxl workbook, with dates as the serial numbers they are stored as."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException

from sheets_adapter.local.errors import FileProblem

WITH_MACROS = {".xlsm", ".xltm"}


class _Reader(ExcelReader):  # type: ignore[misc]
    """openpyxl would turn serials into datetimes and back, which costs time and the last digits."""

    def read_worksheets(self) -> None:
        self.wb._date_formats = set()  # noqa: SLF001
        self.wb._timedelta_formats = set()  # noqa: SLF001
        super().read_worksheets()


def load(path: Path) -> Workbook:
    """The workbook in ``path``; raises FileProblem ``not_a_spreadsheet``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = _Reader(str(path) if path.suffix else path.open("rb"), keep_vba=path.suffix.lower() in WITH_MACROS)
            reader.read()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError, OSError, TypeError) as error:
        raise FileProblem("not_a_spreadsheet", path, str(error)) from error
    workbook: Workbook = reader.wb
    if not workbook.worksheets:
        raise FileProblem("not_a_spreadsheet", path, "no sheets")
    return workbook
