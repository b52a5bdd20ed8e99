"""Where this machine keeps what must outlive a run: of which letters it began to hand over."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "NPSHEETS_STATE"


def state_folder() -> Path:
    """The folder that the environment names, else where the system keeps such things.

    Raises RuntimeError where neither says anything: an account without a home.
    """
    if named := os.environ.get(VARIABLE):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "npsheets"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "npsheets"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "npsheets"
