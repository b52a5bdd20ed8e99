"""Clients, contacts, employees and teams out of sheets that people keep."""

import time

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.program.roster import heads, roster

AS_OF = pd.Timestamp("2026-10-15 09:00")


def issue_lines(found):
    return [tuple(line) for line in found.issues[["table", "row", "code", "hint"]].itertuples(index=False)]


def team(found):
    return sorted(found.team.itertuples(index=False, name=None))


def test_a_team_is_one_row_for_each_employee_and_role(tables):
    """
    clients
    | client | salesperson | manager | specialists    | services |
    | Acme   | ann lee     | Bob     | Ann Lee, Cyril | SEO      |
    employees
    | employee |
    | Ann Lee  |
    | Bob      |
    | Cyril    |
    """
    found = roster(tables, AS_OF)
    assert found.issues.empty
    assert team(found) == [
        ("Acme", "Ann Lee", "salesperson"),
        ("Acme", "Ann Lee", "specialist"),
        ("Acme", "Bob", "manager"),
        ("Acme", "Cyril", "specialist"),
        ("Acme", "SEO", "service"),
    ]
    assert found.clients.loc[0, "salesperson"] == "Ann Lee"
    assert found.clients.loc[0, "specialists"] == ("Ann Lee", "Cyril")


def test_two_managers_of_one_client_are_both_on_its_team(tables):
    """
    clients
    | client | manager    |
    | Acme   | Ann, Bob   |
    | Borg   | Ann, Bobby |
    employees
    | employee |
    | Ann      |
    | Bob      |
    """
    found = roster(tables, AS_OF)
    assert team(found) == [("Acme", "Ann", "manager"), ("Acme", "Bob", "manager"), ("Borg", "Ann", "manager")]
    assert found.clients["manager"].tolist() == ["Ann, Bob", "Ann"]
    assert issue_lines(found) == [("clients", 3, "unknown_employee", "Bob")]


def test_an_employee_whose_name_has_a_comma_is_one_person(tables):
    """
    clients
    | client | manager     |
    | Acme   | smith, john |
    employees
    | employee    |
    | Smith, John |
    """
    found = roster(tables, AS_OF)
    assert found.issues.empty
    assert team(found) == [("Acme", "Smith, John", "manager")]


def test_of_a_client_entered_twice_the_first_row_counts(tables):
    """
    clients
    | client        | manager | row |
    | ООО «Ромашка» | Анна    | 5   |
    | ооо ромашка   | Олег    | 9   |
    employees
    | employee |
    | Анна     |
    | Олег     |
    """
    found = roster(tables, AS_OF)
    assert team(found) == [("ООО «Ромашка»", "Анна", "manager")]
    assert issue_lines(found) == [("clients", 9, "duplicate_client", "5")]
    assert found.issues["rejects"].all()


def test_clients_that_differ_by_the_legal_form_only_both_count_but_are_told(tables):
    """
    clients
    | client      | manager |
    | ООО Ромашка | Анна    |
    | Ромашка     | Анна    |
    employees
    | employee |
    | Анна     |
    """
    found = roster(tables, AS_OF)
    assert len(found.clients) == 2
    assert issue_lines(found) == [("clients", 3, "similar_client", "2")]
    assert not found.issues["rejects"].any()


def test_an_unknown_employee_is_dropped_and_the_client_stays(tables):
    """
    clients
    | client | salesperson | manager    | specialists       |
    | Acme   | Anna        | Petr Ivanv | Petr Ivanov; Zoya |
    employees
    | employee    |
    | Petr Ivanov |
    | Anna Bell   |
    | Anna Serova |
    """
    found = roster(tables, AS_OF)
    assert team(found) == [("Acme", "Petr Ivanov", "specialist")]
    assert found.clients.loc[0, "manager"] == ""
    assert sorted(issue_lines(found)) == [
        ("clients", 2, "unknown_employee", ""),
        ("clients", 2, "unknown_employee", "Anna Bell, Anna Serova"),
        ("clients", 2, "unknown_employee", "Petr Ivanov"),
    ]
    assert not found.issues["rejects"].any()


def test_a_client_that_nobody_serves_is_told_once_unless_it_left(tables):
    """
    clients
    | client | manager | status  | services |
    | Acme   | —       |         | SEO      |
    | Gone   |         | churned |          |
    """
    assert issue_lines(roster(tables, AS_OF)) == [("clients", 2, "no_team_member", "")]


def test_a_client_whose_status_nobody_understands_is_paused_until_somebody_says_what_it_means(tables):
    """
    clients
    | client | status  | churned_on | manager |
    | Acme   | unknown |            | Ann     |
    | Borg   | unknown | 2026-09-01 | Ann     |
    | Cog    |         |            | Ann     |
    employees
    | employee |
    | Ann      |
    """
    found = roster(tables, AS_OF)
    assert found.clients["status"].tolist() == ["paused", "churned", "active"]
    assert found.issues.empty, "the reader of the sheet has said it"


def test_status_follows_a_churn_date_that_has_come(tables):
    """
    clients
    | client | status  | churned_on | manager |
    | Blank  |         |            | Ann     |
    | Past   |         | 2026-10-15 | Ann     |
    | Future |         | 2026-10-16 | Ann     |
    | Forgot | active  | 2026-09-01 | Ann     |
    | Paused | paused  |            | Ann     |
    | Said   | churned | 2026-12-31 | Ann     |
    employees
    | employee |
    | Ann      |
    """
    found = roster(tables, AS_OF)
    status = dict(zip(found.clients["client"], found.clients["status"], strict=True))
    assert status == {
        "Blank": "active",
        "Past": "churned",
        "Future": "active",
        "Forgot": "churned",
        "Paused": "paused",
        "Said": "churned",
    }
    assert issue_lines(found) == [("clients", 5, "status_contradicts", "2026-09-01")]


def test_a_service_has_one_spelling(tables):
    """
    clients
    | client | services     | manager |
    | A      | seo, Ads     | Ann     |
    | B      | SEO; ads     | Ann     |
    | C      | SEO, «SEO»,- | Ann     |
    employees
    | employee |
    | Ann      |
    """
    found = roster(tables, AS_OF)
    assert found.clients["services"].tolist() == [("SEO", "Ads"), ("SEO", "Ads"), ("SEO",)]
    assert [line for line in team(found) if line[2] == "service"] == [
        ("A", "Ads", "service"),
        ("A", "SEO", "service"),
        ("B", "Ads", "service"),
        ("B", "SEO", "service"),
        ("C", "SEO", "service"),
    ]


def test_contacts_belong_to_a_listed_client(tables):
    """
    clients
    | client   | status  |
    | Acme LLC | churned |
    contacts
    | client | contact | role           |
    | acme   | Joan    | decision maker |
    | Acmee  | Kim     |                |
    | Acme   | joan    | end user       |
    """
    found = roster(tables, AS_OF)
    assert found.contacts[["client", "contact", "role"]].to_numpy().tolist() == [["Acme LLC", "Joan", "decision maker"]]
    assert issue_lines(found) == [
        ("contacts", 3, "unknown_client", "Acme LLC"),
        ("contacts", 4, "duplicate_contact", "2"),
    ]
    assert found.issues["rejects"].all()


def test_an_employee_listed_twice_is_one(tables):
    """
    employees
    | employee | role | left_on    |
    | Zoe      | head |            |
    | Ann      | head |            |
    | ANN      |      |            |
    | Max      | head | 2026-10-01 |
    """
    found = roster(tables, AS_OF)
    assert found.employees["employee"].tolist() == ["Zoe", "Ann", "Max"]
    assert issue_lines(found) == [("employees", 4, "duplicate_employee", "3")]
    assert heads(found.employees, AS_OF) == ("Ann", "Zoe")


def test_empty_sheets_make_an_empty_roster(tables_from):
    tables = tables_from("")
    found = roster(tables, AS_OF)
    assert found.clients.empty
    assert found.team.columns.tolist() == ["client", "employee", "role"]
    assert found.issues.empty
    assert found.clients.dtypes.drop("status").equals(tables["clients"].dtypes.drop("status"))


@settings(max_examples=settings.default.max_examples // 4)  # each makes two rosters
@given(st.lists(st.sampled_from(["Acme", "acme", "Beta LLC", "Beta", "ООО Гамма", "гамма"]), max_size=8), st.randoms())
def test_the_order_of_the_frame_does_not_matter(frame_from, names, random):
    lines = "".join(f"| {name} | Ann | {row} |\n" for row, name in enumerate(names, 2))
    tables = {
        "clients": frame_from("| client | manager | row |\n" + lines, "clients"),
        "employees": frame_from("| employee |\n| Ann |", "employees"),
        "contacts": frame_from("", "contacts"),
    }
    one = roster(tables, AS_OF)
    order = random.sample(range(len(names)), len(names))
    other = roster({**tables, "clients": tables["clients"].iloc[order]}, AS_OF)
    for part in ("clients", "team", "issues"):
        pd.testing.assert_frame_equal(getattr(one, part), getattr(other, part))


def test_five_thousand_clients_take_a_second_or_two(tables_from, frame_from):
    people = "".join(f"| Person {number} |\n" for number in range(200))
    tables = tables_from("employees\n| employee |\n" + people)
    lines = "".join(
        f"| Client {n} | Person {n % 7} | person {n % 40} | Person {n % 50}, Person {n % 90}, Persn {n % 3} | SEO |\n"
        for n in range(5000)
    )
    head = "| client | salesperson | manager | specialists | services |\n"
    tables["clients"] = frame_from(head + lines, "clients")
    began = time.process_time()
    found = roster(tables, AS_OF)
    assert time.process_time() - began < 5
    assert len(found.clients) == 5000


def test_a_contact_entered_twice_is_not_surveyed_if_either_row_says_so(tables):
    """
    clients
    | client |
    | Acme   |
    | Beta   |
    contacts
    | client | contact | do_not_survey |
    | Acme   | Joan    |               |
    | Acme   | joan    | yes           |
    | Beta   | Joan    |               |
    """
    found = roster(tables, AS_OF)
    assert found.contacts[["client", "do_not_survey"]].to_numpy().tolist() == [["Acme", True], ["Beta", False]]


def test_where_people_say_that_nobody_works_with_a_client_nobody_is_missing(tables):
    """
    clients
    | client | manager | salesperson | specialists | services |
    | Acme   | Bob     | нет         | n/a         | нет, SEO |
    employees
    | employee |
    | Bob      |
    """
    found = roster(tables, AS_OF)
    assert found.issues.empty
    assert team(found) == [("Acme", "Bob", "manager"), ("Acme", "SEO", "service")]
