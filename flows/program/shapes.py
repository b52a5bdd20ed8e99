"""The shapes of the frames that the rules give birth to: columns in order, and their dtypes.

Keys of columns are those of the sheets; an empty cell is ``""`` in text, ``NaT`` in a date,
``NaN`` in a number and ``False`` in a flag, never ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

TEXT = "str"
DAY = "datetime64[ns]"
NUMBER = "float64"
FLAG = "bool"
ROW = "int64"

Shape = Mapping[str, str]

ANSWERS: Shape = {
    "source": TEXT,
    "row": ROW,
    "key": TEXT,
    "survey": TEXT,
    "survey_month": DAY,
    "date": DAY,
    "client": TEXT,
    "contact": TEXT,
    "contact_role": TEXT,
    "score": NUMBER,
    "comment": TEXT,
}
"""One row an answer that stands in people's sheets and can be used (see ``answers``)."""

LEDGER: Shape = {
    "response_key": TEXT,
    "survey": TEXT,
    "month": DAY,
    "date": DAY,
    "client": TEXT,
    "contact": TEXT,
    "contact_role": TEXT,
    "score": NUMBER,
    "said": TEXT,
    "counted": FLAG,
    "seen_on": DAY,
    "task_key": TEXT,
    "adopted": FLAG,
}
"""One row an answer ever seen; key ``response_key`` (see ``ledger``)."""

ATTRIBUTION: Shape = {"response_key": TEXT, "month": DAY, "client": TEXT, "employee": TEXT, "role": TEXT}
"""One row a person (or service) that an answer counts for (see ``attribution``)."""

HISTORY: Shape = {
    "month": DAY,
    "period": TEXT,
    "scope": TEXT,
    "name": TEXT,
    "n": NUMBER,
    "promoters": NUMBER,
    "passives": NUMBER,
    "detractors": NUMBER,
    "nps": NUMBER,
    "low": NUMBER,
    "high": NUMBER,
    "closed": DAY,
    "teams": TEXT,
}
"""One row a figure; key ``month, period, scope, name``; ``nps, low, high`` in points, -100 to 100."""

CLIENT_HISTORY: Shape = {
    "month": DAY,
    "client": TEXT,
    "status": TEXT,
    "revenue": NUMBER,
    "team": TEXT,
    "last_class": TEXT,
}
"""One row a client and month; key ``month, client``."""

TASKS: Shape = {
    "answered_on": DAY,
    "client": TEXT,
    "score": NUMBER,
    "comment": TEXT,
    "theme": TEXT,
    "suggested": TEXT,
    "triage_by": DAY,
    "suggested_due": DAY,
    "task": TEXT,
    "responsible": TEXT,
    "due": DAY,
    "status": TEXT,
    "result": TEXT,
    "told_on": DAY,
    "task_key": TEXT,
}
"""One row a task to be appended (see ``improvement``)."""

EXIT_SURVEYS: Shape = {
    "client": TEXT,
    "churned_on": DAY,
    "contact": TEXT,
    "phone": TEXT,
    "email": TEXT,
    "channel": TEXT,
    "interviewer": TEXT,
    "ask_by": DAY,
    "asked_on": DAY,
    "outcome": TEXT,
    "score": NUMBER,
    "reason": TEXT,
    "note": TEXT,
    "survey_key": TEXT,
}
"""One row a departure to be asked about (see ``exits``); key ``survey_key``."""

DELIVERIES: Shape = {
    "client": TEXT,
    "contact": TEXT,
    "letter": TEXT,
    "channel": TEXT,
    "address": TEXT,
    "state": TEXT,
    "send_on": DAY,
    "tries": NUMBER,
    "last_try": DAY,
    "reason": TEXT,
    "survey_key": TEXT,
    "run": TEXT,
}
"""One row a letter (see ``outbox``); key ``survey_key, letter``, for a digest also ``address``. ``send_on`` and
``last_try`` are moments. ``reason``: words of the workbook's language, or a code that becomes words."""

EMPTY = {TEXT: "", FLAG: False, ROW: 0}


def shaped(frame: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    """The columns of ``shape`` in its order, with its dtypes and a fresh index; others are dropped."""
    frame = frame.reset_index(drop=True).reindex(columns=list(shape))
    settled = {column for column, dtype in shape.items() if frame[column].dtype == dtype}
    for column in shape.keys() - settled:
        if (filler := EMPTY.get(shape[column])) is not None:
            frame[column] = frame[column].astype(object).where(frame[column].notna(), filler)
    holes = [column for column in settled if shape[column] == TEXT and frame[column].hasnans]
    frame = frame.fillna(dict.fromkeys(holes, "")) if holes else frame
    return frame.astype({column: dtype for column, dtype in shape.items() if column not in settled})


def empty(shape: Shape) -> pd.DataFrame:
    return shaped(pd.DataFrame(), shape)
