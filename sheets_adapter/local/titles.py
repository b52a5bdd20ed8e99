"""Titles of sheets: Google takes up to 100 characters of any kind, an .xlsx file 31 and not all of them.

In memory a sheet bears the title it was given. A title that the file cannot hold stands there in a form that it
can, and the true one in the stored state; ``renaming`` rewrites what points at it on the way in and out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from openpyxl.formula import Tokenizer

from sheets_adapter.local.formula_text import is_broken

LONGEST = 100
_LONGEST_IN_A_FILE = 31
_NOT_IN_A_FILE = re.compile(r"[\[\]*?:/\\]|^'|'$")


def fits(title: str) -> bool:
    """Whether an .xlsx file can hold a title as it is."""
    return len(title) <= _LONGEST_IN_A_FILE and not _NOT_IN_A_FILE.search(title)


def filed(titles: list[str]) -> dict[str, str]:
    """How each title stands in the file; most as they are. No two are the same there, in any capitals."""
    taken = {title.casefold() for title in titles if fits(title)}
    found: dict[str, str] = {}
    for title in titles:
        short = title if fits(title) else _free(_NOT_IN_A_FILE.sub("_", title), taken)
        taken.add(short.casefold())
        found[title] = short
    return found


def _free(title: str, taken: set[str]) -> str:
    number, ending = 1, ""
    while (title[: _LONGEST_IN_A_FILE - len(ending)] + ending).casefold() in taken:
        number += 1
        ending = f" ({number})"
    return title[: _LONGEST_IN_A_FILE - len(ending)] + ending


def rewritten(formula: str, reference: Callable[[str], str]) -> str:
    """A formula, with its ``=``, with each of its references put through a function."""
    if is_broken(formula):
        return formula
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            token.value = reference(token.value)
    render: Callable[[], Any] = tokens.render
    return str(render())
