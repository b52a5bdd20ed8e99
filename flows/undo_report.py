"""What `npsheets undo` prints: what goes back, what stays and why, what to do before the next run."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from rich.markup import escape

from flows.texts import count
from flows.undo_run import run_in_words
from sheets_adapter.changes import SheetPreview
from sheets_adapter.undo.preview import SheetBack, sheets_back

if TYPE_CHECKING:
    from flows.terminal import Terminal
    from flows.undo_run import LookBack, TakenBack
    from sheets_adapter.undo.rows import Lost

SHOWN = 20
"""Cells and rows of a sheet that stay, by address."""


def show(terminal: Terminal, look: LookBack) -> None:
    """What would be taken back, sheet by sheet, and what would stay."""
    terminal.language = look.language
    run, when = run_in_words(look.language, look.back.record)
    terminal.out.print(f"[bold]{escape(terminal.text('undo.run', flow=run, moment=when))}[/]")
    sheets = list(sheets_back(look.back))
    if sheets:
        terminal.line("undo.would")
    for sheet in sheets:
        if not sheet.hidden:
            _sheet(terminal, sheet)
    memory = [sheet for sheet in sheets if sheet.hidden]
    if memory:
        terminal.line("undo.memory", sheets=", ".join(dict.fromkeys(sheet.title for sheet in memory)))
    _left(terminal, look)


def _sheet(terminal: Terminal, sheet: SheetBack) -> None:
    language = terminal.language
    told = [
        terminal.text("undo.gone") if sheet.gone else "",
        terminal.text("undo.emptied") if sheet.emptied else "",
        terminal.text("undo.rows", n=sheet.rows) if sheet.rows else "",
        terminal.text("undo.cells", cells=count(language, "cells", sheet.cells)) if sheet.cells else "",
    ]
    said = ", ".join(filter(None, told)) or terminal.text("undo.look")
    terminal.out.print(f"  [bold]{escape(sheet.title)}[/]: {escape(said)}")
    if sheet.changes:
        terminal.cells(SheetPreview(sheet.title, "", cells_changed=sheet.cells, changes=sheet.changes))


def _left(terminal: Terminal, look: LookBack) -> None:
    left = sorted(look.back.left, key=attrgetter("sheet", "reason"))
    if not left:
        return
    terminal.out.print(f"\n[bold]{escape(terminal.text('undo.stays'))}[/]")
    for (sheet, reason), group in groupby(left, key=attrgetter("sheet", "reason")):
        where = _where(terminal, sheet, [each.address.rpartition("!")[2] for each in group if "!" in each.address])
        terminal.out.print(f"  {escape(where)}: {escape(terminal.text(f'undo.left_{reason}'))}")


def _where(terminal: Terminal, sheet: str, places: list[str]) -> str:
    """``Tasks, rows: 3, 7`` or ``KPI, cells: A2``; a row's address is ``3:3``."""
    parts = [sheet]
    for kind, found in (
        ("rows_at", [place.partition(":")[0] for place in places if ":" in place]),
        ("cells_at", [place for place in places if ":" not in place]),
    ):
        if found:
            more = " " + terminal.text("report.more", n=len(found) - SHOWN) if len(found) > SHOWN else ""
            parts.append(terminal.text(f"undo.{kind}", places=", ".join(found[:SHOWN]) + more))
    return ", ".join(parts)


def done(terminal: Terminal, taken: TakenBack) -> None:
    for each in taken.lost:
        _lost(terminal, each)
    run, when = run_in_words(taken.look.language, taken.look.back.record)
    terminal.line("undo.done", flow=run, moment=when)
    terminal.line("undo.next_run")


def _lost(terminal: Terminal, found: Lost) -> None:
    """Somebody sorted between the last look and the write: said as loudly as it can be."""
    rows, keys = ", ".join(map(str, found.rows)), ", ".join(map(str, found.stayed))
    if found.rows:
        terminal.error(terminal.text("undo.lost", sheet=found.sheet, rows=rows))
    if found.stayed:
        terminal.error(terminal.text("undo.not_removed", sheet=found.sheet, keys=keys))
