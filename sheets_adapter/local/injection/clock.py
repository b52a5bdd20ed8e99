"""Time as the service's quotas and pauses see it: as fast as a test wants it, or moved by hand."""

from __future__ import annotations

import time
from threading import Lock


class Clock:
    """Seconds from its making on. ``pace``: seconds of this clock in one of ours; at 0 it stands still."""

    def __init__(self, pace: float = 1.0) -> None:
        self.pace = pace
        self._began = time.monotonic()
        self._moved = 0.0
        self._lock = Lock()

    def now(self) -> float:
        return self._moved + self.pace * (time.monotonic() - self._began)

    def move(self, seconds: float) -> None:
        with self._lock:
            self._moved += seconds

    def pause(self, seconds: float) -> None:
        """Returns when so many seconds have passed here; a clock that stands still is moved on."""
        if self.pace:
            time.sleep(seconds / self.pace)
        else:
            self.move(seconds)
