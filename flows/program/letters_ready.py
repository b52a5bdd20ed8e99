"""What Settings still have to say before letters can go."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from flows.program.channels import EMAIL, LETTERS_GO_BY, WEBHOOK
from flows.program.outbox import DIGEST, SURVEYS, WAITING
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


def letters_in_use(settings: Settings, own: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """Letter and channel of all that Settings call for; ``own``: the channels that single clients have."""
    asked = [("invitation", settings.survey_channel), ("exit", settings.exit_channel)]
    asked += [(letter, channel) for channel in sorted(set(own)) for letter in ("invitation", "exit")]
    digest = [(DIGEST, EMAIL)] if settings.deliver != "no" else []
    return tuple(dict.fromkeys([*(each for each in asked if each[1] in LETTERS_GO_BY), *digest]))


def missing_for_letters(settings: Settings, own: Collection[str] = ()) -> tuple[str, ...]:
    """Keys of the settings that ``letters_in_use`` need and that are empty, whether anything waits or not."""
    used = letters_in_use(settings, own)
    return tuple(dict.fromkeys(key for letter, channel in used for key in missing_for(letter, channel, settings)))


def missing_for_waiting(deliveries: pd.DataFrame, settings: Settings) -> tuple[str, ...]:
    """The same for everything that waits in the outbox (shape ``shapes.DELIVERIES``); nothing where none is to go."""
    if settings.deliver == "no":
        return ()
    waiting = deliveries.loc[deliveries["state"].isin(WAITING) & deliveries["channel"].isin([EMAIL, WEBHOOK])]
    kinds = waiting[["letter", "channel"]].drop_duplicates().itertuples(index=False, name=None)
    return tuple(dict.fromkeys(key for letter, channel in kinds for key in missing_for(letter, channel, settings)))
