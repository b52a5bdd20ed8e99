"""Which client or employee is meant by a name as somebody typed it.

A name matches after case, spaces, quotes, dashes and ё/е are made alike; failing that, without
the legal form if only one known name remains («Ромашка» finds «ООО Ромашка»); failing that, if
it only *looks* like one known name (a Latin ``o`` in a Russian word), lacks but a point («Петров П») or has a number
before it, as in a form's list («1. Ромашка»).
Anything else is left unresolved, with the closest known name as a hint: a guess is never made silently.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from functools import lru_cache

import pandas as pd

UNKNOWN = "unknown"
AMBIGUOUS = "ambiguous"

_QUOTES = "\"'`´‘’‚‛“”„‟«»‹›″′"
_DASHES = "‐‑‒–—―−﹣－"
_ALIKE = str.maketrans({"ё": "е", **dict.fromkeys(_QUOTES), **dict.fromkeys(_DASHES, "-")})
_LOOKALIKES = str.maketrans("abcehikmoptxy", "авсенікмортху")
_FORMS = (
    "ооо оао зао пао нао ао ип тоо ано нко фгуп гуп муп чп фоп гк "
    "llc ltd limited inc incorporated gmbh ag kg co corp corporation company plc llp lp pty "
    "sa sarl sas srl spa bv nv ab as oy oyj kft sro doo zoo"
)
_LONG_FORMS = re.compile(
    r"\b(общество с ограниченной ответственностью|(публичное |закрытое |открытое )?акционерное общество"
    r"|индивидуальный предприниматель|limited liability company)\b"
)
_CLOSE_ENOUGH = 0.6
_COMPARED = 24


@lru_cache(maxsize=100_000)
def normalise(name: str) -> str:
    """The form in which two spellings of one name are equal; applying it twice changes nothing."""
    while (simpler := _simpler(name)) != name:
        name = simpler
    return name


def _simpler(name: str) -> str:
    letters = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).translate(_ALIKE)
    visible = "".join(letter for letter in letters if unicodedata.category(letter) != "Cf")
    spaced = " ".join(visible.split())
    return re.sub(r" ?- ?", "-", spaced).strip() or name.strip()


@lru_cache(maxsize=100_000)
def bare(name: str) -> str:
    """``normalise`` without the legal form: ООО, ИП, LLC, GmbH and the like at either end."""
    name = normalise(name)
    while (barer := _barer(name)) != name:
        name = barer
    return name


def _barer(name: str) -> str:
    words = _LONG_FORMS.sub(" ", name).split()
    while len(words) > 1 and _is_form(words[0]):
        words = words[1:]
    while len(words) > 1 and (_is_form(words[-1]) or says_nothing(words[-1])):
        words = words[:-1]
    return " ".join(words).strip(" ,;") or name


def looks(name: str) -> str:
    """``bare`` with Latin letters that look Cyrillic made so: equal for names the eye cannot tell apart."""
    return bare(name).translate(_LOOKALIKES)


def _is_form(word: str) -> bool:
    return word.replace(".", "").strip(",;()").translate(_LOOKALIKES) in _FORMS_BY_LOOK


_FORMS_BY_LOOK = frozenset(form.translate(_LOOKALIKES) for form in _FORMS.split())


def says_nothing(name: str) -> bool:
    """A dash or another mark without a letter or a digit, as people put where there is nobody."""
    return not any(letter.isalnum() for letter in name)


def is_nobody(name: str) -> bool:
    """«Нет», "n/a", a dash: what people put where nobody works with the client."""
    return says_nothing(name) or normalise(name).strip(" .") in _NOBODY


_NOBODY = frozenset(
    {"нет", "никто", "никого", "н/д", "вакансия", "не назначен", "не назначена"}
    | {"n/a", "na", "no", "none", "nobody", "tbd", "vacant", "unassigned"}
)


def pointless(name: str) -> str:
    """``looks`` without points: equal for «Петров П», «Петров П.» and «Петров П. »."""
    return " ".join(looks(name).replace(".", " ").split())


def unnumbered(name: str) -> str:
    """``pointless`` without a number in front: equal for «Ромашка» and «12) Ромашка»."""
    return pointless(_NUMBER.sub("", normalise(name), count=1) or name)


_NUMBER = re.compile(r"^(no ?)?\d{1,3} ?[.)] ?(?=\D)")


def perhaps_one(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs that may be one person: «А. Петрова» and «Петрова Анна», «Анна» and «Петрова Анна»."""
    known = sorted(set(names), key=lambda name: (len(pointless(name).split()), name))
    return [
        (shorter, longer)
        for at, shorter in enumerate(known)
        for longer in known[at + 1 :]
        if _within(pointless(shorter).split(), pointless(longer).split())
    ]


def _within(words: list[str], others: list[str]) -> bool:
    """Each word stands among the others, some as an initial only; one of them at least in full."""
    left = list(others)
    whole = 0
    for word in sorted(words, key=len, reverse=True):
        same = next((other for other in left if other == word), None)
        found = same or next((o for o in left if min(len(o), len(word)) == 1 and o[0] == word[0]), None)
        if found is None:
            return False
        left.remove(found)
        whole += same is not None and len(word) > 1
    return whole > 0


def resolve(names: pd.Series[str], known: pd.Series[str]) -> pd.DataFrame:
    """The known name that each of ``names`` stands for.

    Returns a frame with the index of ``names`` and three columns of text: ``name`` (the spelling
    in ``known``, its first where several are the same name; empty if none is found), ``code``
    (empty, ``unknown`` or ``ambiguous``) and ``hint`` (the closest known name, or those among
    which the choice is open). An empty name is nobody and no mistake. Every different spelling
    is looked up once, however many rows there are.
    """
    directory = _Directory(known)
    positions, spellings = pd.factorize(names)
    found = pd.DataFrame([directory.find(str(name)) for name in spellings], columns=["name", "code", "hint"])
    return found.astype("str").iloc[positions].set_index(names.index)


_LOOSER: tuple[Callable[[str], str], ...] = (bare, looks, pointless, unnumbered)


class _Directory:
    """The known names, by each of the ways in which a spelling can match."""

    def __init__(self, known: Iterable[str]) -> None:
        self.exact: dict[str, str] = {}
        for name in known:
            self.exact.setdefault(normalise(name), name)
        self.exact.pop("", None)
        self.loose: list[dict[str, list[str]]] = []
        for key in _LOOSER:
            groups: dict[str, list[str]] = defaultdict(list)
            for name in self.exact.values():
                groups[key(name)].append(name)
            self.loose.append(groups)
        self.by_pair: dict[str, list[str]] = defaultdict(list)
        for name in self.exact.values():
            for pair in _pairs(name):
                self.by_pair[pair].append(name)

    def find(self, name: str) -> tuple[str, str, str]:
        if not name.strip():
            return "", "", ""
        exact = self.exact.get(normalise(name))
        if exact is not None:
            return exact, "", ""
        for key, groups in zip(_LOOSER, self.loose, strict=True):
            candidates = groups.get(key(name), [])
            if len(candidates) == 1:
                return candidates[0], "", ""
            if candidates:
                return "", AMBIGUOUS, ", ".join(sorted(candidates))
        return "", UNKNOWN, self.closest(name)

    def closest(self, name: str) -> str:
        """The known name most like this one (those that tie, at most three), or nothing."""
        shared = Counter(other for pair in _pairs(name) for other in self.by_pair.get(pair, ()))
        likely = sorted(shared, key=lambda other: (-shared[other] / (len(_pairs(other)) + 1), other))[:_COMPARED]
        scores = {other: _likeness(name, other) for other in likely}
        best = max(scores.values(), default=0.0)
        return ", ".join(sorted(o for o in scores if scores[o] == best)[:3]) if best >= _CLOSE_ENOUGH else ""


@lru_cache(maxsize=100_000)
def _pairs(name: str) -> frozenset[str]:
    padded = f" {looks(name)} "
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))


def _likeness(name: str, other: str) -> float:
    """0 to 1; words in another order, or a first name left out, count for little."""
    here, there = looks(name).split(), looks(other).split()
    if set(here) < set(there) or set(there) < set(here):
        return 0.9
    plain = SequenceMatcher(None, " ".join(here), " ".join(there)).ratio()
    return max(plain, SequenceMatcher(None, " ".join(sorted(here)), " ".join(sorted(there))).ratio())
