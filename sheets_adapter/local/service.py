"""The local Sheets service: Google's REST methods answered from an .xlsx file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from openpyxl import Workbook

from sheets_adapter.local import answers, batch, columns, file, masks, printing, value_writes, values
from sheets_adapter.local.document import Document
from sheets_adapter.local.errors import ApiError, not_found, unimplemented

Json = dict[str, Any]
Query = dict[str, list[str]]


@dataclass(frozen=True)
class Call:
    """One call as it came in; ``method`` is Google's name of it, such as ``values.batchGet``."""

    method: str
    spreadsheet_id: str
    target: str
    """What the address names inside the spreadsheet: the range of ``values.get``."""
    query: Query
    body: Json


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json
    headers: Mapping[str, str] = field(default_factory=dict)


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
    """The Sheets API v4 over one file. ``spreadsheet_id`` is the id under which it answers."""

    def __init__(self, path: Path | str) -> None:
        self.file = file.XlsxFile(path)
        self.path = self.file.path
        self.spreadsheet_id = "xlsx-" + hashlib.sha256(str(self.path).encode()).hexdigest()[:32]
        self.watch = Watch()

    def check(self, *, writing: bool = False) -> None:
        """Raises FileProblem if the file cannot be read (or, with ``writing``, saved)."""
        with self.file.reading():
            pass
        if writing:
            file.check_writable(self.path)

    def handle(self, method: str, path: str, query: str = "", body: Json | None = None) -> Answer:
        """Answers one HTTP request. ``path`` is still percent-encoded. Raises FileProblem, never ApiError."""
        try:
            call = _call(method, path, parse_qs(query, keep_blank_values=True), body or {})
        except ApiError as error:
            return Answer(error.code, error.body())
        self.watch.calls[call.method] += 1
        instead = self.watch.before(call) if self.watch.before else None
        if instead is not None:
            return instead
        try:
            answer = Answer(200, self._carry_out(call))
        except ApiError as error:
            answer = Answer(error.code, error.body())
        instead = self.watch.after(call) if self.watch.after else None
        return instead or answer

    def _carry_out(self, call: Call) -> Json:
        if call.method not in METHODS:
            raise unimplemented(f"spreadsheets.{call.method}")
        if call.spreadsheet_id != self.spreadsheet_id:
            raise not_found()
        mask = masks.parse(one(call.query, "fields") or one(call.query, "$fields"))
        return METHODS[call.method](self, call, mask)

    def _get(self, call: Call, mask: masks.Mask) -> Json:
        with self.file.reading() as document:
            return self._spreadsheet(document, call.query.get("ranges", []), mask, grid=_flag(call, "includeGridData"))

    def _spreadsheet(self, document: Document, ranges: list[str], mask: masks.Mask, *, grid: bool) -> Json:
        return answers.spreadsheet(document, self.spreadsheet_id, self.path.as_uri(), ranges, mask, grid=grid)

    def _batch_update(self, call: Call, mask: masks.Mask) -> Json:
        requests = batch.check(call.body)
        with self.file.writing() as document:
            answer: Json = {"spreadsheetId": self.spreadsheet_id, "replies": batch.apply(document, requests)}
            if call.body.get("includeSpreadsheetInResponse"):
                document.changed()
                ranges = call.body.get("responseRanges") or []
                with_cells = bool(call.body.get("responseIncludeGridData"))
                answer["updatedSpreadsheet"] = self._spreadsheet(document, ranges, masks.EVERYTHING, grid=with_cells)
        return masks.prune(answer, mask)

    def _values_get(self, call: Call, mask: masks.Mask) -> Json:
        with self.file.reading() as document:
            return masks.prune(values.get(document, call.target, _options(call)), mask)

    def _values_batch_get(self, call: Call, mask: masks.Mask) -> Json:
        with self.file.reading() as document:
            found = [values.get(document, text, _options(call)) for text in call.query.get("ranges", [])]
        return masks.prune({"spreadsheetId": self.spreadsheet_id, "valueRanges": found}, mask)

    def _values_write(self, call: Call, mask: masks.Mask) -> Json:
        with self.file.writing() as document:
            answer = value_writes.WRITES[call.method](document, call.target, call.body, _options(call))
        if "updates" in answer:
            answer["updates"] = {"spreadsheetId": self.spreadsheet_id, **answer["updates"]}
        return masks.prune({"spreadsheetId": self.spreadsheet_id, **answer}, mask)


METHODS: dict[str, Callable[[LocalSheets, Call, masks.Mask], Json]] = {
    "get": LocalSheets._get,
    "batchUpdate": LocalSheets._batch_update,
    "values.get": LocalSheets._values_get,
    "values.batchGet": LocalSheets._values_batch_get,
    "values.update": LocalSheets._values_write,
    "values.append": LocalSheets._values_write,
    "values.clear": LocalSheets._values_write,
}


def _call(method: str, path: str, query: Query, body: Json) -> Call:
    """Which of Google's methods a request is. Split before unquoting: a range may hold an encoded slash."""
    parts = path.strip("/").split("/")
    if parts[:2] != ["v4", "spreadsheets"]:
        raise not_found()
    if len(parts) == 2:
        return Call("create", "", "", query, body)
    rest = parts[3:]
    if not rest:
        spreadsheet_id, _, verb = parts[2].partition(":")
        return Call(verb or "get", unquote(spreadsheet_id), "", query, body)
    spreadsheet_id = unquote(parts[2])
    if rest[0].startswith("values:"):
        return Call("values." + rest[0].partition(":")[2], spreadsheet_id, "", query, body)
    if rest[0] == "values" and len(rest) == 2:
        target, verb = rest[1], {"GET": "get", "PUT": "update"}.get(method, method)
        for suffix in ("append", "clear"):
            if method == "POST" and target.endswith(":" + suffix):
                target, verb = target.removesuffix(":" + suffix), suffix
        return Call("values." + verb, spreadsheet_id, unquote(target), query, body)
    return Call(".".join(rest), spreadsheet_id, "", query, body)


def one(query: Query, name: str) -> str:
    return query.get(name, [""])[-1]


def _flag(call: Call, name: str) -> bool:
    return one(call.query, name).lower() == "true"


def _options(call: Call) -> Json:
    return {name: found[-1] for name, found in call.query.items() if found and name != "ranges"}


def create(path: Path | str, *, locale: str = "en_US", time_zone: str = "Etc/GMT", sheet_title: str = "Sheet1") -> Path:
    """Writes a new workbook with one empty sheet; raises FileProblem, ``file_exists`` among others."""
    target = Path(path).expanduser().resolve()
    book = Workbook()
    book.worksheets[0].title = sheet_title
    document = Document(book, target)
    document.sheets[0].sheet_id = 0
    printing.prepare(document.sheets[0])
    columns.prepare(document.sheets[0])
    document.spreadsheet.update({"locale": locale, "timeZone": time_zone})
    file.create(target, document)
    return target
