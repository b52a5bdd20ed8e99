"""Whom an answer counts for."""

from __future__ import annotations

import pandas as pd
from pandas.testing import assert_frame_equal

from flows.program.attribution import as_listed, history_as_listed, stamp
from flows.program.roster import roster
from flows.program.shapes import ATTRIBUTION, empty

LEDGER = "| response_key | month | client |\n| R-1 | 2026-10-01 | Acme |\n"
NOBODY = empty(ATTRIBUTION)


def _team(frame_from, *rows: str):
    return frame_from("\n".join(["| client | employee | role |", *rows]), "attribution")


def test_an_answer_is_stamped_with_everyone_on_the_team(frame_from):
    team = _team(frame_from, "| Acme | Ann | manager |", "| Acme | SEO | service |", "| Bolt | Bob | manager |")
    stamped = stamp(frame_from(LEDGER, "answer_ledger"), NOBODY, team)
    assert stamped[["response_key", "client", "employee", "role"]].to_numpy().tolist() == [
        ["R-1", "Acme", "Ann", "manager"],
        ["R-1", "Acme", "SEO", "service"],
    ]


def test_a_stamp_is_never_changed(frame_from):
    ledger = frame_from(LEDGER, "answer_ledger")
    before = stamp(ledger, NOBODY, _team(frame_from, "| Acme | Ann | manager |"))
    assert_frame_equal(stamp(ledger, before, _team(frame_from, "| Acme | Bob | manager |")), before)


def test_an_answer_of_a_client_that_nobody_serves_is_stamped_with_nobody_for_good(frame_from):
    ledger = frame_from(LEDGER, "answer_ledger")
    before = stamp(ledger, NOBODY, _team(frame_from))
    assert before["employee"].tolist() == [""]
    assert_frame_equal(stamp(ledger, before, _team(frame_from, "| Acme | Bob | manager |")), before)


def test_a_survey_keeps_the_team_of_the_day_its_list_was_opened(frame_from):
    opened = frame_from(
        "| response_key | month | client | employee | role |\n| R-1 | 2026-10-01 | Acme | Ann | manager |",
        "attribution",
    )
    stamped = stamp(frame_from(LEDGER, "answer_ledger"), opened, _team(frame_from, "| Acme | Bob | manager |"))
    assert stamped["employee"].tolist() == ["Ann"]


def test_stamps_are_read_in_the_spelling_of_todays_lists(tables_from):
    """Nobody is counted as two because a list was tidied; who is no longer listed keeps the old name."""
    tables = tables_from(
        """
        clients
        | client   | manager | services |
        | Acme LLC | Ann Lee | SEO      |
        employees
        | employee |
        | Ann Lee  |
        attribution
        | response_key | client | employee | role    |
        | R-1          | Acme   | ann  lee | manager |
        | R-1          | Acme   | seo      | service |
        | R-2          | Bolt   | Bob      | manager |
        history
        | scope    | name     |
        | employee | ann  lee |
        | service  | seo      |
        | role     | manager  |
        """
    )
    firm = roster(tables, pd.Timestamp("2026-10-20"))
    assert as_listed(tables["attribution"], firm)[["client", "employee"]].to_numpy().tolist() == [
        ["Acme LLC", "Ann Lee"],
        ["Acme LLC", "SEO"],
        ["Bolt", "Bob"],
    ]
    assert history_as_listed(tables["history"], firm)["name"].tolist() == ["Ann Lee", "SEO", "manager"]
