"""Google's own Python client over HTTP, with nothing but another host."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from google.auth.credentials import AnonymousCredentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseDownload

from tests.sheets_adapter.local.conftest import running

SPREADSHEET = "application/vnd.google-apps.spreadsheet"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with running(tmp_path) as server:
        yield server.address


@pytest.fixture
def sheets(address: str) -> Any:
    return client("sheets", "v4", address).spreadsheets()


@pytest.fixture
def drive(address: str) -> Any:
    return client("drive", "v3", f"{address}/drive/v3/")


def client(name: str, version: str, endpoint: str) -> Any:
    return build(
        name,
        version,
        static_discovery=True,
        credentials=AnonymousCredentials(),
        client_options={"api_endpoint": endpoint},
    )


@pytest.fixture
def made(sheets: Any) -> str:
    return sheets.create(body={"properties": {"title": "Team"}}, fields="spreadsheetId").execute()["spreadsheetId"]


def test_values_are_written_and_read(sheets: Any, made: str) -> None:
    values = sheets.values()
    body = {"values": [["Ромашка", 9], ["Лютик", "=B1+1"]]}
    written = values.update(spreadsheetId=made, range="Sheet1!A1:B2", valueInputOption="USER_ENTERED", body=body)
    assert written.execute()["updatedCells"] == 4
    appended = values.append(
        spreadsheetId=made, range="Sheet1!A1", valueInputOption="RAW", body={"values": [["Василёк", 7]]}
    )
    assert appended.execute()["updates"]["updatedRange"] == "Sheet1!A3:B3"
    read = values.get(spreadsheetId=made, range="Sheet1!A1:B3", valueRenderOption="UNFORMATTED_VALUE").execute()
    assert read["values"] == [["Ромашка", 9], ["Лютик", 10], ["Василёк", 7]]
    assert values.clear(spreadsheetId=made, range="A3:B3", body={}).execute()["clearedRange"] == "Sheet1!A3:B3"


def test_a_batch_changes_the_sheets(sheets: Any, made: str) -> None:
    requests = [{"addSheet": {"properties": {"title": "Second"}}}]
    replies = sheets.batchUpdate(spreadsheetId=made, body={"requests": requests}).execute()["replies"]
    assert replies[0]["addSheet"]["properties"]["title"] == "Second"
    found = sheets.get(spreadsheetId=made, fields="sheets.properties.title").execute()
    assert [each["properties"]["title"] for each in found["sheets"]] == ["Sheet1", "Second"]
    with pytest.raises(HttpError, match="already exists") as caught:
        sheets.batchUpdate(spreadsheetId=made, body={"requests": requests}).execute()
    assert caught.value.resp.status == 400


def test_an_address_too_long_is_sent_as_a_post(sheets: Any, made: str) -> None:
    sheets.values().update(
        spreadsheetId=made, range="A1", valueInputOption="RAW", body={"values": [["Ромашка & Ко", "+1"]]}
    ).execute()
    ranges = [f"'Sheet1'!A{row}:B{row}" for row in range(1, 201)]
    found = sheets.values().batchGet(spreadsheetId=made, ranges=ranges).execute()["valueRanges"]
    assert len(found) == 200
    assert found[0]["values"] == [["Ромашка & Ко", "+1"]]


def test_files_are_listed_copied_and_deleted(drive: Any, made: str) -> None:
    files = drive.files()
    query = f"mimeType = '{SPREADSHEET}' and name = 'Team'"
    listed = files.list(q=query, pageSize=10, fields="nextPageToken, files(id, name)", orderBy="recency").execute()
    assert listed == {"files": [{"id": made, "name": "Team"}]}
    copied = files.copy(fileId=made, body={"name": "Copy"}).execute()["id"]
    created = files.create(body={"name": "New", "mimeType": SPREADSHEET}, fields="id").execute()["id"]
    assert {each["id"] for each in files.list().execute()["files"]} == {made, copied, created}
    assert files.update(fileId=copied, body={"name": "Other"}).execute()["name"] == "Other"
    assert files.delete(fileId=copied).execute() == ""
    with pytest.raises(HttpError, match="File not found") as caught:
        files.get(fileId=copied).execute()
    assert (caught.value.resp.status, caught.value.error_details[0]["reason"]) == (404, "notFound")


def test_lists_are_walked_page_by_page(drive: Any, sheets: Any) -> None:
    for number in range(5):
        sheets.create(body={"properties": {"title": f"Team {number}"}}).execute()
    request, seen = drive.files().list(pageSize=2, orderBy="name"), []
    while request is not None:
        answer = request.execute()
        seen += [each["name"] for each in answer["files"]]
        request = drive.files().list_next(request, answer)
    assert seen == [f"Team {number}" for number in range(5)]


def test_a_spreadsheet_is_exported(drive: Any, sheets: Any, made: str) -> None:
    sheets.values().update(spreadsheetId=made, range="A1", valueInputOption="RAW", body={"values": [["x"]]}).execute()
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    target = io.BytesIO()
    download = MediaIoBaseDownload(target, drive.files().export_media(fileId=made, mimeType=excel))
    done = False
    while not done:
        _, done = download.next_chunk()
    assert openpyxl.load_workbook(target)["Sheet1"]["A1"].value == "x"
    assert drive.files().export(fileId=made, mimeType="text/csv").execute() == b"x"
    with pytest.raises(HttpError, match="Export with Docs Editors files") as caught:
        drive.files().get_media(fileId=made).execute()
    assert caught.value.resp.status == 403


def test_permissions_are_given_and_taken(drive: Any, made: str) -> None:
    body = {"type": "user", "role": "reader", "emailAddress": "otto@example.org"}
    given = drive.permissions().create(fileId=made, body=body, fields="id,emailAddress").execute()
    assert given["emailAddress"] == "otto@example.org"
    drive.permissions().update(fileId=made, permissionId=given["id"], body={"role": "writer"}).execute()
    found = drive.permissions().get(fileId=made, permissionId=given["id"]).execute()
    assert found["role"] == "writer"
    drive.permissions().delete(fileId=made, permissionId=given["id"]).execute()
    assert len(drive.permissions().list(fileId=made).execute()["permissions"]) == 1
