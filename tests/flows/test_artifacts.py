"""What a run leaves in Prefect says no more than the KPI sheet does."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from flows.artifacts import kpi_table
from flows.program.kpi import Kpi


class _Figures:
    """The part of a Kpi that is told: employees with enough answers, one with too few."""

    month = pd.Timestamp("2026-10-01")
    min_responses = 5
    people = pd.DataFrame(
        {
            "employee": ["Ann", "Bob", "Eve", "Max"],
            "verdict": ["reached", "", "not reached", "unknown"],
            "plan": [30.0, float("nan"), 70.0, 40.0],
        }
    )
    quarter = pd.DataFrame(
        [
            ("employee", "Ann", month, 40, 50.0, 35.0, 62.0),
            ("employee", "Bob", month, 3, 100.0, -10.0, 100.0),
            ("employee", "Eve", month, 40, 50.0, 35.0, 62.0),
            ("employee", "Max", month, 40, 50.0, 35.0, 62.0),
        ],
        columns=["scope", "name", "month", "n", "nps", "low", "high"],
    )


def table(language: str) -> list[dict[str, Any]]:
    return kpi_table(cast("Kpi", _Figures()), language)


def test_too_few_answers_stand_in_brackets() -> None:
    assert [row["NPS"] for row in table("en")] == ["+50", "(+100)", "+50", "+50"]


def test_a_plan_is_judged_in_the_language_of_the_workbook() -> None:
    assert [row["Plan"] for row in table("en")] == [
        "+30: reached", "", "+70: not reached", "+40: cannot be told",
    ]  # fmt: skip
    assert table("ru")[0]["План"] == "+30: выполнен"
