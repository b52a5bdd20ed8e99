"""A team's month from an empty workbook to its figures, through real Prefect flows on a real file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheets_adapter.errors import NpsheetsError
from tests.flows.sheet import add_rows, cells_of, rows_of, type_into

OPENED, MORNING, ENDED = "2026-10-01T06:00", "2026-10-06T07:00", "2026-11-01T06:30"


@pytest.fixture
def team(new_workbook: Path, prefect_here: None) -> Path:
    """Nine clients, three a month, two of a team and an interviewer."""
    add_rows(
        new_workbook,
        "Employees",
        {"employee": "Ann", "role": "manager", "plan": 30},
        {"employee": "Bob", "role": "specialist"},
        {"employee": "Ida", "role": "head", "interviews": "yes"},
    )
    add_rows(
        new_workbook,
        "Clients",
        *(
            {
                "client": f"Client {number}", "services": "SEO", "manager": "Ann", "specialists": "Bob",
                "status": "active", "client since": "2024-01-01", "contact": f"Contact {number}",
                "fixed cohort": number % 3 + 1,
            }
            for number in range(9)
        ),
    )  # fmt: skip
    for row in rows_of(new_workbook, "Settings"):
        if row["setting"] == "programme starts on":
            at = rows_of(new_workbook, "Settings").index(row) + 2
            type_into(new_workbook, "Settings", at, value="2026-10-01")
    return new_workbook


def test_a_month_goes_from_the_call_list_to_figures_and_a_repeated_run_writes_nothing(team: Path) -> None:
    from flows.daily import daily_watch
    from flows.monthly import monthly_nps
    from flows.survey_round import survey_round

    opened = survey_round(str(team), as_of=OPENED)
    assert opened.receipt is not None
    assert opened.receipt.appended["call_list"] == 3
    calls = rows_of(team, "Call list")
    assert [row["client"] for row in calls] == ["Client 0", "Client 3", "Client 6"]
    assert {row["interviewer"] for row in calls} == {"Ida"}

    type_into(team, "Call list", 2, score=10, what_to_change="nothing")
    type_into(team, "Call list", 3, score=3, what_to_change="Reports come late every month")
    type_into(team, "Call list", 4, score=11)
    daily = daily_watch(str(team), as_of=MORNING)
    assert daily.rejected == 1
    (task,) = rows_of(team, "Tasks")
    assert (task["client"], task["score"], task["status"]) == ("Client 3", 3, "new")
    assert task["task key"].startswith("T-Q-2026-10-")
    (issue,) = rows_of(team, "Data issues")
    assert (issue["sheet"], issue["what stands there"]) == ("Call list", "11")

    type_into(team, "Call list", 4, score=9)
    monthly = monthly_nps(str(team), as_of=ENDED)
    assert f"{monthly.month:%Y-%m}" == "2026-10"
    assert (monthly.figures.promoters, monthly.figures.detractors, monthly.figures.n) == (2, 1, 3)
    assert not rows_of(team, "Data issues")
    assert any("October 2026" in str(value) for value in cells_of(team, "KPI"))
    history = [row for row in rows_of(team, "History") if row["scope"] == "employee" and row["period"] == "month"]
    assert {row["name"]: round(row["NPS"], 6) for row in history} == {"Ann": 33.333333, "Bob": 33.333333}

    for flow in (survey_round, daily_watch):
        flow(str(team), as_of=ENDED)
    before = team.read_bytes()
    for flow in (monthly_nps, survey_round, daily_watch):
        receipt = flow(str(team), as_of=ENDED).receipt
        assert receipt is not None
        assert (receipt.wrote, receipt.calls) == (False, 0)
    assert team.read_bytes() == before


def test_a_dry_run_tells_what_would_be_written_and_writes_nothing(team: Path) -> None:
    from flows.survey_round import survey_round

    before = team.read_bytes()
    report = survey_round(str(team), as_of=OPENED, dry_run=True)
    assert report.receipt is None
    assert report.preview is not None
    assert {sheet.table: sheet.appended for sheet in report.preview.sheets}["call_list"] == 3
    assert team.read_bytes() == before


def test_a_closed_month_stands_until_it_is_restated(team: Path) -> None:
    from flows.daily import daily_watch
    from flows.monthly import monthly_nps
    from flows.survey_round import survey_round

    survey_round(str(team), as_of=OPENED)
    type_into(team, "Call list", 2, score=10)
    daily_watch(str(team), as_of="2026-11-11T07:00")
    type_into(team, "Call list", 2, score=0)
    stands = monthly_nps(str(team), month="2026-10", as_of="2026-11-12T07:00")
    assert stands.closed_on is not None
    assert stands.figures.promoters == 1
    assert [row["what stands there"] for row in rows_of(team, "Data issues")] == ["0"]

    restated = monthly_nps(str(team), month="2026-10", as_of="2026-11-12T08:00", restate=True)
    assert restated.restated
    assert (restated.figures.promoters, restated.figures.detractors) == (0, 1)
    assert "October 2026 restated" in [row["note"] for row in rows_of(team, "Journal")]
    late_round = survey_round(str(team), month="2026-10", as_of="2026-11-12T09:00")
    assert late_round.round_closed


def test_a_month_that_has_not_begun_stops_the_run_with_a_sentence(team: Path) -> None:
    from flows.monthly import monthly_nps

    with pytest.raises(NpsheetsError, match="January 2027 has not begun yet"):
        monthly_nps(str(team), month="2027-01", as_of=ENDED)


def test_a_run_that_changed_something_leaves_figures_in_prefect_and_no_words_of_clients(team: Path) -> None:
    from prefect.client.orchestration import get_client

    from flows.daily import daily_watch
    from flows.survey_round import survey_round

    survey_round(str(team), as_of=OPENED)
    type_into(team, "Call list", 2, score=2, what_to_change="Their invoice was a riddle")
    daily_watch(str(team), as_of=MORNING)
    with get_client(sync_client=True) as client:
        left = [
            artifact
            for artifact in client.read_artifacts()
            if str(team) in str(artifact.data) or artifact.type == "table"
        ]
    assert {artifact.type for artifact in left} == {"table", "markdown"}
    assert any("Department" in str(artifact.data) for artifact in left)
    assert not any("riddle" in str(artifact.data) or "Contact 0" in str(artifact.data) for artifact in left)


def test_years_of_answers_brought_without_a_start_of_the_programme_make_no_tasks(team: Path) -> None:
    from flows.daily import daily_watch

    start = next(at for at, row in enumerate(rows_of(team, "Settings"), 2) if row["setting"] == "programme starts on")
    type_into(team, "Settings", start, value=None)
    old = {"client": "Client 1", "score": 2, "what to change": "Reports come late every month"}
    add_rows(team, "Responses", {**old, "date": "2024-05-06"}, {**old, "date": "2025-05-06"})
    first = daily_watch(str(team), as_of=MORNING)
    assert first.receipt.appended.get("tasks", 0) == 0
    add_rows(team, "Responses", {**old, "date": "2026-10-06"})
    assert daily_watch(str(team), as_of="2026-12-07T07:00").receipt.appended["tasks"] == 1
