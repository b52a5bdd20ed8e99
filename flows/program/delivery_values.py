"""What settings about letters may say: addresses, links, hours, a server.

Each reader takes the text as it stands in the sheet and returns the value, or raises ``ValueError``.
"""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

_HOUR = r"(\d{1,2})(?:[:.](\d{2}))?"
_HOURS = re.compile(rf"(?:с |from )?{_HOUR}\s*(?:-|–|—|to|till|until|до)\s*{_HOUR}", re.IGNORECASE)
_SERVER = re.compile(r"[\w.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:]+\](?::\d{1,5})?")
_PLACEHOLDER = re.compile(r"{[^{}]*}")
PLACEHOLDERS = {
    "survey_key": "survey_key", "survey key": "survey_key", "key": "survey_key", "ключ опроса": "survey_key",
    "ключ": "survey_key", "client": "client", "клиент": "client", "contact": "contact", "контакт": "contact",
    "score": "score", "оценка": "score",
}  # fmt: skip
"""What may stand in braces in a link -> what is put there."""


def read_text(text: str) -> str:
    """Any words, on one line."""
    return " ".join(text.split())


def read_address(text: str) -> str:
    """One e-mail address, as in ``address_in``."""
    return address_in(text.strip())


def address_in(text: str) -> str:
    """``ann@firm.com``; of ``Ann <ann@firm.com>`` or ``mailto:ann@firm.com`` the address alone."""
    found = parseaddr(re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE))[1] or text.strip()
    if not re.fullmatch(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+\.[^\s@<>,;:\"()\[\]]+", found):
        raise ValueError(text)
    local, _, domain = found.rpartition("@")
    try:
        Address(username=local, domain=domain.encode("idna").decode())
    except Exception as refused:
        raise ValueError(text) from refused
    return found


def read_mailbox(text: str) -> str:
    """``Ann Lee <ann@firm.com>``, or the address alone."""
    line = read_text(text)
    name, _, _ = line.partition("<")
    address = address_in(line[len(name) :] if "<" in line else line)
    name = name.strip().strip('"«»“”').strip() if "<" in line else ""
    return f"{name} <{address}>" if name else address


def parted(mailbox: str) -> tuple[str, str]:
    """Name and address of what ``read_mailbox`` gave; the name may hold a comma: ``Lee, Ann <ann@firm.com>``."""
    name, bracket, address = mailbox.rpartition("<")
    return (name.strip(), address.rstrip("> ")) if bracket else ("", mailbox.strip())


def read_hours(text: str) -> tuple[int, int]:
    """``9:00-18:00``, ``с 9 до 18``: minutes of the day, the end excluded."""
    match = _HOURS.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    begins, ends = (int(match[at]) * 60 + int(match[at + 1] or 0) for at in (1, 3))
    if not 0 <= begins < ends <= 24 * 60:
        raise ValueError(text)
    return begins, ends


def read_server(text: str) -> str:
    """``smtp.firm.com`` or ``smtp.firm.com:587``."""
    server = text.strip()
    if not _SERVER.fullmatch(server):
        raise ValueError(text)
    return server


def read_form_link(text: str) -> str:
    """A page that is told the survey's key; placeholders as people or as Google Forms write them."""
    link = _page(text)
    named = placeholders(link)
    if "survey_key" not in named.values():
        raise ValueError(text)
    return link


def read_unsubscribe(text: str) -> str:
    """An address, or a page."""
    return _page(text) if re.match(r"\s*https?:", text, re.IGNORECASE) else address_in(text)


def read_webhook(text: str) -> str:
    link = text.strip()
    if placeholders(link):
        raise ValueError(text)
    return _page(link)


def placeholders(link: str) -> dict[str, str]:
    """What stands in the link, as it is written there (``{ключ опроса}``, ``%7Bsurvey_key%7D``) -> what is meant.

    Raises ValueError for words in braces that mean nothing.
    """
    found = {}
    for written in re.findall(r"{[^{}]*}|%7[Bb].*?%7[Dd]", link):
        name = " ".join(unquote(written.replace("+", " "))[1:-1].split()).casefold()
        if name not in PLACEHOLDERS:
            raise ValueError(written)
        found[written] = PLACEHOLDERS[name]
    return found


def _page(text: str) -> str:
    """An address over https; http only on this machine."""
    link = text.strip()
    parts = urlsplit(_PLACEHOLDER.sub("x", link))
    if not parts.hostname or re.search(r"\s", _PLACEHOLDER.sub("", link)):
        raise ValueError(text)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname)):
        raise ValueError(text)
    return link


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
