"""What `npsheets check` does: read, decide, list the issues; nothing is written and no Prefect is needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from flows.data_issues import issue_rows
from flows.decision import decide, rows_read, titles_read, understand
from flows.opening import open_for_person
from flows.progress import tell


@dataclass(frozen=True, eq=False)
class Checked:
    """``issues`` has the columns of the sheet Data issues; ``cell`` is an address without a link."""

    language: str
    issues: pd.DataFrame
    read: dict[str, int]
    rows_read: int
    rejected: int


def issues_of(location: str, as_of: str | None = None) -> Checked:
    """The data issues a run would list at the moment of ``as_of``, or now."""
    tell("connect", location=location)
    workbook = open_for_person(location)
    tell("reading")
    sheets = understand(workbook.snapshot(), as_of, datetime.now(UTC))
    language = sheets.settings.language
    tell("deciding", language=language)
    decided = decide("check", sheets)
    rows = issue_rows(decided.issues, sheets.snapshot, language)
    rows["cell"] = [cell.partition(" ")[0] for cell in rows["cell"]]
    return Checked(
        language=language,
        issues=rows,
        read=dict(titles_read(sheets.snapshot)),
        rows_read=rows_read(sheets.snapshot),
        rejected=decided.rejected,
    )
