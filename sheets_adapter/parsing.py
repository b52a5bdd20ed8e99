"""One cell's value by the kind of its column: what it means, or the code of what is wrong with it.

A reader takes a value as the API gives it (text already stripped, number, bool) and returns ``Read``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sheets_adapter import dates
from sheets_adapter.columns import Column, Kind
from sheets_adapter.questions import WHOLE_SCORE
from sheets_adapter.recognise import plain

ERROR_VALUES = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!", "#CALC!"}
)
_DOT_GROUPS = ("de", "es", "it", "pt", "nl", "tr", "id", "da", "el", "ro", "sl", "hr", "vi")
"""Languages that write 1.234 for one thousand two hundred and thirty-four."""
_SPACES = re.compile(r"[\s'’]+")
_MONEY = re.compile(r"(₽|руб(лей|ля|ль)?\.?|р\.|\$|€|£|usd|eur|rub)", re.IGNORECASE)
_LIST_MARKS = re.compile(r"[,;\n]")
_BETWEEN_PEOPLE = re.compile(r"[,;\n+&]|/(?=\s*\w\w)|\s(?:и|and)\s", re.IGNORECASE)
"""«Лена/Паша», «Лена + Паша», "Ed & Flo"; «н/д» is one word."""
_BESIDE_NAME = re.compile(
    r"[\s,(]*(?:(?:тел|моб|tel|mob|phone)\b\.?:?\s*)?\+?\d[\d\s()\-]{7,}\d(?:\s*(?:доб|ext)\b\.?\s*\d+)?\)?"
    r"|[\s,(<]*[^\s@,(<]+@[^\s@,)>]+[)>]?"
    r"|\s*[-–—:(]?\s*\d{1,3}\s*%\)?"
)
"""A phone, an address, a share: «Кузьмина Анна +7 911 222-33-44», «Орлов 50%»."""
_SHARE = re.compile(r"\s*[-–—:(]?\s*\d{1,3}\s*%\)?$")
_YES = frozenset(["true", "yes", "y", "да", "д", "x", "х", "v", "1", "истина"]) | {"✓", "✔", "☑", "✅", "+"}
_DASHES = frozenset({"-", "–", "—"})
_NO = frozenset(["false", "no", "n", "нет", "н", "0", "ложь", "☐", *"✖✗✘❌"]) | _DASHES


class Read(NamedTuple):
    """``value`` is the kind's empty value where ``code`` says what is wrong."""

    value: Any
    code: str = ""
    hint: str = ""


Reader = Callable[[Any], Read]


@dataclass(frozen=True)
class Locale:
    """What a workbook's locale says about numbers and dates typed as text."""

    name: str = "en_US"
    language: str = ""
    """What the workbook is written in, which may be another language than its locale's."""

    @property
    def month_first(self) -> bool:
        return self.name in {"en_US", "en_PH", "es_PR"} or self.name == "en"

    @property
    def doubtful(self) -> bool:
        """A Russian team in a workbook that was left in an American locale: 03/04 may be meant either way."""
        return self.month_first and self.language not in {"", "en"}

    @property
    def decimal_comma(self) -> bool:
        return not self.name.startswith(("en", "zh", "ja", "ko", "he", "th", "hi"))

    @property
    def dot_groups(self) -> bool:
        return self.name.startswith(_DOT_GROUPS)


def codes(column: Column) -> dict[str, str]:
    """Of a CHOICE: plain word -> code; a code is understood as well."""
    said = {plain(word): code for code, words in column.choices.items() for each in words.values() for word in each}
    return said | {plain(code): code for code in column.choices}


def reader(column: Column, locale: Locale, texts: Iterable[str], own: Mapping[str, str] | None = None) -> Reader:
    """The reader for a column; ``texts`` are its different texts, which tell how dates are written.

    ``own``: plain word -> code, where the firm says what its words mean.
    """
    if column.kind in {Kind.DATE, Kind.MONTH, Kind.MOMENT}:
        written = dates.order(texts, locale.month_first, mixed=locale.doubtful)
        return lambda value: read_date(value, column.kind, written)
    if column.kind is Kind.CHOICE:
        known = codes(column) | dict(own or {})
        return lambda value: read_choice(value, known, column)
    if column.kind is Kind.LIST and column.of_people:
        return read_people
    if column.dropdown == "employees.employee":
        return read_person
    if column.kind in {Kind.NUMBER, Kind.SHARE}:
        return lambda value: read_number(value, locale, yes_or_no=column.kind is Kind.SHARE)
    return {Kind.SCORE: read_score, Kind.FLAG: read_flag, Kind.LIST: read_list}.get(column.kind, read_text)


def as_text(value: Any) -> str:
    """A value as a person would have typed it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def read_text(value: Any) -> Read:
    text = as_text(value)
    return Read("", "error_value") if text in ERROR_VALUES else Read(text)


def read_list(value: Any) -> Read:
    text, code, _ = read_text(value)
    parts = (_SHARE.sub("", part).strip() for part in _LIST_MARKS.split(text))
    return Read(tuple(part for part in parts if part), code)


def read_by_heading(value: Any, heading: str, *, alone: bool) -> Read:
    """A list by what stands under ``heading``: a tick says the heading; other words do where it is not ``alone``."""
    text, code, _ = read_text(value)
    if code or text.casefold() in _NO or not (_is_yes(text) or any(letter.isalnum() for letter in text)):
        return Read((), code)
    return read_list(value) if alone and not _is_yes(text) else Read((heading,))


def read_people(value: Any) -> Read:
    """A list of names; ticks, dashes, numbers and sums of money are none."""
    text, code, _ = read_text(value)
    return Read(tuple(part for part in people_in(text) if _is_name(part)), code)


def people_in(text: str) -> list[str]:
    """The names in one cell."""
    return [part.strip() for part in _BETWEEN_PEOPLE.split(_BESIDE_NAME.sub("", text)) if part.strip()]


def read_person(value: Any) -> Read:
    """A name, without a phone or an address beside it; of several names each, separated by a comma."""
    text, code, _ = read_text(value)
    return Read(", ".join(people_in(text)) or text, code)


def _is_yes(text: str) -> bool:
    return text.casefold() in _YES


def _is_name(text: str) -> bool:
    return text.casefold() not in _YES | _NO and any(letter.isalpha() for letter in _MONEY.sub("", text))


def read_score(value: Any) -> Read:
    """A whole number from 0 to 10 and nothing near it: 9.5 might be a 9 or a 10, and 9/10 becomes a date in Sheets."""
    if isinstance(value, str) and (found := WHOLE_SCORE.fullmatch(value)):
        value = float(found["whole"])
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 10 and value == int(value):
        return Read(float(value))
    if isinstance(value, (int, float)) and dates.EARLIEST <= value < dates.LATEST:
        return Read(math.nan, "date_for_score", dates.iso(value))
    return Read(math.nan, _code(value, "not_a_score"))


def read_number(value: Any, locale: Locale, *, yes_or_no: bool = False) -> Read:
    if yes_or_no and not read_flag(value).code and plain(value) not in {"0", "1"}:
        return Read(float(read_flag(value).value))
    number = _number(value, locale) if isinstance(value, str) else float(value)
    if isinstance(value, bool) or number is None or (yes_or_no and number < 0):
        return Read(math.nan, _code(value, "not_a_share" if yes_or_no else "not_a_number"))
    return Read(number)


def read_flag(value: Any) -> Read:
    word = value.casefold() if isinstance(value, str) else as_text(value).casefold()
    if word in _YES:
        return Read(True)
    return Read(False) if word in _NO or not word else Read(False, _code(value, "not_a_flag"))


def read_choice(value: Any, known: Mapping[str, str], column: Column) -> Read:
    """A dash is an empty cell."""
    code = "" if as_text(value) in _DASHES else known.get(plain(as_text(value)))
    if code is not None:
        return Read(code)
    return Read(column.unknown, _code(value, "not_a_choice"), ", ".join(column.choices))


def read_date(value: Any, kind: Kind, written: dates.Order) -> Read:
    """A serial: whole days for a date or a month, days and a fraction for a moment."""
    found: float | str | None = None
    if isinstance(value, str):
        found = {Kind.MONTH: dates.month, Kind.DATE: dates.day}.get(kind, dates.moment)(value, written)
    elif not isinstance(value, bool) and dates.EARLIEST <= value < dates.LATEST:
        found = dates.first_of_month(value) if kind is Kind.MONTH else float(value)
    if isinstance(found, float):
        return Read(found if kind is Kind.MOMENT else float(math.floor(found)))
    if found == dates.AMBIGUOUS:
        return Read(math.nan, "ambiguous_date")
    return Read(math.nan, _code(value, "not_a_month" if kind is Kind.MONTH else "not_a_date"))


def _code(value: Any, otherwise: str) -> str:
    return "error_value" if value in ERROR_VALUES else otherwise


def _number(text: str, locale: Locale) -> float | None:
    text = _MONEY.sub("", _SPACES.sub("", text)).replace("−", "-")
    share = text.endswith("%")
    digits = text.rstrip("%")
    if digits.startswith("(") and digits.endswith(")"):
        digits = "-" + digits[1:-1]
    digits = _decimal_point(digits, locale)
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)", digits):
        return None
    return float(digits) / (100 if share else 1)


def _decimal_point(digits: str, locale: Locale) -> str:
    """The decimal mark made a point and marks between thousands left out; unchanged if that is no number."""
    comma, point = digits.count(","), digits.count(".")
    if comma and point:
        decimal = max(",.", key=digits.rfind)
        groups = "." if decimal == "," else ","
        return digits.replace(groups, "").replace(decimal, ".")
    grouped = bool(re.fullmatch(r"[-+]?\d{1,3}([,.]\d{3})+", digits))
    if comma:
        groups_by_comma = grouped and (comma > 1 or not locale.decimal_comma)
        return digits.replace(",", "" if groups_by_comma else ".")
    return digits.replace(".", "") if grouped and (point > 1 or locale.dot_groups) else digits
