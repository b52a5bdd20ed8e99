"""What Settings still have to say before letters can go."""

from __future__ import annotations

import pandas as pd

from flows.program.channels import EMAIL, WEBHOOK
from flows.program.outbox import SURVEYS, WAITING
from flows.program.settings import Settings


def missing_for(letter: str, channel: str, settings: Settings) -> tuple[str, ...]:
    """Keys of the settings that this letter needs over this channel and that are empty."""
    by_mail = channel == EMAIL
    needed = {
        "test_address": by_mail and settings.deliver == "test",
        "form_link": letter in SURVEYS and not (letter == "exit" and settings.exit_form_link),
        "sender": by_mail,
        "smtp_server": by_mail and settings.deliver != "folder",
        "webhook": channel == WEBHOOK,
    }
    return tuple(key for key, is_needed in needed.items() if is_needed and not getattr(settings, key))


def missing_for_waiting(deliveries: pd.DataFrame, settings: Settings) -> tuple[str, ...]:
    """The same for everything that waits in the outbox (shape ``shapes.DELIVERIES``); nothing where none is to go."""
    if settings.deliver == "no":
        return ()
    waiting = deliveries.loc[deliveries["state"].isin(WAITING) & deliveries["channel"].isin([EMAIL, WEBHOOK])]
    kinds = waiting[["letter", "channel"]].drop_duplicates().itertuples(index=False, name=None)
    return tuple(dict.fromkeys(key for letter, channel in kinds for key in missing_for(letter, channel, settings)))
