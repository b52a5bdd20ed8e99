"""Who asks a client."""

from __future__ import annotations

import itertools
import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.program.interviewers import choose
from flows.program.roster import roster

TODAY = pd.Timestamp("2026-10-01")


def crew(shares: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"employee": list(shares), "interviews": list(shares.values()), "role": "manager", "left_on": pd.NaT}
    ).astype({"left_on": "datetime64[ns]"})


def serving(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["client", "employee"]).astype("str").assign(role="manager")


def chosen_from(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    firm = roster(tables, TODAY)
    return choose(firm.clients["client"], firm.team, firm.employees, as_of=TODAY).to_dict()


def test_nobody_asks_a_client_of_their_own_while_another_is_there(tables):
    """
    clients
    | client | manager | specialists |
    | Amber  | Ann     |             |
    | Birch  | Ben     |             |
    | Cedar  | Ben     | Ann         |

    employees
    | employee | interviews |
    | Ann      | 1          |
    | Ben      | 1          |
    """
    chosen = chosen_from(tables)
    assert (chosen["Amber"], chosen["Birch"]) == ("Ben", "Ann")
    assert chosen["Cedar"] in {"Ann", "Ben"}


def test_if_nobody_is_marked_the_head_asks(tables):
    """
    clients
    | client | manager |
    | Amber  | Hedda   |

    employees
    | employee | role    | interviews |
    | Ann      | manager | 0          |
    | Hedda    | head    |            |
    """
    assert chosen_from(tables) == {"Amber": "Hedda"}


def test_who_has_left_asks_nobody(tables):
    """
    clients
    | client |
    | Amber  |
    | Birch  |

    employees
    | employee | interviews | left_on    |
    | Ann      | 1          | 2026-09-30 |
    | Ben      | 1          | 2026-12-31 |
    """
    assert set(chosen_from(tables).values()) == {"Ben"}
    firm = roster(tables, TODAY)
    assert set(choose(firm.clients["client"], firm.team, firm.employees)) == {""}, "without a day, both have left"


def test_without_interviewer_and_head_nobody_is_named(tables):
    """
    clients
    | client |
    | Amber  |

    employees
    | employee |
    | Ann      |
    """
    assert chosen_from(tables) == {"Amber": ""}


@pytest.mark.parametrize(
    ("shares", "clients", "expected"),
    [
        ({"Ann": 1, "Ben": 1}, 33, [17, 16]),
        ({"Ann": 1, "Ben": 0.5}, 30, [20, 10]),
        ({"Ann": 0.2, "Ben": 0.3, "Eve": 0.5}, 100, [20, 30, 50]),
    ],
)
def test_interviews_are_shared_out_by_the_shares(shares, clients, expected):
    names = pd.Series([f"Client {number}" for number in range(clients)])
    counts = choose(names, serving([]), crew(shares)).value_counts()
    assert [counts[name] for name in shares] == expected


def test_what_was_given_out_before_counts_towards_the_shares():
    chosen = choose(pd.Series(["Amber", "Birch"]), serving([]), crew({"Ann": 1, "Ben": 1}), {"Ann": 4, "Ben": 1})
    assert set(chosen) == {"Ben"}


def test_clients_are_passed_on_so_that_own_clients_do_not_spoil_the_shares():
    """Ann serves the second half: the first half must all be hers, though the list begins with it."""
    names = [f"Client {number:02}" for number in range(20)]
    team = serving([(name, "Ann") for name in names[10:]])
    chosen = choose(pd.Series(names), team, crew({"Ann": 1, "Ben": 1}))
    assert set(chosen[names[:10]]) == {"Ann"}
    assert set(chosen[names[10:]]) == {"Ben"}


@given(seed=st.integers(0, 10**9), clients=st.integers(0, 7), people=st.integers(1, 3))
def test_no_other_choice_follows_the_shares_more_closely(seed, clients, people):
    draw = random.Random(seed)
    shares = {f"Person {number}": draw.choice([0.5, 1.0, 2.0]) for number in range(people)}
    names = [f"Client {number}" for number in range(clients)]
    pairs = [(name, one) for name in names for one in shares if draw.random() < 0.4]
    chosen = choose(pd.Series(names, dtype="str"), serving(pairs), crew(shares))
    allowed = [[one for one in shares if (name, one) not in pairs] or list(shares) for name in names]

    def distance(choice):
        wanted = {one: clients * share / sum(shares.values()) for one, share in shares.items()}
        return sum((list(choice).count(one) - wanted[one]) ** 2 / shares[one] for one in shares)

    assert all(one in options for one, options in zip(chosen, allowed, strict=True))
    assert distance(chosen) == pytest.approx(min(map(distance, itertools.product(*allowed)), default=0.0))
