"""Titles that Google takes and an .xlsx file does not: people see the true ones, programs that read the file others."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from sheets_adapter.local import LocalSheets, titles

LONG = "Responses to the quarterly relationship survey of 2026, all services"


def test_titles_that_fit_stand_in_the_file_as_they_are() -> None:
    assert titles.filed(["KPI", "Клиенты", "It's"]) == {"KPI": "KPI", "Клиенты": "Клиенты", "It's": "It's"}


def test_titles_that_do_not_fit_are_shortened_and_stay_apart() -> None:
    found = titles.filed(["Q1/2026", "q1_2026", LONG, LONG + "!", "'quoted'"])
    assert found["Q1/2026"] == "Q1_2026 (2)"
    assert found[LONG] == "Responses to the quarterly rela"
    assert found[LONG + "!"] == "Responses to the quarterly  (2)"
    assert found["'quoted'"] == "_quoted_"
    assert all(titles.fits(title) for title in found.values())


@pytest.mark.parametrize("title", ["Q1/2026 [draft]: *?", LONG, "a'b/c"])
def test_a_title_of_any_kind_works_everywhere_and_comes_back_from_the_file(desk: Any, title: str) -> None:
    quoted = "'" + title.replace("'", "''") + "'"
    desk.batch({"addSheet": {"properties": {"title": title, "sheetId": 7}}})
    area = {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    desk.batch(
        {"addNamedRange": {"namedRange": {"name": "scores", "range": area}}},
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 3, "range": area, "warningOnly": True}}},
    )
    desk.spreadsheet.values_update(f"{quoted}!A1", {"valueInputOption": "RAW"}, {"values": [[9], [4]]})
    formula = f"=SUM({quoted}!A1:A2)+SUM(scores)"
    desk.spreadsheet.values_update("Sheet1!A1", {"valueInputOption": "USER_ENTERED"}, {"values": [[formula]]})
    for service in (desk.service, LocalSheets(desk.path)):
        desk.service.shelf = service.shelf
        assert [sheet["properties"]["title"] for sheet in desk.get()["sheets"]] == ["Sheet1", title]
        assert desk.get("namedRanges")["namedRanges"][0]["range"]["sheetId"] == 7
        assert desk.get("sheets.protectedRanges")["sheets"][-1]["protectedRanges"][0]["range"]["sheetId"] == 7
        assert desk.values("Sheet1!A1") == [[26]]
        assert desk.values("Sheet1!A1", valueRenderOption="FORMULA") == [[formula]]
        assert desk.values(f"{quoted}!A1:A2") == [[9], [4]]
    short = titles.filed(["Sheet1", title])[title]
    assert desk.opened().sheetnames == ["Sheet1", short]
    assert openpyxl.load_workbook(desk.path, data_only=True)["Sheet1"]["A1"].value == 26


def test_a_sheet_gets_its_short_title_back_when_it_is_given_one_that_fits(desk: Any) -> None:
    desk.batch({"addSheet": {"properties": {"title": "Q1/2026", "sheetId": 7}}})
    desk.batch({"updateSheetProperties": {"properties": {"sheetId": 7, "title": "Q1"}, "fields": "title"}})
    assert desk.opened().sheetnames == ["Sheet1", "Q1"]
    desk.service.shelf = LocalSheets(desk.path).shelf
    assert [sheet["properties"]["title"] for sheet in desk.get()["sheets"]] == ["Sheet1", "Q1"]


def test_a_sheet_renamed_in_the_file_has_that_title(desk: Any) -> None:
    desk.batch({"addSheet": {"properties": {"title": "Q1/2026", "sheetId": 7}}})
    book = desk.opened()
    book["Q1_2026"].title = "First quarter"
    book.save(desk.path)
    assert [sheet["properties"]["title"] for sheet in desk.get()["sheets"]] == ["Sheet1", "First quarter"]


def test_a_title_has_a_hundred_characters_at_most(desk: Any) -> None:
    desk.batch({"addSheet": {"properties": {"title": "x" * 100}}})
    assert "100 characters" in desk.refused({"addSheet": {"properties": {"title": "x" * 101}}})
