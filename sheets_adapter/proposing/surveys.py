"""Whether an answer is a leaver's, where one form asks everybody: such answers are counted apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from sheets_adapter.parsing import codes
from sheets_adapter.people_tables import RESPONSES
from sheets_adapter.proposing.contents import text
from sheets_adapter.proposing.likely import OF_LEAVERS
from sheets_adapter.proposing.lines import Line, Proposals, Remark
from sheets_adapter.proposing.seen import WITHIN_REASON, Seen, they_repeat
from sheets_adapter.recognise import plain


def told_by_answers(seen: Seen) -> Proposals:
    """A question with a few answers may tell a leaver's from others'; one that only leavers are asked tells of them."""
    asked = {at: name for at, name in seen.unknown.items() if re.search(OF_LEAVERS, plain(name)) and seen.cells(at)}
    if "survey" in seen.columns or not asked:
        return Proposals()
    everybody = {at: name for at, name in asked.items() if 2 * len(seen.cells(at)) > len(seen.records)}
    telling = [name for at, name in everybody.items() if they_repeat(seen.cells(at))]
    if len(telling) == 1:
        details = {"sheet": seen.title, "heading": telling[0]}
        return Proposals((Line("responses", "survey", values=(telling[0],), why="tells_survey", details=details),))
    at, name = min(asked.items(), key=lambda each: len(seen.cells(each[0])))
    return Proposals(remarks=(Remark("leavers", {"sheet": seen.title, "heading": name, "cells": len(seen.cells(at))}),))


def surveys_asked(answers: Sequence[Seen]) -> Proposals:
    """Words that may tell a leaver's answer from the others, which are counted apart."""
    known = codes(RESPONSES.column("survey"))
    asked = []
    for seen in (seen for seen in answers if "survey" in seen.columns):
        words = [text(cell) for cell in seen.of("survey")]
        unknown = Counter(word for word in words if plain(word) not in known and plain(word))
        heading = seen.names[seen.columns["survey"][0]]
        asked += [
            Line("responses", "survey", word, why="asked_survey", details={"heading": heading, "rows": n})
            for word, n in unknown.most_common(WITHIN_REASON)
        ]
    return Proposals(asked=tuple(asked))
