"""Cohorts on lists not seen before: even over the list, over every person and over every service."""

from __future__ import annotations

import random
from math import nan
from time import perf_counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.program import cohorts
from flows.program.cohorts import assign, imbalance, spreads
from flows.program.roster import roster

NO_PLAN = pd.DataFrame({"client": pd.Series(dtype="str"), "cohort": pd.Series(dtype="float64")})


def firm(
    seed: int, clients: int = 100, people: int = 22, *, services: int = 5, skew: float = 0.7,
    team: tuple[int, int] = (2, 5), boss: bool = False, paused: float = 0.0, churned: float = 0.0,
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """A random client list and its team; ``skew`` makes some people serve far more clients than others."""
    draw = random.Random(seed)
    popular = [1 / (place + 1) ** skew for place in range(max(people, services))]
    listed, served = [], []
    for number in range(clients):
        name = f"{draw.randrange(10**6)} Client {number}"
        status = draw.choices(["active", "paused", "churned"], [1 - paused - churned, paused, churned])[0]
        listed.append((name, status, nan, number + 2))
        crew = {f"Person {at}" for at in draw.choices(range(people), popular[:people], k=draw.randint(*team))}
        bought = {f"Service {at}" for at in draw.choices(range(services), popular[:services], k=draw.randint(1, 3))}
        served += [(name, one, draw.choice(["manager", "specialist"])) for one in sorted(crew)]
        served += [(name, "Boss", "salesperson")] * boss + [(name, one, "service") for one in sorted(bought)]
    return (
        pd.DataFrame(listed, columns=["client", "status", "fixed_cohort", "row"]).astype({"client": "str"}),
        pd.DataFrame(served, columns=["client", "employee", "role"]).astype("str"),
    )


def spread_of_list(clients: pd.DataFrame, assigned: pd.Series, *statuses: str) -> int:
    names = clients.loc[clients["status"].isin(statuses), "client"]
    counts = assigned.reindex(names).value_counts().reindex([1, 2, 3], fill_value=0)
    return int(counts.max() - counts.min())


def spread_by_hand(clients: pd.DataFrame, team: pd.DataFrame, assigned: pd.Series, *statuses: str) -> int:
    """The widest spread of any person or service, counted without the code under test."""
    names = set(clients.loc[clients["status"].isin(statuses), "client"])
    widest = 0
    for kind in (team[team["role"] == "service"], team[team["role"] != "service"]):
        for _, rows in kind.groupby("employee"):
            cohort = [assigned[client] for client in set(rows["client"]) & names]
            counts = [cohort.count(which) for which in (1, 2, 3)]
            widest = max(widest, max(counts) - min(counts))
    return widest


LISTS = {
    "as in the demo": {},
    "everybody alike": {"skew": 0.0},
    "a few serve most": {"skew": 1.6},
    "one person serves all": {"boss": True},
    "large teams": {"team": (6, 9), "skew": 0.0},
    "sixty factors": {"people": 50, "services": 10, "team": (3, 6)},
    "paused and churned": {"clients": 120, "paused": 0.08, "churned": 0.1},
    "seven clients": {"clients": 7},
    "thirty clients": {"clients": 30},
    "three hundred clients": {"clients": 300, "people": 40, "services": 8},
    "a thousand clients": {"clients": 1000, "people": 60, "services": 12},
}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", LISTS)
def test_a_new_list_is_even_within_one_and_every_person_and_service_within_two(kind, seed):
    clients, team = firm(seed, **LISTS[kind])
    assigned, found = assign(clients, team, NO_PLAN)
    assert found.empty
    for statuses in (("active",), ("active", "paused")):
        assert spread_of_list(clients, assigned, *statuses) <= 1
        assert spread_by_hand(clients, team, assigned, *statuses) <= 2


@given(
    seed=st.integers(0, 10**9),
    clients=st.integers(0, 60),
    people=st.integers(1, 25),
    shape=st.fixed_dictionaries({"skew": st.floats(0, 2), "paused": st.sampled_from([0.0, 0.1])}),
)
def test_the_whole_list_is_always_within_one(seed, clients, people, shape):
    listed, team = firm(seed, clients, people, **shape)
    assigned, _ = assign(listed, team, NO_PLAN)
    assert spread_of_list(listed, assigned, "active") <= 1
    assert spread_of_list(listed, assigned, "active", "paused") <= 1


@given(seed=st.integers(0, 10**9), shuffle=st.integers(0, 100))
def test_the_order_of_rows_does_not_matter(seed, shuffle):
    clients, team = firm(seed, 25, 8)
    assigned, _ = assign(clients, team, NO_PLAN)
    mixed = clients.sample(frac=1, random_state=shuffle), team.sample(frac=1, random_state=shuffle)
    again, _ = assign(*mixed, NO_PLAN)
    pd.testing.assert_series_equal(again.reindex(assigned.index), assigned)


@given(seed=st.integers(0, 10**9), before=st.integers(0, 20), later=st.integers(1, 6))
def test_clients_added_later_move_nobody_and_keep_the_list_within_one(seed, before, later):
    clients, team = firm(seed, before + later, 8)
    assigned, _ = assign(clients.head(before), team, NO_PLAN)
    for count in range(before + 1, before + later + 1):
        grown, _ = assign(clients.head(count), team, assigned.reset_index())
        pd.testing.assert_series_equal(grown.reindex(assigned.index), assigned)
        assert spread_of_list(clients.head(count), grown, "active") <= 1
        assigned = grown


def test_a_newcomer_goes_where_its_manager_has_fewest(tables):
    """
    clients
    | client | manager |
    | Amber  | Ann     |
    | Birch  | Ann     |
    | Cedar  | Ben     |
    | Dune   | Ben     |
    | Elm    | Ann     |

    employees
    | employee |
    | Ann      |
    | Ben      |

    survey_plan
    | client | cohort |
    | Amber  | 1      |
    | Birch  | 2      |
    | Cedar  | 3      |
    | Dune   | 2      |
    """
    firm = roster(tables, pd.Timestamp("2026-10-01"))
    assigned, _ = assign(firm.clients, firm.team, tables["survey_plan"])
    assert assigned.to_dict() == {"Amber": 1, "Birch": 2, "Cedar": 3, "Dune": 2, "Elm": 3}


def test_a_fixed_cohort_wins_over_the_remembered_one_and_a_wrong_one_is_an_issue(tables):
    """
    clients
    | client     | fixed_cohort |
    | Amber      | 3            |
    | Birch      | 7            |
    | «Cedar»    | 1.5          |

    survey_plan
    | client | cohort |
    | AMBER  | 1      |
    | Birch  | 2      |
    | cedar  | 1      |
    """
    firm = roster(tables, pd.Timestamp("2026-10-01"))
    assigned, found = assign(firm.clients, firm.team, tables["survey_plan"])
    assert assigned.to_dict() == {"Amber": 3, "Birch": 2, "«Cedar»": 1}
    assert found[["row", "column", "found", "code"]].to_numpy().tolist() == [
        [3, "fixed_cohort", "7", "bad_cohort"],
        [4, "fixed_cohort", "1.5", "bad_cohort"],
    ]


def test_the_others_make_up_for_fixed_ones():
    clients, team = firm(1)
    clients.loc[:14, "fixed_cohort"] = [1.0, 2.0, 2.0] * 5
    assigned, _ = assign(clients, team, NO_PLAN)
    assert assigned.iloc[:15].tolist() == [1.0, 2.0, 2.0] * 5
    assert spread_of_list(clients, assigned, "active") <= 1
    assert spread_by_hand(clients, team, assigned, "active") <= 2


def test_one_that_left_keeps_its_cohort_and_does_not_weigh(tables):
    """
    clients
    | client | status  |
    | Amber  | churned |
    | Birch  | churned |
    | Cedar  | active  |
    | Dune   | churned |

    survey_plan
    | client | cohort |
    | Amber  | 1      |
    | Birch  | 1      |
    """
    firm = roster(tables, pd.Timestamp("2026-10-01"))
    assigned, _ = assign(firm.clients, firm.team, tables["survey_plan"])
    assert assigned[["Amber", "Birch", "Cedar"]].tolist() == [1, 1, 1]
    assert pd.isna(assigned["Dune"])


def test_a_team_change_that_unbalances_a_person_is_reported_with_the_move_that_helps(tables):
    """
    clients
    | client | manager | services |
    | Amber  | Ann     |          |
    | Birch  | Ann     |          |
    | Cedar  | Ann     | SEO      |
    | Dune   | Ann     |          |
    | Elm    | Ben     | SEO      |
    | Fjord  | Ben     |          |

    employees
    | employee |
    | Ann      |
    | Ben      |

    survey_plan
    | client | cohort |
    | Amber  | 1      |
    | Birch  | 1      |
    | Cedar  | 1      |
    | Dune   | 2      |
    | Elm    | 1      |
    | Fjord  | 3      |
    """
    firm = roster(tables, pd.Timestamp("2026-10-01"))
    assigned, _ = assign(firm.clients, firm.team, tables["survey_plan"])
    found = imbalance(firm.clients, firm.team, assigned)
    assert found[["table", "row", "column", "found", "code", "hint", "rejects"]].to_numpy().tolist() == [
        ["clients", 4, "fixed_cohort", "Ann 3/1/0", "imbalance", "3", False]
    ]
    assert spreads(firm.clients, firm.team, assigned).loc[("person", "Ann"), "spread"] == 3


def test_a_person_in_two_roles_for_a_client_counts_once():
    clients, team = firm(2, 9)
    twice = pd.concat([team, team[team["role"] == "manager"].assign(role="salesperson")])
    pd.testing.assert_series_equal(assign(clients, twice, NO_PLAN)[0], assign(clients, team, NO_PLAN)[0])
    assigned = assign(clients, team, NO_PLAN)[0]
    pd.testing.assert_frame_equal(spreads(clients, twice, assigned), spreads(clients, team, assigned))


def test_a_list_of_a_hundred_takes_no_time_and_a_thousand_little():
    for size, seconds in ((100, 0.5), (1000, 5.0)):
        clients, team = firm(3, size)
        began = perf_counter()
        cohorts.assign(clients, team, NO_PLAN)
        assert perf_counter() - began < seconds
