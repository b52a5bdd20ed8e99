"""The HTTP client under gspread: bounded retries, timeouts, and a count of what was asked.

gspread's own client waits for ever and gives up never; here every call has a timeout and all its tries
together a budget. A call counts once however often it is tried.
"""

from __future__ import annotations

import email.utils
import ipaddress
import os
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
import stamina
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.exceptions import RefreshError, TransportError
from google.auth.transport.requests import AuthorizedSession, Request
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

from sheets_adapter import network
from sheets_adapter.errors import BadServiceAddress

TIMEOUTS = (5.0, 60.0)
"""Seconds to connect, seconds to wait for an answer."""
BUDGET = 120.0
"""Seconds that all tries of one call may take together."""
ATTEMPTS = 8
FIRST_ATTEMPTS = 2
"""While the service has not been reached once: an address that does not answer is most likely wrong or shut off."""
TRANSIENT = frozenset({429, 500, 502, 503, 504})
GOOGLE = "https://sheets.googleapis.com"
ADDRESS_IN_ENVIRONMENT = "NPSHEETS_SHEETS_API"

BeforeCall = Callable[[str], None]

_BROKEN = requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError, TransportError
"""No answer, or (the third) half of one."""


class TokenRefused(RefreshError):  # noqa: N818 - as said to people
    """google-auth's error, with the time of day that stood in the answer's ``Date``."""

    def __init__(self, refused: RefreshError, date: str) -> None:
        super().__init__(*refused.args, retryable=refused.retryable)  # type: ignore[no-untyped-call]
        self.date = date


class TokenRequest(Request):
    """Asks for tokens as google-auth does, and remembers what time it was in the last answer.

    What else google-auth asks (in which regions of Google's cloud an account may work) has no meaning for
    spreadsheets, so a token is sent nowhere but to the service.
    """

    date = ""

    def __call__(self, url: str, *args: Any, **kwargs: Any) -> Any:
        if url.endswith("/allowedLocations"):
            raise TransportError(url)  # type: ignore[no-untyped-call]
        answer = super().__call__(url, *args, **kwargs)  # type: ignore[no-untyped-call]
        self.date = answer.headers.get("Date", "")
        return answer


class RetryingClient(HTTPClient):
    """``calls`` counts ``read`` and ``write`` calls; ``before_call`` is told the kind before every try.

    A write is repeated too, because every batch this project sends moves the revision stamp: if the lost
    answer was a yes, the repetition is refused whole and becomes a Conflict, never a second write.
    ``address`` is used in the place of Google's. ``attempts`` and ``budget`` may be lowered where somebody waits.
    """

    def __init__(self, auth: Credentials, *, address: str = GOOGLE) -> None:
        self.token_request = TokenRequest()
        session = AuthorizedSession(auth, auth_request=self.token_request)  # type: ignore[no-untyped-call]
        super().__init__(auth, session)
        self.auth: Any = auth
        self.set_timeout(TIMEOUTS)
        self.address = address
        self.calls: Counter[str] = Counter()
        self.tries: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        """Answers by their HTTP status."""
        self.before_call: BeforeCall | None = None
        self.attempts = ATTEMPTS
        self.budget = BUDGET

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
        kind = "read" if method.lower() == "get" else "write"
        self.calls[kind] += 1
        deadline = time.monotonic() + self.budget
        answer: requests.Response
        for attempt in stamina.retry_context(
            on=lambda error: self._again(error, deadline - time.monotonic()),
            attempts=self.attempts,
            timeout=self.budget,
            wait_initial=1.0,
            wait_max=30.0,
            wait_jitter=1.0,
        ):
            with attempt:
                if self.before_call:
                    self.before_call(kind)
                self.tries[kind] += 1
                answer = self._once(method, endpoint.replace(GOOGLE, self.address, 1), *args, **kwargs)
        return answer

    def authenticate(self) -> None:
        """Gets a token now instead of with the first call; raises what google-auth raises."""
        if isinstance(self.auth, AnonymousCredentials) or self.auth.valid:
            return
        for attempt in stamina.retry_context(on=lambda error: self._again(error, self.budget), attempts=self.attempts):
            with attempt:
                self.tries["token"] += 1
                try:
                    self.auth.refresh(self.token_request)
                except RefreshError as refused:
                    raise TokenRefused(refused, self.token_request.date) from refused

    def _once(self, *args: Any, **kwargs: Any) -> requests.Response:
        try:
            answer = super().request(*args, **kwargs)
        except APIError as error:
            self.statuses[error.response.status_code] += 1
            raise
        except RefreshError as refused:
            raise TokenRefused(refused, self.token_request.date) from refused
        self.statuses[answer.status_code] += 1
        return answer

    def _again(self, error: Exception, left: float) -> bool | float:
        reached = self.statuses or network.trouble(error) not in network.NEVER_REACHED
        return wait(error, left) if reached or sum(self.tries.values()) < FIRST_ATTEMPTS else False


def wait(error: Exception, left: float) -> bool | float:
    """Whether to try again: no, yes after the usual pause, or yes after so many seconds as the service said."""
    if isinstance(error, RefreshError):
        return bool(error.retryable)
    if isinstance(error, _BROKEN):
        return network.trouble(error) not in network.LASTING
    if not isinstance(error, APIError) or error.response.status_code not in TRANSIENT:
        return False
    told = retry_after(error.response.headers.get("Retry-After", ""))
    if told is None:
        return True
    # A pause longer than what is left would only make people wait for the same failure.
    return told if told < left else False


def retry_after(header: str) -> float | None:
    """Seconds, given as such or as the time of day."""
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def service_address() -> str:
    """Where the Sheets API is: Google's address, or another one named in the environment.

    A token must not travel in the clear: anything but this machine has to be spoken to by https.
    """
    given = os.environ.get(ADDRESS_IN_ENVIRONMENT, "").strip().rstrip("/")
    if not given:
        return GOOGLE
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadServiceAddress(address=given) from error
    plain = not parts.path and not parts.query and not parts.fragment and not parts.username
    if not host or not plain or (parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host))):
        raise BadServiceAddress(address=given.replace(parts.netloc, parts.netloc.rpartition("@")[2]))
    return given


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
