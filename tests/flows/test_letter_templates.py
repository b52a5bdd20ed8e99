"""Templates of letters: ours in both languages, a team's own in their place, and what may be wrong with one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from flows.errors import BadTemplate
from flows.letters.survey_letters import Asked, compose, names_for
from flows.letters.template_folder import USUAL, own_templates
from flows.program.settings import Settings
from flows.texts import LANGUAGES

SETTINGS = Settings(sender="Ann Lee <nps@firm.com>", form_link="https://f.com/?k={key}")
JOE = Asked("Q-2026-10-1a2b3c4d", "Acme", "Joe", "joe@acme.com")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NPSHEETS_LETTERS", str(tmp_path))
    return tmp_path


def text(kind: str = "invitation", language: str = "en") -> str:
    message = compose(kind, JOE, replace(SETTINGS, language=language), datetime(2026, 10, 5, tzinfo=UTC))
    part = message.get_body(("plain",))
    assert part is not None
    return f"{message['Subject']}\n{part.get_content()}".replace("\r\n", "\n")


def refused(kind: str = "invitation", language: str = "en") -> BadTemplate:
    with pytest.raises(BadTemplate) as stopped:
        text(kind, language)
    return stopped.value


def test_both_languages_have_the_same_templates_that_use_the_same_names() -> None:
    names = {
        language: {
            path.name: meta.find_undeclared_variables(Environment(autoescape=True).parse(path.read_text("utf-8")))
            for path in (USUAL / language).iterdir()
        }
        for language in LANGUAGES
    }
    assert names["en"] == names["ru"]
    assert {"invitation.txt", "invitation.html", "reminder.txt", "exit.html"} <= set(names["en"])


def test_russian_letters_have_no_english_words() -> None:
    for path in (USUAL / "ru").iterdir():
        said = re.sub(r"\{[{%].*?[%}]\}|<[^>]*>|^Subject:", "", path.read_text("utf-8"))
        assert set(re.findall("[A-Za-z]{3,}", said)) <= {"NPS"}, path


def test_a_file_of_the_teams_counts_before_ours(own: Path) -> None:
    (own / "invitation.txt").write_text("Subject: For {{ client }}\n\nHi {{ contact }}: {{ link }}\n")
    assert text() == "For Acme\nHi Joe: https://f.com/?k=Q-2026-10-1a2b3c4d\n"
    assert text(language="ru").startswith("For Acme")
    assert "two questions about our work, once more" in text("reminder 1")
    assert own_templates() == ["en/invitation.txt", "ru/invitation.txt"]


def test_or_for_one_language_alone(own: Path) -> None:
    (own / "ru").mkdir()
    (own / "ru" / "invitation.txt").write_bytes("\ufeffТема: Привет\r\n\r\nЗдравствуйте".encode())
    assert text(language="ru") == "Привет\nЗдравствуйте\n"
    assert "Hello Joe" in text()


def test_a_template_that_is_changed_counts_at_once(own: Path) -> None:
    (own / "invitation.txt").write_text("Subject: A\n\nB")
    assert text() == "A\nB\n"
    (own / "invitation.txt").write_text("Subject: Longer\n\nB")
    assert text().startswith("Longer")
    (own / "invitation.txt").unlink()
    assert "Hello Joe" in text()


def test_a_template_may_add_to_the_layout(own: Path) -> None:
    (own / "invitation.html").write_text(
        '{% extends "layout.html" %}{% set word = "own" %}{% block closing %}My {{ word }}{% endblock %}'
    )
    assert text()


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("Subject: x\n\n{{ contcat }}", 3, "contcat"),
        ("Subject: x\n\n{% if reminder > 7 %}\n{{ naem }}{% endif %}", 4, "naem"),
        ("Subject: x\n{{ client.first }}", 2, "first"),
    ],
)
def test_a_name_that_does_not_exist_is_told_with_its_line_and_those_that_do(
    own: Path, source: str, line: int, said: str
) -> None:
    (own / "invitation.txt").write_text(source)
    wrong = refused()
    assert (wrong.details["reason"], wrong.details["line"]) == ("unknown_name", line)
    assert said in str(wrong)
    assert str(own / "invitation.txt") in str(wrong)
    assert "client, contact, " in str(wrong)
    assert f"строка {line}" in wrong.say("ru")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Subject: x\n{% if client %}", 2),
        ("Subject: x\n\n{{ client }", 3),
        ("Subject: x\n\n{{ client|shout }}", 3),
        ("Subject: x\n\n\n{{ reminder / 0 }}", 4),
        ("Subject: x\n{% include 'nowhere.txt' %}", 2),
    ],
)
def test_what_is_not_understood_is_told_with_its_line(own: Path, source: str, line: int) -> None:
    (own / "invitation.txt").write_text(source)
    wrong = refused()
    assert ("reason" in wrong.details, wrong.details["line"]) == (False, line), wrong
    assert str(own / "invitation.txt") in wrong.say("ru")


def test_a_mistake_in_the_layout_is_told_there(own: Path) -> None:
    (own / "layout.html").write_text("<p>\n{{ nonsense }}</p>")
    wrong = refused()
    assert (wrong.details["file"], wrong.details["line"]) == (str(own / "layout.html"), 2)


def test_a_template_in_another_encoding_is_told(own: Path) -> None:
    (own / "exit.txt").write_bytes("Subject: Спасибо".encode("cp1251"))
    assert "exit.txt cannot be read" in str(refused("exit"))


def test_a_template_without_a_subject_is_told(own: Path) -> None:
    (own / "exit.txt").write_text("Dear Joe,\n\nthanks")
    assert "begins with “Dear Joe,”" in str(refused("exit"))


def test_a_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NPSHEETS_LETTERS", str(tmp_path / "gone"))
    assert "there is no such folder" in str(refused())


def test_the_readme_tells_every_name() -> None:
    told = (Path(__file__).parents[2] / "README.md").read_text("utf-8").partition("### Letters in your own words")[2]
    assert not {name for name in names_for("invitation", JOE, SETTINGS) if f"`{name}`" not in told}
