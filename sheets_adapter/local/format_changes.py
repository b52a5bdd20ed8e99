"""A change of a format, in the form in which Google keeps formats.

Colours have both of their names, borders their widths, and what is set to nothing is not there.
"""

from __future__ import annotations

from typing import Any

from sheets_adapter.local import colors, look, masks
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.masks import Mask
from sheets_adapter.local.schema import fields, snake

Json = dict[str, Any]

_COLORS = frozenset({"backgroundColor", "foregroundColor"})
_LINK_LOOK: Json = {"foregroundColorStyle": {"themeColor": "LINK"}, "underline": True}


def check(mask: Mask) -> None:
    """Raises ApiError for a property that no cell format has."""
    for name, below in mask.items():
        if name != "*" and name not in fields("CellFormat"):
            raise invalid(f"Invalid field: user_entered_format.{snake(name)}")
        if name == "textFormat":
            for part in below:
                if part != "*" and part not in fields("TextFormat"):
                    raise invalid(f"Invalid field: user_entered_format.text_format.{snake(part)}")


def whole(mask: Mask, changes: Json) -> Mask:
    """A mask that names a colour by both of its names and never a part of one, nor of a border.

    Where a link is set, so are the colour and the line under the text that make it look like one.
    """
    if "*" in mask:
        return {}
    full = dict(mask)
    _pair(full, "backgroundColor")
    if full.get("textFormat"):
        text: Mask = {name: {} for name in full["textFormat"]}
        if "link" in text and "link" in changes.get("textFormat", {}):
            text |= {"foregroundColor": {}, "underline": {}}
        _pair(text, "foregroundColor")
        full["textFormat"] = {} if "*" in text else text
    if full.get("borders"):
        full["borders"] = {} if "*" in full["borders"] else {edge: {} for edge in full["borders"]}
    return {name: below if name in {"textFormat", "borders"} else {} for name, below in full.items()}


def unlinked(mask: Mask, changes: Json, before: Json) -> Mask:
    """A whole mask that, where a link goes, names what made the text look like one as well."""
    text = mask.get("textFormat", {})
    looked = {name: before.get("textFormat", {}).get(name) for name in _LINK_LOOK}
    if "link" not in text or "link" in changes.get("textFormat", {}) or looked != _LINK_LOOK:
        return mask
    return mask | {"textFormat": text | {"foregroundColor": {}, "foregroundColorStyle": {}, "underline": {}}}


def _pair(mask: Mask, name: str) -> None:
    if name in mask or name + "Style" in mask:
        mask[name] = mask[name + "Style"] = {}


def normal(given: Json, palette: tuple[str, ...]) -> Json:
    """A ``CellFormat`` in the form in which it is kept. Raises ApiError for what no border or angle is."""
    found = {name: value for name, value in given.items() if not str(value).endswith("_UNSPECIFIED")}
    _color(found, "backgroundColor", palette)
    if "borders" in found:
        found["borders"] = _borders(found["borders"], palette)
    if "textFormat" in found:
        found["textFormat"] = normal_text(found["textFormat"], palette)
    if "padding" in found:
        found["padding"] = {edge: size for edge, size in found["padding"].items() if size}
    if found.get("numberFormat") and not found["numberFormat"].get("type"):
        raise invalid("Number format type is required.")
    rotation = found.get("textRotation") or {}
    if not -90 <= rotation.get("angle", 0) <= 90:
        raise invalid(f"Invalid text rotation angle: {rotation['angle']}. Must be between -90 and 90.")
    if not rotation.get("angle") and not rotation.get("vertical"):
        found.pop("textRotation", None)
    return _said(found)


def _said(found: Json) -> Json:
    """What says something: black is a colour without any parts, and off is not the same as nothing."""
    return {name: value for name, value in found.items() if value or value is False or name in _COLORS}


def normal_text(given: Json, palette: tuple[str, ...]) -> Json:
    """A ``TextFormat``; one with a link looks like a link unless it is told otherwise."""
    link = given.get("link")
    found = (_LINK_LOOK if link else {}) | given
    if "foregroundColor" in given and "foregroundColorStyle" not in given:
        found.pop("foregroundColorStyle", None)
    _color(found, "foregroundColor", palette)
    return _said(found)


def _borders(given: Json, palette: tuple[str, ...]) -> Json:
    found: Json = {}
    for edge, border in given.items():
        style = border.get("style", "NONE")
        if style in {"NONE", "STYLE_UNSPECIFIED"}:
            continue
        found[edge] = {"style": style, "width": look.WIDTHS[style]} | border | {"width": look.WIDTHS[style]}
        _color(found[edge], "color", palette)
        if "color" not in found[edge]:
            found[edge] |= {"color": {}, "colorStyle": {"rgbColor": {}}}
    return found


def _color(found: Json, name: str, palette: tuple[str, ...]) -> None:
    color = colors.given(found, name)
    for each in (name, name + "Style"):
        found.pop(each, None)
    found.update(colors.shown(color, name, palette))


def merged(before: Json, changes: Json, mask: Mask) -> Json:
    """``before`` with what ``mask`` selects out of ``changes``; a part of which nothing is left goes."""
    return _said(masks.merged(before, changes, mask))
