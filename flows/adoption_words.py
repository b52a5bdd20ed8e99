"""What init says about a workbook as a firm has it: why something is proposed, what is asked, what is not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flows.texts import count, say
from sheets_adapter.proposing import Line, Remark
from sheets_adapter.unseen import Unseen

COUNTED = frozenset({"rows", "cells", "clients", "names", "columns", "different"})
"""Details that are numbers of something."""


def reason(language: str, line: Line) -> str:
    details = _worded(language, line.details)
    if "kind" in details:
        details["kind"] = say(language, f"init.kind.{details['kind']}")
    return say(language, f"init.why.{line.why}", **details)


def asked(language: str, line: Line) -> str:
    details = {"word": line.word, **line.details}
    return say(language, f"init.ask.{line.why}", **_worded(language, details))


def remark(language: str, told: Remark) -> str:
    return say(language, f"init.remark.{told.code}", **_worded(language, told.details))


def not_seen(language: str, unseen: Unseen) -> Iterator[str]:
    """A sentence for each thing that is on the sheet and not in its values."""
    if unseen.colored:
        named = [(say(language, f"init.hue.{hue}"), n) for hue, n in unseen.colored.items()]
        hues = ", ".join(f"{hue} {n}" for hue, n in named) if len(named) > 1 else named[0][0]
        yield _told(language, "colored", unseen, rows=sum(unseen.colored.values()), hues=hues)
    if unseen.hidden:
        yield _told(language, "hidden", unseen, rows=unseen.hidden)
    if unseen.filter_on:
        yield _told(language, "filtered" if unseen.filtered else "filter", unseen, rows=unseen.filtered)
    if unseen.notes:
        yield _told(language, "notes", unseen, cells=unseen.notes)
    if unseen.columns:
        yield _told(language, "hidden_columns", unseen, letters=", ".join(unseen.columns))
    if unseen.merged:
        yield _told(language, "merged", unseen, cells=unseen.merged)


def _told(language: str, code: str, unseen: Unseen, **details: Any) -> str:
    return say(language, f"init.remark.{code}", **_worded(language, {"sheet": unseen.title, **details}))


def _worded(language: str, details: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: count(language, name, value) if name in COUNTED and isinstance(value, int) else str(value)
        for name, value in details.items()
    }
