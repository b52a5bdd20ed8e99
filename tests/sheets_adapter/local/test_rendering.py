from __future__ import annotations

import pytest

from sheets_adapter.local.entering import as_entered
from sheets_adapter.local.patterns import kind
from sheets_adapter.local.rendering import formatted

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "pattern", "english", "russian"),
    [
        (1234.5, "#,##0.0", "1,234.5", f"1{NBSP}234,5"),
        (1234567.891, "#,##0.00", "1,234,567.89", f"1{NBSP}234{NBSP}567,89"),
        (0.5, "0.0%", "50.0%", "50,0%"),
        (46387, "dd.mm.yyyy", "31.12.2026", "31.12.2026"),
        (46387, "yyyy-mm-dd", "2026-12-31", "2026-12-31"),
        (46387.75, "yyyy-mm-dd hh:mm", "2026-12-31 18:00", "2026-12-31 18:00"),
        (46387.75, "h:mm AM/PM", "6:00 PM", "6:00 PM"),
        (46387, "mmm yyyy", "Dec 2026", "дек. 2026"),
        (46387, "mmmm yyyy", "December 2026", "декабрь 2026"),
        (46387, "d mmmm", "31 December", "31 декабря"),
        (46387, "dddd", "Thursday", "четверг"),
        (1.5, "[h]:mm:ss", "36:00:00", "36:00:00"),
        (9, "General", "9", "9"),
        (9.25, "General", "9.25", "9,25"),
        (1 / 3, "General", "0.3333333333", "0,3333333333"),
        (-33.3333, '+0;-0;"±"0', "-33", "-33"),
        (12.4, '+0;-0;"±"0', "+12", "+12"),
        (0, '+0;-0;"±"0', "±0", "±0"),
        (2.5, "0", "3", "3"),
        (1.005, "0.00", "1.01", "1,01"),
        (0.5, "#.##", ".5", ",5"),
        (7, "000", "007", "007"),
        (12345, "0.00E+00", "1.23E+04", "1,23E+04"),
        (1234, '"n = "0', "n = 1234", "n = 1234"),
        (5, "[$₽]#,##0.00", "₽5.00", "₽5,00"),
        (-5, "0.0_);(0.0)", "(5.0)", "(5,0)"),
        (True, "General", "TRUE", "ИСТИНА"),
        ("text", "0.00", "text", "text"),
        (1e16, "General", "1E+16", "1E+16"),
    ],
)
def test_a_value_is_shown_by_pattern_and_locale(value: object, pattern: str, english: str, russian: str) -> None:
    assert formatted(value, pattern, "en_US") == english
    assert formatted(value, pattern, "ru_RU") == russian


def test_the_kind_of_a_pattern_is_found_in_its_symbols() -> None:
    kinds = {pattern: kind(pattern) for pattern in ("dd.mm.yyyy", "h:mm", "d.m.yy h:mm", "0%", "0.00", "@", "[$$]0")}
    assert list(kinds.values()) == ["DATE", "TIME", "DATE_TIME", "PERCENT", "NUMBER", "TEXT", "CURRENCY"]
    assert kind('0 "days"') == "NUMBER"


@pytest.mark.parametrize(
    ("typed", "locale", "value", "pattern"),
    [
        ("9,5", "ru_RU", {"numberValue": 9.5}, ""),
        ("9,5", "en_US", {"stringValue": "9,5"}, ""),
        ("9,500", "en_US", {"numberValue": 9500}, ""),
        ("1 234,5", "ru_RU", {"numberValue": 1234.5}, ""),
        ("e5", "en_US", {"stringValue": "e5"}, ""),
        ("9.5", "en_US", {"numberValue": 9.5}, ""),
        ("50%", "en_US", {"numberValue": 0.5}, "0%"),
        ("31.12.2026", "ru_RU", {"numberValue": 46387}, "dd.MM.yyyy"),
        ("12/31/2026", "en_US", {"numberValue": 46387}, "M/d/yyyy"),
        ("31.12.2026", "en_US", {"stringValue": "31.12.2026"}, ""),
        ("=A1+1", "en_US", {"formulaValue": "=A1+1"}, ""),
        ("'=A1", "en_US", {"stringValue": "=A1"}, ""),
        ("ИСТИНА", "ru_RU", {"boolValue": True}, ""),
        ("007 agents", "en_US", {"stringValue": "007 agents"}, ""),
    ],
)
def test_typing_follows_the_locale(typed: str, locale: str, value: dict[str, object], pattern: str) -> None:
    assert as_entered(typed, locale, parse=True) == (value, pattern)


def test_raw_text_stays_text() -> None:
    assert as_entered("=A1", "en_US", parse=False) == ({"stringValue": "=A1"}, "")
    assert as_entered("", "en_US", parse=False) == ({}, "")
