"""Words of the firm's own that tell a client's status, in a column or over a section of the list.

What they mean only the firm can say; a section called «Ушедшие» says it itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from sheets_adapter.choices import STATUSES
from sheets_adapter.proposing.contents import is_nobody, text
from sheets_adapter.proposing.likely import DEPARTED, PERHAPS_DEPARTED
from sheets_adapter.proposing.lines import Line, Proposals, Remark
from sheets_adapter.proposing.seen import WITHIN_REASON, Seen
from sheets_adapter.recognise import plain

_KNOWN = frozenset(plain(word) for words in STATUSES.values() for each in words.values() for word in each)


def words_asked(clients: Iterable[Seen]) -> Proposals:
    asked = Proposals()
    for seen in clients:
        if "status" in seen.columns:
            asked += _of(seen)
        asked += _of_sections(seen)
    return asked


def _of_sections(seen: Seen) -> Proposals:
    found = Proposals()
    for title, clients in seen.sections:
        details = {"sheet": seen.title, "title": title, "clients": clients}
        if re.search(DEPARTED, plain(title)):
            found += Proposals((Line("clients", "status", title, ("churned",), "section_left", details),))
        elif re.search(PERHAPS_DEPARTED, plain(title)) or plain(title) in _KNOWN:
            found += Proposals(asked=(Line("clients", "status", title, why="section", details=details),))
    return found


def _of(seen: Seen) -> Proposals:
    words = [text(cell) for cell in seen.of("status")]
    spelling = {plain(word): word for word in reversed(words)}
    unknown = Counter(plain(word) for word in words if plain(word) not in _KNOWN and not is_nobody(word))
    heading = seen.names[seen.columns["status"][0]]
    if len(unknown) > WITHIN_REASON:
        return Proposals(remarks=(Remark("free_status", {"sheet": seen.title, "heading": heading, "n": len(unknown)}),))
    return Proposals(
        asked=tuple(
            Line("clients", "status", spelling[word], why="asked_status", details={"heading": heading, "rows": rows})
            for word, rows in unknown.most_common()
        )
    )
