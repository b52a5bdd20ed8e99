"""The local service under a ``requests`` session, so that an unmodified gspread talks to it."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter

from sheets_adapter.local.service import Answer, LocalSheets

HOST = "https://sheets.googleapis.com"
"""Where to mount the adapter."""


class LocalTransport(BaseAdapter):
    """Answers requests from a file, in process: no server, no network."""

    def __init__(self, service: LocalSheets) -> None:
        super().__init__()
        self._service = service

    def send(self, request: PreparedRequest, *_arguments: Any, **_options: Any) -> Response:
        """Raises FileProblem when the file cannot be used; everything else is an answer."""
        address = urlsplit(request.url or "")
        body = json.loads(request.body) if request.body else None
        answer = self._service.handle(request.method or "GET", str(address.path), str(address.query), body)
        return _response(request, answer)

    def close(self) -> None:
        """Nothing is kept open."""


def _response(request: PreparedRequest, answer: Answer) -> Response:
    response = Response()
    response.status_code = answer.status
    response.reason = HTTPStatus(answer.status).phrase
    response.headers["Content-Type"] = "application/json; charset=UTF-8"
    response.headers.update(answer.headers)
    response.encoding = "utf-8"
    response.url = request.url or ""
    response.request = request
    response._content = json.dumps(answer.body, ensure_ascii=False).encode()
    return response
