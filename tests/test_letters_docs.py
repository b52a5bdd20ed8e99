"""docs/letters.md says the same in both languages, in the program's words."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest

from flows.delivery.webhook import headers
from flows.program.settings import SETTINGS
from sheets_adapter.own_tables import DELIVERIES
from tests.test_google_docs import DOCS

PAGES = {
    language: (DOCS / name).read_text(encoding="utf-8")
    for language, name in {"en": "letters.md", "ru": "letters.ru.md"}.items()
}
TOLD = ("deliver", "sender", "reply_to", "smtp_server", "smtp_security", "smtp_login", "survey_channel", "exit_channel",
        "form_link", "test_address", "unsubscribe", "webhook", "digest_to", "managers_see")  # fmt: skip


def test_both_languages_have_the_same_sections_rows_and_commands() -> None:
    for pattern in (r"^(#+) ", r"^(\|)", r"^    (npsheets .+|export .+)$", r"`(NPSHEETS_\w+)`"):
        found = [sorted(re.findall(pattern, page, re.MULTILINE)) for page in PAGES.values()]
        assert found[0] == found[1]
        assert found[0]


@pytest.mark.parametrize("language", PAGES)
def test_settings_are_called_as_in_the_sheet(language: str) -> None:
    names = {setting.key: setting.names[language][0] for setting in SETTINGS}
    assert [names[key] for key in TOLD if names[key] not in PAGES[language]] == []


@pytest.mark.parametrize("language", PAGES)
def test_every_state_of_a_letter_is_explained(language: str) -> None:
    states = DELIVERIES.column("state").choices
    shown = [words[language][0] for code, words in states.items() if code != "tested"]
    assert [state for state in shown if f"| {state} |" not in PAGES[language]] == []


@pytest.mark.parametrize("language", PAGES)
def test_every_environment_variable_named_is_one_that_is_read(language: str) -> None:
    modules = ("delivery.secrets", "delivery.state_folder", "delivery.folder", "letters.template_folder")
    read = {
        word
        for module in modules
        for value in vars(import_module(f"flows.{module}")).values()
        for word in (value if isinstance(value, tuple) else (value,))
        if isinstance(word, str) and word.startswith("NPSHEETS_")
    }
    assert set(re.findall(r"NPSHEETS_\w+", PAGES[language])) == read


@pytest.mark.parametrize("language", PAGES)
def test_the_check_of_a_signature_works_as_written(language: str) -> None:
    code = "\n".join(re.findall(r"^ {4}(import base64.*|def is_ours.*| {4}.*)$", PAGES[language], re.MULTILINE))
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the page's own six lines
    sent = headers("Q-1/invitation", b"{}", "secret", 1_700_000_000)
    assert names["is_ours"](sent, b"{}", "secret")
    assert not names["is_ours"](sent, b"{ }", "secret")
