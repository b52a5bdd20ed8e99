"""What the templates of the month's digest may use: every figure in words, nothing that a reader may not know."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import Any

import pandas as pd

from flows.kpi_page import styles
from flows.kpi_page.unit import say_by_unit
from flows.program.digest import Digest, Programme
from flows.program.outbox import Row, records
from flows.program.scores import Figures
from flows.texts import count, say
from flows.texts.wording import day, month, number, percent, points, short_month
from sheets_adapter import choices
from sheets_adapter.tables import BY_KEY

LONGEST_LIST = 15
"""Rows; the rest is counted and stands in the spreadsheet."""
SURE = 0.005
"""Below it a probability is nought when rounded."""


def names_for(digest: Digest, audience: str, language: str) -> dict[str, Any]:
    """Names of the templates ``digest.txt`` and ``digest.html``, but for those of the spreadsheet and the picture."""
    late, new = digest.tasks["days_overdue"].gt(0), digest.tasks["untriaged"]

    def task(row: Row) -> dict[str, Any]:
        return _task(row, language)

    people = [_person(row, digest, language) for row in records(digest.people)]
    return {
        "language": language,
        "audience": audience,
        "month": month(language, digest.month),
        "span": _span(digest, language),
        "headline": _headline(digest, language),
        "change": _change(digest, language),
        "moved": [row["moved"] for row in people if row["moved"]],
        "people": people,
        "own_tasks": _listed(digest.tasks, task, language),
        "overdue": _listed(digest.tasks[late], task, language),
        "untriaged": _listed(digest.tasks[new].sort_values(["triage_by", "client"]), task, language),
        "silent": _listed(digest.silent, lambda row: _silent(row, language), language),
        "troubled": _listed(digest.troubled, lambda row: _troubled(row, language), language),
        "programme": _programme(digest.programme, digest, language) if digest.programme else [],
        "conclusion": digest.programme.conclusion if digest.programme else "",
        "conclusion_month": _conclusion_month(digest.programme, language),
        "change_head": say_by_unit(digest, language, "change_head"),
        "reading": [say(language, key) for key in ("kpi.read_interval", "digest.read_arrow")]
        + [say_by_unit(digest, language, "read_few", min=digest.min_responses)],
        "purpose": say(language, "kpi.read_purpose"),
    }


def _span(digest: Digest, language: str) -> str:
    first = short_month(language, digest.month - pd.DateOffset(months=2))
    return say(language, "kpi.quarter_span", first=first, last=short_month(language, digest.month))


def _headline(digest: Digest, language: str) -> dict[str, Any]:
    figures = digest.department
    if not figures.n:
        none = say(language, "kpi.no_answers")
        return {"nps": "–", "few": True, "interval": "", "answers": none, "subject": none}
    interval = say(language, "kpi.interval", low=points(figures.low), high=points(figures.high))
    answers, few = count(language, f"{digest.unit}s", figures.n), say(language, "kpi.too_few")
    return {
        "nps": points(figures.nps) if digest.enough else f"({points(figures.nps)})",
        "few": not digest.enough,
        "interval": interval,
        "answers": answers if digest.enough else f"{answers}: {few}",
        "subject": f"{points(figures.nps)} ({interval})" if digest.enough else few,
    }


def _change(digest: Digest, language: str) -> list[str]:
    """What became of the same clients, and how much chance there may be in it; nothing where too few answered."""
    if not digest.enough:
        return []
    change = digest.change
    counts = {"improved": change.improved, "worsened": change.worsened, "same": change.same}
    told = [say_by_unit(digest, language, f"change_{change.verdict or 'empty'}", **counts)]
    if change.verdict:
        share = percent(language, max(change.p, 2 * SURE))
        told.append(say(language, "digest.evidence", share=f"< {share}" if change.p < SURE else share))
    return told


def _person(row: Row, digest: Digest, language: str) -> dict[str, Any]:
    n, enough = int(row["n"]), bool(row["enough"])
    change = ""
    if row["change"]:
        change = say(language, f"kpi.{row['change']}", improved=int(row["improved"]), worsened=int(row["worsened"]))
    moved = enough and row["change"] in {"up", "down"}
    p = say(language, "digest.p_small") if row["p"] < SURE else f"p = {number(language, row['p'], 2)}"
    plan = ""
    if row["verdict"]:
        plan = say(language, f"kpi.{row['verdict'].replace(' ', '_')}", plan=points(row["plan"]))
    score = points(row["nps"])
    return {
        "name": row["employee"],
        "n": n,
        "few": not enough,
        "nps": score if enough or not n else f"({score})",
        "fill": styles.fill_for(row["nps"]) if enough else "",
        "interval": say(language, "kpi.ends", low=points(row["low"]), high=points(row["high"])) if n else "",
        "answers": count(language, f"{digest.unit}s", n) if n else say(language, "kpi.no_answers"),
        "too_few": say(language, "kpi.too_few") if n and not enough else "",
        "change": change,
        "plan": plan,
        "moved": say(language, "digest.moved", name=row["employee"], change=change, p=p) if moved else "",
    }


def _task(row: Row, language: str) -> dict[str, Any]:
    late = int(row["days_overdue"])
    return {
        "client": row["client"],
        "task": row["task"],
        "responsible": row["responsible"],
        "suggested": row["suggested"],
        "due": _day(row["due"], language),
        "overdue": say(language, "digest.overdue", days=count(language, "days", late)) if late else "",
        "triage_by": _day(row["triage_by"], language),
    }


def _silent(row: Row, language: str) -> dict[str, Any]:
    return {
        "client": row["client"],
        "rounds": count(language, "rounds", int(row["rounds"])),
        "last_answered": _day(row["last_answered"], language),
    }


def _troubled(row: Row, language: str) -> dict[str, Any]:
    return {
        "client": row["client"],
        "letter": choices.LETTERS[row["letter"]][language][0],
        "state": choices.DELIVERY_STATES[row["state"]][language][0],
    }


def _programme(programme: Programme, digest: Digest, language: str) -> list[tuple[str, str]]:
    """Lines of a label and what stands there."""
    coverage = say(language, "kpi.nobody_due")
    if not isnan(programme.coverage):
        answered = say(language, "kpi.coverage_note", answered=programme.answered, due=programme.due)
        coverage = f"{percent(language, programme.coverage)}, {answered}"
    clients = say(language, "kpi.active_note", joined=programme.joined, left=programme.left)
    return [
        (say(language, "kpi.coverage", month=month(language, digest.month)), coverage),
        (say(language, "kpi.active"), f"{programme.active} ({clients})"),
        (say(language, "kpi.exit"), _exit(programme.exit, digest, language)),
        (BY_KEY["data_issues"].title(language), str(programme.issues)),
    ]


def _exit(figures: Figures, digest: Digest, language: str) -> str:
    if not figures.n:
        return say(language, "kpi.exit_none")
    note = say(language, "kpi.exit_note", answers=count(language, "answers", figures.n))
    if figures.n < digest.min_responses:
        return f"({points(figures.nps)}), {note}: {say(language, 'kpi.too_few')}"
    ends = say(language, "kpi.ends", low=points(figures.low), high=points(figures.high))
    return f"{points(figures.nps)} ({ends}), {note}"


def _conclusion_month(programme: Programme | None, language: str) -> str:
    return month(language, programme.conclusion_month) if programme and programme.conclusion else ""


def _listed(rows: pd.DataFrame, told: Callable[[Row], dict[str, Any]], language: str) -> dict[str, Any]:
    more = len(rows) - LONGEST_LIST
    return {
        "rows": [told(row) for row in records(rows.head(LONGEST_LIST))],
        "total": len(rows),
        "more": say(language, "digest.more", n=more) if more > 0 else "",
    }


def _day(when: pd.Timestamp, language: str) -> str:
    return "" if pd.isna(when) else day(language, when)
