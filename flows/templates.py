"""The workbooks in docs/ to begin with, as `npsheets init` makes them: `python -m flows.templates docs`.

They belong to nobody yet: no time zone of the machine, no start of the programme, no row in the Journal (which
would say when the programme began), nothing to take back.
"""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl
import pandas as pd

from flows.init_workbook import routing_rows, setting_rows
from flows.texts import LANGUAGES
from sheets_adapter.changes import Changes
from sheets_adapter.connect import create_workbook
from sheets_adapter.state import STATE
from sheets_adapter.tables import TABLES

OF_THE_FIRM = ("time_zone", "programme_starts_on")


def make_template(path: Path, language: str) -> None:
    """Raises FileExists."""
    workbook = create_workbook(path, language)
    settings = setting_rows(language, pd.Timestamp("2026-01-01"), leave_empty=OF_THE_FIRM)
    workbook.commit(
        workbook.snapshot(strict=False),
        Changes(
            appends={"settings": settings, "routing": routing_rows(language)},
            create=tuple(table.key for table in TABLES),
            language=language,
        ),
    )
    _forget_the_run(path)


def _forget_the_run(path: Path) -> None:
    """Nobody who begins with a template made its sheets: `npsheets undo` must not take them away."""
    book = openpyxl.load_workbook(path)
    memory = book[STATE.title("en")]
    memory.delete_rows(2, memory.max_row)
    book.save(path)


def main(folder: Path) -> None:
    for language in LANGUAGES:
        path = folder / f"template-{language}.xlsx"
        path.unlink(missing_ok=True)
        make_template(path, language)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
