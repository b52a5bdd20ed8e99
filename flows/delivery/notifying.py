"""What a run has to tell staff, put together from its decision and from what became of its letters."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from prefect.logging import get_logger

from flows.artifacts import address
from flows.decision import Decision, Sheets
from flows.delivery.notice_words import Departure, Detractor, Notice
from flows.delivery.parcel import Fate, Log, Outcome
from flows.delivery.secrets import NOTICES, secret
from flows.delivery.staff_notices import StaffNotices
from flows.errors import BadNotices, NoSecret
from flows.program.fates import RETRY_AFTER
from flows.program.outbox import DEPARTURE, DETRACTOR, SURVEYS, key_of, records
from flows.program.roster import SERVICE
from flows.texts import has, say
from flows.texts.wording import day
from sheets_adapter.workbook import Workbook

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
    for key in _keys(decision):
        log.handing_over(key)
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
        trouble=_trouble(decision, outcomes, language),
    )


def _team(decision: Decision, key: str) -> str:
    stamps = decision.up_to_date.tables["attribution"]
    team = stamps[stamps["response_key"].eq(key) & stamps["role"].ne(SERVICE) & stamps["employee"].ne("")]
    return ", ".join(dict.fromkeys(team["employee"]))


def _trouble(decision: Decision, outcomes: Sequence[Outcome], language: str) -> tuple[str, ...]:
    """A sentence for each letter that needs a person; one for all where the server itself is the trouble."""
    rows = decision.claimed[decision.claimed["letter"].isin(SURVEYS)]
    claims = {key_of(row["survey_key"], row["letter"]): row for row in records(rows)}
    told = []
    for each in outcomes:
        if each.key in claims and _needs_a_person(each, claims[each.key]["tries"]):
            what = "unconfirmed" if each.fate is Fate.UNKNOWN else "refused"
            told.append(say(language, f"notice.letter_{what}", client=claims[each.key]["client"]))
    about_us = {each.code: each for each in outcomes if each.fate is Fate.NOT_TRIED}
    told += [
        say(language, f"delivery.{code}", detail=each.detail)
        for code, each in about_us.items()
        if has(language, f"delivery.{code}")
    ]
    return tuple(told)


def _needs_a_person(outcome: Outcome, tries: float) -> bool:
    """For good, or never to be known, or put off for the last time."""
    return outcome.fate in NEWS or (outcome.fate is Fate.PUT_OFF and tries > len(RETRY_AFTER))


def _keys(decision: Decision) -> list[str]:
    rows = decision.claimed[decision.claimed["letter"].isin([DETRACTOR, DEPARTURE])]
    return [key_of(row["survey_key"], row["letter"]) for row in rows.to_dict("records")]
