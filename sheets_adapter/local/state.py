"""What Google keeps and .xlsx has no place for, in the workbook's custom document properties.

One property an entry, named ``npsheets <what> <which>``, its value JSON: ids of sheets, charts, protected and
named ranges, the grid's size, locale and time zone. A file without them gets ids derived from its titles.
"""

from __future__ import annotations

import json
import secrets
import zlib
from dataclasses import dataclass, field
from typing import Any

from openpyxl.packaging.custom import CustomPropertyList, StringProperty

PREFIX = "npsheets "
SEPARATOR = " / "
OWNER = "owner@npsheets.invalid"
"""Whose the files are: this service knows no accounts."""
_KINDS = ("sheets", "charts", "names", "protected", "formats", "validations")
_LONGEST_ID = 10
"""Digits."""


@dataclass
class State:
    """What was stored: ``sheets``, ``charts`` by title, ``names`` by name, ``protected`` by id, the rest by marks."""

    spreadsheet: dict[str, Any] = field(default_factory=dict)
    sheets: dict[str, dict[str, Any]] = field(default_factory=dict)
    charts: dict[str, list[int]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    protected: dict[str, dict[str, Any]] = field(default_factory=dict)
    formats: dict[str, dict[str, Any]] = field(default_factory=dict)
    validations: dict[str, dict[str, Any]] = field(default_factory=dict)


def read(book: Any) -> State:
    """The state in the workbook's properties; what does not parse is as if it were not there."""
    state = State()
    for prop in book.custom_doc_props:
        if not prop.name or not prop.name.startswith(PREFIX) or not isinstance(prop.value, str):
            continue
        kind, _, which = prop.name.removeprefix(PREFIX).partition(SEPARATOR)
        try:
            value = json.loads(prop.value)
        except (ValueError, RecursionError):
            continue
        if kind == "spreadsheet" and isinstance(value, dict):
            state.spreadsheet = value
        elif _is_ours(kind, which, value):
            getattr(state, kind)[which] = value
    return state


def _is_ours(kind: str, which: str, value: Any) -> bool:
    """Whether it can be what was written here: a file may hold anything."""
    if kind == "sheets":
        sizes = (value.get(name, 1) for name in ("id", "rows", "columns")) if isinstance(value, dict) else (-1,)
        return all(isinstance(size, int) and 0 <= size < 1 << 31 for size in sizes)
    if kind == "charts":
        return isinstance(value, list) and all(isinstance(each, int) for each in value)
    if kind == "protected":
        return isinstance(value, dict) and which.isascii() and which.isdigit() and len(which) <= _LONGEST_ID
    if kind in {"formats", "validations"}:
        return isinstance(value, dict)
    return kind == "names" and isinstance(value, str)


def write(book: Any, state: State) -> None:
    """Replaces our properties in the workbook, leaving other people's as they are."""
    others = [prop for prop in book.custom_doc_props if not (prop.name or "").startswith(PREFIX)]
    props: Any = CustomPropertyList()
    for prop in others:
        props.append(prop)
    if state.spreadsheet:
        props.append(_property("spreadsheet", "", state.spreadsheet))
    for kind in _KINDS:
        for which, value in sorted(getattr(state, kind).items()):
            props.append(_property(kind, which, value))
    book.custom_doc_props = props


def _property(kind: str, which: str, value: Any) -> StringProperty:
    name = PREFIX + kind + (SEPARATOR + which if which else "")
    return StringProperty(name=name, value=json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def new_id(taken: set[int]) -> int:
    """A positive 31-bit number by chance, as Google gives them."""
    while True:
        number = secrets.randbelow(2**31 - 1) + 1
        if number not in taken:
            return number


def stable_id(text: str, taken: set[int] | frozenset[int] = frozenset()) -> int:
    """A positive 31-bit number that is the same for the same text, moved on where it is taken."""
    number = zlib.crc32(text.encode()) & 0x7FFFFFFF
    while number in taken or number == 0:
        number = (number + 1) & 0x7FFFFFFF
    return number
