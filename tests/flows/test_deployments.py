"""prefect.yaml as it is used: deployed on a real server, run by a real process worker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from flows.schedule.deployments import NAME, TAGS, TIMETABLES
from tests.flows.downtime import MISSED, run_in, sheets_of, stood_still
from tests.flows.prefect_server import ROOT, create_late_run, log_with, prefect, server, wait_for, worker


@pytest.fixture(scope="module")
def deployed(demo_workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A server on which `prefect deploy --all` has run, without a worker yet; its home and its environment."""
    home = tmp_path_factory.mktemp("prefect")
    workbook = shutil.copy(demo_workbook, home / "team.xlsx")
    with server(
        home,
        "npsheets",
        NPSHEETS_HOME=str(ROOT),
        NPSHEETS_WORKBOOK=str(workbook),
        NPSHEETS_TIME_ZONE="Europe/Berlin",
    ) as env:
        prefect("deploy", "--all", env=env)
        yield home, env


def test_the_deployed_monthly_flow_computes_a_month_again_that_was_lost(deployed: tuple[Path, dict[str, str]]) -> None:
    """Run monthly-nps through a worker on a copy of the demo workbook, to completion."""
    home, env = deployed
    workbook = home / "team.xlsx"
    expected = _october(workbook)
    _lose_october(workbook)
    assert _october(workbook) != expected

    listed = prefect("deployment", "ls", env=env)
    assert all(f"{flow}/scheduled" in listed for flow in ("survey-round", "monthly-nps", "daily-watch"))
    with worker(home, "npsheets", env):
        prefect(
            "deployment", "run", "monthly-nps/scheduled",
            "--param", 'month="2026-10"', "--param", 'as_of="2026-11-04T06:30:00"', "--watch",
            env=env,
        )  # fmt: skip

    assert _october(workbook) == expected


def test_after_three_days_without_a_worker_everything_is_caught_up_in_one_go(
    deployed: tuple[Path, dict[str, str]], new_workbook: Path, tmp_path: Path
) -> None:
    """The round of the 1st, the month before and three mornings were missed; each run is about its own day.

    With them waits a run on a workbook that a person has to mend: one sentence in the log, no traceback.
    """
    home, env = deployed
    stood_still(new_workbook)
    in_time = run_in(Path(shutil.copy(new_workbook, tmp_path / "in_time.xlsx")), MISSED)
    late = [create_late_run(env["PREFECT_API_URL"], flow, when, new_workbook) for flow, when in reversed(MISSED)]
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    mistaken = create_late_run(env["PREFECT_API_URL"], "daily_watch", datetime.now(UTC), tmp_path / "empty.xlsx")

    with worker(home, "npsheets", {**env, "TZ": "UTC"}):
        states = wait_for(env["PREFECT_API_URL"], [*late, mistaken])
        log = log_with("Looked for a sheet titled", home / "worker.log")

    assert [state["name"] for state in states] == ["Completed"] * len(MISSED) + ["Failed"], log
    assert sheets_of(new_workbook) == sheets_of(in_time)
    assert [len(sheets_of(in_time)[sheet]) for sheet in ("Call list", "Tasks", "Exit surveys")] == [2, 4, 2]
    assert states[-1]["message"].startswith("No sheet with the table “Clients” was found.")
    assert "Looked for a sheet titled" in log
    assert "Traceback" not in log


def test_prefect_yaml_and_the_command_schedule_the_same() -> None:
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert [_said(deployment) for deployment in deployments] == [
        {
            "name": NAME,
            "tags": list(TAGS),
            "description": each.description,
            "entrypoint": each.entrypoint,
            "schedules": [{"slug": each.slug, "cron": each.cron}],
            "concurrency_limit": {"limit": 1, "collision_strategy": "ENQUEUE"},
        }
        for each in TIMETABLES
    ]


def _said(deployment: Mapping[str, Any]) -> dict[str, Any]:
    """A deployment of prefect.yaml without what only a pool needs, its entry point as a module."""
    path, _, flow = deployment["entrypoint"].partition(":")
    return {
        **{name: deployment[name] for name in ("name", "tags", "description", "concurrency_limit")},
        "entrypoint": f"{path.removesuffix('.py').replace('/', '.')}.{flow}",
        "schedules": [{name: each[name] for name in each if name != "timezone"} for each in deployment["schedules"]],
    }


def _october(workbook: Path) -> set[tuple[object, ...]]:
    history = openpyxl.load_workbook(workbook, data_only=True)["History"]
    headings = [cell.value for cell in history[1]]
    month = headings.index("month")
    kept = [headings.index(name) for name in ("period", "scope", "name", "n", "NPS", "low", "high")]
    return {
        tuple(round(value, 9) if isinstance(value := row[index], float) else value for index in kept)
        for row in history.iter_rows(min_row=2, values_only=True)
        if getattr(row[month], "month", None) == 10
    }


def _lose_october(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    history = book["History"]
    month = [cell.value for cell in history[1]].index("month")
    for row in history.iter_rows(min_row=2):
        if getattr(row[month].value, "month", None) == 10:
            for cell in row:
                cell.value = None
    book.save(workbook)
