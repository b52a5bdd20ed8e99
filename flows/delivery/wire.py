"""A letter as it goes over the wire: addresses that every server understands, bytes that need no extension."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

import idna

from flows.delivery.parcel import Parcel
from flows.program.delivery_values import address_in

ADDRESS_HEADERS = ("From", "Sender", "Reply-To", "To", "Cc")


@dataclass(frozen=True)
class Letter:
    """``data``: lines end with CRLF, nothing is stuffed yet. ``utf8``: only a server with SMTPUTF8 can take it."""

    key: str
    sender: str
    recipient: str
    data: bytes
    utf8: bool


def letter_of(parcel: Parcel, sender: str) -> Letter:
    """``sender``: of the envelope. Raises ValueError if the parcel's address is none."""
    recipient = envelope_address(parcel.address)
    message = message_in(parcel)
    utf8 = not (sender + recipient).isascii() or _needs_utf8(message)
    return Letter(parcel.key, sender, recipient, message_bytes(message), utf8)


def message_in(parcel: Parcel) -> EmailMessage:
    if parcel.message is None:
        raise TypeError(f"{parcel.key} holds no letter")
    return parcel.message


def envelope_address(text: str) -> str:
    """The address with its domain as punycode; what stands before the @ stays. Raises ValueError."""
    if not text.strip().isprintable():  # several lines
        raise ValueError(text)
    local, _, domain = address_in(text).rpartition("@")
    return f"{local}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """``почта.рф`` as ``xn--80a1acny.xn--p1ai``. Raises ValueError."""
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()


def message_bytes(message: EmailMessage) -> bytes:
    """7 bits throughout, unless a name before an @ has other letters: those can only stand in a header as they are."""
    policy: Any = message.policy  # one of letters' own, which may fold headers otherwise
    fit = policy.clone(linesep="\r\n", cte_type="7bit", utf8=_needs_utf8(message))
    return _with_ascii_domains(message).as_bytes(policy=fit)


def stuffed(data: bytes) -> bytes:
    """A line that begins with a dot gets another one (RFC 5321, 4.5.2); without the last end of line."""
    return re.sub(rb"(?m)^\.", b"..", data).removesuffix(b"\r\n")


def _with_ascii_domains(message: EmailMessage) -> EmailMessage:
    for name in ADDRESS_HEADERS:
        addresses = _addresses(message, name)
        if all(each.domain.isascii() for each in addresses):
            continue
        message = deepcopy(message)
        written = [Address(each.display_name, each.username, ascii_domain(each.domain)) for each in addresses]
        message.replace_header(name, ", ".join(map(str, written)))
    return message


def _needs_utf8(message: EmailMessage) -> bool:
    return not all(each.username.isascii() for name in ADDRESS_HEADERS for each in _addresses(message, name))


def _addresses(message: EmailMessage, name: str) -> tuple[Address, ...]:
    header = message[name]
    return () if header is None else header.addresses
