"""A mail server on loopback that a test controls: it counts what it takes, refuses, hangs up or dawdles on demand."""

# ruff: noqa: N802 - the names are aiosmtpd's

from __future__ import annotations

import asyncio
import email
import ipaddress
import socket
import ssl
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

CUT = "cut"
"""Hang up: at ``data`` before a reply, though the letter was taken; else before the step is answered."""
FOR_EVER = 3600.0
"""Seconds to wait that outlast any test."""
PATIENCE = 60.0
"""Seconds in which a busy machine gets the server going."""


class MailServer:
    """``letters``: what was taken, in order. ``does``: (step, recipient or "") -> a reply, ``CUT`` or seconds to wait;
    a list of these does one after another, each once. ``on_step`` hears of each as it comes in.

    Steps are ``connect``, ``mail``, ``rcpt``, ``command`` (DATA itself), ``body`` (its middle; ``CUT`` only) and
    ``data`` (the end of a letter). After a reply that begins with 421 it hangs up.
    """

    def __init__(
        self,
        *,
        login: tuple[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
        starttls: bool = True,
        utf8: bool = True,
    ):
        self.letters: list[tuple[str, EmailMessage]] = []
        self.raw: list[bytes] = []
        self.asked: list[str] = []
        """Recipients as they were named, whether taken or not."""
        self.options: list[str] = []
        """What MAIL asked for."""
        self.connections = 0
        self.encrypted: list[bool] = []
        """Of each letter."""
        self.steps: Counter[str] = Counter()
        self.does: dict[tuple[str, str], str | float | list[str | float]] = {}
        self.on_step: Callable[[str], None] = lambda _step: None
        self._login = login
        options: dict[str, Any] = {"enable_SMTPUTF8": utf8, "server_hostname": "localhost"}
        if tls and starttls:
            options |= {"tls_context": tls, "require_starttls": True}
        elif tls:
            options |= {"ssl_context": tls}
        if login:
            options |= {"authenticator": self._authenticated, "auth_required": True, "auth_require_tls": False}
        else:
            options |= {"auth_exclude_mechanism": ("LOGIN", "PLAIN")}
        port = _free_port()
        self._controller = _Controller(self, hostname="127.0.0.1", port=port, ready_timeout=PATIENCE, **options)

    def __enter__(self) -> Self:
        self._controller.start()
        self.connections = 0  # but for the one by which the controller looks whether all is well
        self.steps.clear()
        return self

    def __exit__(self, *_error: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return int(self._controller.port)

    @property
    def taken(self) -> Counter[str]:
        """How many times each letter was taken, by Message-ID."""
        return Counter(str(message["Message-ID"]) for _, message in self.letters)

    async def handle_MAIL(self, server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]) -> str:
        reply = await self.step("mail", "", server) or await self.step("mail", address, server)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        self.options.extend(options)
        return reply or "250 OK"

    async def handle_RCPT(self, server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]) -> str:
        self.asked.append(address)
        reply = await self.step("rcpt", address, server) or await self.step("rcpt", "", server)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        to = envelope.rcpt_tos[0]
        planned = self._planned("data", to) or self._planned("data", "")
        if planned is None or planned == CUT or isinstance(planned, float):
            self.raw.append(envelope.content)
            self.letters.append((to, email.message_from_bytes(envelope.content, policy=default)))
            self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None)
        reply = await self.step("data", to, server) or await self.step("data", "", server)
        return reply or "250 taken"

    async def step(self, step: str, who: str, server: SMTP) -> str:
        """What to reply; empty: nothing was planned."""
        if who == "":
            self.steps[step] += 1
            self.on_step(step)
        planned = self._planned(step, who)
        several = self.does.get((step, who))
        if isinstance(several, list) and several:
            several.pop(0)
        if isinstance(planned, float):
            await asyncio.sleep(planned)
            return ""
        if planned == CUT:
            server.transport.abort()
        elif planned and planned.startswith("421"):
            await server.push(planned)
            server.transport.close()
        else:
            return planned or ""
        await asyncio.sleep(FOR_EVER)  # until the connection is lost, which ends this task
        return ""

    def _planned(self, step: str, who: str) -> str | float | None:
        planned = self.does.get((step, who))
        return next(iter(planned), None) if isinstance(planned, list) else planned

    def _authenticated(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        fine = isinstance(given, LoginPassword) and (given.login.decode(), given.password.decode()) == self._login
        return AuthResult(success=fine, handled=False)


class _Controller(Controller):
    def factory(self) -> SMTP:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # a login in clear text is meant here
            return _Dialogue(self.handler, **self.SMTP_kwargs)


class _Dialogue(SMTP):
    """The steps for which aiosmtpd has no hooks."""

    async def _handle_client(self) -> None:
        self.event_handler.connections += 1
        with suppress(ConnectionError):
            reply = await self.event_handler.step("connect", "", self)
            if reply:
                await self.push(reply)
                self.transport.close()
                return
            await super()._handle_client()

    async def smtp_DATA(self, arg: str | None) -> None:
        to = self.envelope.rcpt_tos[0] if self.envelope.rcpt_tos else ""
        for who in dict.fromkeys((to, "")):
            reply = await self.event_handler.step("command", who, self)
            if reply:
                await self.push(reply)
                return
        for who in dict.fromkeys((to, "")):
            if self.event_handler._planned("body", who) is not None:
                await self.push("354 Go on")
                await self._reader.read(64)
                await self.event_handler.step("body", who, self)
        await super().smtp_DATA(arg)


def _free_port() -> int:
    """aiosmtpd looks whether it answers at the port that it was given, so that must be no 0."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def certified(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """For a server on this machine, with a certificate of its own making, and for a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    here = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(here), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    plain = serialization.NoEncryption()
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain) + certificate
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=certificate.decode())
