"""One call of the API and what is answered to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Query = dict[str, list[str]]


@dataclass(frozen=True)
class Call:
    """One call as it came in; ``method`` is Google's name of it: ``values.batchGet``, ``drive.files.list``."""

    method: str
    spreadsheet_id: str
    target: str
    """What the address names inside the spreadsheet: the range of ``values.get``, a permission."""
    query: Query
    body: Json
    content: bytes = b""
    """What was sent where it is no JSON: an uploaded file."""
    user: str = ""
    """Who asks, as quotas tell people apart; empty for all who do not say."""

    def one(self, name: str) -> str:
        """A parameter of the query, the last one where it is repeated, empty where it is not given."""
        return self.query.get(name, [""])[-1]

    def flag(self, name: str) -> bool:
        return self.one(name).lower() == "true"

    def options(self) -> Json:
        """The parameters that are no lists."""
        return {name: found[-1] for name, found in self.query.items() if found and name != "ranges"}


@dataclass(frozen=True)
class Answer:
    """``body`` is JSON, or the bytes of a file, whose ``Content-Type`` then stands in ``headers``."""

    status: int
    body: Json | bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        """The body as it is sent."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body, ensure_ascii=False).encode()

    def every_header(self) -> dict[str, str]:
        """The headers as they are sent, without those of a connection."""
        if isinstance(self.body, bytes):
            return dict(self.headers)
        return {"Content-Type": "application/json; charset=UTF-8", **self.headers}
