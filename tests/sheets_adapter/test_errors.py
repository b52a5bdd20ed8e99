"""Every error is one sentence that helps, in both languages, and foreign exceptions never come through."""

from __future__ import annotations

import json
import pickle
import re

import pytest
import requests
from google.auth import exceptions as google
from gspread.exceptions import APIError

from sheets_adapter import errors, texts
from sheets_adapter.local.errors import FileProblem
from sheets_adapter.translation import translated


def every_error():
    """The adapter's own; those who build upon it may have added branches."""
    waiting, found = [errors.NpsheetsError], []
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += [child for child in kind.__subclasses__() if child.__module__ == errors.__name__]
    return found


def placeholders(text):
    return set(re.findall(r"\{(\w+)\}", text))


def test_both_languages_have_the_same_sentences_with_the_same_details():
    english, russian = texts.SENTENCES["en"], texts.SENTENCES["ru"]
    assert english.keys() == russian.keys()
    assert {key: placeholders(text) for key, text in english.items()} == {
        key: placeholders(text) for key, text in russian.items()
    }
    assert texts.LABELS["en"].keys() == texts.LABELS["ru"].keys()


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_code_of_its_own_a_sentence_and_a_place_in_the_tree(kind):
    assert [each.code for each in every_error()].count(kind.code) == 1
    assert kind().say("en") == str(kind())
    assert re.search("[а-яё]", kind().say("ru"))
    assert kind.__name__ in errors.__doc__


def test_an_error_survives_being_stored():
    error = errors.MissingTable(table="clients", found=("A", "B"), likely="B")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is errors.MissingTable
    assert str(again) == str(error)


def api_error(status, message="m", **more):
    response = requests.Response()
    response.status_code = status
    response._content = json.dumps({"error": {"code": status, "message": message, "status": "S", **more}}).encode()
    return APIError(response)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (api_error(400, "Invalid requests[0].deleteNamedRange: No named range with id: npsheets_r1"), errors.Conflict),
        (api_error(400, "... in the workbook above the limit of 10000000 cells."), errors.TooLarge),
        (api_error(400, "... You are trying to edit a protected cell or object. ..."), errors.Protected),
        (api_error(401), errors.BadCredentials),
        (api_error(403, "The caller does not have permission"), errors.NoAccess),
        (
            api_error(403, "Google Sheets API has not been used in project 1 before or it is disabled."),
            errors.ApiDisabled,
        ),
        (api_error(404, "Requested entity was not found."), errors.NotFound),
        (api_error(429, "Quota exceeded"), errors.QuotaExceeded),
        (api_error(503), errors.Unavailable),
        (api_error(501), errors.Refused),
        (requests.ConnectionError("x"), errors.NoConnection),
        (requests.Timeout("x"), errors.NoConnection),
        (google.DefaultCredentialsError("none"), errors.NoCredentials),
        (google.RefreshError("invalid_grant"), errors.BadCredentials),
        (google.TransportError("x"), errors.NoConnection),
        (FileProblem("not_found", "a.xlsx"), errors.NotFound),
        (FileProblem("folder", "a"), errors.NotASpreadsheet),
        (FileProblem("not_a_spreadsheet", "a.xlsx"), errors.NotASpreadsheet),
        (FileProblem("read_only", "a.xlsx"), errors.ReadOnly),
        (FileProblem("unreadable", "a.xlsx"), errors.Unreadable),
        (FileProblem("not_saved", "a.xlsx", "No space left on device"), errors.NotSaved),
        (FileProblem("file_in_use", "a.xlsx", "~$a.xlsx"), errors.FileInUse),
    ],
    ids=repr,
)
def test_foreign_exceptions_become_ours(theirs, ours):
    with pytest.raises(errors.NpsheetsError) as caught, translated("the location"):
        raise theirs
    assert type(caught.value) is ours
    assert caught.value.__cause__ is theirs


def test_no_access_tells_whom_to_share_the_spreadsheet_with():
    with pytest.raises(errors.NoAccess, match=r"robot@example\.com"), translated("LINK", "robot@example.com"):
        raise api_error(403)


def test_a_file_that_is_open_elsewhere_tells_which_mark_to_delete():
    with pytest.raises(errors.FileInUse) as caught, translated("a.xlsx"):
        raise FileProblem("file_in_use", "a.xlsx", ".~lock.a.xlsx#")
    assert ".~lock.a.xlsx#" in str(caught.value)
    assert "открыт в другой программе" in caught.value.say("ru")
