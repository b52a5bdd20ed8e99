"""What a run has to tell staff, put together from its decision and from what became of its letters."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from prefect.logging import get_logger

from flows.artifacts import address
from flows.decision import Decision, Sheets
from flows.delivery.notice_words import Departure, Detractor, Notice
from flows.delivery.parcel import Fate, Log, Outcome
from flows.delivery.said_lately import is_news, remember_said
from flows.delivery.secrets import NOTICES, secret
from flows.delivery.staff_notices import StaffNotices
from flows.errors import BadNotices, NoSecret
from flows.program.fates import RETRY_AFTER
from flows.program.outbox import DEPARTURE, DETRACTOR, KEY, SENDING, SURVEYS, UNCONFIRMED, key_of, records
from flows.program.roster import SERVICE
from flows.texts import has, say
from flows.texts.wording import day
from sheets_adapter.workbook import Workbook

DELIVERING = "deliver"
NEWS = (Fate.REFUSED, Fate.UNKNOWN)


def notify(workbook: Workbook, sheets: Sheets, decision: Decision, outcomes: Sequence[Outcome], log: Log) -> Outcome:
    """One message for everything; the fate that all notices of the run share."""
    notice = notice_of(workbook, sheets, decision, outcomes)
    if notice.empty:
        return Outcome("", Fate.SENT)
    try:
        staff = StaffNotices(secret(*NOTICES))
    except (BadNotices, NoSecret) as wrong:
        return Outcome("", Fate.NOT_TRIED, "template", wrong.say(sheets.settings.language))
    deaf = staff.send(notice)
    if deaf:
        get_logger("npsheets").warning("A notice to staff was not taken by %s.", ", ".join(deaf))
    taken = len(deaf) < len(staff.channels)
    fate = Fate.SENT if taken else Fate.PUT_OFF if staff.channels else Fate.NOT_TRIED
    if taken:
        for sentence in notice.trouble:
            remember_said(DELIVERING, workbook.location, sentence)
    for key in _keys(decision):
        log.settled(key, fate)
    return Outcome("", fate, "" if taken else "notices_failed")


def notice_of(workbook: Workbook, sheets: Sheets, decision: Decision, outcomes: Sequence[Outcome]) -> Notice:
    claimed, up = decision.claimed, decision.up_to_date
    said = up.answers[up.answers["key"].isin(claimed.loc[claimed["letter"].eq(DETRACTOR), "survey_key"])]
    left = set(claimed.loc[claimed["letter"].eq(DEPARTURE), "survey_key"])
    exits = pd.concat([sheets.snapshot.tables["exit_surveys"], up.appends["exit_surveys"]])
    exits = exits[exits["survey_key"].isin(left)].drop_duplicates("survey_key")
    language = sheets.settings.language
    return Notice(
        language=language,
        title=sheets.snapshot.title,
        link=address(workbook.location),
        detractors=tuple(
            Detractor(row["client"], row["contact"], int(row["score"]), row["comment"], _team(decision, row["key"]))
            for row in said.to_dict("records")
        ),
        departures=tuple(
            Departure(
                row["client"], row["interviewer"], day(language, row["ask_by"]) if pd.notna(row["ask_by"]) else ""
            )
            for row in exits.to_dict("records")
        ),
        trouble=(
            *_trouble(sheets, decision, outcomes),
            *_about_us(workbook.location, outcomes, language),
        ),
    )


def _team(decision: Decision, key: str) -> str:
    stamps = decision.up_to_date.tables["attribution"]
    team = stamps[stamps["response_key"].eq(key) & stamps["role"].ne(SERVICE) & stamps["employee"].ne("")]
    return ", ".join(dict.fromkeys(team["employee"]))


def _trouble(sheets: Sheets, decision: Decision, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """A sentence for each letter that needs a person."""
    language = sheets.settings.language
    claims = {key_of(row["survey_key"], row["letter"]): row for row in records(of_surveys(decision.claimed))}
    told = [("unconfirmed", row["client"]) for row in records(found_in_doubt(sheets, decision))]
    for each in outcomes:
        if each.key in claims and _needs_a_person(each, claims[each.key]["tries"]):
            what = "unconfirmed" if each.fate is Fate.UNKNOWN else "refused"
            told.append((what, claims[each.key]["client"]))
    return tuple(say(language, f"notice.letter_{what}", client=client) for what, client in told)


def _about_us(location: str, outcomes: Sequence[Outcome], language: str) -> tuple[str, ...]:
    """A sentence for all letters where the server itself is the trouble; the same one a day is enough."""
    codes = {each.code: each for each in outcomes if each.fate is Fate.NOT_TRIED}
    said = [
        say(language, f"delivery.{code}", detail=each.detail)
        for code, each in codes.items()
        if has(language, f"delivery.{code}")
    ]
    return tuple(sentence for sentence in said if is_news(DELIVERING, location, sentence))


def found_in_doubt(sheets: Sheets, decision: Decision) -> pd.DataFrame:
    """Letters to clients that a crashed run left and of which this run finds that nobody knows whether they went."""
    before = sheets.snapshot.tables["deliveries"]
    at_work = pd.MultiIndex.from_frame(before.loc[before["state"].eq(SENDING), KEY])
    after = of_surveys(decision.changes.tables.get("deliveries", before))
    return after[after["state"].eq(UNCONFIRMED) & pd.MultiIndex.from_frame(after[KEY]).isin(at_work)]


def of_surveys(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["letter"].isin(SURVEYS)]


def _needs_a_person(outcome: Outcome, tries: float) -> bool:
    """For good, or never to be known, or put off for the last time."""
    return outcome.fate in NEWS or (outcome.fate is Fate.PUT_OFF and tries > len(RETRY_AFTER))


def _keys(decision: Decision) -> list[str]:
    rows = decision.claimed[decision.claimed["letter"].isin([DETRACTOR, DEPARTURE])]
    return [key_of(row["survey_key"], row["letter"]) for row in rows.to_dict("records")]
