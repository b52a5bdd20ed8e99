"""The HTTP client under gspread: bounded retries, timeouts, and a count of what was asked.

gspread's own client waits for ever and gives up never; here every call has a timeout and all its tries
together a budget. A call counts once however often it is tried.
"""

from __future__ import annotations

import email.utils
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import requests
import stamina
from google.auth.exceptions import TransportError
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient

TIMEOUTS = (5.0, 60.0)
"""Seconds to connect, seconds to wait for an answer."""
BUDGET = 120.0
"""Seconds that all tries of one call may take together."""
ATTEMPTS = 8
TRANSIENT = frozenset({429, 500, 502, 503, 504})

BeforeCall = Callable[[str], None]


class RetryingClient(HTTPClient):
    """``calls`` counts ``read`` and ``write`` calls; ``before_call`` is told the kind before every try.

    A write is repeated too, because every batch this project sends moves the revision stamp: if the lost
    answer was a yes, the repetition is refused whole and becomes a Conflict, never a second write.
    """

    def __init__(self, auth: Any, session: Any = None) -> None:
        super().__init__(auth, session)
        self.set_timeout(TIMEOUTS)
        self.calls: Counter[str] = Counter()
        self.tries: Counter[str] = Counter()
        self.before_call: BeforeCall | None = None

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
        kind = "read" if method.lower() == "get" else "write"
        self.calls[kind] += 1
        deadline = time.monotonic() + BUDGET
        answer: requests.Response
        for attempt in stamina.retry_context(
            on=lambda error: wait(error, deadline - time.monotonic()),
            attempts=ATTEMPTS,
            timeout=BUDGET,
            wait_initial=1.0,
            wait_max=30.0,
            wait_jitter=1.0,
        ):
            with attempt:
                if self.before_call:
                    self.before_call(kind)
                self.tries[kind] += 1
                answer = super().request(method, endpoint, *args, **kwargs)
        return answer


def wait(error: Exception, left: float) -> bool | float:
    """Whether to try again: no, yes after the usual pause, or yes after so many seconds as the service said."""
    if isinstance(error, (requests.ConnectionError, requests.Timeout, TransportError)):
        return True
    if not isinstance(error, APIError) or error.response.status_code not in TRANSIENT:
        return False
    told = _retry_after(error.response.headers.get("Retry-After", ""))
    if told is None:
        return True
    # A pause longer than what is left would only make people wait for the same failure.
    return told if told < left else False


def _retry_after(header: str) -> float | None:
    """Seconds, given as such or as the time of day."""
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
