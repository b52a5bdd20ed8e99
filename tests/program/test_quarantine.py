"""Who was asked when, and who is left in peace."""

from __future__ import annotations

import pandas as pd

from flows.program.names import normalise
from flows.program.quarantine import asked, in_quarantine
from flows.program.roster import roster

TODAY = pd.Timestamp("2026-10-01 06:00")


def resting(tables: dict, *people: tuple[str, str]) -> list[bool]:
    events = asked(tables, roster(tables, TODAY), TODAY)
    frame = pd.DataFrame([(client, normalise(contact)) for client, contact in people], columns=["client", "person"])
    return in_quarantine(frame.astype("str"), events, TODAY, 60).tolist()


def test_it_is_the_contact_that_rests_unless_nobody_knows_which(tables):
    """
    clients
    | client |
    | Amber  |
    | Birch  |

    responses
    | date       | client | contact | score |
    | 2026-09-01 | Amber  | Dora    | 9     |
    | 2026-09-01 | Birch  |         | 9     |
    """
    assert resting(tables, ("Amber", "DORA"), ("Amber", "Uma"), ("Amber", "")) == [True, False, True]
    assert resting(tables, ("Birch", "Bea"), ("Birch", "")) == [True, True]


def test_sixty_days_after_being_asked_it_is_over(tables):
    """
    clients
    | client |
    | Amber  |
    | Birch  |

    responses
    | date       | client | contact | score |
    | 2026-08-02 | Amber  |         | 9     |
    | 2026-08-03 | Birch  |         | 9     |
    """
    assert resting(tables, ("Amber", ""), ("Birch", "")) == [False, True]


def test_being_asked_on_leaving_counts_and_a_date_in_the_future_does_not(tables):
    """
    clients
    | client |
    | Amber  |
    | Birch  |
    | Cedar  |

    exit_surveys
    | client | churned_on | survey_key     | asked_on   | outcome | score |
    | Amber  | 2026-09-01 | X-11111111-1   | 2026-09-04 | refused |       |
    | Cedar  | 2026-09-01 | X-33333333-1   |            | refused |       |

    call_list
    | month      | client | survey_key         | asked_on   | outcome  |
    | 2026-09-01 | Birch  | Q-2026-09-11111111 | 2062-09-08 | answered |
    """
    assert resting(tables, ("Amber", ""), ("Birch", ""), ("Cedar", "")) == [True, False, True]


def test_a_letter_that_went_was_an_asking_and_its_reminder_was_none(tables):
    """
    clients
    | client | contact |
    | Acme   | Dora    |
    | Bolt   | Bert    |
    deliveries
    | client | contact | letter     | state  | last_try            |
    | Acme   | Dora    | invitation | sent   | 2026-09-03 10:20:00 |
    | Acme   | Dora    | reminder 1 | sent   | 2026-09-10 10:20:00 |
    | Bolt   | Bert    | invitation | queued |                     |
    """
    today = pd.Timestamp("2026-10-15")
    events = asked(tables, roster(tables, today), today)
    assert events[["client", "person", "asked_on", "answered"]].to_numpy().tolist() == [
        ["Acme", "dora", pd.Timestamp("2026-09-03"), False]
    ]
