"""Improvement tasks: what a client says must change becomes a task, once, for somebody who can do it.

Every answer that says what to change, and every detractor's even without words, becomes one row of the
sheet Tasks; words that mean "nothing" make none unless a detractor says them. The theme of the words
gives a role, the team stamped on the answer the people in that role; without a theme, or where nobody in
that role is left, the head decides. Nobody else sees the raw words: the head triages, puts the task into
words and names who does it and by when. The answer ledger remembers that a task was made, so that a row
people delete does not come back. A row people copy (same key) is another part of the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from flows.program import issues
from flows.program.names import normalise, resolve, says_nothing
from flows.program.roster import HEAD, heads
from flows.program.scores import CLASSES, class_rank
from flows.program.settings import Settings
from flows.program.shapes import TASKS, shaped
from flows.program.themes import Routing, themed
from flows.program.working_days import WorkingDays

TASK_KEY = "T-"
NEW, DONE, DECLINED = "new", "done", "declined"
COUNTS = ["open", "overdue", "untriaged"]


class Improvement(NamedTuple):
    """``tasks``: rows to append (shape ``shapes.TASKS``); ``ledger``: with ``task_key`` filled in."""

    tasks: pd.DataFrame
    ledger: pd.DataFrame


class Standing(NamedTuple):
    """Where the tasks stand: of the whole workbook, and a row an employee (``employee`` and ``COUNTS``)."""

    open: int
    overdue: int
    untriaged: int
    people: pd.DataFrame
    issues: pd.DataFrame


def tasks_to_append(
    ledger: pd.DataFrame,
    answers: pd.DataFrame,
    tasks: pd.DataFrame,
    *,
    routing: Routing,
    attribution: pd.DataFrame,
    employees: pd.DataFrame,
    settings: Settings,
    working_days: WorkingDays,
    as_of: pd.Timestamp,
) -> Improvement:
    """Tasks for the answers that have none yet.

    ``answers``: shape ``shapes.ANSWERS`` with the ledger's response keys as ``key`` (see
    ``ledger.record``). Answers from before the programme and exit answers make no tasks; an answer too
    late for its month's figures still does. All days are counted from the day of ``as_of``.
    """
    untasked = ledger[(ledger["survey"] == "quarterly") & ~ledger["adopted"] & (ledger["task_key"] == "")]
    said = answers.drop_duplicates("key").set_index("key")["comment"]
    heard = untasked.assign(comment=untasked["response_key"].map(said)).dropna(subset="comment")
    heard = heard.join(themed(heard["comment"].astype("str"), routing))
    wanted = heard[~heard["nothing"] | (class_rank(heard["score"]) == 0)]
    wanted = wanted.assign(task_key=TASK_KEY + wanted["response_key"])
    remembered = ledger.assign(task_key=wanted["task_key"].reindex(ledger.index).fillna(ledger["task_key"]))
    new = wanted[~wanted["task_key"].isin(keys_in(tasks))]
    rows = _with_deadlines(new, settings, working_days, as_of).assign(
        answered_on=new["date"],
        suggested=_suggested(new, attribution, employees, as_of),
        status=NEW,
    )
    in_order = rows.sort_values(["answered_on", "client", "task_key"], kind="stable")
    return Improvement(shaped(in_order, TASKS), remembered)


def keys_in(tasks: pd.DataFrame) -> pd.Series[str]:
    """The keys of task rows; a cell that links to its answer holds the address behind the key."""
    return tasks["task_key"].str.split(" ", n=1).str[0].astype("str")


def standing(tasks: pd.DataFrame, employees: pd.DataFrame, as_of: pd.Timestamp) -> Standing:
    """Counts over the rows of the sheet Tasks.

    Open: neither done nor declined. Overdue: open and past its due date. Untriaged: still new. A task is
    its responsible's, or while there is none, that of each one suggested. Issues: ``unknown_employee``
    and ``ambiguous_employee`` for a responsible that nobody is.
    """
    counted = stood(tasks, as_of)
    with_owners = owned(counted, employees)
    nobody = with_owners[
        with_owners["open"] & (with_owners["code"] != "") & ~with_owners["responsible"].map(says_nothing).astype("bool")
    ]
    found = [
        issues.about("tasks", rows["row"], "responsible", f"{code}_employee", found=rows["owner"], hint=rows["hint"])
        for code, rows in nobody.groupby("code")
    ]
    people = with_owners[with_owners["employee"] != ""].groupby("employee")[COUNTS].sum().astype("int64").reset_index()
    total = counted[COUNTS].sum()
    return Standing(int(total["open"]), int(total["overdue"]), int(total["untriaged"]), people, issues.joined(found))


def stood(tasks: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """``tasks`` with the flags ``COUNTS``."""
    status = tasks["status"].replace("", NEW)
    is_open = ~status.isin([DONE, DECLINED])
    return tasks.assign(open=is_open, overdue=is_open & (tasks["due"] < as_of.normalize()), untriaged=status == NEW)


def owned(tasks: pd.DataFrame, employees: pd.DataFrame) -> pd.DataFrame:
    """One row a task and owner: ``owner`` as typed, ``employee`` (empty if nobody is), ``code``, ``hint``."""
    unowned = tasks["responsible"].map(says_nothing).astype("bool")
    owners = tasks["responsible"].mask(unowned, tasks["suggested"]).str.split(r"\s*[,;\n]\s*", regex=True)
    owned = tasks.assign(owner=owners).explode("owner", ignore_index=True)
    owned = owned.assign(owner=owned["owner"].fillna("").astype("str"))
    return owned.join(resolve(owned["owner"], employees["employee"]).rename(columns={"name": "employee"}))


def _with_deadlines(
    new: pd.DataFrame, settings: Settings, working_days: WorkingDays, as_of: pd.Timestamp
) -> pd.DataFrame:
    """By class: a detractor's words are looked at first and acted on first."""
    triage = {"detractor": settings.triage_days_detractor}
    due = {
        "detractor": settings.due_days_detractor,
        "passive": settings.due_days_passive,
        "promoter": settings.due_days_promoter,
    }
    triage_by = [working_days.add(as_of, triage.get(name, settings.triage_days_others)) for name in CLASSES]
    suggested_due = [working_days.next_working(as_of + pd.Timedelta(days=due[name])) for name in CLASSES]
    rank = class_rank(new["score"])
    return new.assign(
        triage_by=rank.map(dict(enumerate(triage_by))), suggested_due=rank.map(dict(enumerate(suggested_due)))
    )


def _suggested(
    new: pd.DataFrame, attribution: pd.DataFrame, employees: pd.DataFrame, as_of: pd.Timestamp
) -> pd.Series[str]:
    """All on the answer's team who bear the theme's role and still work here, else the head."""
    left = employees["left_on"] <= as_of
    here = {normalise(name) for name in employees.loc[~left, "employee"]}
    team = attribution[attribution["employee"].map(normalise).isin(here)]
    keyed = new[["response_key", "role"]].assign(answer=new.index)
    candidates = keyed[keyed["role"] != HEAD].merge(team, on=["response_key", "role"])
    named = candidates.groupby("answer")["employee"].agg(_together)
    return named.reindex(new.index).fillna(_together(heads(employees, as_of))).astype("str")


def _together(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))
