"""The personal link to a team's form: its survey key ties the answer to client, contact and survey.

People write ``{survey key}`` or ``{ключ опроса}`` where a value belongs. In Google Forms they type the same into "Get
pre-filled link", which writes the braces percent-encoded.
"""

from __future__ import annotations

from urllib.parse import quote

from flows.program.delivery_values import placeholders

SCORES = range(11)


def personal_link(template: str, survey_key: str, client: str = "", contact: str = "", score: int | None = None) -> str:
    """``template`` with its placeholders filled, each value percent-encoded; a score that is not given is empty."""
    values = {
        "survey_key": survey_key,
        "client": client,
        "contact": contact,
        "score": "" if score is None else str(score),
    }
    link = template
    for written, meant in placeholders(template).items():
        link = link.replace(written, quote(" ".join(values[meant].split()), safe=""))
    return link


def asks_score(template: str) -> bool:
    """Whether the form can be opened with the score filled in, so that a letter may offer eleven links."""
    return "score" in placeholders(template).values()
