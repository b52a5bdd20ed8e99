"""What a run leaves in Prefect: the KPI table and a link to the sheet. Never a client's words or addresses."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Any

from prefect.artifacts import create_link_artifact, create_table_artifact

from flows.program.kpi import Kpi
from flows.texts import say
from flows.texts.wording import month, points

GOOGLE = "https://docs.google.com/spreadsheets/d/"


def leave_artifacts(location: str, title: str, language: str, kpi: Kpi) -> None:
    """One artifact of each kind a workbook; each run adds a version."""
    mark = blake2b(location.encode(), digest_size=4).hexdigest()
    described = f"{title}: {say(language, 'kpi.title', month=month(language, kpi.month))}"
    create_table_artifact(table=kpi_table(kpi, language), key=f"npsheets-kpi-{mark}", description=described)
    create_link_artifact(link=address(location), link_text=title, key=f"npsheets-sheet-{mark}", description=described)


def kpi_table(kpi: Kpi, language: str) -> list[dict[str, Any]]:
    """The rolling quarter of the headline month: the department, then every employee; too few in brackets."""
    rows = kpi.quarter[kpi.quarter["month"].eq(kpi.month) & kpi.quarter["scope"].isin(["department", "employee"])]
    who, plan = say(language, "kpi.people"), say(language, "kpi.plan_head")
    told = [
        _plan(language, verdict, aim) for verdict, aim in zip(kpi.people["verdict"], kpi.people["plan"], strict=True)
    ]
    plans = dict(zip(kpi.people["employee"], told, strict=True))
    return [
        {
            who: row["name"] or say(language, "kpi.department"),
            "NPS": points(row["nps"]) if row["n"] >= kpi.min_responses else f"({points(row['nps'])})",
            "n": int(row["n"]),
            "95 %": f"{points(row['low'])} … {points(row['high'])}",
            plan: plans.get(row["name"], ""),
        }
        for row in rows[["name", "nps", "n", "low", "high"]].to_dict("records")
    ]


def _plan(language: str, verdict: str, plan: float) -> str:
    return say(language, f"kpi.{verdict.replace(' ', '_')}", plan=points(plan)) if verdict else ""


def address(location: str) -> str:
    if "://" in location:
        return location
    path = Path(location)
    return path.resolve().as_uri() if path.suffix else GOOGLE + location
