"""Every setting there is, with what holds if nobody decides."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Settings:
    """Every setting with its default. Days are calendar days unless the name says working days."""

    language: str = "en"
    time_zone: str = ""
    """A name of the tz database; empty: the spreadsheet's own."""
    programme_starts_on: pd.Timestamp = pd.NaT  # type: ignore[assignment]
    """Midnight; NaT: there is no "before the programme"."""
    close_after_days: int = 10
    quarantine_days: int = 60
    contacts_per_client: str = "one"
    first_round: str = "cohorts"
    min_responses: int = 5
    unit: str = "client"
    country: str = ""
    days_off: tuple[pd.Timestamp, ...] = ()
    call_within_working_days: int = 10
    ask_leavers_within_working_days: int = 5
    triage_days_detractor: int = 1
    """Working days, as are those for the others."""
    triage_days_others: int = 5
    due_days_detractor: int = 7
    due_days_passive: int = 14
    due_days_promoter: int = 30
    deliver: str = "no"
    """Whether letters go out: no, test (all of them to ``test_address``), folder (into files), yes."""
    test_address: str = ""
    our_name: str = ""
    """As clients know the firm; empty: the name in ``sender``."""
    survey_channel: str = "call"
    """How the quarterly survey reaches a client that has no channel of its own: call, email, webhook."""
    exit_channel: str = "call"
    form_link: str = ""
    """With placeholders, see ``form_links``."""
    exit_form_link: str = ""
    """Empty: ``form_link``."""
    remind_after_days: int = 7
    reminders: int = 2
    exit_delay: int = 1
    """Working days from the day a departure is seen to the letter."""
    sending_hours: tuple[int, int] = (9 * 60, 18 * 60)
    """Minutes of the day, the end excluded."""
    sender: str = ""
    """``Ann Lee <nps@firm.com>``, or the address alone."""
    reply_to: str = ""
    unsubscribe: str = ""
    """An address, or a page with placeholders; empty: ``reply_to``, else ``sender``."""
    smtp_server: str = ""
    """A host, or ``host:port``."""
    smtp_security: str = "starttls"
    smtp_login: str = ""
    webhook: str = ""
    question: str = ""
    """Empty, as the three below: the wording of the texts."""
    second_question: str = ""
    exit_question: str = ""
    exit_second_question: str = ""
    digest_to: str = "managers"
    """heads, managers (and heads), everyone."""
    managers_see: str = "own team"
    """own team, everything: what of the month a manager gets."""
