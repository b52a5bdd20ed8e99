"""Colours: Google's fractions of red, green and blue, and the hexadecimal ones of .xlsx."""

from __future__ import annotations

from typing import Any

from openpyxl.styles.colors import COLOR_INDEX, Color

from sheets_adapter.local.errors import invalid

THEME = ("BACKGROUND", "TEXT", None, None, "ACCENT1", "ACCENT2", "ACCENT3", "ACCENT4", "ACCENT5", "ACCENT6", "LINK")
"""Google's names of the theme colours by their number in .xlsx (2 and 3 have none)."""

Json = dict[str, Any]


def to_hex(color: Json) -> str:
    """``{"red": 1}`` -> ``FFFF0000``."""
    parts = (round(255 * float(color.get(name, 0))) for name in ("red", "green", "blue"))
    return "FF" + "".join(f"{min(max(part, 0), 255):02X}" for part in parts)


def to_rgb(code: str) -> Json:
    """``FFFF0000`` or ``FF0000`` -> ``{"red": 1}``; black is ``{}``."""
    digits = code[-6:]
    parts = {name: int(digits[at : at + 2], 16) for name, at in (("red", 0), ("green", 2), ("blue", 4))}
    return {name: _fraction(part) for name, part in parts.items() if part}


def _fraction(part: int) -> float | int:
    return 1 if part == 255 else round(part / 255, 8)


def given(data: Json, name: str) -> Color | None:
    """The colour a resource gives as ``nameStyle`` or, the old way, as ``name``."""
    style = data.get(name + "Style") or {}
    if style.get("themeColor"):
        if style["themeColor"] not in THEME:
            raise invalid(f"Invalid value at 'theme_color' (TYPE_ENUM), \"{style['themeColor']}\"")
        return Color(theme=THEME.index(style["themeColor"]))
    rgb = style.get("rgbColor", data.get(name))
    return Color(rgb=to_hex(rgb)) if rgb is not None else None


def shown(color: Any, name: str) -> Json:
    """``{name: ..., nameStyle: ...}`` for a colour of the file, ``{}`` for none."""
    style = _style(color)
    if not style:
        return {}
    return {name: style["rgbColor"], name + "Style": style} if "rgbColor" in style else {name + "Style": style}


def _style(color: Any) -> Json:
    if color is None:
        return {}
    if color.type == "rgb" and isinstance(color.rgb, str):
        return {"rgbColor": to_rgb(color.rgb)}
    if color.type == "theme" and color.theme < len(THEME) and THEME[color.theme]:
        return {"themeColor": THEME[color.theme]}
    if color.type == "indexed" and color.indexed < len(COLOR_INDEX):
        return {"rgbColor": to_rgb(COLOR_INDEX[color.indexed])}
    return {}
