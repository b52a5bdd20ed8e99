"""What happens to a call: it is noted, held against the quotas, delayed, overtaken by another person, or fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from random import Random
from threading import Lock
from typing import Any

from sheets_adapter.local.calls import Answer, Call, Json
from sheets_adapter.local.injection import faults
from sheets_adapter.local.injection.clock import Clock
from sheets_adapter.local.injection.faults import Broken
from sheets_adapter.local.injection.plan import Edit, Fault, Injection, Latency, Which
from sheets_adapter.local.injection.quotas import WRITE, Minute, user, what

CarryOut = Callable[[Call], Answer]


@dataclass
class Seen:
    """A call as it came in; ``outcome`` is the status it was answered with, how the connection broke, or empty."""

    number: int
    call: Call
    at: float
    """Seconds of the clock."""
    outcome: int | str = ""

    def to_json(self) -> Json:
        call = self.call
        return {
            "number": self.number,
            "method": call.method,
            "spreadsheetId": call.spreadsheet_id,
            "user": call.user,
            "at": round(self.at, 3),
            "outcome": self.outcome,
        }


class Rule:
    """One thing that is to happen, with how often it could have and did."""

    def __init__(self, which: Which, chance: Random) -> None:
        self.which = which
        self._chance = chance
        self._met = self._hit = 0

    def hits(self, call: Call) -> bool:
        which = self.which
        if which.method not in {"", call.method} or (which.request and which.request not in requests_in(call)):
            return False
        self._met += 1
        if which.at and self._met not in which.at:
            return False
        if which.times is not None and self._hit >= which.times:
            return False
        if which.probability < 1 and self._chance.random() >= which.probability:
            return False
        self._hit += 1
        return True


class Injector:
    """``seen`` are the calls since the last ``set``, in the order in which they came, ``calls`` their counts."""

    def __init__(self, injection: Injection | None = None) -> None:
        self._lock = Lock()
        self.set(injection or Injection())

    def set(self, injection: Injection) -> None:
        """From now on this happens, all counts and the clock at their beginning."""
        rules: Sequence[Which] = (*injection.faults, *injection.latency, *injection.edits)
        with self._lock:
            self.injection = injection
            self.clock = Clock(injection.clock)
            self.calls: Counter[str] = Counter()
            self.seen: list[Seen] = []
            self._minute = Minute(injection.quotas) if injection.quotas else None
            self._rules = [Rule(which, _chance(injection, at)) for at, which in enumerate(rules)]
            self._chance = _chance(injection, "latency")

    def bodies(self, method: str) -> list[Any]:
        """What was sent to a method."""
        return [each.call.body for each in self.seen if each.call.method == method]

    def around(self, call: Call, authorization: str, carry_out: CarryOut) -> Answer:
        """The answer to a call; ``carry_out`` gives the true one, and does what another person does."""
        call = replace(call, user=user(call, authorization))
        seen, refusal, hits = self._note(call)
        given = refusal or self._answer(call, hits, carry_out)
        seen.outcome = given.how if isinstance(given, Broken) else given.status
        return given

    def _note(self, call: Call) -> tuple[Seen, Answer | None, list[Which]]:
        with self._lock:
            seen = Seen(len(self.seen) + 1, call, self.clock.now())
            self.seen.append(seen)
            self.calls[call.method] += 1
            refusal = self._minute.refusal(call.method, call.user, seen.at) if self._minute else None
            hits = [] if refusal else [rule.which for rule in self._rules if rule.hits(call)]
            return seen, refusal, hits

    def _answer(self, call: Call, hits: list[Which], carry_out: CarryOut) -> Answer:
        for each in hits:
            if isinstance(each, Latency):
                self._pause(each)
        fault = _happens(call, [each for each in hits if not each.after], carry_out)
        if fault is not None:
            return _given(fault, call, None)
        true = carry_out(call)
        fault = _happens(call, [each for each in hits if each.after], carry_out)
        return true if fault is None else _given(fault, call, true)

    def _pause(self, latency: Latency) -> None:
        with self._lock:
            seconds = self._chance.uniform(latency.seconds, latency.at_most or latency.seconds)
        self.clock.pause(seconds)


def _happens(call: Call, hits: list[Which], carry_out: CarryOut) -> Fault | None:
    """Makes the edits; returns what is to be answered in the end."""
    for each in hits:
        if isinstance(each, Edit):
            if each.do is not None:
                each.do(call)
            _make(each, call.spreadsheet_id, carry_out)
    return next((each for each in hits if isinstance(each, Fault)), None)


def _make(edit: Edit, spreadsheet_id: str, carry_out: CarryOut) -> None:
    """Makes an edit; one that is refused is a mistake of the test's and raises."""
    calls = [
        Call("values.update", spreadsheet_id, each["range"], {"valueInputOption": ["USER_ENTERED"]}, each)
        for each in edit.values
    ]
    if edit.requests:
        calls.append(Call("batchUpdate", spreadsheet_id, "", {}, {"requests": list(edit.requests)}))
    for each in calls:
        answer = carry_out(each)
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(f"The edit to inject was refused: {answer.body!r}")


def _given(fault: Fault, call: Call, true: Answer | None) -> Answer:
    return fault.answer or faults.answer(fault.kind, what(call.method) or WRITE, true)


def _chance(injection: Injection, of: object) -> Random:
    """Chance of its own for each thing, so that one more changes nothing for the others."""
    return Random(f"{injection.seed}/{of}")  # noqa: S311 - drawn from a seed on purpose


def requests_in(call: Call) -> set[str]:
    """The kinds of request that a batchUpdate holds."""
    requests = call.body.get("requests") if isinstance(call.body, dict) else None
    return {kind for each in requests or () if isinstance(each, dict) for kind in each}
