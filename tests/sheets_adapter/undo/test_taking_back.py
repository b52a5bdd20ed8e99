"""The last run is taken back exactly, where nobody has built on it."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets_adapter import Changes
from tests.sheets_adapter.conftest import JOURNAL, SMALL, TeamFile, history, task, tasks, write_sheets
from tests.sheets_adapter.picture import differences, picture
from tests.sheets_adapter.test_pages import DATA, KPI, changed
from tests.sheets_adapter.undo.runs import RUNS, assert_as, commit, undo


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_run_taken_back_leaves_the_workbook_as_it_was(running, run):
    before = picture(running.path)
    assert commit(running, replace(run, journal=JOURNAL)).wrote
    assert differences(before, picture(running.path)) != []
    assert undo(running) == []
    assert_as(before, running)


def test_an_undo_moves_the_revision_forward_and_stands_in_the_journal(running):
    commit(running, replace(RUNS["cells"], journal=JOURNAL))
    undo(running)
    snapshot = running.open().snapshot()
    assert snapshot.revision == 3
    journal = snapshot.tables["journal"]
    assert journal["flow"].tolist() == ["daily", "daily", "undo"]
    assert journal["cells_changed"].iloc[-1] == 7
    assert journal["note"].iloc[-1] == "taken back"


def test_the_same_run_again_writes_the_same_as_before_it_was_taken_back(running):
    run = Changes(
        tables={"history": history(Ann=1.0)}, appends=tasks(task("T-3")).appends, pages=(changed(KPI, A2=1.0), DATA)
    )
    commit(running, run)
    after = picture(running.path)
    undo(running)
    commit(running, run)
    assert_as(after, running)


def test_checked_on_written_since_is_no_hindrance_and_comes_back(running):
    before = picture(running.path)
    commit(running, Changes(tables={"history": history(Ann=75.0)}, pages=(changed(KPI, B3="2 Nov"), DATA)))
    commit(running, Changes(pages=(changed(KPI, B3="3 Nov"), DATA), write_quiet=True))
    assert undo(running) == []
    assert_as(before, running)


def test_checked_on_written_by_itself_before_the_run_comes_back_too(running):
    commit(running, Changes(pages=(changed(KPI, B3="2 Nov"), DATA), write_quiet=True))
    before = picture(running.path)
    commit(running, Changes(pages=(changed(KPI, B3="3 Nov", A2=1.0), DATA)))
    assert undo(running) == []
    assert_as(before, running)


def test_a_column_that_a_run_gave_back_goes_again(running):
    running.by_hand(lambda book: book["History"].delete_cols(13))
    before = picture(running.path)
    commit(running, Changes(tables={"history": history(Ann=1.0).assign(teams="")}))
    assert running.cell("History", "M1").value == "teams"
    assert undo(running) == []
    assert_as(before, running)


def test_a_filter_that_followed_the_rows_goes_back(running):
    running.by_hand(lambda book: setattr(book["Tasks"].auto_filter, "ref", "A1:O3"))
    before = picture(running.path)
    commit(running, tasks(task("T-3"), task("T-4")))
    assert undo(running) == []
    assert_as(before, running)


def test_grids_that_grew_are_as_large_as_before(running):
    before = picture(running.path)
    many = pd.concat([history(Ann=float(n % 100)) for n in range(400)], ignore_index=True)
    rows = [task(f"T-{number}") for number in range(10, 1_200)]
    commit(running, Changes(tables={"history": many}, appends=tasks(*rows).appends))
    assert undo(running) == []
    assert_as(before, running)


def test_a_first_run_goes_without_a_trace(small):
    before = picture(small.path, frozenset())
    commit(
        small,
        Changes(
            tables={"history": history(Ann=50.0)}, appends=tasks(task("T-1")).appends, pages=(KPI, DATA),
            journal=JOURNAL, create=("contacts", "settings"),
        ),
    )  # fmt: skip
    assert undo(small) == []
    assert_as(before, small, frozenset())
    assert small.open().snapshot().revision == 0


def test_an_empty_sheet_that_was_filled_is_empty_again(team_file):
    """
    Clients
    | Client |
    | Acme   |

    Employees
    | Name |
    | Ann  |

    Tasks
    | |
    """
    before = picture(team_file.path, frozenset())
    commit(team_file, tasks(task("T-1")))
    assert undo(team_file) == []
    assert_as(before, team_file, frozenset())


NAMES = st.sampled_from(["Ann", "Bob", "Cid", "Dee", "=1", "two\nlines", ""])


FIGURES = st.one_of(st.none(), st.integers(-100, 100).map(float), st.sampled_from([100 / 3, 1e-9, 1e15]))


ROWS = st.lists(st.tuples(NAMES, FIGURES), max_size=6)


FRAMES = ROWS.map(
    lambda rows: pd.DataFrame(
        {
            "month": pd.Timestamp("2026-10-01"),
            "name": pd.Series([name for name, _ in rows], dtype="str"),
            "nps": pd.Series([figure for _, figure in rows], dtype="float64"),
        }
    )
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=FRAMES, after=FRAMES, old=st.integers(0, 3), new=st.integers(0, 4))
def test_whatever_a_run_changed_comes_back(tmp_path, before, after, old, new):
    path = tmp_path / f"{uuid4().hex}.xlsx"
    write_sheets(path, SMALL)
    team_file = TeamFile(path)
    standing = [task(f"T-{number}") for number in range(old + 1)]
    commit(team_file, Changes(tables={"history": before}, appends=tasks(*standing).appends, journal=JOURNAL))
    snapshot = team_file.open().snapshot()
    fresh = [task(f"N-{number}", comment="=2") for number in range(new)]
    appends = tasks(*fresh).appends if fresh else {}
    if not commit(team_file, Changes(tables={"history": after}, appends=appends, journal=JOURNAL)).wrote:
        return
    assert undo(team_file) == []
    back = team_file.open().snapshot()
    for key in ("history", "tasks"):
        sheet_id = back.places[key].sheet.sheet_id
        assert back.grids[sheet_id] == snapshot.grids[sheet_id]
        assert back.places[key].sheet == snapshot.places[key].sheet
