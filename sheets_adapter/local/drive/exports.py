"""A spreadsheet as a file of another kind: .xlsx as it is, one sheet as CSV or TSV."""

from __future__ import annotations

import csv
import io

from sheets_adapter.local import value_rows, values
from sheets_adapter.local.calls import Answer, Call
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.drive.entries import find
from sheets_adapter.local.drive.errors import DriveError, unsupported
from sheets_adapter.local.drive.resources import EXPORTED
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.ranges import Area
from sheets_adapter.local.shelf import Shelf

_MIMES = {kind: mime for mime, kind in EXPORTED.items()}


def export(shelf: Shelf, call: Call) -> Answer:
    """``files.export``: CSV and TSV are of the first sheet that is not hidden."""
    find(shelf, call.spreadsheet_id)
    mime = call.one("mimeType")
    if not mime:
        raise DriveError(400, "Required parameter: mimeType", "required", "mimeType")
    if mime not in EXPORTED:
        raise DriveError(400, "The requested conversion is not supported.", "badRequest", "convertTo")
    return _exported(shelf, call.spreadsheet_id, EXPORTED[mime], "")


def export_of_docs(shelf: Shelf, call: Call) -> Answer:
    """The address that the menu Download of the page uses, and clients with it: ``gid`` is the id of a sheet."""
    find(shelf, call.spreadsheet_id)
    kind = call.one("format") or call.one("exportFormat") or "xlsx"
    if kind not in _MIMES:
        raise unsupported(f"export as {kind}")
    return _exported(shelf, call.spreadsheet_id, kind, call.one("gid"))


def _exported(shelf: Shelf, file_id: str, kind: str, gid: str) -> Answer:
    if kind == "xlsx":
        with shelf.file(file_id).reading() as document:
            content = document.path.read_bytes()
    elif kind in {"csv", "tsv"}:
        with shelf.file(file_id).reading() as document:
            content = separated(document, _sheet(document, gid), "," if kind == "csv" else "\t").encode()
    else:
        raise unsupported(f"export as {kind}")
    return Answer(200, content, {"Content-Type": _MIMES[kind], "Content-Disposition": "attachment"})


def _sheet(document: Document, gid: str) -> Sheet:
    if not gid:
        return next(document.visible())
    if not gid.isdecimal():
        raise invalid(f"No grid with id: {gid}")
    return document.sheet(int(gid))


def separated(document: Document, sheet: Sheet, separator: str) -> str:
    """What the cells show, all rows as long as the longest; no line end after the last one."""
    shown = values.renderer(document, sheet, {"valueRenderOption": "FORMATTED_VALUE"})
    rows = value_rows.read(sheet, Area().clip(sheet.rows, sheet.columns), shown)
    width = max(map(len, rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    if separator == "\t":
        return "\r\n".join("\t".join(" ".join(str(cell).split("\t")) for cell in _one_line(row)) for row in rows)
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return target.getvalue().removesuffix("\r\n")


def _one_line(row: list[str]) -> list[str]:
    """TSV has no quotes: what would end a line is a blank."""
    return [" ".join(str(cell).splitlines()) for cell in row]
