"""Surveys told to another program: a signed POST each, as the Standard Webhooks specification has it.

The body of a survey and its ``Idempotency-Key`` are the same on every try: a receiver that has seen the key does
nothing twice. So where an answer is lost the call is simply repeated.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import string
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from urllib3.exceptions import MaxRetryError

from flows.delivery.parcel import Fate, Log, Outcome, Parcel, one_line
from flows.errors import BadWebhook
from flows.program.delivery_values import read_webhook

TIMEOUT = (10.0, 30.0)
"""Seconds to connect, and between bytes of the answer."""
LONGEST_ANSWER = 65_536
LATER = frozenset({408, 409, 425, 429})
"""Besides 5xx; 409: the first call with this key is still at work."""
ABOUT_US = frozenset({401, 403, 404, 405, 410})
"""Besides 3xx: the page has moved, is gone or does not let us in, whoever the client is."""
WAIT = frozenset({429, 503})
LOSSES = 2
"""So many calls in a row without an answer, and the rest waits for the next run."""
PREFIX = "whsec_"


@dataclass(frozen=True)
class Webhook:
    """``secret``: ``whsec_`` and base64, as programs make them, or any words.

    Raises BadWebhook unless ``url`` is https, or http on this machine.
    """

    url: str
    secret: str = field(repr=False)
    timeout: tuple[float, float] = TIMEOUT

    def __post_init__(self) -> None:
        try:
            read_webhook(self.url)
        except ValueError as refused:
            parts = urlsplit(self.url)
            raise BadWebhook(address=f"{parts.scheme}://{parts.hostname or ''}") from refused

    def deliver(self, parcels: Sequence[Parcel], log: Log) -> Iterator[Outcome]:
        """As ``Channel``. Once the receiver is out of reach, or asks to wait, the rest is not tried."""
        away: Outcome | None = None
        losses = 0
        with requests.Session() as session:
            session.trust_env = urlsplit(self.url).scheme == "https"  # no proxy between this machine and itself
            for parcel in parcels:
                if away:
                    yield replace(away, key=parcel.key)
                    continue
                outcome, away = self._posted(session, parcel, log)
                losses = losses + 1 if outcome.code == "no_reply" else 0
                if losses >= LOSSES:
                    away = replace(outcome, fate=Fate.NOT_TRIED)
                yield outcome

    def _posted(self, session: requests.Session, parcel: Parcel, log: Log) -> tuple[Outcome, Outcome | None]:
        """What became of it, and of the rest if there is no point in going on."""
        sent = body(parcel.payload)
        try:
            log.handing_over(parcel.key)
        except OSError as refused:
            outcome = Outcome(parcel.key, Fate.NOT_TRIED, "not_noted", one_line(refused))
            return outcome, outcome
        try:
            answer = session.post(
                self.url,
                data=sent,
                headers=headers(parcel.key, sent, self.secret, int(time.time())),
                timeout=self.timeout,
                allow_redirects=False,
                stream=True,
            )
        except requests.RequestException as error:
            outcome = _unanswered(parcel.key, error)
            rest = outcome if outcome.fate is Fate.NOT_TRIED else None
        else:
            with answer, suppress(requests.RequestException):
                next(answer.iter_content(LONGEST_ANSWER), b"")  # read, so that the connection serves the next one
            outcome = _answered(parcel.key, answer)
            rest = replace(outcome, fate=Fate.NOT_TRIED) if answer.status_code in WAIT else None
        log.settled(parcel.key, outcome.fate)
        return outcome, rest


def body(payload: Mapping[str, Any] | None) -> bytes:
    """The same bytes for the same survey."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def headers(key: str, sent: bytes, secret: str, timestamp: int) -> dict[str, str]:
    """``timestamp``: seconds since 1970. A key with letters that no header can hold is percent-encoded."""
    name = quote(key, safe=string.printable.rstrip(string.whitespace) + " ")
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"npsheets/{version('npsheets')}",
        "Idempotency-Key": name,
        "webhook-id": name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(name, timestamp, sent, secret),
    }


def signature(name: str, timestamp: int, sent: bytes, secret: str) -> str:
    """``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``."""
    signed = f"{name}.{timestamp}.".encode() + sent
    return "v1," + base64.b64encode(hmac.new(_signing_key(secret), signed, hashlib.sha256).digest()).decode()


def _signing_key(secret: str) -> bytes:
    coded = secret.removeprefix(PREFIX)
    if coded != secret:
        with suppress(binascii.Error):
            return base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True)
    return secret.encode()


def _unanswered(key: str, error: requests.RequestException) -> Outcome:
    """Whether the call can have arrived."""
    if isinstance(error, requests.exceptions.SSLError):
        return Outcome(key, Fate.NOT_TRIED, "webhook_not_trusted", _reason(error))
    if isinstance(error, requests.ConnectTimeout) or isinstance(next(iter(error.args), None), MaxRetryError):
        return Outcome(key, Fate.NOT_TRIED, "webhook_away", _reason(error))
    return Outcome(key, Fate.PUT_OFF, "no_reply", _reason(error))


def _reason(error: requests.RequestException) -> str:
    """The innermost cause; what stands around it names the address and the path."""
    inner: BaseException = error
    while (deeper := inner.__cause__ or inner.__context__) is not None:
        inner = deeper
    return one_line(inner)


def _answered(key: str, answer: requests.Response) -> Outcome:
    status, said = answer.status_code, one_line(f"{answer.status_code} {answer.reason or ''}")
    if 200 <= status < 300:
        return Outcome(key, Fate.SENT, detail=said)
    if status in LATER or status >= 500:
        return Outcome(key, Fate.PUT_OFF, "put_off", said)
    if status in ABOUT_US or status < 400:
        return Outcome(key, Fate.NOT_TRIED, "webhook_refused_us", said)
    return Outcome(key, Fate.REFUSED, "refused", said)
