"""Why an address could not be reached, told from what requests and urllib3 raise inside each other."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
from google.auth.exceptions import TransportError
from urllib3 import exceptions as urllib3

NOT_TRUSTED, NOT_YET_TRUSTED = "not_trusted", "out_of_date"
PROXY_LOGIN, PROXY = "proxy_login", "proxy"
UNKNOWN_NAME, REFUSED, UNREACHABLE, TIMEOUT, RESET, OTHER = "dns", "refused", "unreachable", "timeout", "reset", "other"

LASTING = frozenset({NOT_TRUSTED, NOT_YET_TRUSTED, PROXY_LOGIN, PROXY})
"""Not mended by asking again: a person has to put something right."""
NEVER_REACHED = frozenset({UNKNOWN_NAME, REFUSED, UNREACHABLE})
"""Mended by asking again only if it worked before."""

_OF_DATES = ("has expired", "not yet valid")


def trouble(error: BaseException) -> str:
    """One of the words above."""
    causes = list(_causes(error))
    text = " ".join(map(str, causes))
    if any(isinstance(cause, (requests.exceptions.ProxyError, urllib3.ProxyError)) for cause in causes):
        return PROXY_LOGIN if " 407 " in f" {text} " else PROXY
    if any(isinstance(cause, (requests.exceptions.SSLError, ssl.SSLError)) for cause in causes):
        if "CERTIFICATE_VERIFY_FAILED" not in text and "certificate verify failed" not in text:
            return RESET
        return NOT_YET_TRUSTED if any(words in text for words in _OF_DATES) else NOT_TRUSTED
    kinds: tuple[tuple[str, tuple[type[BaseException], ...]], ...] = (
        (UNKNOWN_NAME, (urllib3.NameResolutionError,)),
        (REFUSED, (ConnectionRefusedError,)),
        (TIMEOUT, (requests.Timeout, urllib3.TimeoutError)),
        (UNREACHABLE, (urllib3.NewConnectionError,)),
        (RESET, (ConnectionError, urllib3.ProtocolError)),
    )
    return next((word for word, types in kinds if any(isinstance(cause, types) for cause in causes)), OTHER)


def host(error: BaseException) -> str:
    """The machine that was spoken to, empty where it is not known."""
    for cause in _causes(error):
        address = getattr(getattr(cause, "request", None), "url", "")
        if address:
            return urlsplit(address).netloc.rpartition("@")[2]
    return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it wraps, google-auth's wrapping included."""
    waiting, seen = [error], set()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        wrapped = [getattr(cause, "reason", None), cause.__cause__, *cause.args]
        if not isinstance(cause, TransportError):
            wrapped.append(cause.__context__)
        waiting += [each for each in wrapped if isinstance(each, BaseException)]
