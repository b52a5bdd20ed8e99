"""The methods of the Sheets API, by Google's names below ``spreadsheets``: ``(shelf, call, mask) -> answer``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

from sheets_adapter.local import answers, batch, bodies, creating, masks, sheet_resources, value_methods
from sheets_adapter.local.batch import sheets
from sheets_adapter.local.calls import Answer, Call, Json
from sheets_adapter.local.copying_sheets import copy_sheet
from sheets_adapter.local.document import Document
from sheets_adapter.local.errors import ApiError, unimplemented
from sheets_adapter.local.masks import Mask
from sheets_adapter.local.ranges import Area, quote, to_a1
from sheets_adapter.local.shelf import Shelf
from sheets_adapter.local.state import stable_id

Method = Callable[[Shelf, Call, Mask], Json]


def get(shelf: Shelf, call: Call, mask: Mask) -> Json:
    with shelf.file(call.spreadsheet_id).reading() as document:
        return _resource(document, call, call.query.get("ranges", []), mask, grid=call.flag("includeGridData"))


def _resource(document: Document, call: Call, ranges: list[str], mask: Mask, *, grid: bool) -> Json:
    url = f"https://docs.google.com/spreadsheets/d/{call.spreadsheet_id}/edit"
    return answers.spreadsheet(document, call.spreadsheet_id, url, ranges, mask, grid=grid)


def get_by_data_filter(shelf: Shelf, call: Call, mask: Mask) -> Json:
    with shelf.file(call.spreadsheet_id).reading() as document:
        ranges = [_range_of(document, each) for each in call.body.get("dataFilters") or []]
        return _resource(document, call, ranges, mask, grid=bool(call.body.get("includeGridData")))


def _range_of(document: Document, wanted: Json) -> str:
    """What a ``DataFilter`` means, in A1 notation. Raises ApiError, 501 for a look-up of developer metadata."""
    if "a1Range" in wanted:
        return str(wanted["a1Range"])
    if "gridRange" not in wanted:
        raise unimplemented("the data filter developerMetadataLookup")
    sheet, area = document.grid(wanted["gridRange"])
    return quote(sheet.title) if area == Area() else f"{quote(sheet.title)}!{to_a1(area)}"


def create(shelf: Shelf, call: Call, mask: Mask) -> Json:
    made = replace(call, spreadsheet_id=creating.create(shelf, call.body))
    with shelf.file(made.spreadsheet_id).reading() as document:
        return _resource(document, made, [], mask, grid=False)


def batch_update(shelf: Shelf, call: Call, mask: Mask) -> Json:
    requests = batch.check(call.body)
    with shelf.file(call.spreadsheet_id).writing() as document:
        answer: Json = {"spreadsheetId": call.spreadsheet_id, "replies": batch.apply(document, requests)}
        if call.body.get("includeSpreadsheetInResponse"):
            document.changed()
            ranges = call.body.get("responseRanges") or []
            with_cells = bool(call.body.get("responseIncludeGridData"))
            answer["updatedSpreadsheet"] = _resource(document, call, ranges, masks.EVERYTHING, grid=with_cells)
    return masks.prune(answer, mask)


def copy_to(shelf: Shelf, call: Call, mask: Mask) -> Json:
    """``sheets.copyTo``: a sheet into another spreadsheet of the shelf, or into its own."""
    source, target = call.spreadsheet_id, call.body.get("destinationSpreadsheetId", "")
    with ExitStack() as opened:
        # Always in the same order: two copies in opposite directions must not wait for each other.
        documents = {
            each: opened.enter_context(shelf.file(each).writing() if each == target else shelf.file(each).reading())
            for each in sorted({source, target})
        }
        return masks.prune(_copied(documents[source], documents[target], call.target), mask)


def _copied(source: Document, target: Document, sheet_id: str) -> Json:
    sheet = source.sheet(int(sheet_id) if sheet_id.isdigit() else -1)
    title = sheets.copy_title(target, sheet)
    copied = copy_sheet(sheet, target, title, stable_id(title, {each.sheet_id for each in target.sheets}))
    target.grow(copied)
    return sheet_resources.properties(target, copied)


METHODS: dict[str, Method] = {
    "create": create,
    "get": get,
    "getByDataFilter": get_by_data_filter,
    "batchUpdate": batch_update,
    "sheets.copyTo": copy_to,
    **value_methods.METHODS,
}


def carry_out(shelf: Shelf, call: Call) -> Answer:
    """Answers a call of the Sheets API. Raises FileProblem, never ApiError."""
    try:
        if call.method not in METHODS:
            raise unimplemented(f"spreadsheets.{call.method}")
        mask = masks.of_answer(call.method, call.one("fields") or call.one("$fields"))
        call = replace(call, body=bodies.checked(call.method, call.body))
        return Answer(200, METHODS[call.method](shelf, call, mask))
    except ApiError as error:
        return Answer(error.code, error.body())
