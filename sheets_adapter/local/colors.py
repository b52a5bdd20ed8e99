"""Colours: Google's fractions of red, green and blue, and the hexadecimal ones of .xlsx."""

from __future__ import annotations

import colorsys
import struct
from functools import cache
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX, Color

from sheets_adapter.local import theme
from sheets_adapter.local.errors import invalid

THEME = ("BACKGROUND", "TEXT", None, None, "ACCENT1", "ACCENT2", "ACCENT3", "ACCENT4", "ACCENT5", "ACCENT6", "LINK")
"""Google's names of the theme colours by their number in .xlsx (2 and 3 have none)."""

Json = dict[str, Any]


def to_hex(color: Json) -> str:
    """``{"red": 1}`` -> ``FFFF0000``. Google cuts off what is beyond 255ths; it knows no transparency."""
    parts = (int(255 * float(color.get(name, 0)) + 0.001) for name in ("red", "green", "blue"))
    return "FF" + "".join(f"{min(max(part, 0), 255):02X}" for part in parts)


def to_rgb(digits: str) -> Json:
    """``FFFF0000`` or ``FF0000`` -> ``{"red": 1}``; black is ``{}``."""
    digits = digits[-6:]
    parts = {name: int(digits[at : at + 2], 16) for name, at in (("red", 0), ("green", 2), ("blue", 4))}
    return {name: _fraction(part) for name, part in parts.items() if part}


@cache
def _fraction(part: int) -> float | int:
    """A number of single precision, in the fewest digits that give it back: 127 -> 0.49803922."""
    if part == 255:
        return 1
    single: float = struct.unpack("f", struct.pack("f", part / 255))[0]
    texts = (f"{single:.{digits}g}" for digits in range(1, 10))
    return next(float(text) for text in texts if struct.pack("f", float(text)) == struct.pack("f", single))


def given(data: Json, name: str) -> Color | None:
    """The colour a resource gives as ``nameStyle`` or, the old way, as ``name``."""
    style = data.get(name + "Style") or {}
    if style.get("themeColor"):
        if style["themeColor"] not in THEME:
            raise invalid(f"Invalid theme color: {style['themeColor']}")
        return Color(theme=THEME.index(style["themeColor"]))
    rgb = style.get("rgbColor", data.get(name))
    return Color(rgb=to_hex(rgb)) if rgb is not None else None


def shown(color: Any, name: str, palette: tuple[str, ...] = theme.GOOGLE) -> Json:
    """``{name: ..., nameStyle: ...}`` for a colour of the file, ``{}`` for none."""
    found = code(color, palette)
    if found is None:
        return {}
    rgb = to_rgb(found)
    if color.type == "theme" and not color.tint and color.theme < len(THEME) and THEME[color.theme]:
        return {name: rgb, name + "Style": {"themeColor": THEME[color.theme]}}
    return {name: rgb, name + "Style": {"rgbColor": rgb}}


def code(color: Any, palette: tuple[str, ...]) -> str | None:
    """``FFFF0000`` or ``FF0000`` for a colour of the file, None for one that says nothing."""
    if color is None:
        return None
    if color.type == "rgb" and isinstance(color.rgb, str):
        return str(color.rgb)
    if color.type == "theme" and color.theme < len(palette):
        return _tinted(palette[color.theme], color.tint or 0)
    if color.type == "indexed" and color.indexed < len(COLOR_INDEX):
        return str(COLOR_INDEX[color.indexed])
    return None


def _tinted(plain: str, tint: float) -> str:
    """A colour of the theme made lighter (``tint`` up to 1) or darker (down to -1), as Excel makes it."""
    if not tint:
        return plain
    hue, light, saturation = colorsys.rgb_to_hls(*(int(plain[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))
