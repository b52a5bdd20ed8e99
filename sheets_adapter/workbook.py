"""A spreadsheet as the program uses it: look at it once, decide, write once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sheets_adapter.a1 import always_quoted
from sheets_adapter.assembling import assemble
from sheets_adapter.changes import Changes, Preview, Receipt
from sheets_adapter.credentials import Identity
from sheets_adapter.errors import Conflict, Intercepted
from sheets_adapter.http import GOOGLE, RetryingClient
from sheets_adapter.plan import Plan, plan
from sheets_adapter.snapshot import Grid, Sheet, Snapshot, Structure
from sheets_adapter.structure import FIELDS, read_structure
from sheets_adapter.translation import translated
from sheets_adapter.undo.batch import undo_batch
from sheets_adapter.undo.rows import Lost, lost, unmoved
from sheets_adapter.undo.undoing import Undoing, undoing
from sheets_adapter.unseen import FIELDS as UNSEEN_FIELDS
from sheets_adapter.unseen import Unseen, read_unseen

_LONGEST_ADDRESS = 6_000
"""Characters of ranges in one address; a workbook with hundreds of sheets is read in several calls."""


class Workbook:
    """``location`` is as the user gave it, ``url`` where a person opens it.

    ``identity``: in whose name a Google spreadsheet is spoken to; None for a file. Every method raises
    ``NpsheetsError``, never a foreign exception.
    """

    def __init__(
        self,
        client: RetryingClient,
        spreadsheet_id: str,
        *,
        location: str,
        url: str,
        identity: Identity | None = None,
    ) -> None:
        self.client = client
        self.spreadsheet_id = spreadsheet_id
        self.location = location
        self.url = url
        self.identity = identity
        self.unkept: Callable[[str], str] = lambda _language: ""
        """By language, the sentence about what the next save of a file loses; empty where that is nothing."""

    @property
    def account(self) -> str:
        """The address a Google spreadsheet has to be shared with, as far as known."""
        return self.identity.account if self.identity else ""

    @property
    def calls(self) -> Mapping[str, int]:
        """``read`` and ``write`` calls so far, retries not counted."""
        return dict(self.client.calls)

    def snapshot(self, *, strict: bool = True) -> Snapshot:
        """Two calls. Raises MissingTable, MissingColumn or TitleTaken unless told not to be ``strict``."""
        before = self.client.calls["read"]
        try:
            structure, grids = self._read()
        except Conflict:
            # A sheet was renamed or deleted between the two calls.
            structure, grids = self._read()
        snapshot = assemble(structure, grids, self.client.calls["read"] - before)
        if strict and snapshot.problems:
            raise snapshot.problems[0]
        return snapshot

    def unseen(self, places: Sequence[tuple[Sheet, int, int]]) -> list[Unseen]:
        """One call: colours, notes, hidden rows. ``places``: sheets, the row of their headings, the last record's."""
        by_id = {sheet.sheet_id: (sheet.title, heading, last) for sheet, heading, last in places}
        ranges = [f"{always_quoted(sheet.title)}!1:{last}" for sheet, _, last in places]
        if not ranges:
            return []
        with self.translated():
            answer = self.client.request("get", self._address(), params={"fields": UNSEEN_FIELDS, "ranges": ranges})
        return read_unseen(answer.json(), by_id)

    def preview(self, snapshot: Snapshot, changes: Changes) -> Preview:
        """What ``commit`` would do; no call."""
        found = plan(snapshot, changes)
        return Preview(bool(found.batches), found.sheets)

    def commit(self, snapshot: Snapshot, changes: Changes) -> Receipt:
        """One call, or none if nothing differs. Raises Conflict: take a new snapshot and decide again."""
        found = plan(snapshot, changes)
        for batch in found.batches:
            self._send(batch)
        return _receipt(found)

    def undoing(self, snapshot: Snapshot) -> Undoing:
        """What of the last run can be taken back; no call. Raises CannotUndo."""
        return undoing(snapshot)

    def take_back(self, snapshot: Snapshot, back: Undoing, run: Mapping[str, Any], by: str) -> tuple[Lost, ...]:
        """Takes the last run back in one batch; ``run`` is the Journal's row, ``by`` an id of this undo.

        Rows can only be removed by their place, so they are looked at just before (raises Conflict if anything
        moved) and just after: what is returned was lost to somebody who sorted in that very moment.
        """
        touched = [sheet for sheet in snapshot.structure.sheets if sheet.sheet_id in back.touched]
        before = self._values_of(touched)
        if not unmoved(snapshot, before):
            raise Conflict
        self._send(undo_batch(snapshot, back, run, by))
        shared = [each.place.sheet for each in back.rows]
        after = self._values_of(shared)
        found = (lost(each, before[each.place.sheet.sheet_id], after[each.place.sheet.sheet_id]) for each in back.rows)
        return tuple(each for each in found if each is not None)

    def _read(self) -> tuple[Structure, dict[int, Grid]]:
        with self.translated():
            structure = self._structure()
            return structure, self._values(structure.sheets)

    def _structure(self) -> Structure:
        answer = self.client.request("get", self._address(), params={"fields": FIELDS}).json()
        if not isinstance(answer, dict) or "properties" not in answer:
            raise Intercepted(status=200)
        return read_structure(answer)

    def _address(self) -> str:
        return f"{GOOGLE}/v4/spreadsheets/{self.spreadsheet_id}"

    def _values_of(self, sheets: list[Sheet]) -> dict[int, Grid]:
        with self.translated():
            return self._values(sheets)

    def _values(self, sheets: Iterable[Sheet]) -> dict[int, Grid]:
        grids: dict[int, Grid] = {}
        for some in _by_address([sheet for sheet in sheets if sheet.is_grid]):
            answer = self.client.values_batch_get(
                self.spreadsheet_id,
                [always_quoted(sheet.title) for sheet in some],
                {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"},
            )
            for sheet, found in zip(some, answer["valueRanges"], strict=True):
                grids[sheet.sheet_id] = found.get("values", [])
        return grids

    def _send(self, batch: Sequence[Mapping[str, Any]]) -> None:
        with self.translated(writing=True):
            self.client.batch_update(self.spreadsheet_id, {"requests": list(batch)})

    def translated(self, *, writing: bool = False) -> AbstractContextManager[None]:
        """Foreign exceptions of calls made within become ours."""
        return translated(self.location, self.account, writing=writing)


def _by_address(sheets: list[Sheet]) -> list[list[Sheet]]:
    groups: list[list[Sheet]] = [[]]
    length = 0
    for sheet in sheets:
        longer = 20 + 3 * len(sheet.title.encode())
        if length + longer > _LONGEST_ADDRESS and groups[-1]:
            groups.append([])
            length = 0
        groups[-1].append(sheet)
        length += longer
    return [group for group in groups if group]


def _receipt(found: Plan) -> Receipt:
    return Receipt(
        wrote=bool(found.batches),
        revision=found.revision,
        calls=len(found.batches),
        appended=found.appended,
        cells_changed=found.cells_changed,
        created=tuple(sheet.title for sheet in found.sheets if sheet.created),
    )
