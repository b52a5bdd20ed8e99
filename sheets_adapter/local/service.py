"""The local Sheets service: Google's REST methods answered from an .xlsx file, or from a folder of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sheets_adapter.local import drive, file, routes, spreadsheets
from sheets_adapter.local.calls import Answer, Call, Json
from sheets_adapter.local.errors import ApiError, FileProblem
from sheets_adapter.local.shelf import Shelf, id_of


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
            body = error.body() if path.startswith("/v4/") else drive.errors.body(error)
            return Answer(error.code, body)
        self.watch.calls[call.method] += 1
        instead = self.watch.before(call) if self.watch.before else None
        if instead is not None:
            return instead
        answer = self._carry_out(call)
        instead = self.watch.after(call) if self.watch.after else None
        return instead or answer

    def _carry_out(self, call: Call) -> Answer:
        of_drive = call.method.startswith("drive.")
        return drive.carry_out(self.shelf, call) if of_drive else spreadsheets.carry_out(self.shelf, call)
