"""A chat on loopback: whatever Apprise posts there is kept, or refused."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Chat:
    """``heard``: what was posted, in order. ``status`` is what it answers; ``silent``: it answers nothing at all."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.status = 200
        self.silent = threading.Event()
        self._done = threading.Event()
        chat = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if chat.silent.is_set():
                    chat._done.wait()
                    return
                chat.heard.append(json.loads(body))
                with suppress(OSError):
                    self.send_response(chat.status)
                    self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, schema: str = "json", path: str = "", **options: str) -> str:
        """As Apprise writes it."""
        asked = "&".join(f"{name}={value}" for name, value in options.items())
        return f"{schema}://127.0.0.1:{self._server.server_port}/{path}{'?' if asked else ''}{asked}"
