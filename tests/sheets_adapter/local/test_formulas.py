"""Formulas of people: they keep their values, for us and for readers that compute nothing."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

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


def foreign(desk: Any, **values: Any) -> Any:
    """The desk on its file, in which formulas have the values that a program stored which knows their functions."""
    with zipfile.ZipFile(desk.path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for place, value in values.items():
        sheet = re.sub(rf'(<c r="{place}"[^>]*><f>[^<]*</f>)<v ?/?>(</v>)?', rf"\1<v>{value}</v>", sheet)
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(desk.path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return type(desk)(desk.path)


def with_foreign(book: openpyxl.Workbook) -> None:
    book.active.append(["=FROMANOTHERWORLD(C1)", "=A1*2+D1", 5, 1])
    book.active.append(["=ALSO(A1)", "=B1+C1"])


def test_a_formula_nobody_can_compute_keeps_the_value_it_had(made_elsewhere: Any) -> None:
    desk = foreign(made_elsewhere(with_foreign), A1=77, B1=155, A2=7, B2=160)
    assert desk.values("Sheet") == [[77, 155, 5, 1], [7, 160]]
    desk.put([[9]], sheet_id=desk.spreadsheet.sheet1.id, row=5)
    assert type(desk)(desk.path).values("Sheet!A1:D2") == [[77, 155, 5, 1], [7, 160]]


def test_what_depends_on_such_a_formula_is_computed_from_that_value(made_elsewhere: Any) -> None:
    desk = foreign(made_elsewhere(with_foreign), A1=77, B1=155, A2=7, B2=160)
    desk.put([[2]], sheet_id=desk.spreadsheet.sheet1.id, column=3)
    assert desk.values("Sheet") == [[77, 156, 5, 2], [7, 161]]
    assert type(desk)(desk.path).values("Sheet") == [[77, 156, 5, 2], [7, 161]]


def test_such_a_formula_has_no_value_any_more_when_what_it_reads_has_changed(made_elsewhere: Any) -> None:
    desk = foreign(made_elsewhere(with_foreign), A1=77, B1=155, A2=7, B2=160)
    desk.put([[6]], sheet_id=desk.spreadsheet.sheet1.id, column=2)
    lost = "#NAME?"
    assert desk.values("Sheet") == [[lost, lost, 6, 1], [lost, lost]]
    # A program that knows the function works it out, since the file holds no value for it.
    stored = openpyxl.load_workbook(desk.path, data_only=True)["Sheet"]
    assert [[cell.value for cell in row] for row in stored] == [[None, None, 6, 1], [None, None, None, None]]


def test_such_a_formula_keeps_its_value_where_rows_are_inserted(made_elsewhere: Any) -> None:
    desk = foreign(made_elsewhere(with_foreign), A1=77, B1=155, A2=7, B2=160)
    sheet = desk.spreadsheet.sheet1
    sheet.insert_row(["new"])
    assert desk.values("Sheet") == [["new"], [77, 155, 5, 1], [7, 160]]
    desk.batch({"updateSheetProperties": {"properties": {"sheetId": sheet.id, "title": "Moved"}, "fields": "title"}})
    assert desk.values("Moved!A2:D3") == [[77, 155, 5, 1], [7, 160]]


def test_another_formula_in_its_place_does_not_inherit_the_value(made_elsewhere: Any) -> None:
    desk = foreign(made_elsewhere(with_foreign), A1=77, B1=155, A2=7, B2=160)
    desk.spreadsheet.sheet1.update([["=OTHER(1)"]], "A1", value_input_option="USER_ENTERED")
    assert desk.values("Sheet!A1") == [["#NAME?"]]


def test_what_is_no_formula_is_an_error_and_stays_as_it_was_typed(desk: Any) -> None:
    typed = ["=1+", "+7 900 000-00-00", "=SUM(B9", "=)"]
    desk.spreadsheet.sheet1.update([typed], "A1", value_input_option="USER_ENTERED")
    for each in (desk, type(desk)(desk.path)):
        assert each.values("Sheet1") == [["#ERROR!", "#ERROR!", 0, "#ERROR!"]]
        shown = ["=1+", "=+7 900 000-00-00", "=SUM(B9)", "=)"]
        assert each.values("Sheet1", valueRenderOption="FORMULA") == [shown]
    assert desk.cell("Sheet1!A1")["effectiveValue"]["errorValue"]["type"] == "ERROR"
    # No program opens a file with such a formula in it: there it is a text.
    assert desk.opened()["Sheet1"]["A1"].data_type == "s"
    with zipfile.ZipFile(desk.path) as archive:
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<f>") == 1


def test_formulas_are_typed_and_shown_by_the_locale(desk: Any) -> None:
    desk.batch({"updateSpreadsheetProperties": {"properties": {"locale": "ru_RU"}, "fields": "locale"}})
    typed = ['=IF(A9=0;1,5;"a;b,c")', "=SUM({1\\2;3\\4};0,5)"]
    desk.spreadsheet.sheet1.update([typed], "A1", value_input_option="USER_ENTERED")
    assert desk.values("Sheet1") == [[1.5, 10.5]]
    assert desk.values("Sheet1", valueRenderOption="FORMULA") == [typed]
    assert desk.cell("Sheet1!A1")["userEnteredValue"] == {"formulaValue": typed[0]}
    assert desk.opened()["Sheet1"]["A1"].value == '=IF(A9=0,1.5,"a;b,c")'
    desk.put([["=SUM(1;2)"]], row=1)
    assert desk.values("A2") == [[3]]


def test_younger_functions_bear_their_prefix_in_the_file_alone(desk: Any) -> None:
    typed = ['=IFS(A9=0,"IFS(")', "=SUM(FILTER(F1:F2,F1:F2>1))", "=stdev.s(F1:F2)"]
    desk.spreadsheet.sheet1.update(
        [[*typed, "", "", 1], ["", "", "", "", "", 3]], "A1", value_input_option="USER_ENTERED"
    )
    assert desk.values("Sheet1!A1:B1") == [["IFS(", 3]]
    kept = [cell.value for cell in desk.opened()["Sheet1"][1]][:3]
    assert kept == ['=_xlfn.IFS(A9=0,"IFS(")', "=SUM(_xlfn._xlws.FILTER(F1:F2,F1:F2>1))", "=_xlfn.STDEV.S(F1:F2)"]
    shown = desk.values("Sheet1!A1:C1", valueRenderOption="FORMULA")
    assert shown == [[*typed[:2], "=STDEV.S(F1:F2)"]]
    assert desk.cell("Sheet1!B1")["userEnteredValue"] == {"formulaValue": typed[1]}


def test_what_a_formula_gives_that_google_names_otherwise(desk: Any) -> None:
    desk.put([["=FOO(1)", "=B1", "=C1", '=FILTER(E1:E2,E1:E2="x")', "a"], [None, None, None, None, "b"]])
    assert desk.values("A1:D1") == [["#NAME?", "#REF!", "#REF!", "#N/A"]]


def test_today_is_that_of_the_spreadsheet(desk: Any, monkeypatch: Any) -> None:
    desk.put([["=TODAY()"]])
    zone = {"properties": {"timeZone": "Pacific/Kiritimati"}, "fields": "timeZone"}
    desk.batch({"updateSpreadsheetProperties": zone})
    there = datetime.now(tz=ZoneInfo("Pacific/Kiritimati")).date()
    assert desk.values("A1") == [[(there - date(1899, 12, 30)).days]]
    desk.batch({"updateSpreadsheetProperties": zone | {"properties": {"timeZone": "Pacific/Pago_Pago"}}})
    there = datetime.now(tz=ZoneInfo("Pacific/Pago_Pago")).date()
    assert desk.values("A1") == [[(there - date(1899, 12, 30)).days]]


def test_a_panic_of_the_engine_is_no_panic_of_ours(made_elsewhere: Any, monkeypatch: Any) -> None:
    class PanicException(BaseException):
        pass

    def panic(*_: Any) -> None:
        raise PanicException

    monkeypatch.setattr(formulas, "_model", panic)
    desk = made_elsewhere(computed)
    assert desk.values("Sheet!B1") == [[2]]


def test_interrupting_still_interrupts(made_elsewhere: Any, monkeypatch: Any) -> None:
    def interrupted(*_: Any) -> None:
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


def test_whole_columns_end_with_the_sheet(desk: Any) -> None:
    """So that a hundred lookups in whole columns take no minute; ROWS says what it says in Google's grid."""
    rows = [[number, number * 10, "=VLOOKUP(A1,A:B,2,FALSE)"] for number in range(1, 101)]
    desk.spreadsheet.values_update("A1", {"valueInputOption": "USER_ENTERED"}, {"values": rows})
    desk.spreadsheet.values_update(
        "E1", {"valueInputOption": "USER_ENTERED"}, {"values": [["=ROWS(A:A)", "=COUNT(A:B)", "=MATCH(7,A2:A,0)"]]}
    )
    assert desk.values("E1:G1") == [[1000, 200, 6]]
    assert desk.values("C1:C100") == [[10]] * 100
    assert desk.values("C1", valueRenderOption="FORMULA") == [["=VLOOKUP(A1,A:B,2,FALSE)"]]
