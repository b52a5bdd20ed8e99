"""What people decide in the sheet Settings."""

import dataclasses

import pandas as pd
import pytest

from flows.program.settings import SETTINGS, Settings, read_settings


def read(frame_from, *lines):
    rows = [{"setting": setting, "value": value} for setting, value in lines]
    frame = frame_from("", "settings")
    return read_settings(
        pd.concat([frame, pd.DataFrame(rows).assign(meaning="", row=range(2, 2 + len(rows)))], ignore_index=True)
    )


def problems(issues):
    return [tuple(line) for line in issues[["row", "column", "found", "code", "hint"]].itertuples(index=False)]


def test_without_a_word_the_defaults_hold(frame_from):
    settings, issues = read_settings(frame_from("", "settings"))
    assert settings == Settings() or pd.isna(settings.programme_starts_on)
    assert issues.empty


def test_settings_are_understood_in_both_languages_and_any_case(tables):
    """
    settings
    | setting                   | value           |
    | ЯЗЫК                      | русский         |
    | Close After Days:         | 12              |
    | карантин                  | 45 дней         |
    | Контактов на клиента      | Все             |
    | first round               | everyone        |
    | Страна                    | Россия          |
    | time zone                 | europe/moscow   |
    | min_responses             | 7.0             |
    | Единица счёта             | контакт         |
    | call within working days  | 8 working days  |
    """
    settings, issues = read_settings(tables["settings"])
    assert issues.empty
    assert settings.language == "ru"
    assert (settings.close_after_days, settings.quarantine_days, settings.min_responses) == (12, 45, 7)
    assert (settings.contacts_per_client, settings.first_round, settings.unit) == ("all", "everyone", "contact")
    assert (settings.country, settings.time_zone) == ("RU", "Europe/Moscow")
    assert settings.call_within_working_days == 8


@pytest.mark.parametrize(
    "text", ["2026-10-01", "2026-10-01 00:00:00", "2026-10-01T00:00:00", "01.10.2026", "1.10.2026", "46296", "46296.5"]
)
def test_a_date_is_read_however_the_sheet_keeps_it(frame_from, text):
    settings, issues = read(frame_from, ("programme starts on", text))
    assert issues.empty
    assert settings.programme_starts_on == pd.Timestamp("2026-10-01")


@pytest.mark.parametrize("text", ["soon", "32.01.2026", "03/04/2026", "10", "2026-13-01"])
def test_a_date_that_cannot_be_told_is_an_issue(frame_from, text):
    settings, issues = read(frame_from, ("programme starts on", text))
    assert problems(issues) == [(2, "value", text, "bad_setting", "date")]
    assert pd.isna(settings.programme_starts_on)


def test_own_days_off_are_a_list_of_days_and_spans(frame_from):
    settings, issues = read(frame_from, ("days off", "46021,31.12.2026; 29.12.2026–30.12.2026\n2027-01-08, holiday"))
    days = ["2025-12-30", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-08"]
    assert [f"{day:%Y-%m-%d}" for day in settings.days_off] == days
    assert problems(issues) == [(2, "value", "holiday", "bad_setting", "dates")]
    assert not issues["rejects"].any()


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("close after days", "ten", "0 – 28"),
        ("close after days", "-1", "0 – 28"),
        ("close after days", "1000", "0 – 28"),
        ("min responses", "0", "1 – 1000"),
        ("unit", "house", "client, contact"),
        ("country", "Narnia", "country"),
        ("time zone", "Europe", "time_zone"),
        ("time zone", "Moscow", "time_zone"),
        ("язык", "de", "en, ru"),
    ],
)
def test_a_value_that_cannot_be_used_leaves_the_default_and_is_an_issue(frame_from, setting, value, expected):
    settings, issues = read(frame_from, (setting, value))
    assert problems(issues) == [(2, "value", value, "bad_setting", expected)]
    assert issues["rejects"].all()
    assert {**dataclasses.asdict(settings), "programme_starts_on": ""} == {
        **dataclasses.asdict(Settings()),
        "programme_starts_on": "",
    }


def test_an_unknown_setting_is_an_issue_with_the_closest_name(tables):
    """
    settings
    | setting         | value |
    | quarantene days | 30    |
    | xyzzy           | 1     |
    |                 | 17    |
    """
    settings, issues = read_settings(tables["settings"])
    assert settings.quarantine_days == 60
    assert issues["code"].tolist() == ["unknown_setting"] * 3
    assert issues["hint"].tolist() == ["quarantine days", "", ""]


def test_of_a_setting_said_twice_the_last_counts(tables):
    """
    settings
    | setting    | value | row |
    | quarantine | 30    | 9   |
    | карантин   | 40    | 3   |
    | quarantine |       | 12  |
    """
    settings, issues = read_settings(tables["settings"])
    assert settings.quarantine_days == 30
    assert problems(issues) == [(3, "setting", "карантин", "repeated_setting", "9")]


def test_a_bad_value_repeated_is_one_issue_a_row(tables):
    """
    settings
    | setting    | value |
    | quarantine | x     |
    | quarantine | y     |
    """
    _, issues = read_settings(tables["settings"])
    assert issues["code"].tolist() == ["repeated_setting", "bad_setting"]
    assert issues["row"].tolist() == [2, 3]


def test_what_init_writes_reads_back_as_the_defaults(frame_from):
    for language in ("en", "ru"):
        written = [(setting.names[language][0], setting.default_text[language]) for setting in SETTINGS]
        settings, issues = read(frame_from, *written)
        assert issues.empty
        assert settings.close_after_days == 10
        assert settings.language in {"en", language}


def test_every_setting_is_declared_and_no_two_share_a_name():
    assert {setting.key for setting in SETTINGS} == {field.name for field in dataclasses.fields(Settings)}
    for language in ("en", "ru"):
        names = [name for setting in SETTINGS for name in setting.names[language]]
        assert len(names) == len(set(names))
