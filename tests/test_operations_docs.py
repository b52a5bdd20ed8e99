"""docs/operations.md says the same in both languages, and quotes what the program really says."""

from __future__ import annotations

import re

import pytest

from flows.texts import say
from sheets_adapter.state import STATE
from sheets_adapter.tables import TABLES
from tests.test_google_docs import DOCS, is_said

PAGES = {
    language: (DOCS / name).read_text(encoding="utf-8")
    for language, name in {"en": "operations.md", "ru": "operations.ru.md"}.items()
}


def commands(page: str) -> list[str]:
    lines = re.findall(r"^    ((?:[A-Z_]+=\S+ )?(?:npsheets|prefect|export|git|make) .+)$", page, re.MULTILINE)
    return [re.sub(r"Europe/\w+", "ZONE", line) for line in lines]


def test_both_languages_have_the_same_sections_and_commands() -> None:
    sections = [re.findall(r"^(#+) ", page, re.MULTILINE) for page in PAGES.values()]
    assert sections[0] == sections[1]
    assert len(sections[0]) > 10
    assert commands(PAGES["en"]) == commands(PAGES["ru"])
    assert len(commands(PAGES["en"])) > 20
    rows = [len(re.findall(r"^\|", page, re.MULTILINE)) for page in PAGES.values()]
    points = [len(re.findall(r"^(?:- |\d\. )", page, re.MULTILINE)) for page in PAGES.values()]
    assert (rows[0], points[0]) == (rows[1], points[1])


@pytest.mark.parametrize("language", PAGES)
def test_what_the_page_shows_of_the_schedule_is_in_the_programs_words(language: str) -> None:
    section = PAGES[language].split("\n## ")[2]
    shown = [line for line in re.findall(r"^ {4}(.+)$", section, re.MULTILINE) if "npsheets schedule" not in line]
    assert len(shown) == 10
    (log,) = [line for line in shown if line.endswith(".log")]
    assert log.startswith(say(language, "schedule.log", path="/home/"))
    assert [line for line in shown if line != log and not is_said(line, language)] == []


@pytest.mark.parametrize("language", PAGES)
def test_removal_names_every_hidden_sheet_of_the_program(language: str) -> None:
    hidden = [table.title(language) for table in (*TABLES, STATE) if table.hidden] + [say(language, "kpi.data_title")]
    assert len(hidden) > 5
    assert [title for title in hidden if title not in PAGES[language]] == []
