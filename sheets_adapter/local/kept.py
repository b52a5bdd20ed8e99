"""What Google says of a format and an .xlsx file has no place for: padding, clipped text, a bold that is set to off.

A hidden cell style without any look of its own marks the cells, so what it stands for goes where they go: sorted,
copied, moved. What it stands for is stored beside, together with what the file said of the cell at that time, for
somebody may change the cell in another program.
"""

from __future__ import annotations

from typing import Any

from openpyxl.styles import NamedStyle
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

Json = dict[str, Any]

_NAME = "npsheets {}"


def number_styles(book: Any, xml: bytes) -> None:
    """Gives the cells of a file being read the numbers that openpyxl has for cell styles, not those of the file.

    It drops the styles without a name and counts the others; a number beyond them would make Excel mend the file.
    """
    named = fromstring(xml).iter(f"{{{SHEET_MAIN_NS}}}cellStyle")
    places: dict[int, int] = {}
    names: set[str | None] = set()
    for style in sorted(named, key=lambda each: int(each.get("xfId", 0))):
        number = int(style.get("xfId", 0))
        if number not in places and style.get("name") not in names:
            places[number] = len(places)
            names.add(style.get("name"))
    styles = list(book._cell_styles)
    for style in styles:
        style.xfId = places.get(style.xfId, 0)
    book._cell_styles = IndexedList(styles)


class Kept:
    """``records``: by the name of a style ``{"is": format, "seen": what of it the file says itself}``."""

    def __init__(self, book: Any, records: dict[str, Json]) -> None:
        self._styles: Any = book._named_styles
        self._book: Any = book
        self.records = records

    def mark(self, style: Any, wanted: Json, seen: Json) -> None:
        """Makes a style record say ``wanted`` where the file can say no more than ``seen``."""
        if wanted == seen:
            if self._name(style) in self.records:
                style.xfId = 0
            return
        record = {"is": wanted, "seen": seen}
        name = next((name for name, known in self.records.items() if known == record), None)
        if name is None or name not in self._styles.names:
            name = self._new(record)
        style.xfId = self._styles.names.index(name)

    def _new(self, record: Json) -> str:
        taken = {*self.records, *self._styles.names}
        name = next(name for number in range(1, len(taken) + 2) if (name := _NAME.format(number)) not in taken)
        book = self._book
        plain = {"font": book._fonts[0], "fill": book._fills[0], "border": book._borders[0]}
        book.add_named_style(NamedStyle(name=name, hidden=True, **plain))
        self.records[name] = record
        return name

    def said(self, style: Any, seen: Json) -> Json:
        """The format a style record stands for, given what the file says of it now."""
        record = self.records.get(self._name(style))
        if record is None:
            return seen
        if record["seen"] == seen:
            return dict(record["is"])
        same = {key for key in record["is"] | record["seen"] if record["seen"].get(key) == seen.get(key)}
        kept = {key: value for key, value in record["is"].items() if key in same}
        return kept | {key: value for key, value in seen.items() if key not in same}

    def _name(self, style: Any) -> str:
        names: list[str] = self._styles.names
        return names[style.xfId] if 0 < style.xfId < len(names) else ""
