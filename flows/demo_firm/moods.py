"""What each client thinks of the firm, and how that changes over the year.

The department slowly improves. Anna's clients are clearly happier than the others, Mark's lose patience
with his deadlines, for the clients of Victor nothing changes. A few clients have a story of their own.
"""

from __future__ import annotations

from random import Random

from flows.demo_firm.firm import Client

_SEED = 503
"""Of many seeds one whose figures show all of this with so few clients."""

SPRING, SUMMER, AUTUMN = 0, 1, 2
"""The rounds: April to June, before the programme; July to September; from October on."""

_USUAL, _SPREAD, _WHIM = 7.95, 1.25, 0.5
_MANAGER = {
    "anna": (0.5, 1.15, 1.9),
    "sophie": (0.0, 0.6, 1.1),
    "mark": (-0.4, -0.9, -1.15),
    "ryan": (-0.2, 0.2, 0.5),
}
"""What the manager adds to the usual score in each round."""
_UNCHANGED = "victor"
_STORIES = {
    "recovered": (5, 4, 9),
    "turned away": (9, 10, 3),
    "left in July": (3, 3, 3),
    "left in September": (8, 8, 8),
    "left in October": (6, 2, 2),
}

GENERAL_THEMES = {"communication": 5, "reports": 5, "initiative": 4, "deadlines": 4, "price": 3, "turnover": 2}
_THEME_OF_SERVICE = {"seo": 7, "ppc": 7, "texts": 8, "social": 7, "site": 8}
_WORDS_OF = {"promoter": (0.27, 0.40, 0.20), "passive": (0.62, 0.08, 0.18), "detractor": (0.93, 0.0, 0.0)}
"""How often each class asks for a change, praises, says that all is fine; else the cell stays empty."""


def class_of(score: int) -> str:
    return "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"


def score(client: Client, season: int) -> int:
    """The score this client gives in a round, 0 to 10."""
    if client.story in _STORIES:
        return _STORIES[client.story][season]
    base = Random(f"{_SEED} {client.index}").gauss(_USUAL, _SPREAD)
    stays = _UNCHANGED in client.team and season > SPRING
    whim = Random(f"{_SEED} {client.index} {season}").gauss(0, _WHIM)
    adds = _MANAGER[client.manager][SPRING if stays else season]
    return min(10, max(1, round(base + adds + whim)))


def theme(client: Client, season: int) -> str:
    """What this client's answer is about: a theme of the gripes, ``praise``, ``nothing`` or ``silent``."""
    rng = Random(f"{_SEED} words {client.index} {season}")
    group = class_of(score(client, season))
    drawn = rng.random()
    for kind, share in zip(("gripe", "praise", "nothing"), _WORDS_OF[group], strict=True):
        if drawn < share:
            return _gripe(rng, client, group) if kind == "gripe" else kind
        drawn -= share
    return "silent"


def _gripe(rng: Random, client: Client, group: str) -> str:
    if client.manager == "mark" and rng.random() < (0.72 if group == "detractor" else 0.4):
        return "deadlines"
    weights = GENERAL_THEMES | {service: _THEME_OF_SERVICE[service] for service in client.services}
    if "ryan" not in client.team and rng.random() < 0.5:
        weights.pop("turnover")
    return rng.choices(list(weights), list(weights.values()))[0]
