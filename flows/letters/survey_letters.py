"""Letters to clients: an invitation, a reminder, the one letter to a client that left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

from flows.letters.header_lines import POLICY, one_line
from flows.letters.template_folder import Rendered, rendered
from flows.program.delivery_values import parted
from flows.program.form_links import SCORES, asks_score, personal_link
from flows.program.outbox import key_of
from flows.program.settings import Settings
from flows.texts import say
from flows.texts.wording import day_of_month

TEMPLATES = {"invitation": "invitation", "reminder 1": "reminder", "reminder 2": "reminder", "exit": "exit"}
TYPES = {"invitation": "survey.invitation", "reminder": "survey.reminder", "exit": "survey.exit"}


@dataclass(frozen=True)
class Asked:
    """Whom a letter asks, for which survey. ``role``: a code of Contacts, or empty."""

    survey_key: str
    client: str
    contact: str
    address: str
    role: str = ""
    phone: str = ""
    first_asked_on: date | None = None
    """The day of the invitation, where a reminder can say it."""


def compose(letter: str, asked: Asked, settings: Settings, when: datetime) -> EmailMessage:
    """The letter ``invitation``, ``reminder 1``, ``reminder 2`` or ``exit``; ``when`` has a zone. Raises BadTemplate.

    Made again it is the same, but for the header Date. While letters are tested it goes to the test address.
    """
    asked = _plain(asked)
    test = settings.test_address if settings.deliver == "test" else ""
    own_id = letter_id(asked.survey_key, letter, settings, test=bool(test))
    message = addressed(asked.address, settings, own_id, when, asked.contact)
    content = rendered(TEMPLATES[letter], settings.language, names_for(letter, asked, settings))
    subject = one_line(content.subject)
    if test:
        meant = str(to_address(asked.address, asked.contact))
        subject = say(settings.language, "letter.for_test", address=meant, subject=subject)
    message["Subject"] = subject
    if letter.startswith("reminder"):
        first = letter_id(asked.survey_key, "invitation", settings, test=bool(test))
        message["In-Reply-To"] = message["References"] = first
    for name, value in unsubscribing(asked, settings).items():
        message[name] = value
    return with_content(message, content)


def addressed(address: str, settings: Settings, message_id: str, when: datetime, name: str = "") -> EmailMessage:
    """A message with everything on its envelope; to the test address while letters are tested."""
    if when.tzinfo is None:
        raise ValueError("a letter's moment needs a time zone")
    message = EmailMessage(policy=POLICY)
    message["From"] = mailbox(settings.sender, settings.our_name)
    message["To"] = to_address(settings.test_address) if settings.deliver == "test" else to_address(address, name)
    if settings.reply_to:
        message["Reply-To"] = to_address(settings.reply_to)
    message["Date"] = format_datetime(when)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    return message


def with_content(message: EmailMessage, content: Rendered) -> EmailMessage:
    """Text first, HTML second, so that the richer one is taken where it can be shown."""
    message.set_content(content.text)
    message.add_alternative(content.html, subtype="html")
    # Made of the Message-ID and not of chance: a second try sends the same bytes.
    message.set_boundary(f"=_{blake2b(str(message['Message-ID']).encode(), digest_size=12).hexdigest()}")
    return message


def payload(letter: str, asked: Asked, settings: Settings) -> dict[str, Any]:
    """What a webhook is told of a survey: the same on every try, so no times.

    ::

        type             survey.invitation, survey.reminder, survey.exit
        id               <survey key>/<letter>: the same on every try
        survey_key       what the answer has to bring back
        reminder         0, 1, 2: which one it is
        client           the client's name
        contact          name, role (decision maker, influencer, end user, or empty), email, phone
        language         en, ru
        question         the first question, 0 to 10
        second_question  what follows it
        our_name         the firm, as clients know it
        link             the firm's form for this client; empty where Settings name none
        score_links      "0" to "10": the form with that score chosen; empty where the link takes no score
    """
    asked = _plain(asked)
    names = names_for(letter, asked, settings)
    told = {
        "type": TYPES[TEMPLATES[letter]],
        "id": key_of(asked.survey_key, letter),
        "survey_key": asked.survey_key,
        "client": asked.client,
        "contact": {"name": asked.contact, "role": asked.role, "email": asked.address, "phone": asked.phone},
        "language": settings.language,
        "question": names["question"],
        "second_question": names["second_question"],
        "link": names["link"],
        "our_name": names["our_name"],
        "reminder": names["reminder"],
        "score_links": {str(score): link for score, link in names["scores"]},
    }
    return dict(sorted(told.items()))


def names_for(letter: str, asked: Asked, settings: Settings) -> dict[str, Any]:
    """What templates may use. ``scores``: pairs of a score and the form with it chosen."""
    leaving = letter == "exit"
    template = (settings.exit_form_link if leaving else "") or settings.form_link
    about = (asked.survey_key, asked.client, asked.contact)
    scores = [(score, personal_link(template, *about, score)) for score in SCORES] if asks_score(template) else []
    opening = "exit_" if leaving else ""
    opting_out, sender = unsubscribe_link(asked, settings), one_line(parted(settings.sender)[0])
    number = int(letter.removeprefix("reminder ")) if letter.startswith("reminder ") else 0
    return {
        "language": settings.language,
        "client": asked.client,
        "contact": asked.contact,
        "our_name": our_name(settings),
        "question": _question(f"{opening}question", settings),
        "second_question": _question(f"{opening}second_question", settings),
        "link": personal_link(template, *about),
        "scores": scores,
        "sender": sender,
        "signature": list(dict.fromkeys(filter(None, (sender, our_name(settings))))),
        "unsubscribe": opting_out,
        "opt_out_at": opting_out if _is_page(opting_out) else _opt_out_at(settings),
        "reminder": number,
        "last": number >= max(settings.reminders, 1),
        "first_asked_on": day_of_month(settings.language, asked.first_asked_on) if asked.first_asked_on else "",
        "role": asked.role,
    }


def our_name(settings: Settings) -> str:
    """As clients know the firm: its name in Settings, the sender's, or the domain of the sender."""
    name, address = parted(settings.sender)
    return one_line(settings.our_name) or one_line(name) or address.rpartition("@")[2]


def _question(key: str, settings: Settings) -> str:
    return one_line(getattr(settings, key)) or say(settings.language, f"letter.{key}")


def letter_id(survey_key: str, letter: str, settings: Settings, *, test: bool = False) -> str:
    """The Message-ID: of the same letter always the same, so that whoever gets it twice can tell."""
    domain = _punycode(parted(settings.sender)[1]).rpartition("@")[2]
    return f"<{_atom(survey_key)}.{_atom(letter.replace(' ', '-'))}{'.test' if test else ''}@{domain}>"


def unsubscribe_link(asked: Asked, settings: Settings) -> str:
    """The team's page, else a letter to where answers go, which a person reads."""
    where = _opt_out_at(settings)
    if _is_page(where):
        return personal_link(where, asked.survey_key, asked.client, asked.contact)
    subject = f"{say(settings.language, 'letter.unsubscribe')} ({asked.survey_key})"
    return f"mailto:{quote(_punycode(where), safe='@+')}?subject={quote(subject, safe='', errors='replace')}"


def _opt_out_at(settings: Settings) -> str:
    return settings.unsubscribe or settings.reply_to or parted(settings.sender)[1]


def _is_page(where: str) -> bool:
    return re.match("https?:", where, re.IGNORECASE) is not None


def unsubscribing(asked: Asked, settings: Settings) -> Mapping[str, str]:
    """List-Unsubscribe (RFC 2369); one click (RFC 8058) only where a page takes it."""
    link = unsubscribe_link(asked, settings)
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if link.lower().startswith("https:") else {}
    return {"List-Unsubscribe": f"<{link}>", **one_click}


def mailbox(sender: str, name: str = "") -> Address:
    named, address = parted(sender)
    local, _, domain = _punycode(address).rpartition("@")
    return Address(one_line(named or name), local, domain)


def to_address(address: str, name: str = "") -> Address:
    """The first address that a cell holds; what is none is refused later, by the channel."""
    local, _, domain = _punycode(parseaddr(one_line(address))[1] or "unknown@invalid").rpartition("@")
    return Address(one_line(name), re.sub(r"[\s<>,;:\"()\[\]\\]", "", local) or "unknown", domain)


def _punycode(address: str) -> str:
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return f"{local}@invalid"


def _atom(text: str) -> str:
    """Two keys stay two, and whatever somebody typed into one does not break out of the Message-ID."""
    return "".join(
        sign if re.fullmatch("[A-Za-z0-9-]", sign) else f"={sign.encode('utf-8', 'replace').hex()}" for sign in text
    )


def _plain(asked: Asked) -> Asked:
    """A name with a line break in its cell breaks neither a header nor a line of the letter."""
    fields = ("survey_key", "client", "contact", "address", "role", "phone")
    plain: dict[str, Any] = {field: one_line(getattr(asked, field)) for field in fields}
    return replace(asked, **plain)
