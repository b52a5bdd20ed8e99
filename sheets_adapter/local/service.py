"""The local Sheets service: Google's REST methods answered from an .xlsx file, or from a folder of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl import Workbook

from sheets_adapter.local import bodies, columns, file, masks, printing, routes, spreadsheets
from sheets_adapter.local.calls import Answer, Call, Json
from sheets_adapter.local.document import Document
from sheets_adapter.local.errors import ApiError, FileProblem, unimplemented
from sheets_adapter.local.shelf import Shelf, id_of

METHODS: dict[str, spreadsheets.Method] = {**spreadsheets.METHODS}


@dataclass
class Watch:
    """What tests see of a service and do to it.

    ``before`` is called with a call before it is carried out, ``after`` once its effect is saved; each may do
    something of its own (another person's edit) or return an ``Answer`` that is given instead (a 503).
    """

    calls: Counter[str] = field(default_factory=Counter)
    before: Callable[[Call], Answer | None] | None = None
    after: Callable[[Call], Answer | None] | None = None


class LocalSheets:
    """The APIs over one file or a folder. ``spreadsheet_id`` is the id of the one file, empty for a folder."""

    def __init__(self, path: Path | str) -> None:
        self.shelf = Shelf(path)
        self.path = self.shelf.path
        self.spreadsheet_id = "" if self.shelf.is_folder else id_of(self.path)
        self.watch = Watch()

    def check(self, *, writing: bool = False) -> None:
        """Raises FileProblem unless there is one file that can be read (and, with ``writing``, saved)."""
        if self.shelf.is_folder:
            raise FileProblem("folder", self.path)
        with self.shelf.file(self.spreadsheet_id).reading():
            pass
        if writing:
            file.check_writable(self.path)

    def handle(self, method: str, path: str, query: str = "", body: Json | str | bytes | None = None) -> Answer:
        """Answers one HTTP request. ``path`` is still percent-encoded; ``body`` is what was sent, or JSON parsed.

        Raises FileProblem, never ApiError.
        """
        try:
            call = routes.find(method, path, query, body)
        except ApiError as error:
            return Answer(error.code, error.body())
        self.watch.calls[call.method] += 1
        instead = self.watch.before(call) if self.watch.before else None
        if instead is not None:
            return instead
        answer = self._carry_out(call)
        instead = self.watch.after(call) if self.watch.after else None
        return instead or answer

    def _carry_out(self, call: Call) -> Answer:
        try:
            if call.method not in METHODS:
                raise unimplemented(f"spreadsheets.{call.method}")
            mask = masks.of_answer(call.method, call.one("fields") or call.one("$fields"))
            call = replace(call, body=bodies.checked(call.method, call.body))
            return Answer(200, METHODS[call.method](self.shelf, call, mask))
        except ApiError as error:
            return Answer(error.code, error.body())


def create(path: Path | str, *, locale: str = "en_US", time_zone: str = "Etc/GMT", sheet_title: str = "Sheet1") -> Path:
    """Writes a new workbook with one empty sheet; raises FileProblem, ``file_exists`` among others."""
    target = Path(path).expanduser().resolve()
    file.create(target, blank(target, locale=locale, time_zone=time_zone, sheet_title=sheet_title))
    return target


def blank(path: Path, *, locale: str = "en_US", time_zone: str = "Etc/GMT", sheet_title: str = "Sheet1") -> Document:
    """A workbook with one empty sheet, in memory."""
    book = Workbook()
    book.worksheets[0].title = sheet_title
    document = Document(book, path)
    document.sheets[0].sheet_id = 0
    printing.prepare(document.sheets[0])
    columns.prepare(document.sheets[0])
    document.spreadsheet.update({"locale": locale, "timeZone": time_zone})
    return document
