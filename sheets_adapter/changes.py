"""What a run wants written, what that would do, and what it did: the way out of the adapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sheets_adapter.page import Page


@dataclass(frozen=True)
class Changes:
    """Everything one run writes. All of it lands in one call, or nothing does.

    ``tables``: for each of the PROGRAM's tables by key the whole content that is wanted, in the order of the
    rows; only cells that differ are sent, rows too many are emptied. A table that is not named stays as it is.
    ``appends``: rows for SHARED tables by key; only the frame's columns that the table declares are taken,
    ``row`` is ignored. PEOPLE's tables may be given only together with ``create``, and only where missing.
    ``pages``: sheets laid out whole.
    ``journal``: the run's own row: ``when``, ``flow``, ``version``, ``month``, ``rows_read``, ``rejected``,
    ``note``; ``revision``, ``appended``, ``cells_changed`` and ``calls`` are filled in by the adapter.
    It is written only along with something else.
    ``write_quiet``: write a page's quiet cells even if nothing else changed (then without a Journal row).
    ``follow_up``: what cannot be taken back, as letters are out of the house: the run before still can, as if this
    had not been written.
    ``create``: keys of tables whose sheets are made, if missing, even when there is nothing to put in.
    """

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    appends: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    journal: Mapping[str, Any] | None = None
    write_quiet: bool = False
    follow_up: bool = False
    create: tuple[str, ...] = ()
    language: str = ""
    """``en`` or ``ru``: the language of what is written; empty: the workbook's own, as the snapshot found it."""


@dataclass(frozen=True)
class CellChange:
    """One cell that would change: values as a person reads them, empty for an empty cell."""

    address: str
    old: str
    new: str


@dataclass(frozen=True)
class SheetPreview:
    """What would happen to one sheet."""

    title: str
    table: str
    """Key of the table or of the page; empty for the adapter's own sheet."""
    created: bool = False
    appended: int = 0
    samples: tuple[Mapping[str, str], ...] = ()
    """The first appended rows: heading -> text, filled cells only."""
    cells_changed: int = 0
    changes: tuple[CellChange, ...] = ()
    """The first changed cells."""
    charts: int = 0
    """Charts drawn anew."""


@dataclass(frozen=True)
class Preview:
    """What ``commit`` would do, without doing it; sheets that stay as they are left out."""

    writes: bool
    sheets: tuple[SheetPreview, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What ``commit`` did. ``appended`` and ``cells_changed`` are counts by table or page key."""

    wrote: bool
    revision: int
    calls: int = 0
    """Write calls, retries not counted: 0 or 1, more only where a batch would have been too large."""
    appended: Mapping[str, int] = field(default_factory=dict)
    cells_changed: Mapping[str, int] = field(default_factory=dict)
    created: tuple[str, ...] = ()
    """Titles of the sheets made."""
