"""docs/google.md quotes what the program really says, in both languages, step by step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.texts import texts
from sheets_adapter.texts import SENTENCES

DOCS = Path(__file__).parents[1] / "docs"
ENOUGH = 12
"""So many letters of a sentence tell that it is this one."""
PAGES = {"en": DOCS / "google.md", "ru": DOCS / "google.ru.md"}


def sentences(language: str) -> list[str]:
    """Everything that can be said."""
    return [*SENTENCES[language].values(), *(text for text in texts(language).values() if isinstance(text, str))]


def says(sentence: str, quoted: str) -> bool:
    """Whether ``quoted`` is the beginning of a sentence, with anything in the place of its placeholders."""
    told, at = 0, 0
    for number, literal in enumerate(re.split(r"\{\w+\}", sentence.replace("—", "-"))):
        found = quoted.find(literal, at)
        if found < 0 or (number == 0 and found > 0):
            rest = quoted[at:]
            begun = max(size for size in range(len(literal) + 1) if rest.endswith(literal[:size]))
            whole = begun == len(rest) if number == 0 else True
            return whole and told + begun >= ENOUGH
        told, at = told + len(literal), found + len(literal)
    return told >= ENOUGH


def is_said(quoted: str, language: str) -> bool:
    return any(says(sentence, quoted.rstrip(" ….")) or says(sentence, quoted) for sentence in sentences(language))


def quotations(language: str) -> list[str]:
    rows = re.findall(r"^\| ([^|]+) \|[^|]+\| [\d–] \|$", PAGES[language].read_text(encoding="utf-8"), re.MULTILINE)
    return [part for row in rows if not re.match(r"\d\. ", row) for part in row.split("; ")]


@pytest.mark.parametrize("language", PAGES)
def test_every_message_that_the_page_explains_is_one_that_the_program_says(language):
    quoted = quotations(language)
    assert len(quoted) > 15
    assert [each for each in quoted if not is_said(each, language)] == []


@pytest.mark.parametrize("language", PAGES)
def test_what_the_page_shows_of_doctor_and_init_is_in_the_programs_words(language):
    shown = re.findall(r"^    ([✓!✗] .+)$", PAGES[language].read_text(encoding="utf-8"), re.MULTILINE)
    assert len(shown) > 8
    for line in shown:
        assert is_said(line[2:], language), line


def test_both_languages_have_the_same_steps_and_commands():
    english, russian = (page.read_text(encoding="utf-8") for page in PAGES.values())
    headings = [re.findall(r"^## (\d)\.", page, re.MULTILINE) for page in (english, russian)]
    assert headings[0] == headings[1] == list("12345678")
    commands = [
        re.findall(r"^    (?:npsheets|export|LINK|mkdir|mv|chmod|gcloud) ?[\w-]*", page, re.MULTILINE)
        for page in (english, russian)
    ]
    assert commands[0] == commands[1]
    assert len(english.splitlines()) == pytest.approx(len(russian.splitlines()), abs=12)
