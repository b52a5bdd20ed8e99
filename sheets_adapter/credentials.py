"""In whose name Google is spoken to: where credentials are looked for, and what is wrong with a broken key.

In this order: handed in; ``NPSHEETS_GOOGLE_CREDENTIALS`` (a key's JSON, or the path of its file);
``GOOGLE_APPLICATION_CREDENTIALS`` (the path of a key's file, or its JSON); a secret that whoever opens the workbook
can ask for (flows: a block of Prefect's); what google-auth finds by itself: a person's own login, a machine at Google.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import google.auth
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError, TransportError
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials as Login
from google.oauth2.service_account import Credentials as ServiceAccount

from sheets_adapter.errors import BadCredentials, NoCredentials

SCOPE = "https://www.googleapis.com/auth/spreadsheets"
"""The only right that is asked for."""
KEY_IN_ENVIRONMENT = "NPSHEETS_GOOGLE_CREDENTIALS"
FILE_IN_ENVIRONMENT = "GOOGLE_APPLICATION_CREDENTIALS"
NOBODY = "none"
"""The value of ``KEY_IN_ENVIRONMENT`` for a service on this machine that asks for no credentials."""

GIVEN, ENVIRONMENT, KEY_FILE, SECRET, DEFAULT = "given", "environment", "file", "secret", "default"

Key = Mapping[str, Any]
Secret = Callable[[], tuple[str, str | Key] | None]
"""Asked only where the environment names no key: the place it was found in and the key, or None.

NoCredentials where it cannot be known whether there is one.
"""

LONGEST_PATH = 1000
"""Letters; a key is longer, also where it is written as base64."""
_API_KEY = "AIza"
_NEEDED = ("client_email", "token_uri")


@dataclass(frozen=True)
class Identity:
    """Credentials and where they were found: ``source`` is one of the words above, ``where`` names the place."""

    credentials: Credentials = field(repr=False)
    source: str
    where: str = ""

    @property
    def account(self) -> str:
        """The address a spreadsheet has to be shared with; empty where only Google knows it."""
        account = str(
            getattr(self.credentials, "service_account_email", "") or getattr(self.credentials, "account", "")
        )
        return account if "@" in account else ""

    @property
    def is_login(self) -> bool:
        """A person's own login instead of a service account."""
        return isinstance(self.credentials, Login)


def find_credentials(given: Key | str | Credentials | None = None, secret: Secret | None = None) -> Identity:
    """Raises NoCredentials and BadCredentials, which say what to do; nothing of a key is ever in them."""
    if isinstance(given, Credentials):
        return Identity(given, GIVEN)
    if given is not None:
        return Identity(_credentials(given, "credentials"), GIVEN)
    named = _named_in_environment()
    if named is not None:
        return named
    try:
        found = secret() if secret else None
    except NoCredentials as unasked:
        return _default(otherwise=unasked)
    return Identity(_credentials(found[1], found[0]), SECRET, found[0]) if found else _default()


def _named_in_environment() -> Identity | None:
    for variable in (KEY_IN_ENVIRONMENT, FILE_IN_ENVIRONMENT):
        given = os.environ.get(variable, "").strip()
        if given == NOBODY and variable == KEY_IN_ENVIRONMENT:
            return Identity(AnonymousCredentials(), NOBODY, variable)  # type: ignore[no-untyped-call]
        if given and _is_path(given, variable):
            return _from_file(given, variable)
        if given:
            return Identity(_credentials(given, variable), ENVIRONMENT, variable)
    return None


def _is_path(text: str, variable: str) -> bool:
    """Either variable may hold either; what may be a key is never taken for a path, which would be said aloud."""
    if text.startswith(("{", _API_KEY)) or "\n" in text or len(text) > LONGEST_PATH:
        return False
    if variable == FILE_IN_ENVIRONMENT:
        return True
    return text.lower().endswith(".json") or text.startswith(("/", "~", ".")) or os.path.isfile(text)  # noqa: PTH113 - never raises


def _from_file(name: str, where: str) -> Identity:
    path = Path(name).expanduser()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NoCredentials(reason="missing", where=where, path=name) from error
    except IsADirectoryError as error:
        raise NoCredentials(reason="folder", where=where, path=name) from error
    except UnicodeDecodeError as error:
        raise BadCredentials(reason="not_json", where=name) from error
    except OSError as error:
        raise NoCredentials(reason="unreadable", where=where, path=name) from error
    return Identity(_credentials(text, name), KEY_FILE, name)


def _credentials(key: Key | str, where: str) -> Credentials:
    info = dict(key) if isinstance(key, Mapping) else _parsed(key, where)
    if "installed" in info or "web" in info:
        raise BadCredentials(reason="oauth_client", where=where)
    kind = info.get("type", "service_account" if "client_email" in info else "")
    if kind == "service_account":
        return _service_account(info, where)
    try:
        if kind == "authorized_user":
            return Login.from_authorized_user_info(info, scopes=[SCOPE])  # type: ignore[no-untyped-call,no-any-return]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the user's own key, not somebody else's
            found, _ = google.auth.load_credentials_from_dict(info, scopes=[SCOPE])  # type: ignore[no-untyped-call]
    except (GoogleAuthError, ValueError, KeyError, TypeError) as error:
        raise BadCredentials(reason="unknown_type", where=where) from error
    return cast("Credentials", found)


def _parsed(text: str, where: str) -> dict[str, Any]:
    if text.strip().startswith(_API_KEY):
        raise BadCredentials(reason="api_key", where=where)
    try:
        # Not strict: a shell may have turned the \n of a key into line breaks, which harms nothing.
        info = json.loads(text, strict=False)
    except ValueError:
        # Without the cause, whose text would hold the key.
        raise BadCredentials(reason="not_json", where=where) from None
    if not isinstance(info, dict):
        raise BadCredentials(reason="not_json", where=where)
    return info


def _service_account(info: dict[str, Any], where: str) -> Credentials:
    secret = info.get("private_key")
    if not isinstance(secret, str) or not secret.strip():
        raise BadCredentials(reason="no_private_key", where=where)
    lacking = [name for name in _NEEDED if not info.get(name)]
    if lacking:
        raise BadCredentials(reason="incomplete", where=where, detail=", ".join(lacking))
    # Escaped twice, as files of environment variables often have it.
    whole = info | {"private_key": secret.replace("\\n", "\n")}
    try:
        return ServiceAccount.from_service_account_info(whole, scopes=[SCOPE])  # type: ignore[no-untyped-call,no-any-return]
    except (GoogleAuthError, ValueError, KeyError, TypeError):
        raise BadCredentials(reason="damaged_key", where=where) from None


class _OneTry(Request):
    """A machine that is not at Google is found out within a second, not after three tries of three."""

    def __call__(self, url: str, *args: Any, **kwargs: Any) -> Any:
        if not url.startswith("http://"):
            return super().__call__(url, *args, **kwargs)  # type: ignore[no-untyped-call]
        try:
            return super().__call__(url, *args, **kwargs | {"timeout": 1})  # type: ignore[no-untyped-call]
        except TransportError as error:
            raise DefaultCredentialsError(str(error)) from error  # type: ignore[no-untyped-call]


def _default(otherwise: NoCredentials | None = None) -> Identity:
    try:
        found, _ = google.auth.default(scopes=[SCOPE], request=_OneTry())
    except DefaultCredentialsError as error:
        raise otherwise or NoCredentials() from error
    except (GoogleAuthError, ValueError) as error:
        raise BadCredentials(reason="unknown_type", where="application_default_credentials.json") from error
    return Identity(found, DEFAULT)
