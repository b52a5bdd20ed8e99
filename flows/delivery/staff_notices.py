"""Notices to staff, over whatever Apprise can reach: Telegram, Slack, Teams, e-mail and the rest.

The secret holds Apprise's own text configuration: one address a line, ``public=`` before it where outsiders may read.
Any other word in that place is refused: one that was mistyped would tell outsiders what a client said.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread

import apprise

from flows.delivery.notice_words import Notice, text
from flows.errors import BadNotices

PUBLIC, PRIVATE = "public", "private"
LONGEST = 60.0
"""Seconds for all channels together; a name that is not found or a slow one must not hold a run up."""
_LINE = re.compile(r"(?:(?P<tags>[\w ,\t:-]*)=)?\s*(?P<urls>\w+://.+)")
_SECOND_TAGS = re.compile(r"\s[\w,:-]+\s*=\s*\w+://")


@dataclass(frozen=True)
class Channel:
    """``service``: its name, which is all that may be told of it."""

    service: str
    public: bool
    way: apprise.Apprise = field(repr=False)

    def took(self, notice: Notice) -> bool:
        title, body = text(notice, public=self.public)
        return bool(self.way.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT))


class StaffNotices:
    """``config``: the text of the secret. Raises BadNotices, naming the line and not what it says."""

    def __init__(self, config: str) -> None:
        _keep_addresses_out_of_logs()
        self.channels = tuple(_channels(config))

    def send(self, notice: Notice, seconds: float = LONGEST) -> list[str]:
        """The services that did not take it in time, by their names. Never raises."""
        taken: set[int] = set()

        def hand_over(number: int, channel: Channel) -> None:
            with suppress(Exception):  # one channel's mistake is not to keep the others from hearing
                if channel.took(notice):
                    taken.add(number)

        threads = [Thread(target=hand_over, args=each, daemon=True) for each in enumerate(self.channels)]
        ends = time.monotonic() + seconds
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, ends - time.monotonic()))
        return [channel.service for number, channel in enumerate(self.channels) if number not in taken]


def _channels(config: str) -> Iterator[Channel]:
    for number, line in enumerate(config.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith(("#", ";")):
            continue
        found = apprise.Apprise(asset=apprise.AppriseAsset(app_id="npsheets", app_desc="npsheets"))
        match = _LINE.fullmatch(line.strip())
        tags = _tags(match["tags"]) if match else set()
        if not match or tags - {PUBLIC, PRIVATE} or _SECOND_TAGS.search(match["urls"]) or not found.add(match["urls"]):
            raise BadNotices(line=number)
        yield from (_channel(server, public=PUBLIC in tags) for server in found)


def _tags(words: str | None) -> set[str]:
    return {word.casefold() for word in re.split(r"[ ,\t]+", words or "") if word}


def _channel(server: apprise.NotifyBase, *, public: bool) -> Channel:
    """A message longer than the service takes goes in parts, unless its address says otherwise."""
    if server.overflow_mode is apprise.OverflowMode.UPSTREAM:
        server.overflow_mode = apprise.OverflowMode.SPLIT
    return Channel(str(server.service_name), public, apprise.Apprise(server))


def _keep_addresses_out_of_logs() -> None:
    """Apprise names addresses, and with them tokens, in what it logs; so do, to the curious, the calls it makes."""
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    calls = logging.getLogger("urllib3")
    calls.setLevel(max(calls.getEffectiveLevel(), logging.INFO))
