"""The last run is taken back exactly, where nobody has built on it; what stays is listed."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets_adapter import Changes, Conflict
from sheets_adapter.errors import CannotUndo
from sheets_adapter.page import Cell, Style
from sheets_adapter.state import packed
from tests.sheets_adapter.conftest import JOURNAL, SMALL, TeamFile, history, task, tasks, write_sheets
from tests.sheets_adapter.picture import MEMORY, differences, picture
from tests.sheets_adapter.test_pages import CHART, DATA, KPI, changed

UNDO = {"when": pd.Timestamp("2026-11-02 09:00"), "flow": "undo", "version": "0.1", "note": "taken back"}


def commit(team_file, changes):
    workbook = team_file.open()
    return workbook.commit(workbook.snapshot(), changes)


def undo(team_file, by="one"):
    """What was left, as ``(address, reason)``."""
    workbook = team_file.open()
    snapshot = workbook.snapshot(strict=False)
    back = workbook.undoing(snapshot)
    assert not workbook.take_back(snapshot, back, UNDO, by)
    return [(left.address, left.reason) for left in back.left]


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


def issues(*cells):
    return pd.DataFrame(
        {"sheet": "Clients", "cell": [f"{cell} #gid=0&range={cell}" for cell in cells], "found": "?", "expected": "!"}
    )


def assert_as(before, team_file, without=MEMORY):
    assert differences(before, picture(team_file.path, without)) == []


RUNS = {
    "cells": Changes(tables={"history": history(Ann=75.0, Bob=25.0, Cid=0.0)}),
    "fewer rows": Changes(tables={"history": history(Bob=25.0), "data_issues": issues("C9")}),
    "links": Changes(tables={"data_issues": issues("A2", "C9", "D4")}),
    "rows": tasks(task("T-3", comment="two lines\nand a long, long sentence " * 9), task("T-4 #gid=0&range=A2")),
    "values of a page": Changes(pages=(changed(KPI, A2=45.0, B3="2 Nov"), DATA)),
    "look of a page": Changes(pages=(changed(KPI, A2=Cell(-10.0, Style(fill="#f4c7c3", wrap=True))), DATA)),
    "another page": Changes(
        pages=(
            replace(KPI, merges=(), widths={0: 90}, heights={1: 50}, charts=(replace(CHART, title="New"),), cells={
                **KPI.cells, (60, 7): Cell("far away"),
            }),
            replace(DATA, cells={**DATA.cells, (3, 0): Cell("Dec"), (3, 1): Cell(12.0)}),
        )
    ),
    "a sheet": Changes(tables={"client_history": pd.DataFrame({"client": ["Acme"]})}, create=("contacts",)),
}  # fmt: skip


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


def test_a_second_undo_has_nothing_to_take_back(running):
    commit(running, replace(RUNS["cells"], journal=JOURNAL))
    undo(running)
    with pytest.raises(CannotUndo, match="taken back"):
        undo(running)


def test_a_workbook_whose_last_run_left_no_record_says_so(running):
    def forget(book):
        sheet = book["npsheets"]
        for row in sheet.iter_rows(min_row=2):
            if str(row[0].value).startswith("undo"):
                row[0].value = row[1].value = None

    running.by_hand(forget)
    with pytest.raises(CannotUndo, match="no record of what a run wrote"):
        undo(running)


def test_a_workbook_that_something_else_wrote_into_since_is_left_alone(running):
    def another_revision(book):
        stamp = book.defined_names.pop("npsheets_r1")
        stamp.name = "npsheets_r7"
        book.defined_names.add(stamp)

    running.by_hand(another_revision)
    with pytest.raises(CannotUndo, match="did not finish"):
        undo(running)


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


def test_a_cell_that_somebody_overwrote_is_left_and_named(running):
    commit(running, Changes(tables={"history": history(Ann=75.0, Bob=26.0)}, pages=(changed(KPI, A2=45.0), DATA)))

    def scribble(book):
        book["History"]["I2"] = 99
        book["KPI"]["A2"] = 98

    running.by_hand(scribble)
    assert undo(running) == [("History!I2", "overwritten"), ("KPI!A2", "overwritten")]
    assert [row[8] for row in running.rows("History")[1:3]] == [99, 25]
    assert running.rows("KPI")[1][0] == 98


def wide(*rows):
    """Rows of the table History: name, n and NPS."""
    return pd.DataFrame(
        {"month": pd.Timestamp("2026-10-01"), "name": [row[0] for row in rows], "n": [row[1] for row in rows],
         "nps": [row[2] for row in rows]}
    )  # fmt: skip


def test_a_row_of_the_memory_that_somebody_changed_stays_whole(running):
    """Its figures of before beside one of now would be neither run's."""
    commit(running, Changes(tables={"history": wide(("Ann", 6.0, 50.0), ("Bob", 6.0, 25.0))}))
    commit(running, Changes(tables={"history": wide(("Ann", 9.0, 75.0), ("Bob", 7.0, 26.0))}))
    running.by_hand(lambda book: setattr(book["History"]["I2"], "value", 99))
    assert undo(running) == [("History!E2", "overwritten"), ("History!I2", "overwritten")]
    assert [(row[4], row[8]) for row in running.rows("History")[1:3]] == [(9, 99), (6, 25)]


def test_the_memory_goes_back_under_rows_inserted_above_its_heading_and_in_columns_that_were_moved(running):
    commit(running, Changes(tables={"history": history(Bob=26.0), "data_issues": issues("A2", "C9", "D4")}))

    def move(book):
        book["History"].insert_rows(1, 2)
        for row in book["History"].iter_rows(min_row=3):
            row[4].value, row[8].value = row[8].value, row[4].value
        book["Data issues"].insert_rows(1)

    running.by_hand(move)
    assert undo(running) == []
    assert [(row[3], row[4], row[8]) for row in running.rows("History")[2:5]] == [
        ("name", "NPS", "n"), ("Ann", 50, 6), ("Bob", 25, 6),
    ]  # fmt: skip
    assert running.cell("Data issues", "B3").hyperlink.location == "'Notes'!C7"
    assert [row[1] for row in running.rows("Data issues")[1:4]] == ["cell", "C7", "C9"]
    assert not any(running.rows("Data issues")[4:])


def test_the_memory_stays_whole_where_somebody_sorted_it(running):
    """What stood in a row before belongs to the row that stood there then."""
    commit(running, Changes(tables={"history": history(Ann=50.0, Cid=1.0)}))
    commit(running, Changes(tables={"history": history(Cid=2.0)}))

    def swap(book):
        for at in range(1, 14):
            one, other = book["History"].cell(2, at), book["History"].cell(3, at)
            one.value, other.value = other.value, one.value

    running.by_hand(swap)
    before = running.rows("History")
    assert undo(running) == [("History", "moved")]
    assert running.rows("History") == before


def test_a_column_that_a_run_gave_back_goes_again(running):
    running.by_hand(lambda book: book["History"].delete_cols(13))
    before = picture(running.path)
    commit(running, Changes(tables={"history": history(Ann=1.0).assign(teams="")}))
    assert running.cell("History", "M1").value == "teams"
    assert undo(running) == []
    assert_as(before, running)


@pytest.mark.parametrize(("title", "cell"), [("Tasks", "O1"), ("Tasks", "B1"), ("History", "D1")])
def test_rows_on_a_sheet_that_is_no_longer_recognised_are_not_passed_over(running, title, cell):
    before = picture(running.path)
    commit(running, Changes(tables={"history": history(Ann=75.0)}, appends=tasks(task("T-3")).appends))
    heading = running.cell(title, cell).value
    running.by_hand(lambda book: setattr(book[title][cell], "value", "something else"))
    if title == "History":
        assert undo(running) == [("History", "moved")]
        return
    with pytest.raises(CannotUndo, match="“Tasks” is no longer recognised"):
        undo(running)
    running.by_hand(lambda book: setattr(book[title][cell], "value", heading))
    assert undo(running) == []
    assert_as(before, running)


def test_figures_are_known_again_after_a_file_was_saved_with_fifteen_digits(running):
    """At 12 digits this one rounds otherwise than its first fifteen do."""
    figure = 44.73897833524995
    assert f"{figure:.12g}" != f"{float(f'{figure:.15g}'):.12g}"
    commit(running, Changes(tables={"history": history(Ann=figure)}))
    running.by_hand(lambda book: setattr(book["History"]["I2"], "value", float(f"{figure:.15g}")))
    assert undo(running) == []
    assert [row[8] for row in running.rows("History")[1:3]] == [50, 25]


def test_rows_that_people_filled_in_stay_and_the_others_go_wherever_they_stand(running):
    """Sorted, a row inserted, one filled in, one with a remark in a column of the team's own."""
    before = running.rows("Tasks")
    commit(running, tasks(task("T-3"), task("T-4"), task("T-5"), task("T-6")))

    def edit(book):
        sheet = book["Tasks"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=7)]
        for number, row in enumerate([rows[5], rows[2], rows[0], ["typed"], rows[3], rows[4], rows[1]], 2):
            for at in range(1, 16):
                sheet.cell(number, at).value = row[at - 1] if at <= len(row) else None
        sheet["I3"] = "call them"
        sheet["R7"] = "my own remark"

    running.by_hand(edit)
    assert sorted(undo(running)) == [("Tasks!3:3", "filled_in"), ("Tasks!7:7", "filled_in")]
    keys = [row[14] if len(row) > 14 else row[0] for row in running.rows("Tasks")[1:] if row]
    assert keys == ["T-3", "T-1", "typed", "T-5", "T-2"]
    assert len(before) == 3


def test_a_row_somebody_copied_is_left_with_its_copy(running):
    commit(running, tasks(task("T-3")))

    def copy(book):
        for at in range(1, 16):
            book["Tasks"].cell(5, at, book["Tasks"].cell(4, at).value)

    running.by_hand(copy)
    assert undo(running) == [("Tasks!4:4", "filled_in"), ("Tasks!5:5", "filled_in")]


def test_what_people_have_beside_the_rows_stays_where_it_shows_nothing(running):
    """Boxes not ticked, in a column of their own that reaches below the rows."""

    def prepare(book):
        for row in range(2, 7):
            book["Tasks"].cell(row, 17, value=False)

    commit(running, tasks(task("T-3"), task("T-4")))
    running.by_hand(prepare)
    assert undo(running) == []
    rows = running.rows("Tasks")
    assert [row[14] for row in rows[1:3]] == ["T-1", "T-2"]
    assert [row[16] for row in rows[1:6]] == [False] * 5
    assert not any(any(row[:16]) for row in rows[3:])


def test_formulas_of_peoples_over_the_rows_still_hold(running):
    running.by_hand(lambda book: setattr(book["Notes"]["A1"], "value", "=COUNTA(Tasks!A2:A40)"))
    commit(running, tasks(task("T-3"), task("T-4")))
    assert undo(running) == []
    assert running.cell("Notes", "A1").value == "=COUNTA(Tasks!A2:A40)"


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


def test_sheets_of_a_first_run_that_people_typed_into_stay(small):
    contacts = pd.DataFrame({"client": ["Acme"], "contact": ["Eve"]})
    commit(
        small,
        Changes(
            create=("contacts", "settings", "responses"),
            appends={"contacts": contacts, **tasks(task("T-1"), task("T-2")).appends},
            pages=(KPI, DATA), journal=JOURNAL,
        ),
    )  # fmt: skip

    def edit(book):
        book["Contacts"]["B3"] = "Bob"
        book["Tasks"]["I2"] = "call them"

    small.by_hand(edit)
    left = undo(small)
    assert left == [("Tasks!2:2", "filled_in"), ("Contacts", "typed_into"), ("Tasks", "typed_into")]
    titles = openpyxl.load_workbook(small.path).sheetnames
    assert set(titles) == {"Notes", "Clients", "Employees", "Contacts", "Tasks"}
    assert [row[14] for row in small.rows("Tasks")[1:] if row] == ["T-1"]


def test_a_page_from_an_older_version_is_left_as_it_is(running):
    def forget(book):
        for row in book["npsheets"].iter_rows(min_row=2):
            if str(row[0].value).startswith("drawn"):
                row[0].value = row[1].value = None

    running.by_hand(forget)
    commit(running, Changes(pages=(changed(KPI, A2=45.0), DATA)))
    assert undo(running) == [("KPI", "look_unknown")]
    assert running.rows("KPI")[1][0] == 45


def remember(team_file, **said):
    """Somebody types into the hidden sheet; ``drawn_kpi_01`` stands for ``drawn kpi 01``."""

    def edit(book):
        for row in book["npsheets"].iter_rows(min_row=2):
            row[1].value = said.get(str(row[0].value).replace(" ", "_"), row[1].value)

    team_file.by_hand(edit)


@pytest.mark.parametrize("drawn", ["hello", packed([1]), packed({"cells": [], "styles": [], "novelty": 1})])
def test_a_drawing_that_is_damaged_or_of_another_version_stops_no_run(running, drawn):
    remember(running, drawn_kpi_01=drawn)
    assert commit(running, Changes(pages=(changed(KPI, A2=45.0), DATA))).wrote
    remember(running, drawn_kpi_01=drawn)
    assert undo(running) == [("KPI", "look_unknown")]
    assert running.rows("KPI")[1][0] == 45


@pytest.mark.parametrize("record", ["hello", packed([1]), packed({"form": 99, "tables": {}})])
def test_a_record_that_is_damaged_or_of_another_version_is_none(running, record):
    commit(running, replace(RUNS["cells"], journal=JOURNAL))
    remember(running, undo_01=record)
    with pytest.raises(CannotUndo, match="no record of what a run wrote"):
        undo(running)
    assert commit(running, replace(RUNS["rows"], journal=JOURNAL)).wrote
    assert undo(running) == []


@pytest.mark.parametrize("title", ["Journal", "History", "Tasks", "KPI", "KPI data"])
def test_a_sheet_that_somebody_deleted_since_is_nobodys_business(running, title):
    """All else goes back all the same; the next run makes the sheet anew."""
    issues_before = running.rows("Data issues")
    commit(
        running,
        Changes(
            tables={"history": history(Ann=75.0), "data_issues": issues("A1")}, appends=tasks(task("T-3")).appends,
            pages=(replace(changed(KPI, A2=45.0), charts=(replace(CHART, title="New"),)), DATA), journal=JOURNAL,
        ),
    )  # fmt: skip
    running.by_hand(lambda book: book.remove(book[title]))
    assert undo(running) == []
    assert running.rows("Data issues")[:3] == issues_before[:3]
    assert title not in openpyxl.load_workbook(running.path).sheetnames


def test_of_two_undos_at_once_one_conflicts(running):
    commit(running, replace(RUNS["rows"], journal=JOURNAL))
    one, other = running.open(), running.open()
    seen = one.snapshot()
    back = one.undoing(seen)
    one.take_back(seen, back, UNDO, "one")
    with pytest.raises(Conflict):
        other.take_back(seen, back, UNDO, "other")


def test_of_an_undo_and_a_run_at_once_one_conflicts(running):
    commit(running, replace(RUNS["cells"], journal=JOURNAL))
    run = running.open()
    seen = run.snapshot()
    undo(running)
    with pytest.raises(Conflict):
        run.commit(seen, tasks(task("T-9")))


def test_rows_that_moved_since_they_were_looked_at_are_not_removed(running):
    commit(running, tasks(task("T-3"), task("T-4")))
    workbook = running.open()
    snapshot = workbook.snapshot()
    back = workbook.undoing(snapshot)
    running.by_hand(lambda book: book["Tasks"].insert_rows(2))
    before = running.rows("Tasks")
    with pytest.raises(Conflict):
        workbook.take_back(snapshot, back, UNDO, "one")
    assert running.rows("Tasks") == before


def test_rows_lost_to_somebody_who_sorted_in_that_very_moment_are_named(running):
    commit(running, tasks(task("T-3"), task("T-4")))
    workbook = running.open()
    snapshot = workbook.snapshot()
    back = workbook.undoing(snapshot)

    def sort(call):
        if call.method == "batchUpdate":
            running.by_hand(swap)

    def swap(book):
        for at in range(1, 16):
            one, other = book["Tasks"].cell(2, at), book["Tasks"].cell(5, at)
            one.value, other.value = other.value, one.value

    running.watch.before = sort
    (lost,) = workbook.take_back(snapshot, back, UNDO, "one")
    assert (lost.sheet, lost.rows, lost.stayed) == ("Tasks", (2,), ("T-4",))


def test_an_undo_of_a_run_with_shared_rows_costs_five_calls(running):
    commit(running, tasks(task("T-3")))
    running.calls.clear()
    undo(running)
    assert running.calls == {"get": 1, "values.batchGet": 3, "batchUpdate": 1}


def test_a_run_too_large_to_take_back_says_so(running, monkeypatch):
    monkeypatch.setattr("sheets_adapter.undo.record.MOST", 50)
    commit(running, replace(RUNS["cells"], journal=JOURNAL))
    with pytest.raises(CannotUndo, match="too much"):
        undo(running)


def test_a_run_in_several_parts_is_taken_back_whole(running, monkeypatch):
    monkeypatch.setattr("sheets_adapter.plan.BATCH", 120_000)
    monkeypatch.setattr("sheets_adapter.table_work.CHUNK", 100)
    before = picture(running.path)
    ledger = pd.DataFrame({"response_key": [f"R-{n:05}" for n in range(700)], "client": "Acme", "score": 7.0})
    receipt = commit(running, Changes(tables={"answer_ledger": ledger}, appends=tasks(task("T-3")).appends))
    assert receipt.calls > 1
    assert undo(running) == []
    assert_as(before, running)


def test_a_run_of_which_only_a_part_landed_is_not_taken_back(running, monkeypatch):
    monkeypatch.setattr("sheets_adapter.plan.BATCH", 120_000)
    monkeypatch.setattr("sheets_adapter.table_work.CHUNK", 100)
    ledger = pd.DataFrame({"response_key": [f"R-{n:05}" for n in range(700)], "client": "Acme", "score": 7.0})

    def break_off(call):
        if call.method == "batchUpdate" and running.calls["batchUpdate"] > 2:
            raise ConnectionAbortedError

    running.watch.before = break_off
    with pytest.raises(ConnectionAbortedError):
        commit(running, Changes(tables={"answer_ledger": ledger}))
    running.watch.before = None
    with pytest.raises(CannotUndo, match="did not finish"):
        undo(running)


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
