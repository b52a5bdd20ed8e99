"""What people read: both languages say the same, and everything that can be said has words."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pandas as pd
import pytest

from flows.program.settings import SETTINGS
from flows.texts import LANGUAGES, count, say, texts
from flows.texts.wording import day, month, number, percent, points

ROOT = Path(__file__).parents[2]
PLACE_OF_CODE = {
    "about": 3,
    "about_cells": 2,
    "_about": 2,
    "_once": 2,
    "Read": 1,
    "_code": 1,
    "Fault": 3,
    "_of_sheet": 2,
}
"""Functions that are handed the code of an issue, and which argument it is."""
KINDS_OF_NAME = {"client": ("unknown", "ambiguous"), "employee": ("unknown", "ambiguous")}


def placeholders(text: str | list[str]) -> set[str]:
    parts = text if isinstance(text, list) else [text]
    return {name for part in parts for _, name, _, _ in string.Formatter().parse(part) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert set(texts("en")) == set(texts("ru"))


def test_both_languages_have_the_same_placeholders() -> None:
    differing = [
        key
        for key, text in texts("en").items()
        if not key.startswith("calendar.") and placeholders(text) != placeholders(texts("ru")[key])
    ]
    assert not differing


def test_russian_texts_are_in_russian() -> None:
    """But for words that stay: names of settings, of commands and of what Prefect is called."""
    untranslated = [
        key
        for key, text in texts("ru").items()
        if isinstance(text, str)
        and not re.search("[а-яё]", re.sub(r"\{.*?\}", "", text), re.IGNORECASE)
        and re.search("[a-z]{3}", re.sub(r"\{.*?\}", "", text), re.IGNORECASE)
    ]
    assert set(untranslated) <= {"init.step_check", "init.step_round"}


def codes_in_the_source() -> set[str]:
    found: set[str] = set()
    for path in [*(ROOT / "flows" / "program").glob("*.py"), *(ROOT / "sheets_adapter").glob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found |= codes_of(node)
            elif isinstance(node, ast.Tuple):
                found |= {
                    part
                    for part in map(constant, node.elts)
                    if part in {"repeated_heading", "competing_headings", "unknown_heading", "bad_meaning"}
                }
    return found


def codes_of(call: ast.Call) -> set[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = PLACE_OF_CODE.get(name)
    if place is None or len(call.args) <= place:
        return set()
    given = call.args[place]
    if isinstance(given, ast.JoinedStr):
        noun = str(constant(given.values[-1])).lstrip("_")  # noqa: PD011 - no frame
        return {f"{kind}_{noun}" for kind in KINDS_OF_NAME[noun]}
    branches = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
    return {code for code in map(constant, branches) if code}


def constant(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_kind_of_issue_has_words_in_both_languages() -> None:
    codes = codes_in_the_source()
    assert {"not_a_score", "unknown_client", "late_answer", "repeated_heading", "imbalance"} <= codes
    for language in LANGUAGES:
        told = texts(language)
        wordless = {code for code in codes if not {f"issue.{code}.expected", f"issue.{code}.effect"} <= set(told)}
        assert not wordless


def test_no_words_are_kept_for_issues_that_nobody_finds() -> None:
    written = {key.split(".")[1] for key in texts("en") if key.startswith("issue.")}
    assert written <= codes_in_the_source() | {"other", "missing_value"}


def test_every_setting_says_what_it_does() -> None:
    for language in LANGUAGES:
        assert all(f"setting.{setting.key}" in texts(language) for setting in SETTINGS)


@pytest.mark.parametrize(
    ("n", "en", "ru"),
    [(1, "1 client", "1 клиент"), (2, "2 clients", "2 клиента"), (5, "5 clients", "5 клиентов"),
     (11, "11 clients", "11 клиентов"), (21, "21 clients", "21 клиент"), (112, "112 clients", "112 клиентов")],
)  # fmt: skip
def test_nouns_agree_with_their_numbers(n: int, en: str, ru: str) -> None:
    assert (count("en", "clients", n), count("ru", "clients", n)) == (en, ru)


def test_numbers_and_days_are_written_as_the_language_writes_them() -> None:
    when = pd.Timestamp("2026-11-03")
    assert (day("en", when), day("ru", when)) == ("3 Nov 2026", "03.11.2026")
    assert (month("en", when), month("ru", when)) == ("November 2026", "ноябрь 2026")
    assert (number("en", 12345.6, 1), number("ru", 12345.6, 1)) == ("12,345.6", "12 345,6")
    assert (percent("en", 0.865), percent("ru", 0.865)) == ("87%", "87 %")


def test_scores_bear_their_sign_and_round_half_away_from_nought() -> None:
    shown = [points(value) for value in (37.6, -8.4, 0.2, -0.3, 22.5, -22.5, float("nan"))]
    assert shown == ["+38", "−8", "0", "0", "+23", "−23", "–"]


def test_a_text_that_is_not_there_is_an_error_and_not_an_empty_cell() -> None:
    with pytest.raises(KeyError):
        say("en", "kpi.nonsense")
