"""Cell formats: Google's ``CellFormat`` and the style records of an .xlsx file.

A field mask says which properties a request sets; a property in the mask without a value goes back to the default.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy, deepcopy
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.styles.styleable import StyleableObject

from sheets_adapter.local import colors, format_changes, look, patterns, runs, theme
from sheets_adapter.local.kept import Kept
from sheets_adapter.local.masks import Mask, wants

Json = dict[str, Any]

_WHITE: Json = {"red": 1, "green": 1, "blue": 1}
_PLAIN: Json = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "Arial",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}
"""How Google shows a cell of which nothing was set."""
_ARIAL = Font(name="Arial", sz=10)


class Styles:
    """Formats of one workbook. Most cells share a few, so each change of a style is worked out once."""

    def __init__(self, book: Any, locale: Callable[[], str], records: dict[str, Json]) -> None:
        self._book: Any = book
        self._locale = locale
        self.kept = Kept(book, records)
        self._applied: dict[tuple[bytes, str, str], Any] = {}
        self._read: dict[bytes, Json] = {}

    def apply(self, cell: Any, changes: Json, mask: Mask) -> None:
        """Sets what ``mask`` (below ``userEnteredFormat``) selects out of ``changes``."""
        key = (style_of(cell).tobytes(), repr(changes), repr(mask) + self._locale())
        style = self._applied.get(key)
        if style is None:
            format_changes.check(mask)
            changes = format_changes.normal(changes, self._palette)
            style = self._applied[key] = self._changed(cell, changes, format_changes.whole(mask, changes))
        cell._style = copy(style)

    def _changed(self, cell: Any, changes: Json, mask: Mask) -> Any:
        mask = format_changes.unlinked(mask, changes, self.read(cell))
        wanted = format_changes.merged(self.read(cell), changes, mask)
        scratch: Any = StyleableObject(cell.parent, copy(style_of(cell)))
        if wants(mask, "numberFormat"):
            scratch.number_format = patterns.given(changes.get("numberFormat"), self._locale())
        if wants(mask, "backgroundColor"):
            color = colors.given(changes, "backgroundColor")
            scratch.fill = PatternFill("solid", fgColor=color) if color else PatternFill()
        if wants(mask, "borders"):
            border = copy(self._book._borders[scratch._style.borderId])
            look.set_border(border, changes.get("borders") or {}, mask.get("borders", {}))
            scratch.border = border
        if wants(mask, "textFormat"):
            font = copy(self._book._fonts[scratch._style.fontId])
            look.set_font(font, changes.get("textFormat") or {}, mask.get("textFormat", {}), self.plain_font)
            scratch.font = font
        alignment = copy(self._book._alignments[scratch._style.alignmentId])
        look.set_alignment(alignment, changes, mask)
        scratch.alignment = alignment
        # A link is no part of a style: it stands with the cell.
        wanted = _without_link(wanted)
        self.kept.mark(scratch._style, wanted, self._shown(scratch._style))
        return scratch._style

    def pin(self, cell: Any) -> None:
        """An empty cell keeps the look it has now, whatever becomes of its column: a plain one is marked as such."""
        if cell.value is None and not cell.has_style:
            scratch: Any = StyleableObject(cell.parent, StyleArray())
            scratch.alignment = Alignment(vertical="bottom")
            self.kept.mark(scratch._style, {}, self._shown(scratch._style))
            cell._style = scratch._style

    @property
    def _palette(self) -> tuple[str, ...]:
        return theme.palette(self._book)

    @property
    def plain_font(self) -> Any:
        """The font of a cell of which nothing was set."""
        return self._book._fonts[0]

    def read(self, cell: Any) -> Json:
        """What of a cell's format was set, as ``CellFormat``; ``{}`` for a plain cell. Not to be changed."""
        style = style_of(cell)
        key = style.tobytes()
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = self.kept.said(style, self._shown(style))
        return found

    def rich(self, cell: Any, text: str, runs_: list[Json]) -> Any:
        """A text for a cell, with runs that look different from it."""
        return runs.rich(text, runs_, self._font(cell), self.plain_font, self._palette)

    def runs(self, cell: Any) -> list[Json]:
        """The ``textFormatRuns`` of a cell with a rich text."""
        return runs.shown(cell.value, self._font(cell), self._palette)

    def _font(self, cell: Any) -> Any:
        return self._book._fonts[style_of(cell).fontId]

    def default(self) -> Json:
        """``defaultFormat`` of the spreadsheet."""
        plain = deepcopy(_PLAIN)
        plain["textFormat"] |= look.shown_text(self.plain_font, _ARIAL)
        if self.plain_font.name == "Arial":
            plain["textFormat"]["fontFamily"] = "arial,sans,sans-serif"
        return plain

    def effective(self, entered: Json, side: str, pattern: str) -> Json:
        """The format a cell is shown with; ``side`` is where its value goes when nobody said where."""
        # What lies deeper is never changed and so shared: every formatted cell of a sheet has such a format.
        plain = _PLAIN | {"textFormat": _PLAIN["textFormat"] | look.shown_text(self.plain_font, _ARIAL)}
        linked = "link" in entered.get("textFormat", {})
        found = plain | {"horizontalAlignment": side} | entered
        found["textFormat"] = plain["textFormat"] | entered.get("textFormat", {})
        found.setdefault("hyperlinkDisplayType", "LINKED" if linked else "PLAIN_TEXT")
        if "numberFormat" in entered:
            found["numberFormat"] = {"pattern": patterns.shown(pattern)} | entered["numberFormat"]
        return found

    def _shown(self, style: Any) -> Json:
        """What the file itself says of a style."""
        shown: Json = {}
        code = self._pattern(style)
        if code not in ("General", BUILTIN_FORMATS[0]):
            shown["numberFormat"] = {"type": patterns.kind(code), "pattern": patterns.shown(code)}
        fill = self._book._fills[style.fillId]
        if getattr(fill, "fill_type", None) == "solid":
            shown.update(colors.shown(fill.fgColor, "backgroundColor", self._palette))
        borders = look.shown_borders(self._book._borders[style.borderId], self._palette)
        if borders:
            shown["borders"] = borders
        shown.update(look.shown_alignment(self._book._alignments[style.alignmentId]))
        text = look.shown_text(self._book._fonts[style.fontId], self.plain_font, self._palette)
        if text:
            shown["textFormat"] = text
        return shown

    def _pattern(self, style: Any) -> str:
        cell: Any = StyleableObject(self._book.worksheets[0], style)
        return str(cell.number_format)


def _without_link(format_: Json) -> Json:
    text = {name: value for name, value in format_.get("textFormat", {}).items() if name != "link"}
    return {name: value for name, value in format_.items() if name != "textFormat"} | (
        {"textFormat": text} if text else {}
    )


def style_of(cell: Any) -> Any:
    """The style record of a cell or column, which openpyxl makes only when it is first asked for."""
    if cell._style is None:
        cell._style = StyleArray()
    return cell._style
