"""Words of the firm's own that tell a client's status, in a column or over a section of the list.

What they mean only the firm can say; a section called «Ушедшие» says it itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from sheets_adapter.choices import STATUSES
from sheets_adapter.proposing.contents import is_person, text
from sheets_adapter.proposing.likely import ACTIVE, DEPARTED, PAUSED, PERHAPS_DEPARTED
from sheets_adapter.proposing.lines import Line, Proposals, Remark
from sheets_adapter.proposing.seen import WITHIN_REASON, Seen
from sheets_adapter.recognise import plain

_KNOWN = frozenset(plain(word) for words in STATUSES.values() for each in words.values() for word in each)

_TOLD = {DEPARTED: "churned", PAUSED: "paused", ACTIVE: "active"}
"""Titles of sections that say the status themselves."""
_MANAGER = r"^\s*(менеджер|manager|account manager|куратор|ответственный)\b\W*"


def words_asked(clients: Sequence[Seen]) -> Proposals:
    asked = _of([seen for seen in clients if "status" in seen.columns])
    for seen in clients:
        asked += _of_sections(seen)
        if "manager" not in seen.columns:
            asked += _managers(seen)
    return asked


def _managers(seen: Seen) -> Proposals:
    """A sheet or a section that is called as a person is: who else should that be."""
    titled = [(seen.title, len(seen.records)), *seen.sections]
    named = [(title, re.sub(_MANAGER, "", title, flags=re.IGNORECASE), clients) for title, clients in titled]
    return Proposals(
        tuple(
            Line(
                "clients", "manager", title, (name,), "managed_by", {"sheet": seen.title, "title": title, "clients": n}
            )
            for title, name, n in named
            if is_person(name)
        )
    )


def _of_sections(seen: Seen) -> Proposals:
    found = Proposals()
    for title, clients in seen.sections:
        details = {"sheet": seen.title, "title": title, "clients": clients}
        told = next((code for pattern, code in _TOLD.items() if re.search(pattern, plain(title))), "")
        if told:
            found += Proposals((Line("clients", "status", title, (told,), f"section_{told}", details),))
        elif re.search(PERHAPS_DEPARTED, plain(title)) or plain(title) in _KNOWN:
            found += Proposals(asked=(Line("clients", "status", title, why="section", details=details),))
    return found


def _of(lists: Sequence[Seen]) -> Proposals:
    """The words under the status in all lists, each asked about once."""
    found = Proposals()
    rows: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for seen in lists:
        words = [text(cell) for cell in seen.of("status")]
        unknown = Counter(plain(word) for word in words if plain(word) not in _KNOWN and plain(word))
        if len(unknown) > WITHIN_REASON:
            details = {"sheet": seen.title, "heading": _heading(seen), "n": len(unknown)}
            found += Proposals(remarks=(Remark("free_status", details),))
            continue
        rows += unknown
        spelling = {plain(word): word for word in reversed(words)} | spelling
    return found + Proposals(
        asked=tuple(
            Line(
                "clients",
                "status",
                spelling[word],
                why="asked_status",
                details={"heading": _heading(lists[0]), "rows": n},
            )
            for word, n in rows.most_common()
        )
    )


def _heading(seen: Seen) -> str:
    return seen.names[seen.columns["status"][0]]
