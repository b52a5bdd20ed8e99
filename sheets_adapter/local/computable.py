"""Formulas that no calculation engine should be asked for: they would take the whole process with them.

A panic of the engine can be caught, an overflowing stack or all memory of the machine cannot.
"""

from __future__ import annotations

import re

from sheets_adapter.local import limits
from sheets_adapter.local.ranges import column_number

LONGEST = 8192
"""Characters, as Excel has it."""
DEEPEST = 256
"""Brackets within brackets; Excel takes 64."""
MOST_CELLS = 30_000_000
"""That one formula refers to: the columns A to Z whole, and some more."""

_TEXT = re.compile(r'"[^"]*"|\'[^\']*\'')
_AREA = re.compile(r"(?<![\w.])\$?([A-Z]{0,3})\$?(\d*):\$?([A-Z]{0,3})\$?(\d*)(?![\w(])", re.IGNORECASE)


def is_computable(formula: str) -> bool:
    if len(formula) > LONGEST:
        return False
    if "(" not in formula and "{" not in formula and ":" not in formula:
        return True
    bare = _TEXT.sub("", formula)
    return _depth(bare) <= DEEPEST and sum(_size(*found.groups()) for found in _AREA.finditer(bare)) <= MOST_CELLS


def _depth(formula: str) -> int:
    depth = deepest = 0
    for sign in formula:
        if sign in "({":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in ")}":
            depth -= 1
    return deepest


def _size(left: str, top: str, right: str, bottom: str) -> int:
    rows = abs(int(bottom or limits.ROWS) - int(top or 1)) + 1
    columns = abs((column_number(right) if right else limits.COLUMNS) - (column_number(left) if left else 1)) + 1
    return rows * columns
