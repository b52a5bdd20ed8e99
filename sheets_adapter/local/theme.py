"""The theme of a workbook: the colours and the font that its cells may refer to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from openpyxl.writer import theme as openpyxl_theme

_TAGS = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
"""In the order of the numbers by which an .xlsx file refers to them."""
GOOGLE = (
    *("FFFFFF", "000000", "FFFFFF", "000000"),
    *("4285F4", "EA4335", "FBBC04", "34A853", "FF6D01", "46BDC6"),
    *("1155CC", "1155CC"),
)
_FONT = re.compile(r'<a:minorFont>.*?<a:latin typeface="([^"]*)"', re.DOTALL)


def palette(book: Any) -> tuple[str, ...]:
    """The colours of a workbook's theme, as ``4285F4``, by their numbers."""
    return _palette(_xml(book))


def font(book: Any) -> str:
    """The font of a theme's ordinary text."""
    found = _FONT.search(_xml(book))
    return found[1] if found else "Arial"


def _xml(book: Any) -> str:
    own: bytes | str | None = book.loaded_theme
    if own is None:
        return openpyxl_theme.theme_xml
    return own.decode("utf-8", "replace") if isinstance(own, bytes) else own


def _entry(tag: str) -> re.Pattern[str]:
    return re.compile(rf'(<a:{tag}>\s*<a:(?:sysClr[^>]*lastClr|srgbClr val)=")([0-9A-Fa-f]{{6}})')


@lru_cache(maxsize=16)
def _palette(xml: str) -> tuple[str, ...]:
    found = [_entry(tag).search(xml) for tag in _TAGS]
    return tuple(match[2].upper() if match else code for match, code in zip(found, GOOGLE, strict=True))


def googles() -> bytes:
    """The theme of a new spreadsheet in Google."""
    xml = openpyxl_theme.theme_xml
    for tag, code in zip(_TAGS, GOOGLE, strict=True):
        xml = _entry(tag).sub(rf"\g<1>{code}", xml)
    return re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', r"\g<1>Arial", xml).encode()
