"""Values of formula cells: computed by IronCalc from the workbook in memory, for openpyxl computes nothing.

What IronCalc cannot compute keeps the value that the file had for it, as long as all that it reads is as it was when
the file was opened; then what depends on it is computed from that value. After that it is ``#NAME?``, and the file
holds no value for it: a program that knows the function works it out, and nobody takes an old number for a new one.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import ironcalc
from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from sheets_adapter.local import titles
from sheets_adapter.local.cell_store import RICH
from sheets_adapter.local.clipping import Ends
from sheets_adapter.local.computable import is_computable
from sheets_adapter.local.formula_inputs import Inputs
from sheets_adapter.local.formula_text import is_broken
from sheets_adapter.local.ranges import quote_always, split_title

Position = tuple[str, int, int]
"""Sheet title, row and column from 1."""

ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#ERROR!"})

_FAR_OUT = 16_000
"""A column that no sheet reaches."""
_NOT_COMPUTED = frozenset({None, "#NAME?", "#ERROR!", "#N/IMPL!", "#CIRC!", "#SPILL!"})
_AS_GOOGLE_HAS_IT = {None: "#ERROR!", "#N/IMPL!": "#NAME?", "#CIRC!": "#REF!", "#SPILL!": "#REF!", "#CALC!": "#N/A"}
_BY_DAY = re.compile(r"\b(TODAY|NOW)\s*\(", re.IGNORECASE)
"""What gives another value on another day though no cell changed."""
_MOST_ROUNDS = 10
"""Of computing again with the values of functions that IronCalc does not know."""


class Formulas:
    """Values of all formulas of a workbook, worked out when the first one is asked for."""

    def __init__(self, book: Any, path: Path, time_zone: Callable[[], str]) -> None:
        self._book = book
        self._path = path
        self._time_zone = time_zone
        self._day: date | None = None
        self._values: dict[Position, Any] | None = None
        self._outdated: set[Position] = set()
        self._opened: dict[Position, Any] | None = None
        self._texts = dict(_formulas(book))
        self._moves: list[Callable[[Position], Position | None]] = []

    def forget(self) -> None:
        """The cells changed: what was worked out holds no longer."""
        self._values = None

    def value(self, title: str, row: int, column: int) -> Any:
        """Number, text, bool, an error such as ``#REF!``, or None where there is no formula."""
        return self.work_out().get((title, row, column))

    def stored(self, title: str, row: int, column: int) -> Any:
        """What the file should hold as the value of a formula: None where nobody here can tell."""
        value = self.value(title, row, column)
        return None if (title, row, column) in self._outdated else value

    def broken(self) -> dict[Position, str]:
        """What is no formula though it was entered as one. An .xlsx file has no place for these."""
        return {at: text for at, text in _formulas(self._book) if is_broken(text)}

    def work_out(self) -> dict[Position, Any]:
        """The values of all of them."""
        if self._values is None or (self._day is not None and self._day != self._today()):
            self._values = self._worked_out()
        return self._values

    def tried(self, title: str, formulas: list[str]) -> list[Any]:
        """What formulas would give if they stood far out on a sheet: a value each, None for what gives none."""
        more = {(title, row, _FAR_OUT): formula for row, formula in enumerate(formulas, 1)}
        if not more:
            return []
        found = self._compute({**dict(_formulas(self._book)), **more}, list(more), self.work_out())
        return [found.get(place) for place in more]

    def _today(self) -> date:
        return datetime.now(tz=_zone(self._time_zone())).date()

    def _worked_out(self) -> dict[Position, Any]:
        self._outdated = set()
        texts = dict(_formulas(self._book))
        broken = {at for at, text in texts.items() if is_broken(text)}
        wanted = [at for at in texts if at not in broken]
        self._day = self._today() if any(_BY_DAY.search(text) for text in texts.values()) else None
        if not texts:
            return {}
        found = self._compute(texts, wanted, {}) | dict.fromkeys(broken, "#ERROR!")
        unknown = {at for at in wanted if found.get(at) in _NOT_COMPUTED}
        if unknown:
            found |= self._with_what_was_there(texts, wanted, found, unknown)
        self._texts = {at: text for at, text in self._texts.items() if texts.get(at) == text}
        self._moves.clear()
        return {at: _AS_GOOGLE_HAS_IT.get(value, value) for at, value in found.items()} | {
            at: _AS_GOOGLE_HAS_IT[None] for at in wanted if at not in found
        }

    def _with_what_was_there(
        self, texts: Mapping[Position, str], wanted: list[Position], found: dict[Position, Any], unknown: set[Position]
    ) -> dict[Position, Any]:
        """The values again, the file's for what cannot be computed and reads nothing but what is as it was."""
        opened = self._as_opened()
        kept: dict[Position, Any] = {}
        for _ in range(_MOST_ROUNDS):
            inputs = Inputs(self._book, found | kept)
            first = {at for at in unknown if not inputs.read_any_of(at, texts[at], unknown - {at})} or unknown
            news = {at: opened[at] for at in first if self._still_holds(at, texts[at], inputs)}
            kept |= news
            unknown -= first
            self._outdated |= first - news.keys()
            if not unknown:
                break
            if news:
                found |= self._compute(texts, wanted, kept)
                unknown = {at for at in unknown if found.get(at) in _NOT_COMPUTED}
        if kept:
            found |= self._compute(texts, wanted, kept)
        self._outdated = {at for at in wanted if at not in kept and found.get(at) in _NOT_COMPUTED}
        return found | kept

    def _compute(
        self, texts: Mapping[Position, str], wanted: list[Position], instead: Mapping[Position, Any]
    ) -> dict[Position, Any]:
        """The values at ``wanted`` places; ``instead``: values to be taken for formulas."""
        try:
            model = _model(self._book, texts, instead)
            _quietly(model.set_timezone, self._time_zone())
            model.evaluate()
            index = {ws.title: at for at, ws in enumerate(self._book.worksheets)}
            return {at: model.get_cell_value(index[at[0]], at[1], at[2]) for at in wanted if at not in instead}
        except BaseException as error:
            # A panic inside IronCalc is no Exception in Python; anything else must not be swallowed.
            if isinstance(error, Exception) or type(error).__name__ == "PanicException":
                return {}
            raise

    def _still_holds(self, at: Position, text: str, inputs: Inputs) -> bool:
        opened = self._as_opened()
        return opened.get(at) is not None and self._texts.get(at) == text and inputs.are_as_in(at, text, opened)

    def follow(self, place: Callable[[Position], Position | None]) -> None:
        """Cells stand elsewhere now (None: nowhere), and formulas point elsewhere accordingly: call it when both did.

        What the file had for a formula goes along with it.
        """
        now = dict(_formulas(self._book))
        self._texts = {at: now[at] for at in map(place, self._texts) if at is not None and at in now}
        self._moves.append(place)

    def _as_opened(self) -> dict[Position, Any]:
        """The values in the file as it was opened, each at the place where its cell is now."""
        if self._opened is None:
            true = {short: title for title, short in titles.filed([ws.title for ws in self._book.worksheets]).items()}
            values = _values_in(self._path)
            self._opened = {(true.get(at[0], at[0]), at[1], at[2]): value for at, value in values.items()}
        for place in self._moves:
            moved = ((place(at), value) for at, value in self._opened.items())
            self._opened = {at: value for at, value in moved if at is not None}
        self._moves.clear()
        return self._opened


def _formulas(book: Any) -> Iterable[tuple[Position, str]]:
    for ws in book.worksheets:
        for (row, column), value in ws._cells.formulas():
            yield (ws.title, row, column), formula_text(value)


def formula_text(value: Any) -> str:
    """The formula of a cell, with its ``=``."""
    if isinstance(value, ArrayFormula):
        text = str(value.text or "")
        return text if text.startswith("=") else "=" + text
    if isinstance(value, DataTableFormula):
        return "=TABLE()"
    return str(value)


def _values_in(path: Path) -> dict[Position, Any]:
    """The values of the cells in the file, those of formulas as the program stored them that saved it."""
    if not path.exists():
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True)
    return {
        (ws.title, row, column): _plain(cell.value)
        for ws in book.worksheets
        for (row, column), cell in ws._cells.items()
        if cell.value is not None
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime, time, timedelta)):
        serial: Any = to_excel
        return serial(value)
    return value


def _model(book: Any, texts: Mapping[Position, str], instead: Mapping[Position, Any]) -> Any:
    """The workbook's formulas in IronCalc, sheet for sheet, and the values that they read."""
    model = ironcalc.create("npsheets", "en", "UTC")
    short = titles.filed([ws.title for ws in book.worksheets])
    for at, ws in enumerate(book.worksheets):
        if at:
            model.add_sheet(short[ws.title])
        else:
            model.rename_sheet(0, short[ws.title])
    for name, defined in book.defined_names.items():
        if defined.attr_text and not defined.is_reserved:
            _quietly(model.new_defined_name, name, None, _filed("=" + defined.attr_text, short)[1:])
    index = {ws.title: at for at, ws in enumerate(book.worksheets)}
    ends = Ends(book)
    for (title, row, column), whole in texts.items():
        place, text = (index[title], row, column), whole if is_broken(whole) else ends.clipped(whole, title)
        if (title, row, column) in instead:
            _enter(model, place, instead[title, row, column])
        elif is_computable(text):
            formula = "=#ERROR!" if is_broken(text) else _filed(text, short)
            _quietly(model.update_cell_with_formula, *place, formula)
    for (title, row, column), kind, value in Inputs(book, {}).cells(texts):
        _enter(model, (index[title], row, column), value, is_text=kind in {"s", RICH})
    return model


def _filed(formula: str, short: dict[str, str]) -> str:
    """A formula with the titles that IronCalc takes, which are those that a file does."""

    def reference(text: str) -> str:
        title, cells = split_title(text)
        return f"{quote_always(short[title])}!{cells}" if title in short else text

    return formula if all(title == other for title, other in short.items()) else titles.rewritten(formula, reference)


def _enter(model: Any, place: tuple[int, int, int], value: Any, *, is_text: bool = False) -> None:
    if not is_text and isinstance(value, str) and value in ERRORS:
        _quietly(model.update_cell_with_formula, *place, f"={value}")
    elif isinstance(value, bool):
        model.update_cell_with_bool(*place, value)
    elif isinstance(value, (int, float)):
        model.update_cell_with_number(*place, float(value))
    else:
        model.update_cell_with_text(*place, str(value))


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _quietly(action: Any, *arguments: Any) -> None:
    """A name or formula IronCalc does not know leaves the others to be computed."""
    try:
        action(*arguments)
    except (ironcalc.WorkbookError, ValueError, TypeError):
        return
