"""A cell merged over several rows says of each of them what it says: «Анна» beside ten clients is the manager of all.

Sheets keeps the value in the first row alone. A row without anything of its own is none and gets nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sheets_adapter.snapshot import Grid, Merge


def merged_down(body: Grid, heading_row: int, merges: Sequence[Merge], *, but: Collection[int] = ()) -> Grid:
    """``body``: rows below the heading; ``heading_row`` from 1; ``but``: columns that stay as they are."""
    whole = list(body)
    for merge in merges:
        first, at = merge.top - heading_row, merge.left
        if not 0 <= first < len(body) or at in but or at >= len(body[first]) or _is_blank(body[first][at]):
            continue
        for position in range(first + 1, min(merge.bottom - heading_row, len(body))):
            row = whole[position]
            if not all(map(_is_blank, body[position])):
                whole[position] = [*row[:at], *[""] * (at - len(row)), body[first][at], *row[at + 1 :]]
    return whole


def _is_blank(value: object) -> bool:
    return value is None or value == ""
