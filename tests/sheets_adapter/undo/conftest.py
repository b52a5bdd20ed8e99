"""A workbook on which the programme runs."""

from __future__ import annotations

import pytest

from sheets_adapter import Changes
from tests.sheets_adapter.conftest import JOURNAL, history, task, tasks
from tests.sheets_adapter.test_pages import DATA, KPI
from tests.sheets_adapter.undo.runs import commit, issues


@pytest.fixture
def running(small):
    """A workbook in which the programme has run before."""
    commit(
        small,
        Changes(
            tables={"history": history(Ann=50.0, Bob=25.0), "data_issues": issues("C7", "C9")},
            appends=tasks(task("T-1"), task("T-2", "Borg")).appends,
            pages=(KPI, DATA),
            journal=JOURNAL,
        ),
    )
    return small
