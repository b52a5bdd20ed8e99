"""From a location to a workbook: a Google spreadsheet by link or id, or an .xlsx file by path."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import google.auth
from google.auth.credentials import AnonymousCredentials, Credentials
from google.oauth2.service_account import Credentials as ServiceAccount

from sheets_adapter.errors import BadCredentials, BadLocation, FileExists, NoCredentials
from sheets_adapter.http import BeforeCall, RetryingClient
from sheets_adapter.local import HOST, LocalSheets, LocalTransport, create
from sheets_adapter.tables import SETTINGS
from sheets_adapter.translation import translated
from sheets_adapter.workbook import Workbook

SCOPE = "https://www.googleapis.com/auth/spreadsheets"
KEY_IN_ENVIRONMENT = "NPSHEETS_GOOGLE_CREDENTIALS"
_LINK = re.compile(r"https?://docs\.google\.com/spreadsheets/(?:u/\d+/)?d/(?P<id>[\w-]+)")
_ID = re.compile(r"[\w-]{25,}")
_SUFFIXES = {".xlsx", ".xlsm"}
_LOCALES = {"en": "en_US", "ru": "ru_RU"}


def open_workbook(
    location: str | Path,
    *,
    before_call: BeforeCall | None = None,
    credentials: Mapping[str, Any] | Credentials | None = None,
) -> Workbook:
    """Opens nothing yet: the first call is the snapshot's.

    ``before_call`` is told ``read`` or ``write`` before every try of a call (to take a slot of a rate limit).
    ``credentials``: a service account's key as a mapping, or credentials of google-auth; without them those
    of the environment. Raises BadLocation, NoCredentials, BadCredentials, and for a file NotFound,
    NotASpreadsheet, FileInUse, ReadOnly.
    """
    text = str(location).strip()
    spreadsheet_id = google_id(text)
    if spreadsheet_id:
        workbook = _google(text, spreadsheet_id, credentials)
    elif Path(text).suffix.lower() in _SUFFIXES or Path(text).exists():
        workbook = _file(text)
    else:
        raise BadLocation(location=text)
    workbook.client.before_call = before_call
    return workbook


def create_workbook(path: str | Path, language: str, time_zone: str = "Etc/GMT") -> Workbook:
    """A new .xlsx file with one empty sheet, which becomes Settings when the tables are made. Raises FileExists."""
    with translated(str(path)):
        try:
            create(path, locale=_LOCALES[language], time_zone=time_zone, sheet_title=SETTINGS.title(language))
        except FileExistsError as error:
            raise FileExists(location=str(path)) from error
    return _file(str(path))


def google_id(location: str) -> str:
    """The id in a link to a Google spreadsheet, or a bare id; empty for anything else."""
    link = _LINK.match(location)
    if link:
        return link["id"]
    return location if _ID.fullmatch(location) and not Path(location).exists() else ""


def _file(location: str) -> Workbook:
    service = LocalSheets(Path(location))
    with translated(location):
        service.check(writing=False)
    client = RetryingClient(AnonymousCredentials())  # type: ignore[no-untyped-call]
    client.session.mount(HOST, LocalTransport(service))
    return Workbook(client, service.spreadsheet_id, location=location, url=service.path.as_uri())


def _google(location: str, spreadsheet_id: str, credentials: Mapping[str, Any] | Credentials | None) -> Workbook:
    with translated(location):
        signed = credentials if isinstance(credentials, Credentials) else _credentials(credentials)
    account = str(getattr(signed, "service_account_email", ""))
    url = f"https://docs.google.com/spreadsheets/d/{spreadsheet_id}"
    return Workbook(RetryingClient(signed), spreadsheet_id, location=location, url=url, account=account)


def _credentials(key: Mapping[str, Any] | None) -> Credentials:
    """A key that was handed in, else one in the environment, else what google-auth finds by itself."""
    if key is None and os.environ.get(KEY_IN_ENVIRONMENT):
        try:
            key = json.loads(os.environ[KEY_IN_ENVIRONMENT])
        except ValueError as error:
            raise BadCredentials(detail=f"{KEY_IN_ENVIRONMENT}: {error}") from error
    try:
        if key is not None:
            return ServiceAccount.from_service_account_info(dict(key), scopes=[SCOPE])  # type: ignore[no-untyped-call,no-any-return]
        found, _ = google.auth.default(scopes=[SCOPE])
    except (ValueError, TypeError, KeyError) as error:
        raise BadCredentials(detail=str(error)) from error
    except OSError as error:
        raise NoCredentials(detail=str(error)) from error
    return found
