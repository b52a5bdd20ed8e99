"""A workbook as the Sheets API sees it: sheets by id, their grids, and what .xlsx cannot say itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sheets_adapter.local import extents, limits
from sheets_adapter.local import state as stored
from sheets_adapter.local.cell_store import Cells
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.formats import Styles
from sheets_adapter.local.formulas import Formulas
from sheets_adapter.local.losses import Loss
from sheets_adapter.local.ranges import Area, cell_name, from_grid, parse_cells, quote, to_a1

DEFAULT_ROWS, DEFAULT_COLUMNS = 1000, 26
CELL_LIMIT = limits.CELLS


@dataclass
class Sheet:
    """One sheet: ``rows`` and ``columns`` are Google's grid, which an .xlsx sheet does not have."""

    ws: Any
    sheet_id: int
    rows: int = DEFAULT_ROWS
    columns: int = DEFAULT_COLUMNS
    charts: list[int] = field(default_factory=list)
    """Ids of ``ws._charts``, in its order."""
    signs: dict[str, bool] = field(default_factory=dict)
    """By ROWS and COLUMNS, where there are or were groups: whether their signs stand behind them."""
    true_title: str = ""
    """Where the sheet bears one that fits into the file instead."""

    def __post_init__(self) -> None:
        if not isinstance(self.ws._cells, Cells):
            self.ws._cells = Cells(self.ws)

    @property
    def title(self) -> str:
        return str(self.ws.title)

    @property
    def cells(self) -> Cells:
        """Openpyxl's cells by (row, column), both from 1."""
        cells: Cells = self.ws._cells
        return cells

    def last_filled_row(self) -> int:
        """Number of the last row with a value, 0 for an empty sheet."""
        return max((row for row, _ in self.cells.filled()), default=0)


class Document:
    """A workbook in memory. ``revision`` counts changes, for what is worked out from the cells."""

    def __init__(self, book: Any, path: Path) -> None:
        self.book = book
        self.path = path
        state = stored.read(book)
        self.spreadsheet = state.spreadsheet
        self.name_ids = state.names
        self.protected = {int(key): value for key, value in state.protected.items()}
        self.validations = state.validations
        self.losses: list[Loss] = list(getattr(book, "losses", ()))
        self.sheets: list[Sheet] = []
        for ws in book.worksheets:
            self.sheets.append(self._adopt(ws, state))
        extents.fit(path, self.sheets)
        self._take_broken_formulas(state)
        self.formulas = Formulas(book, path, lambda: self.time_zone)
        self.styles = Styles(book, lambda: self.locale, state.formats)

    def _adopt(self, ws: Any, state: stored.State) -> Sheet:
        """A sheet of the file, with its stored id or one made from its title."""
        known = state.sheets.get(ws.title, {})
        taken = {sheet.sheet_id for sheet in self.sheets} | {
            entry.get("id", -1) for title, entry in state.sheets.items() if title != ws.title
        }
        sheet = Sheet(ws, known.get("id", stored.stable_id(ws.title, taken)))
        _, bottom, _, right = sheet.cells.extent()
        sheet.rows = max(known.get("rows", DEFAULT_ROWS), bottom)
        sheet.columns = max(known.get("columns", DEFAULT_COLUMNS), right)
        sheet.signs, sheet.true_title = known.get("signs", {}), known.get("title", "")
        charts = sheet.charts = list(state.charts.get(ws.title, ()))[: len(ws._charts)]
        while len(charts) < len(ws._charts):
            charts.append(stored.stable_id(f"{ws.title} chart {len(charts)}", set(charts)))
        return sheet

    def _take_broken_formulas(self, state: stored.State) -> None:
        """What was entered as a formula and is none stands in the file as a text."""
        for sheet in self.sheets:
            for place, text in state.sheets.get(sheet.title, {}).get("broken", {}).items():
                area = parse_cells(place)
                cell = sheet.cells.get((area.top + 1, area.left + 1)) if area else None
                if cell is not None and cell.value == text:
                    cell._value, cell.data_type = text, "f"

    def changed(self) -> None:
        self.formulas.forget()

    def remember(self) -> None:
        """Puts what .xlsx has no place for into the workbook's properties, before it is saved."""
        broken: dict[str, dict[str, str]] = {}
        for (title, row, column), text in self.formulas.broken().items():
            broken.setdefault(title, {})[cell_name(row - 1, column - 1)] = text
        stored.write(
            self.book,
            stored.State(
                spreadsheet=self.spreadsheet,
                sheets={sheet.title: _entry(sheet, broken.get(sheet.title)) for sheet in self.sheets},
                charts={sheet.title: sheet.charts for sheet in self.sheets if sheet.charts},
                names=self.name_ids,
                protected={str(key): value for key, value in self.protected.items()},
                formats=self.styles.kept.records,
                validations=self.validations,
            ),
        )

    @property
    def title(self) -> str:
        return str(self.spreadsheet.get("title") or self.path.stem)

    @property
    def locale(self) -> str:
        return str(self.spreadsheet.get("locale", "en_US"))

    @property
    def time_zone(self) -> str:
        return str(self.spreadsheet.get("timeZone", "Etc/GMT"))

    def sheet(self, sheet_id: Any) -> Sheet:
        """The sheet with an id; raises ApiError as Google does."""
        for sheet in self.sheets:
            if sheet.sheet_id == (sheet_id or 0):
                return sheet
        raise invalid(f"No grid with id: {sheet_id or 0}")

    def titled(self, title: str) -> Sheet | None:
        """The sheet with a title, as written or in other capitals."""
        exact = next((sheet for sheet in self.sheets if sheet.title == title), None)
        return exact or next((sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None)

    def grid(self, grid: dict[str, Any], *, empty: bool = False) -> tuple[Sheet, Area]:
        """A request's ``GridRange``: its sheet and its area, which has to begin in the grid and is cut off at its end.

        ``empty``: it may hold no cell. Raises ApiError as Google does.
        """
        sheet = self.sheet(grid.get("sheetId"))
        area = from_grid(grid)
        if area.top >= sheet.rows or area.left >= sheet.columns:
            raise invalid(
                f"Range ({_sheet_cells(sheet, area)}) exceeds grid limits. "
                f"Max rows: {sheet.rows}, max columns: {sheet.columns}"
            )
        bottom, right = area.ends
        least = 0 if empty else 1
        if area.top < 0 or area.left < 0 or bottom < area.top + least or right < area.left + least:
            raise invalid(f"Range ({_sheet_cells(sheet, area)}) is empty or reversed.")
        inside = area.clip(sheet.rows, sheet.columns)
        lower, further = area.bottom and inside.bottom, area.right and inside.right
        return sheet, Area(area.top, area.left, lower, further)

    def grow(self, sheet: Sheet, rows: int = 0, columns: int = 0) -> None:
        """Makes the grid at least this large; raises ApiError above Google's ten million cells."""
        sheet.rows, sheet.columns = max(sheet.rows, rows), max(sheet.columns, columns)
        if sum(each.rows * each.columns for each in self.sheets) > CELL_LIMIT:
            raise invalid(
                f"This action would increase the number of cells in the workbook above the limit of {CELL_LIMIT} cells."
            )

    def visible(self) -> Iterator[Sheet]:
        return (sheet for sheet in self.sheets if sheet.ws.sheet_state == "visible")


def _entry(sheet: Sheet, broken: dict[str, str] | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": sheet.sheet_id, "rows": sheet.rows, "columns": sheet.columns}
    if sheet.signs:
        entry["signs"] = sheet.signs
    if sheet.true_title:
        entry["title"] = sheet.true_title
    if broken:
        entry["broken"] = broken
    return entry


def _sheet_cells(sheet: Sheet, area: Area) -> str:
    return f"{quote(sheet.title)}!{to_a1(area)}"
