"""Which of Google's methods an HTTP request is: by its method and its address, as the discovery documents list them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote

from sheets_adapter.local.calls import Call, Json, Query
from sheets_adapter.local.errors import ApiError, invalid, not_found, unbound_parameter

OF_EVERY_METHOD = frozenset(
    {
        "$.xgafv",
        "$alt",
        "$callback",
        "$fields",
        "$key",
        "$prettyPrint",
        "access_token",
        "alt",
        "callback",
        "fields",
        "key",
        "oauth_token",
        "prettyPrint",
        "quotaUser",
        "upload_protocol",
        "uploadType",
    }
)
_RENDERED = frozenset({"majorDimension", "valueRenderOption", "dateTimeRenderOption"})
_WRITTEN = frozenset(
    {
        "valueInputOption",
        "includeValuesInResponse",
        "responseValueRenderOption",
        "responseDateTimeRenderOption",
    }
)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Route:
    """``parameters``: the names a query may hold, or None where Google does not look at them (Drive does not)."""

    method: str
    address: re.Pattern[str]
    name: str
    parameters: frozenset[str] | None
    sends_json: bool = True


def _sheets(method: str, address: str, name: str, parameters: frozenset[str] = _NONE) -> Route:
    return Route(method, _pattern("/v4/spreadsheets" + address), name, parameters)


def _drive(method: str, address: str, name: str) -> Route:
    return Route(method, _pattern("/drive/v3/" + address), "drive." + name, None)


def _pattern(address: str) -> re.Pattern[str]:
    """A template of an address: each ``{}`` is one part of it, the id first, then what is named inside."""
    return re.compile("([^/]+)".join(re.escape(part) for part in address.split("{}")))


ROUTES = (
    _sheets("POST", "", "create"),
    _sheets(
        "GET", "/{}", "get", frozenset({"ranges", "includeGridData", "excludeTablesInBandedRanges", "commentsViewMode"})
    ),
    _sheets("POST", "/{}:batchUpdate", "batchUpdate"),
    _sheets("POST", "/{}:getByDataFilter", "getByDataFilter"),
    _sheets("GET", "/{}/developerMetadata/{}", "developerMetadata.get"),
    _sheets("POST", "/{}/developerMetadata:search", "developerMetadata.search"),
    _sheets("POST", "/{}/sheets/{}:copyTo", "sheets.copyTo"),
    _sheets("GET", "/{}/values:batchGet", "values.batchGet", _RENDERED | {"ranges"}),
    _sheets("POST", "/{}/values:batchUpdate", "values.batchUpdate"),
    _sheets("POST", "/{}/values:batchClear", "values.batchClear"),
    _sheets("POST", "/{}/values:batchGetByDataFilter", "values.batchGetByDataFilter"),
    _sheets("POST", "/{}/values:batchUpdateByDataFilter", "values.batchUpdateByDataFilter"),
    _sheets("POST", "/{}/values:batchClearByDataFilter", "values.batchClearByDataFilter"),
    _sheets("GET", "/{}/values/{}", "values.get", _RENDERED),
    _sheets("PUT", "/{}/values/{}", "values.update", _WRITTEN),
    _sheets("POST", "/{}/values/{}:append", "values.append", _WRITTEN | {"insertDataOption"}),
    _sheets("POST", "/{}/values/{}:clear", "values.clear"),
    _drive("GET", "about", "about.get"),
    _drive("GET", "files", "files.list"),
    _drive("POST", "files", "files.create"),
    _drive("DELETE", "files/trash", "files.emptyTrash"),
    _drive("GET", "files/{}", "files.get"),
    _drive("PATCH", "files/{}", "files.update"),
    _drive("DELETE", "files/{}", "files.delete"),
    _drive("POST", "files/{}/copy", "files.copy"),
    _drive("GET", "files/{}/export", "files.export"),
    _drive("GET", "files/{}/permissions", "permissions.list"),
    _drive("POST", "files/{}/permissions", "permissions.create"),
    _drive("GET", "files/{}/permissions/{}", "permissions.get"),
    _drive("PATCH", "files/{}/permissions/{}", "permissions.update"),
    _drive("DELETE", "files/{}/permissions/{}", "permissions.delete"),
    _drive("GET", "files/{}/comments", "comments.list"),
    _drive("POST", "files/{}/comments", "comments.create"),
    _drive("GET", "files/{}/revisions", "revisions.list"),
    _drive("GET", "drives", "drives.list"),
    Route("GET", _pattern("/spreadsheets/d/{}/export"), "drive.export of docs.google.com", None),
    Route("PUT", _pattern("/upload/drive/v2/files/{}"), "drive.v2.files.update", None, sends_json=False),
    Route("POST", _pattern("/upload/drive/v3/files"), "drive.files.create by upload", None, sends_json=False),
    Route("PATCH", _pattern("/upload/drive/v3/files/{}"), "drive.files.update by upload", None, sends_json=False),
)


def find(method: str, path: str, query: str = "", body: Json | str | bytes | None = None) -> Call:
    """The call that a request makes. ``path`` is still percent-encoded: a range may hold an encoded slash.

    ``body``: what was sent, or JSON already parsed. Raises ApiError 404 where Google has no such method, 400 for
    parameters it does not know and for what is no JSON.
    """
    route, named = _route(method.upper(), path)
    parameters = parse_qs(query, keep_blank_values=True)
    _check_parameters(route, parameters)
    spreadsheet_id, target = [*named, "", ""][:2]
    if not route.sends_json:
        return Call(route.name, spreadsheet_id, target, parameters, {}, _bytes(body))
    return Call(route.name, spreadsheet_id, target, parameters, parse(body))


def _route(method: str, path: str) -> tuple[Route, list[str]]:
    # Clients that put an address together from parts end it, or the id before a colon, with a slash.
    path = path.replace("/:", ":").removesuffix("/")
    for route in ROUTES:
        match = route.address.fullmatch(path) if route.method == method else None
        if match:
            return route, [unquote(part) for part in match.groups()]
    raise not_found()


def _check_parameters(route: Route, query: Query) -> None:
    if route.parameters is not None:
        for name in query:
            if name not in route.parameters and name not in OF_EVERY_METHOD:
                raise unbound_parameter(name)
    alt = query.get("alt", query.get("$alt", ["json"]))[-1].lower()
    if alt not in {"json", "media"}:
        raise ApiError(501, f"The local Sheets service does not implement alt={alt}.")


def _bytes(body: Json | str | bytes | None) -> bytes:
    if isinstance(body, dict):
        return json.dumps(body).encode()
    return body.encode() if isinstance(body, str) else body or b""


def parse(body: Json | str | bytes | None) -> Json:
    """The JSON object that was sent, empty where nothing was. Raises ApiError 400 as Google does."""
    if not isinstance(body, (str, bytes)):
        return body or {}
    if not body.strip():
        return {}
    try:
        found: Any = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise invalid(f"Invalid JSON payload received. Unexpected token.\n{_beginning(body)}\n^") from error
    if not isinstance(found, dict):
        raise invalid('Invalid JSON payload received. Unknown name "": Root element must be a message.')
    return found


def _no_number(text: str) -> NoReturn:
    """JSON has no NaN and no infinity, though Python reads them."""
    raise ValueError(text)


def _beginning(body: str | bytes) -> str:
    text = body.decode(errors="replace") if isinstance(body, bytes) else body
    return text.strip().partition("\n")[0][:40]
