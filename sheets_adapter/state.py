"""The adapter's own hidden sheet: a key and a value a row. The revision stamp is a named range on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sheets_adapter.columns import Owner, Table, text, words
from sheets_adapter.snapshot import Sheet

STATE = Table(
    "npsheets",
    Owner.PROGRAM,
    words("npsheets", "npsheets"),
    (text("key", words("key", "ключ"), 200), text("value", words("value", "значение"), 600)),
    hidden=True,
)

PAGE = "page "
LOOK = "look "


def state_of(frame: pd.DataFrame) -> dict[str, str]:
    return dict(zip(frame["key"], frame["value"], strict=True))


def remembered_page(key: str, sheet: Sheet) -> dict[str, str]:
    """Where a page was drawn."""
    return {PAGE + key: json.dumps({"sheet": sheet.sheet_id, "title": sheet.title}, ensure_ascii=False)}


def page_sheet(key: str, sheets: tuple[Sheet, ...], state: Mapping[str, str]) -> Sheet | None:
    """The sheet a page was drawn on: by id, or by title where a file lost its ids."""
    kept = _kept(state.get(PAGE + key, ""))
    by_id = next((sheet for sheet in sheets if sheet.sheet_id == kept.get("sheet")), None)
    return by_id or next((sheet for sheet in sheets if sheet.title == kept.get("title")), None)


def page_ids(sheets: tuple[Sheet, ...], state: Mapping[str, str]) -> set[int]:
    """Ids of all sheets that pages were drawn on."""
    keys = [key.removeprefix(PAGE) for key in state if key.startswith(PAGE)]
    return {found.sheet_id for key in keys if (found := page_sheet(key, sheets, state))}


def _kept(text: str) -> dict[str, Any]:
    try:
        kept = json.loads(text or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def state_frame(state: Mapping[str, str]) -> pd.DataFrame:
    rows = sorted(state.items())
    return pd.DataFrame(
        {"key": pd.Series([key for key, _ in rows], dtype="str"), "value": pd.Series([v for _, v in rows], dtype="str")}
    )
