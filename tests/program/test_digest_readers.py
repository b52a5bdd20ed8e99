"""Who gets the month's digest."""

from __future__ import annotations

import pandas as pd
import pytest

from flows.program.digest_readers import circle, digest_key, readers, wanted_digests
from flows.program.roster import roster
from flows.program.settings import Settings

TODAY = pd.Timestamp("2026-11-05 08:00")
OCTOBER = pd.Timestamp(2026, 10, 1)
FIRM = """
clients
| client | salesperson | manager | specialists | services | status  |
| Acme   | Sid         | Ann     | Bob         | SEO      |         |
| Bolt   | Sid         | Carl    | Bob         | SEO      |         |
| Crown  |             | Ann     | Dora        |          | churned |
employees
| employee | role        | email              | left_on    |
| Hal      | head        | hal@firm.com       |            |
| Hera     | head        | Hera <h@firm.com>  |            |
| Ann      | manager     | ann@firm.com       |            |
| Carl     |             | carl@firm.com      |            |
| Gus      | manager     | gus@firm.com       | 2026-10-31 |
| Bob      | specialist  |                    |            |
| Sid      | salesperson | sid at firm.com    |            |
| Dora     | specialist  | dora@firm.com      |            |
"""


@pytest.fixture
def firm(tables_from):
    return roster(tables_from(FIRM), TODAY)


def by_audience(found):
    rows = found.readers
    return {audience: rows.loc[rows["audience"].eq(audience), "employee"].tolist() for audience in rows["audience"]}


def test_heads_always_get_it(firm):
    assert by_audience(readers(firm, Settings(digest_to="heads"), TODAY)) == {"head": ["Hal", "Hera"]}


def test_managers_get_it_as_a_rule_and_who_manages_without_a_role_is_one(firm):
    found = readers(firm, Settings(), TODAY)
    assert by_audience(found) == {"head": ["Hal", "Hera"], "manager": ["Ann", "Carl"]}
    assert found.issues.empty


def test_everyone_gets_it_who_works_here_and_has_an_address(firm):
    found = readers(firm, Settings(digest_to="everyone"), TODAY)
    assert by_audience(found) == {"head": ["Hal", "Hera"], "manager": ["Ann", "Carl"], "person": ["Dora"]}
    assert found.readers.set_index("employee")["address"]["Hera"] == "h@firm.com"


def test_who_has_no_address_that_letters_go_to_is_told(firm):
    issues = readers(firm, Settings(digest_to="everyone"), TODAY).issues
    assert issues[["table", "row", "column", "found", "code"]].to_numpy().tolist() == [
        ["employees", 7, "email", "", "no_digest_address"],
        ["employees", 8, "email", "sid at firm.com", "no_digest_address"],
    ]


def test_who_leaves_later_still_gets_it(firm):
    before = readers(firm, Settings(), pd.Timestamp("2026-10-05"))
    assert by_audience(before)["manager"] == ["Ann", "Carl", "Gus"]


def test_a_managers_circle_is_who_serves_the_clients_they_manage_now(firm):
    around = circle(firm, "Ann")
    assert around.people == {"Ann", "Bob", "Sid"}
    assert around.clients == {"Acme", "Crown"}
    assert circle(firm, "Dora").people == {"Dora"}


def test_a_readers_letter_has_one_key_a_month_and_two_in_one_mailbox_have_two(firm):
    key = digest_key(OCTOBER, "office@firm.com", "Ann Lee")
    assert key.startswith("D-2026-10-")
    assert key == digest_key(OCTOBER, "Office@firm.com", "ann  lee")
    others = {
        digest_key(pd.Timestamp(2026, 9, 1), "office@firm.com", "Ann Lee"),
        digest_key(OCTOBER, "office@firm.com", "Bob"),
        digest_key(OCTOBER, "ann@firm.com", "Ann Lee"),
    }
    assert key not in others
    assert len(others) == 3


def test_the_outbox_is_asked_for_a_letter_a_reader(firm):
    found = readers(firm, Settings(digest_to="heads"), TODAY).readers
    wanted = wanted_digests(found, OCTOBER, TODAY)
    assert wanted.drop(columns=["survey_key"]).to_dict("records")[0] == {
        "letter": "digest", "client": "", "contact": "Hal", "channel": "email", "address": "hal@firm.com",
        "send_on": TODAY, "why_not": "",
    }  # fmt: skip
    assert wanted["survey_key"].tolist() == [
        digest_key(OCTOBER, "hal@firm.com", "Hal"),
        digest_key(OCTOBER, "h@firm.com", "Hera"),
    ]


def test_a_month_that_is_not_over_has_no_digest_yet(firm):
    found = readers(firm, Settings(), TODAY).readers
    assert wanted_digests(found, pd.Timestamp(2026, 11, 1), TODAY).empty
    assert len(wanted_digests(found, pd.Timestamp(2026, 11, 1), pd.Timestamp("2026-12-01"))) == 4
