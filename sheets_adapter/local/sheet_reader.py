"""Reads the rows of a sheet's part of an .xlsx file into ``Cells``, and the rest of it as openpyxl does.

Nearly all rows of nearly all files are written in one way. Those are taken apart by two expressions that know
only a part of XML and must account for every character of a batch of rows. A batch in which they do not (shared
formulas, formats inside a text, attributes in another order ...) goes through a real XML parser, and so does the
whole sheet where something might only look like rows (comments, CDATA, other prefixes or encodings).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import fromstring

from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import ROW_TAG, WorksheetReader
from openpyxl.xml.constants import SHEET_MAIN_NS

from sheets_adapter.local import heights
from sheets_adapter.local.cell_store import EMPTY, RICH, Cells, Plain, Shape

_BATCH = 1 << 18
"""Bytes of rows that are read at once."""

_TOP = re.compile(rb"(?:\xef\xbb\xbf)?(<\?xml[^?<>]*\?>)?\s*(<worksheet\s[^<>]*>)")
_OTHER_ENCODING = re.compile(rb"""encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
_NAMESPACE = re.compile(rb"""\sxmlns\s*=\s*["']%s["']""" % re.escape(SHEET_MAIN_NS).encode())
_OPEN, _CLOSE, _END_OF_ROW = b"<sheetData>", b"</sheetData>", b"</row>"

_ROW = re.compile(r'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z0-9:]+="[^"<>&]*")*) ?(/?)>')
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]+)"(?: s="([0-9]+)")?(?: t="(n|s|b|e|str|inlineStr)")? ?'
    r'(?:/>|>(?:<f(?: aca="false")?>([^<]*)</f>)?'
    r'(?:<v>([^<&]*)</v>|<v ?/>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
_STEP = _CELL.groups + 1
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]+)|#x([0-9A-Fa-f]+));")
_NO_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

Cell = tuple[int, str, Any]
"""Style id, kind and value."""
Known = tuple[Shape, list[Callable[[str], Any]]]
"""A shape and what makes values of the texts in its columns."""


class SheetReader(WorksheetReader):
    """Openpyxl's reader of a sheet, with its rows left as they are."""

    def bind_cells(self) -> None:
        reader: Any = self
        parser = reader.parser
        xml = parser.source.read()
        cells = reader.ws._cells = Cells(reader.ws)
        rows = _Rows(parser, cells, len(reader.ws.parent._cell_styles))
        found = _rows_in(xml)
        if found:
            head, first, last = found
            rows.take(xml, first, last, head)
            xml = xml[:first] + xml[last:]
        parser.source = io.BytesIO(xml)
        for _, row in parser.parse():
            rows.put_parsed(row)
        self.around = xml
        """The sheet without the rows that were taken apart."""
        reader.ws._current_row = cells.extent()[1] if cells else 0

    def bind_row_dimensions(self) -> None:
        reader: Any = self
        records = reader.parser.row_dimensions
        by_hand = {int(row) for row, given in records.items() if given.get("customHeight") in {"1", "true"}}
        super().bind_row_dimensions()
        heights.mark_fitted(reader.ws, by_hand)


def _rows_in(xml: bytes) -> tuple[str, int, int] | None:
    """The tag of the sheet and where its rows begin and end; None where they cannot be told without a parser."""
    top = _TOP.match(xml)
    if not top or not _NAMESPACE.search(top[2]) or _OTHER_ENCODING.search(top[1] or b""):
        return None
    first, last = xml.find(_OPEN) + len(_OPEN), xml.rfind(_CLOSE)
    if last < first or b"<!" in xml or xml.find(b"<?", top.start(2)) >= 0:
        return None
    return top[2].decode(), first, last


class _Rows:
    """Puts the rows of one sheet into its cells."""

    def __init__(self, parser: Any, cells: Cells, styles: int) -> None:
        self._parser, self._cells, self._styles = parser, cells, styles
        self._texts: list[Any] = parser.shared_strings
        self._any_rich = any(isinstance(text, CellRichText) for text in self._texts)
        self._shapes: dict[tuple[Any, ...], Shape] = {}
        self._fast: dict[tuple[Any, ...], Known] = {}
        self._attributes: dict[str, dict[str, str]] = {}
        self._convert: dict[str | None, Callable[[str], Any]] = {
            None: _number,
            "n": _number,
            "s": lambda number: self._texts[int(number)],
            "b": lambda value: bool(int(value)),
            "e": str,
            "str": str,
            "inlineStr": _text,
        }

    def take(self, xml: bytes, first: int, last: int, head: str) -> None:
        """All rows between two places, batch by batch."""
        while first < last:
            end = xml.rfind(_END_OF_ROW, first, min(first + _BATCH, last))
            if end < 0:
                end = xml.find(_END_OF_ROW, first, last)
            end = last if end < 0 else end + len(_END_OF_ROW)
            batch = xml[first:end].decode()
            first = end
            if not self._take_apart(batch):
                for element in fromstring(f"{head}<sheetData>{batch}</sheetData></worksheet>")[0]:  # noqa: S314
                    if element.tag == ROW_TAG:
                        self.put_parsed(self._parser.parse_row(element)[1])

    def _take_apart(self, batch: str) -> bool:
        """Puts a batch of rows into the cells, or nothing of it where some of it is not written in the usual way."""
        found: list[tuple[int, Plain]] = []
        records: dict[str, dict[str, str]] = {}
        *rows, rest = batch.split("</row>")
        if "\r" in batch:
            return False
        for piece in rows:
            number, begin = self._opened(piece, records)
            row = self._row(number, piece[begin:]) if number else None
            if row is None:
                return False
            found.append((int(number), row))
        number, begin = self._opened(rest, records)
        if number or begin != len(rest):
            return False
        for at, (shape, values) in found:
            if shape.columns:
                self._put(at, shape, values)
        self._parser.row_dimensions.update(records)
        self._parser.row_counter = max([found[-1][0] if found else 0, *map(int, records)], default=0)
        return True

    def _opened(self, piece: str, records: dict[str, dict[str, str]]) -> tuple[str, int]:
        """The number of the row that is opened (``""`` for none) and where its cells begin.

        Rows without cells, which close themselves, may come before it.
        """
        begin = 0
        while match := _ROW.match(piece, begin):
            begin = match.end()
            if match[2]:
                given = self._attributes.get(match[2])
                if given is None:
                    given = {name: value for name, value in _ATTRIBUTE.findall(match[2]) if ":" not in name}
                    given.pop("spans", None)
                    self._attributes[match[2]] = given
                if given:
                    records[match[1]] = {"r": match[1], **given}
            if not match[3]:
                return match[1], begin
        return "", begin

    def _row(self, number: str, cells: str) -> Plain | None:
        parts = _CELL.split(cells)
        letters, rows, styles, kinds, formulas, values, inline = (parts[at::_STEP] for at in range(1, _STEP))
        size = len(letters)
        if any(parts[::_STEP]) or rows.count(number) != size or _NO_REFERENCE.search(cells):
            return None
        if "inlineStr" in kinds or inline.count(None) != size:
            if size - inline.count(None) != kinds.count("inlineStr") or "_x" in cells:
                return None
            values = [text if value is None else value for text, value in zip(inline, values, strict=True)]
        if formulas.count(None) == size and None not in values and "" not in values:
            key = (*letters, *styles, *kinds)
            known = self._fast.get(key) or self._learn(key, letters, styles, kinds)
            if known:
                shape, converters = known
                found = tuple([convert(value) for convert, value in zip(converters, values, strict=True)])
                if not self._any_rich or not any(isinstance(value, CellRichText) for value in found):
                    return shape, found
        return self._mixed(letters, styles, kinds, formulas, values)

    def _learn(self, key: Any, letters: Any, styles: Any, kinds: Any) -> Known | None:
        columns = [_column(each) for each in letters]
        if any(left >= right for left, right in pairwise(columns)):
            return None
        shown = ["s" if kind in {"str", "inlineStr"} else kind or "n" for kind in kinds]
        shape = self._shape(columns, [int(style or 0) for style in styles], shown)
        known = self._fast[key] = shape, [self._convert[kind] for kind in kinds]
        return known

    def _mixed(self, letters: Any, styles: Any, kinds: Any, formulas: Any, values: Any) -> Plain:
        """A row with formulas, rich texts, cells without a value, or its columns in another order."""
        cells: dict[int, Cell] = {}
        for letter, style, kind, formula, value in zip(letters, styles, kinds, formulas, values, strict=True):
            format_id = int(style or 0)
            if formula is not None:
                cells[_column(letter)] = format_id, "f", "=" + _text(formula)
            else:
                found = self._convert[kind](value) if value or (value == "" and kind == "inlineStr") else None
                cells[_column(letter)] = _cell(format_id, kind or "n", found)
        return self._of(cells)

    def put_parsed(self, row: list[dict[str, Any]]) -> None:
        """A row as openpyxl parsed it; its cells may say that they belong elsewhere."""
        by_row: dict[int, dict[int, Cell]] = {}
        for cell in row:
            kind, value = cell["data_type"], cell["value"]
            if isinstance(value, float):
                value = _whole(value)
            by_row.setdefault(cell["row"], {})[cell["column"]] = _cell(cell["style_id"], kind, value)
        for number, cells in by_row.items():
            self._put(number, *self._of(cells))

    def _of(self, cells: dict[int, Cell]) -> Plain:
        columns = sorted(cells)
        in_order = [cells[column] for column in columns]
        shape = self._shape(columns, [style for style, _, _ in in_order], [kind for _, kind, _ in in_order])
        return shape, tuple([value for _, _, value in in_order])

    def _shape(self, columns: list[int], styles: list[int], kinds: list[str]) -> Shape:
        key = (*columns, *styles, *kinds)
        if key not in self._shapes:
            if max(styles, default=0) >= self._styles:
                raise ValueError("a cell has a format that is not in the file")
            self._shapes[key] = Shape(tuple(columns), tuple(styles), tuple(kinds))
        return self._shapes[key]

    def _put(self, row: int, shape: Shape, values: tuple[Any, ...]) -> None:
        before = self._cells.plain(row)
        if before:
            both = {column: cell for part in (before, (shape, values)) for column, cell in _by_column(*part)}
            shape, values = self._of(both)
        self._cells.put(row, shape, values)


def _by_column(shape: Shape, values: tuple[Any, ...]) -> list[tuple[int, Cell]]:
    in_order = zip(shape.columns, shape.styles, shape.kinds, values, strict=True)
    return [(column, (style, kind, value)) for column, style, kind, value in in_order]


def _cell(style: int, kind: str, value: Any) -> Cell:
    if value is None:
        return style, EMPTY, None
    if isinstance(value, CellRichText):
        return style, RICH, value
    return style, "s" if kind in {"str", "inlineStr"} else kind, value


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    return int(column_index_from_string(letters))


def _number(text: str) -> float:
    return _whole(float(text)) if "." in text or "E" in text or "e" in text else int(text)


def _whole(value: float) -> float:
    """9 where a file says 9.0."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _text(raw: str) -> str:
    return _REFERENCE.sub(_character, raw) if "&" in raw else raw


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    return _CHARACTERS[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))
