"""What a run leaves behind so that it can be taken back: kept in the state, in place of the record before.

Of the program's own tables the changed cells with what stood there before; of rows that people may work in
since, their keys and a mark of how they were written, by which a row that nobody touched is known again; of
pages the drawing before. ``undo`` in the state says of which run it is and for which revision it holds.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from sheets_adapter.columns import Owner
from sheets_adapter.encoding import Json, Raw
from sheets_adapter.making import Making
from sheets_adapter.own_tables import DELIVERIES
from sheets_adapter.page_work import PageWork
from sheets_adapter.previews import Work
from sheets_adapter.state import DRAWN, LINKS, in_parts, joined, packed, unpacked, without
from sheets_adapter.table_work import Append, Rewrite
from sheets_adapter.undo.drawing import differing, drawing, page_of
from sheets_adapter.undo.header import UNDO, read_header

MOST = 1_000_000
"""Characters of a record; a run that wrote more cannot be taken back."""
UNKNOWN = "?"
"""Stands for the drawing of a page that an older version drew."""
FORM = 1
"""Raised when a record is made otherwise: one of another form is none."""
ROW_KEYS = {"call_list": "survey_key", "tasks": "task_key", "exit_surveys": "survey_key"}
"""The column by which a row that people may have moved is found again."""
LASTING = (DELIVERIES,)
"""What has left the house cannot be taken back, and who forgot it would send it again."""
_CONTROLS = dict.fromkeys(range(32))


@dataclass(frozen=True)
class Record:
    """``body`` is what ``body_of`` made, empty where there was too much; ``undone`` after it was taken back."""

    revision: int
    flow: str
    when: str
    language: str
    body: Json
    too_large: bool = False
    undone: str = ""
    """Id of the undo that took it back."""


def mark(values: Iterable[Raw]) -> str:
    """A short mark by which cells that nobody changed are known."""
    told = json.dumps([_told(value) for value in values], ensure_ascii=False)
    return base64.b64encode(blake2b(told.encode(), digest_size=6).digest()).decode()


def _told(value: Raw) -> str:
    if isinstance(value, str):
        # A file keeps no control characters, and another program may write its line ends otherwise.
        return "=" + value.translate(_CONTROLS)
    if isinstance(value, bool) or value == round(value):
        return str(value if isinstance(value, bool) else int(value))
    # A file keeps fifteen digits: of twelve digits one number in two thousand would come out otherwise.
    return f"{value:.9g}"


def body_of(work: Work, making: Making, state: Mapping[str, str]) -> Json:
    """Everything needed to take ``work`` back."""
    rewrites = [each for each in work.rewrites if (each.found.cells or each.added) and each.table not in LASTING]
    appended = [each.place for each in work.appends if each.table.owner is Owner.SHARED]
    return {
        "form": FORM,
        "sheets": {
            place.table: [place.sheet.sheet_id, place.sheet.title]
            for place in (*(each.place for each in rewrites), *appended)
        },
        "created": [[sheet.sheet_id, adopted] for sheet, adopted in making.made()],
        "tables": {each.table.key: _cells(each, making) for each in rewrites},
        "links": {each.table.key: joined(state, LINKS + each.table.key) for each in rewrites if each.links},
        "appends": {each.table.key: _rows(each) for each in work.appends},
        "pages": {each.page.key: _page(each, making, state) for each in work.pages if each.loud or each.found.cells},
        "filters": {str(each.place.sheet.sheet_id): span for each in work.appends if (span := _filter(each, making))},
        "sizes": {str(sheet_id): sizes for sheet_id, sizes in making.grown().items()},
    }


def _cells(work: Rewrite, making: Making) -> Json:
    """Rows count from below the heading and columns by key, so that they are found where somebody moved either.

    ``rows``: number of a row, its mark as written, and what stood in its changed cells; ``marks`` are those of the
    rows from ``fresh`` on, where nothing stood before.
    """
    key_of = {at: key for key, (at, *_) in work.place.columns.items()}
    heading, columns = work.place.heading_row, sorted(work.values)
    fresh = max(len(making.grid(work.place.sheet)), heading)
    last = max((row for row, _ in work.found.cells), default=-1)
    old: dict[int, dict[str, Raw]] = {}
    for row, at in work.found.cells:
        if row < fresh:
            old.setdefault(row, {})[key_of[at]] = work.found.old[row, at]

    def written(row: int) -> str:
        return mark(work.value(row, at) for at in columns)

    return {
        "columns": [key_of[at] for at in columns],
        "rows": [[row - heading, written(row), cells] for row, cells in old.items()],
        "fresh": fresh - heading,
        "marks": [written(row) for row in range(fresh, last + 1)],
        "added": {column.key: column.heading(work.language) for column in work.added},
    }


def _rows(work: Append) -> Json:
    columns = [column.key for column in work.table.columns if column.key in work.place.columns]
    places = [work.place.columns[key][0] for key in columns]
    key = work.place.columns.get(ROW_KEYS.get(work.table.key, ""), (None,))[0]
    rows = [
        [entered(row[key]) if key is not None else "", mark(entered(row[at]) for at in places)] for row in work.rows
    ]
    return {"columns": columns, "rows": rows}


def entered(data: Json) -> Raw:
    """The value that ``CellData`` enters."""
    value: Raw = next(iter(data.get("userEnteredValue", {}).values()), "")
    return value


def _page(work: PageWork, making: Making, state: Mapping[str, str]) -> Json:
    """The drawing before, and what stood on the sheet otherwise, "checked on" first of all; no drawing: a new sheet."""
    if making.is_new(work.sheet):
        return {"before": ""}
    before = joined(state, DRAWN + work.page.key)
    drawn = page_of(before)
    if drawn is None:
        return {"before": UNKNOWN}
    grid = differing(drawn, making.grid(work.sheet))
    return {"before": before, "grid": [[*at, value] for at, value in grid.items()]}


def _filter(work: Append, making: Making) -> list[int] | None:
    end = work.filter_end
    bottom = work.bottom(len(making.grid(work.place.sheet)))
    return [end, bottom] if end is not None and end < bottom else None


def remembered(work: Work, state: Mapping[str, str]) -> dict[str, str]:
    """The state with what this run draws and where its links lead, for the record of the next one."""
    after = dict(state)
    for page in work.pages:
        after |= page.remembered()
        if page.loud or page.found.cells:
            after = with_drawing(after, page)
    for each in work.rewrites:
        if each.links and each.found.cells:
            after = with_links(after, each)
    return after


def with_drawing(state: Mapping[str, str], work: PageWork) -> dict[str, str]:
    key = DRAWN + work.page.key
    return without(state, key) | in_parts(key, packed(drawing(work.page)))


def with_links(state: Mapping[str, str], work: Rewrite) -> dict[str, str]:
    key = LINKS + work.table.key
    links = {
        column: list(work.links[at]) for column, (at, *_) in work.place.columns.items() if any(work.links.get(at, ()))
    }
    return without(state, key) | (in_parts(key, packed(links)) if links else {})


def with_record(state: Mapping[str, str], body: Json) -> tuple[dict[str, str], bool]:
    """The state with the body of a record instead of the one before, and whether it was too large."""
    text = packed(body)
    if len(text) > MOST:
        return without(state, UNDO), True
    return without(state, UNDO) | in_parts(UNDO, text), False


def read_record(state: Mapping[str, str]) -> Record | None:
    """The record of the last run; None where no run left one."""
    kept = read_header(state)
    if not isinstance(kept.get("revision"), int):
        return None
    body = unpacked(joined(state, UNDO))
    too_large, undone = bool(kept.get("too_large")), str(kept.get("undone", ""))
    whole = isinstance(body, dict) and body.get("form") == FORM
    if not whole and not too_large and not undone:
        return None
    told = {name: str(kept.get(name, "")) for name in ("flow", "when", "language")}
    return Record(kept["revision"], body=body if whole else {}, too_large=too_large, undone=undone, **told)
