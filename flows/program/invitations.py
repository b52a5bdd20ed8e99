"""Which letters clients are to get: the invitation to this round's survey, reminders, the exit survey.

A row of the call list or of the exit surveys whose channel is no call asks for a letter; that row says to whom. It
must not go where the survey is answered, where a person has taken the matter up in the row, where the contact opted
out, or where it comes too late. A reminder follows an invitation that went and was not answered, at most twice. To a
client that left goes one letter, a working day after its departure was seen, and no reminder.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from flows.program.channels import CALL, channel_of
from flows.program.names import normalise, resolve
from flows.program.outbox import SENDING, SENT, TESTED, UNCONFIRMED
from flows.program.roster import Roster
from flows.program.settings import Settings
from flows.program.shapes import DAY, TEXT, Shape, shaped
from flows.program.working_days import WorkingDays

WANTED: Shape = {
    "survey_key": TEXT,
    "letter": TEXT,
    "client": TEXT,
    "contact": TEXT,
    "channel": TEXT,
    "address": TEXT,
    "send_on": DAY,
    "why_not": TEXT,
}
"""One row a letter that may be called for; ``why_not`` is a code where it must not go."""

REMINDERS = ("reminder 1", "reminder 2")
LATEST_AFTER_ASK_BY = pd.Timedelta(days=30)
"""A letter that asks a client why it left is an offence a month after somebody should have called."""


def wanted_letters(
    tables: Mapping[str, pd.DataFrame],
    roster: Roster,
    settings: Settings,
    days: WorkingDays,
    *,
    answered: Collection[str],
    closed: Collection[pd.Timestamp],
    now: pd.Timestamp,
) -> pd.DataFrame:
    """Every letter that the call list and the exit surveys call for (shape ``WANTED``).

    ``tables``: call_list, exit_surveys and deliveries as they stand after this run. ``answered``: survey keys that are
    answered, whichever way; ``closed``: months that are closed.
    """
    invitations = _invitations(
        tables["call_list"], tables["deliveries"], roster, settings, answered=answered, closed=closed, now=now
    )
    reminders = [_reminders(invitations, tables["deliveries"], number, settings, now) for number in (1, 2)]
    exits = _exit_letters(tables, roster, settings, days, answered=answered, now=now)
    return shaped(pd.concat([invitations, *reminders, exits], ignore_index=True), WANTED)


def _invitations(
    calls: pd.DataFrame,
    deliveries: pd.DataFrame,
    roster: Roster,
    settings: Settings,
    *,
    answered: Collection[str],
    closed: Collection[pd.Timestamp],
    now: pd.Timestamp,
) -> pd.DataFrame:
    rows = _asked(calls[calls["month"].notna()], roster, settings.survey_channel)
    status = rows["client"].map(roster.clients.set_index("client")["status"])
    last_day = rows["month"] + pd.offsets.MonthEnd(0) + pd.Timedelta(days=settings.close_after_days)
    late = rows["month"].isin(list(closed)) | last_day.lt(now.normalize())
    if not pd.isna(settings.programme_starts_on):
        late |= rows["month"] < settings.programme_starts_on.to_period("M").to_timestamp()
    reasons = {
        "by_call": rows["channel"].eq(CALL),
        "answered": rows["survey_key"].isin(list(answered)),
        "by_person": rows["score"].notna() | rows["asked_on"].notna() | rows["outcome"].ne(""),
        "opted_out": _opted_out(rows, roster.contacts),
        "not_active": status.ne("active"),
        "too_late": late,
        "written_to": _written_to(rows, deliveries, roster.clients["client"]),
    }
    return rows.assign(letter="invitation", address=rows["email"], send_on=rows["month"], why_not=_first(reasons, rows))


def _reminders(
    invitations: pd.DataFrame, deliveries: pd.DataFrame, number: int, settings: Settings, now: pd.Timestamp
) -> pd.DataFrame:
    """A row for each survey whose letter before this one went long enough ago; none while that is not so."""
    before = "invitation" if number == 1 else REMINDERS[number - 2]
    went = (SENT, TESTED) if settings.deliver == "test" else (SENT,)
    gone = deliveries[deliveries["letter"].eq(before) & deliveries["state"].isin(went)]
    sent_on = gone.drop_duplicates("survey_key").set_index("survey_key")["last_try"]
    sent = invitations["survey_key"].map(sent_on.to_dict()).astype("datetime64[ns]")
    send_on = sent.dt.normalize() + pd.Timedelta(days=settings.remind_after_days)
    due: pd.DataFrame = invitations.assign(letter=REMINDERS[number - 1], send_on=send_on)[send_on.le(now)]
    enough = due["why_not"].mask(due["why_not"].eq("") & (number > settings.reminders), "enough")
    return due.assign(why_not=enough)


def _exit_letters(
    tables: Mapping[str, pd.DataFrame],
    roster: Roster,
    settings: Settings,
    days: WorkingDays,
    *,
    answered: Collection[str],
    now: pd.Timestamp,
) -> pd.DataFrame:
    rows = _asked(tables["exit_surveys"], roster, settings.exit_channel)
    status = rows["client"].map(roster.clients.set_index("client")["status"])
    ordinal = rows["survey_key"].str.extract(r"-(\d+)$", expand=False).astype("float64")
    reasons = {
        "by_call": rows["channel"].eq(CALL),
        "answered": rows["survey_key"].isin(list(answered)),
        "by_person": rows["score"].notna() | rows["asked_on"].notna() | rows["outcome"].ne("") | rows["reason"].ne(""),
        "opted_out": _opted_out(rows, roster.contacts),
        "came_back": status.notna() & status.ne("churned"),
        "later_departure": ordinal.lt(ordinal.groupby(rows["client"]).transform("max")),
        "too_late": (rows["ask_by"] + LATEST_AFTER_ASK_BY).lt(now.normalize()),
    }
    standing = tables["deliveries"].loc[tables["deliveries"]["letter"].eq("exit")].drop_duplicates("survey_key")
    before = rows["survey_key"].map(standing.set_index("survey_key")["send_on"].to_dict()).astype("datetime64[ns]")
    send_on = before.fillna(days.add(now, settings.exit_delay))
    return rows.assign(letter="exit", address=rows["email"], send_on=send_on, why_not=_first(reasons, rows))


def _asked(rows: pd.DataFrame, roster: Roster, usual: str) -> pd.DataFrame:
    """The rows that bear a key, each with its channel: the row's own where it says one."""
    rows = rows[rows["survey_key"].ne("")].drop_duplicates("survey_key").reset_index(drop=True)
    today = resolve(rows["client"], roster.clients["client"])["name"]
    rows = rows.assign(client=today.where(today.ne(""), rows["client"]))
    own = rows["channel"].where(rows["channel"].ne(""), channel_of(rows, roster.clients, usual))
    return rows.assign(channel=own.mask(own.eq("email") & rows["email"].eq(""), CALL))


def _written_to(rows: pd.DataFrame, deliveries: pd.DataFrame, clients: pd.Series[str]) -> pd.Series[bool]:
    """Whether the same month's invitation went to that address under a name that Clients no longer have: who was
    renamed has a new survey, and would get a second letter.
    """
    went = deliveries["letter"].eq("invitation") & deliveries["state"].isin([SENDING, SENT, UNCONFIRMED])
    gone = deliveries[went & ~deliveries["client"].isin(clients)]
    written = set(zip(_month_and_address(gone, "address"), gone["survey_key"], strict=True))
    by_place = {place for place, _ in written}
    same = [
        place in by_place and (place, key) not in written
        for place, key in zip(_month_and_address(rows, "email"), rows["survey_key"], strict=True)
    ]
    return pd.Series(same, index=rows.index, dtype="bool")


def _month_and_address(rows: pd.DataFrame, address: str) -> list[tuple[str, str]]:
    """The month as survey keys have it: ``Q-2026-11``."""
    months = rows["survey_key"].str.extract(r"^(Q-\d{4}-\d{2})-", expand=False).fillna("")
    return list(zip(months, rows[address].str.strip().str.casefold(), strict=True))


def _opted_out(rows: pd.DataFrame, contacts: pd.DataFrame) -> pd.Series[bool]:
    """Whether Contacts say of this person of the client, or of this address at whichever client, not to ask."""
    spared = contacts[contacts["do_not_survey"]]
    people = set(zip(spared["client"], spared["contact"].map(normalise), strict=True))
    addresses = set(spared["email"].str.strip().str.casefold()) - {""}
    of_person = [pair in people for pair in zip(rows["client"], rows["contact"].map(normalise), strict=True)]
    of_address = rows["email"].str.strip().str.casefold().isin(addresses)
    return pd.Series(of_person, index=rows.index, dtype="bool") | of_address


def _first(reasons: Mapping[str, pd.Series[bool]], rows: pd.DataFrame) -> pd.Series[str]:
    """The first code of each row that holds, empty where none does."""
    why = pd.Series("", index=rows.index, dtype="str")
    for code, holds in reasons.items():
        why = why.mask(why.eq("") & holds, code)
    return why
