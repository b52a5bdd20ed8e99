"""Whom an answer counts for."""

from __future__ import annotations

from pandas.testing import assert_frame_equal

from flows.program.attribution import stamp
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
