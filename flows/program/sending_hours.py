"""When letters to clients may go: on working days, in the hours that Settings name, by the workbook's clock."""

from __future__ import annotations

import pandas as pd

from flows.program.working_days import WorkingDays


def may_send(now: pd.Timestamp, hours: tuple[int, int], days: WorkingDays) -> bool:
    """``hours`` are minutes of the day, the end excluded."""
    begins, ends = hours
    return days.is_working(now) and begins <= now.hour * 60 + now.minute < ends
