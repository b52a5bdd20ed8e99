"""The local Sheets service: Google's REST methods answered from an .xlsx file, or from a folder of them."""

from __future__ import annotations

from pathlib import Path

from sheets_adapter.local import copies, drive, routes, spreadsheets
from sheets_adapter.local.calls import Answer, Call, Json
from sheets_adapter.local.errors import ApiError, FileProblem
from sheets_adapter.local.in_use import check_writable
from sheets_adapter.local.injection import Injector
from sheets_adapter.local.losses import Loss
from sheets_adapter.local.shelf import Shelf, id_of


class LocalSheets:
    """The APIs over one file or a folder. ``spreadsheet_id`` is the id of the one file, empty for a folder.

    With an ``injector`` trouble can be made on purpose; without, nothing is counted or kept of calls.
    """

    def __init__(self, path: Path | str, injector: Injector | None = None) -> None:
        self.shelf = Shelf(path)
        self.path = self.shelf.path
        self.spreadsheet_id = "" if self.shelf.is_folder else id_of(self.path)
        self.injector = injector

    def check(self, *, writing: bool = False) -> None:
        """Raises FileProblem unless there is one file that can be read (and, with ``writing``, saved)."""
        if self.shelf.is_folder:
            raise FileProblem("folder", self.path)
        with self.shelf.file(self.spreadsheet_id).reading():
            pass
        if writing:
            check_writable(self.path)

    def losses(self) -> tuple[list[Loss], Path]:
        """What the one file holds that the next save loses, and where the copy is put that keeps it."""
        with self.shelf.file(self.spreadsheet_id).reading() as document:
            return list(document.losses), copies.name_of(self.path, document.locale)

    def handle(
        self,
        method: str,
        path: str,
        query: str = "",
        body: Json | str | bytes | None = None,
        authorization: str = "",
    ) -> Answer:
        """Answers one HTTP request. ``path`` is still percent-encoded; ``body`` is what was sent, or JSON parsed.

        ``authorization``, the header of this name, tells users apart where quotas are injected. Raises FileProblem,
        never ApiError.
        """
        try:
            call = routes.find(method, path, query, body)
        except ApiError as error:
            body = error.body() if path.startswith("/v4/") else drive.errors.body(error)
            return Answer(error.code, body)
        if self.injector is not None:
            return self.injector.around(call, authorization, self._carry_out)
        return self._carry_out(call)

    def _carry_out(self, call: Call) -> Answer:
        of_drive = call.method.startswith("drive.")
        return drive.carry_out(self.shelf, call) if of_drive else spreadsheets.carry_out(self.shelf, call)
