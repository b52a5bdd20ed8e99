"""What a workbook holds that openpyxl does not write again: found when the file is opened, by its parts and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.drawing.image import PILImage
from openpyxl.packaging.relationship import get_dependents, get_rels_path

from sheets_adapter.local.archive import Archive
from sheets_adapter.local.markup import Outlines

_IN_DRAWINGS = {
    "text_boxes": re.compile(rb"<(?:\w+:)?cNvSpPr[^>]*\btxBox=\"(?:1|true)\""),
    "shapes": re.compile(rb"<(?:\w+:)?cNvSpPr(?![^>]*\btxBox=\"(?:1|true)\")|<(?:\w+:)?cNvCxnSpPr"),
    "pictures": re.compile(rb"<(?:\w+:)?blip\b"),
}
_IN_SHEETS = {
    "sparklines": re.compile(rb"<(?:\w+:)?sparklineGroup\b"),
    "newer_formats": re.compile(rb"<x14:conditionalFormatting\b"),
}
_RELATED = {
    "slicers": re.compile(r"/(?:slicers|timelines)/"),
    "threads": re.compile(r"/threadedComments/"),
    "controls": re.compile(r"/(?:ctrlProps|activeX)/"),
    "objects": re.compile(r"/embeddings/"),
    "newer_charts": re.compile(r"/charts/chartEx"),
}
_OF_THE_WORKBOOK = {
    "connections": re.compile(r"xl/connections\.xml|xl/queryTables/"),
    "signatures": re.compile(r"_xmlsignatures/sig"),
    "macros": re.compile(r"xl/vbaProject\.bin"),
}


@dataclass(frozen=True)
class Loss:
    """``kind`` is one of the words above, ``sheet`` its title (empty: the whole workbook), ``count`` how many."""

    kind: str
    sheet: str
    count: int


def find(archive: Archive, outlines: Outlines, sheets: list[tuple[str, str]], *, keeps_macros: bool) -> list[Loss]:
    """``sheets``: the title of each and the name of its part."""
    found = [loss for title, part in sheets for loss in _of_sheet(archive, outlines, title, part)]
    for kind, pattern in _OF_THE_WORKBOOK.items():
        parts = [name for name in archive.namelist() if pattern.match(name)]
        if parts and not (kind == "macros" and keeps_macros):
            found.append(Loss(kind, "", len(parts)))
    return found


def _of_sheet(archive: Archive, outlines: Outlines, title: str, part: str) -> Iterator[Loss]:
    if part in outlines.sheets:
        for kind, pattern in _IN_SHEETS.items():
            yield from _loss(kind, title, len(pattern.findall(outlines.sheets[part].xml)))
    targets = list(_related(archive, part))
    drawings = [archive.read(name) for name in targets if "/drawings/drawing" in name]
    for kind, pattern in _IN_DRAWINGS.items():
        if kind != "pictures" or PILImage is False:
            yield from _loss(kind, title, sum(len(pattern.findall(xml)) for xml in drawings))
    for name in list(targets):
        targets += _related(archive, name) if "/drawings/drawing" in name else ()
    for kind, related in _RELATED.items():
        yield from _loss(kind, title, sum(1 for name in targets if related.search(f"/{name}")))


def _loss(kind: str, title: str, count: int) -> Iterator[Loss]:
    if count:
        yield Loss(kind, title, count)


def _related(archive: Archive, part: str) -> Iterator[str]:
    """The names of the parts that another one points at and that are there."""
    path: Any = get_rels_path
    if path(part) in archive.namelist():
        names = set(archive.namelist())
        yield from (each.target for each in get_dependents(archive, path(part)) if each.target in names)
