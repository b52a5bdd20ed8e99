"""Named ranges: in an .xlsx file the name is the id, unless another id was asked for and stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.workbook.defined_name import DefinedName

from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.ranges import Area, from_ref, parse_cells, split_title, to_absolute, to_grid

Json = dict[str, Any]

_VALID = re.compile(r"[^\W\d][\w.]{0,249}")


@dataclass(frozen=True)
class NamedRange:
    name: str
    range_id: str
    sheet: Sheet
    area: Area

    def resource(self) -> Json:
        return {
            "namedRangeId": self.range_id,
            "name": self.name,
            "range": to_grid(self.sheet.sheet_id, self.area),
        }


def every(document: Document) -> Iterator[NamedRange]:
    """The names of the workbook that stand for one area (not for constants, formulas or several areas)."""
    for name, defined in document.book.defined_names.items():
        if defined.hidden or defined.is_reserved or not defined.attr_text:
            continue
        title, cells = split_title(defined.attr_text)
        sheet = document.titled(title) if title is not None else None
        if sheet is not None and parse_cells(cells.replace("$", "")):
            yield NamedRange(name, document.name_ids.get(name, name), sheet, from_ref(cells))


def find(document: Document, name: str) -> NamedRange | None:
    return next((each for each in every(document) if each.name.casefold() == name.casefold()), None)


def with_id(document: Document, range_id: str) -> NamedRange:
    """Raises ApiError as Google does when there is none."""
    found = next((each for each in every(document) if each.range_id == range_id), None)
    if found is None:
        raise invalid(f"No named range with id: {range_id}")
    return found


def add(document: Document, given: Json) -> NamedRange:
    """A new named range; an id or a name that exists is an error, which is what revision stamps rest on."""
    name = checked_name(document, given.get("name", ""), None)
    range_id = str(given.get("namedRangeId") or name)
    if any(each.range_id == range_id for each in every(document)):
        raise invalid(f"A named range with the ID {range_id} already exists.")
    sheet, area = document.grid(given.get("range") or {})
    define(document, name, sheet, area)
    if range_id != name:
        document.name_ids[name] = range_id
    return NamedRange(name, range_id, sheet, area)


def checked_name(document: Document, name: str, itself: str | None) -> str:
    """The name, if it can be one and is not taken by another range than ``itself``."""
    if not _VALID.fullmatch(name) or parse_cells(name) or name.casefold() in {"true", "false", "r", "c"}:
        raise invalid(f"The name of the named range is invalid: {name}")
    forget_gone(document, name=name)
    taken = {existing.casefold() for existing in document.book.defined_names if existing != itself}
    if name.casefold() in taken:
        raise invalid(f'A named range with the name "{name}" already exists.')
    return name


def forget_gone(document: Document, title: str = "", name: str = "") -> None:
    """Names that outlived a deleted sheet, as some programs leave them: a new sheet or name does not inherit them."""
    for known, defined in list(document.book.defined_names.items()):
        text = defined.attr_text or ""
        of_sheet = bool(title) and (split_title(text)[0] or "").casefold() == title.casefold()
        if of_sheet or ("#REF!" in text and known.casefold() == name.casefold()):
            del document.book.defined_names[known]
            document.name_ids.pop(known, None)


def define(document: Document, name: str, sheet: Sheet, area: Area) -> None:
    document.book.defined_names[name] = DefinedName(name, attr_text=to_absolute(sheet.title, area))


def remove(document: Document, named: NamedRange) -> None:
    del document.book.defined_names[named.name]
    document.name_ids.pop(named.name, None)
