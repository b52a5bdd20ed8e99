"""What the sheet Deliveries says in words: why a letter did not go, or may not have gone."""

from __future__ import annotations

import pandas as pd

from flows.texts import has, say


def deliveries_in_words(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """``reason`` as words where it is a code; words stay as they are."""
    return frame.assign(reason=[reason_in_words(reason, language) for reason in frame["reason"]])


def reason_in_words(reason: str, language: str) -> str:
    return say(language, f"why_not.{reason}") if has(language, f"why_not.{reason}") else reason
