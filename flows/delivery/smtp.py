"""Letters by SMTP (RFC 5321), so that it is always known how far the dialogue came.

A letter is accepted when the server answers the end of the data. Whatever is lost before that end is sent cannot have
been accepted; whatever is lost between the end and the answer, nobody knows. So the end goes on its own, after the
log has it on disk that it is about to.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.generator import BytesGenerator
from email.message import EmailMessage
from io import BytesIO

from flows.delivery.parcel import Fate, Log, Outcome, Parcel
from flows.program.delivery_values import address_in

PORTS = {"starttls": 587, "tls": 465, "none": 25}
TIMEOUT = 60.0
LONGEST_DETAIL = 200
END = b"\r\n.\r\n"
_CLOSING = 421
_LOST = (OSError, smtplib.SMTPServerDisconnected)


class NotOurs(Exception):  # noqa: N818 - never leaves this module
    """The server does not deal with us at all; what it says is about nobody's letter."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class SmtpServer:
    """``security``: starttls, tls or none. ``sender``: the envelope's address. ``port``: 0 for the usual one."""

    host: str
    port: int
    security: str
    sender: str
    login: str = ""
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    context: ssl.SSLContext | None = None

    def check(self) -> Outcome:
        """Everything but a letter: connection, encryption, login."""
        try:
            connection = self._connected()
            connection.quit()
        except NotOurs as refused:
            return Outcome("", Fate.NOT_TRIED, refused.code, refused.detail)
        except _LOST as lost:
            return Outcome("", Fate.NOT_TRIED, "no_answer", said_by(lost))
        return Outcome("", Fate.SENT)

    def deliver(self, parcels: Sequence[Parcel], log: Log) -> Iterator[Outcome]:
        """One connection for all, and one more for what it loses. Once the server is away the rest is not tried."""
        connection: smtplib.SMTP | None = None
        away: Outcome | None = None
        for parcel in parcels:
            outcome = away
            for _ in range(2):
                if outcome is not None:
                    break
                try:
                    connection = connection or self._connected()
                except (NotOurs, *_LOST) as refused:
                    away = outcome = _not_ours(refused)
                    break
                outcome = _handed(connection, self.sender, parcel, log)
                if outcome is None or outcome.fate is Fate.UNKNOWN or outcome.code == "closing":
                    connection.close()
                    connection = None
            outcome = outcome or Outcome("", Fate.PUT_OFF, "cut_off")
            yield replace(outcome, key=parcel.key)
        if connection is not None:
            _farewell(connection)

    def _connected(self) -> smtplib.SMTP:
        port = self.port or PORTS[self.security]
        context = self.context or ssl.create_default_context()
        if self.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, port, timeout=self.timeout, context=context)
        else:
            connection = smtplib.SMTP(self.host, port, timeout=self.timeout)
        try:
            if self.security == "starttls":
                connection.starttls(context=context)
            connection.ehlo_or_helo_if_needed()
            if self.login:
                connection.login(self.login, self.password)
        except smtplib.SMTPNotSupportedError as lacking:
            connection.close()
            raise NotOurs("not_offered", said_by(lacking)) from lacking
        except smtplib.SMTPAuthenticationError as refused:
            connection.close()
            raise NotOurs("login_refused", said_by(refused)) from refused
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
        return connection


def _not_ours(refused: Exception) -> Outcome:
    if isinstance(refused, NotOurs):
        return Outcome("", Fate.NOT_TRIED, refused.code, refused.detail)
    return Outcome("", Fate.NOT_TRIED, "no_answer", said_by(refused))


def _handed(connection: smtplib.SMTP, sender: str, parcel: Parcel, log: Log) -> Outcome | None:
    """None where the connection was lost before the end of the data: that letter may be tried once more."""
    try:
        recipient = envelope(parcel.address)
    except ValueError:
        return Outcome(parcel.key, Fate.REFUSED, "bad_address", parcel.address)
    options = [] if recipient.isascii() else ["SMTPUTF8"]
    if options and not connection.has_extn("smtputf8"):
        return Outcome(parcel.key, Fate.REFUSED, "address_needs_utf8", recipient)
    try:
        refused = _announced(connection, sender, recipient, options, parcel)
        if refused:
            return refused
        body = BytesIO()
        BytesGenerator(body).flatten(parcel.message or EmailMessage())
        connection.send(re.sub(rb"(?m)^\.", b"..", body.getvalue()).removesuffix(b"\r\n"))
    except _LOST:
        return None
    return _ended(connection, parcel.key, log)


def _announced(
    connection: smtplib.SMTP, sender: str, recipient: str, options: list[str], parcel: Parcel
) -> Outcome | None:
    """The dialogue up to the data; the refusal, if there is one. What is said of the sender is about us."""
    steps: tuple[tuple[str, Callable[[], tuple[int, bytes]]], ...] = (
        ("sender", lambda: connection.mail(envelope(sender), options)),
        ("recipient", lambda: connection.rcpt(recipient)),
        ("data", lambda: connection.docmd("DATA")),
    )
    for who, step in steps:
        code, text = step()
        if code in {250, 251, 252, 354}:
            continue
        if code == _CLOSING:
            return Outcome(parcel.key, Fate.PUT_OFF, "closing", _line(code, text))
        with suppress(*_LOST):  # a server may hang up after a refusal; the refusal stands
            connection.rset()
        if who == "sender":
            return Outcome(parcel.key, Fate.NOT_TRIED, "sender_refused", _line(code, text))
        return _refusal(parcel.key, code, text)
    return None


def _ended(connection: smtplib.SMTP, key: str, log: Log) -> Outcome:
    log.handing_over(key)
    try:
        connection.send(END)
        code, text = connection.getreply()
    except _LOST as lost:
        outcome = Outcome(key, Fate.UNKNOWN, "no_reply", said_by(lost))
    else:
        outcome = Outcome(key, Fate.SENT) if code == 250 else _refusal(key, code, text)
    if outcome.fate is not Fate.UNKNOWN:
        log.settled(key, outcome.fate)
    return outcome


def _refusal(key: str, code: int, text: bytes) -> Outcome:
    """5xx is for good, 4xx for now (greylisting, a full mailbox, a busy server): RFC 5321, 4.2.1."""
    fate = Fate.REFUSED if code >= 500 else Fate.PUT_OFF
    return Outcome(key, fate, "refused" if code >= 500 else "put_off", _line(code, text))


def envelope(address: str) -> str:
    """The address as a server takes it, a domain of other letters as punycode. Raises ValueError."""
    local, _, domain = address_in(address).rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def said_by(error: BaseException) -> str:
    """What went wrong, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _line(error.smtp_code, error.smtp_error)
    return " ".join(str(error).split())[:LONGEST_DETAIL] or type(error).__name__


def _line(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"[:LONGEST_DETAIL]


def _farewell(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (smtplib.SMTPException, OSError):
        connection.close()
