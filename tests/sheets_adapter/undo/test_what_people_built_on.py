"""What people have done since a run stays, and is listed."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from sheets_adapter import Changes
from sheets_adapter.errors import CannotUndo
from tests.sheets_adapter.conftest import JOURNAL, history, task, tasks
from tests.sheets_adapter.picture import picture
from tests.sheets_adapter.test_pages import CHART, DATA, KPI, changed
from tests.sheets_adapter.undo.runs import assert_as, commit, issues, undo, wide


def test_a_cell_that_somebody_overwrote_is_left_and_named(running):
    commit(running, Changes(tables={"history": history(Ann=75.0, Bob=26.0)}, pages=(changed(KPI, A2=45.0), DATA)))

    def scribble(book):
        book["History"]["I2"] = 99
        book["KPI"]["A2"] = 98

    running.by_hand(scribble)
    assert undo(running) == [("History!I2", "overwritten"), ("KPI!A2", "overwritten")]
    assert [row[8] for row in running.rows("History")[1:3]] == [99, 25]
    assert running.rows("KPI")[1][0] == 98


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
