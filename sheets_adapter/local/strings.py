"""The table of texts in an .xlsx file, which its cells refer to by number."""

from __future__ import annotations

import re
from typing import IO, Any
from xml.etree.ElementTree import iterparse
from xml.sax.saxutils import escape

from openpyxl.cell.rich_text import CellRichText
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import tostring

PATH = "xl/sharedStrings.xml"
MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATIONSHIP = (
    b'<Relationship Id="rIdTexts" Target="/xl/sharedStrings.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)

_ITEM, _PLAIN, _RUN = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "r"))
# A character XML cannot hold stands as _x000D_, and a text that looks like that is marked by _x005F_.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|\r")


def read(source: IO[bytes]) -> list[Any]:
    """Texts in their order; a text with formats of its own inside is a CellRichText."""
    texts: list[Any] = []
    for _, item in iterparse(source):  # noqa: S314
        if item.tag == _ITEM:
            if item.find(_RUN) is not None:
                tree: Any = item
                texts.append(CellRichText.from_tree(tree))
            else:
                texts.append(unescaped(item.findtext(_PLAIN) or ""))
            item.clear()
    return texts


def unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


class Texts:
    """The table as it grows while sheets are written."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._items: list[str] = []
        self.uses = 0

    def number(self, text: Any) -> int:
        self.uses += 1
        key = text if isinstance(text, str) else id(text)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._items)
            self._items.append(_item(text))
        return found

    def xml(self) -> bytes:
        head = f'<sst xmlns="{SHEET_MAIN_NS}" count="{self.uses}" uniqueCount="{len(self._items)}">'
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + head + "".join(self._items) + "</sst>"
        ).encode()


def _item(text: Any) -> str:
    if isinstance(text, CellRichText):
        tree: Any = text.to_tree()
        tree.tag = "si"
        whole: Any = tostring(tree)
        return whole if isinstance(whole, str) else str(whole.decode())
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
    safe = _TO_ESCAPE.sub(lambda match: "_x000D_" if match[0] == "\r" else "_x005F_", text)
    return f"<si><t{keep}>{escape(safe)}</t></si>"
