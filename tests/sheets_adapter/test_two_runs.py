"""Of two runs that read the same revision one is refused whole; a lost answer is never written twice."""

from __future__ import annotations

import pytest

from sheets_adapter import Changes, Conflict, ServiceError
from sheets_adapter.local.injection import Edit, Fault
from tests.sheets_adapter.conftest import history, task, tasks


@pytest.mark.parametrize("first_run_of_all", [True, False])
def test_of_two_runs_at_once_one_conflicts_and_writes_nothing(small, first_run_of_all):
    if not first_run_of_all:
        workbook = small.open()
        workbook.commit(workbook.snapshot(), tasks(task("T-0")))
    one, other = small.open(), small.open()
    seen_by_one, seen_by_other = one.snapshot(), other.snapshot()
    one.commit(seen_by_one, tasks(task("T-1")))
    with pytest.raises(Conflict):
        other.commit(seen_by_other, tasks(task("T-1")))
    keys = small.open().snapshot().tables["tasks"]["task_key"].tolist()
    assert keys.count("T-1") == 1


def test_after_a_conflict_a_new_look_finds_what_the_other_run_wrote(small):
    one, other = small.open(), small.open()
    stale = other.snapshot()
    one.commit(one.snapshot(), Changes(tables={"history": history(Ann=50.0)}))
    changes = Changes(tables={"history": history(Ann=50.0)})
    with pytest.raises(Conflict):
        other.commit(stale, changes)
    assert not other.commit(other.snapshot(), changes).wrote


def test_a_lost_answer_ends_in_a_conflict_and_nothing_twice(small):
    """The batch landed, the answer did not arrive: the repetition is refused because the stamp has moved."""
    small.inject(Fault(kind="503", method="batchUpdate", at=[1], after=True))
    workbook = small.open()
    with pytest.raises(Conflict):
        workbook.commit(workbook.snapshot(), tasks(task("T-1")))
    assert small.open().snapshot().tables["tasks"]["task_key"].tolist() == ["T-1"]


def test_a_batch_that_did_not_land_is_sent_again(small):
    small.inject(Fault(kind="503", method="batchUpdate", at=[1, 2]))
    workbook = small.open()
    assert workbook.commit(workbook.snapshot(), tasks(task("T-1"))).wrote
    assert workbook.calls["write"] == 1
    assert small.open().snapshot().tables["tasks"]["task_key"].tolist() == ["T-1"]


def test_a_service_that_stays_away_is_an_error_and_writes_nothing(small):
    small.inject(Fault(kind="503", method="batchUpdate"))
    workbook = small.open()
    before = small.path.read_bytes()
    with pytest.raises(ServiceError, match="out of order"):
        workbook.commit(workbook.snapshot(), tasks(task("T-1")))
    assert small.path.read_bytes() == before


def test_a_connection_that_breaks_while_reading_is_tried_again(small):
    small.inject(Fault(kind="reset", at=[1]), Fault(kind="timeout", at=[2]), Fault(kind="truncated", at=[3]))
    workbook = small.open()
    assert workbook.snapshot().rows_read["clients"] == 2
    assert workbook.client.tries["read"] == 5
    assert workbook.calls["read"] == 2


def test_the_revision_outlives_a_stamp_that_somebody_deleted(small):
    workbook = small.open()
    workbook.commit(workbook.snapshot(), tasks(task("T-1")))
    workbook.commit(workbook.snapshot(), tasks(task("T-2")))

    def delete_the_stamp(book):
        del book.defined_names["npsheets_r2"]

    small.by_hand(delete_the_stamp)
    snapshot = workbook.snapshot()
    assert snapshot.revision == 2, "the Journal knows it"
    assert workbook.commit(snapshot, tasks(task("T-3"))).revision == 3


def test_a_sheet_renamed_between_the_two_calls_is_read_under_its_new_name(small):
    def rename(call):
        small.by_hand(lambda book: setattr(book["Clients"], "title", "Customers"))

    small.inject(Edit(method="values.batchGet", at=[1], do=rename))
    snapshot = small.open().snapshot()
    assert snapshot.places["clients"].sheet.title == "Customers"
    assert snapshot.rows_read["clients"] == 2
