"""A mail server on loopback that a test controls: it counts what it took, and refuses, hangs up or dawdles as told."""


# ruff: noqa: N802 - the names are aiosmtpd's

from __future__ import annotations

import asyncio
import email
import socket
import ssl
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

CUT = "cut"
"""Hang up: at ``data`` before a reply, though the letter was taken; else before the step is answered."""


class MailServer:
    """``letters``: what was taken, in order. ``does``: (step, recipient or "") -> a reply, ``CUT`` or seconds to wait;
    steps are ``mail``, ``rcpt``, ``data`` (the end of a letter). ``on_step`` hears of each as it comes in.
    """

    def __init__(
        self, *, login: tuple[str, str] | None = None, tls: ssl.SSLContext | None = None, starttls: bool = True
    ):
        self.letters: list[tuple[str, EmailMessage]] = []
        self.raw: list[bytes] = []
        self.steps: Counter[str] = Counter()
        self.does: dict[tuple[str, str], str | float] = {}
        self.on_step: Callable[[str], None] = lambda _step: None
        self._login = login
        options: dict[str, Any] = {}
        if tls and starttls:
            options = {"tls_context": tls, "require_starttls": True}
        elif tls:
            options = {"ssl_context": tls}
        if login:
            options |= {"authenticator": self._authenticated, "auth_required": True, "auth_require_tls": False}
        self._controller = Controller(self, hostname="127.0.0.1", port=_free_port(), **options)

    def __enter__(self) -> Self:
        self._controller.start()
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
        reply = await self._step("mail", "", server) or await self._step("mail", address, server)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return reply or "250 OK"

    async def handle_RCPT(self, server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]) -> str:
        reply = await self._step("rcpt", address, server) or await self._step("rcpt", "", server)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:
        to = envelope.rcpt_tos[0]
        planned = self.does.get(("data", to), self.does.get(("data", "")))
        if planned is None or planned == CUT or isinstance(planned, float):
            self.raw.append(envelope.content)
            self.letters.append((to, email.message_from_bytes(envelope.content, policy=default)))
        reply = await self._step("data", to, server) or await self._step("data", "", server)
        return reply or "250 taken"

    async def _step(self, step: str, who: str, server: SMTP) -> str:
        if who == "":
            self.steps[step] += 1
            self.on_step(step)
        planned = self.does.get((step, who))
        if planned == CUT:
            server.transport.abort()
            await asyncio.sleep(0.05)
            return "421 gone"
        if isinstance(planned, float):
            await asyncio.sleep(planned)
            return ""
        return str(planned or "")

    def _authenticated(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        fine = isinstance(given, LoginPassword) and (given.login.decode(), given.password.decode()) == self._login
        return AuthResult(success=fine, handled=False)


def _free_port() -> int:
    """aiosmtpd looks whether it answers at the port that it was given, so that must be no 0."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
