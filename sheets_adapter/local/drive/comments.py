"""Comments on a file, as far as a copy takes them along: they are written and listed. The workbook keeps them."""

from __future__ import annotations

import secrets
from typing import Any

from sheets_adapter.local import properties
from sheets_adapter.local.calls import Call
from sheets_adapter.local.drive.entries import find
from sheets_adapter.local.drive.errors import DriveError, unsupported
from sheets_adapter.local.drive.fields import Fields
from sheets_adapter.local.drive.pages import page
from sheets_adapter.local.drive.permissions import ME
from sheets_adapter.local.shelf import Shelf

Json = dict[str, Any]

_OF_COMMENT = Fields(
    "anchor assigneeEmailAddress author content createdTime deleted htmlContent id kind mentionedEmailAddresses "
    "modifiedTime quotedFileContent replies resolved",
    "*",
)
_OF_LIST = Fields("comments kind nextPageToken", "*")


def list_all(shelf: Shelf, call: Call) -> Json:
    _need_fields(call)
    if call.one("startModifiedTime"):
        raise unsupported("comments since a moment")
    found = find(shelf, call.spreadsheet_id).stored.get("comments") or []
    shown, token = page(call, list(found), default=20, most=100)
    answer: Json = {"kind": "drive#commentList", "comments": shown}
    if token:
        answer["nextPageToken"] = token
    return _OF_LIST.of(call, answer, comments=_OF_COMMENT)


def create(shelf: Shelf, call: Call) -> Json:
    _need_fields(call)
    find(shelf, call.spreadsheet_id)
    for name in call.body:
        if name not in {"content", "anchor", "quotedFileContent"}:
            raise unsupported(f"a comment with {name}")
    if not call.body.get("content"):
        raise DriveError(400, "Comment content is required.", "required", "content")
    moment = properties.now()
    made: Json = {
        "id": secrets.token_urlsafe(8),
        "kind": "drive#comment",
        "createdTime": moment,
        "modifiedTime": moment,
        "author": {name: ME[name] for name in ("kind", "displayName", "me")},
        "deleted": False,
        "resolved": False,
        "replies": [],
        **call.body,
    }
    with shelf.file(call.spreadsheet_id).writing() as document:
        document.spreadsheet["comments"] = [*(document.spreadsheet.get("comments") or []), made]
    return _OF_COMMENT.of(call, made)


def _need_fields(call: Call) -> None:
    if not (call.one("fields") or call.one("$fields")):
        raise DriveError(400, "The 'fields' parameter is required for this method.", "required", "fields")
