"""Surveys told to another program: one signed POST each, after the Standard Webhooks specification.

The body of a survey is the same on every try, and so is its ``Idempotency-Key``: a receiver that has seen it answers
as before and does nothing, so after a crash or a lost answer the call is simply repeated.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import requests

from flows.delivery.parcel import Fate, Log, Outcome, Parcel

TIMEOUT = (10.0, 30.0)
"""Seconds to connect, and between bytes of the answer."""
_ABOUT_US = frozenset({401, 403, 404, 405, 410})
_LATER = frozenset({408, 409, 423, 425, 429})
_PREFIX = "whsec_"


@dataclass(frozen=True)
class Webhook:
    """``secret``: ``whsec_`` and base64, as other programs make them, or any words."""

    url: str
    secret: str = field(repr=False)
    timeout: tuple[float, float] = TIMEOUT

    def deliver(self, parcels: Sequence[Parcel], log: Log) -> Iterator[Outcome]:
        """Once the receiver is away or does not take us the rest is not tried."""
        away: Outcome | None = None
        with requests.Session() as session:
            for parcel in parcels:
                outcome = away or self._posted(session, parcel, log)
                away = outcome if outcome.fate is Fate.NOT_TRIED else None
                yield Outcome(parcel.key, outcome.fate, outcome.code, outcome.detail)

    def _posted(self, session: requests.Session, parcel: Parcel, log: Log) -> Outcome:
        sent = body(parcel.payload or {})
        log.handing_over(parcel.key)
        try:
            answer = session.post(
                self.url,
                data=sent,
                headers=headers(parcel.key, sent, self.secret, int(time.time())),
                timeout=self.timeout,
                allow_redirects=False,
            )
        except requests.ConnectTimeout as away:
            outcome = Outcome(parcel.key, Fate.NOT_TRIED, "webhook_away", type(away).__name__)
        except requests.ConnectionError as away:
            outcome = Outcome(parcel.key, Fate.PUT_OFF, "webhook_away", type(away).__name__)
        except requests.RequestException as lost:
            outcome = Outcome(parcel.key, Fate.PUT_OFF, "no_reply", type(lost).__name__)
        else:
            outcome = _of_answer(parcel.key, answer)
        log.settled(parcel.key, outcome.fate)
        return outcome


def body(payload: Mapping[str, Any]) -> bytes:
    """The same bytes for the same survey."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def headers(key: str, sent: bytes, secret: str, timestamp: int) -> dict[str, str]:
    """``webhook-signature`` is ``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"npsheets/{version('npsheets')}",
        "Idempotency-Key": key,
        "webhook-id": key,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(key, timestamp, sent, secret),
    }


def signature(key: str, timestamp: int, sent: bytes, secret: str) -> str:
    signed = f"{key}.{timestamp}.".encode() + sent
    return "v1," + base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    if secret.startswith(_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


def _of_answer(key: str, answer: requests.Response) -> Outcome:
    detail = f"{answer.status_code} {answer.reason}".strip()
    if answer.ok and answer.status_code < 300:
        return Outcome(key, Fate.SENT)
    if answer.status_code in _LATER or answer.status_code >= 500:
        return Outcome(key, Fate.PUT_OFF, "put_off", detail)
    if answer.status_code in _ABOUT_US or answer.status_code < 400:
        return Outcome(key, Fate.NOT_TRIED, "webhook_refused_us", detail)
    return Outcome(key, Fate.REFUSED, "refused", detail)
