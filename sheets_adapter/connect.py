"""From a location to a workbook: a Google spreadsheet by link or id, or an .xlsx file by path."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from google.auth.credentials import AnonymousCredentials, Credentials

from sheets_adapter import unkept
from sheets_adapter.credentials import NOBODY, Key, Secret, find_credentials
from sheets_adapter.errors import BadLocation, FileExists, NoCredentials
from sheets_adapter.http import BeforeCall, RetryingClient, is_loopback, service_address
from sheets_adapter.local import HOST, LocalSheets, LocalTransport, create
from sheets_adapter.locations import google_id, mistaken_link
from sheets_adapter.people_tables import SETTINGS
from sheets_adapter.translation import translated
from sheets_adapter.workbook import Workbook

_SUFFIXES = {".xlsx", ".xlsm"}
_LOCALES = {"en": "en_US", "ru": "ru_RU"}


def open_workbook(
    location: str | Path,
    *,
    before_call: BeforeCall | None = None,
    credentials: Key | str | Credentials | None = None,
    secret: Secret | None = None,
) -> Workbook:
    """Opens nothing yet: the first call is the snapshot's.

    ``before_call`` is told ``read`` or ``write`` before every try of a call (to take a slot of a rate limit).
    ``credentials``: a service account's key (its JSON or a mapping), or credentials of google-auth; without
    them those of the environment, then of ``secret``. Raises BadLocation, BadServiceAddress, NoCredentials,
    BadCredentials, and for a file NotFound, NotASpreadsheet, Unreadable.
    """
    text = str(location).strip()
    spreadsheet_id = google_id(text)
    if spreadsheet_id:
        workbook = _google(text, spreadsheet_id, credentials, secret)
    elif not mistaken_link(text) and (Path(text).suffix.lower() in _SUFFIXES or Path(text).exists()):
        workbook = _file(text)
    else:
        raise BadLocation(location=text, kind=mistaken_link(text))
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


def _file(location: str) -> Workbook:
    service = LocalSheets(Path(location))
    with translated(location):
        service.check(writing=False)
    client = RetryingClient(AnonymousCredentials())  # type: ignore[no-untyped-call]
    client.session.mount(HOST, LocalTransport(service))
    workbook = Workbook(client, service.spreadsheet_id, location=location, url=service.path.as_uri())
    workbook.unkept = partial(unkept.told, service)
    return workbook


def _google(
    location: str, spreadsheet_id: str, credentials: Key | str | Credentials | None, secret: Secret | None
) -> Workbook:
    address = service_address()
    identity = find_credentials(credentials, secret)
    if identity.source == NOBODY and not is_loopback(urlsplit(address).hostname or ""):
        raise NoCredentials
    client = RetryingClient(identity.credentials, address=address)
    url = f"https://docs.google.com/spreadsheets/d/{spreadsheet_id}"
    return Workbook(client, spreadsheet_id, location=location, url=url, identity=identity)
