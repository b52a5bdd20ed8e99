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
    """``code``: a key under ``delivery`` in the texts, empty for what was sent; ``detail``: the server's own words."""

    key: str
    fate: Fate
    code: str = ""
    detail: str = ""


class Log(Protocol):
    """What has to be on disk before the next step."""

    def handing_over(self, key: str) -> None:
        """From here on the parcel may have been taken. Raises OSError if that cannot be noted: then it must not go."""

    def settled(self, key: str, fate: str) -> None:
        """What became of it. Never raises: without this note the parcel is in doubt, no more."""


class Channel(Protocol):
    def deliver(self, parcels: Sequence[Parcel], log: Log) -> Iterator[Outcome]:
        """Outcomes in order, as they happen."""
        ...


LONGEST_DETAIL = 200


def one_line(said: object) -> str:
    """What a server or the system said, fit for a cell."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_DETAIL]
