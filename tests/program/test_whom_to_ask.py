"""Who is asked at a client."""

import pandas as pd

from flows.program.roster import roster
from flows.program.whom_to_ask import contacts_to_ask


def test_the_decision_maker_comes_first_and_the_clients_row_after_all_roles(tables):
    """
    clients
    | client | contact | phone | email  |
    | Acme   | Rita    | 1     |        |
    | Beta   | Bert    |       | b@beta |
    | Gamma  |         | 3     |        |
    | Delta  |         |       |        |
    contacts
    | client | contact | role           | phone |
    | Acme   | Nobody  |                | 7     |
    | Acme   | Una     | end user       | 8     |
    | Acme   | Ian     | influencer     | 9     |
    | Acme   | Dora    | decision maker | 10    |
    | Acme   | Dan     | decision maker | 11    |
    | Beta   | bert    | end user       | 12    |
    """
    firm = roster(tables, pd.Timestamp("2026-10-15"))
    asked = contacts_to_ask(firm.clients, firm.contacts)
    order = asked.groupby("client")["contact"].agg(list).to_dict()
    assert order == {"Acme": ["Dora", "Dan", "Ian", "Una", "Rita", "Nobody"], "Beta": ["bert"], "Gamma": [""]}
    assert asked.loc[asked["client"] == "Gamma", "phone"].tolist() == ["3"]
    assert asked.loc[asked["client"] == "Beta", "role"].tolist() == ["end user"]


def test_one_person_in_both_sheets_is_one_contact_reached_either_way(tables):
    """
    clients
    | client | contact | phone | email  |
    | Acme   | ANN LEE | 1     | a@acme |
    | Beta   | —       | 2     |        |
    | Gamma  | —       |       |        |
    contacts
    | client | contact | role     | phone |
    | Acme   | Ann Lee | end user |       |
    | Acme   | Bob     |          | 9     |
    """
    firm = roster(tables, pd.Timestamp("2026-10-15"))
    asked = contacts_to_ask(firm.clients, firm.contacts)[["client", "contact", "role", "phone", "email"]]
    assert asked.to_numpy().tolist() == [
        ["Acme", "Ann Lee", "end user", "1", "a@acme"],
        ["Acme", "Bob", "", "9", ""],
        ["Beta", "", "", "2", ""],
    ]


def test_without_clients_nobody_is_asked(tables_from):
    firm = roster(tables_from(""), pd.Timestamp("2026-10-15"))
    assert contacts_to_ask(firm.clients, firm.contacts).empty
