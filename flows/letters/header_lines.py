"""How a letter's headers are written: as the standard library does, but for one that machines read literally."""

from __future__ import annotations

from email.policy import EmailPolicy
from typing import Any

LITERAL = frozenset({"list-unsubscribe"})
"""Links: a long one must not be encoded as words are, or no mail program finds it. It is ASCII by its making."""


class LetterPolicy(EmailPolicy):
    def fold(self, name: str, value: Any) -> str:
        return _line(name, value) if name.lower() in LITERAL else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return _line(name, value).encode("ascii") if name.lower() in LITERAL else super().fold_binary(name, value)


def _line(name: str, value: Any) -> str:
    return f"{name}: {''.join(str(value).split())}\r\n"


POLICY = LetterPolicy(linesep="\r\n")
