"""Whose letters a preview shows: a client of the workbook, or an invented one where there is none yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from flows.letters.survey_letters import Asked
from flows.program.months import month_of
from flows.program.roster import roster
from flows.program.rounds import survey_key
from flows.program.settings import Settings
from flows.program.survey_contacts import survey_contacts
from flows.texts import say

SAMPLE_ADDRESS = "joe@client.example"


@dataclass(frozen=True)
class Sample:
    asked: Asked
    table: str
    """``call_list`` or ``clients``, whose first row it is; empty: invented."""
    addressed: bool
    """Whether the address is the client's own."""


def sample_of(tables: Mapping[str, pd.DataFrame], settings: Settings, moment: pd.Timestamp) -> Sample:
    """The first client of the latest month's call list, else of those in Clients whom a round would ask."""
    month = month_of(moment)
    calls = tables["call_list"]
    calls = calls[calls["client"].ne("") & calls["survey_key"].ne("")]
    latest = calls[calls["month"].eq(calls["month"].max())] if calls["month"].notna().any() else calls
    clients = survey_contacts(roster(tables, moment), settings.contacts_per_client)
    for table, rows in (("call_list", latest), ("clients", clients)):
        if len(rows):
            return _of_row(rows.iloc[0], table, month)
    language = settings.language
    client, contact = (say(language, f"preview.sample_{name}") for name in ("client", "contact"))
    key = survey_key(month, client, contact)
    invented = Asked(key, client, contact, SAMPLE_ADDRESS, first_asked_on=month.date())
    return Sample(invented, "", addressed=False)


def _of_row(row: pd.Series, table: str, month: pd.Timestamp) -> Sample:
    month = row["month"] if table == "call_list" and pd.notna(row["month"]) else month
    person = Asked(
        survey_key=row["survey_key"] if table == "call_list" else survey_key(month, row["client"], row["contact"]),
        client=row["client"],
        contact=row["contact"],
        address=row["email"] or SAMPLE_ADDRESS,
        role=row["role"],
        phone=row["phone"],
        first_asked_on=month.date(),
    )
    return Sample(person, table, addressed=bool(row["email"]))
