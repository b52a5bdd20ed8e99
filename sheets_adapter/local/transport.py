"""The local service under a ``requests`` session, so that an unmodified gspread talks to it."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter

from sheets_adapter.local.calls import Answer
from sheets_adapter.local.injection import Broken, breaking
from sheets_adapter.local.service import LocalSheets

HOST = "https://sheets.googleapis.com"
"""Where to mount the adapter for the Sheets API alone."""
EVERY_HOST = "https://"
"""Where to mount it so that Drive's calls, which go to www.googleapis.com, come to it as well."""


class LocalTransport(BaseAdapter):
    """Answers requests from a file or a folder, in process: no server, no network."""

    def __init__(self, service: LocalSheets) -> None:
        super().__init__()
        self._service = service

    def send(self, request: PreparedRequest, *_arguments: Any, **_options: Any) -> Response:
        """Raises FileProblem when the file cannot be used; all else is an answer, or a break that was injected."""
        address = urlsplit(request.url or "")
        answer = self._service.handle(
            request.method or "GET",
            str(address.path),
            str(address.query),
            _sent(request),
            request.headers.get("Authorization", ""),
        )
        if isinstance(answer, Broken):
            raise breaking.error(answer, request)
        return _response(request, answer)

    def close(self) -> None:
        """Nothing is kept open."""


def _sent(request: PreparedRequest) -> str | bytes | None:
    body: Any = request.body
    if body is None or isinstance(body, (str, bytes)):
        return body
    return bytes(body.read()) if hasattr(body, "read") else b"".join(body)


def _response(request: PreparedRequest, answer: Answer) -> Response:
    response = Response()
    response.status_code = answer.status
    response.reason = HTTPStatus(answer.status).phrase
    response.headers.update(answer.every_header())
    response.encoding = "utf-8"
    response.url = request.url or ""
    response.request = request
    content = answer.content()
    response._content = content
    response.raw = BytesIO(content)
    return response
