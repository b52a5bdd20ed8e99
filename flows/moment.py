"""Which moment a run stands for and which month it works on.

The moment is the one handed in, else the time the run was scheduled for: a run that starts late after
downtime is still about its own day. It is told in the time zone of the workbook, without the zone.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from flows.errors import BadMoment, BadMonth, MonthAhead, NoTimeZone
from flows.program.months import month_of

_MONTH = re.compile(r"\d{4}-\d{2}(-01)?")
UNSAID = frozenset({"", "Etc/GMT", "Etc/UTC", "GMT", "UTC"})
"""What a file without a time zone of its own says."""


def zone_of(setting: str, of_workbook: str) -> tzinfo | None:
    """The setting's zone, else the workbook's own, else (None) that of this machine."""
    name = setting or ("" if of_workbook in UNSAID else of_workbook)
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise NoTimeZone(zone=name) from unknown


def moment_of(as_of: str | None, scheduled: datetime, zone: tzinfo | None) -> pd.Timestamp:
    """``as_of`` as ISO text (a day, or a day and a time), else ``scheduled`` (with its zone); to the minute."""
    if as_of is None:
        return _local(scheduled, zone)
    try:
        given = datetime.fromisoformat(as_of.strip())
    except ValueError as unread:
        raise BadMoment(text=as_of) from unread
    return pd.Timestamp(given).as_unit("ns") if given.tzinfo is None else _local(given, zone)


def _local(moment: datetime, zone: tzinfo | None) -> pd.Timestamp:
    return pd.Timestamp(moment.astimezone(zone).replace(tzinfo=None)).floor("min").as_unit("ns")


def chosen_month(
    month: str | None, otherwise: pd.Timestamp, *, latest: pd.Timestamp, moment: pd.Timestamp
) -> pd.Timestamp:
    """The month asked for (``2026-10``), else ``otherwise``; none after ``latest``."""
    chosen = otherwise if month is None else read_month(month)
    if month_of(chosen) > month_of(latest):
        raise MonthAhead(month=month_of(chosen), moment=moment)
    return month_of(chosen).as_unit("ns")


def read_month(text: str) -> pd.Timestamp:
    if not _MONTH.fullmatch(text.strip()):
        raise BadMonth(text=text)
    try:
        return pd.Timestamp(text.strip()[:7] + "-01")
    except ValueError as unread:
        raise BadMonth(text=text) from unread
