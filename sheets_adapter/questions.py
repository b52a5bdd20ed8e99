"""Columns of a form's answers, recognised by words in the question that stands as their heading.

«Насколько вероятно, что вы порекомендуете нас?» is the score, "What should we improve?" what to change. A
question is no heading that somebody chose for us, so its cells have to agree: a score is a column of whole
numbers from 0 to 10. Where several columns fit as well, none is taken: Settings say which it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sheets_adapter import dates

SAMPLE = 200
"""So many rows tell what a column holds."""
MOST = 0.8
WHOLE_SCORE = re.compile(
    r"(?P<whole>\d+)(?:[.,]0+)?\s*(?:балл(?:а|ов)?|points?)?"
    r"\s*(?:(?:/|из|out of)\s*10|\((?:из|out of)\s*10\))?\s*(?:балл(?:а|ов)?|points?)?\.?"
    r"(?:(?:\s*[—–:;,(\n]|\s+-|-\s)\s*(?P<words>[^\W\d_].*))?",
    re.IGNORECASE | re.DOTALL,
)
"""9, 9.0, 9/10, «9 из 10», «9 баллов»; words after a mark are a comment: «9 — всё ок», «7 (медленно)»."""

_RECOMMEND = r"рекоменд|советова|посовет|recommend"
_CHANGE = (
    r"измен|улучш|исправ|лучше|иначе|по другому|не (по)?нрав|не устраива|не хвата|меша|"
    r"change|improv|better|missing|differently"
)
_FIRM = r"(company|organi[sz]ation|business|firm)"
_OF_ANOTHER_SCALE = r"\b1 (до|по|to|through) (3|4|5|7)\b|\b1 5\b"

LEAVING = (
    r"\b(уш(ли|ел|ла)\b|ушедш|уход|расторг|расста|прекра(щ|т)|отказ(ал|ыв)|больше не)|"
    r"\b(leav|left\b|cancel|churn|terminat|stopp)"
)
"""A question with such words is asked of who leaves, whose answers are kept apart."""

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "date": (
        r"отметка времени|timestamp|submitted at|submission date|completion time",
        r"(дата|время) (и время )?(заполнения|ответа|отправки|прохождения|создания)",
    ),
    "score": (
        _RECOMMEND,
        r"\bnps\b",
        r"\b(от )?0 (до |по |to |through )?10\b",
    ),
    "comment": (
        rf"(что|чего|как\w*|what|how|где|where)\b.*({_CHANGE})",
        r"почему|за что|причин|\bwhy\b|reason",
        r"комментари|пожелани|предложени|замечани|отзыв|comment|suggest|feedback|anything else",
    ),
    "client": (
        r"(назван|наименован|ваш|укажите|какую|какой|какая|из какой)\w*\b.*(компани|организаци|фирм)",
        rf"^your {_FIRM}|{_FIRM} name|name of (the |your )?{_FIRM}|(which|what) {_FIRM}|{_FIRM} (do|are) you",
        r"^(организация|фирма|организация клиента|organi[sz]ation|business)$",
    ),
    "contact": (
        r"ваш\w* (имя|фио|фамили\w+)|как (к )?вам? (обращаться|зовут)|как вас зовут|представьтесь|имя и фамилия",
        r"your (full |first |last )?name|who are you",
    ),
    "survey_key": (r"(ключ|номер|код) (опроса|анкеты|обзвона)|survey (key|number|code|id)",),
}
"""Column key -> patterns over a plain heading, the most telling first."""

EXCLUDED: Mapping[str, str] = {
    "score": rf"{_CHANGE}|почему|\bwhy\b|причин|комментари|comment|кого |whom|{_OF_ANOTHER_SCALE}",
    "comment": r"насколько|\bhow (likely|satisfied|happy|would you rate)|оцените|\brate\b|\bscale\b",
    "client": rf"оцен|довольн|нравит|устраива|измен|улучш|{_RECOMMEND}|satisf|\brate\b|improve|\bwhy\b|почему|\bроль|"
    r"должност|сфер|отрасл|размер|сайт|адрес|почт|телефон|\brole\b|position|industry|\bsize\b|website|e ?mail|phone",
    "contact": r"компани|организаци|company|organi[sz]ation",
}


class Asked(NamedTuple):
    """``columns``: key -> column numbers, several where each row has but one of them filled; ``competing``: key -> the
    columns among which the choice is open.
    """

    columns: Mapping[str, tuple[int, ...]]
    competing: Mapping[str, tuple[int, ...]]


def columns_asked(words: Sequence[str], body: Sequence[Sequence[Any]], wanted: Collection[str]) -> Asked:
    """``words``: plain headings, empty for columns that mean something already; ``wanted``: keys still to be found."""
    found: dict[str, tuple[int, ...]] = {}
    competing: dict[str, tuple[int, ...]] = {}
    for key in (key for key in QUESTIONS if key in wanted):
        taken = {at for places in found.values() for at in places}
        fitting = [at for at, word in enumerate(words) if at not in taken and _tier(key, word) is not None]
        fitting = [at for at in fitting if agrees(key, _cells(body, at))]
        best = min((_tier(key, words[at]) or 0 for at in fitting), default=0)
        likeliest = [at for at in fitting if (_tier(key, words[at]) or 0) == best]
        of_leavers = any(re.search(LEAVING, words[at]) for at in likeliest)
        if len(likeliest) == 1 or (likeliest and not of_leavers and are_branches(body, likeliest)):
            found[key] = tuple(likeliest)
        elif likeliest:
            competing[key] = tuple(likeliest)
    return Asked(found, competing)


def asked_as_well(key: str, words: Sequence[str], body: Sequence[Sequence[Any]]) -> list[int]:
    """Columns that ask plainly for what another column is known to hold, and not of leavers."""
    return [
        at
        for at, word in enumerate(words)
        if _tier(key, word) == 0 and not re.search(LEAVING, word) and agrees(key, _cells(body, at))
    ]


def are_branches(body: Sequence[Sequence[Any]], places: Collection[int]) -> bool:
    """One question of a form that leads people along several ways: each is filled somewhere, never two in a row."""
    filled = [{at for at in places if at < len(row) and _is_filled(row[at])} for row in body]
    return set().union(*filled) == set(places) and all(len(each) <= 1 for each in filled)


def _tier(key: str, word: str) -> int | None:
    """How telling a question is for a column, 0 best; None where it asks for something else."""
    if not word or (key in EXCLUDED and re.search(EXCLUDED[key], word)):
        return None
    return next((tier for tier, pattern in enumerate(QUESTIONS[key]) if re.search(pattern, word)), None)


def _cells(body: Sequence[Sequence[Any]], at: int) -> list[Any]:
    cells = (row[at] for row in body[:SAMPLE] if at < len(row))
    return [cell for cell in cells if _is_filled(cell)]


def _is_filled(cell: Any) -> bool:
    return cell is not None and bool(str(cell).strip())


def agrees(key: str, cells: Sequence[Any]) -> bool:
    """Whether cells may be what a column is for; a column without any may be anything."""
    if not cells:
        return True
    told = {"score": is_score, "date": is_date}.get(key, is_text)
    return sum(map(told, cells)) >= MOST * len(cells)


def is_score(cell: Any) -> bool:
    """A whole number from 0 to 10, as a number or as text such as «9 из 10»."""
    if isinstance(cell, str):
        found = WHOLE_SCORE.fullmatch(cell.strip())
        return found is not None and float(found["whole"]) <= 10
    return not isinstance(cell, bool) and isinstance(cell, (int, float)) and 0 <= cell <= 10 and cell == int(cell)


def score_of(cell: Any) -> float:
    """The number of a score."""
    found = WHOLE_SCORE.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return float(found["whole"] if found else cell)


def words_after_score(cell: Any) -> str:
    """The comment that stands in the same cell."""
    found = WHOLE_SCORE.fullmatch(cell.strip()) if isinstance(cell, str) else None
    words = (found["words"] or "").strip() if found else ""
    return words.removesuffix(")") if words.count(")") > words.count("(") else words


def is_date(cell: Any) -> bool:
    if isinstance(cell, str):
        return dates.moment(cell, dates.Order(month_first=False)) is not None
    return not isinstance(cell, bool) and isinstance(cell, (int, float)) and dates.EARLIEST <= cell < dates.LATEST


def is_text(cell: Any) -> bool:
    """Words, not a number: a survey key such as 42 is none, but then it says so in its heading."""
    return isinstance(cell, str) and any(letter.isalpha() for letter in cell)
