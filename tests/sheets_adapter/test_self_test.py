"""The self-test sees each behaviour of Google that is not as the program relies on, and always cleans up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import openpyxl
import pytest

from sheets_adapter import errors, open_workbook
from sheets_adapter.local import Call
from sheets_adapter.local.injection import Edit, Fault
from sheets_adapter.self_test import self_test
from sheets_adapter.self_test.scratch_tab import Tab, title
from sheets_adapter.self_test.steps import STEPS, make_tab, stamp
from tests.sheets_adapter import google_here as here
from tests.sheets_adapter.google_here import GoogleHere


def requests_in(call: Call, kind: str = "") -> Iterator[Any]:
    for request in call.body.get("requests", []):
        for name, content in request.items():
            if not kind or name == kind:
                yield content


def cells_in(call: Call) -> Iterator[dict[str, Any]]:
    for kind in ("updateCells", "appendCells"):
        for content in requests_in(call, kind):
            for row in content["rows"]:
                yield from row["values"]


def without(call: Call, kind: str) -> None:
    """As if the service let a request pass and did nothing."""
    others = [request for request in call.body.get("requests", []) if kind not in request]
    if len(others) < len(call.body.get("requests", [])):
        call.body["requests"] = others or [{"updateSpreadsheetProperties": NOTHING}]


NOTHING = {"properties": {"title": "team"}, "fields": "title"}


# What a service would do otherwise: each changes a call on its way


def another_sheet_id(call: Call) -> None:
    for content in requests_in(call, "addSheet"):
        content["properties"].pop("sheetId")


def a_sheet_id_twice(call: Call) -> None:
    for content in requests_in(call, "addSheet"):
        if content["properties"]["title"] != title(content["properties"]["sheetId"]):
            content["properties"].pop("sheetId")


def another_range_id(call: Call) -> None:
    for content in requests_in(call, "addNamedRange"):
        content["namedRange"]["namedRangeId"] += "x"


def a_range_id_twice(call: Call) -> None:
    if any(True for _ in requests_in(call, "updateCells")):
        without(call, "addNamedRange")


def bad_requests_passed_over(call: Call) -> None:
    if any(content["namedRangeId"] == "npsheets_no_such_range" for content in requests_in(call, "deleteNamedRange")):
        without(call, "deleteNamedRange")


def ranges_that_stay(call: Call) -> None:
    if any(True for _ in requests_in(call, "addNamedRange")):
        without(call, "deleteNamedRange")


def text_as_typed(call: Call) -> None:
    for each in cells_in(call):
        text = each.get("userEnteredValue", {}).get("stringValue", "")
        if text.startswith("="):
            each["userEnteredValue"] = {"formulaValue": text}


def numbers_as_text(call: Call) -> None:
    for each in cells_in(call):
        if "boolValue" in each.get("userEnteredValue", {}):
            each["userEnteredValue"] = {"numberValue": 1}


def another_format(call: Call) -> None:
    for each in cells_in(call):
        if "numberFormat" in each.get("userEnteredFormat", {}):
            each["userEnteredFormat"]["numberFormat"] = {"type": "DATE", "pattern": "yyyy-mm-dd"}


def append_beside(call: Call) -> None:
    for request in call.body.get("requests", []):
        if "appendCells" in request:
            content = request.pop("appendCells")
            start = {"sheetId": content["sheetId"], "rowIndex": 7, "columnIndex": 2}
            request["updateCells"] = {"start": start, "rows": content["rows"], "fields": content["fields"]}


def every_field(call: Call) -> None:
    for content in requests_in(call, "updateCells"):
        content["fields"] = "userEnteredValue,userEnteredFormat"


def no_link(call: Call) -> None:
    for each in cells_in(call):
        each.get("userEnteredFormat", {}).get("textFormat", {}).pop("link", None)


def a_closed_dropdown(call: Call) -> None:
    for content in requests_in(call, "setDataValidation"):
        content["rule"]["condition"]["values"][0]["userEnteredValue"] += "120"


def another_formula(call: Call) -> None:
    for content in requests_in(call, "addConditionalFormatRule"):
        content["rule"]["booleanRule"]["condition"]["values"][0]["userEnteredValue"] = "=$B$1=1"


def a_filter_that_forgets(call: Call) -> None:
    for content in requests_in(call, "setBasicFilter"):
        if content["filter"]["range"]["endRowIndex"] == 18:
            content["filter"].pop("criteria", None)
            content["filter"].pop("filterSpecs", None)


def a_lock(call: Call) -> None:
    for content in requests_in(call, "addProtectedRange"):
        content["protectedRange"].pop("warningOnly")


def another_chart_id(call: Call) -> None:
    for content in requests_in(call, "addChart"):
        content["chart"].pop("chartId")


def every_field_read(call: Call) -> None:
    if call.query.get("fields") == ["properties(title),sheets(properties(sheetId))"]:
        call.query.pop("fields")


def a_grid_that_stays(call: Call) -> None:
    without(call, "appendDimension")


def rows_that_stay(call: Call) -> None:
    without(call, "deleteDimension")


def a_look_that_stays(call: Call) -> None:
    without(call, "copyPaste")


def another_id_the_second_time(call: Call) -> None:
    if any(True for _ in requests_in(call, "deleteSheet")):
        another_sheet_id(call)


def half_a_batch(call: Call) -> None:
    for content in requests_in(call, "updateCells"):
        content["rows"] = content["rows"][:10]


OTHERWISE: dict[str, Callable[[Call], None]] = {
    "sheet_id": another_sheet_id,
    "sheet_id_taken": a_sheet_id_twice,
    "stamp": another_range_id,
    "stamp_collision": a_range_id_twice,
    "atomic": bad_requests_passed_over,
    "stamp_moves": ranges_that_stay,
    "literal_text": text_as_typed,
    "numbers": numbers_as_text,
    "dates": another_format,
    "append": append_beside,
    "masked_write": every_field,
    "link": no_link,
    "dropdown": a_closed_dropdown,
    "conditional_format": another_formula,
    "filter_grows": a_filter_that_forgets,
    "protected": a_lock,
    "chart": another_chart_id,
    "masked_read": every_field_read,
    "grid_grows": a_grid_that_stays,
    "row_deleted": rows_that_stay,
    "look_copied": a_look_that_stays,
    "sheet_again": another_id_the_second_time,
    "large_batch": half_a_batch,
}


def test_every_behaviour_has_a_service_that_behaves_otherwise():
    assert set(OTHERWISE) == {"sheet_id", *STEPS}


def whole(team_file) -> dict[str, Any]:
    """All that a person can see of a file."""
    book = openpyxl.load_workbook(team_file.path)
    cells = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    return {"cells": cells, "names": sorted(book.defined_names)}


@pytest.mark.parametrize("behaviour", OTHERWISE)
def test_a_behaviour_that_is_otherwise_is_reported_and_the_tab_removed(small, behaviour):
    before = whole(small)
    small.inject(Edit(do=OTHERWISE[behaviour]))
    outcomes = {each.behaviour: each for each in self_test(small.open())}
    assert not outcomes[behaviour].fine
    assert outcomes[behaviour].seen
    assert outcomes["removed"].fine
    assert whole(small) == before


def test_the_local_service_behaves_in_process(small):
    before = whole(small)
    outcomes = list(self_test(small.open()))
    assert [each.behaviour for each in outcomes] == ["sheet_id", *STEPS, "removed"]
    assert all(each.fine for each in outcomes)
    assert whole(small) == before


def test_the_local_service_behaves_over_http(small, monkeypatch):
    before = whole(small)
    with GoogleHere(small.path).running() as google:
        for name, value in google.environment().items():
            monkeypatch.setenv(name, value)
        workbook = open_workbook(google.location)
        assert all(each.fine for each in self_test(workbook))
    assert whole(small) == before
    assert max(workbook.calls.values()) <= 40, "well below the 60 a minute that Google allows"


def test_a_tab_left_by_a_killed_self_test_is_removed_by_the_next(small):
    before = whole(small)
    killed = Tab(small.open())
    make_tab(killed)
    stamp(killed)
    assert killed.title in whole(small)["cells"]
    assert whole(small)["names"] == [killed.name(1)]
    list(self_test(small.open()))
    assert whole(small) == before


def test_a_sheet_of_a_persons_with_such_a_title_stays(small):
    theirs = {"npsheets self-test", "npsheets self-test 2", "npsheets self-test of May"}
    for name in sorted(theirs):
        small.by_hand(lambda book, name=name: book.create_sheet(name))
    list(self_test(small.open()))
    assert theirs <= whole(small)["cells"].keys()


def test_the_tab_is_removed_when_nobody_listens_any_more(small):
    before = whole(small)
    with closing(self_test(small.open())) as outcomes:
        assert next(outcomes).fine
        assert whole(small) != before
    assert whole(small) == before


def test_the_tab_is_removed_after_ctrl_c_in_the_middle_of_a_call(small):
    before = whole(small)

    def interrupt(call: Call) -> None:
        raise KeyboardInterrupt

    small.inject(Edit(request="setBasicFilter", times=1, do=interrupt))
    with pytest.raises(KeyboardInterrupt):
        list(self_test(small.open()))
    assert whole(small) == before


def test_a_service_that_fails_in_the_middle_ends_the_test_and_the_tab_is_removed(small):
    before = whole(small)
    small.inject(Fault(answer=here.NOT_SHARED, request="setDataValidation"))
    outcomes = list(self_test(small.open()))
    assert isinstance(outcomes[-2].error, errors.SharedReadOnly)
    assert [each.behaviour for each in outcomes[-2:]] == ["dropdown", "removed"]
    assert outcomes[-1].fine
    assert whole(small) == before


def test_a_tab_that_cannot_be_removed_is_said(small):
    small.inject(Fault(answer=here.NOT_SHARED, request="deleteSheet"))
    outcomes = list(self_test(small.open()))
    assert (outcomes[-1].behaviour, outcomes[-1].fine) == ("removed", False)
