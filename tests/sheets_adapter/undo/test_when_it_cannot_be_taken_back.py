"""A run that cannot be taken back as it was says so; of two at once one gives way."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sheets_adapter import Changes, Conflict
from sheets_adapter.errors import CannotUndo
from sheets_adapter.local.injection import Edit
from sheets_adapter.state import packed
from tests.sheets_adapter.conftest import JOURNAL, task, tasks
from tests.sheets_adapter.picture import picture
from tests.sheets_adapter.test_pages import DATA, KPI, changed
from tests.sheets_adapter.undo.runs import RUNS, UNDO, assert_as, commit, remember, undo


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


def test_a_page_from_an_older_version_is_left_as_it_is(running):
    def forget(book):
        for row in book["npsheets"].iter_rows(min_row=2):
            if str(row[0].value).startswith("drawn"):
                row[0].value = row[1].value = None

    running.by_hand(forget)
    commit(running, Changes(pages=(changed(KPI, A2=45.0), DATA)))
    assert undo(running) == [("KPI", "look_unknown")]
    assert running.rows("KPI")[1][0] == 45


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

    def swap(book):
        for at in range(1, 16):
            one, other = book["Tasks"].cell(2, at), book["Tasks"].cell(5, at)
            one.value, other.value = other.value, one.value

    running.inject(Edit(method="batchUpdate", do=lambda _: running.by_hand(swap)))
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
        raise ConnectionAbortedError

    running.inject(Edit(method="batchUpdate", at=[2], do=break_off))
    with pytest.raises(ConnectionAbortedError):
        commit(running, Changes(tables={"answer_ledger": ledger}))
    with pytest.raises(CannotUndo, match="did not finish"):
        undo(running)
