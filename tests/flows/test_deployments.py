"""prefect.yaml as it is used: deployed on a real server, run by a real process worker."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl

from tests.flows.prefect_server import ROOT, prefect, server_and_worker


def test_the_deployed_monthly_flow_computes_a_month_again_that_was_lost(demo_workbook: Path, tmp_path: Path) -> None:
    """Deploy all, then run monthly-nps through a worker on a copy of the demo workbook, to completion."""
    workbook = Path(shutil.copy(demo_workbook, tmp_path / "team.xlsx"))
    expected = _october(workbook)
    _lose_october(workbook)
    assert _october(workbook) != expected

    home = tmp_path / "prefect"
    home.mkdir()
    with server_and_worker(
        home,
        "npsheets",
        NPSHEETS_HOME=str(ROOT),
        NPSHEETS_WORKBOOK=str(workbook),
        NPSHEETS_TIME_ZONE="Europe/Berlin",
    ) as env:
        prefect("deploy", "--all", env=env)
        listed = prefect("deployment", "ls", env=env)
        assert all(f"{flow}/scheduled" in listed for flow in ("survey-round", "monthly-nps", "daily-watch"))
        prefect(
            "deployment", "run", "monthly-nps/scheduled",
            "--param", 'month="2026-10"', "--param", 'as_of="2026-11-04T06:30:00"', "--watch",
            env=env,
        )  # fmt: skip

    assert _october(workbook) == expected


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
