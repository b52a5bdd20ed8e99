"""What a comment is about, and whether it asks for anything at all.

The sheet Routing lists words, the theme they point to and the role that answers for it; while it is
empty, ``routing_words`` stand in. Words are compared by stem (Snowball, Russian and English, so that
mixed text works), a phrase as consecutive stems. The theme with most words of the comment wins, ties go
to the upper row. Words of the theme "none" decide only if the whole comment says nothing else: «всё
хорошо» asks for nothing, «всё хорошо, но отчёты задерживают» does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import snowballstemmer

from flows.program import issues
from flows.program.names import normalise
from flows.program.routing_words import COMPLAINTS, FILLERS, NONE, ROUTES, Route

Stems = tuple[str, ...]
Phrases = Mapping[str, tuple[Stems, ...]]
"""Phrases by their first stem."""

_STEMMERS = tuple(snowballstemmer.stemmer(language) for language in ("english", "russian"))
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Theme:
    """One theme with all words that point to it."""

    name: str
    role: str
    """The role that answers for it; empty: the head."""
    phrases: Phrases


@dataclass(frozen=True)
class Routing:
    """Themes in the order of their rows, and the phrases that mean "nothing" (without fillers)."""

    themes: tuple[Theme, ...]
    nothing: Phrases


def routing(frame: pd.DataFrame, language: str) -> tuple[Routing, pd.DataFrame]:
    """The routing of ``tables['routing']`` and the issues found (``route_without_theme``).

    Without any usable row the default words of both languages hold, under the themes of ``language``.
    Without a row "none" its default words hold.
    """
    usable = frame[(frame["theme"] != "") & (frame["words"].map(len) > 0)].sort_values("row", kind="stable")
    themeless = frame[(frame["theme"] == "") & (frame["words"].map(len) > 0)]
    found = issues.about(
        "routing", themeless["row"], "theme", "route_without_theme", found=themeless["words"].map(", ".join),
        rejects=True,
    )  # fmt: skip
    written = [
        Route(str(theme), str(role), tuple(words))
        for theme, role, words in zip(usable["theme"], usable["role"], usable["words"], strict=True)
    ]
    routes = [route for route in written if not _is_none(route)] or _default_themes(language)
    nothing = [route for route in written if _is_none(route)] or [
        route for each in ROUTES.values() for route in each if _is_none(route)
    ]
    return Routing(_merged(routes), _telling(word for route in nothing for word in route.words)), found


def themed(comments: pd.Series[str], routing: Routing) -> pd.DataFrame:
    """For each comment: ``theme`` and ``role`` (empty if no word points anywhere) and ``nothing`` (bool)."""
    positions, different = pd.factorize(comments)
    read = [(comment, theme_of(comment, routing)) for comment in different]
    frame = pd.DataFrame(
        {
            "theme": pd.Series([theme.name if theme else "" for _, theme in read], dtype="str"),
            "role": pd.Series([theme.role if theme else "" for _, theme in read], dtype="str"),
            "nothing": pd.Series([asks_nothing(comment, routing) for comment, _ in read], dtype="bool"),
        }
    )
    return frame.iloc[positions].set_index(comments.index)


def theme_of(comment: str, routing: Routing) -> Theme | None:
    """The theme that most words of the comment point to, whether or not it asks for something."""
    spoken = stems(comment)
    counts = [len(_covered(spoken, theme.phrases)) for theme in routing.themes]
    most = max(counts, default=0)
    return routing.themes[counts.index(most)] if most else None


def asks_nothing(comment: str, routing: Routing) -> bool:
    """Nothing but fillers, figures, marks and words that mean "nothing"."""
    spoken = _without_fillers(stems(comment))
    said = _covered(spoken, routing.nothing)
    return len(said) == len(spoken) and not _covered(spoken, _COMPLAINTS)


@lru_cache(maxsize=50_000)
def stems(text: str) -> Stems:
    """The stems of a text's words, in order."""
    return tuple(_stem(word) for word in _WORD.findall(normalise(text)))


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    for stemmer in _STEMMERS:
        word = stemmer.stemWord(word)
    return word


def _covered(spoken: Stems, phrases: Phrases) -> set[int]:
    """Which words of a text belong to one of the phrases."""
    return {
        covered
        for at, stem in enumerate(spoken)
        for phrase in phrases.get(stem, ())
        if spoken[at : at + len(phrase)] == phrase
        for covered in range(at, at + len(phrase))
    }


def _without_fillers(spoken: Stems) -> Stems:
    return tuple(stem for stem in spoken if stem not in _FILLERS and not stem.isdigit())


def _by_first_stem(phrases: Iterable[Stems]) -> Phrases:
    index: dict[str, tuple[Stems, ...]] = {}
    for phrase in dict.fromkeys(filter(None, phrases)):
        index[phrase[0]] = (*index.get(phrase[0], ()), phrase)
    return index


def _telling(words: Iterable[str]) -> Phrases:
    return _by_first_stem(_without_fillers(stems(word)) for word in words)


_FILLERS = frozenset(stems(FILLERS))
_COMPLAINTS = _telling(COMPLAINTS)


def _is_none(route: Route) -> bool:
    return normalise(route.theme) in NONE


def _default_themes(language: str) -> list[Route]:
    """Both languages list the same themes in the same order, so that each takes the other's words too."""
    return [
        Route(own.theme, own.role, tuple(word for route in same for word in route.words))
        for own, *same in zip(ROUTES[language], *ROUTES.values(), strict=True)
        if not _is_none(own)
    ]


def _merged(routes: Sequence[Route]) -> tuple[Theme, ...]:
    """One theme may stand in several rows: its place is the first, its role the first that is named."""
    rows: dict[str, list[Route]] = {}
    for route in routes:
        rows.setdefault(normalise(route.theme), []).append(route)
    return tuple(
        Theme(
            same[0].theme,
            next((route.role for route in same if route.role), ""),
            _by_first_stem(stems(word) for route in same for word in route.words),
        )
        for same in rows.values()
    )
