"""The survey plan: what is remembered of each client, and what is read anew."""

from __future__ import annotations

import pandas as pd

from flows.program.roster import roster
from flows.program.settings import Settings
from flows.program.survey_plan import Plan, plan

OCTOBER_5 = pd.Timestamp("2026-10-05")


def planned(tables: dict, on: pd.Timestamp = OCTOBER_5) -> Plan:
    return plan(tables, roster(tables, on), Settings(), on)


def column(tables: dict, name: str) -> dict[str, object]:
    return planned(tables).plan.set_index("client")[name].to_dict()


def test_made_from_its_own_result_it_is_the_same(tables):
    """
    clients
    | client | manager | services | status  |
    | Amber  | Ann     | SEO      |         |
    | Birch  | Ben     |          | paused  |
    | Cedar  | Ann     | SEO      | churned |
    | Dune   | Ben     |          |         |

    employees
    | employee |
    | Ann      |
    | Ben      |

    responses
    | date       | client | score |
    | 2026-09-01 | Dune   | 9     |
    """
    first = planned(tables).plan
    tables["survey_plan"] = first.assign(row=range(2, 6))
    again = planned(tables).plan
    pd.testing.assert_frame_equal(again, first)
    assert first["cohort"].isna().tolist() == [False, False, True, False]
    assert first["next_due"].isna().tolist() == [False, True, True, False]


def test_clients_keep_their_place_and_new_ones_follow_by_name(tables):
    """
    clients
    | client |
    | Zeal   |
    | Amber  |
    | Elm    |
    | Birch  |

    survey_plan
    | client | cohort | status | departures |
    | Elm    | 2      | active | 1          |
    | Gone   | 3      | active | 0          |
    | AMBER  | 1      | active |            |
    """
    after = planned(tables).plan
    assert after["client"].tolist() == ["Elm", "Gone", "Amber", "Birch", "Zeal"]
    assert after["cohort"].tolist()[:3] == [2, 3, 1]
    assert after["status"].tolist() == ["active", "active", "active", "", ""]
    assert after["departures"].tolist() == [1, 0, 0, 0, 0]
    assert after["why_skipped"].tolist() == ["", "not_listed", "", "", ""]


def test_a_client_whose_legal_form_was_added_keeps_its_cohort(tables):
    """
    clients
    | client      |
    | ООО Ромашка |
    | Лютик       |

    survey_plan
    | client  | cohort |
    | Ромашка | 3      |
    | Лютик   | 2      |
    """
    assert planned(tables).plan[["client", "cohort"]].to_numpy().tolist() == [["ООО Ромашка", 3], ["Лютик", 2]]


def test_last_asked_and_what_came_of_it_are_read_from_wherever_they_stand(tables):
    """
    clients
    | client |
    | Amber  |
    | Birch  |
    | Cedar  |
    | Dune   |

    call_list
    | month      | client | survey_key         | asked_on   | outcome | score |
    | 2026-07-01 | Amber  | Q-2026-07-11111111 | 2026-07-08 |         | 9     |
    | 2026-09-01 | Birch  | Q-2026-09-22222222 | 2026-09-08 | refused |       |

    responses
    | date       | client | score |
    | 2026-08-03 | Birch  | 7     |

    answer_ledger
    | response_key | survey    | month      | date       | client | score | counted |
    | R-1          | quarterly | 2026-05-01 | 2026-05-20 | Cedar  | 8     | yes     |
    | R-2          | quarterly | 2026-06-01 | 2026-06-20 | Dune   | 8     |         |
    """
    assert column(tables, "answered") == {"Amber": True, "Birch": False, "Cedar": True, "Dune": False}
    asked = {client: f"{day:%m-%d}" for client, day in column(tables, "last_asked").items() if pd.notna(day)}
    assert asked == {"Amber": "07-08", "Birch": "09-08", "Cedar": "05-20"}


def test_coverage_counts_who_answered_of_each_role_within_a_year(tables):
    """
    clients
    | client |
    | Amber  |
    | Birch  |

    contacts
    | client | contact | role           |
    | Amber  | Uma     | end user       |
    | Amber  | Ugo     | end user       |
    | Amber  | Dora    | decision maker |
    | Amber  | Nemo    |                |

    responses
    | date       | client | contact | score |
    | 2026-02-01 | Amber  | dora    | 9     |
    | 2025-09-01 | Amber  | Ugo     | 9     |
    """
    assert column(tables, "role_coverage") == {"Amber": "decision maker 1/1; end user 0/2", "Birch": ""}


def test_next_due_is_the_next_turn_of_the_cohort(tables):
    """
    clients
    | client | fixed_cohort | client_since |
    | Amber  | 1            |              |
    | Birch  | 2            |              |
    | Cedar  | 3            |              |
    | Dune   | 1            | 2026-12-03   |

    call_list
    | month      | client | survey_key |
    | 2026-10-01 | Cedar  |            |
    """
    due = {client: f"{month:%Y-%m}" for client, month in column(tables, "next_due").items()}
    assert due == {"Amber": "2026-10", "Birch": "2026-11", "Cedar": "2026-12", "Dune": "2027-01"}


def test_a_month_that_cannot_be_is_not_believed(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |
    | Birch  | 2            |

    survey_plan
    | client | cohort | next_due   |
    | Amber  | 1      | 2031-02-01 |
    | Birch  | 2      | 2031-02-01 |
    """
    assert {f"{month:%Y-%m}" for month in column(tables, "next_due").values()} == {"2026-10", "2026-11"}


def test_clients_of_whom_nobody_may_be_asked_are_reported(tables):
    """
    clients
    | client | contact | status |
    | Amber  | Rita    |        |
    | Birch  |         |        |
    | Cedar  | Carl    | paused |

    contacts
    | client | contact | do_not_survey |
    | Amber  | rita    | yes           |
    | Cedar  | Carl    | yes           |

    employees
    | employee | role |
    | Ann      | head |
    """
    assert column(tables, "why_skipped") == {"Amber": "no_contact", "Birch": "", "Cedar": "paused"}
    found = planned(tables).issues
    assert found[["table", "row", "column", "found", "code", "rejects"]].to_numpy().tolist() == [
        ["clients", 2, "contact", "Rita", "no_contact", False]
    ]


def test_a_firm_without_interviewer_and_head_is_told_so(tables):
    """
    clients
    | client |
    | Amber  |

    employees
    | employee | role    |
    | Ann      | manager |
    """
    assert planned(tables).issues[["table", "row", "column", "code"]].to_numpy().tolist() == [
        ["employees", 2, "interviews", "no_interviewer"]
    ]
