"""What Settings must say before letters can go, told before the first one is due."""

from __future__ import annotations

import pytest

from flows.program.letters_ready import missing_for_letters
from flows.program.settings import Settings


@pytest.mark.parametrize(
    ("settings", "own", "missing"),
    [
        (Settings(), (), ()),
        (Settings(survey_channel="email"), (), ("form_link", "sender", "smtp_server")),
        (Settings(), ("email", "call"), ("form_link", "sender", "smtp_server")),
        (Settings(survey_channel="email", deliver="folder"), (), ("form_link", "sender")),
        (
            Settings(survey_channel="email", deliver="test"),
            (),
            ("test_address", "form_link", "sender", "smtp_server"),
        ),
        (Settings(survey_channel="webhook"), (), ("form_link", "webhook")),
        (Settings(exit_channel="email", exit_form_link="https://f.example/?k={key}"), (), ("sender", "smtp_server")),
        (Settings(deliver="yes"), (), ("sender", "smtp_server")),
        (Settings(deliver="yes", sender="nps@firm.example", smtp_server="smtp.firm.example"), (), ()),
    ],
)
def test_letters_need_what_their_channel_needs_and_the_digest_a_sender(
    settings: Settings, own: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    assert missing_for_letters(settings, own) == missing
