"""The methods of ``spreadsheets.values``: ``(shelf, call, mask) -> answer``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sheets_adapter.local import masks, options, value_writes, values
from sheets_adapter.local.calls import Call, Json
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import ApiError, invalid, unimplemented
from sheets_adapter.local.masks import Mask
from sheets_adapter.local.ranges import Area
from sheets_adapter.local.shelf import Shelf
from sheets_adapter.local.value_writes import Written

Method = Callable[[Shelf, Call, Mask], Json]
Target = tuple[Sheet, Area]


def _reading(answer: Callable[[Document, Call], Json]) -> Method:
    def method(shelf: Shelf, call: Call, mask: Mask) -> Json:
        options.check(call.options())
        with shelf.file(call.spreadsheet_id).reading() as document:
            return masks.prune(answer(document, call), mask)

    return method


def _writing(answer: Callable[[Document, Call], Json]) -> Method:
    def method(shelf: Shelf, call: Call, mask: Mask) -> Json:
        options.check(call.options())
        with shelf.file(call.spreadsheet_id).writing() as document:
            return masks.prune({"spreadsheetId": call.spreadsheet_id, **answer(document, call)}, mask)

    return method


def _get(document: Document, call: Call) -> Json:
    return values.get(document, call.target, call.options())


def _batch_get(document: Document, call: Call) -> Json:
    found = [values.get(document, text, call.options()) for text in call.query.get("ranges", [])]
    return _with_list({"spreadsheetId": call.spreadsheet_id}, "valueRanges", found)


def _batch_get_by_filter(document: Document, call: Call) -> Json:
    found = []
    for wanted in call.body.get("dataFilters") or []:
        sheet, area = _filtered(document, wanted)
        answer = values.of_area(document, sheet, values.inside(sheet, area), call.body)
        found.append({"valueRange": answer, "dataFilters": [wanted]})
    return _with_list({"spreadsheetId": call.spreadsheet_id}, "valueRanges", found)


def _update(document: Document, call: Call) -> Json:
    how = call.options()
    given = call.body.get("range")
    if given and given != call.target:
        raise invalid(f"Request range[{call.target}] does not match value's range[{given}]")
    written = value_writes.update(document, values.resolve(document, call.target), call.body, how)
    return written.told() | _updated_data(document, written, how)


def _append(document: Document, call: Call) -> Json:
    how = call.options()
    given = call.body.get("range")
    if given and given != call.target:
        raise invalid(f"Request range[{call.target}] does not match value's range[{given}]")
    table, written = value_writes.append(document, values.resolve(document, call.target), call.body, how)
    answer: Json = {"tableRange": values.address(written.sheet, table)} if table else {}
    told = {"spreadsheetId": call.spreadsheet_id, **written.told(), **_updated_data(document, written, how)}
    return {**answer, "updates": told}


def _batch_update(document: Document, call: Call) -> Json:
    def target(given: Json) -> Target:
        return values.resolve(document, given.get("range") or "")

    answer, each = _update_every(document, call, target)
    responses = [{"spreadsheetId": call.spreadsheet_id, **told} for told in each]
    return _with_list(answer, "responses", responses)


def _batch_update_by_filter(document: Document, call: Call) -> Json:
    answer, each = _update_every(document, call, lambda given: _filtered(document, given.get("dataFilter") or {}))
    filters = [given.get("dataFilter") or {} for given in call.body.get("data") or []]
    return _with_list(
        answer, "responses", [told | {"dataFilter": one} for told, one in zip(each, filters, strict=True)]
    )


def _update_every(document: Document, call: Call, target: Callable[[Json], Target]) -> tuple[Json, list[Json]]:
    """The totals and the answer for each of the ranges written; the cells are read when all are written."""
    every: list[Written] = []
    for at, given in enumerate(call.body.get("data") or []):
        with _named(f"data[{at}]"):
            every.append(value_writes.update(document, target(given), given, call.body))
    return value_writes.totals(every), [
        written.told() | _updated_data(document, written, call.body) for written in every
    ]


def _updated_data(document: Document, written: Written, how: Json) -> Json:
    """What the cells hold now, where the call asks for it."""
    if str(how.get("includeValuesInResponse", "")).lower() != "true":
        return {}
    document.changed()
    rendered = {
        "valueRenderOption": how.get("responseValueRenderOption"),
        "dateTimeRenderOption": how.get("responseDateTimeRenderOption"),
        "majorDimension": written.dimension,
    }
    return {"updatedData": values.of_area(document, written.sheet, written.asked, rendered)}


def _clear(document: Document, call: Call) -> Json:
    return {"clearedRange": value_writes.clear(values.resolve(document, call.target))}


def _batch_clear(document: Document, call: Call) -> Json:
    cleared = [value_writes.clear(values.resolve(document, text)) for text in call.body.get("ranges") or []]
    return _with_list({}, "clearedRanges", cleared)


def _batch_clear_by_filter(document: Document, call: Call) -> Json:
    filters = call.body.get("dataFilters") or []
    return _with_list({}, "clearedRanges", [value_writes.clear(_filtered(document, each)) for each in filters])


def _filtered(document: Document, wanted: Json) -> Target:
    """What a ``DataFilter`` means. Raises ApiError, 501 for a look-up of developer metadata."""
    if wanted.get("developerMetadataLookup") is not None:
        raise unimplemented("the data filter developerMetadataLookup")
    if wanted.get("gridRange") is not None:
        return document.grid(wanted["gridRange"])
    return values.resolve(document, wanted.get("a1Range") or "")


@contextmanager
def _named(part: str) -> Iterator[None]:
    """Says in which part of a body something is wrong, as Google does."""
    try:
        yield
    except ApiError as error:
        if error.code != 400:
            raise
        raise invalid(f"Invalid {part}: {error.message}") from error


def _with_list(answer: Json, name: str, items: list[Any]) -> Json:
    """Google leaves out a list with nothing in it."""
    return answer | {name: items} if items else answer


METHODS: dict[str, Method] = {
    "values.get": _reading(_get),
    "values.batchGet": _reading(_batch_get),
    "values.batchGetByDataFilter": _reading(_batch_get_by_filter),
    "values.update": _writing(_update),
    "values.append": _writing(_append),
    "values.batchUpdate": _writing(_batch_update),
    "values.batchUpdateByDataFilter": _writing(_batch_update_by_filter),
    "values.clear": _writing(_clear),
    "values.batchClear": _writing(_batch_clear),
    "values.batchClearByDataFilter": _writing(_batch_clear_by_filter),
}
