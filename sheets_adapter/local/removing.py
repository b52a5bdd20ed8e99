"""Rows taken out of a sheet: what stands below moves up, and everything that points at it follows."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula

from sheets_adapter.local import conditional, validation
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.formulas import formula_text
from sheets_adapter.local.ranges import Area, from_grid, from_ref, split_title, to_grid, to_ref

_REFERENCE = re.compile(
    r"(?P<left>\$?[A-Za-z]{1,3})?(?P<top_sign>\$?)(?P<top>\d+)?"
    r"(?::(?P<right>\$?[A-Za-z]{1,3})?(?P<end_sign>\$?)(?P<end>\d+)?)?"
)
_LOST = "#REF!"


class Removal:
    """Rows from ``first`` (from 0), ``count`` of them, of one sheet."""

    def __init__(self, document: Document, sheet: Sheet, first: int, count: int) -> None:
        self._document, self._sheet = document, sheet
        self._first, self._count = first, count

    def carry_out(self) -> None:
        self._cells()
        self._heights()
        self._anchors()
        self._areas()
        self._charts()
        self._names()
        for sheet in self._document.sheets:
            self._formulas(sheet)
        self._sheet.rows -= self._count

    def _edge(self, edge: int) -> int:
        """Where the line above a row, or below the last, comes to lie."""
        return edge if edge <= self._first else max(self._first, edge - self._count)

    def _area(self, area: Area) -> Area | None:
        """An area afterwards, None where all of it is gone."""
        bottom = None if area.bottom is None else self._edge(area.bottom)
        top = self._edge(area.top)
        return None if bottom is not None and bottom <= top else Area(top, area.left, bottom, area.right)

    def _gone(self, row: int) -> bool:
        return self._first <= row < self._first + self._count

    def _cells(self) -> None:
        cells = dict(sorted(self._sheet.cells.items()))
        self._sheet.cells.clear()
        for (row, column), cell in cells.items():
            if self._gone(row - 1):
                continue
            cell.row = self._edge(row - 1) + 1
            self._sheet.cells[cell.row, column] = cell
            link = getattr(cell, "_hyperlink", None)
            if link is not None:
                link.ref = cell.coordinate

    def _heights(self) -> None:
        records = dict(self._sheet.ws.row_dimensions.items())
        self._sheet.ws.row_dimensions.clear()
        for row, record in sorted(records.items()):
            if not self._gone(row - 1):
                record.index = self._edge(row - 1) + 1
                self._sheet.ws.row_dimensions[record.index] = record

    def _anchors(self) -> None:
        """A rule is written for the first row it covers: where that goes, it is said for the one that comes first."""
        for record in self._sheet.ws.data_validations.dataValidation:
            rows = self._first_moved(validation.areas_of(record))
            for name in ("formula1", "formula2"):
                if rows and getattr(record, name):
                    setattr(record, name, _lower(str(getattr(record, name)), rows))
        for block in self._sheet.ws.conditional_formatting:
            rows = self._first_moved([from_ref(each.coord) for each in block.sqref.ranges])
            for rule in block.rules if rows else ():
                rule.formula = [_lower(str(each), rows) for each in rule.formula or ()]

    def _first_moved(self, areas: list[Area]) -> int:
        """How many rows lower the first row that stays begins; 0 where it is the first, or where none stays."""
        after = self._first + self._count
        stay = [after if self._gone(area.top) else area.top for area in areas if self._area(area)]
        return min(stay) - min(area.top for area in areas) if stay else 0

    def _areas(self) -> None:
        ws = self._sheet.ws
        merged = [area for each in ws.merged_cells.ranges if (area := self._area(from_ref(each.coord)))]
        ws.merged_cells = MultiCellRange(" ".join(to_ref(area) for area in merged))
        for record in list(ws.data_validations.dataValidation):
            covered = [area for each in validation.areas_of(record) if (area := self._area(each))]
            validation.cover(record, covered)
            if not covered:
                ws.data_validations.dataValidation.remove(record)
        conditional.move(self._sheet, self._ref)
        if ws.auto_filter.ref:
            ws.auto_filter.ref = self._ref(ws.auto_filter.ref)
        for range_id, entry in list(self._document.protected.items()):
            if entry["sheet"] == self._sheet.title:
                area = self._area(from_grid(entry["range"]))
                if area is None:
                    del self._document.protected[range_id]
                    continue
                entry["range"] = {name: value for name, value in to_grid(0, area).items() if name != "sheetId"}

    def _ref(self, ref: str) -> str:
        """A reference of the file afterwards, empty where all of it is gone."""
        area = self._area(from_ref(ref))
        return to_ref(area) if area else ""

    def _charts(self) -> None:
        for chart in self._sheet.ws._charts:
            for corner in ("_from", "to"):
                marker = getattr(chart.anchor, corner, None)
                if marker is not None:
                    marker.row = self._edge(marker.row)

    def _names(self) -> None:
        for defined in self._document.book.defined_names.values():
            if defined.attr_text and not defined.is_reserved:
                defined.attr_text = self._formula("=" + defined.attr_text, None)[1:]

    def _formulas(self, sheet: Sheet) -> None:
        """The formulas of a sheet, and what its rules and charts are made of."""
        for cell in sheet.cells.values():
            if cell.data_type == "f":
                text = self._formula(formula_text(cell.value), sheet)
                if isinstance(cell.value, ArrayFormula):
                    cell.value.text = text
                else:
                    cell._value = text
        self._rules(sheet)
        for chart in sheet.ws._charts:
            for series in chart.series:
                for data in (series.val, series.cat, series.tx):
                    self._data(data)

    def _rules(self, sheet: Sheet) -> None:
        for record in sheet.ws.data_validations.dataValidation:
            for name in ("formula1", "formula2"):
                if getattr(record, name):
                    setattr(record, name, self._formula("=" + str(getattr(record, name)), sheet)[1:])
        for block in sheet.ws.conditional_formatting:
            for rule in block.rules:
                rule.formula = [self._formula("=" + str(each), sheet)[1:] for each in rule.formula or ()]

    def _data(self, data: Any) -> None:
        for name in ("numRef", "strRef"):
            found = getattr(data, name, None)
            if found is not None:
                found.f = self._formula("=" + found.f, None)[1:]

    def _formula(self, formula: str, sheet: Sheet | None) -> str:
        """A formula that stands on ``sheet`` with its references to the rows moved."""
        if sheet is not self._sheet and "!" not in formula:
            return formula
        tokens = Tokenizer(formula)
        for token in tokens.items:
            if token.type == "OPERAND" and token.subtype == "RANGE":
                token.value = self._reference(token.value, sheet)
        render: Any = tokens.render
        return str(render())

    def _reference(self, text: str, sheet: Sheet | None) -> str:
        title, cells = split_title(text)
        here = sheet is self._sheet if title is None else title.casefold() == self._sheet.title.casefold()
        found = _REFERENCE.fullmatch(cells) if here else None
        if not found or not (found["top"] or found["end"]):
            return text
        before = text[: len(text) - len(cells)]
        top = int(found["top"] or 1) - 1
        end = int(found["end"]) if found["end"] else (None if ":" in cells else top + 1)
        area = self._area(Area(top, 0, end))
        if area is None:
            return before + _LOST
        first = f"{found['left'] or ''}{found['top_sign']}{area.top + 1 if found['top'] else ''}"
        if ":" not in cells:
            return before + first
        return f"{before}{first}:{found['right'] or ''}{found['end_sign']}{area.bottom or ''}"


def _lower(formula: str, rows: int) -> str:
    """A formula as it stands so many rows lower."""
    return str(Translator(f"={formula}", origin="A1").translate_formula(f"A{1 + rows}"))[1:]


def remove_rows(document: Document, sheet: Sheet, first: int, count: int) -> None:
    Removal(document, sheet, first, count).carry_out()
