"""What is to go wrong, as plain data: the same in Python and, through ``from_json`` and ``to_json``, over HTTP.

::

    Injection(
        seed=1,
        clock=120,                                              # a minute passes in half a second
        quotas=Quotas(reads_per_user=10),
        faults=[Fault(kind="503", method="batchUpdate", at=[1], after=True), Fault(kind="reset", probability=0.2)],
        latency=[Latency(seconds=0.1, at_most=0.5)],
        edits=[Edit(method="values.batchGet", at=[1], values=[{"range": "Clients!A2", "values": [["Acme"]]}])],
    )
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sheets_adapter.local.calls import Answer, Json
from sheets_adapter.local.injection.faults import HTML, KINDS


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which calls are meant: all of them, unless something here says otherwise.

    ``method`` is Google's name, such as ``values.batchGet``; ``request`` a kind of request that a batchUpdate has
    to hold. ``at`` are numbers of the calls so chosen, the first being 1; of these each is hit with ``probability``,
    and after ``times`` hits it is over. ``after``: once the call's effect is saved, instead of before it. A call that
    a quota refuses goes no further and has no number.
    """

    method: str = ""
    request: str = ""
    at: Sequence[int] = ()
    probability: float = 1.0
    times: int | None = None
    after: bool = False

    def __post_init__(self) -> None:
        if not all(type(number) is int and number > 0 for number in self.at):
            raise ValueError(f"'at' must be a list of call numbers from 1 on, not {self.at!r}")
        _between("probability", self.probability, 0, 1)
        if self.times is not None:
            _between("times", self.times, 0)


@dataclass(frozen=True, kw_only=True)
class Fault(Which):
    """An answer that is given instead of the true one: of a ``kind``, or one of one's own.

    As JSON, ``answer`` is ``{"status": 503, "body": {...}, "headers": {...}}``; a body that is text is sent as HTML.
    """

    kind: str = ""
    answer: Answer | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.answer is None) == (self.kind not in KINDS):
            raise ValueError(f"a fault has an 'answer' or a 'kind', one of {', '.join(KINDS)}; not {self.kind!r}")


@dataclass(frozen=True, kw_only=True)
class Latency(Which):
    """``seconds`` of the clock before the call is looked at, or something between them and ``at_most``."""

    seconds: float = 0.0
    at_most: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _between("seconds", self.seconds, 0)
        if self.at_most is not None:
            _between("at_most", self.at_most, self.seconds)


@dataclass(frozen=True, kw_only=True)
class Edit(Which):
    """What another person does to the spreadsheet of the call, on their own account.

    ``requests`` are those of a batchUpdate, ``values`` the ``ValueRange``s of a values:batchUpdate, entered as if
    typed. ``do`` is for tests in process: it is given the call as it came in, which it may change; what it raises
    comes out where the call was made.
    """

    requests: Sequence[Json] = ()
    values: Sequence[Json] = ()
    do: Callable[[Any], object] | None = None


@dataclass(frozen=True, kw_only=True)
class Quotas:
    """Calls a minute that go through; None: as many as one likes."""

    reads: int | None = 300
    writes: int | None = 300
    reads_per_user: int | None = 60
    writes_per_user: int | None = 60

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if value is not None:
                _between(each.name, value, 0)


@dataclass(frozen=True, kw_only=True)
class Injection:
    """All that is to happen. ``clock``: seconds of the service's time in one of ours; 0 is moved by hand only."""

    seed: int = 0
    clock: float = 1.0
    quotas: Quotas | None = None
    faults: Sequence[Fault] = ()
    latency: Sequence[Latency] = ()
    edits: Sequence[Edit] = ()

    def __post_init__(self) -> None:
        _between("clock", self.clock, 0)
        _between("seed", self.seed, 0)


def from_json(data: Any) -> Injection:
    """Raises ValueError with what is wrong."""
    given = _known(Injection, data)
    kinds: dict[str, Any] = {"faults": Fault, "latency": Latency, "edits": Edit}
    for name, kind in kinds.items():
        given[name] = tuple(_made(kind, each) for each in _list(name, given.get(name, [])))
    if given.get("quotas") is not None:
        given["quotas"] = _made(Quotas, given["quotas"])
    return Injection(**given)


def to_json(injection: Injection) -> Json:
    """What ``do`` does is not told."""
    found = asdict(injection)
    for edit in found["edits"]:
        edit.pop("do")
    for fault, shown in zip(injection.faults, found["faults"], strict=True):
        if fault.answer is not None and isinstance(fault.answer.body, bytes):
            shown["answer"]["body"] = fault.answer.body.decode(errors="replace")
    return found


def _made(kind: Any, data: Any) -> Any:
    given = _known(kind, data)
    if "do" in given:
        raise ValueError("'do' is a function and exists in process only")
    for name in {"at", "requests", "values"} & given.keys():
        given[name] = tuple(_list(name, given[name]))
    if given.get("answer") is not None:
        given["answer"] = _answer(given["answer"])
    return kind(**given)


def _answer(data: Any) -> Answer:
    given: Json = {"body": {}, "headers": {}} | _known(Answer, data)
    if type(given.get("status")) is not int:
        raise ValueError("the 'answer' of a fault needs a 'status'")
    if isinstance(given["body"], str):
        given["body"], given["headers"] = given["body"].encode(), HTML | given["headers"]
    return Answer(**given)


def _known(kind: Any, data: Any) -> Json:
    names = [each.name for each in fields(kind)]
    if not isinstance(data, Mapping):
        raise ValueError(f"{kind.__name__} must be an object, not {data!r}")  # noqa: TRY004 - said to whoever sent it
    unknown = sorted(set(data) - set(names))
    if unknown:
        raise ValueError(f"{kind.__name__} has no '{unknown[0]}', only: {', '.join(names)}")
    return dict(data)


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"'{name}' must be a list, not {value!r}")  # noqa: TRY004
    return value


def _between(name: str, value: Any, least: float, most: float = float("inf")) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
        raise ValueError(f"'{name}' must be a number from {least} on, not {value!r}")
