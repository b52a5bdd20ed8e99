"""Mistakes in people's data, as rows: where, what stands there, what kind, does the row count.

An issue frame has the columns ``table`` (key of the table), ``row`` (int64, the sheet row),
``column`` (key, may be empty), ``found`` (what stands there), ``code`` (what is wrong),
``hint`` (the closest match, the other row, what is expected) and ``rejects`` (bool: the row is
left out of the figures). The sentences for each code are not made here.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

DTYPES = {
    "table": "str",
    "row": "int64",
    "column": "str",
    "found": "str",
    "code": "str",
    "hint": "str",
    "rejects": "bool",
}
COLUMNS = tuple(DTYPES)


def about(
    table: str,
    rows: pd.Series[int],
    column: str,
    code: str,
    *,
    found: pd.Series[str] | str = "",
    hint: pd.Series[str] | str = "",
    rejects: bool = False,
) -> pd.DataFrame:
    """One issue for each of ``rows`` (sheet rows); ``found`` and ``hint`` aligned with them, or one text for all."""
    if rows.empty:
        return none()
    frame = pd.DataFrame({"row": rows})
    for name, value in (("found", found), ("hint", hint)):
        frame[name] = value.astype("str") if isinstance(value, pd.Series) else value
    return _typed(frame.assign(table=table, column=column, code=code, rejects=rejects))


def none() -> pd.DataFrame:
    return _NONE.copy()


def joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All issues of several frames in their order, each once."""
    filled = [frame for frame in frames if len(frame)]
    return _typed(pd.concat(filled)).drop_duplicates(ignore_index=True) if filled else none()


def rejected_rows(issues: pd.DataFrame) -> int:
    """How many different rows of people's tables are left out of the figures."""
    return len(issues.loc[issues["rejects"], ["table", "row"]].drop_duplicates())


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[list(COLUMNS)].astype(DTYPES).reset_index(drop=True)


_NONE = _typed(pd.DataFrame({name: [] for name in COLUMNS}))
