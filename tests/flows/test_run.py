"""One run among others: somebody else writes first, the service fails and recovers."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheets_adapter.errors import Conflict, MissingTable, QuotaExceeded, Refused
from sheets_adapter.workbook import Workbook
from tests.flows.sheet import add_rows, rows_of


class Outcome:
    """A task's state that holds a result or an exception."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def result(self) -> None:
        if self.error:
            raise self.error


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch):
    """Makes the first so many commits lose against somebody else's."""
    commit = Workbook.commit

    def lose(times: int) -> list[int]:
        lost: list[int] = []

        def commit_or_lose(workbook, snapshot, changes):
            if len(lost) < times:
                lost.append(snapshot.revision)
                raise Conflict(detail="the range npsheets_r2 exists already")
            return commit(workbook, snapshot, changes)

        monkeypatch.setattr(Workbook, "commit", commit_or_lose)
        return lost

    return lose


def run_daily(path: Path):
    from flows.daily import daily_watch

    return daily_watch(str(path), as_of="2026-10-06T07:00")


def with_a_client(path: Path) -> Path:
    add_rows(path, "Clients", {"client": "Acme", "status": "active"})
    return path


def test_a_run_that_loses_twice_decides_again_and_lands(new_workbook: Path, prefect_here: None, interrupted) -> None:
    lost = interrupted(2)
    report = run_daily(with_a_client(new_workbook))
    assert len(lost) == 2
    assert report.receipt.wrote
    assert [row["client"] for row in rows_of(new_workbook, "Survey plan")] == ["Acme"]


def test_a_run_that_loses_three_times_says_what_the_service_said(
    new_workbook: Path, prefect_here: None, interrupted
) -> None:
    interrupted(3)
    with pytest.raises(Conflict, match=r"Run again in a minute. the range npsheets_r2 exists already"):
        run_daily(with_a_client(new_workbook))


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (QuotaExceeded(detail=""), True),
        (Refused(detail=""), False),
        (MissingTable(table="clients"), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_only_errors_that_pass_are_worth_another_try(error: Exception | None, again: bool) -> None:
    from flows.run import is_transient

    assert is_transient(None, None, Outcome(error)) is again


def test_nobody_who_waits_at_a_terminal_is_kept_waiting_for_another_try() -> None:
    from flows.progress import listening
    from flows.run import is_transient

    with listening(lambda _step, _values: None):
        assert not is_transient(None, None, Outcome(QuotaExceeded()))
