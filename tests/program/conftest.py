"""Small tables, written as text where the reader of a test can see them.

    clients
    | client | manager | services     |
    | Acme   | Ann     | SEO; adverts |

A dataset is a few such tables, each under its key; what is not written is empty. The fixture
``tables`` reads them out of the test's own docstring.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import hypothesis
import pandas as pd
import pytest

from sheets_adapter.columns import Kind
from sheets_adapter.tables import BY_KEY

hypothesis.settings.register_profile("soak", max_examples=10_000, deadline=None)
hypothesis.settings.register_profile("default", max_examples=100, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

FIRST_ROW = 2
YES = {"yes", "true", "1"}
EMPTY = {
    Kind.LIST: (),
    Kind.DATE: pd.NaT,
    Kind.MONTH: pd.NaT,
    Kind.MOMENT: pd.NaT,
    Kind.SCORE: float("nan"),
    Kind.NUMBER: float("nan"),
    Kind.SHARE: float("nan"),
    Kind.FLAG: False,
}
DTYPES = {
    Kind.LIST: "object",
    Kind.DATE: "datetime64[ns]",
    Kind.MONTH: "datetime64[ns]",
    Kind.MOMENT: "datetime64[ns]",
    Kind.SCORE: "float64",
    Kind.NUMBER: "float64",
    Kind.SHARE: "float64",
    Kind.FLAG: "bool",
}


def _value(kind: Kind, cell: str) -> object:
    if not cell:
        return EMPTY.get(kind, "")
    if kind is Kind.LIST:
        return tuple(part.strip() for part in cell.replace(";", ",").split(",") if part.strip())
    if kind in {Kind.DATE, Kind.MONTH, Kind.MOMENT}:
        return pd.Timestamp(cell)
    if kind in {Kind.SCORE, Kind.NUMBER, Kind.SHARE}:
        return float(cell)
    return cell in YES if kind is Kind.FLAG else cell


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _frame_from(text: str, table: str) -> pd.DataFrame:
    """A typed frame of a declared table from a pipe table; rows count from 2 unless a column ``row`` says."""
    lines = [line for line in text.splitlines() if line.strip().startswith("|")]
    heading = _cells(lines[0]) if lines else []
    unknown = set(heading) - {"row"} - {column.key for column in BY_KEY[table].columns}
    if unknown:
        raise ValueError(f"table {table} has no column {sorted(unknown)}")
    written = [dict(zip(heading, _cells(line), strict=True)) for line in lines[1:]]
    frame = pd.DataFrame(index=range(len(written)))
    for column in BY_KEY[table].columns:
        values = [_value(column.kind, cells.get(column.key, "")) for cells in written]
        frame[column.key] = pd.Series(values, dtype=DTYPES.get(column.kind, "str"), index=frame.index)
    rows = [int(cells.get("row") or at) for at, cells in enumerate(written, FIRST_ROW)]
    return frame.assign(row=pd.Series(rows, dtype="int64", index=frame.index))


def _tables_from(text: str) -> dict[str, pd.DataFrame]:
    """Every declared table, filled with those written in the text under their keys."""
    written: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if line.strip() in BY_KEY:
            key = line.strip()
        elif line.strip().startswith("|"):
            written[key] = written.get(key, "") + line + "\n"
    return {key: _frame_from(written.get(key, ""), key) for key in BY_KEY}


@pytest.fixture(scope="session")
def frame_from() -> Callable[[str, str], pd.DataFrame]:
    return _frame_from


@pytest.fixture(scope="session")
def tables_from() -> Callable[[str], dict[str, pd.DataFrame]]:
    return _tables_from


@pytest.fixture
def tables(request: pytest.FixtureRequest) -> dict[str, pd.DataFrame]:
    """The dataset in the docstring of the test that asks for it."""
    return _tables_from(request.function.__doc__ or "")
