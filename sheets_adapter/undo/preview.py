"""What taking a run back does, told sheet by sheet; and whether it has been done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sheets_adapter.changes import CellChange
from sheets_adapter.previews import SHOWN
from sheets_adapter.snapshot import Snapshot
from sheets_adapter.state import STATE
from sheets_adapter.tables import BY_KEY
from sheets_adapter.undo.record import read_record
from sheets_adapter.undo.undoing import Undoing


@dataclass(frozen=True)
class SheetBack:
    """``changes``: the first of ``cells`` that get back what stood there; ``rows`` go; ``gone``: the sheet goes.

    ``hidden``: the program's memory, of which nobody needs to know more than that.
    """

    title: str
    cells: int = 0
    changes: tuple[CellChange, ...] = ()
    rows: int = 0
    gone: bool = False
    emptied: bool = False
    hidden: bool = False


def sheets_back(back: Undoing) -> Iterator[SheetBack]:
    """Sheets that stay as they are left out."""
    for page in back.pages:
        yield SheetBack(page.sheet.title, len(page.found.cells), page.changes(SHOWN), hidden=page.page.hidden)
    for each in back.tables:
        place, cells = each.rewrite.place, len(each.rewrite.found.cells)
        if cells:
            yield SheetBack(place.sheet.title, cells, each.rewrite.changes(SHOWN), hidden=BY_KEY[place.table].hidden)
    for rows in back.rows:
        yield SheetBack(rows.place.sheet.title, rows=len(rows.rows))
    for sheet in back.made:
        yield SheetBack(sheet.title, gone=True, hidden=sheet.hidden)
    for sheet in back.emptied:
        yield SheetBack(sheet.title, emptied=True, hidden=sheet.hidden)


def landed(snapshot: Snapshot, back: Undoing, by: str) -> bool:
    """Whether the undo with the id ``by``, whose answer got lost, was carried out: ``snapshot`` is a later look."""
    if back.everything:
        return STATE.key not in snapshot.places
    record = read_record(snapshot.state)
    return record is not None and record.undone == by
