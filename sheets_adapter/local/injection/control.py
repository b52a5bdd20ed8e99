"""``/injection`` over HTTP, where a server was started with it: what is injected, and what was seen.

- ``GET /injection``: what is injected, the clock's seconds, how often each method was called, and every call.
- ``PUT /injection`` with an ``Injection`` as JSON: from now on this, all counts from their beginning.
- ``DELETE /injection``: nothing is injected any more.
- ``POST /injection/clock`` with ``{"move": 60}``: so many seconds pass at once.
"""

from __future__ import annotations

from typing import Any

from sheets_adapter.local.calls import Answer, Json
from sheets_adapter.local.errors import ApiError, invalid, not_found
from sheets_adapter.local.injection.injector import Injector
from sheets_adapter.local.injection.plan import Injection, from_json, to_json
from sheets_adapter.local.routes import parse

ADDRESS = "/injection"


def answer(injector: Injector, method: str, path: str, body: bytes) -> Answer | None:
    """The answer to a request that is for the injection, None to any other."""
    if path not in {ADDRESS, ADDRESS + "/clock"}:
        return None
    try:
        _carry_out(injector, method, path, parse(body))
    except ApiError as error:
        return Answer(error.code, error.body())
    except ValueError as error:
        found = invalid(str(error))
        return Answer(found.code, found.body())
    return Answer(200, told(injector))


def _carry_out(injector: Injector, method: str, path: str, body: Json) -> None:
    if path == ADDRESS and method == "PUT":
        injector.set(from_json(body))
    elif path == ADDRESS and method == "DELETE":
        injector.set(Injection())
    elif path != ADDRESS and method == "POST":
        seconds: Any = body.get("move")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or len(body) != 1:
            raise ValueError("'move' must be a number of seconds")
        injector.clock.move(seconds)
    elif path != ADDRESS or method != "GET":
        raise not_found()


def told(injector: Injector) -> Json:
    return {
        "injection": to_json(injector.injection),
        "now": round(injector.clock.now(), 3),
        "calls": dict(injector.calls),
        "seen": [each.to_json() for each in injector.seen],
    }
