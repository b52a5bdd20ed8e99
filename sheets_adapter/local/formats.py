"""Cell formats: Google's ``CellFormat`` and the style records of an .xlsx file.

A field mask says which properties a request sets; a property in the mask without a value goes back to the default.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from openpyxl.styles import PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.colors import Color
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.styles.styleable import StyleableObject

from sheets_adapter.local import colors, patterns
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.masks import Mask, wants

Json = dict[str, Any]

BORDERS = {
    "DOTTED": "dotted",
    "DASHED": "dashed",
    "SOLID": "thin",
    "SOLID_MEDIUM": "medium",
    "SOLID_THICK": "thick",
    "DOUBLE": "double",
}
_BORDERS_BACK = {value: key for key, value in BORDERS.items()} | {
    "hair": "DOTTED",
    "mediumDashed": "DASHED",
    "dashDot": "DASHED",
    "mediumDashDot": "DASHED",
    "dashDotDot": "DASHED",
    "mediumDashDotDot": "DASHED",
    "slantDashDot": "DASHED",
}
_HORIZONTAL = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
_VERTICAL = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}
_LINK_COLOR = "FF1155CC"
KNOWN = frozenset(
    {
        "numberFormat",
        "backgroundColor",
        "backgroundColorStyle",
        "borders",
        "padding",
        "horizontalAlignment",
        "verticalAlignment",
        "wrapStrategy",
        "textDirection",
        "textFormat",
        "hyperlinkDisplayType",
        "textRotation",
    }
)
KNOWN_TEXT = frozenset(
    {
        "foregroundColor",
        "foregroundColorStyle",
        "fontFamily",
        "fontSize",
        "bold",
        "italic",
        "strikethrough",
        "underline",
        "link",
    }
)


class Styles:
    """Formats of one workbook. Most cells share a few, so each change of a style is worked out once."""

    def __init__(self, book: Any, locale: Callable[[], str]) -> None:
        self._book: Any = book
        self._locale = locale
        self._applied: dict[tuple[bytes, str, str], Any] = {}
        self._read: dict[bytes, Json] = {}

    def apply(self, cell: Any, changes: Json, mask: Mask) -> None:
        """Sets what ``mask`` (below ``userEnteredFormat``) selects out of ``changes``."""
        key = (style_of(cell).tobytes(), repr(changes), repr(mask) + self._locale())
        style = self._applied.get(key)
        if style is None:
            check(mask)
            style = self._applied[key] = self._changed(cell, changes, mask)
        cell._style = copy(style)

    def _changed(self, cell: Any, changes: Json, mask: Mask) -> Any:
        scratch: Any = StyleableObject(cell.parent, copy(style_of(cell)))
        if wants(mask, "numberFormat"):
            scratch.number_format = patterns.given(changes.get("numberFormat"), self._locale())
        if wants(mask, "backgroundColor") or wants(mask, "backgroundColorStyle"):
            color = colors.given(changes, "backgroundColor")
            scratch.fill = PatternFill("solid", fgColor=color) if color else PatternFill()
        if wants(mask, "borders"):
            scratch.border = _border(copy(self._border(scratch)), changes.get("borders") or {}, mask.get("borders", {}))
        if wants(mask, "textFormat"):
            font = copy(self._book._fonts[scratch._style.fontId])
            scratch.font = self._font(font, changes.get("textFormat") or {}, mask.get("textFormat", {}))
        scratch.alignment = _alignment(copy(self._alignment(scratch)), changes, mask)
        return scratch._style

    def _border(self, cell: Any) -> Any:
        return self._book._borders[cell._style.borderId]

    def _alignment(self, cell: Any) -> Any:
        return self._book._alignments[cell._style.alignmentId]

    def _font(self, font: Any, text: Json, mask: Mask) -> Any:
        plain = self._book._fonts[0]
        link = text.get("link") if wants(mask, "link") else None
        if wants(mask, "foregroundColor") or wants(mask, "foregroundColorStyle"):
            font.color = colors.given(text, "foregroundColor") or (Color(rgb=_LINK_COLOR) if link else plain.color)
        if wants(mask, "fontFamily"):
            font.name = text.get("fontFamily") or plain.name
            font.scheme = None if text.get("fontFamily") else plain.scheme
        if wants(mask, "fontSize"):
            font.sz = float(text["fontSize"]) if text.get("fontSize") else plain.sz
        if wants(mask, "bold"):
            font.b = bool(text.get("bold"))
        if wants(mask, "italic"):
            font.i = bool(text.get("italic"))
        if wants(mask, "strikethrough"):
            font.strike = bool(text.get("strikethrough")) or None
        if wants(mask, "underline"):
            font.u = "single" if text.get("underline", bool(link)) else None
        return font

    def read(self, cell: Any) -> Json:
        """What of a cell's format was set, as ``CellFormat``; ``{}`` for a plain cell. Not to be changed."""
        key = style_of(cell).tobytes()
        found = self._read.get(key)
        if found is None:
            found = self._shown(cell)
            self._read[key] = found
        return found

    def effective_text(self, entered: Json) -> Json:
        """The text format a cell is shown with, what was not set being that of plain cells."""
        plain = self._book._fonts[0]
        text: Json = {
            "fontFamily": plain.name or "Arial",
            "fontSize": round(plain.sz or 10),
            "bold": False,
            "italic": False,
            "strikethrough": False,
            "underline": False,
        }
        text.update(entered.get("textFormat", {}))
        return text

    def _shown(self, cell: Any) -> Json:
        style = style_of(cell)
        shown: Json = {}
        number_format = cell.number_format
        if number_format not in ("General", BUILTIN_FORMATS[0]):
            shown["numberFormat"] = {
                "type": patterns.kind(number_format),
                "pattern": patterns.shown(number_format),
            }
        fill = self._book._fills[style.fillId]
        if getattr(fill, "fill_type", None) == "solid":
            shown.update(colors.shown(fill.fgColor, "backgroundColor"))
        borders = shown_borders(self._book._borders[style.borderId])
        if borders:
            shown["borders"] = borders
        shown.update(shown_alignment(self._book._alignments[style.alignmentId]))
        text = shown_text(self._book._fonts[style.fontId], self._book._fonts[0])
        if text:
            shown["textFormat"] = text
        return shown


def style_of(cell: Any) -> Any:
    """The style record of a cell or column, which openpyxl makes only when it is first asked for."""
    if cell._style is None:
        cell._style = StyleArray()
    return cell._style


def check(mask: Mask) -> None:
    """Raises ApiError for a property that no cell format has."""
    for name in set(mask) - KNOWN - {"*"}:
        raise invalid(f"Invalid field: user_entered_format.{name}")
    for name in set(mask.get("textFormat", {})) - KNOWN_TEXT - {"*"}:
        raise invalid(f"Invalid field: user_entered_format.text_format.{name}")


def side(border: Json | None) -> Side:
    """One border, Google's ``NONE`` or none at all being an empty one."""
    if not border or border.get("style", "NONE") == "NONE":
        return Side()
    if border["style"] not in BORDERS:
        raise invalid(f"Invalid value at 'border.style': \"{border['style']}\"")
    style: Any = BORDERS[border["style"]]
    return Side(style=style, color=colors.given(border, "color") or Color(rgb="FF000000"))


def _border(border: Any, given: Json, mask: Mask) -> Any:
    for edge in ("top", "bottom", "left", "right"):
        if wants(mask, edge):
            setattr(border, edge, side(given.get(edge)))
    return border


def _alignment(alignment: Any, changes: Json, mask: Mask) -> Any:
    if wants(mask, "horizontalAlignment"):
        alignment.horizontal = _HORIZONTAL.get(changes.get("horizontalAlignment", ""))
    if wants(mask, "verticalAlignment"):
        alignment.vertical = _VERTICAL.get(changes.get("verticalAlignment", ""))
    if wants(mask, "wrapStrategy"):
        alignment.wrap_text = changes.get("wrapStrategy") in {"WRAP", "LEGACY_WRAP"} or None
    if wants(mask, "textRotation"):
        rotation = changes.get("textRotation") or {}
        angle = int(rotation.get("angle", 0))
        alignment.textRotation = 255 if rotation.get("vertical") else angle if angle >= 0 else 90 - angle
    if wants(mask, "textDirection"):
        alignment.readingOrder = {"LEFT_TO_RIGHT": 1, "RIGHT_TO_LEFT": 2}.get(changes.get("textDirection", ""), 0)
    return alignment


def shown_borders(border: Any) -> Json:
    shown: Json = {}
    for edge in ("top", "bottom", "left", "right"):
        found = getattr(border, edge, None)
        if found is not None and found.style:
            color = colors.shown(found.color, "color") or {"color": {}, "colorStyle": {"rgbColor": {}}}
            shown[edge] = {"style": _BORDERS_BACK.get(found.style, "SOLID"), **color}
    return shown


def shown_alignment(alignment: Any) -> Json:
    shown: Json = {}
    horizontal = {value: key for key, value in _HORIZONTAL.items()}.get(alignment.horizontal or "")
    vertical = {value: key for key, value in _VERTICAL.items()}.get(alignment.vertical or "")
    if horizontal:
        shown["horizontalAlignment"] = horizontal
    if vertical:
        shown["verticalAlignment"] = vertical
    if alignment.wrap_text:
        shown["wrapStrategy"] = "WRAP"
    rotation = alignment.textRotation or 0
    if rotation:
        angle = rotation if rotation <= 90 else 90 - rotation
        shown["textRotation"] = {"vertical": True} if rotation == 255 else {"angle": angle}
    return shown


def shown_text(font: Any, plain: Any) -> Json:
    """What of a font is not as in plain cells."""
    shown: Json = {}
    if font.color is not None and font.color != plain.color:
        shown.update(colors.shown(font.color, "foregroundColor"))
    if font.name and font.name != plain.name:
        shown["fontFamily"] = font.name
    if font.sz and font.sz != plain.sz:
        shown["fontSize"] = round(font.sz)
    for name, value in (("bold", font.b), ("italic", font.i), ("strikethrough", font.strike), ("underline", font.u)):
        if value and value != "none":
            shown[name] = True
    return shown
