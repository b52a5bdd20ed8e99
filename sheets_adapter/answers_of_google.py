"""What Google's error answers mean: by status, by the reason in their details, else by their words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from gspread.exceptions import APIError

from sheets_adapter import errors
from sheets_adapter.http import retry_after

Json = dict[str, Any]
Make = Callable[["Answered"], errors.NpsheetsError]

_PROTECTED = "protected cell or object"
_TOO_MANY_CELLS = re.compile(r"above the limit of \d+ cells")
_OFFICE = re.compile("not supported for this document|must not be an Office file", re.IGNORECASE)
_DISABLED = re.compile("has not been used in project|it is disabled", re.IGNORECASE)
_NO_QUOTA_PROJECT = re.compile("requires a quota project", re.IGNORECASE)
_QUOTA_PROJECT_DENIED = re.compile(r"required permission to use project (?P<project>[\w:.-]+?)\.?(?:\s|$)")
_SCOPES = re.compile("insufficient authentication scopes", re.IGNORECASE)
_UNKNOWN_CALLER = re.compile("unregistered callers|missing required authentication", re.IGNORECASE)
_PROJECT = re.compile(r"(?:projects?/|project[ =]|project_number:)(?P<project>[\w.:-]*\w)")
_CONSOLE = "https://console.cloud.google.com/apis/library/sheets.googleapis.com"
_MINUTE = 60
_A_MINUTE = {"user": 60, "project": 300}


class Answered:
    """An error answer taken apart; ``writing``: it came to a write after a read that went well."""

    def __init__(self, error: APIError, location: str, account: str, *, writing: bool) -> None:
        self.status = int(error.response.status_code)
        self.message = str(error.error.get("message", ""))
        self.state = str(error.error.get("status", ""))
        self.is_google = error.error.get("code") != -1  # gspread's word for an answer that is no JSON
        details = error.error.get("details")
        self.details: list[Json] = [each for each in details if isinstance(each, dict)] if details else []
        self.retry_after = retry_after(error.response.headers.get("Retry-After", ""))
        self.location, self.account, self.writing = location, account, writing

    @property
    def reason(self) -> str:
        return next((str(each["reason"]) for each in self.details if "reason" in each), "")

    @property
    def metadata(self) -> Json:
        return next((each["metadata"] for each in self.details if isinstance(each.get("metadata"), dict)), {})

    @property
    def project(self) -> str:
        found = _PROJECT.search(str(self.metadata.get("consumer", ""))) or _PROJECT.search(self.message)
        return found["project"] if found else ""

    def said(self) -> Json:
        return {"detail": self.message, "location": self.location, "account": self.account}


def api_error(error: APIError, location: str, account: str, *, writing: bool = False) -> errors.NpsheetsError:
    answered = Answered(error, location, account, writing=writing)
    if answered.status == 407:
        return errors.ProxyRefused(host="sheets.googleapis.com", login=True)
    if not answered.is_google and answered.status < 500 and answered.status not in {404, 429}:
        return errors.Intercepted(status=answered.status)
    make = _BY_STATUS.get(answered.status)
    if make is not None:
        return make(answered)
    if answered.status >= 500 and answered.status != 501:
        return errors.Unavailable(detail=answered.message if answered.is_google else "")
    return errors.Refused(**answered.said())


def _bad_request(answered: Answered) -> errors.NpsheetsError:
    """A conflict in general, since what we write is valid unless somebody changed the sheet meanwhile."""
    if _TOO_MANY_CELLS.search(answered.message):
        return errors.TooLarge()
    if _PROTECTED in answered.message:
        return errors.Protected(location=answered.location, account=answered.account)
    if _OFFICE.search(answered.message):
        return errors.OfficeFile(location=answered.location)
    if answered.state == "FAILED_PRECONDITION":
        return errors.Refused(**answered.said())
    return errors.Conflict(**answered.said())


def _unauthenticated(answered: Answered) -> errors.NpsheetsError:
    if answered.reason == "CREDENTIALS_MISSING" or _UNKNOWN_CALLER.search(answered.message):
        return errors.NoCredentials()
    return errors.BadCredentials(reason="token")


def _forbidden(answered: Answered) -> errors.NpsheetsError:
    if answered.reason in {"RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"}:
        return _quota(answered)
    if answered.reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT" or _SCOPES.search(answered.message):
        return errors.ScopeMissing()
    if _UNKNOWN_CALLER.search(answered.message):
        return errors.NoCredentials()
    in_project = _project_trouble(answered)
    if in_project is not None:
        return in_project
    return (errors.SharedReadOnly if answered.writing else errors.NoAccess)(**answered.said())


def _project_trouble(answered: Answered) -> errors.NpsheetsError | None:
    """Words before reasons: where a quota project is missing, Google says SERVICE_DISABLED of a project of its own."""
    denied = _QUOTA_PROJECT_DENIED.search(answered.message)
    if _NO_QUOTA_PROJECT.search(answered.message):
        return errors.NoQuotaProject()
    if denied or answered.reason == "USER_PROJECT_DENIED":
        return errors.NoQuotaProject(project=denied["project"] if denied else answered.project)
    if answered.reason == "SERVICE_DISABLED" or _DISABLED.search(answered.message):
        project = answered.project
        return errors.ApiDisabled(project=project, link=f"{_CONSOLE}?project={project}" if project else _CONSOLE)
    return None


def _quota(answered: Answered) -> errors.NpsheetsError:
    """Google counts by the minute; which of its quotas is used up stands in the details, else in the words."""
    told = f"{answered.metadata.get('quota_limit', '')} {answered.message}".casefold()
    kinds = [kind for kind in ("read", "write") if kind in told]
    whose = "user" if "peruser" in told or "per user" in told else "project"
    return errors.QuotaExceeded(
        quota=f"{kinds[0]}s_{whose}" if len(kinds) == 1 else "",
        limit=answered.metadata.get("quota_limit_value") or _A_MINUTE[whose],
        seconds=max(1, round(answered.retry_after)) if answered.retry_after is not None else _MINUTE,
    )


_BY_STATUS: dict[int, Make] = {
    400: _bad_request,
    401: _unauthenticated,
    403: _forbidden,
    404: lambda answered: errors.NotFound(location=answered.location, online=True),
    429: _quota,
}
