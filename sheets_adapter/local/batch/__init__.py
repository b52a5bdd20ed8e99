"""``spreadsheets.batchUpdate``: its requests one after the other, all of them or none.

Each module of this package is one family of requests and lists them in ``REQUESTS``: the name of a request
and a function ``(document, request) -> reply``.
"""

from __future__ import annotations

from typing import Any

from sheets_adapter.local.batch import (
    cells,
    charts,
    dimensions,
    filters,
    groups,
    merges,
    named,
    pasting,
    protected,
    rules,
    sheets,
    shifting,
    sorting,
)
from sheets_adapter.local.document import Document
from sheets_adapter.local.errors import ApiError, invalid, unimplemented

Json = dict[str, Any]

REQUESTS = {
    **sheets.REQUESTS,
    **cells.REQUESTS,
    **dimensions.REQUESTS,
    **groups.REQUESTS,
    **shifting.REQUESTS,
    **pasting.REQUESTS,
    **sorting.REQUESTS,
    **named.REQUESTS,
    **protected.REQUESTS,
    **rules.REQUESTS,
    **charts.REQUESTS,
    **filters.REQUESTS,
    **merges.REQUESTS,
}


def check(body: Json) -> list[tuple[str, Json]]:
    """The requests of a checked body by name. Raises ApiError 400 without any, 501 for one that is not done here."""
    requests = body.get("requests") or []
    if not requests:
        raise invalid("Must specify at least one request.")
    found = []
    for at, request in enumerate(requests):
        if not request:
            raise invalid(f"Invalid requests[{at}]: No request set.")
        kind = next(iter(request))
        if kind not in REQUESTS:
            raise unimplemented(f"the request {kind} (requests[{at}])")
        found.append((kind, request[kind]))
    return found


def apply(document: Document, requests: list[tuple[str, Json]]) -> list[Json]:
    """Carries out checked requests and returns their replies; the document is spoilt when one raises ApiError."""
    replies = []
    for at, (kind, request) in enumerate(requests):
        try:
            replies.append(REQUESTS[kind](document, request))
        except ApiError as error:
            where = f"Invalid requests[{at}].{kind}: " if error.code == 400 else f"requests[{at}].{kind}: "
            raise ApiError(error.code, where + error.message) from error
    return replies
