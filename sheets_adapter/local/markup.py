"""The XML of a workbook looked at before it is read: no declarations of types, no more elements than make sense.

A sheet is looked at without its rows (``Outline``): what stands around them is small, whatever the sheet holds.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from sheets_adapter.local import limits
from sheets_adapter.local.archive import Archive, read_part
from sheets_adapter.local.errors import FileProblem

_ROWS = re.compile(rb"sheetData(?:[\s/][^<>]*)?>")
_NAMED = re.compile(rb"</?(?:[\w.-]+:)?\Z")
_NO_ELEMENTS = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_BYTES = re.compile(r"utf-?8|us-ascii|ascii|iso-8859-|windows-12|cp12", re.IGNORECASE)
"""Encodings in which ``<`` is one byte and that byte is nothing else."""
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\0\0")
"""How a part begins whose characters take two bytes or four."""


@dataclass(frozen=True)
class Outline:
    """A sheet's XML without its rows."""

    xml: bytes

    @cached_property
    def tree(self) -> Element:
        """Raises ParseError."""
        return fromstring(self.xml)  # noqa: S314 - declarations were refused

    def named(self, name: str) -> Iterator[Element]:
        """The elements with a name, whatever namespace they are of."""
        return (element for element in self.tree.iter() if local(element) == name)


@dataclass
class Outlines:
    """What was seen on the way: outlines of the sheets by the names of their parts."""

    sheets: dict[str, Outline] = field(default_factory=dict)


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def look(path: Path, archive: Archive) -> Outlines:
    """Goes through all parts once. Raises FileProblem ``unsafe``, ``too_large`` or ``not_a_spreadsheet``."""
    outlines = Outlines()
    elements = 0
    for info in archive.infolist():
        xml = read_part(path, archive, info)
        root = _root(path, info, xml)
        if root == "worksheet":
            _check_cells(path, info, xml)
            outline = outlines.sheets[info.filename] = Outline(_without_rows(path, info, xml))
            elements += outline.xml.count(b"<")
            _check_areas(path, info, outline)
        elif root == "sst":
            _check_cells(path, info, xml)
        elif root:
            elements += xml.count(b"<") - xml.count(b"</")
        if root == "styleSheet" and xml.count(b"<xf") + xml.count(b":xf") > limits.STYLES:
            raise FileProblem("unsafe", path, "a great many formats")
        if elements > limits.ELEMENTS:
            raise FileProblem("too_large", path, f"{elements} elements up to {info.filename}", kind="unpacked")
    return outlines


class _Seen(Exception):  # noqa: N818 - the way out of a parser that has seen enough
    pass


def _root(path: Path, info: zipfile.ZipInfo, xml: bytes) -> str:
    """The name of the first element; empty if the part is no XML, which a picture is not."""
    if xml.startswith(_WIDE):
        raise FileProblem("unsafe", path, f"{info.filename} is in an encoding that no spreadsheet program writes")
    found: list[str] = []

    def declared(*_arguments: Any) -> None:
        raise FileProblem("unsafe", path, f"{info.filename} declares types or entities")

    def said(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and not _BYTES.match(encoding):
            raise FileProblem("unsafe", path, f"{info.filename} is in {encoding}")

    def begun(name: str, _attributes: Any) -> None:
        found.append(name.rpartition(":")[2])
        raise _Seen

    parser = expat.ParserCreate()
    parser.XmlDeclHandler = said
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        parser.Parse(xml[: limits.PROLOG], len(xml) <= limits.PROLOG)
    except _Seen:
        return found[0]
    except (expat.ExpatError, ValueError):
        return ""
    raise FileProblem("unsafe", path, f"{info.filename} does not begin")


def _check_cells(path: Path, info: zipfile.ZipInfo, xml: bytes) -> None:
    elements = xml.count(b"<") - xml.count(b"</")
    cells = sum(xml.count(b"<c" + end) for end in (b" ", b"/", b">")) if elements > limits.CELLS else 0
    if elements > limits.ELEMENTS_OF_CELLS or cells > limits.CELLS:
        raise FileProblem("too_large", path, info.filename, kind="cells")


def _without_rows(path: Path, info: zipfile.ZipInfo, xml: bytes) -> bytes:
    if b"<!" in xml or xml.count(b"<?") > 1:
        xml = _NO_ELEMENTS.sub(b"", xml)
    # Neither texts nor attributes hold the sign that begins an element, so these are the ends of the rows.
    ends = [found for found in _ROWS.finditer(xml) if _NAMED.search(xml, max(0, found.start() - 80), found.start())]
    if not ends:
        return xml
    alone = ends[0][0].endswith(b"/>")
    if len(ends) != (1 if alone else 2):
        raise FileProblem("not_a_spreadsheet", path, f"{info.filename} is not as sheets are", kind="damaged")
    return xml[: xml.rfind(b"<", 0, ends[0].start())] + xml[ends[-1].end() :]


def _check_areas(path: Path, info: zipfile.ZipInfo, outline: Outline) -> None:
    """Merged and linked areas are kept cell by cell; columns stand in a list of their own."""
    try:
        spread = sum(
            _size(element.get("ref", "")) for name in ("mergeCell", "hyperlink") for element in outline.named(name)
        )
        columns = max((int(element.get("max", 0)) for element in outline.named("col")), default=0)
    except (ParseError, ValueError, RecursionError, TypeError) as error:
        raise FileProblem("not_a_spreadsheet", path, f"{info.filename}: {error}", kind="damaged") from error
    if spread > limits.SPREAD:
        raise FileProblem("too_large", path, info.filename, kind="merged")
    if columns > limits.COLUMNS:
        raise FileProblem("not_a_spreadsheet", path, f"{info.filename} has a column {columns}", kind="damaged")


def _size(ref: str) -> int:
    left, top, right, bottom = range_boundaries(ref)
    return (min(int(bottom or limits.ROWS), limits.ROWS) - int(top or 1) + 1) * (
        min(int(right or limits.COLUMNS), limits.COLUMNS) - int(left or 1) + 1
    )
