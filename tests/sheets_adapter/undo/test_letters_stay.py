"""A letter that is out of the house cannot be taken back: whoever forgot it would send it again."""

from __future__ import annotations

import pandas as pd

from sheets_adapter import Changes
from tests.sheets_adapter.conftest import JOURNAL, history
from tests.sheets_adapter.undo.runs import commit, undo


def letter(state: str) -> dict[str, pd.DataFrame]:
    row = {"client": "Acme", "letter": "invitation", "channel": "email", "state": state, "survey_key": "Q-1"}
    return {"deliveries": pd.DataFrame([row | {"tries": 1.0}])}


def test_what_a_run_sent_stays_when_its_figures_are_taken_back(running):
    before = running.open().snapshot().tables["history"]
    commit(running, Changes(tables={"history": history(Ann=1.0), **letter("sending")}, journal=JOURNAL))
    commit(running, Changes(tables=letter("sent"), follow_up=True))
    assert undo(running) == []
    tables = running.open().snapshot().tables
    pd.testing.assert_frame_equal(tables["history"], before)
    assert tables["deliveries"]["state"].tolist() == ["sent"]


def test_letters_that_went_since_are_no_hindrance_and_stand_in_the_journal(running):
    before = running.open().snapshot().tables["history"]
    commit(running, Changes(tables={"history": history(Ann=1.0)}, journal=JOURNAL))
    commit(running, Changes(tables=letter("sent"), follow_up=True, journal=JOURNAL | {"flow": "deliver"}))
    undo(running)
    tables = running.open().snapshot().tables
    pd.testing.assert_frame_equal(tables["history"], before)
    assert tables["deliveries"]["state"].tolist() == ["sent"]
    assert tables["journal"]["flow"].tolist()[-3:] == ["daily", "deliver", "undo"]
