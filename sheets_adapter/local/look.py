"""The parts of a format: Google's words and the objects that openpyxl has for them."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Side
from openpyxl.styles.colors import Color

from sheets_adapter.local import colors
from sheets_adapter.local.masks import Mask, wants
from sheets_adapter.local.theme import GOOGLE

Json = dict[str, Any]

EDGES = ("top", "bottom", "left", "right")
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
WIDTHS = {"DOTTED": 1, "DASHED": 1, "SOLID": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}
"""Pixels of a border, which Google tells along with its style."""
_HORIZONTAL = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
_VERTICAL = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}
_DIRECTIONS = {"LEFT_TO_RIGHT": 1, "RIGHT_TO_LEFT": 2}


def set_border(border: Any, given: Json, mask: Mask) -> None:
    for edge in EDGES:
        if wants(mask, edge):
            setattr(border, edge, _side(given.get(edge)))


def _side(border: Json | None) -> Side:
    """One border; none at all is an empty one."""
    if not border:
        return Side()
    style: Any = BORDERS[border["style"]]
    return Side(style=style, color=colors.given(border, "color") or Color(rgb="FF000000"))


def set_alignment(alignment: Any, changes: Json, mask: Mask) -> None:
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
        alignment.readingOrder = _DIRECTIONS.get(changes.get("textDirection", ""), 0)


def set_font(font: Any, text: Json, mask: Mask, plain: Any) -> None:
    """``plain``: the font of ordinary cells, to which goes back what is in the mask without a value."""
    if wants(mask, "foregroundColor") or wants(mask, "foregroundColorStyle"):
        font.color = colors.given(text, "foregroundColor") or plain.color
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
        font.u = "single" if text.get("underline") else None


def shown_borders(border: Any, palette: tuple[str, ...] = GOOGLE) -> Json:
    shown: Json = {}
    for edge in EDGES:
        found = getattr(border, edge, None)
        if found is not None and found.style:
            color = colors.shown(found.color, "color", palette) or {"color": {}, "colorStyle": {"rgbColor": {}}}
            style = _BORDERS_BACK.get(found.style, "SOLID")
            shown[edge] = {"style": style, "width": WIDTHS[style], **color}
    return shown


def shown_alignment(alignment: Any) -> Json:
    shown: Json = {}
    horizontal = {value: key for key, value in _HORIZONTAL.items()}.get(alignment.horizontal or "")
    vertical = {value: key for key, value in _VERTICAL.items()}.get(alignment.vertical or "")
    direction = {value: key for key, value in _DIRECTIONS.items()}.get(alignment.readingOrder or 0)
    if horizontal:
        shown["horizontalAlignment"] = horizontal
    if vertical:
        shown["verticalAlignment"] = vertical
    if alignment.wrap_text:
        shown["wrapStrategy"] = "WRAP"
    if direction:
        shown["textDirection"] = direction
    rotation = alignment.textRotation or 0
    if rotation:
        angle = rotation if rotation <= 90 else 90 - rotation
        shown["textRotation"] = {"vertical": True} if rotation == 255 else {"angle": angle}
    return shown


def shown_text(font: Any, plain: Any, palette: tuple[str, ...] = GOOGLE) -> Json:
    """What of a font is not as in plain cells."""
    shown: Json = {}
    if font.color is not None and font.color != plain.color:
        shown.update(colors.shown(font.color, "foregroundColor", palette))
    if font.name and font.name != plain.name:
        shown["fontFamily"] = font.name
    if font.sz and font.sz != plain.sz:
        shown["fontSize"] = round(font.sz)
    for name, value in (("bold", font.b), ("italic", font.i), ("strikethrough", font.strike), ("underline", font.u)):
        if value and value != "none":
            shown[name] = True
    return shown
