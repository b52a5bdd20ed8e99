"""Drive's calls about files, as far as clients of spreadsheets make them: ``drive.files.list`` and others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheets_adapter.local.calls import Answer, Call
from sheets_adapter.local.drive import comments, errors, exports, files, permissions, uploads
from sheets_adapter.local.errors import ApiError
from sheets_adapter.local.shelf import Shelf

METHODS: dict[str, Callable[[Shelf, Call], dict[str, Any] | Answer]] = {
    "drive.files.list": files.list_all,
    "drive.files.get": files.get,
    "drive.files.create": files.create,
    "drive.files.copy": files.copy,
    "drive.files.update": files.update,
    "drive.files.delete": files.delete,
    "drive.files.export": exports.export,
    "drive.permissions.list": permissions.list_all,
    "drive.permissions.get": permissions.get,
    "drive.permissions.create": permissions.create,
    "drive.permissions.update": permissions.update,
    "drive.permissions.delete": permissions.delete,
    "drive.comments.list": comments.list_all,
    "drive.comments.create": comments.create,
    "drive.v2.files.update": uploads.update,
    "drive.export of docs.google.com": exports.export_of_docs,
}


def carry_out(shelf: Shelf, call: Call) -> Answer:
    """Answers a call of Drive. Raises FileProblem, never ApiError."""
    try:
        if call.method not in METHODS:
            raise errors.unsupported(call.method)
        answer = METHODS[call.method](shelf, call)
    except ApiError as error:
        return Answer(error.code, errors.body(error))
    return answer if isinstance(answer, Answer) else Answer(200, answer)
