"""The local Sheets service over HTTP, on loopback only."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sheets_adapter.local.calls import Answer
from sheets_adapter.local.errors import STATUSES, FileProblem
from sheets_adapter.local.service import LocalSheets

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 64 * 1024 * 1024
"""Bytes; Google recommends 2 MB and takes more."""

_NAMES_OF_HERE = frozenset({"127.0.0.1", "localhost", "[::1]"})
_STATUS_OF_PROBLEM = {"not_found": 404, "folder": 404, "read_only": 403, "unreadable": 403}


class LocalServer(ThreadingHTTPServer):
    """Serves one file; ``address`` is where clients find it instead of https://sheets.googleapis.com."""

    daemon_threads = True

    def __init__(self, service: LocalSheets, port: int = 0) -> None:
        self.service = service
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.server_address[1]}"


def serve(path: Path | str, port: int = 0) -> LocalServer:
    """A server for one file, bound and not yet running: call ``serve_forever``. Raises FileProblem, OSError."""
    service = LocalSheets(path)
    service.check()
    return LocalServer(service, port)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LocalServer
    timeout = 60

    def _answer(self) -> None:
        # A page in somebody's browser must not reach the file under a host name of its own.
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        if host not in _NAMES_OF_HERE:
            self._send(_refusal(403, f"The host {host} is not served here."))
            return
        body, refusal = self._body()
        if refusal is not None:
            self.close_connection = True
            self._send(refusal)
            return
        address = urlsplit(self.path)
        try:
            answer = self.server.service.handle(self.command, address.path, address.query, body)
        except FileProblem as problem:
            answer = _refusal(_STATUS_OF_PROBLEM.get(problem.code, 503), str(problem))
        except Exception as error:
            self._send(_refusal(500, f"{type(error).__name__}: {error}"))
            raise
        self._send(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer  # noqa: N815

    def _body(self) -> tuple[bytes, Answer | None]:
        """What was sent, or the answer that says why it is not taken."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY or "Transfer-Encoding" in self.headers:
            return b"", _refusal(413, f"Request payload size exceeds the limit: {LARGEST_BODY} bytes.")
        return self.rfile.read(int(length)), None

    def _send(self, answer: Answer) -> None:
        content = answer.content()
        self.send_response(answer.status)
        for name, value in answer.every_header().items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *_arguments: Any) -> None:  # noqa: A002
        """What is printed is the business of whoever runs the server."""


def _refusal(status: int, message: str) -> Answer:
    code = STATUSES.get(status, "INVALID_ARGUMENT")
    return Answer(status, {"error": {"code": status, "message": message, "status": code}})
