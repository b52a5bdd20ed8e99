"""Named ranges, and the revision stamp that rests on them: of two runs from one revision one is refused whole."""

from __future__ import annotations

from typing import Any

import openpyxl
from openpyxl.workbook.defined_name import DefinedName

CELL = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}


def stamp(number: int) -> dict[str, Any]:
    name = f"npsheets_r{number}"
    return {"addNamedRange": {"namedRange": {"namedRangeId": name, "name": name, "range": CELL}}}


def move(number: int) -> list[dict[str, Any]]:
    return [{"deleteNamedRange": {"namedRangeId": f"npsheets_r{number}"}}, stamp(number + 1)]


def names(desk: Any) -> list[str]:
    return [each["name"] for each in desk.get("namedRanges").get("namedRanges", [])]


def test_the_reply_has_the_id_asked_for(desk: Any) -> None:
    (reply,) = desk.batch(stamp(1))
    assert reply["addNamedRange"]["namedRange"] == {"namedRangeId": "npsheets_r1", "name": "npsheets_r1", "range": CELL}
    assert desk.opened().defined_names["npsheets_r1"].attr_text == "'Sheet1'!$A$1"


def test_of_two_runs_from_one_revision_the_second_is_refused(desk: Any) -> None:
    desk.batch(stamp(7))
    desk.batch(*move(7))
    assert desk.refused(*move(7)).startswith("Invalid requests[0].deleteNamedRange: ")
    assert names(desk) == ["npsheets_r8"]


def test_an_id_that_exists_is_an_error(desk: Any) -> None:
    desk.batch(stamp(1))
    assert "already exists" in desk.refused(stamp(1))
    other = {"namedRange": {"namedRangeId": "npsheets_r1", "name": "other", "range": CELL}}
    assert "already exists" in desk.refused({"addNamedRange": other})


def test_an_id_that_is_not_the_name_is_kept(desk: Any) -> None:
    named = {"namedRangeId": "id-1", "name": "scores", "range": CELL}
    desk.batch({"addNamedRange": {"namedRange": named}})
    again = type(desk)(desk.path)
    assert again.get("namedRanges")["namedRanges"] == [named]
    again.batch({"deleteNamedRange": {"namedRangeId": "id-1"}})
    assert names(again) == []


def test_a_named_range_is_renamed_and_moved(desk: Any) -> None:
    desk.batch(stamp(1))
    wider = CELL | {"endRowIndex": 3}
    changed = {"namedRangeId": "npsheets_r1", "name": "renamed", "range": wider}
    desk.batch({"updateNamedRange": {"namedRange": changed, "fields": "name,range"}})
    assert desk.get("namedRanges")["namedRanges"] == [changed]


def test_peoples_names_that_are_no_ranges_are_kept_and_not_shown(made_elsewhere: Any) -> None:
    def named(book: openpyxl.Workbook) -> None:
        book.defined_names["rate"] = DefinedName("rate", attr_text="0.2")
        book.defined_names["area"] = DefinedName("area", attr_text="Sheet!$B$2:$C$3")
        book.active["A1"] = 1

    desk = made_elsewhere(named)
    assert names(desk) == ["area"]
    desk.put([[5]], sheet_id=desk.spreadsheet.sheet1.id)
    assert set(desk.opened().defined_names) == {"rate", "area"}
    assert "already exists" in desk.refused(
        {"addNamedRange": {"namedRange": {"name": "RATE", "range": CELL | {"sheetId": desk.spreadsheet.sheet1.id}}}}
    )


def test_a_name_that_looks_like_a_cell_is_refused(desk: Any) -> None:
    for name in ("A1", "two words", "", "R1C1x y"):
        assert "name" in desk.refused({"addNamedRange": {"namedRange": {"name": name, "range": CELL}}})


def test_names_of_a_deleted_sheet_go_with_it(desk: Any) -> None:
    desk.batch({"addSheet": {"properties": {"sheetId": 5, "title": "A"}}})
    desk.batch({"addNamedRange": {"namedRange": {"name": "gone", "range": CELL | {"sheetId": 5}}}})
    desk.batch({"deleteSheet": {"sheetId": 5}})
    assert names(desk) == []
    assert "gone" not in desk.opened().defined_names
