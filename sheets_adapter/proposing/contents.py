"""What a column of cells holds, told by the cells alone: days, addresses, people, ticks, firms.

Used where a heading says nothing. Each test asks for most of the cells to agree, and where a kind could be
mistaken for another ("Google Ads" is written like a name) for more than the look of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from importlib.resources import files
from typing import Any

from sheets_adapter.parsing import people_in
from sheets_adapter.questions import MOST, is_date

Cells = Sequence[Any]
"""The filled cells of a column."""

TICKS = frozenset({"+", "x", "х", "v", "✓", "✔", "☑", "✅", "1", "да", "yes", "true"})
NOT_TICKED = frozenset({"-", "–", "—", "0", "нет", "no", "false", "☐", *"✖✗✘❌"})
NOBODY = frozenset(
    {"нет", "никто", "никого", "н/д", "вакансия", "не назначен", "не назначена", "без менеджера"}
    | {"n/a", "na", "no", "none", "nobody", "tbd", "vacant", "unassigned"}
)
FEW, FEW_TITLED = 3, 2
"""A name that stands in so many rows, on the average, is one of the firm's own people, not a client's."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}")
_PHONE = re.compile(r"\+?[\d\s()\-.]{7,22}(?:\s*(?:доб|ext)\.?\s*\d+)?", re.IGNORECASE)
_LEGAL_FORM = re.compile(
    r"[«»\"“”]|\b(ООО|ОАО|ЗАО|ПАО|НАО|АО|ИП|ТОО|АНО|ГК|НКО|ГУП|МУП)\b"
    r"|\b(LLC|Ltd|Limited|Inc|GmbH|AG|Corp|Co|PLC|LLP|SARL|S\.?A|S\.?r\.?l|B\.?V|Oy|AB|Group|Holding)\b\.?"
)
_WORD = r"[A-ZА-ЯЁ](?:['’][A-ZА-ЯЁ])?[a-zа-яё'’]+(?:-[A-ZА-ЯЁ][a-zа-яё]+)?"
_INITIALS = r"[A-ZА-ЯЁ]\.?(?:\s*[A-ZА-ЯЁ]\.?)?"
_WITH_INITIALS = re.compile(rf"{_WORD}\s+{_INITIALS}|{_INITIALS}\s+{_WORD}")
_IN_FULL = re.compile(rf"{_WORD}(?:\s+{_WORD}){{1,2}}")
_CAPITALS = re.compile(rf"(?:{_WORD}|[A-ZА-ЯЁ]\.?)(?:\s*(?:{_WORD}|[A-ZА-ЯЁ]\.?)){{0,2}}")
_SURNAME = re.compile(
    r"\w{2,}(ов|ев|ёв|ин|ын|ский|цкий|ой|ова|ева|ёва|ина|ына|ская|цкая|ко|ук|юк|ич|ян|дзе|швили|вский)", re.IGNORECASE
)
_GIVEN = frozenset(files("sheets_adapter.proposing").joinpath("given_names.txt").read_text(encoding="utf-8").split())


def text(value: Any) -> str:
    """A cell as text, without spaces around it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def mostly(cells: Cells, told: Any, share: float = MOST) -> bool:
    return bool(cells) and sum(map(told, cells)) >= share * len(cells)


def are_dates(cells: Cells) -> bool:
    return mostly(cells, is_date)


def are_emails(cells: Cells) -> bool:
    return mostly(cells, lambda cell: bool(_EMAIL.fullmatch(text(cell))))


def are_phones(cells: Cells) -> bool:
    return mostly(cells, is_phone)


def is_phone(cell: Any) -> bool:
    """Ten or eleven digits and a sign or two; a day or an amount has fewer."""
    digits = sum(letter.isdigit() for letter in text(cell))
    return 7 <= digits <= 15 and bool(_PHONE.fullmatch(text(cell))) and not is_date(cell)


def are_ticks(cells: Cells) -> bool:
    """Marks and nothing else, and at least one of them."""
    marks = [text(cell).casefold() for cell in cells]
    return any(mark in TICKS for mark in marks) and all(mark in TICKS | NOT_TICKED for mark in marks)


def are_numbers(cells: Cells) -> bool:
    return mostly(cells, lambda cell: isinstance(cell, (int, float)) and not isinstance(cell, bool))


def are_firms(cells: Cells) -> bool:
    """Different names, a good part of them with a legal form or in quotes."""
    names = Counter(text(cell).casefold() for cell in cells)
    return len(names) >= 0.9 * len(cells) and mostly(cells, lambda cell: bool(_LEGAL_FORM.search(text(cell))), 0.4)


def without_form(name: str) -> str:
    return _LEGAL_FORM.sub(" ", name)


def names_in(cells: Cells) -> list[str]:
    """The names in cells that may each hold several; nobody is none."""
    return [part for cell in cells for part in people_in(text(cell)) if not is_nobody(part)]


def is_nobody(name: str) -> bool:
    return name.casefold().strip(" .") in NOBODY or not any(letter.isalnum() for letter in name)


def name_key(name: str) -> str:
    """Equal for ``Петров П``, ``Петров П.`` and ``петров  п.``."""
    return " ".join(name.casefold().replace("ё", "е").replace(".", " ").split())


def is_person(name: str) -> bool:
    """``Иванов А.``, ``Анна Петрова``, ``Ann Lee``, ``Оля``; not ``Google Ads`` and not ``ООО Ромашка``."""
    if _LEGAL_FORM.search(name):
        return False
    words = name_key(name).split()
    given = any(word in _GIVEN for word in words)
    if _WITH_INITIALS.fullmatch(name):
        return len(words[0]) > 1 or len(words[-1]) > 1
    if _IN_FULL.fullmatch(name):
        return given or (len(words) > 1 and all(_SURNAME.fullmatch(word) for word in words[:1] + words[-1:]))
    return given and len(words) == 1 and name[:1].isupper()


def known_names(names: Sequence[str], known: Collection[str]) -> int:
    """How many of the names stand among ``known`` (``name_key`` of names)."""
    return sum(name_key(name) in known for name in names)


def are_own_people(cells: Cells, known: Collection[str], *, titled: bool = False) -> bool:
    """Names of the firm's people: known from elsewhere, or written as people's are and the same few again and again.

    ``titled``: the heading says that people stand there, so that a surname alone will do.
    """
    names = names_in(cells)
    if not names:
        return False
    if known_names(names, known) >= 0.6 * len(names):
        return True
    different = {name_key(name) for name in names}
    if titled and mostly(names, lambda name: bool(_CAPITALS.fullmatch(name))):
        return len(names) >= FEW_TITLED * len(different)
    return mostly(names, is_person) and len(names) >= FEW * len(different)


def are_contacts(cells: Cells) -> bool:
    """People's names, nearly each another one."""
    names = [text(cell) for cell in cells]
    return mostly(names, is_person) and len({name_key(name) for name in names}) >= MOST * len(names)
