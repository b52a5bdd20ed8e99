"""Rows within a list that are no records: a total, or the title of a section such as «Ушедшие клиенты».

A list of clients is often parted by a line of its own, merged across or alone in its row, and added up at the
end. Taken for clients such rows would be called, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sheets_adapter.columns import Kind, Table
from sheets_adapter.recognise import plain
from sheets_adapter.snapshot import Grid, Merge

_TOTAL = re.compile(
    r"(итого|всего|общий итог|среднее|средняя оценка|средний балл|average|total|grand total|subtotal)\b.*"
)
_SECTION = re.compile(
    r"((ушедш|бывш|архив|отвал|потерян|отказ|активн|действующ|текущ|приостановлен|неактивн|нов)\w*|на паузе|пауза|"
    r"former|lost|past|archived?|active|current|paused|on hold|inactive|new|churned|left)"
    r"( (наши )?(клиент|заказчик|компани|проект)\w*| (clients?|customers?|accounts?|projects?))?"
)
"""Words that part a list by what became of its clients; a line of a firm's own words is known by being merged."""
_WHOSE = re.compile(r"(менеджер|ответственный|куратор|отдел|account manager|manager|department)\b .+")
"""Words that part a list by who or what its clients belong to, with a name behind."""
_AMOUNT = re.compile(r"[\d\s.,]+\s*\D{0,12}")
"""«1 500 000 руб.», «65 клиентов»."""


class Title(NamedTuple):
    """``position`` counts the rows below the heading from 0; ``column`` is where the text stands."""

    position: int
    column: int
    text: str
    is_total: bool


def named_by(table: Table) -> str:
    """Key of the column that names a record of a list; empty where rows are not known by a name."""
    return next((each.key for each in table.columns if table.several and each.filled and each.kind is Kind.TEXT), "")


def titles_within(body: Grid, at: int, heading_row: int, merges: Sequence[Merge]) -> Iterator[Title]:
    """``body``: rows below the heading; ``at``: the column with the names; ``heading_row`` from 1."""
    across = {
        merge.top - heading_row
        for merge in merges
        if merge.left <= at < merge.right and merge.right - merge.left > 1 and merge.bottom - merge.top == 1
    }
    for position, row in enumerate(body):
        column = next((at for at, value in enumerate(row[: at + 1]) if isinstance(value, str) and value.strip()), -1)
        if column < 0 or not (_totals(row[column]) or _parts(row[column]) or position in across):
            continue
        others = [value for place, value in enumerate(row) if place != column and value is not None and value != ""]
        text = row[column].strip()
        if _totals(text) and all(isinstance(value, (int, float)) or _AMOUNT.fullmatch(str(value)) for value in others):
            yield Title(position, column, text, is_total=True)
        elif not others:
            yield Title(position, column, text, is_total=False)


@lru_cache(4096)
def _totals(text: str) -> bool:
    """A word for a sum; beside it nothing may stand but numbers and amounts."""
    return bool(_TOTAL.fullmatch(plain(text)))


@lru_cache(4096)
def _parts(text: str) -> bool:
    return bool(_SECTION.fullmatch(plain(text)) or _WHOSE.fullmatch(plain(text)))
