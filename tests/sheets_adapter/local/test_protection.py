from __future__ import annotations

from typing import Any

import openpyxl


def protect(**more: Any) -> dict[str, Any]:
    given = {"range": {"sheetId": 0}, "description": "npsheets writes this sheet", "warningOnly": True} | more
    return {"addProtectedRange": {"protectedRange": given}}


def shown(desk: Any) -> list[dict[str, Any]]:
    return desk.get("sheets.protectedRanges")["sheets"][0].get("protectedRanges", [])


def test_a_whole_sheet_is_protected_without_a_password(desk: Any) -> None:
    (reply,) = desk.batch(protect(protectedRangeId=42))
    assert reply["addProtectedRange"]["protectedRange"]["protectedRangeId"] == 42
    protection = desk.opened()["Sheet1"].protection
    assert protection.sheet
    assert not protection.password
    # In the file these say what is locked.
    assert not any([protection.sort, protection.autoFilter, protection.formatColumns])


def test_id_description_and_warning_survive_the_file(desk: Any) -> None:
    desk.batch(protect(protectedRangeId=42))
    (found,) = shown(type(desk)(desk.path))
    assert found == {
        "protectedRangeId": 42,
        "range": {"sheetId": 0},
        "description": "npsheets writes this sheet",
        "warningOnly": True,
        "requestingUserCanEdit": True,
    }


def test_an_id_that_exists_is_an_error(desk: Any) -> None:
    desk.batch(protect(protectedRangeId=42))
    assert "already exists" in desk.refused(protect(protectedRangeId=42))


def test_unprotected_ranges_can_be_written_by_people(desk: Any) -> None:
    free = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    desk.batch(protect(unprotectedRanges=[free]))
    ws = desk.opened()["Sheet1"]
    assert (ws["B2"].protection.locked, ws["C2"].protection.locked) == (False, True)
    assert shown(desk)[0]["unprotectedRanges"] == [free]


def test_part_of_a_sheet_is_remembered_and_locks_nothing(desk: Any) -> None:
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}
    desk.batch(protect(range=area))
    assert shown(desk)[0]["range"] == area
    assert not desk.opened()["Sheet1"].protection.sheet


def test_updating_and_deleting(desk: Any) -> None:
    desk.batch(protect(protectedRangeId=42))
    changed = {"protectedRangeId": 42, "description": "new"}
    desk.batch({"updateProtectedRange": {"protectedRange": changed, "fields": "description"}})
    assert shown(desk)[0]["description"] == "new"
    assert shown(desk)[0]["warningOnly"]
    desk.batch({"deleteProtectedRange": {"protectedRangeId": 42}})
    assert shown(desk) == []
    assert not desk.opened()["Sheet1"].protection.sheet
    assert "No protected range with id: 42" in desk.refused({"deleteProtectedRange": {"protectedRangeId": 42}})


def test_a_sheet_that_people_unprotected_is_not_protected(desk: Any) -> None:
    desk.batch(protect(protectedRangeId=42))
    book = desk.opened()
    book["Sheet1"].protection.sheet = False
    book.save(desk.path)
    assert shown(desk) == []


def test_a_sheet_that_people_protected_is_seen(made_elsewhere: Any) -> None:
    def locked(book: openpyxl.Workbook) -> None:
        book.active.protection.sheet = True
        book.active.protection.password = "secret"  # noqa: S105

    desk = made_elsewhere(locked)
    (found,) = shown(desk)
    assert found["protectedRangeId"] > 0
    desk.put([[1]], sheet_id=found["range"]["sheetId"])
    assert desk.opened().active.protection.password


def test_protection_follows_a_renamed_sheet(desk: Any) -> None:
    desk.batch(protect(protectedRangeId=42))
    desk.batch({"updateSheetProperties": {"properties": {"sheetId": 0, "title": "KPI"}, "fields": "title"}})
    assert shown(type(desk)(desk.path))[0]["protectedRangeId"] == 42
