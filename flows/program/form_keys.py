"""The survey key as it comes back from a form: in capitals, in quotes, or with the whole link around it."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pandas as pd

from flows.program.names import normalise

KEY_IN_TEXT = re.compile(r"(?<![0-9a-z])(?:q-\d{4}-\d{2}-[0-9a-f]{8}|x-[0-9a-f]{8}-\d+)(?![0-9a-z])")


def keys_meant(typed: pd.Series[str], known: pd.Series[str]) -> pd.Series[str]:
    """The one of ``known`` that each text means; empty where it means none, or several."""
    spelling = {_bare(key): key for key in known}
    spelling.pop("", None)
    meant = {text: _meant(text, spelling) for text in typed.unique()}
    return typed.map(meant).astype("str")


def _meant(text: str, spelling: dict[str, str]) -> str:
    if (whole := _bare(text)) in spelling:
        return spelling[whole]
    found = {spelling[key] for key in KEY_IN_TEXT.findall(normalise(unquote(text))) if key in spelling}
    return found.pop() if len(found) == 1 else ""


def _bare(text: str) -> str:
    return normalise(text).replace(" ", "")
