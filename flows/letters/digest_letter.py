"""The month's digest as letters: for each reader its own, with the chart in it."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from typing import NamedTuple, cast

import pandas as pd

from flows.letters import kpi_picture
from flows.letters.digest_words import names_for
from flows.letters.survey_letters import addressed, letter_id, with_content
from flows.letters.template_folder import rendered
from flows.program.digest import DEPARTMENT, Digest, cut
from flows.program.digest_readers import digest_key
from flows.program.outbox import DIGEST
from flows.program.roster import Roster
from flows.program.settings import Settings
from flows.texts import say


class DigestLetter(NamedTuple):
    """``key``: the ``survey_key`` of its row in the outbox (``digest_readers.wanted_digests``)."""

    key: str
    employee: str
    address: str
    message: EmailMessage


def digest_letters(
    everything: Digest,
    readers: pd.DataFrame,
    *,
    roster: Roster,
    settings: Settings,
    when: datetime,
    title: str,
    link: str = "",
) -> list[DigestLetter]:
    """A letter for each of ``readers`` (shape ``digest_readers.READERS``). Raises BadTemplate.

    ``everything``: ``digest.whole``; ``when`` has a zone; ``title`` and ``link`` are the spreadsheet's, ``link`` empty
    where a reader could not follow it (a file).
    """
    return [
        DigestLetter(
            key=digest_key(everything.month, address, employee),
            employee=employee,
            address=address,
            message=compose(
                cut(everything, employee, audience, roster, settings),
                employee, address, audience, settings=settings, when=when, title=title, link=link,
            ),
        )
        for employee, address, audience in readers[["employee", "address", "audience"]].itertuples(
            index=False, name=None
        )
    ]  # fmt: skip


def compose(
    digest: Digest,
    employee: str,
    address: str,
    audience: str,
    *,
    settings: Settings,
    when: datetime,
    title: str,
    link: str = "",
) -> EmailMessage:
    """The letter with what ``digest`` (``digest.cut``) holds; to the test address while letters are tested."""
    language, test = settings.language, settings.deliver == "test"
    key = digest_key(digest.month, address, employee)
    message = addressed(address, settings, letter_id(key, DIGEST, settings, test=test), when)
    png = kpi_picture.picture(digest, language)
    picture = letter_id(key, "picture", settings, test=test)
    names = names_for(digest, audience, language) | {
        "employee": employee,
        "title": title,
        "link": link,
        "picture": _picture(digest, language, picture) if png else None,
    }
    content = rendered(DIGEST, language, names)
    subject = content.subject
    message["Subject"] = say(language, "letter.for_test", address=address, subject=subject) if test else subject
    with_content(message, content)
    if png:
        html = cast("list[EmailMessage]", message.get_payload())[1]
        html.add_related(png, "image", "png", cid=picture, filename="nps.png", disposition="inline")
    return message


def _picture(digest: Digest, language: str, content_id: str) -> dict[str, object]:
    return {
        "cid": content_id[1:-1],
        "alt": kpi_picture.alt_text(digest, language),
        "all_people": len(kpi_picture.drawn(digest).columns) == len(digest.chart.columns),
        "department_alone": list(digest.chart.columns) == [DEPARTMENT],
        "width": kpi_picture.WIDTH,
    }
