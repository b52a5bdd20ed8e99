"""Every behaviour of the Sheets API that the program relies on, tried on a scratch tab of the user's own spreadsheet.

The tab goes in the end whatever happened, with the named ranges that were put on it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

from sheets_adapter import requests
from sheets_adapter.errors import NpsheetsError, ServiceError, SetupError
from sheets_adapter.self_test.scratch_tab import Misbehaved, Tab, mark, number_in
from sheets_adapter.self_test.steps import STEPS, make_tab
from sheets_adapter.workbook import Workbook


@dataclass(frozen=True)
class Outcome:
    """``behaviour``: a key of ``doctor.test`` in the texts. ``seen``: what came instead, ``error``: what stopped it."""

    behaviour: str
    fine: bool = True
    seen: str = ""
    error: NpsheetsError | None = None


def self_test(workbook: Workbook) -> Generator[Outcome]:
    """Tries one behaviour after the other; the tab is removed also when the caller stops listening."""
    tab = Tab(workbook)
    left_over = _tried(tab, "left_over", lambda each: _remove(each, every=True))
    if not left_over.fine:
        yield left_over
        return
    try:
        made = _tried(tab, "sheet_id", make_tab)
        yield made
        for behaviour, step in STEPS.items() if made.fine else ():
            outcome = _tried(tab, behaviour, step)
            yield outcome
            if isinstance(outcome.error, (ServiceError, SetupError)):
                break
    finally:
        removed = _tried(tab, "removed", _remove)
    yield removed


def _tried(tab: Tab, behaviour: str, step: Callable[[Tab], None]) -> Outcome:
    try:
        with tab.workbook.translated(writing=True):
            step(tab)
    except Misbehaved as other:
        return Outcome(behaviour, fine=False, seen=str(other))
    except NpsheetsError as error:
        return Outcome(behaviour, fine=False, error=error)
    except (KeyError, IndexError, TypeError, AttributeError) as shape:
        return Outcome(behaviour, fine=False, seen=f"{type(shape).__name__}: {shape}")
    return Outcome(behaviour)


def _remove(tab: Tab, *, every: bool = False) -> None:
    """Removes the tab and its named ranges; with ``every`` those that earlier self-tests left."""
    found = tab.get("namedRanges(namedRangeId,name),sheets(properties(sheetId,title))")
    sheets = {each["properties"].get("sheetId", 0): each["properties"]["title"] for each in found["sheets"]}
    own = {tab.title, tab.second_title}
    gone = {number: title for number, title in sheets.items() if (number_in(title) if every else title in own)}
    marks = tuple({mark(tab.sheet_id), *(mark(number_in(title)) for title in gone.values())})
    # The ranges first: one that outlives its sheet can neither be seen nor deleted any more.
    names = [
        requests.delete_name(each["namedRangeId"])
        for each in found.get("namedRanges", [])
        if each["name"].startswith(marks)
    ]
    batch = [*names, *({"deleteSheet": {"sheetId": number}} for number in gone)]
    if batch:
        tab.send(*batch)
    left = tab.get("sheets(properties(title))")["sheets"] if batch else []
    if any(each["properties"]["title"] in {*own, *gone.values()} for each in left):
        raise Misbehaved(tab.title)
