"""What a run is busy with, told to whoever listens: the command line does, a worker does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Listener = Callable[[str, dict[str, Any]], None]
_listeners: list[Listener] = []


def tell(step: str, **values: Any) -> None:
    """``step`` is a key of ``progress`` in the texts."""
    for listener in _listeners:
        listener(step, values)


def watched() -> bool:
    """Whether somebody waits for the run at a terminal."""
    return bool(_listeners)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
