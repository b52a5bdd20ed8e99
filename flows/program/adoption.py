"""From when on the programme counts as running.

What lies before is shown in the history, and no more: it makes no tasks and no exit surveys. The firm says
the day in Settings (``init`` writes the first of the month). Where nobody said it, it is the first of the
month of the first run, which the Journal remembers: a firm that brings years of answers is not flooded with
tasks from them.
"""

from __future__ import annotations

import pandas as pd

from flows.program.months import month_of


def programme_start(said: pd.Timestamp, journal: pd.DataFrame, as_of: pd.Timestamp) -> pd.Timestamp:
    """``said`` in Settings (NaT: nothing); ``journal``: its ``when``; ``as_of``: the moment of this run."""
    return said if pd.notna(said) else month_of(min([as_of, *journal["when"].dropna()]))
