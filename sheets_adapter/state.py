"""The adapter's own hidden sheet: a key and a value a row. The revision stamp is a named range on it."""

from __future__ import annotations

import base64
import itertools
import json
import zlib
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
DRAWN = "drawn "
"""The page itself in few words, see ``sheets_adapter.undo.drawing``."""
LINKS = "links "
"""Where the cells of a table's LINK columns lead: that cannot be read together with the values."""
PART = 30_000
"""Characters of a long value in one cell; an .xlsx file takes 32,767."""


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


def packed(value: Any) -> str:
    """A large value as letters and digits."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def unpacked(text: str) -> Any:
    """None where there is nothing, or something that a person changed."""
    try:
        return json.loads(zlib.decompress(base64.b64decode(text))) if text else None
    except (ValueError, zlib.error):
        return None


def in_parts(key: str, text: str) -> dict[str, str]:
    """A long text as several rows of the state."""
    starts = range(0, len(text), PART)
    return {f"{key} {number:02}": text[start : start + PART] for number, start in enumerate(starts, 1)}


def joined(state: Mapping[str, str], key: str) -> str:
    """A text that ``in_parts`` divided; empty where there is none."""
    found = (state.get(f"{key} {number:02}", "") for number in range(1, 100))
    return "".join(itertools.takewhile(bool, found))


def without(state: Mapping[str, str], key: str) -> dict[str, str]:
    """The state without a long text."""
    return {name: value for name, value in state.items() if not _is_part(name, key)}


def _is_part(name: str, key: str) -> bool:
    return name.startswith(f"{key} ") and name.removeprefix(f"{key} ").isdigit()
