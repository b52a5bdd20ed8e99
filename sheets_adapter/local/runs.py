"""Formats of parts of a text (``textFormatRuns``) and the rich texts of an .xlsx file."""

from __future__ import annotations

from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from sheets_adapter.local import format_changes, look
from sheets_adapter.local.errors import invalid, unimplemented
from sheets_adapter.local.masks import EVERYTHING

Json = dict[str, Any]

_SHARED = ("charset", "family", "b", "i", "strike", "outline", "shadow", "condense", "extend", "color", "sz", "u")
"""What a font and the font of a part of a text have under the same name."""


def length(text: str) -> int:
    """Of a text as Google counts: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def rich(text: str, runs: list[Json], font: Any, plain: Any, palette: tuple[str, ...]) -> Any:
    """A text with formats inside; each run differs from the ``font`` of its cell and reaches to the next one."""
    starts = [run.get("startIndex", 0) for run in runs]
    if starts != sorted(set(starts)) or any(not 0 <= start < length(text) for start in starts):
        raise invalid(f"Invalid textFormatRuns: start indexes {starts} of a text of {length(text)} characters.")
    if any((run.get("format") or {}).get("link") for run in runs):
        raise unimplemented("textFormatRuns.format.link")
    raw = text.encode("utf-16-le")
    parts: list[Any] = []
    if starts and starts[0]:
        parts.append(raw[: 2 * starts[0]].decode("utf-16-le"))
    for run, start, end in zip(runs, starts, [*starts[1:], length(text)], strict=True):
        changes = format_changes.normal_text(run.get("format") or {}, palette)
        piece = raw[2 * start : 2 * end].decode("utf-16-le")
        parts.append(TextBlock(_inline(font, changes, plain), piece) if changes else piece)
    return CellRichText(parts) if any(isinstance(part, TextBlock) for part in parts) else text


def _inline(font: Any, changes: Json, plain: Any) -> InlineFont:
    look_: Any = Font(name=font.name, **{name: getattr(font, name) for name in _SHARED})
    named: Any = dict.fromkeys(changes, EVERYTHING)
    look.set_font(look_, changes, named, plain)
    return InlineFont(rFont=look_.name, **{name: getattr(look_, name) for name in _SHARED})


def shown(text: Any, font: Any, palette: tuple[str, ...]) -> list[Json]:
    """The runs of a rich text, of any other none."""
    if not isinstance(text, CellRichText):
        return []
    found: list[Json] = []
    start = 0
    for part in text:
        piece = part.text if isinstance(part, TextBlock) else str(part)
        format_ = _difference(part.font, font, palette) if isinstance(part, TextBlock) else {}
        # What comes first looks like its cell unless it is told otherwise.
        if start or format_:
            found.append(({"startIndex": start} if start else {}) | {"format": format_})
        start += length(piece)
    return found


def _difference(part: Any, font: Any, palette: tuple[str, ...]) -> Json:
    own: Any = Font(name=part.rFont or font.name, **{name: getattr(part, name) for name in _SHARED})
    own.sz = own.sz or font.sz
    shown_ = look.shown_text(own, font, palette)
    for name, mine, cells in (
        ("bold", own.b, font.b),
        ("italic", own.i, font.i),
        ("strikethrough", own.strike, font.strike),
        ("underline", own.u, font.u),
    ):
        if bool(mine) == bool(cells):
            shown_.pop(name, None)
        elif not mine:
            shown_[name] = False
    return shown_
