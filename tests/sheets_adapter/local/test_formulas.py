"""Formulas of people: they keep their values, for us and for readers that compute nothing."""

from __future__ import annotations

import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from sheets_adapter.local import formulas


def computed(book: openpyxl.Workbook) -> None:
    ws = book.active
    ws.append([1, 2, "=SUM(A1:B1)"])
    ws.append(["=1/0", '="a"&"b"', "=A1=1"])
    ws["A4"] = ArrayFormula("A4", "=SUMPRODUCT((A1:B1>1)*1)")
    book.create_sheet("Second sheet")["A1"] = f"='{ws.title}'!C1*2"


def test_formulas_are_computed_across_sheets(made_elsewhere: Any) -> None:
    desk = made_elsewhere(computed)
    assert desk.values("Sheet") == [[1, 2, 3], ["#DIV/0!", "ab", True], [], [1]]
    assert desk.values("Second sheet!A1") == [[6]]
    assert desk.cell("Sheet!A2")["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    assert desk.cell("Sheet!C1")["userEnteredValue"] == {"formulaValue": "=SUM(A1:B1)"}


def test_values_follow_a_write(made_elsewhere: Any) -> None:
    desk = made_elsewhere(computed)
    sheet_id = desk.spreadsheet.sheet1.id
    desk.put([[40]], sheet_id=sheet_id)
    assert desk.values("Second sheet!A1") == [[84]]
    assert type(desk)(desk.path).values("Sheet!C1") == [[42]]


def test_the_file_holds_the_values_for_readers_that_compute_nothing(made_elsewhere: Any) -> None:
    desk = made_elsewhere(computed)
    desk.put([[40]], sheet_id=desk.spreadsheet.sheet1.id)
    ws = openpyxl.load_workbook(desk.path, data_only=True)["Sheet"]
    assert [cell.value for cell in ws[1]] == [40, 2, 42]
    assert [cell.value for cell in ws[2]] == ["#DIV/0!", "ab", False]
    kept = desk.opened()["Sheet"]
    assert kept["C1"].value == "=SUM(A1:B1)"
    assert kept["A4"].value.text == "=SUMPRODUCT((A1:B1>1)*1)"


def test_a_formula_nobody_can_compute_keeps_the_value_it_had(made_elsewhere: Any, monkeypatch: Any) -> None:
    desk = made_elsewhere(lambda book: book.active.append(["=FROMANOTHERWORLD(1)", 5]))
    with zipfile.ZipFile(desk.path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</f><v />", b"</f><v>77</v>").replace(
        b"</f><v></v>", b"</f><v>77</v>"
    )
    with zipfile.ZipFile(desk.path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert desk.values("Sheet!A1") == [[77]]
    desk.put([[6]], sheet_id=desk.spreadsheet.sheet1.id, column=1)
    assert desk.values("Sheet") == [[77, 6]]
    assert type(desk)(desk.path).values("Sheet") == [[77, 6]]


def test_a_panic_of_the_engine_is_no_panic_of_ours(made_elsewhere: Any, monkeypatch: Any) -> None:
    class PanicException(BaseException):
        pass

    def panic(_book: Any) -> None:
        raise PanicException

    monkeypatch.setattr(formulas, "_model", panic)
    desk = made_elsewhere(computed)
    assert desk.values("Sheet!B1") == [[2]]


def test_interrupting_still_interrupts(made_elsewhere: Any, monkeypatch: Any) -> None:
    def interrupted(_book: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(formulas, "_model", interrupted)
    desk = made_elsewhere(computed)
    with pytest.raises(KeyboardInterrupt):
        desk.values("Sheet!C1")


def test_names_stand_in_formulas(desk: Any) -> None:
    desk.put([[2], [3]])
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    desk.batch({"addNamedRange": {"namedRange": {"name": "numbers", "range": area}}})
    desk.put([["=SUM(numbers)"]], column=1)
    assert desk.values("B1") == [[5]]
