"""What can go wrong in the local Sheets service.

::

    LocalSheetsError
    ├── ApiError      an answer: Google's error body with its status
    └── FileProblem   the file itself cannot be used: said before any work, never as an answer

``FileProblem.code`` is one of ``not_found``, ``folder``, ``not_a_spreadsheet``, ``unreadable``, ``too_large``,
``unsafe``, ``read_only``, ``file_in_use``, ``not_saved`` and, for a file to be made, ``file_exists``. ``kind`` tells
more of some: of ``not_a_spreadsheet`` what the file is instead (``password``, ``xls``, ``xlsb``, ``ods``, ``text``,
``empty``, ``special``, ``damaged``), of ``too_large`` what is (``cells``, ``merged``, ``unpacked``), of ``file_in_use``
who has it open, if that is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

STATUSES = {
    400: "INVALID_ARGUMENT",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class LocalSheetsError(Exception):
    """Anything the local service refuses."""


class ApiError(LocalSheetsError):
    """An error answer: HTTP status and Google's wording; ``details`` as Google's body lists them."""

    def __init__(self, code: int, message: str, *details: dict[str, Any]) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = list(details)

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message, "status": STATUSES[self.code]}
        if self.details:
            error["details"] = self.details
        return {"error": error}


class FileProblem(LocalSheetsError):  # noqa: N818
    """The file cannot be used; ``code`` says why, ``path`` which, ``detail`` is for those who look into it."""

    def __init__(self, code: str, path: Path, detail: str = "", *, kind: str = "", sheet: str = "") -> None:
        super().__init__(f"{code}: {path}" + (f" ({detail})" if detail else ""))
        self.code = code
        self.path = path
        self.detail = detail
        self.kind = kind
        self.sheet = sheet


def invalid(message: str) -> ApiError:
    return ApiError(400, message)


def violations(problems: Sequence[tuple[str, str]], message: str = "") -> ApiError:
    """What is wrong with a request, as pairs of a field (empty for the whole of it) and Google's description."""
    found = [({"field": field} if field else {}) | {"description": problem} for field, problem in problems]
    details = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": found}
    return ApiError(400, message or "\n".join(problem for _, problem in problems), details)


def unbound_parameter(name: str) -> ApiError:
    """A parameter of the query that the method does not have."""
    message = (
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message."
    )
    return violations([("", message)])


def not_found() -> ApiError:
    return ApiError(404, "Requested entity was not found.")


def unimplemented(name: str) -> ApiError:
    return ApiError(501, f"The local Sheets service does not implement {name}.")
