"""The company's mail server: one connection for all letters of a run, encrypted and logged in as Settings say."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from flows.delivery.parcel import Fate, Log, Outcome, Parcel, one_line
from flows.delivery.smtp_dialogue import NoService, hand_over, reply_line
from flows.delivery.wire import Letter, envelope_address, letter_of

PORTS = {"starttls": 587, "tls": 465, "none": 25}
TIMEOUT = 60.0
LOSSES = 2
"""So many letters in a row that break the connection mean that the server is ill, not the letter."""


@dataclass(frozen=True)
class SmtpServer:
    """``security``: starttls, tls or none. ``sender``: the envelope's address. ``port``: 0 for the usual one.

    ``login``: empty where none is needed. ``timeout``: seconds, for connecting and for each answer. ``context``: the
    system's certificates if not given.
    """

    host: str
    port: int
    security: str
    sender: str
    login: str = ""
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    context: ssl.SSLContext | None = None

    def deliver(self, parcels: Sequence[Parcel], log: Log) -> Iterator[Outcome]:
        """As ``Channel``. A letter whose connection is lost before its end is tried once more on another one.

        Once the server is out of reach or does not deal with us at all, the rest is not tried.
        """
        post = _Round(self, log)
        try:
            for parcel in parcels:
                yield post.outcome(parcel)
        finally:
            post.farewell()

    def check(self) -> Outcome:
        """Everything but a letter: connection, encryption, login. The key is empty."""
        try:
            connection = self.connected()
        except NoService as why:
            return Outcome("", Fate.NOT_TRIED, why.code, why.detail)
        try:
            reply = connection.noop()
        except OSError as lost:
            return Outcome("", Fate.NOT_TRIED, "no_answer", one_line(lost))
        finally:
            _part(connection)
        if reply[0] != 250:
            return Outcome("", Fate.NOT_TRIED, "turned_away", reply_line(reply))
        return Outcome("", Fate.SENT, detail=reply_line(reply))

    def connected(self) -> smtplib.SMTP:
        """Raises NoService, never anything else that a server can bring about."""
        connection: smtplib.SMTP | None = None
        try:
            connection = self._opened()
            self._introduced(connection)
        except NoService:
            _close(connection)
            raise
        except (OSError, UnicodeError) as error:  # UnicodeError: of a host's name
            _close(connection)
            raise _no_service(error) from error
        return connection

    def _opened(self) -> smtplib.SMTP:
        port = self.port or PORTS[self.security]
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, port, timeout=self.timeout, context=self._context())
        return smtplib.SMTP(self.host, port, timeout=self.timeout)

    def _introduced(self, connection: smtplib.SMTP) -> None:
        connection.ehlo_or_helo_if_needed()
        if self.security == "starttls":
            if not connection.has_extn("starttls"):
                raise NoService("no_starttls")
            connection.starttls(context=self._context())
            connection.ehlo_or_helo_if_needed()
        if self.login:
            if not connection.has_extn("auth"):
                raise NoService("no_login")
            try:
                connection.login(self.login, self.password)
            except UnicodeError as beyond_ascii:
                raise NoService("login_not_ascii") from beyond_ascii

    def _context(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()


class _Round:
    """The letters of one run: the connection that stands, and whether there is a point in going on."""

    def __init__(self, server: SmtpServer, log: Log) -> None:
        self.server, self.log = server, log
        self.sender = envelope_address(server.sender)
        self.connection: smtplib.SMTP | None = None
        self.away: Outcome | None = None
        """What befalls the rest."""
        self.losses = 0

    def outcome(self, parcel: Parcel) -> Outcome:
        if self.away:
            return replace(self.away, key=parcel.key)
        try:
            letter = letter_of(parcel, self.sender)
        except ValueError:
            self.log.settled(parcel.key, Fate.REFUSED)
            return Outcome(parcel.key, Fate.REFUSED, "bad_address")
        try:
            outcome = self._tried(letter)
        except NoService as why:
            outcome = self.away = Outcome(parcel.key, Fate.NOT_TRIED, why.code, why.detail)
        outcome = replace(outcome, detail=outcome.detail.replace(letter.recipient, "…"))  # servers like to repeat it
        self.log.settled(parcel.key, outcome.fate)
        self.losses = self.losses + 1 if outcome.code in {"cut_off", "no_reply"} else 0
        if outcome.code == "closing" or self.losses >= LOSSES:
            code = "closing" if outcome.code == "closing" else "cut_off"
            self.away = Outcome(parcel.key, Fate.NOT_TRIED, code, outcome.detail)
        return outcome

    def _tried(self, letter: Letter) -> Outcome:
        """A wait that was in vain is not waited through again."""
        try:
            return self._handed_over(letter)
        except OSError as lost:
            if _timed_out(lost):
                return Outcome(letter.key, Fate.NOT_TRIED, "cut_off", one_line(lost))
        try:
            return self._handed_over(letter)
        except OSError as lost:
            return Outcome(letter.key, Fate.NOT_TRIED, "cut_off", one_line(lost))

    def _handed_over(self, letter: Letter) -> Outcome:
        if self.connection is None or self.connection.sock is None:
            self.connection = self.server.connected()
        try:
            return hand_over(self.connection, letter, self.log)
        except OSError:
            self.connection.close()
            raise

    def farewell(self) -> None:
        if self.connection is not None:
            _part(self.connection)


def _no_service(error: Exception) -> NoService:
    """Why there is no connection to be had."""
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (smtplib.SMTPAuthenticationError, "login_refused"),
        (smtplib.SMTPResponseException, "turned_away"),
        (smtplib.SMTPServerDisconnected, "no_answer"),
        (smtplib.SMTPException, "no_login"),  # no way to log in that both sides know
        (ssl.SSLCertVerificationError, "not_trusted"),
        (ssl.SSLError, "no_tls"),
    )
    code = next((code for kind, code in kinds if isinstance(error, kind)), "no_answer")
    if isinstance(error, smtplib.SMTPResponseException):
        return NoService(code, reply_line((error.smtp_code, error.smtp_error)))
    return NoService(code, error)


def _timed_out(lost: OSError) -> bool:
    return isinstance(lost, TimeoutError) or isinstance(lost.__context__, TimeoutError)


def _part(connection: smtplib.SMTP) -> None:
    with suppress(OSError):
        connection.quit()
    connection.close()


def _close(connection: smtplib.SMTP | None) -> None:
    if connection is not None:
        connection.close()
