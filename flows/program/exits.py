"""Exit surveys: a client that leaves is asked why, once, by somebody who did not serve it.

A departure is seen when a client is churned that was not so before (by its status or by a churn date).
It ends only when the client is seen active again, so a date filled in later, a pause or a name written
otherwise makes no second one. Departures from before the programme get no survey, but are remembered: by
their date, or, without one, because the client was gone when the programme first looked. What was last
seen and how often a client left stands in the survey plan; exit surveys in the sheet or in the answer
ledger are remembered too, so that a lost plan asks nobody twice. A client that has said why before its
departure was seen, in a form for leavers, is not asked again: its answer stands in Responses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from flows.program.answers import fingerprint
from flows.program.channels import CALL, channel_of
from flows.program.interviewers import choose
from flows.program.months import month_of
from flows.program.names import normalise, resolve
from flows.program.roster import Roster
from flows.program.settings import Settings
from flows.program.shapes import EXIT_SURVEYS, LEDGER, NUMBER, TEXT, shaped
from flows.program.whom_to_ask import contacts_to_ask
from flows.program.working_days import WorkingDays

CHURNED, ACTIVE = "churned", "active"
EXIT_KEY = "X-"
SAID_AHEAD = pd.Timedelta(days=31)
"""An exit answer so long before the day of leaving is about this departure."""
SEEN = {"client": TEXT, "status": TEXT, "departures": NUMBER}


class Exits(NamedTuple):
    """``surveys``: rows to append (shape ``shapes.EXIT_SURVEYS``); ``seen``: what to remember in the plan.

    ``seen`` has one row a client (client, status, departures): every client of the roster, and those of
    the plan that are no longer listed. Its status stays churned until the client is seen active.
    """

    surveys: pd.DataFrame
    seen: pd.DataFrame


def exits(
    roster: Roster,
    tables: Mapping[str, pd.DataFrame],
    settings: Settings,
    working_days: WorkingDays,
    as_of: pd.Timestamp,
) -> Exits:
    """The exit surveys that are due on the day of ``as_of`` and have not been opened yet.

    Reads the survey plan, the exit surveys and the answer ledger of ``tables``. ``ask_by`` is
    ``ask_leavers_within_working_days`` after the departure is seen.
    """
    plan = tables["survey_plan"]
    opened = _opened(tables, roster)
    before = _seen_before(plan, roster.clients["client"])
    clients = roster.clients.merge(before, on="client", how="left", suffixes=("", "_before"))
    clients = clients.assign(
        status_before=clients["status_before"].fillna(""),
        departures=clients["departures"].fillna(0).clip(lower=clients["client"].map(opened).fillna(0)),
    )
    lost = (clients["status_before"] == "") & (clients["departures"] > 0)
    clients["status_before"] = clients["status_before"].mask(lost, CHURNED)

    leaves = (clients["status"] == CHURNED) & (clients["status_before"] != CHURNED)
    clients["departures"] += leaves
    asks = leaves & _within_programme(clients, plan, settings, as_of)
    surveyed = clients[asks & ~_said_why(clients, tables["answer_ledger"], as_of)]
    stays_churned = (clients["status_before"] == CHURNED) & (clients["status"] != ACTIVE)
    seen = clients.assign(status=clients["status"].mask(stays_churned, CHURNED))
    unlisted = before[~before["client"].isin(clients["client"])]
    ask_by = working_days.add(as_of, settings.ask_leavers_within_working_days)
    return Exits(
        _surveys(surveyed, roster, tables["exit_surveys"], settings.exit_channel, ask_by=ask_by, as_of=as_of),
        shaped(pd.concat([shaped(seen, SEEN), unlisted]).sort_values("client"), SEEN),
    )


def exit_key(client: str, departure: int) -> str:
    """The key of a client's first, second ... exit survey."""
    return f"{EXIT_KEY}{fingerprint(normalise(client), 8)}-{departure}"


def _seen_before(plan: pd.DataFrame, clients: pd.Series[str]) -> pd.DataFrame:
    """What the plan remembers, under today's spelling of each client."""
    remembered = plan.loc[plan["client"] != "", list(SEEN)].reset_index(drop=True)
    today = resolve(remembered["client"], clients)["name"]
    spelt = remembered.assign(
        client=today.where(today != "", remembered["client"]), exact=today == remembered["client"]
    )
    once = spelt.sort_values("exact", ascending=False, kind="stable").drop_duplicates("client")
    return shaped(once.assign(departures=once["departures"].fillna(0)), SEEN)


def _opened(tables: Mapping[str, pd.DataFrame], roster: Roster) -> dict[str, int]:
    """How many exit surveys were opened for each client, by their keys in the sheet and in the ledger."""
    keys = pd.concat([tables["exit_surveys"]["survey_key"], tables["answer_ledger"]["response_key"]])
    parts = keys.str.extract(r"^X-(?P<client>[0-9a-f]{8})-(?P<ordinal>\d+)$").dropna()
    highest = parts["ordinal"].astype("int64").groupby(parts["client"]).max()
    of = {client: highest.get(fingerprint(normalise(client), 8)) for client in roster.clients["client"]}
    return {client: int(ordinal) for client, ordinal in of.items() if ordinal is not None}


def _within_programme(
    clients: pd.DataFrame, plan: pd.DataFrame, settings: Settings, as_of: pd.Timestamp
) -> pd.Series[bool]:
    """Whether a departure seen now belongs to the programme.

    By its date if there is one. Without one, a client that was seen before left since then; one that
    nobody saw before left earlier if this is the first look at the list. While nobody says when the
    programme starts, a client first seen with an old date is history, not news.
    """
    unseen = clients["status_before"] == ""
    start = settings.programme_starts_on
    if pd.isna(start):
        start = pd.Series(month_of(as_of), index=clients.index).where(unseen, pd.Timestamp.min)
    first_look = bool((plan["status"] == "").all())
    dated = clients["churned_on"] >= start
    undated = (as_of >= start) & ~(unseen & first_look)
    return dated.where(clients["churned_on"].notna(), undated)


def _said_why(clients: pd.DataFrame, ledger: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series[bool]:
    """Whether a client answered the exit questions about this departure by itself."""
    ledger = shaped(ledger, LEDGER)
    by_itself = ledger["counted"] & ledger["survey"].eq("exit") & ~ledger["response_key"].str.startswith(EXIT_KEY)
    said = clients["client"].map(ledger[by_itself].groupby("client")["date"].max().to_dict())
    left = clients["churned_on"].where(clients["churned_on"].le(as_of), as_of.normalize())
    return said.astype("datetime64[ns]").ge(left - SAID_AHEAD)


def _surveys(
    leavers: pd.DataFrame,
    roster: Roster,
    opened: pd.DataFrame,
    channel: str,
    *,
    ask_by: pd.Timestamp,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    rows = leavers.sort_values("client")[["client", "churned_on", "departures"]]
    asked = contacts_to_ask(leavers, roster.contacts).drop_duplicates("client")
    rows = rows.merge(asked[["client", "contact", "email", "phone", "do_not_survey"]], on="client", how="left")
    spared = rows["do_not_survey"].eq(True)
    by_letter = channel_of(rows.fillna({"email": ""}), roster.clients, channel)
    given = opened["interviewer"].value_counts()
    interviewer = choose(rows["client"], roster.team, roster.employees, given, as_of)
    return shaped(
        rows.assign(
            channel=by_letter.mask(spared, CALL),
            interviewer=rows["client"].map(interviewer),
            ask_by=ask_by,
            survey_key=[
                exit_key(client, int(departure))
                for client, departure in zip(rows["client"], rows["departures"], strict=True)
            ],
        ),
        EXIT_SURVEYS,
    )
