"""What people type, by locale: the value it becomes and the format it gives the cell."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_adapter.local.entering import as_entered
from sheets_adapter.local.rendering import formatted

THIS_YEAR = (datetime.now(tz=UTC).replace(month=1, day=2, tzinfo=None) - datetime(1899, 12, 30)).days  # noqa: DTZ001


def number(value: float) -> dict[str, Any]:
    return {"numberValue": value}


def text(value: str) -> dict[str, Any]:
    return {"stringValue": value}


@pytest.mark.parametrize(
    ("typed", "value", "pattern"),
    [
        ("2020-01-01", number(43831), "yyyy-mm-dd"),
        ("1-2", number(THIS_YEAR), "m-d"),
        ("$100.15", number(100.15), '"$"#,##0.00'),
        ("-$5", number(-5), '"$"#,##0'),
        ("2,000,000.01", number(2000000.01), "#,##0.00"),
        ("9,500", number(9500), "#,##0"),
        ("9,5", text("9,5"), ""),
        ("9.5", number(9.5), ""),
        ("007", number(7), ""),
        ("(5)", number(-5), ""),
        ("+5", number(5), ""),
        ("1e3", number(1000), "0.00E+00"),
        ("e5", text("e5"), ""),
        ("50%", number(0.5), "0%"),
        ("50.5 %", number(0.505), "0.00%"),
        ("12/31/2026", number(46387), "m/d/yyyy"),
        ("01/02/26", number(46024), "mm/dd/yy"),
        ("Dec 31, 2026", number(46387), "mmm d, yyyy"),
        ("31 December 2026", number(46387), "d mmmm yyyy"),
        ("Dec 2026", number(46357), "mmm yyyy"),
        ("12/31/2026 6:00 PM", number(46387.75), "m/d/yyyy h:mm am/pm"),
        ("2026-12-31 18:00:00", number(46387.75), "yyyy-mm-dd h:mm:ss"),
        ("18:00", number(0.75), "h:mm"),
        ("36:00:00", number(1.5), "[h]:mm:ss"),
        ("31.12.2026", text("31.12.2026"), ""),
        ("13/13/2026", text("13/13/2026"), ""),
        ("3_1_0", text("3_1_0"), ""),
        ("May", text("May"), ""),
        ("true", {"boolValue": True}, ""),
        ("=A1+1", {"formulaValue": "=A1+1"}, ""),
        ("+A1", {"formulaValue": "=+A1"}, ""),
        ("=", text("="), ""),
        ("'=A1", text("=A1"), ""),
        ("'007", text("007"), ""),
        ("007 agents", text("007 agents"), ""),
    ],
)
def test_typing_in_english(typed: str, value: dict[str, Any], pattern: str) -> None:
    assert as_entered(typed, "en_US", parse=True) == (value, pattern)


@pytest.mark.parametrize(
    ("typed", "value", "pattern"),
    [
        ("9,5", number(9.5), ""),
        ("1 234,5", number(1234.5), "#,##0.00"),
        ("50,0 %", number(0.5), "0.00%"),
        ("5 ₽", number(5), '#,##0 "₽"'),
        ("31.12.2026", number(46387), "dd.mm.yyyy"),
        ("31/12/2026", number(46387), "dd/mm/yyyy"),
        ("2026-12-31", number(46387), "yyyy-mm-dd"),
        ("2.1", number(THIS_YEAR), "d.m"),
        ("31 декабря 2026", number(46387), "d mmmm yyyy"),
        ("31 дек. 2026", number(46387), "d mmm yyyy"),
        ("31 декабря 2026 г.", number(46387), 'd mmmm yyyy "г."'),
        ("31.12.2026 18:00", number(46387.75), "dd.mm.yyyy h:mm"),
        ("ИСТИНА", {"boolValue": True}, ""),
        ("ложь", {"boolValue": False}, ""),
        ("9.500", text("9.500"), ""),
        ("12/31/2026", text("12/31/2026"), ""),
    ],
)
def test_typing_in_russian(typed: str, value: dict[str, Any], pattern: str) -> None:
    assert as_entered(typed, "ru_RU", parse=True) == (value, pattern)


def test_typing_elsewhere() -> None:
    assert as_entered("31/12/2026", "en_GB", parse=True) == (number(46387), "dd/mm/yyyy")
    assert as_entered("1.234,5", "de_DE", parse=True) == (number(1234.5), "#,##0.00")
    assert as_entered("31 décembre 2026", "fr_FR", parse=True) == (number(46387), "d mmmm yyyy")


def test_raw_text_stays_text() -> None:
    for typed in ("=A1", "'a", "5", "TRUE"):
        assert as_entered(typed, "en_US", parse=False) == (text(typed), "")
    assert as_entered("", "en_US", parse=False) == ({}, "")


LOCALES = st.sampled_from(["en_US", "en_GB", "ru_RU", "de_DE", "fr_FR"])


@given(LOCALES, st.decimals(-(10**7), 10**7, places=2), st.sampled_from(["General", "#,##0.00", "0.00"]))
def test_a_number_that_is_shown_can_be_typed(locale: str, value: Any, pattern: str) -> None:
    shown = formatted(float(value), pattern, locale)
    assert as_entered(shown, locale, parse=True)[0] == number(float(value))


@given(
    LOCALES,
    st.integers(1, 2_900_000),
    st.sampled_from(["dd.mm.yyyy", "yyyy-mm-dd", "d mmmm yyyy", "d mmm yyyy", "mm/dd/yyyy", "m/d/yyyy"]),
)
def test_a_date_that_is_shown_can_be_typed(locale: str, day: int, pattern: str) -> None:
    shown = formatted(day, pattern, locale)
    value, found = as_entered(shown, locale, parse=True)
    month_first = pattern.startswith("m")
    dotted = "." in pattern
    if (locale == "en_US" and dotted) or month_first != (locale == "en_US" and month_first):
        return
    assert value == number(day)
    assert formatted(day, found, locale) == shown


@given(LOCALES, st.text(max_size=12))
def test_what_typing_makes_of_any_text_looks_like_it_or_is_it(locale: str, typed: str) -> None:
    value, pattern = as_entered(typed, locale, parse=True)
    kind = next(iter(value), None)
    assert kind in {None, "stringValue", "numberValue", "boolValue", "formulaValue"}
    if kind == "stringValue":
        assert value[kind] == typed.removeprefix("'")
    if kind == "numberValue":
        again, _ = as_entered(formatted(value[kind], pattern or "General", locale), locale, parse=True)
        assert "numberValue" in again


def test_typing_formats_a_cell_that_has_no_format(desk: Any) -> None:
    desk.spreadsheet.sheet1.update([["2026-12-31", "$5.50", "50%", "10:30"]], "A1", value_input_option="USER_ENTERED")
    found = [desk.cell(f"Sheet1!{at}1")["userEnteredFormat"]["numberFormat"] for at in "ABCD"]
    assert found == [
        {"type": "DATE", "pattern": "yyyy-mm-dd"},
        {"type": "CURRENCY", "pattern": '"$"#,##0.00'},
        {"type": "PERCENT", "pattern": "0%"},
        {"type": "TIME", "pattern": "h:mm"},
    ]
    assert desk.values("Sheet1", valueRenderOption="FORMATTED_VALUE") == [["2026-12-31", "$5.50", "50%", "10:30"]]


def test_a_cell_that_has_a_format_keeps_it(desk: Any) -> None:
    sheet = desk.spreadsheet.sheet1
    sheet.format("A1", {"numberFormat": {"type": "NUMBER", "pattern": "0.0"}})
    sheet.update([["12/31/2026"]], "A1", value_input_option="USER_ENTERED")
    assert sheet.acell("A1").value == "46387.0"


def test_a_cell_for_plain_text_takes_what_is_typed_as_text(desk: Any) -> None:
    sheet = desk.spreadsheet.sheet1
    sheet.format("A1:B1", {"numberFormat": {"type": "TEXT"}})
    sheet.update([["007", "=1+1"]], "A1", value_input_option="USER_ENTERED")
    assert desk.values("Sheet1") == [["007", "=1+1"]]


def test_a_formula_gives_its_cell_the_format_of_what_it_reads(desk: Any) -> None:
    typed = [["12/31/2026", "$5.50", "$1"], ["=A1", "=A1+1", "=SUM(B1:C1)", "=DATE(2026,12,31)", "=A1*2", "=B1/B1"]]
    desk.spreadsheet.sheet1.update(typed, "A1", value_input_option="USER_ENTERED")
    shown = desk.values("Sheet1!A2:F2", valueRenderOption="FORMATTED_VALUE")
    assert shown == [["12/31/2026", "1/1/2027", "$6.50", "12/31/2026", "92774", "1"]]
