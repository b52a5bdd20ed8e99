"""The templates in docs/: what the program would make now, of no machine and no month."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from flows.init_workbook import look
from flows.templates import make_template
from sheets_adapter.errors import CannotUndo
from tests.flows.sheet import rows_of

DOCS = Path(__file__).parents[2] / "docs"
SETTINGS = {"en": ("Settings", "setting", "value"), "ru": ("Настройки", "настройка", "значение")}


def contents(path: Path) -> dict[str, Any]:
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: (sheet.sheet_state, sheet.freeze_panes, [list(row) for row in sheet.iter_rows(values_only=True)])
        for sheet in book
    }


@pytest.mark.parametrize("language", SETTINGS)
def test_a_template_is_what_the_program_would_make_now(tmp_path: Path, language: str) -> None:
    """If this fails: `make templates`."""
    make_template(tmp_path / "template.xlsx", language)
    assert contents(DOCS / f"template-{language}.xlsx") == contents(tmp_path / "template.xlsx")


@pytest.mark.parametrize("language", SETTINGS)
def test_a_template_is_complete_and_belongs_to_nobody(language: str) -> None:
    path = DOCS / f"template-{language}.xlsx"
    assert path.stat().st_size < 60_000
    found = look(str(path), language)
    assert found.complete
    assert not found.proposals.proposed
    assert found.snapshot is not None
    assert found.snapshot.issues.empty
    assert found.snapshot.tables["journal"].empty, "a row there would say when the programme began"
    assert found.workbook is not None
    with pytest.raises(CannotUndo):
        found.workbook.undoing(found.snapshot)
    sheet, setting, value = SETTINGS[language]
    said = {row[setting]: row[value] for row in rows_of(path, sheet)}
    empty = {"en": ("time zone", "programme starts on"), "ru": ("часовой пояс", "начало программы")}[language]
    assert [said[name] for name in empty] == [None, None]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", SETTINGS)
def test_libreoffice_reads_a_template(tmp_path: Path, language: str) -> None:
    source = DOCS / f"template-{language}.xlsx"
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    there = openpyxl.load_workbook(tmp_path / source.name)
    assert there.sheetnames == openpyxl.load_workbook(source).sheetnames
    assert look(str(tmp_path / source.name), language).complete
