"""Who gets a letter and who does not, and when."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from flows.program.invitations import wanted_letters
from flows.program.roster import roster
from flows.program.settings import Settings
from flows.program.working_days import WorkingDays

THURSDAY = pd.Timestamp("2026-11-12 12:00")
BY_LETTER = Settings(
    deliver="yes", survey_channel="email", exit_channel="email", programme_starts_on=pd.Timestamp("2026-08-01")
)


def letters(tables, now=THURSDAY, of=BY_LETTER, answered=(), closed=()):
    return wanted_letters(tables, roster(tables, now), of, WorkingDays(), answered=answered, closed=closed, now=now)


def why_not(tables, **more):
    """Client and letter -> the code that keeps it back, empty where it goes."""
    rows = letters(tables, **more)
    return {(client, letter): why for client, letter, why in rows[["client", "letter", "why_not"]].to_numpy()}


def test_a_row_of_the_call_list_asks_for_a_letter_unless_something_speaks_against_it(tables):
    """
    clients
    | client | contact | email  | status  | channel |
    | Open   | Ann     | a@o.co | active  |         |
    | Told   | Ann     | a@t.co | active  |         |
    | Called | Ann     | a@c.co | active  |         |
    | Spared | Ann     | a@s.co | active  |         |
    | Same   | Ann     | A@s.co | active  |         |
    | Paused | Ann     | a@p.co | paused  |         |
    | Left   | Ann     | a@l.co | churned |         |
    | Phone  | Ann     | a@h.co | active  | call    |
    | Nowhere| Ann     |        | active  |         |
    | Changed| Ann     | a@x.co | active  |         |
    contacts
    | client | contact | email  | do_not_survey |
    | Spared | ann     | a@s.co | yes           |
    call_list
    | month      | client  | contact | email  | survey_key | asked_on   | outcome    | channel |
    | 2026-11-01 | Open    | Ann     | a@o.co | Q-1        |            |            |         |
    | 2026-11-01 | Told    | Ann     | a@t.co | Q-2        |            |            |         |
    | 2026-11-01 | Called  | Ann     | a@c.co | Q-3        | 2026-11-10 | no contact |         |
    | 2026-11-01 | Spared  | Ann     | a@s.co | Q-4        |            |            |         |
    | 2026-11-01 | Same    | Ann     | A@s.co | Q-5        |            |            |         |
    | 2026-11-01 | Paused  | Ann     | a@p.co | Q-6        |            |            |         |
    | 2026-11-01 | Left    | Ann     | a@l.co | Q-7        |            |            |         |
    | 2026-11-01 | Phone   | Ann     | a@h.co | Q-8        |            |            |         |
    | 2026-11-01 | Nowhere | Ann     |        | Q-9        |            |            | email   |
    | 2026-11-01 | Changed | Ann     | a@x.co | Q-10       |            |            | call    |
    | 2026-09-01 | Open    | Ann     | a@o.co | Q-11       |            |            |         |
    | 2026-07-01 | Told    | Ann     | a@t.co | Q-12       |            |            |         |
    """
    rows = letters(tables, answered={"Q-2"}, closed=[pd.Timestamp("2026-09-01")]).set_index("survey_key")
    assert rows["why_not"].to_dict() == {
        "Q-1": "", "Q-2": "answered", "Q-3": "by_person", "Q-4": "opted_out", "Q-5": "opted_out", "Q-6": "not_active",
        "Q-7": "not_active", "Q-8": "by_call", "Q-9": "by_call", "Q-10": "by_call", "Q-11": "too_late",
        "Q-12": "too_late",
    }  # fmt: skip
    assert rows.loc["Q-1", "address"] == "a@o.co"


REMINDED = """
clients
| client | contact | email  | status |
| Acme   | Dora    | d@a.co | active |
call_list
| month      | client | contact | email  | survey_key |
| 2026-11-01 | Acme   | Dora    | d@a.co | Q-1        |
deliveries
| survey_key | letter     | client | contact | channel | address | state | tries | last_try            |
| Q-1        | invitation | Acme   | Dora    | email   | d@a.co  | sent  | 1     | 2026-11-04 17:30:00 |
"""


@pytest.mark.parametrize(("day", "comes"), [("2026-11-10 23:59", False), ("2026-11-11 00:00", True)])
def test_a_reminder_comes_a_week_after_the_letter(tables_from, day, comes):
    assert (("Acme", "reminder 1") in why_not(tables_from(REMINDED), now=pd.Timestamp(day))) is comes


@pytest.mark.parametrize("state", ["queued", "failed", "unconfirmed", "to call", "withdrawn", "sending", "tested"])
def test_nobody_is_reminded_of_a_letter_that_did_not_surely_go(tables_from, state):
    tables = tables_from(REMINDED)
    tables["deliveries"] = tables["deliveries"].assign(state=state)
    assert set(why_not(tables, now=pd.Timestamp("2026-11-20 12:00"))) == {("Acme", "invitation")}


def test_there_are_two_reminders_at_most_and_none_where_settings_ask_for_none(tables_from):
    tables = tables_from(
        REMINDED + "| Q-1 | reminder 1 | Acme | Dora | email | d@a.co | sent | 1 | 2026-11-12 12:00:00 |\n"
        "| Q-1 | reminder 2 | Acme | Dora | email | d@a.co | sent | 1 | 2026-11-20 12:00:00 |\n"
    )
    late = pd.Timestamp("2026-11-28 12:00")
    assert set(why_not(tables, now=late)) == {("Acme", kind) for kind in ("invitation", "reminder 1", "reminder 2")}
    fewer = why_not(tables, now=late, of=replace(BY_LETTER, reminders=1))
    assert (fewer["Acme", "reminder 1"], fewer["Acme", "reminder 2"]) == ("", "enough")


@pytest.mark.parametrize("reason", ["answered", "opted_out", "by_person"])
def test_nobody_is_reminded_after_an_answer_an_opt_out_or_a_call(tables_from, reason):
    tables = tables_from(REMINDED)
    answered = {"Q-1"} if reason == "answered" else ()
    if reason == "opted_out":
        spared = tables_from("contacts\n| client | contact | do_not_survey |\n| Acme | Dora | yes |\n")
        tables["contacts"] = spared["contacts"]
    if reason == "by_person":
        tables["call_list"] = tables["call_list"].assign(score=7.0)
    found = why_not(tables, now=pd.Timestamp("2026-11-20 12:00"), answered=answered)
    assert found["Acme", "reminder 1"] == reason


LEFT = """
clients
| client | contact | email  | status  |
| Acme   | Dora    | d@a.co | churned |
exit_surveys
| client | contact | email  | ask_by     | survey_key   |
| Acme   | Dora    | d@a.co | 2026-11-19 | X-12345678-1 |
"""


def test_a_letter_to_a_client_that_left_waits_a_working_day(tables_from):
    friday = pd.Timestamp("2026-11-13 07:00")
    letter = letters(tables_from(LEFT), now=friday).iloc[0]
    assert (letter["letter"], letter["why_not"]) == ("exit", "")
    assert letter["send_on"] == pd.Timestamp("2026-11-16")


def test_its_day_does_not_move_from_run_to_run(tables_from):
    tables = tables_from(
        LEFT + "deliveries\n| survey_key | letter | state | send_on |\n| X-12345678-1 | exit | queued | 2026-11-16 |\n"
    )
    assert letters(tables, now=pd.Timestamp("2026-11-15 07:00")).iloc[0]["send_on"] == pd.Timestamp("2026-11-16")


def test_a_departure_taken_back_takes_its_letter_back(tables_from):
    tables = tables_from(LEFT)
    tables["clients"] = tables["clients"].assign(status="active")
    assert why_not(tables) == {("Acme", "exit"): "came_back"}


def test_of_two_departures_only_the_later_is_asked_about(tables_from):
    tables = tables_from(LEFT + "| Acme | Dora | d@a.co | 2026-11-19 | X-12345678-2 |\n")
    rows = letters(tables).set_index("survey_key")["why_not"]
    assert rows.to_dict() == {"X-12345678-1": "later_departure", "X-12345678-2": ""}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"reason": "price"}, "by_person"),
        ({"ask_by": pd.Timestamp("2026-10-01")}, "too_late"),
        ({"channel": "call"}, "by_call"),
    ],
)
def test_no_letter_where_a_person_has_asked_or_it_would_come_too_late(tables_from, changed, reason):
    tables = tables_from(LEFT)
    tables["exit_surveys"] = tables["exit_surveys"].assign(**changed)
    assert why_not(tables) == {("Acme", "exit"): reason}


def test_no_client_that_left_is_reminded(tables_from):
    tables = tables_from(
        LEFT + "deliveries\n| survey_key | letter | state | last_try |\n| X-12345678-1 | exit | sent | 2026-11-02 |\n"
    )
    assert set(why_not(tables)) == {("Acme", "exit")}
