"""Random valid requests: bodies and answers fit Google's description, batches are whole or nothing, files keep all."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from sheets_adapter.local import LocalSheets, batch, create, spreadsheets
from tests.sheets_adapter.discovery import validate_answer, validate_body
from tests.sheets_adapter.local import random_requests as some

Json = dict[str, Any]
Step = tuple[str, str, str, str, Json | None]
"""Google's name of a method, HTTP's, the address below the spreadsheet, the query, the body."""

QUERY = {
    "valueRenderOption": ["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"],
    "majorDimension": ["ROWS", "COLUMNS"],
}


@st.composite
def rendering(draw: Any) -> str:
    return urlencode({name: draw(st.sampled_from(options)) for name, options in QUERY.items()})


def _body(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(parts)


_value_range = st.builds(lambda a1, rows: {"range": a1, "values": rows}, some.ranges, some.matrices)
_filters = st.lists(some.ranges.map(lambda a1: {"a1Range": a1}), min_size=1, max_size=2)
_entered = some.inputs.map(lambda option: f"valueInputOption={option}&includeValuesInResponse=true")
_none: st.SearchStrategy[Any] = st.none()


def _steps(method: str, verb: str, place: Any, query: Any = "", body: Any = _none) -> st.SearchStrategy[Step]:
    parts = [each if isinstance(each, st.SearchStrategy) else st.just(each) for each in (place, query, body)]
    return st.tuples(st.just(method), st.just(verb), *parts)  # type: ignore[return-value]


def _of_values(suffix: str = "") -> st.SearchStrategy[str]:
    return some.ranges.map(lambda a1: f"/values/{quote(a1, safe='')}{suffix}")


_many = st.lists(some.ranges, min_size=1, max_size=2).map(lambda found: urlencode({"ranges": found}, doseq=True))

METHODS: dict[str, st.SearchStrategy[Step]] = {
    "batchUpdate": _steps("batchUpdate", "POST", ":batchUpdate", "", some.batches),
    "get": _steps("get", "GET", "", st.sampled_from(["includeGridData=true", "ranges=A1:B3&includeGridData=true", ""])),
    "getByDataFilter": _steps("getByDataFilter", "POST", ":getByDataFilter", "", _body(dataFilters=_filters)),
    "sheets.copyTo": _steps(
        "sheets.copyTo", "POST", "/sheets/0:copyTo", "", st.just({"destinationSpreadsheetId": "itself"})
    ),
    "values.get": _steps("values.get", "GET", _of_values(), rendering()),
    "values.batchGet": _steps("values.batchGet", "GET", "/values:batchGet", _many),
    "values.update": _steps("values.update", "PUT", _of_values(), _entered, _body(values=some.matrices)),
    "values.append": _steps("values.append", "POST", _of_values(":append"), _entered, _body(values=some.matrices)),
    "values.clear": _steps("values.clear", "POST", _of_values(":clear"), "", st.just({})),
    "values.batchUpdate": _steps(
        "values.batchUpdate",
        "POST",
        "/values:batchUpdate",
        "",
        _body(valueInputOption=some.inputs, data=st.lists(_value_range, min_size=1, max_size=2)),
    ),
    "values.batchClear": _steps(
        "values.batchClear", "POST", "/values:batchClear", "", _body(ranges=st.lists(some.ranges, max_size=2))
    ),
    "values.batchGetByDataFilter": _steps(
        "values.batchGetByDataFilter", "POST", "/values:batchGetByDataFilter", "", _body(dataFilters=_filters)
    ),
    "values.batchUpdateByDataFilter": _steps(
        "values.batchUpdateByDataFilter",
        "POST",
        "/values:batchUpdateByDataFilter",
        "",
        _body(
            valueInputOption=some.inputs,
            data=st.lists(
                st.builds(lambda a1, rows: {"dataFilter": {"a1Range": a1}, "values": rows}, some.ranges, some.matrices),
                min_size=1,
                max_size=2,
            ),
        ),
    ),
    "values.batchClearByDataFilter": _steps(
        "values.batchClearByDataFilter", "POST", "/values:batchClearByDataFilter", "", _body(dataFilters=_filters)
    ),
}


class Talk:
    """A spreadsheet that is spoken to, everything said held against Google's description."""

    def __init__(self, path: Path) -> None:
        self.service = LocalSheets(path)

    def say(self, step: Step) -> tuple[int, Json]:
        method, verb, place, query, body = step
        if body == {"destinationSpreadsheetId": "itself"}:
            body = {"destinationSpreadsheetId": self.service.spreadsheet_id}
        if body is not None:
            validate_body(method, body)
        answer = self.service.handle(verb, f"/v4/spreadsheets/{self.service.spreadsheet_id}{place}", query, body)
        assert isinstance(answer.body, dict)
        validate_answer(method, answer.body)
        assert answer.status in {200, 400}, answer.body
        event(f"{method}: {answer.status}")
        return answer.status, answer.body

    def whole(self) -> Json:
        return self.say(("get", "GET", "", "includeGridData=true", None))[1]


def begun(path: Path) -> Talk:
    talk = Talk(create(path))
    grid = {"rowCount": some.ROWS, "columnCount": some.COLUMNS}
    first = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 6, "columnIndex": 3}}}
    chart = {
        "chartId": some.CHART,
        "spec": {
            "basicChart": {
                "chartType": "LINE",
                "series": [{"series": {"sourceRange": {"sources": [first | {"endColumnIndex": 1}]}}}],
            }
        },
        "position": position,
    }
    rule = {
        "ranges": [first],
        "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {"backgroundColor": {"green": 1}}},
    }
    group = {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 4}
    requests = [
        {"updateSheetProperties": {"properties": {"sheetId": 0, "gridProperties": grid}, "fields": "gridProperties"}},
        {"addSheet": {"properties": {"sheetId": 7, "title": some.SHEETS[7], "gridProperties": grid}}},
        {"addNamedRange": {"namedRange": {"namedRangeId": some.NAME, "name": some.NAME, "range": first}}},
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": some.PROTECTED, "range": first}}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"addChart": {"chart": chart}},
        {"addDimensionGroup": {"range": group}},
    ]
    assert talk.say(("batchUpdate", "POST", ":batchUpdate", "", {"requests": requests}))[0] == 200
    rows = {"values": [["who", "score", "when"], ["Anna", 9, "12/31/2026"], ["Борис", "=B2-5", "50%"]]}
    said = ("values.update", "PUT", "/values/Sheet1!A1", "valueInputOption=USER_ENTERED", rows)
    assert talk.say(said)[0] == 200
    return talk


def test_every_request_and_every_method_is_sent_here() -> None:
    assert some.REQUESTS.keys() == batch.REQUESTS.keys()
    assert METHODS.keys() | {"create"} == spreadsheets.METHODS.keys()


@settings(deadline=None)
@given(steps=st.lists(st.one_of(METHODS["batchUpdate"], *METHODS.values()), min_size=1, max_size=4))
def test_what_is_said_fits_and_the_file_keeps_it(steps: list[Step], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("random") / "team.xlsx"
    talk = begun(path)
    before = talk.whole()
    for step in steps:
        status, _ = talk.say(step)
        after = talk.whole()
        if status == 400:
            assert after == before
        before = after
    assert Talk(path).whole() == before


@settings(deadline=None)
@given(body=some.batches)
def test_values_are_what_the_cells_show(body: Json, tmp_path_factory: pytest.TempPathFactory) -> None:
    talk = begun(tmp_path_factory.mktemp("shown") / "team.xlsx")
    talk.say(("batchUpdate", "POST", ":batchUpdate", "", body))
    for sheet in talk.whole()["sheets"]:
        title = "'" + sheet["properties"]["title"].replace("'", "''") + "'"
        values = talk.say(("values.get", "GET", f"/values/{quote(title, safe='')}", "", None))[1].get("values", [])
        shown = [
            [cell.get("formattedValue", "") for cell in row.get("values", [])]
            for row in sheet["data"][0].get("rowData", [])
        ]
        for row in [*values, *shown]:
            while row and row[-1] == "":
                row.pop()
        while shown and not shown[-1]:
            shown.pop()
        while values and not values[-1]:
            values.pop()
        assert values == shown
