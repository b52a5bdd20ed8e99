"""Opening rounds: who is due, once, with everything the interviewer needs."""

from __future__ import annotations

import random
from dataclasses import replace

import hypothesis
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.program import survey_plan
from flows.program.call_list import Round, open_round
from flows.program.quarantine import asked, in_quarantine
from flows.program.roster import roster
from flows.program.settings import Settings

SETTINGS = Settings()
OCTOBER, NOVEMBER, DECEMBER, JANUARY = (pd.Timestamp(day) for day in ("2026-10", "2026-11", "2026-12", "2027-01"))


def opened(tables: dict, month: str, settings: Settings = SETTINGS, on: str = "") -> Round:
    """Opens the round and puts what it gives into ``tables``, as the flow does."""
    first = pd.Timestamp(month)
    as_of = pd.Timestamp(on) if on else first + pd.Timedelta(hours=6)
    round_ = open_round(first, tables, roster(tables, as_of), settings, as_of)
    start = int(tables["call_list"]["row"].max()) + 1 if len(tables["call_list"]) else 2
    rows = round_.rows.assign(row=range(start, start + len(round_.rows)))
    tables["call_list"] = pd.concat([tables["call_list"], rows], ignore_index=True)
    tables["attribution"] = pd.concat([tables["attribution"], round_.attribution.assign(row=0)], ignore_index=True)
    tables["survey_plan"] = round_.plan.assign(row=range(2, len(round_.plan) + 2))
    return round_


def typed(tables: dict, client: str, **cells: object) -> None:
    """What an interviewer types into the client's last row of the call list."""
    calls = tables["call_list"]
    at = calls.index[calls["client"] == client][-1]
    for column, value in cells.items():
        calls.loc[at, column] = value


def on_list(round_: Round) -> list[str]:
    return round_.rows["client"].tolist()


def planned(tables: dict, client: str) -> pd.Series:
    return tables["survey_plan"].set_index("client").loc[client]


def test_a_row_holds_what_the_interviewer_needs_and_leaves_the_rest_to_people(tables):
    """
    clients
    | client | manager | services | fixed_cohort | phone |
    | Amber  | Ann     | SEO      | 1            | 100   |

    contacts
    | client | contact | role           | phone | email   | forecast |
    | Amber  | Ivy     | influencer     | 1     | i@a.com | 5        |
    | Amber  | Dora    | decision maker | 2     | d@a.com | 9        |

    employees
    | employee | role    | interviews |
    | Ann      | manager |            |
    | Ben      | manager | 1          |
    """
    round_ = opened(tables, "2026-10")
    row = round_.rows.iloc[0]
    told = ["client", "contact", "role", "phone", "email", "interviewer", "forecast"]
    assert row[told].tolist() == ["Amber", "Dora", "decision maker", "2", "d@a.com", "Ben", 9.0]
    assert row["month"] == OCTOBER
    assert row["call_by"] == pd.Timestamp("2026-10-15"), "ten working days after Thursday the 1st"
    assert row["survey_key"].startswith("Q-2026-10-")
    assert row[["asked_on", "score"]].isna().all()
    assert row[["outcome", "comment", "note"]].tolist() == ["", "", ""]
    stamps = round_.attribution[["response_key", "month", "client", "employee", "role"]].to_numpy().tolist()
    key = row["survey_key"]
    assert stamps == [[key, OCTOBER, "Amber", "Ann", "manager"], [key, OCTOBER, "Amber", "SEO", "service"]]


def test_a_client_nobody_serves_is_stamped_all_the_same(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |
    """
    assert opened(tables, "2026-10").attribution[["client", "employee", "role"]].to_numpy().tolist() == [
        ["Amber", "", ""]
    ]


@pytest.mark.parametrize(
    ("month", "client"),
    [("2026-10", "Amber"), ("2026-11", "Birch"), ("2026-12", "Cedar"), ("2027-04", "Amber"), ("2028-08", "Birch")],
)
def test_cohort_k_is_asked_in_month_k_of_the_quarter(tables, month, client):
    """
    clients
    | client | fixed_cohort | status  |
    | Amber  | 1            |         |
    | Birch  | 2            |         |
    | Cedar  | 3            |         |
    | Dune   | 1            | paused  |
    | Elm    | 1            | churned |
    | Fjord  | 2            | paused  |
    """
    assert on_list(opened(tables, month)) == [client]


def test_a_round_repeated_changes_nothing(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |
    | Birch  | 1            |
    | Cedar  | 2            |

    responses
    | date       | client | score |
    | 2026-09-10 | Birch  | 7     |
    """
    first = opened(tables, "2026-10")
    for day in ("2026-10-01 06:00", "2026-10-02", "2026-10-31"):
        again = opened(tables, "2026-10", on=day)
        assert on_list(again) == []
        assert again.attribution.empty
        pd.testing.assert_frame_equal(again.plan, first.plan)


def test_a_row_that_people_deleted_is_not_opened_again(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |
    """
    opened(tables, "2026-10")
    tables["call_list"] = tables["call_list"].head(0)
    assert on_list(opened(tables, "2026-10", on="2026-10-05")) == []


def test_a_new_contact_does_not_make_a_second_survey_in_the_month(tables):
    """
    clients
    | client | fixed_cohort | contact |
    | Amber  | 1            | Rita    |
    """
    opened(tables, "2026-10")
    tables["clients"]["contact"] = "Zoe"
    assert on_list(opened(tables, "2026-10", on="2026-10-05")) == []


def test_clients_that_come_during_their_month_are_added_by_a_repeated_round(tables):
    """
    clients
    | client | fixed_cohort | client_since |
    | Amber  | 1            |              |

    employees
    | employee | interviews |
    | Ann      | 1          |
    | Ben      | 1          |
    """
    first = opened(tables, "2026-10").rows["interviewer"].tolist()
    newcomer = tables["clients"].assign(client="Birch", client_since=pd.Timestamp("2026-10-12"), row=3)
    tables["clients"] = pd.concat([tables["clients"], newcomer], ignore_index=True)
    later = opened(tables, "2026-10", on="2026-10-14")
    assert on_list(later) == ["Birch"]
    assert sorted([*first, *later.rows["interviewer"]]) == ["Ann", "Ben"], "earlier rows count towards the shares"


def test_one_that_joins_after_its_month_has_passed_is_due_in_the_next_quarter(tables):
    """
    clients
    | client | fixed_cohort | client_since |
    | Amber  | 1            | 2026-11-02   |
    """
    assert on_list(opened(tables, "2026-10", on="2026-11-03")) == []
    assert planned(tables, "Amber")["next_due"] == JANUARY
    assert [on_list(opened(tables, month)) for month in ("2026-11", "2026-12", "2027-01")] == [[], [], ["Amber"]]


def test_whom_the_quarantine_skips_is_listed_and_due_next_month(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |
    | Birch  | 1            |

    responses
    | date       | client | score |
    | 2026-08-20 | amber  | 9     |
    """
    assert on_list(opened(tables, "2026-10")) == ["Birch"]
    assert planned(tables, "Amber")[["next_due", "why_skipped"]].tolist() == [NOVEMBER, "quarantine"]
    assert planned(tables, "Birch")[["next_due", "why_skipped"]].tolist() == [JANUARY, ""]
    assert on_list(opened(tables, "2026-11")) == ["Amber"]
    assert planned(tables, "Amber")[["next_due", "why_skipped"]].tolist() == [JANUARY, ""]


def test_one_carried_over_and_not_reached_is_not_due_again_too_soon(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |

    responses
    | date       | client | score |
    | 2026-09-20 | Amber  | 9     |
    """
    months = pd.date_range("2026-10", periods=8, freq="MS")
    asked_in = [month.month for month in months if on_list(opened(tables, f"{month:%Y-%m}"))]
    assert asked_in == [12, 3], "carried over twice; then three months later, though January was its turn"


def test_the_quarantine_lasts_sixty_days_from_being_asked(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |
    | Birch  | 1            |
    | Cedar  | 1            |
    | Dune   | 1            |
    | Elm    | 1            |

    call_list
    | month      | client | survey_key         | asked_on   | outcome    | score |
    | 2026-07-01 | Amber  | Q-2026-07-11111111 | 2026-08-02 | refused    |       |
    | 2026-07-01 | Birch  | Q-2026-07-22222222 | 2026-08-03 |            |       |
    | 2026-07-01 | Cedar  | Q-2026-07-33333333 | 2026-08-20 | no contact |       |
    | 2026-07-01 | Dune   | Q-2026-07-44444444 | 2026-08-20 | postponed  |       |
    | 2026-07-01 | Elm    | Q-2026-07-55555555 |            | answered   | 7     |
    """
    assert on_list(opened(tables, "2026-10")) == ["Amber", "Cedar", "Dune", "Elm"]


def test_an_answer_without_a_date_counts_from_the_day_it_was_first_seen(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |
    | Birch  | 1            |

    call_list
    | month      | client | survey_key         | score |
    | 2026-07-01 | Amber  | Q-2026-07-11111111 | 7     |
    | 2026-07-01 | Birch  | Q-2026-07-22222222 | 7     |

    answer_ledger
    | response_key       | survey    | month      | date       | client | score | counted |
    | Q-2026-07-11111111 | quarterly | 2026-07-01 | 2026-08-09 | Amber  | 7     | yes     |
    | Q-2026-07-22222222 | quarterly | 2026-07-01 | 2026-07-09 | Birch  | 7     | yes     |
    """
    assert on_list(opened(tables, "2026-10")) == ["Birch"]


def test_first_round_everyone_asks_all_and_the_cohorts_begin_in_the_fourth_month(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |
    | Birch  | 2            |
    | Cedar  | 3            |
    | Dune   | 2            |

    responses
    | date       | client | score |
    | 2026-10-20 | Dune   | 9     |
    """
    settings = replace(SETTINGS, first_round="everyone", programme_starts_on=NOVEMBER)
    months = ("2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05")
    assert [on_list(opened(tables, month, settings)) for month in months] == [
        ["Amber", "Birch", "Cedar"],
        [],
        ["Dune"],
        ["Birch"],
        ["Cedar"],
        ["Amber", "Dune"],
        ["Birch"],
    ]


def test_a_month_skipped_and_opened_late_asks_its_cohort_and_gives_time_to_call(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |
    | Birch  | 2            |
    """
    assert on_list(opened(tables, "2026-11")) == ["Birch"]
    late = opened(tables, "2026-10", on="2026-11-04")
    assert on_list(late) == ["Amber"]
    assert late.rows["call_by"].tolist() == [pd.Timestamp("2026-11-10")], "the day the month closes"
    very_late = opened(tables, "2026-07", on="2026-11-04")
    assert on_list(very_late) == ["Amber"]
    assert very_late.rows["call_by"].tolist() == [pd.Timestamp("2026-11-18")], "it closed long ago"
    assert [on_list(opened(tables, month)) for month in ("2026-12", "2027-01", "2027-02")] == [[], ["Amber"], ["Birch"]]


def test_a_month_opened_late_does_not_ask_again_whom_a_later_one_has_asked(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 2            |
    """
    assert on_list(opened(tables, "2026-11")) == ["Amber"]
    tables["clients"]["fixed_cohort"] = 1.0
    assert on_list(opened(tables, "2026-10", on="2026-11-04")) == []


def test_a_client_moved_to_another_cohort_is_asked_in_its_new_turn_after_a_rest(tables):
    """
    clients
    | client | fixed_cohort |
    | Amber  | 1            |
    """
    assert on_list(opened(tables, "2026-10")) == ["Amber"]
    typed(tables, "Amber", asked_on=pd.Timestamp("2026-10-08"), score=9.0)
    tables["clients"]["fixed_cohort"] = 2.0
    months = pd.date_range("2026-11", periods=7, freq="MS")
    assert [month.month for month in months if on_list(opened(tables, f"{month:%Y-%m}"))] == [2, 5]


def test_all_contacts_are_asked_and_only_those_in_quarantine_are_carried_over(tables):
    """
    clients
    | client | fixed_cohort | contact |
    | Amber  | 1            | Rita    |
    | Birch  | 1            | Bea     |

    contacts
    | client | contact | role           | do_not_survey |
    | Amber  | Uma     | end user       |               |
    | Amber  | Dora    | decision maker |               |
    | Amber  | Nils    | influencer     | yes           |

    responses
    | date       | client | contact | score |
    | 2026-08-20 | Amber  | dora    | 9     |
    """
    settings = replace(SETTINGS, contacts_per_client="all")
    first = opened(tables, "2026-10", settings)
    assert first.rows[["client", "contact"]].to_numpy().tolist() == [["Amber", "Uma"], ["Birch", "Bea"]]
    assert planned(tables, "Amber")["why_skipped"] == "quarantine"
    assert opened(tables, "2026-11", settings).rows["contact"].tolist() == ["Dora"]
    assert opened(tables, "2026-12", settings).rows.empty
    assert opened(tables, "2027-01", settings).rows["contact"].tolist() == ["Uma", "Bea"]
    assert opened(tables, "2027-02", settings).rows["contact"].tolist() == ["Dora"]


STATUSES = ["active"] * 9 + ["paused", "churned"]
OUTCOMES = ["", "", "answered", "answered", "refused", "no contact", "postponed"]
NAMES = [f"Client {number:02}" for number in range(40)]
PROFILE = hypothesis.settings()


@hypothesis.settings(PROFILE, max_examples=max(PROFILE.max_examples // 20, 1))
@given(
    seed=st.integers(0, 10**9), contacts=st.sampled_from(["one", "all"]), quarantine_days=st.sampled_from([30, 60, 90])
)
def test_who_is_active_and_not_in_quarantine_for_three_months_is_due_exactly_once_in_them(
    tables_from, seed, contacts, quarantine_days
):
    """Seven months of a firm in which people pause, leave and come back, answer late or never, or unasked."""
    draw = random.Random(seed)
    settings = replace(SETTINGS, contacts_per_client=contacts, quarantine_days=quarantine_days)
    lines = [f"| {name} | {draw.choice(['', '', 1, 2, 3])} | {draw.choice(['', 'Rita'])} |" for name in NAMES]
    tables = tables_from("clients\n| client | fixed_cohort | contact |\n" + "\n".join(lines))
    free: list[set[str]] = []
    due: list[list[str]] = []
    for month in pd.date_range("2026-10", periods=7, freq="MS"):
        tables["clients"]["status"] = [draw.choice(STATUSES) for _ in NAMES]
        firm = roster(tables, month)
        people = pd.DataFrame({"client": firm.clients["client"], "person": firm.clients["contact"].str.lower()})
        resting = in_quarantine(people, asked(tables, firm, month), month, quarantine_days)
        free.append(set(people.loc[firm.clients["status"].eq("active") & ~resting, "client"]))
        due.append(on_list(opened(tables, f"{month:%Y-%m}", settings)))
        for name in due[-1]:
            day = month + pd.Timedelta(days=draw.randrange(40))
            typed(tables, name, outcome=draw.choice(OUTCOMES), asked_on=draw.choice([pd.NaT, day]))
        days = [month + pd.Timedelta(days=draw.randrange(28)) for _ in range(3)]
        unasked = [f"| {day:%Y-%m-%d} | {draw.choice(NAMES)} | 7 |" for day in days]
        answers = tables_from("responses\n| date | client | score |\n" + "\n".join(unasked))["responses"]
        tables["responses"] = pd.concat([tables["responses"], answers], ignore_index=True)
        daily = survey_plan.plan(tables, roster(tables, days[0]), settings, days[0]).plan
        tables["survey_plan"] = daily.assign(row=range(2, len(daily) + 2))
    for start in range(len(due) - 2):
        for name in set.intersection(*free[start : start + 3]):
            times = [name in month for month in due[start : start + 3]]
            assert times.count(True) == 1, f"{name}, months {start} to {start + 2}"
    assert all(len(month) == len(set(month)) for month in due)
