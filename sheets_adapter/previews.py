"""What a batch does, told sheet by sheet: for a dry run, a receipt and the Journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sheets_adapter.changes import SheetPreview
from sheets_adapter.columns import Table
from sheets_adapter.making import Making
from sheets_adapter.page_work import PageWork
from sheets_adapter.snapshot import Sheet
from sheets_adapter.table_work import Append, Rewrite

SHOWN = 5
"""Changed cells of a sheet in a preview."""
SAMPLES = 3
"""Appended rows of a sheet in a preview."""


@dataclass
class Work:
    """What was found to differ."""

    rewrites: list[Rewrite] = field(default_factory=list)
    appends: list[Append] = field(default_factory=list)
    pages: list[PageWork] = field(default_factory=list)

    def loud(self) -> bool:
        return bool(self.appends) or any(each.found.cells for each in self.rewrites) or any(p.loud for p in self.pages)

    def quiet(self) -> list[PageWork]:
        return [page for page in self.pages if page.found.cells]


def previews(work: Work, making: Making, created: list[Table]) -> tuple[SheetPreview, ...]:
    """By table and page; the Journal and the adapter's own sheet, which come later, are no news to anybody."""
    found: dict[str, SheetPreview] = {}
    new = {sheet.sheet_id: sheet for sheet in making.created()}
    for page in work.pages:
        drawn = len(page.page.charts) if page.charts_redrawn else 0
        if page.loud or page.found.cells:
            found[page.page.key] = _preview(
                page.sheet, page.page.key, new, cells=len(page.found.cells), changes=page.changes(SHOWN), charts=drawn
            )
    for each in work.rewrites:
        if each.found.cells:
            found[each.table.key] = _preview(
                each.place.sheet, each.table.key, new, cells=len(each.found.cells), changes=each.changes(SHOWN)
            )
    for rows in work.appends:
        found[rows.table.key] = _preview(
            rows.place.sheet, rows.table.key, new, appended=len(rows.rows), samples=rows.samples
        )
    for table in created:
        found.setdefault(table.key, _preview(making.places[table.key].sheet, table.key, new))
    return tuple(found.values())


def _preview(sheet: Sheet, key: str, new: Mapping[int, Sheet], **told: Any) -> SheetPreview:
    cells = told.pop("cells", 0)
    return SheetPreview(sheet.title, key, created=sheet.sheet_id in new, cells_changed=cells, **told)
