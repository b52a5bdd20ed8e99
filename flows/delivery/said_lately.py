"""What staff was told of failed runs within a day: an hourly flow that fails is no reason for a notice an hour.

Kept as digests: neither locations nor sentences stand in the file.
"""

from __future__ import annotations

import json
import os
import re
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile

from flows.delivery.state_folder import state_folder

DAY = 24 * 60 * 60.0
"""Seconds."""


def is_news(flow: str, location: str, sentence: str) -> bool:
    return _mark(flow, location, sentence) not in _said()


def remember_said(flow: str, location: str, sentence: str) -> None:
    """Where it cannot be kept, the same will be told again."""
    said = {**_said(), _mark(flow, location, sentence): time.time()}
    with suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=_file().parent, prefix=".said-", delete=False, encoding="utf-8") as file:
            json.dump(said, file)
        os.replace(file.name, _file())  # noqa: PTH105 - over the file of before, on every system


def _said() -> dict[str, float]:
    """Digest -> seconds since 1970, of the last day."""
    try:
        known = json.loads(_file().read_text(encoding="utf-8"))
        return {mark: float(when) for mark, when in known.items() if time.time() - float(when) < DAY}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _mark(flow: str, location: str, sentence: str) -> str:
    """Minutes, ports and the like change from run to run; the trouble is the same."""
    same = re.sub(r"\d+", "0", sentence)
    return blake2b(f"{flow}\n{location}\n{same}".encode(), digest_size=12).hexdigest()


def _file() -> Path:
    return state_folder() / "said.json"
