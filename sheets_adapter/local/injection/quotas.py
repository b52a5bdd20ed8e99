"""Calls a minute, counted as Google counts them.

Reads and writes are counted apart, for the project and for each of its users; a batch is one call; calls to Drive
are another service's. The limits are full again each minute at once: recorded calls that ran into them were refused
until a certain second of the minute, the same in every minute, and served in bursts from then on. (So there is no
window that slides. Google's machines between them let a little more through than the limit; here it is exact.)
A refused call is not counted: it must not use up the project's quota where the user's is used up.
"""

from __future__ import annotations

import hashlib
from collections import Counter

from sheets_adapter.local.calls import Answer, Call
from sheets_adapter.local.injection.faults import exceeded
from sheets_adapter.local.injection.plan import Quotas

MINUTE = 60.0
READ, WRITE = "read", "write"
READS = frozenset(
    {
        "get",
        "getByDataFilter",
        "values.get",
        "values.batchGet",
        "values.batchGetByDataFilter",
        "developerMetadata.get",
        "developerMetadata.search",
    }
)


def what(method: str) -> str:
    """``read`` or ``write``, or nothing for a method that is not of the Sheets API."""
    if method.startswith("drive."):
        return ""
    return READ if method in READS else WRITE


def user(call: Call, authorization: str) -> str:
    """Who asks: whom the caller says it asks for, else whose token came with the call."""
    if call.one("quotaUser") or not authorization:
        return call.one("quotaUser")
    return "token " + hashlib.sha256(authorization.encode()).hexdigest()[:8]


class Minute:
    """What has gone through in the current minute."""

    def __init__(self, quotas: Quotas) -> None:
        self._quotas = quotas
        self._minute = -1
        self._passed: Counter[tuple[str, str | None]] = Counter()

    def refusal(self, method: str, user: str, now: float) -> Answer | None:
        """Counts a call at a time in seconds, or says that it is one too many."""
        kind = what(method)
        if not kind:
            return None
        if now // MINUTE != self._minute:
            self._minute = int(now // MINUTE)
            self._passed.clear()
        limits = {
            (kind, user): getattr(self._quotas, f"{kind}s_per_user"),
            (kind, None): getattr(self._quotas, f"{kind}s"),
        }
        for key, limit in limits.items():
            if limit is not None and self._passed[key] >= limit:
                return exceeded(kind, per_user=key[1] is not None, limit=limit)
        self._passed.update(limits.keys())
        return None
