"""What a run has claimed, handed over: each kind of letter to its channel, and what became of it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pandas as pd

from flows.decision import Decision, Sheets
from flows.delivery.folder import Folder, folder_of
from flows.delivery.notifying import notify
from flows.delivery.parcel import Channel, Fate, Log, Outcome, Parcel
from flows.delivery.secrets import SMTP, WEBHOOK, secret
from flows.delivery.smtp import SmtpServer
from flows.delivery.webhook import Webhook
from flows.errors import BadTemplate, NoSecret
from flows.letters.survey_letters import Asked, compose, payload
from flows.moment import zone_of
from flows.program.delivery_values import parted
from flows.program.fates import Fared
from flows.program.outbox import DIGEST, KEY, STAFF_NOTICES, Row, key_of, records
from flows.program.settings import Settings
from flows.texts import has, say
from sheets_adapter.workbook import Workbook

LONGEST = 20 * 60.0
"""Seconds for all letters of a run; what is left then waits for the next one, well before the lease of a claim ends."""


def hand_over(workbook: Workbook, sheets: Sheets, decision: Decision, log: Log) -> dict[str, Fared]:
    """The fate of every letter of ``decision.claimed``, by its key. Staff hears of trouble in the same notice."""
    language = sheets.settings.language
    notices = decision.claimed["letter"].isin(STAFF_NOTICES)
    outcomes = [*_letters(workbook, sheets, decision, decision.claimed[~notices], log)]
    fared = {each.key: Fared(each.fate, in_words(each, language)) for each in outcomes}
    told = notify(workbook, sheets, decision, outcomes, log)
    for survey_key, letter in decision.claimed.loc[notices, KEY].itertuples(index=False, name=None):
        fared[key_of(survey_key, letter)] = Fared(told.fate, in_words(told, language))
    return fared


def in_words(outcome: Outcome, language: str) -> str:
    """Why, in the workbook's language."""
    key = f"delivery.{outcome.code}"
    return say(language, key, detail=outcome.detail) if has(language, key) else outcome.detail


def _letters(workbook: Workbook, sheets: Sheets, decision: Decision, rows: pd.DataFrame, log: Log) -> Iterator[Outcome]:
    for channel, claimed in rows.groupby("channel", sort=False):
        parcels: list[Parcel] = []
        for row in records(claimed):
            key = key_of(row["survey_key"], row["letter"])
            try:
                parcels.append(_parcel(key, row, workbook, sheets, decision))
            except BadTemplate as wrong:
                detail = wrong.say(sheets.settings.language)
                yield Outcome(key, Fate.NOT_TRIED, "template", detail)
        try:
            way = channel_for(str(channel), sheets.settings, workbook.location)
        except NoSecret as missing:
            detail = str(missing.details["block"])
            yield from (Outcome(each.key, Fate.NOT_TRIED, "no_secret", detail) for each in parcels)
            continue
        yield from _in_time(way.deliver(parcels, log))


def _in_time(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    begun = time.monotonic()
    for outcome in outcomes:
        yield outcome
        if time.monotonic() - begun > LONGEST:
            return


def channel_for(channel: str, settings: Settings, location: str) -> Channel:
    """The channel ready for use. Raises NoSecret where what it needs is not to be had."""
    if channel == "webhook":
        key = secret(*WEBHOOK)
        if not key:
            raise NoSecret(block=WEBHOOK[1], where="")
        return Webhook(settings.webhook, key)
    if settings.deliver == "folder":
        return Folder(folder_of(location))
    return smtp_server(settings)


def smtp_server(settings: Settings) -> SmtpServer:
    host, _, port = settings.smtp_server.rpartition(":") if _names_port(settings) else (settings.smtp_server, "", "0")
    password = secret(*SMTP) if settings.smtp_login else ""
    if settings.smtp_login and not password:
        raise NoSecret(block=SMTP[1], where="")
    return SmtpServer(
        host=host.strip("[]"),
        port=int(port),
        security=settings.smtp_security,
        sender=parted(settings.sender)[1],
        login=settings.smtp_login,
        password=password,
    )


def _names_port(settings: Settings) -> bool:
    return settings.smtp_server.rpartition(":")[2].isdigit() and not settings.smtp_server.endswith("]")


def _parcel(key: str, row: Row, workbook: Workbook, sheets: Sheets, decision: Decision) -> Parcel:
    settings, letter = sheets.settings, row["letter"]
    zone = zone_of(settings.time_zone, sheets.snapshot.time_zone)
    now = datetime.now(UTC).astimezone(zone)
    to = settings.test_address if settings.deliver == "test" else row["address"]
    if letter == DIGEST:
        return Parcel(key, to, message=_digest(row, workbook, sheets, decision, now))
    asked = _asked(row, sheets, decision)
    if row["channel"] == "webhook":
        return Parcel(key, "", payload=payload(letter, asked, settings))
    return Parcel(key, to, message=compose(letter, asked, settings, now))


def _digest(row: Row, workbook: Workbook, sheets: Sheets, decision: Decision, when: datetime) -> EmailMessage:
    from flows.letters.digest_letter import digest_letters  # noqa: PLC0415 - its chart takes a second to import

    assert decision.digests is not None  # noqa: S101 - only a run that makes digests claims one
    readers = decision.digests.readers
    mine = readers[readers["employee"].eq(row["contact"]) & readers["address"].eq(row["address"])]
    link = workbook.url if workbook.url.startswith("http") else ""
    (letter,) = digest_letters(
        decision.digests.everything,
        mine,
        roster=decision.digests.roster,
        settings=sheets.settings,
        when=when,
        title=sheets.snapshot.title,
        link=link,
    )
    return letter.message


def _asked(row: Row, sheets: Sheets, decision: Decision) -> Asked:
    """The row of the survey has more of the contact than the outbox; it may be one that this run has just added."""
    invited_on = _invited_on(row["survey_key"], sheets.snapshot.tables["deliveries"])
    asked = Asked(row["survey_key"], row["client"], row["contact"], row["address"], first_asked_on=invited_on)
    for table in ("call_list", "exit_surveys"):
        added = decision.changes.appends.get(table)
        rows = pd.concat([sheets.snapshot.tables[table], *([] if added is None else [added])])
        found = rows[rows["survey_key"].eq(row["survey_key"])]
        if len(found):
            role, phone = str(found.iloc[0].get("role", "")), str(found.iloc[0]["phone"])
            return replace(asked, role=role, phone=phone)
    return asked


def _invited_on(survey_key: str, deliveries: pd.DataFrame) -> date | None:
    """The day the invitation went; a reminder says it."""
    ours = deliveries["survey_key"].eq(survey_key) & deliveries["letter"].eq("invitation")
    days = deliveries.loc[ours, "last_try"].dropna()
    return days.iloc[0].date() if len(days) else None
