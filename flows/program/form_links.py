"""The link to the firm's form, made a client's own: what stands in braces becomes the client's data.

A name may hold anything (``&``, ``#``, Cyrillic, a line break): it reaches the form as it is written, and cannot
become another part of the link.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from flows.program.delivery_values import placeholders

SCORES = range(11)
_RESERVED = "%:/?#[]@!$&'()*+,;=~"


def personal_link(template: str, survey_key: str, client: str = "", contact: str = "", score: int | None = None) -> str:
    """``template`` with its placeholders filled, in ASCII; without ``score`` its place stays empty.

    Raises ValueError for words in braces that mean nothing: Settings let none through.
    """
    meant = placeholders(template)
    values = {
        "survey_key": survey_key,
        "client": client,
        "contact": contact,
        "score": "" if score is None else str(score),
    }
    if not meant:
        return _ascii(template)
    written = "|".join(re.escape(name) for name in meant)
    # One pass: a client called {score} is not a placeholder. What stands between is people's, and stays but for signs
    # that no link may have.
    parts = re.split(f"({written})", template)
    return _ascii("".join(_value(values[meant[part]]) if part in meant else part for part in parts))


def asks_score(template: str) -> bool:
    """Whether the form can be told the score, so that a click on a number in the letter answers the first question."""
    return "score" in placeholders(template).values()


def _value(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _ascii(link: str) -> str:
    """Cyrillic in the address itself, as browsers show it: its host as Punycode, the rest percent-encoded."""
    host = urlsplit(link).hostname or ""
    if not host.isascii():
        link = link.replace(host, _punycode(host), 1) if host in link else link
    return quote(link, safe=_RESERVED, errors="replace")


def _punycode(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host
