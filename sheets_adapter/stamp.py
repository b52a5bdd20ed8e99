"""The revision stamp: of two runs that read the same revision, one batch is refused whole.

A named range ``npsheets_rN`` on the hidden sheet bears the revision. A batch deletes it by the id that the
snapshot returned and adds ``npsheets_rN+1`` with that name as its id. Google voids a batch that deletes what
is not there or adds an id that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sheets_adapter import requests
from sheets_adapter.encoding import Json
from sheets_adapter.structure import STAMP


def move(sheet_id: int, old_ids: Iterable[str], revision: int) -> Iterator[Json]:
    """From whatever stamps there are to ``revision``."""
    for range_id in sorted(old_ids):
        yield requests.delete_name(range_id)
    yield requests.add_name(name(revision), requests.area(sheet_id, 0, 0, 1, 1))


def name(revision: int) -> str:
    """Name and id of the stamp of a revision."""
    return f"{STAMP}{revision}"
