"""``spreadsheets.getByDataFilter``: the parts of a spreadsheet that filters mean, as ``get`` shows ranges."""

from __future__ import annotations

from typing import Any

import pytest


def found(desk: Any, *filters: dict[str, Any], **more: Any) -> Any:
    return desk.request("POST", ":getByDataFilter", json={"dataFilters": list(filters), **more})


@pytest.mark.parametrize(
    "wanted",
    [
        {"a1Range": "Sheet1!B2:C3"},
        {
            "gridRange": {
                "sheetId": 0,
                "startRowIndex": 1,
                "endRowIndex": 3,
                "startColumnIndex": 1,
                "endColumnIndex": 3,
            }
        },
    ],
)
def test_a_part_is_shown_as_get_shows_it(desk: Any, wanted: dict[str, Any]) -> None:
    desk.put([["a", "b"], ["c", "d"]], row=1, column=1)
    answer = found(desk, wanted, includeGridData=True)
    assert answer.json() == desk.get(ranges="Sheet1!B2:C3", includeGridData="true")


def test_a_whole_sheet_may_be_meant(desk: Any) -> None:
    desk.batch({"addSheet": {"properties": {"title": "It's", "sheetId": 5}}})
    answer = found(desk, {"gridRange": {"sheetId": 5}})
    assert [each["properties"]["title"] for each in answer.json()["sheets"]] == ["It's"]
    assert "data" not in answer.json()["sheets"][0]


def test_metadata_is_not_looked_up(desk: Any) -> None:
    answer = found(desk, {"developerMetadataLookup": {"metadataKey": "x"}})
    assert (answer.status_code, "developerMetadataLookup" in answer.text) == (501, True)
