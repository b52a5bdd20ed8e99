"""What is too much for one batch goes in parts: what people see is in the last; a part alone is not taken for all."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from sheets_adapter import Changes, plan, table_work
from sheets_adapter.local.injection import Edit
from tests.sheets_adapter.conftest import JOURNAL, task, tasks


def commit(team_file, changes):
    workbook = team_file.open()
    return workbook.commit(workbook.snapshot(), changes)


def test_a_first_import_of_years_goes_in_parts_and_what_people_see_in_the_last(small, monkeypatch):
    monkeypatch.setattr(plan, "BATCH", 300_000)
    monkeypatch.setattr(table_work, "CHUNK", 100)
    rows = 1_500
    ledger = pd.DataFrame(
        {
            "response_key": [f"R-{n:06}" for n in range(rows)],
            "survey": "quarterly",
            "month": pd.Timestamp("2026-10-01"),
            "date": pd.Timestamp("2026-10-05"),
            "client": [f"Client {n}" for n in range(rows)],
            "score": [float(n % 11) for n in range(rows)],
            "counted": True,
        }
    )
    receipt = commit(
        small, Changes(tables={"answer_ledger": ledger}, appends=tasks(task("T-1")).appends, journal=JOURNAL)
    )
    sent = small.sent()
    assert receipt.calls == len(sent) > 1
    assert receipt.revision == len(sent), "each part moves the revision"
    assert all(len(json.dumps(body)) < 400_000 for body in sent)
    appended = [any("appendCells" in request for request in body["requests"]) for body in sent]
    assert appended == [False] * (len(sent) - 1) + [True]
    snapshot = small.open().snapshot()
    assert snapshot.revision == receipt.revision
    assert snapshot.tables["answer_ledger"]["response_key"].tolist() == ledger["response_key"].tolist()
    assert len(snapshot.tables["journal"]) == 1


def test_what_a_run_that_broke_off_has_written_ahead_is_not_taken_for_done(small, monkeypatch):
    """The ledger would say of every answer that its task was made, and none stands on the sheet Tasks."""
    monkeypatch.setattr(plan, "BATCH", 120_000)
    monkeypatch.setattr(table_work, "CHUNK", 100)
    commit(small, Changes(tables={"answer_ledger": answer_ledger(range(3))}, journal=JOURNAL))
    more = Changes(
        tables={"answer_ledger": answer_ledger(range(700))}, appends=tasks(task("T-1")).appends, journal=JOURNAL
    )

    def break_off(call):
        raise ConnectionAbortedError

    small.inject(Edit(method="batchUpdate", at=[2], do=break_off))
    with pytest.raises(ConnectionAbortedError):
        commit(small, more)
    assert len(small.rows("Answer ledger")) > 100
    snapshot = small.open().snapshot()
    assert snapshot.tables["answer_ledger"]["response_key"].tolist() == ["R-00000", "R-00001", "R-00002"]
    assert commit(small, more).appended == {"tasks": 1}
    after = small.open().snapshot().tables
    assert len(after["answer_ledger"]) == 700
    assert after["tasks"]["task_key"].tolist() == ["T-1"]
    assert not commit(small, Changes(tables=more.tables)).wrote


def answer_ledger(numbers):
    return pd.DataFrame({"response_key": [f"R-{n:05}" for n in numbers], "client": "Acme", "score": 7.0})
