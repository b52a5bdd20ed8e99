"""Notices to staff, over whatever Apprise can reach: Telegram, Slack, Teams, e-mail and the rest.

The secret holds Apprise's own text configuration: one address a line, ``public=`` before it where outsiders may read.
A public channel is told how many and which clients, never what a client said, a contact or an address.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from dataclasses import dataclass, field

import apprise

from flows.errors import BadNotices
from flows.texts import count, say

PUBLIC = "public"
_LINE = re.compile(r"(?:(?P<tags>[\w ,]+)=)?(?P<url>\w+://\S+)")


@dataclass(frozen=True)
class Detractor:
    client: str
    contact: str
    score: int
    comment: str
    team: str
    survey_key: str = ""


@dataclass(frozen=True)
class Departure:
    client: str
    interviewer: str
    ask_by: str
    """A day in words; empty where there is none."""


@dataclass(frozen=True)
class Notice:
    """All that a run has to tell. ``trouble``: sentences about letters, each with its client and without addresses."""

    language: str
    title: str
    link: str
    detractors: tuple[Detractor, ...] = ()
    departures: tuple[Departure, ...] = ()
    trouble: tuple[str, ...] = ()
    failed: str = ""
    """The flow that failed, in words; ``trouble`` then says why."""

    @property
    def empty(self) -> bool:
        return not (self.detractors or self.departures or self.trouble or self.failed)


@dataclass(frozen=True)
class StaffNotices:
    """``config``: the text of the secret. Raises BadNotices, naming the line and not what it says."""

    config: str = field(repr=False)

    def __post_init__(self) -> None:
        self._channels()

    def send(self, notice: Notice) -> tuple[int, int]:
        """How many channels there are, and how many took it. Never raises."""
        taken = 0
        channels = self._channels()
        for channel, public in channels:
            title, body = text(notice, public=public)
            with suppress(Exception):  # one channel's mistake is not to keep the others from hearing
                taken += bool(channel.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT))
        return len(channels), taken

    def _channels(self) -> list[tuple[apprise.Apprise, bool]]:
        _without_addresses_in_logs()
        found = []
        for number, line in enumerate(self.config.splitlines(), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            match = _LINE.fullmatch(line.strip())
            channel = apprise.Apprise()
            if not match or not channel.add(match["url"]):
                raise BadNotices(line=number)
            tags = re.split(r"[ ,]+", match["tags"] or "")
            found.append((channel, PUBLIC in [tag.casefold() for tag in tags]))
        return found


def _without_addresses_in_logs() -> None:
    """Apprise names addresses, and with them tokens, in what it logs."""
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)


def text(notice: Notice, *, public: bool) -> tuple[str, str]:
    """Title and body, in short lines."""
    language = notice.language
    if notice.failed:
        title = say(language, "notice.failed", flow=notice.failed, title=notice.title)
        lines = [say(language, "notice.see_log")] if public else [*notice.trouble, notice.link]
        return title, "\n".join(lines)
    title = say(language, "notice.title", title=notice.title)
    blocks = [_detractors(notice, public=public), _departures(notice, public=public), _trouble(notice, public=public)]
    body = "\n\n".join("\n".join(block) for block in blocks if block)
    return title, body if public else f"{body}\n\n{notice.link}"


def _detractors(notice: Notice, *, public: bool) -> list[str]:
    if not notice.detractors:
        return []
    language = notice.language
    head = say(language, "notice.detractors", n=count(language, "detractors", len(notice.detractors)))
    if public:
        return [head, *(f"- {each.client}" for each in notice.detractors)]
    lines = []
    for each in notice.detractors:
        who = f"{each.client} ({each.contact})" if each.contact else each.client
        lines.append(say(language, "notice.detractor", who=who, score=each.score))
        lines += [f"  «{each.comment}»"] if each.comment else []
        lines += [say(language, "notice.team", team=each.team)] if each.team else []
    return [head, *lines]


def _departures(notice: Notice, *, public: bool) -> list[str]:
    if not notice.departures:
        return []
    language = notice.language
    head = say(language, "notice.departures", n=count(language, "clients", len(notice.departures)))
    lines = [
        f"- {each.client}"
        if public or not each.ask_by
        else say(language, "notice.departure", client=each.client, who=each.interviewer or "–", day=each.ask_by)
        for each in notice.departures
    ]
    return [head, *lines]


def _trouble(notice: Notice, *, public: bool) -> list[str]:
    if not notice.trouble:
        return []
    head = say(notice.language, "notice.trouble", n=count(notice.language, "letters", len(notice.trouble)))
    return [head] if public else [head, *(f"- {sentence}" for sentence in notice.trouble)]
