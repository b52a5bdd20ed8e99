"""How a letter's headers are written: safe whatever stands in a name, and so that every server and client reads them.

The standard library's folding is not used for them. It loses the quotes of a long display name, whose commas then make
recipients, and it turns a long link or Message-ID into encoded words, which no mail program finds again.
"""

from __future__ import annotations

import re
import unicodedata
from email.header import Header
from email.headerregistry import Address
from email.policy import EmailPolicy
from email.utils import quote as in_quotes
from typing import Any

LONGEST_PLAIN = 60
"""Characters of ASCII that stand as they are; what is longer is split into encoded words."""
OF_ADDRESSES = frozenset({"from", "to", "reply-to"})
LITERAL = frozenset({"list-unsubscribe", "message-id", "in-reply-to", "references"})
"""ASCII by their making, and of no use in another form."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that make the text after them run backwards, so that a name looks like another."""


class LetterPolicy(EmailPolicy):
    def fold(self, name: str, value: Any) -> str:
        kind = name.lower()
        if kind in OF_ADDRESSES and hasattr(value, "addresses"):
            told = f",{self.linesep} ".join(self._mailbox(address) for address in value.addresses)
        elif kind == "subject":
            told = self._words(str(value))
        elif kind in LITERAL:
            told = "".join(str(value).split())
        else:
            return str(super().fold(name, value))
        return f"{name}: {told}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("utf-8", "surrogateescape")

    def _mailbox(self, address: Address) -> str:
        name = address.display_name
        if not name:
            return address.addr_spec
        told = f'"{in_quotes(name)}"' if _plain(name) else self._words(name)
        return f"{told}{self.linesep} <{address.addr_spec}>"

    def _words(self, text: str) -> str:
        return text if _plain(text) else Header(text, "utf-8", maxlinelen=75).encode(linesep=self.linesep)


POLICY = LetterPolicy(linesep="\r\n", cte_type="7bit")
"""Bodies of seven bits too: some servers on the way still take no others."""


def one_line(text: str) -> str:
    """Without line breaks, control characters, halves of characters and turned text: fit for a header and a letter."""
    text = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in text)
    return " ".join(_TURNING.sub("", text).split())


def _plain(text: str) -> bool:
    return text.isascii() and len(text) <= LONGEST_PLAIN and "=?" not in text
