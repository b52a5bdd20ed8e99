"""Letters to clients: an invitation, a reminder, the one letter to a client that left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import quote

from flows.letters.header_lines import POLICY
from flows.letters.template_folder import Rendered, rendered
from flows.program.delivery_values import read_text
from flows.program.form_links import SCORES, asks_score, personal_link
from flows.program.outbox import key_of
from flows.program.settings import Settings
from flows.texts import say

TEMPLATES = {"invitation": "invitation", "reminder 1": "reminder", "reminder 2": "reminder", "exit": "exit"}
TYPES = {"invitation": "survey.invitation", "reminder": "survey.reminder", "exit": "survey.exit"}
LONGEST_NAME = 120


@dataclass(frozen=True)
class Asked:
    """Whom a letter asks, for which survey."""

    survey_key: str
    client: str
    contact: str
    address: str
    role: str = ""
    phone: str = ""


def compose(letter: str, asked: Asked, settings: Settings, when: datetime) -> EmailMessage:
    """The letter ``invitation``, ``reminder 1``, ``reminder 2`` or ``exit``; ``when`` has a zone. BadTemplate."""
    test = settings.test_address if settings.deliver == "test" else ""
    message = addressed(asked.address, settings, letter_id(asked.survey_key, letter, settings, test=bool(test)), when)
    content = rendered(TEMPLATES[letter], settings.language, names_for(letter, asked, settings))
    subject = _line(content.subject)
    if test:
        subject = say(settings.language, "letter.for_test", address=_line(asked.address), subject=subject)
    message["Subject"] = subject
    if letter.startswith("reminder"):
        first = letter_id(asked.survey_key, "invitation", settings, test=bool(test))
        message["In-Reply-To"] = message["References"] = first
    for name, value in unsubscribing(asked, settings).items():
        message[name] = value
    return with_content(message, content)


def addressed(address: str, settings: Settings, message_id: str, when: datetime) -> EmailMessage:
    """A message with everything on its envelope; to the test address while letters are tested."""
    message = EmailMessage(policy=POLICY)
    message["From"] = mailbox(settings.sender, settings.our_name)
    message["To"] = to_address(settings.test_address if settings.deliver == "test" else address)
    if settings.reply_to:
        message["Reply-To"] = to_address(settings.reply_to)
    message["Date"] = format_datetime(when)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    return message


def with_content(message: EmailMessage, content: Rendered) -> EmailMessage:
    """Text first, HTML second, so that the richer one is taken where it can be shown."""
    message.set_content(content.text, cte="base64" if not content.text.isascii() else "quoted-printable")
    message.add_alternative(content.html, subtype="html", cte="base64")
    return message


def payload(letter: str, asked: Asked, settings: Settings) -> dict[str, Any]:
    """What a webhook is told of a survey: the same on every try, so no times."""
    names = names_for(letter, asked, settings)
    return {
        "type": TYPES[TEMPLATES[letter]],
        "id": key_of(asked.survey_key, letter),
        "survey_key": asked.survey_key,
        "client": asked.client,
        "contact": {"name": asked.contact, "role": asked.role, "email": asked.address, "phone": asked.phone},
        "language": settings.language,
        "question": names["question"],
        "second_question": names["second_question"],
        "link": names["link"],
    }


def names_for(letter: str, asked: Asked, settings: Settings) -> dict[str, Any]:
    """What templates may use."""
    leaving = letter == "exit"
    template = (settings.exit_form_link if leaving else "") or settings.form_link
    about = (asked.survey_key, asked.client, asked.contact)
    scores = [(score, personal_link(template, *about, score)) for score in SCORES] if asks_score(template) else []
    opening = "exit_" if leaving else ""
    return {
        "language": settings.language,
        "client": asked.client,
        "contact": asked.contact,
        "our_name": our_name(settings),
        "question": getattr(settings, f"{opening}question") or say(settings.language, f"letter.{opening}question"),
        "second_question": getattr(settings, f"{opening}second_question")
        or say(settings.language, f"letter.{opening}second_question"),
        "link": personal_link(template, *about),
        "scores": scores,
        "sender": parseaddr(settings.sender)[0],
        "unsubscribe": unsubscribe_link(asked, settings),
        "opt_out_at": unsubscribe_link(asked, settings).removeprefix("mailto:").partition("?subject=")[0],
        "last": letter == "reminder 2" or settings.reminders <= 1,
    }


def our_name(settings: Settings) -> str:
    """As clients know the firm: its name in Settings, the sender's, or the domain of the sender."""
    name, address = parseaddr(settings.sender)
    return settings.our_name or name or address.rpartition("@")[2]


def letter_id(survey_key: str, letter: str, settings: Settings, *, test: bool = False) -> str:
    """The Message-ID: of the same letter always the same, so that whoever gets it twice can tell."""
    domain = parseaddr(settings.sender)[1].rpartition("@")[2].encode("idna").decode()
    local = re.sub(r"[^A-Za-z0-9-]+", "-", f"{survey_key}.{letter}").strip("-")
    return f"<{local}{'.test' if test else ''}@{domain}>"


def unsubscribe_link(asked: Asked, settings: Settings) -> str:
    """The team's page, else a letter to where answers go, which a person reads."""
    where = settings.unsubscribe or settings.reply_to or parseaddr(settings.sender)[1]
    if where.startswith("http"):
        return personal_link(where, asked.survey_key, asked.client, asked.contact)
    subject = f"{say(settings.language, 'letter.unsubscribe')} ({asked.survey_key})"
    return f"mailto:{_punycode(where)}?subject={quote(subject)}"


def unsubscribing(asked: Asked, settings: Settings) -> Mapping[str, str]:
    """List-Unsubscribe (RFC 2369); one click (RFC 8058) only where a page takes it."""
    link = unsubscribe_link(asked, settings)
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if link.startswith("https") else {}
    return {"List-Unsubscribe": f"<{link}>", **one_click}


def mailbox(sender: str, name: str = "") -> Address:
    named, address = parseaddr(sender)
    local, _, domain = _punycode(address).rpartition("@")
    return Address(_line(named or name), local, domain)


def to_address(address: str) -> Address:
    """The first address that a cell holds; what is none is refused later, by the channel."""
    local, _, domain = _punycode(parseaddr(_line(address))[1] or "unknown@invalid").rpartition("@")
    return Address("", re.sub(r"[\s<>,;:\"()\[\]\\]", "", local) or "unknown", domain)


def _punycode(address: str) -> str:
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return f"{local}@invalid"


def _line(text: str) -> str:
    """One line, of a length that a header takes, whatever a cell holds."""
    return "".join(letter for letter in read_text(text) if letter.isprintable())[: LONGEST_NAME * 2]
