"""By which of its names a client is known: its brand or its firm, whichever the answers go by."""

from __future__ import annotations

from collections.abc import Sequence

from sheets_adapter.people_tables import RESPONSES
from sheets_adapter.proposing import contents
from sheets_adapter.proposing.lines import Line, Proposals
from sheets_adapter.proposing.seen import Seen
from sheets_adapter.recognise import heading_word, meanings, plain

ENOUGH = 0.5
"""A column that has so large a part of the names in the answers is what they go by."""


def names_as_answered(lists: Sequence[Seen], answers: Sequence[Seen]) -> Proposals:
    """Another column of names, where the answers go by that one and not by the one that is read."""
    named = {_name(cell) for seen in answers for cell in seen.of("client")}
    if not named or _share(named, [cell for seen in lists for cell in seen.of("client")]) >= ENOUGH:
        return Proposals()
    found = Proposals()
    own = [seen.names[seen.columns["client"][0]] for seen in answers if "client" in seen.columns]
    kept = [heading for heading in own if heading_word(heading) not in meanings(RESPONSES)]
    for seen in lists:
        best = max(seen.unknown, key=lambda at: _share(named, seen.cells(at)), default=None)
        if best is not None and _share(named, seen.cells(best)) >= ENOUGH:
            read = seen.names[seen.columns["client"][0]]
            details = {"sheet": seen.title, "heading": seen.names[best], "other": read}
            values = tuple(dict.fromkeys((seen.names[best], *kept)))
            found += Proposals((Line("clients", "client", values=values, why="as_answered", details=details),))
    return found


def _share(named: set[str], cells: contents.Cells) -> float:
    return len(named & {_name(cell) for cell in cells}) / len(named)


def _name(cell: object) -> str:
    """Without the legal form, which answers leave out."""
    return plain(contents.without_form(contents.text(cell)))
