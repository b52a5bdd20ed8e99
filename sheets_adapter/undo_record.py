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
from typing import Any

from sheets_adapter.drawing import differing, drawing, page_of
from sheets_adapter.encoding import Json, Raw
from sheets_adapter.layout import heading_cell
from sheets_adapter.making import Making
from sheets_adapter.own_tables import JOURNAL
from sheets_adapter.page_work import PageWork
from sheets_adapter.previews import Work
from sheets_adapter.state import DRAWN, LINKS, in_parts, joined, packed, unpacked, without
from sheets_adapter.table_work import Append, Rewrite
from sheets_adapter.tables import TABLES

UNDO = "undo"
MOST = 1_000_000
"""Characters of a record; a run that wrote more cannot be taken back."""
UNKNOWN = "?"
"""Stands for the drawing of a page that an older version drew."""
ROW_KEYS = {"call_list": "survey_key", "tasks": "task_key", "exit_surveys": "survey_key"}
"""The column by which a row that people may have moved is found again."""
LEDGERS = tuple(table.key for table in TABLES if table.hidden and table is not JOURNAL)
"""Whose new rows may travel ahead of what people see."""
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


def mark(values: Iterable[Raw], size: int = 6) -> str:
    """A short mark by which cells that nobody changed are known; numbers as another program rounds them."""
    told = json.dumps([_told(value) for value in values], ensure_ascii=False)
    return base64.b64encode(blake2b(told.encode(), digest_size=size).digest()).decode()


def cell_mark(value: Raw) -> str:
    return mark([value], 3)


def _told(value: Raw) -> str:
    if isinstance(value, str):
        # A file keeps no control characters, and another program may write its line ends otherwise.
        return "=" + value.translate(_CONTROLS)
    return str(value) if isinstance(value, bool) else f"{value:.12g}"


def body_of(work: Work, making: Making, state: Mapping[str, str]) -> Json:
    """Everything needed to take ``work`` back."""
    rewrites = [each for each in work.rewrites if each.found.cells or each.added]
    return {
        "created": [[sheet.sheet_id, adopted] for sheet, adopted in making.made()],
        "tables": {each.table.key: _cells(each, making) for each in rewrites},
        "links": {each.table.key: joined(state, LINKS + each.table.key) for each in rewrites if each.links},
        "appends": {each.table.key: _rows(each) for each in work.appends},
        "pages": {each.page.key: _page(each, making, state) for each in work.pages if each.loud or each.found.cells},
        "filters": {str(each.place.sheet.sheet_id): span for each in work.appends if (span := _filter(each, making))},
        "sizes": {str(sheet_id): sizes for sheet_id, sizes in making.grown().items()},
    }


def _cells(work: Rewrite, making: Making) -> Json:
    fresh = max(len(making.grid(work.place.sheet)), work.place.heading_row)
    old = [
        [row, at, work.found.old[row, at], cell_mark(work.value(row, at))]
        for row, at in work.found.cells
        if row < fresh
    ]
    heading = work.place.heading_row - 1
    for column in work.added:
        written = heading_cell(work.table, column, work.language)["userEnteredValue"]["stringValue"]
        old.append([heading, work.place.columns[column.key][0], "", cell_mark(written)])
    columns = sorted(work.values)
    last = work.found.cells[-1][0] if work.found.cells else -1
    marks = [mark(work.value(row, at) for at in columns) for row in range(fresh, last + 1)]
    return {"old": old, "fresh": fresh, "columns": columns, "marks": marks}


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
    drawn = unpacked(before)
    if drawn is None:
        return {"before": UNKNOWN}
    grid = differing(page_of(drawn), making.grid(work.sheet))
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
    links = {str(at): list(addresses) for at, addresses in work.links.items() if any(addresses)}
    return without(state, key) | (in_parts(key, packed(links)) if links else {})


def with_record(state: Mapping[str, str], body: Json) -> tuple[dict[str, str], bool]:
    """The state with the body of a record instead of the one before, and whether it was too large."""
    text = packed(body)
    if len(text) > MOST:
        return without(state, UNDO), True
    return without(state, UNDO) | in_parts(UNDO, text), False


def header(revision: int, run: Mapping[str, Any], language: str, *, too_large: bool, rows: Mapping[str, int]) -> str:
    """Of which run the record is: short, so that a person who looks for it can read it.

    ``rows``: how many each hidden ledger has when the run has come to its end, see ``rows_of_whole_runs``.
    """
    when = run.get("when")
    told = {"revision": revision, "flow": str(run.get("flow", "")), "when": f"{when:%Y-%m-%dT%H:%M}" if when else ""}
    told |= {"language": language, "rows": dict(rows)}
    return json.dumps(told | ({"too_large": True} if too_large else {}), ensure_ascii=False)


def moved(text: str, revision: int) -> str:
    """The header of a record that holds for the next revision too: quiet cells alone were written."""
    kept = _read(text)
    if kept.get("revision") != revision - 1:
        return text
    return json.dumps(kept | {"revision": revision}, ensure_ascii=False)


def rows_of_whole_runs(state: Mapping[str, str], revision: int, *, first: bool) -> dict[str, int] | None:
    """How many rows of each hidden ledger are of runs that came to their end; None where all are.

    A run in several batches may break off after the first: the stamp has moved on, this header has not. What its
    ledgers say was done (a client called, a task made) stands on no sheet that people see. ``first``: no run ever
    came to its end.
    """
    kept = _read(state.get(UNDO, ""))
    if not kept:
        return {} if first else None
    whole = not isinstance(kept.get("rows"), dict) or not isinstance(kept.get("revision"), int)
    return None if whole or kept["revision"] >= revision else dict(kept["rows"])


def taken_back(by: str, revision: int) -> str:
    """The header that takes the place of a record when it is taken back."""
    return json.dumps({"revision": revision, "undone": by})


def read_record(state: Mapping[str, str]) -> Record | None:
    """The record of the last run; None where no run left one."""
    kept = _read(state.get(UNDO, ""))
    if not isinstance(kept.get("revision"), int):
        return None
    body = unpacked(joined(state, UNDO))
    too_large, undone = bool(kept.get("too_large")), str(kept.get("undone", ""))
    if not isinstance(body, dict) and not too_large and not undone:
        return None
    told = {name: str(kept.get(name, "")) for name in ("flow", "when", "language")}
    return Record(kept["revision"], body=body or {}, too_large=too_large, undone=undone, **told)


def _read(text: str) -> Json:
    try:
        kept = json.loads(text or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}
