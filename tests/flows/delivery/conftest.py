"""Letters, and a log that only remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest

from flows.delivery.parcel import Parcel
from tests.flows.mail_server import MailServer


@dataclass
class Notes:
    """What a channel told the log, in order; ``full``: as if the disk took nothing more."""

    told: list[tuple[str, str]] = field(default_factory=list)
    full: bool = False

    def handing_over(self, key: str) -> None:
        if self.full:
            raise OSError("database or disk is full")
        self.told.append((key, "handing over"))

    def settled(self, key: str, fate: str) -> None:
        self.told.append((key, str(fate)))


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def letter() -> Callable[..., Parcel]:
    """A letter to somebody."""

    def written(to: str, text: str = "How likely are you to recommend us?\n", key: str = "") -> Parcel:
        message = EmailMessage()
        message["From"] = "Ann Lee <nps@firm.com>"
        message["To"] = to if "@" in to else "nobody@firm.com"
        message["Subject"] = "One question"
        key = key or f"Q-2026-11-{to}/invitation"
        message["Message-ID"] = f"<{key.partition('@')[0].replace('/', '.')}@firm.com>"
        message.set_content(text)
        return Parcel(key, to, message)

    return written
