"""The local Sheets service over HTTP, on loopback only."""

from __future__ import annotations

import socket
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from sheets_adapter.local.calls import Answer
from sheets_adapter.local.errors import STATUSES, FileProblem
from sheets_adapter.local.incoming import LARGEST_BODY, Refused, asked, check_sender, content
from sheets_adapter.local.injection import Broken, Injector, breaking, control
from sheets_adapter.local.service import LocalSheets

__all__ = ["LARGEST_BODY", "LOOPBACK", "LocalServer", "serve"]

LOOPBACK = "127.0.0.1"

_OF_PROBLEM = {
    "not_found": (404, "The file {name} is not there."),
    "folder": (404, "{name} is a folder."),
    "not_a_spreadsheet": (400, "The file {name} cannot be read as an .xlsx workbook."),
    "too_large": (400, "The file {name} is larger than a spreadsheet can be."),
    "unsafe": (400, "The file {name} is not as spreadsheet programs write them and was not opened."),
    "read_only": (403, "The file {name} may not be written."),
    "unreadable": (403, "The file {name} may not be read."),
    "file_in_use": (503, "The file {name} is open in another program."),
    "not_saved": (503, "The file {name} could not be saved."),
}


class LocalServer(ThreadingHTTPServer):
    """Serves a file or a folder; ``address`` is where clients find it instead of Google's hosts."""

    daemon_threads = True
    # As many as a browser or a test opens at once; more wait instead of being refused.
    request_queue_size = 64

    def __init__(self, service: LocalSheets, port: int = 0, *, controlled: bool = False) -> None:
        """``controlled``: the service's injector may be told over HTTP what to do."""
        self.service = service
        self.controlled = service.injector if controlled else None
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.server_address[1]}"


def serve(path: Path | str, port: int = 0, *, injection: bool = False) -> LocalServer:
    """A server for a file or a folder, bound and not yet running: call ``serve_forever``.

    ``injection``: whoever can reach it can also have it fail on purpose (see ``injection.control``). Raises
    FileProblem, OSError where the port is taken.
    """
    service = LocalSheets(path, Injector() if injection else None)
    if service.shelf.is_folder:
        service.shelf.paths()
    else:
        service.check()
    return LocalServer(service, port, controlled=injection)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "npsheets"
    sys_version = ""
    server: LocalServer
    timeout = 60
    """Seconds without a byte, after which a sender is given up."""

    def _answer(self) -> None:
        try:
            check_sender(self.path, self.headers)
            request = asked(self.command, self.path, self.headers, content(self.headers, self.rfile))
        except Refused as refused:
            # What was not read would be taken for the next request.
            self.close_connection = True
            self._send(_error(refused.status, str(refused)))
            self._let_go()
            return
        address = urlsplit(request.address)
        user = self.headers.get("Authorization", "")
        try:
            answer = self._control(address.path, request.content) or self.server.service.handle(
                request.method, address.path, address.query, request.content, user
            )
        except FileProblem as problem:
            status, message = _OF_PROBLEM.get(problem.code, (503, "The file {name} cannot be used."))
            answer = _error(status, message.format(name=problem.path.name))
        except Exception:
            self.close_connection = True
            self._send(_error(500, "Internal error encountered."))
            raise
        self._send(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _answer  # noqa: N815

    def _control(self, path: str, body: bytes) -> Answer | None:
        if self.server.controlled is None:
            return None
        if "Origin" in self.headers and path.startswith(control.ADDRESS):
            return _error(403, "Nothing is injected from a web page.")
        return control.answer(self.server.controlled, self.command, path, body)

    def _send(self, answer: Answer) -> None:
        if isinstance(answer, Broken):
            breaking.break_off(self, answer)
            return
        text = answer.content()
        self.send_response(answer.status)
        for name, value in answer.every_header().items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(text)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def _let_go(self) -> None:
        """Takes what is still coming for a moment: a sender that is cut off in the middle never sees the answer."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(1)
            for _ in range(64):
                if not self.connection.recv(65536):
                    return

    def log_message(self, format: str, *_arguments: object) -> None:  # noqa: A002
        """What is printed is the business of whoever runs the server."""


def _error(status: int, message: str) -> Answer:
    code = STATUSES.get(status, "INVALID_ARGUMENT")
    return Answer(status, {"error": {"code": status, "message": message, "status": code}})
