"""What Settings still have to say before letters can go."""

from __future__ import annotations

from flows.program.channels import EMAIL, WEBHOOK
from flows.program.settings import Settings


def missing_for_letters(settings: Settings) -> tuple[str, ...]:
    """Keys of the settings that are needed and empty, in the order of the sheet; none while nothing is delivered.

    A client may have a channel of its own in *Clients*, so what a letter needs is needed always.
    """
    if settings.deliver == "no":
        return ()
    needed = {
        "test_address": settings.deliver == "test",
        "form_link": True,
        "sender": True,
        "smtp_server": settings.deliver != "folder" and not _only_webhooks(settings),
        "webhook": WEBHOOK in {settings.survey_channel, settings.exit_channel},
    }
    return tuple(key for key, is_needed in needed.items() if is_needed and not getattr(settings, key))


def _only_webhooks(settings: Settings) -> bool:
    return EMAIL not in {settings.survey_channel, settings.exit_channel} and bool(settings.webhook)
