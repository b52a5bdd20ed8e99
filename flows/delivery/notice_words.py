"""What staff is told, in words: all that a run has to tell in one message, in two forms.

In private everything, with the link to the sheet; in public how many and which clients, never what a client said, a
contact or an address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.texts import count, say

_CALLS_EVERYBODY = re.compile(r"(?<!\w)@(?=\w)|<(?=[!@#])")
"""``@everyone``, ``<!channel>``: a client's comment is not to ring at everybody's."""
_NOTHING = "\N{ZERO WIDTH SPACE}"


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


def text(notice: Notice, *, public: bool) -> tuple[str, str]:
    """Title and body, in short lines."""
    language = notice.language
    if notice.failed:
        title = say(language, "notice.failed", flow=notice.failed, title=_line(notice.title))
        lines = [say(language, "notice.see_log")] if public else [*notice.trouble, notice.link]
        return title, "\n".join(filter(None, lines))
    title = say(language, "notice.title", title=_line(notice.title))
    blocks = [_detractors(notice, public=public), _departures(notice, public=public), _trouble(notice, public=public)]
    link = [] if public or not notice.link else [[notice.link]]
    return title, "\n\n".join("\n".join(block) for block in [*blocks, *link] if block)


def _detractors(notice: Notice, *, public: bool) -> list[str]:
    if not notice.detractors:
        return []
    language = notice.language
    head = say(language, "notice.detractors", n=count(language, "detractors", len(notice.detractors)))
    if public:
        return [head, *(f"- {_line(each.client)}" for each in notice.detractors)]
    lines = []
    for each in notice.detractors:
        who = f"{each.client} ({each.contact})" if each.contact else each.client
        lines.append(say(language, "notice.detractor", who=_line(who), score=each.score))
        lines += [say(language, "notice.comment", comment=_line(each.comment))] if each.comment else []
        lines += [say(language, "notice.team", team=_line(each.team))] if each.team else []
    return [head, *lines]


def _departures(notice: Notice, *, public: bool) -> list[str]:
    if not notice.departures:
        return []
    language = notice.language
    head = say(language, "notice.departures", n=count(language, "clients", len(notice.departures)))
    return [head, *(_departure(language, each, public=public) for each in notice.departures)]


def _departure(language: str, left: Departure, *, public: bool) -> str:
    client = _line(left.client)
    if public or not left.ask_by:
        return f"- {client}"
    if not left.interviewer:
        return say(language, "notice.departure_nobody", client=client, day=left.ask_by)
    return say(language, "notice.departure", client=client, who=_line(left.interviewer), day=left.ask_by)


def _trouble(notice: Notice, *, public: bool) -> list[str]:
    if not notice.trouble:
        return []
    if public:
        return [say(notice.language, "notice.trouble_public")]
    return [say(notice.language, "notice.trouble"), *(f"- {_line(sentence)}" for sentence in notice.trouble)]


def _line(words: str) -> str:
    """A cell's words on one line, without anything that a chat takes for a call to everybody."""
    return _CALLS_EVERYBODY.sub(rf"\g<0>{_NOTHING}", " ".join(words.split()))
