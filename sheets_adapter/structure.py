"""What ``spreadsheets.get`` is asked and what is kept of its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sheets_adapter.snapshot import Merge, Sheet, Structure

FIELDS = (
    "properties(title,locale,timeZone),"
    "namedRanges(namedRangeId,name),"
    "sheets(properties(sheetId,title,index,sheetType,hidden,gridProperties(rowCount,columnCount)),"
    "merges(startRowIndex,endRowIndex,startColumnIndex,endColumnIndex),"
    "protectedRanges(protectedRangeId,range,warningOnly,requestingUserCanEdit),charts(chartId),basicFilter)"
)
STAMP = "npsheets_r"
_STAMP = re.compile(re.escape(STAMP) + r"(\d+)")


def read_structure(answer: Mapping[str, Any]) -> Structure:
    properties = answer["properties"]
    names = answer.get("namedRanges", ())
    return Structure(
        title=properties.get("title", ""),
        locale=properties.get("locale", "en_US"),
        time_zone=properties.get("timeZone", "Etc/GMT"),
        sheets=tuple(_sheet(each) for each in answer.get("sheets", ())),
        stamps={each["name"]: each["namedRangeId"] for each in names if _STAMP.fullmatch(each.get("name", ""))},
    )


def revision(structure: Structure) -> int:
    """The highest revision that a stamp bears, 0 without one."""
    return max((int(name.removeprefix(STAMP)) for name in structure.stamps), default=0)


def _sheet(answer: Mapping[str, Any]) -> Sheet:
    properties = answer["properties"]
    grid = properties.get("gridProperties", {})
    return Sheet(
        # Google leaves out what is zero, the first sheet's id among it.
        sheet_id=properties.get("sheetId", 0),
        title=properties["title"],
        index=properties.get("index", 0),
        rows=grid.get("rowCount", 0),
        columns=grid.get("columnCount", 0),
        hidden=properties.get("hidden", False),
        is_grid=properties.get("sheetType", "GRID") == "GRID",
        charts=tuple(chart["chartId"] for chart in answer.get("charts", ())),
        basic_filter=answer.get("basicFilter"),
        protected=tuple(each["protectedRangeId"] for each in answer.get("protectedRanges", ())),
        locked=tuple(each.get("range", {}) for each in answer.get("protectedRanges", ()) if _locks(each)),
        merges=tuple(_merge(each) for each in answer.get("merges", ())),
    )


def _merge(answer: Mapping[str, int]) -> Merge:
    return Merge(
        answer.get("startRowIndex", 0),
        answer.get("startColumnIndex", 0),
        answer["endRowIndex"],
        answer["endColumnIndex"],
    )


def _locks(protected: Mapping[str, Any]) -> bool:
    """Google leaves out what is false."""
    return not protected.get("warningOnly") and not protected.get("requestingUserCanEdit")
