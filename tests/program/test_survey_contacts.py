"""Which contacts a round asks."""

from __future__ import annotations

import pandas as pd

from flows.program.roster import roster
from flows.program.survey_contacts import survey_contacts


def whom(tables: dict, contacts_per_client: str) -> dict[str, list[str]]:
    people = survey_contacts(roster(tables, pd.Timestamp("2026-10-01")), contacts_per_client)
    return people.groupby("client")["contact"].agg(list).to_dict()


def test_one_is_the_most_senior_who_may_be_asked(tables):
    """
    clients
    | client | contact | phone |
    | Amber  | Rita    |       |
    | Birch  | Rita    |       |
    | Cedar  | Rita    |       |
    | Dune   |         | 7     |
    | Elm    | -       |       |
    | Fjord  | Flo     |       |
    | Glen   |         | 7     |

    contacts
    | client | contact | role           | do_not_survey |
    | Amber  | Uma     | end user       |               |
    | Amber  | Ian     | influencer     |               |
    | Amber  | Dora    | decision maker | yes           |
    | Birch  | Uma     | end user       |               |
    | Fjord  | FLO     | end user       | yes           |
    | Glen   | Gus     |                | yes           |
    """
    asked = whom(tables, "one")
    assert asked == {"Amber": ["Ian"], "Birch": ["Uma"], "Cedar": ["Rita"], "Dune": [""], "Elm": [""]}


def test_all_are_those_in_contacts_else_the_one_in_the_clients_row(tables):
    """
    clients
    | client | contact |
    | Amber  | Rita    |
    | Birch  | Rita    |
    | Cedar  | Rita    |

    contacts
    | client | contact | role           | do_not_survey |
    | Amber  | Nemo    |                |               |
    | Amber  | Dora    | decision maker |               |
    | Amber  | Nils    | influencer     | yes           |
    | Cedar  | Carl    | end user       | yes           |
    """
    assert whom(tables, "all") == {"Amber": ["Dora", "Nemo"], "Birch": ["Rita"], "Cedar": ["Rita"]}


def test_a_contact_named_in_both_sheets_is_reached_by_what_either_knows(tables):
    """
    clients
    | client | contact | phone | email   |
    | Amber  | Dora    | 100   | a@a.com |

    contacts
    | client | contact | role           | phone | email | forecast |
    | Amber  | dora    | decision maker |       | d@a.c | 8        |
    """
    people = survey_contacts(roster(tables, pd.Timestamp("2026-10-01")), "one")
    row = people[["contact", "role", "phone", "email", "forecast"]]
    assert row.to_numpy().tolist() == [["dora", "decision maker", "100", "d@a.c", 8.0]]
