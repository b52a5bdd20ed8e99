"""The search language of Drive's ``files.list``: ``mimeType = '...' and (name contains 'a' or not trashed = true)``.

A condition that is not understood is an error, never one that is left out.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from sheets_adapter.local.drive.entries import SPREADSHEET, Entry, moment, root_id
from sheets_adapter.local.drive.errors import file_not_found, invalid_value, unsupported
from sheets_adapter.local.drive.permissions import ME, of_entry
from sheets_adapter.local.shelf import Shelf

Condition = Callable[[Entry], bool]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<word>[A-Za-z][A-Za-z.]*)
      | (?P<sign><=|>=|!=|=|<|>)
      | (?P<bracket>[()])
    )""",
    re.VERBOSE | re.DOTALL,
)
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NOT_DONE = frozenset(
    {
        "fullText",
        "viewedByMeTime",
        "sharedWithMe",
        "properties",
        "appProperties",
        "visibility",
        "shortcutDetails.targetId",
        "memberCount",
        "organizerCount",
        "hidden",
        "labels",
    }
)


class Token(NamedTuple):
    kind: str
    text: str


def parse(text: str, shelf: Shelf) -> Condition:
    """Whether a file is looked for. Raises DriveError 400 for a broken query, 501 for terms not done here."""
    if not text.strip():
        return lambda _entry: True
    query = _Query(_tokens(text), shelf)
    condition = query.either()
    if query.tokens:
        raise invalid_value("q")
    return condition


def _tokens(text: str) -> list[Token]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise invalid_value("q")
        kind = str(match.lastgroup)
        token = match[kind]
        found.append(Token(kind, re.sub(r"\\(['\"\\])", r"\1", token[1:-1]) if kind == "text" else token))
        at = match.end()
    return found


class _Query:
    """What is left of a query while it is read."""

    def __init__(self, tokens: list[Token], shelf: Shelf) -> None:
        self.tokens = tokens
        self.shelf = shelf

    def _next(self, *kinds: str) -> str:
        if not self.tokens or self.tokens[0].kind not in kinds:
            raise invalid_value("q")
        return self.tokens.pop(0).text

    def _is(self, word: str) -> bool:
        """Takes the next token if it is this word."""
        if self.tokens and self.tokens[0].kind != "text" and self.tokens[0].text.lower() == word:
            self.tokens.pop(0)
            return True
        return False

    def either(self) -> Condition:
        conditions = [self._both()]
        while self._is("or"):
            conditions.append(self._both())
        return lambda entry: any(condition(entry) for condition in conditions)

    def _both(self) -> Condition:
        conditions = [self._one()]
        while self._is("and"):
            conditions.append(self._one())
        return lambda entry: all(condition(entry) for condition in conditions)

    def _one(self) -> Condition:
        if self._is("not"):
            condition = self._one()
            return lambda entry: not condition(entry)
        if self._is("("):
            condition = self.either()
            if not self._is(")"):
                raise invalid_value("q")
            return condition
        if self.tokens and self.tokens[0].kind == "text":
            value = self._next("text")
            if not self._is("in"):
                raise invalid_value("q")
            return self._within(value, self._next("word"))
        term = self._next("word")
        if term in _NOT_DONE:
            raise unsupported(f"searching for files by {term}")
        sign = self._next("sign", "word")
        if sign == "in":
            # The other way round is what gspread writes, and Google takes it.
            return self._within(self._next("text"), term)
        return _condition(term, sign, self._next("text", "word"))

    def _within(self, value: str, collection: str) -> Condition:
        if collection == "parents":
            if value not in {"root", root_id(self.shelf)}:
                raise file_not_found("")
            return lambda _entry: True
        roles = {"owners": {"owner"}, "writers": {"owner", "writer"}, "readers": {"owner", "writer", "reader"}}
        if collection not in roles:
            raise invalid_value("q")
        who = ME["emailAddress"] if value == "me" else value
        return lambda entry: any(
            each.get("emailAddress") == who and each["role"] in roles[collection] for each in of_entry(entry)
        )


def _condition(term: str, sign: str, value: str) -> Condition:
    if term == "name":
        return _named(sign, value)
    if term == "mimeType":
        return _fixed(SPREADSHEET, sign, value)
    if term in {"trashed", "starred"}:
        if sign not in {"=", "!="} or value not in {"true", "false"}:
            raise invalid_value("q")
        wanted = (value == "true") == (sign == "=")
        return lambda _entry: not wanted
    if term in {"modifiedTime", "createdTime"}:
        return _timed(term, sign, value)
    raise invalid_value("q")


def _named(sign: str, value: str) -> Condition:
    """Drive does not tell capitals from small letters, and what a name contains is the beginning of a word."""
    wanted = value.casefold()
    if sign == "contains":
        word = re.compile(r"(?<![^\W_])" + re.escape(wanted))
        return lambda entry: word.search(entry.title.casefold()) is not None
    if sign not in {"=", "!="}:
        raise invalid_value("q")
    return lambda entry: _COMPARED[sign](entry.title.casefold(), wanted)


def _fixed(what: str, sign: str, value: str) -> Condition:
    if sign == "contains":
        found = what.startswith(value)
    elif sign in {"=", "!="}:
        found = _COMPARED[sign](what, value)
    else:
        raise invalid_value("q")
    return lambda _entry: found


def _timed(term: str, sign: str, value: str) -> Condition:
    wanted = moment(value)
    if not wanted or sign not in _COMPARED:
        raise invalid_value("q")
    return lambda entry: _COMPARED[sign](entry.modified if term == "modifiedTime" else entry.created, wanted)
