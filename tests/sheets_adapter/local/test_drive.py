"""gspread's calls to Drive: an unmodified client makes, finds, copies, shares and deletes, in process and over HTTP."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import gspread
import openpyxl
import pytest
from gspread.utils import ExportFormat

from sheets_adapter.local import create
from tests.sheets_adapter.discovery import validate_drive


def test_a_spreadsheet_is_made_and_written(room: Any) -> None:
    made = room.client.create("NPS 2026")
    assert (made.title, made.sheet1.title, made.sheet1.row_count, made.sheet1.col_count) == (
        "NPS 2026",
        "Sheet1",
        1000,
        26,
    )
    made.sheet1.update([["Ромашка", 9]], "A1")
    assert room.files() == ["NPS 2026.xlsx"]
    assert openpyxl.load_workbook(room.folder / "NPS 2026.xlsx")["Sheet1"]["A1"].value == "Ромашка"


def test_a_spreadsheet_is_opened_by_title_key_and_link(room: Any) -> None:
    made = room.client.create("Team")
    assert room.client.open("Team").id == made.id
    assert room.client.open_by_key(made.id).title == "Team"
    assert room.client.open_by_url(made.url).id == made.id
    with pytest.raises(gspread.SpreadsheetNotFound):
        room.client.open("team's other")
    with pytest.raises(gspread.SpreadsheetNotFound):
        room.client.open_by_key("test")


def test_all_spreadsheets_are_listed_with_their_times(room: Any) -> None:
    made = [room.client.create(title) for title in ("A", "B", "B")]
    listed = room.client.list_spreadsheet_files()
    assert {each["id"] for each in listed} == {each.id for each in made}
    assert {each["name"] for each in listed} == {"A", "B"}
    assert all(each.keys() == {"id", "name", "createdTime", "modifiedTime"} for each in listed)
    assert len(room.client.openall("B")) == 2
    assert {each.title for each in room.client.openall()} == {"A", "B"}


def test_two_spreadsheets_may_have_one_title(room: Any) -> None:
    first, second = room.client.create("Team"), room.client.create("Team")
    assert first.id != second.id
    assert [first.title, second.title] == ["Team", "Team"]
    assert room.files() == ["Team (2).xlsx", "Team.xlsx"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Q3/Q4: итоги 🎉", "Q3_Q4_ итоги 🎉.xlsx"),
        ("../../etc/passwd", "_.._etc_passwd.xlsx"),
        ("...", "Untitled spreadsheet.xlsx"),
        ("con", "_con.xlsx"),
        ("~$Team", "_~$Team.xlsx"),
        ("Team.", "Team.xlsx"),
        ("Отчёт " * 60, None),
    ],
)
def test_a_title_is_kept_whole_whatever_a_file_may_be_called(room: Any, title: str, name: str | None) -> None:
    made = room.client.create(title)
    assert made.title == title
    assert len(room.files()) == 1
    assert name is None or room.files() == [name]
    assert len(room.files()[0].encode()) < 230
    found = room.client.list_spreadsheet_files()
    assert [each["name"] for each in found] == [title]


def test_a_new_title_is_seen_by_both_services(room: Any) -> None:
    made = room.client.create("Before")
    made.update_title("After")
    assert room.client.open("After").id == made.id
    answer = room.drive("PATCH", f"/{made.id}", json={"name": "And after"})
    assert answer.json() == {
        "kind": "drive#file",
        "id": made.id,
        "name": "And after",
        "mimeType": "application/vnd.google-apps.spreadsheet",
    }
    assert room.client.open_by_key(made.id).title == "And after"
    assert room.files() == ["Before.xlsx"]


def test_the_times_of_a_file_are_known(room: Any) -> None:
    made = room.client.create("Team")
    before = made.get_lastUpdateTime()
    assert made.creationTime <= before
    time.sleep(0.005)
    made.sheet1.update_acell("A1", "x")
    assert made.get_lastUpdateTime() > before
    assert room.client.open_by_key(made.id).creationTime == made.creationTime


def test_a_copy_has_the_sheets_of_the_original_and_a_life_of_its_own(room: Any) -> None:
    original = room.client.create("Team")
    original.sheet1.update([["Ромашка", 9]], "A1")
    original.add_worksheet("Second", 5, 5)
    copied = room.client.copy(original.id)
    assert copied.title == "Copy of Team"
    assert copied.fetch_sheet_metadata()["sheets"] == original.fetch_sheet_metadata()["sheets"]
    copied.sheet1.update_acell("A1", "Лютик")
    assert original.sheet1.acell("A1").value == "Ромашка"
    assert room.client.copy(original.id, title="Other").title == "Other"
    assert room.client.copy(original.id, title="Team").title == "Team"
    assert room.files() == ["Copy of Team.xlsx", "Other.xlsx", "Team (2).xlsx", "Team.xlsx"]
    assert copied.creationTime >= original.creationTime


def test_a_copy_takes_along_what_the_service_knows_nothing_of(room: Any) -> None:
    path = create(room.folder / "Team.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/shapes/shape1.xml", "<shape>a text box</shape>")
    room.client.copy(room.client.open("Team").id, title="Other / one")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(room.folder / "Other _ one.xlsx") as new:
        assert sorted(old.namelist()) == sorted(new.namelist())
        assert all(old.read(name) == new.read(name) for name in old.namelist() if "custom" not in name)


def test_a_file_made_elsewhere_is_copied_too(room: Any) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.save(room.folder / "Theirs.xlsx")
    copied = room.client.copy(room.client.open("Theirs").id, title="Mine? Yes")
    assert (copied.title, copied.sheet1.acell("A1").value) == ("Mine? Yes", "x")


def test_comments_go_along_with_a_copy(room: Any) -> None:
    original = room.client.create("Team")
    comment = {"content": "Why 9?", "anchor": "A1"}
    answer = room.drive("POST", f"/{original.id}/comments", json=comment, params={"fields": "*"})
    assert answer.json()["content"] == "Why 9?"
    validate_drive("Comment", answer.json())
    copied = room.client.copy(original.id, copy_comments=True)
    listed = room.drive("GET", f"/{copied.id}/comments", params={"fields": "comments/content,comments/anchor"})
    assert listed.json() == {"comments": [comment]}
    bare = room.drive("GET", f"/{copied.id}/comments")
    assert (bare.status_code, bare.json()["error"]["message"]) == (
        400,
        "The 'fields' parameter is required for this method.",
    )


def test_a_deleted_spreadsheet_is_gone(room: Any) -> None:
    made = room.client.create("Team")
    assert room.drive("DELETE", f"/{made.id}").content == b""
    assert room.files() == []
    with pytest.raises(gspread.SpreadsheetNotFound):
        room.client.open_by_key(made.id)
    again = room.client.create("Team")
    again.sheet1.update_acell("A1", "new")
    room.client.del_spreadsheet(again.id)
    with pytest.raises(gspread.exceptions.APIError) as caught:
        room.client.del_spreadsheet(again.id)
    assert caught.value.response.json() == {
        "error": {
            "code": 404,
            "message": f"File not found: {again.id}.",
            "errors": [
                {
                    "message": f"File not found: {again.id}.",
                    "domain": "global",
                    "reason": "notFound",
                    "location": "fileId",
                    "locationType": "parameter",
                }
            ],
        }
    }


def test_a_spreadsheet_is_exported_as_excel_and_text(room: Any) -> None:
    made = room.client.create("Team")
    made.sheet1.update([["a1", "B2", 0.5], ["x, y", 'say "hi"'], ["=1+1"]], "A1", raw=False)
    made.sheet1.format("C1", {"numberFormat": {"type": "PERCENT", "pattern": "0.0%"}})
    book = openpyxl.load_workbook(io.BytesIO(made.export(ExportFormat.EXCEL)))
    assert book["Sheet1"]["A1"].value == "a1"
    assert made.export(ExportFormat.CSV) == b'a1,B2,50.0%\r\n"x, y","say ""hi""",\r\n2,,'
    assert made.export(ExportFormat.TSV) == b'a1\tB2\t50.0%\r\nx, y\tsay "hi"\t\r\n2\t\t'
    for kind in (ExportFormat.PDF, ExportFormat.OPEN_OFFICE_SHEET, ExportFormat.ZIPPED_HTML):
        with pytest.raises(gspread.exceptions.APIError, match="does not implement export as"):
            made.export(kind)
    wrong = room.drive("GET", f"/{made.id}/export", params={"mimeType": "image/png"})
    assert (wrong.status_code, wrong.json()["error"]["message"]) == (400, "The requested conversion is not supported.")


def test_text_is_of_the_first_sheet_that_is_not_hidden(room: Any) -> None:
    made = room.client.create("Team")
    second = made.add_worksheet("Second", 5, 5)
    second.update_acell("A1", "here\nit is\tso")
    made.sheet1.hide()
    assert made.export(ExportFormat.CSV) == b'"here\nit is\tso"'
    assert made.export(ExportFormat.TSV) == b"here it is so"
    address = f"https://docs.google.com/spreadsheets/d/{made.id}/export"
    session = room.client.http_client.session
    of_page = session.get(address, params={"format": "csv", "gid": made.sheet1.id}, timeout=30)
    assert (of_page.content, of_page.headers["Content-Type"]) == (b"", "text/csv")


def test_who_a_spreadsheet_is_shared_with_is_kept(room: Any) -> None:
    made = room.client.create("Team")
    (owner,) = made.list_permissions()
    assert owner["role"] == "owner"
    shared = made.share("otto@example.org", perm_type="user", role="writer").json()
    assert shared == {"kind": "drive#permission", "id": shared["id"], "type": "user", "role": "writer"}
    made.share("example.org", perm_type="domain", role="reader")
    made.share(None, perm_type="anyone", role="reader")
    listed = made.list_permissions()
    assert [(each["type"], each["role"]) for each in listed] == [
        ("user", "owner"),
        ("user", "writer"),
        ("domain", "reader"),
        ("anyone", "reader"),
    ]
    for each in listed:
        validate_drive("Permission", each)
    made.share("otto@example.org", perm_type="user", role="reader")
    assert [each["role"] for each in made.list_permissions() if each.get("emailAddress") == "otto@example.org"] == [
        "reader"
    ]
    made.remove_permissions("otto@example.org")
    room.client.remove_permission(made.id, "anyoneWithLink")
    assert len(made.list_permissions()) == 2
    with pytest.raises(gspread.exceptions.APIError, match="Permission not found"):
        room.client.remove_permission(made.id, "anyoneWithLink")


def test_ownership_goes_to_somebody_else_only_when_it_is_said(room: Any) -> None:
    made = room.client.create("Team")
    with pytest.raises(gspread.exceptions.APIError, match="transferOwnership parameter must be enabled"):
        made.share("otto@example.org", perm_type="user", role="owner")
    permission = made.share("otto@example.org", perm_type="user", role="writer").json()["id"]
    made.transfer_ownership(permission)
    made.accept_ownership(permission)
    roles = {each["emailAddress"]: each["role"] for each in made.list_permissions()}
    assert roles == {"owner@npsheets.invalid": "writer", "otto@example.org": "owner"}


def test_csv_takes_the_place_of_all_sheets(room: Any) -> None:
    made = room.client.create("Import / of March")
    made.add_worksheet("Second", 5, 5)
    room.client.import_csv(made.id, "name,score\nРомашка,9\n\n007,=1+1\n")
    opened = room.client.open_by_key(made.id)
    assert [each.title for each in opened.worksheets()] == ["Import / of March"]
    assert opened.title == "Import / of March"
    assert opened.sheet1.get_all_values() == [["name", "score"], ["Ромашка", "9"], ["", ""], ["7", "2"]]
    room.client.import_csv(made.id, "other")
    assert room.client.open_by_key(made.id).sheet1.get_all_values() == [["other"]]
    with pytest.raises(gspread.exceptions.APIError, match="no CSV"):
        room.client.import_csv(made.id, b"\xff\xfe\x00")


def test_a_file_tells_all_that_is_asked_for(room: Any) -> None:
    made = room.client.create("Team")
    everything = room.drive("GET", f"/{made.id}", params={"fields": "*"}).json()
    validate_drive("File", everything)
    assert everything["parents"] == [room.drive("GET", "/root").json()["id"]]
    assert room.drive("GET", f"/{made.id}", params={"fields": "owners(me), size"}).json() == {
        "owners": [{"me": True}],
        "size": str((room.folder / "Team.xlsx").stat().st_size),
    }
    wrong = room.drive("GET", f"/{made.id}", params={"fields": "title"})
    assert (wrong.status_code, wrong.json()["error"]["errors"][0]) == (
        400,
        {
            "message": "Invalid field selection title",
            "domain": "global",
            "reason": "invalidParameter",
            "location": "fields",
            "locationType": "parameter",
        },
    )
    media = room.drive("GET", f"/{made.id}", params={"alt": "media"})
    assert (media.status_code, media.json()["error"]["errors"][0]["reason"]) == (403, "fileNotDownloadable")


def test_what_is_not_done_is_said_by_name(room: Any) -> None:
    made = room.client.create("Team")
    folder = {"name": "x", "mimeType": "application/vnd.google-apps.folder"}
    for method, path, body, named in (
        ("POST", "", folder, "files of the type application/vnd.google-apps.folder"),
        ("POST", "", {"name": "x"}, "application/octet-stream"),
        ("PATCH", f"/{made.id}", {"trashed": True}, "trashed"),
        ("GET", f"/{made.id}/revisions", None, "drive.revisions.list"),
        ("POST", f"/{made.id}/permissions", {"type": "anyone", "role": "reader", "view": "published"}, "view"),
    ):
        answer = room.drive(method, path, json=body)
        assert answer.status_code == 501, answer.text
        assert named in answer.json()["error"]["message"]
    nowhere = room.drive("POST", "", json={"mimeType": "application/vnd.google-apps.spreadsheet", "parents": ["x"]})
    assert (nowhere.status_code, nowhere.json()["error"]["message"]) == (404, "File not found: x.")
    assert room.files() == ["Team.xlsx"]
