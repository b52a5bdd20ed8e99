from __future__ import annotations

from typing import Any

import openpyxl

from sheets_adapter.local.state import OWNER


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
        "range": {},
        "description": "npsheets writes this sheet",
        "warningOnly": True,
        "requestingUserCanEdit": True,
        "editors": {"users": [OWNER]},
    }


def test_an_id_that_exists_is_an_error(desk: Any) -> None:
    desk.batch(protect(protectedRangeId=42))
    assert "already exists" in desk.refused(protect(protectedRangeId=42))


def test_unprotected_ranges_can_be_written_by_people(desk: Any) -> None:
    free = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    desk.batch(protect(unprotectedRanges=[free]))
    ws = desk.opened()["Sheet1"]
    assert (ws["B2"].protection.locked, ws["C2"].protection.locked) == (False, True)
    assert shown(desk)[0]["unprotectedRanges"] == [free]


def test_part_of_a_sheet_is_remembered_and_locks_nothing(desk: Any) -> None:
    area = {"startRowIndex": 0, "endRowIndex": 1}
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


def test_the_reply_is_as_google_gives_it(desk: Any) -> None:
    """With nobody told as an editor; whoever reads it is told the owner among them."""
    cells = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    given = {"range": cells, "description": None, "warningOnly": False, "requestingUserCanEdit": False}
    (reply,) = desk.batch({"addProtectedRange": {"protectedRange": given | {"editors": {"users": [], "groups": []}}}})
    found = reply["addProtectedRange"]["protectedRange"]
    range_id = found.pop("protectedRangeId")
    assert 0 < range_id < 2**31
    assert found == {"range": cells, "requestingUserCanEdit": True, "editors": {}}
    assert shown(desk) == [found | {"protectedRangeId": range_id, "editors": {"users": [OWNER]}}]
    (reply,) = desk.batch({"addProtectedRange": {"protectedRange": given | {"editors": {"users": ["a@example.com"]}}}})
    found = reply["addProtectedRange"]["protectedRange"]
    assert found["editors"] == {"users": ["a@example.com"]}
    assert shown(desk)[1]["editors"] == {"users": [OWNER, "a@example.com"]}
    change = {"protectedRangeId": found["protectedRangeId"], "editors": {"users": ["b@example.com"]}}
    desk.batch({"updateProtectedRange": {"protectedRange": change, "fields": "editors.users"}})
    assert shown(desk)[1]["editors"] == {"users": [OWNER, "b@example.com"]}


def test_a_range_that_a_name_stands_for(desk: Any) -> None:
    cells = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    (reply,) = desk.batch({"addNamedRange": {"namedRange": {"name": "scores", "range": cells}}})
    named = reply["addNamedRange"]["namedRange"]["namedRangeId"]
    desk.batch({"addProtectedRange": {"protectedRange": {"namedRangeId": named}}})
    (found,) = shown(type(desk)(desk.path))
    assert (found["range"], found["namedRangeId"]) == (cells, named)
    change = {"protectedRangeId": found["protectedRangeId"], "range": {"endRowIndex": 1}}
    desk.batch({"updateProtectedRange": {"protectedRange": change, "fields": "range"}})
    (found,) = shown(type(desk)(desk.path))
    assert (found["range"], "namedRangeId" in found) == ({"startRowIndex": 0, "endRowIndex": 1}, False)


def test_what_cannot_be_protected_is_refused(desk: Any) -> None:
    part = {"startRowIndex": 0, "endRowIndex": 1}
    assert "only supported on protected sheets" in desk.refused(protect(range=part, unprotectedRanges=[part]))
    assert "Only one of" in desk.refused(protect(namedRangeId="x"))


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
    desk.put([[1]], sheet_id=found["range"].get("sheetId", 0))
    assert desk.opened().active.protection.password


def test_protection_follows_a_renamed_sheet(desk: Any) -> None:
    desk.batch(protect(protectedRangeId=42))
    desk.batch({"updateSheetProperties": {"properties": {"sheetId": 0, "title": "KPI"}, "fields": "title"}})
    assert shown(type(desk)(desk.path))[0]["protectedRangeId"] == 42
