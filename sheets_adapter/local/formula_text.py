r"""Formulas as text: by locale as Google takes and shows them, as .xlsx files keep them, and whether they are any.

Where the decimal mark is a comma, ``=SUM(A1;1,5)`` and ``={1\2;3\4}`` are what a file keeps as ``=SUM(A1,1.5)`` and
``={1,2;3,4}``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sheets_adapter.local import newer_functions
from sheets_adapter.local.locales import locale
from sheets_adapter.local.ranges import Area, parse_cells

_ERROR = r"\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|ERROR!)"
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|(?P<title>'(?:[^']|'')*')|(?P<error>"""
    + _ERROR
    + r")|(?P<word>[^\W\d][\w.$]*|\$[\w.$]+)|(?P<number>(?:\d+(?:[.]\d*)?|[.]\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<space>\s+)|(?P<sign><=|>=|<>|.)",
    re.DOTALL,
)
_WITH_COMMA = re.compile(_TOKEN.pattern.replace("[.]", "[,.]"), re.DOTALL)
_OPERAND = frozenset({"text", "title", "error", "word", "number"})
_BETWEEN = frozenset({"+", "-", "*", "/", "^", "&", "=", "<", ">", "<=", ">=", "<>", ":", "!"})


def canonical(typed: str, locale_name: str) -> str:
    """A formula as the file keeps it; brackets left open at its end are closed, as Google closes them."""
    comma = locale(locale_name).decimal == ","

    def token(kind: str, text: str, in_braces: bool) -> str:
        if kind == "number" and comma:
            return text.replace(",", ".")
        if kind == "sign" and in_braces:
            return "," if text == "\\" and comma else text
        return "," if kind == "sign" and text == ";" else text

    found = _mapped(_WITH_COMMA if comma else _TOKEN, typed, token)
    missing = _open_brackets(found)
    return newer_functions.prefixed(found + ")" * missing)


def localized(kept: str, locale_name: str) -> str:
    """A formula of the file as Google shows it."""
    kept = newer_functions.plain(kept)
    if locale(locale_name).decimal != ",":
        return kept

    def token(kind: str, text: str, in_braces: bool) -> str:
        if kind == "number":
            return text.replace(".", ",")
        if kind == "sign" and text == ",":
            return "\\" if in_braces else ";"
        return text

    return _mapped(_TOKEN, kept, token)


def _mapped(pattern: re.Pattern[str], formula: str, token: Callable[[str, str, bool], str]) -> str:
    depth = 0
    shown = []
    for kind, text in _tokens(formula, pattern):
        depth += {"{": 1, "}": -1}.get(text, 0) if kind == "sign" else 0
        shown.append(token(kind, text, depth > 0))
    return "".join(shown)


def _tokens(formula: str, pattern: re.Pattern[str] = _TOKEN) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(formula):
        yield str(match.lastgroup), match[0]


def _open_brackets(formula: str) -> int:
    signs = [text for kind, text in _tokens(formula) if kind == "sign"]
    return max(0, signs.count("(") - signs.count(")")) if '"' not in signs else 0


@lru_cache(maxsize=65_536)
def is_broken(formula: str) -> bool:
    """Whether a formula (as a file keeps them) is none for certain: ``=1+``, ``=)``, ``=7 900``, ``="a``."""
    if "[" in formula or "\\" in formula:
        return False  # Other workbooks, parts of tables, odd names: too much to be certain about.
    try:
        _parse(formula.removeprefix("="))
    except ValueError:
        return True
    return False


def _parse(formula: str) -> None:
    """Raises ValueError where two things stand side by side, nothing between signs, or a bracket alone."""
    brackets: list[str] = []
    before = ("", "")
    wants_operand = True
    for kind, text in _tokens(formula):
        if kind == "space":
            continue
        if kind in _OPERAND:
            # Side by side may stand references: the cells they have in common are meant.
            if not wants_operand and {before[0], kind} & {"number", "text"}:
                raise ValueError(text)
            wants_operand = False
        elif text in "({":
            if not wants_operand and before[0] in {"number", "text"}:
                raise ValueError(text)
            brackets.append("call" if text == "(" and not wants_operand else text)
            wants_operand = True
        elif text in ")}":
            _close(brackets, text, before[1], empty=wants_operand)
            wants_operand = False
        else:
            wants_operand = _after_sign(text, wants_operand=wants_operand, inside=bool(brackets))
        before = (kind, text)
    if wants_operand or brackets:
        raise ValueError(formula)


def _close(brackets: list[str], text: str, before: str, *, empty: bool) -> None:
    opened = brackets.pop() if brackets else ""
    if (text == "}") != (opened == "{") or not opened:
        raise ValueError(text)
    # A function may have no arguments, and arguments that are left out.
    if empty and not (opened == "call" and before in {"(", ","}):
        raise ValueError(text)


def _after_sign(text: str, *, wants_operand: bool, inside: bool) -> bool:
    """Whether an operand is wanted after a sign. Raises ValueError where the sign cannot stand."""
    if text in {",", ";"} and (inside or not wants_operand):
        return True
    if wants_operand:
        if text in {"+", "-", "@"}:
            return True
        raise ValueError(text)
    if text in {"%", "#"}:
        return False
    if text in _BETWEEN:
        return True
    raise ValueError(text)


@dataclass(frozen=True)
class Inputs:
    """What a formula reads: areas by title (None: its own sheet), names; ``unclear`` where that cannot be told."""

    areas: tuple[tuple[str | None, Area], ...]
    names: tuple[str, ...]
    unclear: bool


_ANYWHERE = frozenset({"INDIRECT", "OFFSET", "CELL", "SHEET", "SHEETS", "TABLE"})
_REFERENCE = re.compile(
    r"(?<![\w.$!:'])(?:(?P<title>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    r"(?P<cells>\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d+:\$?\d+)(?![\w.(!:#])"
)
_WITHOUT_CELLS = re.compile(r'"(?:[^"]|"")*"|' + _ERROR)
_WORD = re.compile(r"(?<![\w.$!'\]])([^\W\d][\w.]*)(?![\w.!])(\s*\()?")


@lru_cache(maxsize=65_536)
def inputs(formula: str) -> Inputs:
    """What a formula, as a file keeps it, reads."""
    areas: list[tuple[str | None, Area]] = []

    def reference(match: re.Match[str]) -> str:
        area = parse_cells(match["cells"].replace("$", ""))
        if area is None:
            return match[0]
        title = match["title"]
        title = title[1:-1].replace("''", "'") if title and title.startswith("'") else title
        areas.append((title, area))
        return "0"

    rest = _REFERENCE.sub(reference, _WITHOUT_CELLS.sub("0", formula))
    words = [(match[1].upper(), bool(match[2])) for match in _WORD.finditer(rest)]
    names = tuple(word for word, called in words if not called and word not in {"TRUE", "FALSE"})
    functions = {word.rpartition(".")[2] for word, called in words if called}
    return Inputs(tuple(areas), names, unclear=bool(functions & _ANYWHERE or set("![#:$") & set(rest)))
