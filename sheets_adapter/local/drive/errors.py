"""Errors as Drive words them: a list of reasons, each with what it is about, and no status."""

from __future__ import annotations

from typing import Any

from sheets_adapter.local.errors import ApiError

_REASONS = {
    400: "badRequest",
    403: "forbidden",
    404: "notFound",
    429: "rateLimitExceeded",
    501: "notImplemented",
    503: "backendError",
}


class DriveError(ApiError):
    """``location``: the parameter that is at fault."""

    def __init__(self, code: int, message: str, reason: str, location: str = "") -> None:
        super().__init__(code, message)
        self.reason = reason
        self.location = location

    def body(self) -> dict[str, Any]:
        return body(self)


def body(error: ApiError) -> dict[str, Any]:
    """Any error of the service in Drive's form."""
    reason = getattr(error, "reason", "") or _REASONS.get(error.code, "badRequest")
    entry = {"message": error.message, "domain": "global", "reason": reason}
    location = getattr(error, "location", "")
    if location:
        entry |= {"location": location, "locationType": "parameter"}
    return {"error": {"code": error.code, "message": error.message, "errors": [entry]}}


def file_not_found(file_id: str) -> DriveError:
    return DriveError(404, f"File not found: {file_id}.", "notFound", "fileId")


def invalid_value(parameter: str) -> DriveError:
    return DriveError(400, "Invalid Value", "invalid", parameter)


def unsupported(what: str) -> DriveError:
    return DriveError(501, f"The local Sheets service does not implement {what}.", "notImplemented")
