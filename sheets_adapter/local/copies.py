"""A copy of a file as it was, put beside it before the first save that would lose something."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from io import BufferedWriter
from pathlib import Path

from sheets_adapter.local.saving import put

_WORDS = {"en": "as it was", "ru": "как было"}
_NAME = re.compile(r" \((?:as it was|как было) \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\)\.xls[xm]$")


def name_of(path: Path, locale: str) -> Path:
    """``team (as it was 2026-11-26 14.05.33).xlsx``: named by the file's own time, so the same state has one copy."""
    words = _WORDS["ru" if locale.lower().startswith("ru") else "en"]
    changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return path.with_name(f"{path.stem} ({words} {changed:%Y-%m-%d %H.%M.%S}){path.suffix}")


def is_copy(name: str) -> bool:
    return _NAME.search(name) is not None


def keep(path: Path, locale: str) -> Path:
    """Makes the copy, unless it is there; returns where. Raises FileProblem ``not_saved``."""
    copy = name_of(path, locale)
    if not copy.exists():
        put(copy, lambda target: _copy(path, target), lambda: None)
        shutil.copystat(path, copy)
    return copy


def _copy(path: Path, target: BufferedWriter) -> None:
    with path.open("rb") as source:
        shutil.copyfileobj(source, target)
