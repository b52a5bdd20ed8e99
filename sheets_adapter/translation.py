"""The one place where foreign exceptions become ours: gspread's, requests', google-auth's, the local file's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import requests
from google.auth import exceptions as google
from gspread.exceptions import APIError

from sheets_adapter import errors
from sheets_adapter.local.errors import FileProblem

_FILE_PROBLEMS: dict[str, type[errors.NpsheetsError]] = {
    "not_found": errors.NotFound,
    "folder": errors.NotASpreadsheet,
    "not_a_spreadsheet": errors.NotASpreadsheet,
    "read_only": errors.ReadOnly,
    "unreadable": errors.Unreadable,
    "not_saved": errors.NotSaved,
    "file_in_use": errors.FileInUse,
    "file_exists": errors.FileExists,
}
_STATUSES: dict[int, type[errors.NpsheetsError]] = {
    400: errors.Conflict,
    401: errors.BadCredentials,
    403: errors.NoAccess,
    404: errors.NotFound,
    429: errors.QuotaExceeded,
}
_PROTECTED = "protected cell or object"
_TOO_MANY_CELLS = re.compile(r"above the limit of \d+ cells")


@contextmanager
def translated(location: str, account: str = "") -> Iterator[None]:
    """Raises ours for theirs. ``account`` is the address a spreadsheet has to be shared with."""
    try:
        yield
    except FileProblem as problem:
        raise file_problem(problem) from problem
    except APIError as error:
        raise api_error(error, location, account) from error
    except google.DefaultCredentialsError as error:
        raise errors.NoCredentials(detail=str(error)) from error
    except google.TransportError as error:
        raise errors.NoConnection(detail=str(error)) from error
    except google.GoogleAuthError as error:
        raise errors.BadCredentials(detail=str(error)) from error
    except requests.RequestException as error:
        raise errors.NoConnection(detail=type(error).__name__) from error


def file_problem(problem: FileProblem) -> errors.NpsheetsError:
    kind = _FILE_PROBLEMS.get(problem.code, errors.NotASpreadsheet)
    return kind(location=str(problem.path), detail=problem.detail, mark=problem.detail)


def api_error(error: APIError, location: str, account: str) -> errors.NpsheetsError:
    """By status; a 400 is a conflict, since what we write is valid unless somebody changed the sheet meanwhile."""
    status, message = error.response.status_code, str(error.error.get("message", ""))
    if status == 400 and _TOO_MANY_CELLS.search(message):
        return errors.TooLarge()
    if status == 403 and ("SERVICE_DISABLED" in error.response.text or "has not been used in project" in message):
        return errors.ApiDisabled(detail=message)
    if status == 400 and _PROTECTED in message:
        return errors.Protected(location=location, account=account)
    kind = _STATUSES.get(status, errors.Unavailable if status >= 500 and status != 501 else errors.Refused)
    return kind(detail=message, location=location, account=account)
