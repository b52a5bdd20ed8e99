"""The readable row at the head of what the last run left: of which run it is, and how far that run came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sheets_adapter.encoding import Json
from sheets_adapter.own_tables import JOURNAL
from sheets_adapter.tables import TABLES

UNDO = "undo"
LEDGERS = tuple(table.key for table in TABLES if table.hidden and table is not JOURNAL)
"""Whose new rows may travel ahead of what people see."""


def header(revision: int, run: Mapping[str, Any], language: str, *, too_large: bool, rows: Mapping[str, int]) -> str:
    """Of which run the record is: short, so that a person who looks for it can read it.

    ``rows``: how many each hidden ledger has when the run has come to its end, see ``rows_of_whole_runs``.
    """
    when = run.get("when")
    told = {"revision": revision, "flow": str(run.get("flow", "")), "when": f"{when:%Y-%m-%dT%H:%M}" if when else ""}
    told |= {"language": language, "rows": dict(rows)}
    return json.dumps(told | ({"too_large": True} if too_large else {}), ensure_ascii=False)


def moved(text: str, revision: int) -> str:
    """The header of a record that holds for the next revision too: quiet cells alone were written."""
    kept = _read(text)
    if kept.get("revision") != revision - 1:
        return text
    return json.dumps(kept | {"revision": revision}, ensure_ascii=False)


def rows_of_whole_runs(state: Mapping[str, str], revision: int, *, first: bool) -> dict[str, int] | None:
    """How many rows of each hidden ledger are of runs that came to their end; None where all are.

    A run in several batches may break off after the first: the stamp has moved on, this header has not. What its
    ledgers say was done (a client called, a task made) stands on no sheet that people see. ``first``: no run ever
    came to its end.
    """
    kept = read_header(state)
    if not kept:
        return {} if first else None
    whole = not isinstance(kept.get("rows"), dict) or not isinstance(kept.get("revision"), int)
    return None if whole or kept["revision"] >= revision else dict(kept["rows"])


def taken_back(by: str, revision: int) -> str:
    """The header that takes the place of a record when it is taken back."""
    return json.dumps({"revision": revision, "undone": by})


def read_header(state: Mapping[str, str]) -> Json:
    """Empty where there is none, or somebody typed over it."""
    return _read(state.get(UNDO, ""))


def _read(text: str) -> Json:
    try:
        kept = json.loads(text or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}
