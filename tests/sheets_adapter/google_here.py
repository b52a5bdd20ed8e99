"""Google on loopback: what gives tokens and the Sheets API over HTTP, for the unmodified google-auth and gspread.

Nothing in it is told beforehand what to believe: the token endpoint checks what was signed with the public key, and
the API serves who shows a token that was given. A test may have any call answered otherwise: ``google.says(...)``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from sheets_adapter.credentials import SCOPE
from sheets_adapter.local.calls import Answer
from sheets_adapter.local.injection import Fault, Injection, Injector, Seen, faults
from sheets_adapter.local.server import LocalServer
from sheets_adapter.local.service import LocalSheets

ROBOT = "npsheets@nps-programme.iam.gserviceaccount.com"
PROJECT = faults.PROJECT
HOUR = 3600
AUDIENCE = "https://oauth2.googleapis.com/token"
"""Whom google-auth addresses, wherever the token is fetched."""


class Key:
    """A service account's key pair; made once, since it takes a tenth of a second."""

    def __init__(self) -> None:
        self._pair = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @property
    def private(self) -> str:
        return self._pair.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    @property
    def public(self) -> str:
        public = self._pair.public_key()
        return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


KEY = Key()


class Tokens(ThreadingHTTPServer):
    """Gives tokens for what was signed with the account's key. ``lives``: seconds for which each is good."""

    daemon_threads = True

    def __init__(self) -> None:
        self.given: list[str] = []
        self.asked: list[dict[str, Any]] = []
        """Claims of every request, as they were signed."""
        self.lives = HOUR
        self.answer: Answer | None = None
        """Given instead of a token."""
        super().__init__(("127.0.0.1", 0), _TokenHandler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/token"

    def give(self, assertion: str) -> Answer:
        claims = jwt.decode(assertion, certs=KEY.public, audience=AUDIENCE, clock_skew_in_seconds=300)
        self.asked.append(dict(claims))
        if self.answer is not None:
            return self.answer
        if claims["iss"] != ROBOT or claims["scope"] != SCOPE or claims["exp"] - claims["iat"] > HOUR:
            return Answer(400, {"error": "invalid_grant", "error_description": "Invalid JWT."})
        self.given.append(f"ya29.token-{len(self.given) + 1}")
        return Answer(200, {"access_token": self.given[-1], "expires_in": self.lives, "token_type": "Bearer"})


class _TokenHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Tokens

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]:
            answer = self.server.give(form["assertion"][0])
        else:
            answer = self.server.answer or Answer(400, {"error": "unsupported_grant_type"})
        text = json.dumps(answer.body).encode()
        self.send_response_only(answer.status)
        self.send_header("Content-Type", "application/json")
        for name, value in ({"Date": formatdate(usegmt=True)} | dict(answer.headers)).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_arguments: Any) -> None:
        pass


class GoogleHere:
    """``key``: the JSON of the account's key; ``location``: the link people would give."""

    def __init__(self, path: Path) -> None:
        self.injector = Injector()
        self.service = LocalSheets(path, self.injector)
        self.tokens = Tokens()
        self.api = LocalServer(self.service)
        self.api.RequestHandlerClass = _guarded(self)
        self.location = f"https://docs.google.com/spreadsheets/d/{self.service.spreadsheet_id}/edit#gid=0"
        self.key = {
            "type": "service_account",
            "project_id": "nps-programme",
            "private_key_id": "abc",
            "private_key": KEY.private,
            "client_email": ROBOT,
            "client_id": "1",
            "token_uri": self.tokens.address,
        }
        self.no_more: set[str] = set()
        """Tokens that are served no more."""

    def says(self, answer: Answer, method: str = "", times: int | None = None) -> list[Seen]:
        """``answer`` to the next so many calls (of a method); returns the list of all calls as they come in."""
        self.injector.set(Injection(faults=[Fault(answer=answer, method=method, times=times)]))
        return self.injector.seen

    def refusal(self, headers: dict[str, str]) -> Answer | None:
        """Of who shows no token, or one that is not good."""
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if token in set(self.tokens.given) - self.no_more:
            return None
        return faults.answer("401", "")

    @contextmanager
    def running(self) -> Iterator[GoogleHere]:
        threads = [threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True) for server in self._servers]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            for server, thread in zip(self._servers, threads, strict=True):
                server.shutdown()
                server.server_close()
                thread.join(5)

    @property
    def _servers(self) -> tuple[ThreadingHTTPServer, ...]:
        return self.tokens, self.api

    def environment(self) -> dict[str, str]:
        """What a person sets to use it."""
        return {"NPSHEETS_SHEETS_API": self.api.address, "NPSHEETS_GOOGLE_CREDENTIALS": json.dumps(self.key)}


def _guarded(google: GoogleHere) -> Any:
    served: Any = google.api.RequestHandlerClass

    class Guarded(served):
        def _answer(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            refusal = google.refusal(headers)
            if refusal is None:
                super()._answer()
                return
            self.rfile.read(int(headers.get("content-length", 0)))
            self._send(refusal)

        do_GET = do_POST = do_PUT = _answer  # noqa: N815

    return Guarded


def error(status: int, message: str, state: str, *details: dict[str, Any], **headers: str) -> Answer:
    """An error answer as Google gives it; ``Retry_After="30"`` is a header, as a proxy may add it."""
    return with_headers(faults.api_error(status, message, state, *details), headers)


def with_headers(answer: Answer, headers: dict[str, str]) -> Answer:
    return replace(answer, headers={name.replace("_", "-"): value for name, value in headers.items()})


def info(reason: str, **metadata: str) -> dict[str, Any]:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": "sheets.googleapis.com", **metadata},
    }


def help_link(description: str, url: str) -> dict[str, Any]:
    return {"@type": "type.googleapis.com/google.rpc.Help", "links": [{"description": description, "url": url}]}


CONSOLE = f"https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project={PROJECT}"
API_DISABLED = error(
    403,
    f"Google Sheets API has not been used in project {PROJECT} before or it is disabled. Enable it by visiting "
    f"{CONSOLE} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our "
    "systems and retry.",
    "PERMISSION_DENIED",
    help_link("Google developers console API activation", CONSOLE),
    info("SERVICE_DISABLED", consumer=f"projects/{PROJECT}"),
)
NOT_SHARED = faults.answer("403", "")
NOT_FOUND = error(404, "Requested entity was not found.", "NOT_FOUND")
OFFICE_FILE = error(400, "This operation is not supported for this document", "FAILED_PRECONDITION")
OFFICE_FILE_NEWER = error(400, "The document must not be an Office file.", "FAILED_PRECONDITION")
NO_SCOPE = error(
    403,
    "Request had insufficient authentication scopes.",
    "PERMISSION_DENIED",
    info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", method="google.apps.sheets.v4.SpreadsheetsService.GetSpreadsheet"),
)
NO_QUOTA_PROJECT = error(
    403,
    "Your application is authenticating by using local Application Default Credentials. The sheets.googleapis.com API "
    "requires a quota project, which is not set by default. To learn how to set your quota project, see "
    "https://cloud.google.com/docs/authentication/adc-troubleshooting/user-creds .",
    "PERMISSION_DENIED",
    info("SERVICE_DISABLED", consumer="projects/764086051850"),
)
QUOTA_PROJECT_DENIED = error(
    403,
    "Caller does not have required permission to use project nps-programme. Grant the caller the "
    "roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission, by "
    "visiting https://console.developers.google.com/iam-admin/iam/project?project=nps-programme and then retry. "
    "Propagation of the new permission may take a few minutes.",
    "PERMISSION_DENIED",
    info("USER_PROJECT_DENIED", consumer="projects/nps-programme"),
)
NO_CALLER = error(
    403,
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other "
    "form of API consumer identity to call this API.",
    "PERMISSION_DENIED",
)
UNAVAILABLE = faults.answer("503", "")


def quota(kind: str, whose: str, value: int = 60, **headers: str) -> Answer:
    """``quota("Read", "per user")``; whose: ``per user`` or nothing."""
    return with_headers(faults.exceeded(kind.lower(), per_user=bool(whose), limit=value), headers)


def no_token(description: str, status: int = 400, code: str = "invalid_grant", **headers: str) -> Answer:
    """What the token endpoint says instead of giving a token."""
    return Answer(status, {"error": code, "error_description": description}, headers)


SHORT_LIVED = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp "
    "values in the JWT claim."
)


def date_in(minutes: float) -> str:
    """The header ``Date`` of a machine whose clock is so far ahead of this one."""
    return formatdate(time.time() + 60 * minutes, usegmt=True)
