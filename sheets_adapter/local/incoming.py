"""What a request over HTTP must look like before the service sees it: who sends it, how much, and in what form."""

from __future__ import annotations

from email.message import Message
from io import BufferedIOBase
from typing import NamedTuple
from urllib.parse import urlsplit

LARGEST_BODY = 64 * 1024 * 1024
"""Bytes; Google recommends 2 MB and takes more."""

_NAMES_OF_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
_LONGEST_LINE = 1024
"""Bytes of a line between the chunks of a body."""


class Refused(Exception):  # noqa: N818
    """A request that is not answered: its status and why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Asked(NamedTuple):
    method: str
    address: str
    content: bytes


def check_sender(address: str, headers: Message) -> None:
    """Refuses what a page in somebody's browser sends, under a host name of its own or across origins."""
    hosts = headers.get_all("Host") or []
    if len(hosts) != 1 or not _is_here("//" + hosts[0].strip()):
        raise Refused(403, f"The host {', '.join(hosts) or '(none)'} is not served here.")
    if not address.startswith("/") and not _is_here(address):
        raise Refused(403, "Only this machine is served here.")
    for origin in headers.get_all("Origin") or []:
        if not _is_here(origin.strip()):
            raise Refused(403, f"Pages of {origin} may not use this service.")


def _is_here(address: str) -> bool:
    """Whether an address, with or without a scheme, is on this machine: in any letters, ended by a dot or not."""
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return False
    return parts.username is None and (parts.hostname or "").lower().removesuffix(".") in _NAMES_OF_HERE


def asked(method: str, address: str, headers: Message, body: bytes) -> Asked:
    """The request that is meant. Google's Python client sends a GET whose address grew too long as a POST."""
    instead = headers.get("X-HTTP-Method-Override", "").strip().upper()
    if not instead:
        return Asked(method, address, body)
    if method != "POST":
        raise Refused(400, "X-HTTP-Method-Override goes with POST.")
    if headers.get_content_type() == "application/x-www-form-urlencoded":
        try:
            query = body.decode("ascii")
        except UnicodeDecodeError as error:
            raise Refused(400, "A form must be percent-encoded.") from error
        joint = "&" if urlsplit(address).query else "?"
        return Asked(instead, f"{address}{joint}{query}" if query else address, b"")
    return Asked(instead, address, body)


def content(headers: Message, source: BufferedIOBase) -> bytes:
    """The whole body. Raises Refused for what is too large, broken, packed or does not come."""
    if headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Refused(501, "The local Sheets service does not implement Content-Encoding.")
    lengths = headers.get_all("Content-Length") or []
    try:
        if headers.get("Transfer-Encoding") is not None:
            if lengths or headers["Transfer-Encoding"].strip().lower() != "chunked":
                raise Refused(400, "A body has one length: either Content-Length or Transfer-Encoding: chunked.")
            return _chunks(source)
        return _whole(source, _length(lengths))
    except TimeoutError as error:
        raise Refused(408, "The body did not come in time.") from error


def _length(lengths: list[str]) -> int:
    if not lengths:
        return 0
    text = lengths[0].strip()
    if len(set(lengths)) > 1 or not (text.isascii() and text.isdigit()):
        raise Refused(400, "Invalid Content-Length.")
    # So many digits that counting them would take long are too much in any case.
    return _allowed(LARGEST_BODY + 1 if len(text) > 20 else int(text))


def _allowed(size: int) -> int:
    if size > LARGEST_BODY:
        raise Refused(413, f"Request payload size exceeds the limit: {LARGEST_BODY} bytes.")
    return size


def _whole(source: BufferedIOBase, size: int) -> bytes:
    found = source.read(size) if size else b""
    if len(found) < size:
        raise Refused(400, "The body is shorter than its Content-Length.")
    return found


def _chunks(source: BufferedIOBase) -> bytes:
    found, size = [], 0
    while True:
        digits = _line(source).partition(b";")[0].strip()
        if not digits or len(digits) > 16 or any(digit not in b"0123456789abcdefABCDEF" for digit in digits):
            raise Refused(400, "Invalid chunk of a body.")
        length = int(digits, 16)
        if not length:
            break
        size = _allowed(size + length)
        found.append(_whole(source, length))
        if _line(source):
            raise Refused(400, "Invalid chunk of a body.")
    for _ in range(100):
        if not _line(source):
            return b"".join(found)
    raise Refused(400, "Too many lines after a body.")


def _line(source: BufferedIOBase) -> bytes:
    line = source.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise Refused(400, "Invalid chunk of a body.")
    return line.rstrip(b"\r\n")
