"""What a person asked for that cannot be done: the programme's own branch of the adapter's family of errors.

::

    SetupError
    └── ProgrammeError
        ├── BadMonth       --month is not a month
        ├── BadMoment      --as-of is not a moment
        ├── BadTimeZone    --time-zone is not a time zone
        ├── MonthAhead     the month has not begun
        ├── NoTimeZone     nobody knows that time zone
        ├── NoSecret       the Prefect server that keeps a secret does not answer
        ├── BadWebhook     a webhook's address is not encrypted, or none at all
        ├── BadTemplate    a letter's template cannot be used
        ├── BadNotices     what says where staff is told cannot be read
        ├── NoPrefect      the Prefect server that is configured does not answer
        ├── NoOwnPrefect   the Prefect server that `npsheets schedule` runs for itself does not work
        └── ScheduledHere  another `npsheets schedule` runs with the same Prefect home
    Conflict
    └── StillConflict      others wrote in between every time
"""

# ruff: noqa: N818 - the names are said to people

from __future__ import annotations

from typing import Any

import pandas as pd

from flows.texts import say
from flows.texts.wording import capital, moment, month
from sheets_adapter.errors import Conflict, SetupError


def _worded(language: str, details: dict[str, Any]) -> dict[str, str]:
    """Months and moments are handed over as such and written as the language writes them."""
    words = {name: str(value) for name, value in details.items()}
    if isinstance(details.get("month"), pd.Timestamp):
        words["month"] = capital(month(language, details["month"]))
    if isinstance(details.get("moment"), pd.Timestamp):
        words["moment"] = moment(language, details["moment"])
    return words


class ProgrammeError(SetupError):
    def say(self, language: str) -> str:
        return say(language, f"error.{self.code}", **_worded(language, self.details))


class BadMonth(ProgrammeError):
    """Details: ``text``."""

    code = "bad_month"


class BadMoment(ProgrammeError):
    """Details: ``text``."""

    code = "bad_as_of"


class BadTimeZone(ProgrammeError):
    """Details: ``text``."""

    code = "bad_time_zone"


class MonthAhead(ProgrammeError):
    """Details: ``month``, ``moment``."""

    code = "month_ahead"


class NoTimeZone(ProgrammeError):
    """Details: ``zone``."""

    code = "no_time_zone"


class NoSecret(ProgrammeError):
    """Details: ``block``, ``where``."""

    code = "no_secret"


class BadWebhook(ProgrammeError):
    """Details: ``address`` (its beginning)."""

    code = "bad_webhook"


class BadTemplate(ProgrammeError):
    """Details: ``file``, ``line``, ``detail`` (what stands there or is wrong with it).

    ``reason``: unknown_name (with ``names``, those that there are), no_subject, unreadable, no_folder; none: anything
    else.
    """

    code = "bad_template"

    def say(self, language: str) -> str:
        key = "_".join(filter(None, (self.code, self.details.get("reason"))))
        return say(language, f"error.{key}", **_worded(language, self.details))


class BadNotices(ProgrammeError):
    """Details: ``line``."""

    code = "bad_notices"


class NoPrefect(ProgrammeError):
    """Details: ``address``, ``detail``."""

    code = "no_prefect"


class NoOwnPrefect(ProgrammeError):
    """Details: ``log``."""

    code = "no_own_prefect"


class ScheduledHere(ProgrammeError):
    """Details: ``home``."""

    code = "scheduled_here"


class StillConflict(Conflict):
    """Details: ``detail`` (what the service said the last time, may be empty)."""

    def say(self, language: str) -> str:
        return say(language, "error.conflict", **_worded(language, self.details)).strip()
