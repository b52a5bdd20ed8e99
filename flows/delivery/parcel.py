"""What a channel is given and what it tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True)
class Parcel:
    """One thing to hand over. ``key`` is the same on every try."""

    key: str
    address: str
    message: EmailMessage | None = None
    payload: Mapping[str, Any] | None = None


class Fate(StrEnum):
    SENT = "sent"
    REFUSED = "refused"
    """For good: this address, this letter."""
    PUT_OFF = "put off"
    """Not now: a later try may go well."""
    NOT_TRIED = "not tried"
    """Nothing can have been accepted: the server is away, or it is about us and not about the client."""
    UNKNOWN = "unknown"
    """Everything was handed over, and no answer came."""


@dataclass(frozen=True)
class Outcome:
    """``code``: a key under ``delivery`` in the texts; ``detail``: the server's own words."""

    key: str
    fate: Fate
    code: str = ""
    detail: str = ""


class Log(Protocol):
    """What has to be on disk before the next step."""

    def handing_over(self, key: str) -> None: ...

    def settled(self, key: str, fate: str) -> None: ...


class Channel(Protocol):
    def deliver(self, parcels: Sequence[Parcel], log: Log) -> Iterator[Outcome]:
        """Outcomes in order, as they happen."""
        ...
