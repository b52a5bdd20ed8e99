"""How a connection breaks: what requests raises of it in process, what is done to the socket over HTTP."""

from __future__ import annotations

import errno
import http.client
import os
import socket
import struct
from http.server import BaseHTTPRequestHandler

import requests
from urllib3.exceptions import ProtocolError

from sheets_adapter.local.injection.faults import RESET, TIMEOUT, TRUNCATED, Broken


def error(answer: Broken, request: requests.PreparedRequest) -> requests.RequestException:
    """What a session raises where this happens on the way."""
    if answer.how == TIMEOUT:
        return requests.ReadTimeout("Read timed out.", request=request)
    if answer.how == TRUNCATED:
        content = answer.content()
        half = content[: len(content) // 2]
        cut = http.client.IncompleteRead(half, len(content) - len(half))
        return requests.exceptions.ChunkedEncodingError(ProtocolError(str(cut), cut), request=request)
    reset = ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
    return requests.ConnectionError(ProtocolError("Connection aborted.", reset), request=request)


def break_off(handler: BaseHTTPRequestHandler, answer: Broken) -> None:
    """Ends the connection of a handler so."""
    handler.close_connection = True
    if answer.how == TIMEOUT:
        _say_nothing(handler)
    elif answer.how == TRUNCATED:
        content = answer.content()
        handler.send_response(answer.status)
        for name, value in answer.every_header().items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[: len(content) // 2])
    elif answer.how == RESET:
        # Closed without lingering, a socket answers with a reset; closed it is only with what reads from it.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.rfile.close()
        handler.connection.close()


def _say_nothing(handler: BaseHTTPRequestHandler) -> None:
    """Until the other side has had enough."""
    handler.connection.settimeout(None)
    try:
        while handler.connection.recv(1024):
            pass
    except OSError:
        return
