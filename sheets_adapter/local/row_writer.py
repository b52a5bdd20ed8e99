"""The rows of a sheet as XML.

Written here because openpyxl cuts numbers to 16 digits, writes formulas without their values and takes several
times as long. Rows that nobody asked for the cells of are written from what was read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from sheets_adapter.local import heights
from sheets_adapter.local.cell_store import EMPTY, RICH, Cells, Plain, Shape
from sheets_adapter.local.formula_text import is_broken
from sheets_adapter.local.formulas import ERRORS
from sheets_adapter.local.ranges import column_letters
from sheets_adapter.local.strings import Texts

ValueOf = Callable[[str, int, int], Any]
"""The value of a formula cell: sheet title, row and column from 1."""

_ROW_NUMBER = "\0"


class RowWriter:
    """Writes the rows of one sheet; ``style_ids``, by a style's bytes, serve all sheets of a workbook."""

    def __init__(self, ws: Any, texts: Texts, style_ids: dict[bytes, int], value_of: ValueOf) -> None:
        self._ws = ws
        self._texts, self._style_ids, self._value_of = texts, style_ids, value_of
        self._fitting = heights.Fitting(ws)
        self._patterns: dict[Shape, _Pattern] = {}

    def rows(self) -> Iterator[str]:
        """The rows in their order, with those that have a height or format and no cells."""
        cells: Cells = self._ws._cells
        for row in sorted({*cells.rows(), *self._ws.row_dimensions}):
            plain = cells.plain(row)
            yield self._as_read(row, plain) if plain else self._made(row, cells.row(row))

    def _as_read(self, row: int, plain: Plain) -> str:
        shape, values = plain
        pattern = self._patterns.get(shape)
        if pattern is None:
            pattern = self._patterns[shape] = _Pattern(shape, self._ws.parent._cell_styles, self._fitting)
        written = list(values)
        for place in pattern.to_convert:
            kind, value = shape.kinds[place], values[place]
            if kind in {"s", RICH}:
                written[place] = self._texts.number(value)
            elif kind == "f":
                written[place] = self._formula(value, row, shape.columns[place])
            else:
                written[place] = _plain_content(kind, value)
        wrapped = [(row, shape.columns[at], pattern.styles[at], values[at]) for at in pattern.wrapped]
        cells = pattern.cells.replace(_ROW_NUMBER, str(row)) % tuple(written)
        return f'<row r="{row}"{self._attributes(row, wrapped)}>{cells}</row>'

    def _made(self, row: int, cells: dict[int, Any]) -> str:
        in_order = [cells[column] for column in sorted(cells)]
        texts = [
            (row, cell.column, cell._style, cell._value)
            for cell in in_order
            if cell.data_type == "s" and cell._style is not None and self._fitting.wraps(cell._style)
        ]
        parts = [f'<row r="{row}"{self._attributes(row, texts)}>']
        for cell in in_order:
            styled = cell.has_style
            if cell._value is None and not styled and not cell._comment:
                continue
            style = f' s="{self._style_id(cell)}"' if styled else ""
            parts.append(f'<c r="{column_letters(cell.column - 1)}{row}"{style}{self._content(cell)}')
        parts.append("</row>")
        return "".join(parts)

    def _style_id(self, cell: Any) -> int:
        key = cell._style.tobytes()
        found = self._style_ids.get(key)
        if found is None:
            found = self._style_ids[key] = cell.style_id
        return found

    def _content(self, cell: Any) -> str:
        """What follows ``<c r="A1" s="3"``."""
        value, kind = cell._value, cell.data_type
        if value is None:
            return "/>"
        if kind == "f":
            return self._formula(value, cell.row, cell.column)
        if kind in {"n", "d"}:
            return f"><v>{_plain_content(kind, value)}</v></c>"
        shown = self._texts.number(value) if kind == "s" else _plain_content(kind, value)
        return f' t="{kind}"><v>{shown}</v></c>'

    def _formula(self, value: Any, row: int, column: int) -> str:
        """What was entered as a formula and is none stands in the file as the text it is."""
        if isinstance(value, str) and is_broken(value):
            return f' t="s"><v>{self._texts.number(value)}</v></c>'
        return _formula(value, self._value_of(self._ws.title, row, column))

    def _attributes(self, row: int, texts: list[heights.Text]) -> str:
        record: Any = self._ws.row_dimensions.get(row)
        known: dict[str, Any] = dict(record) if record is not None else {}
        height = record.height if record is not None else None
        if height is None and texts:
            height = self._fitting.height(texts)
        if isinstance(height, heights.Fitted):
            known.pop("customHeight", None)
            known["ht"] = f"{height:g}"
        return "".join(f" {key}={quoteattr(str(value))}" for key, value in known.items() if key != "r")


class _Pattern:
    """How the rows of a shape are written: a format string for their cells, and what to convert before."""

    def __init__(self, shape: Shape, styles: Any, fitting: heights.Fitting) -> None:
        self.styles = [styles[each] for each in shape.styles]
        self.to_convert = [at for at, kind in enumerate(shape.kinds) if kind not in {"n", EMPTY}]
        texts = [at for at, kind in enumerate(shape.kinds) if kind in {"s", RICH}]
        self.wrapped = [at for at in texts if fitting.wraps(self.styles[at])]
        self.cells = ""
        for column, style, array, kind in zip(shape.columns, shape.styles, self.styles, shape.kinds, strict=True):
            styled = f' s="{style}"' if any(array) else ""
            start = f'<c r="{column_letters(column - 1)}{_ROW_NUMBER}"{styled}'
            if kind == EMPTY:
                # %.0s takes the None that stands for the missing value and shows nothing.
                self.cells += f"{start}/>%.0s" if styled else "%.0s"
            elif kind == "f":
                self.cells += f"{start}%s"
            else:
                letter = {"n": "", "d": "", RICH: ' t="s"'}.get(kind, f' t="{kind}"')
                self.cells += f"{start}{letter}><v>%s</v></c>"


def _plain_content(kind: str, value: Any) -> str:
    if kind == "b":
        return str(int(value))
    if kind in {"n", "d"}:
        return _number(value if kind == "n" else _serial(value))
    return escape(str(value))


def _number(value: Any) -> str:
    """As many digits as it takes to read the same number again."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _serial(value: Any) -> Any:
    convert: Any = to_excel
    return convert(value)


def _formula(value: Any, result: Any) -> str:
    """A formula with its value, for readers that compute nothing themselves."""
    attributes, text = "", value
    if isinstance(value, (ArrayFormula, DataTableFormula)):
        attributes = "".join(f" {key}={quoteattr(str(item))}" for key, item in dict(value).items())
        text = getattr(value, "text", None) or ""
    formula = f"<f{attributes}>{escape(text.removeprefix('='))}</f>"
    kind, content = _stored(result)
    return f"{kind}>{formula}<v>{content}</v></c>" if content else f">{formula}</c>"


def _stored(result: Any) -> tuple[str, str]:
    """The type attribute and text of a formula's value, both empty where there is none to store."""
    if isinstance(result, bool):
        return ' t="b"', str(int(result))
    if isinstance(result, datetime):
        result = _serial(result)
    if isinstance(result, (int, float)):
        return "", _number(result) if math.isfinite(result) else ""
    if isinstance(result, str):
        return (' t="e"' if result in ERRORS else ' t="str"'), escape(result)
    return "", ""
