"""The settings of the programme: what people may decide, what holds if they decide nothing.

The sheet Settings has a name and a value a row. Names are understood in both languages and in
any case; a value that cannot be used leaves the default standing and becomes an issue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from flows.program import issues
from flows.program.names import looks, normalise, resolve
from flows.program.setting_values import (
    Reader,
    one_of,
    parts,
    read_country,
    read_date,
    read_days,
    read_time_zone,
    whole_number,
)


@dataclass(frozen=True)
class Settings:
    """Every setting with its default. Days are calendar days unless the name says working days."""

    language: str = "en"
    time_zone: str = ""
    """A name of the tz database; empty: the spreadsheet's own."""
    programme_starts_on: pd.Timestamp = pd.NaT  # type: ignore[assignment]
    """Midnight; NaT: there is no "before the programme"."""
    close_after_days: int = 10
    quarantine_days: int = 60
    contacts_per_client: str = "one"
    first_round: str = "cohorts"
    min_responses: int = 5
    unit: str = "client"
    country: str = ""
    days_off: tuple[pd.Timestamp, ...] = ()
    call_within_working_days: int = 10
    ask_leavers_within_working_days: int = 5
    triage_days_detractor: int = 1
    """Working days, as are those for the others."""
    triage_days_others: int = 5
    due_days_detractor: int = 7
    due_days_passive: int = 14
    due_days_promoter: int = 30


@dataclass(frozen=True)
class Setting:
    """How one setting is written in the sheet."""

    key: str
    """The field of ``Settings``."""
    names: Mapping[str, tuple[str, ...]]
    """For each language the name that ``init`` writes, then what else is understood."""
    read: Reader
    expects: str
    """What a value must be: a code (``date``, ``0 to 365`` ...) or the codes to choose from."""
    default_text: Mapping[str, str]
    """For each language the value that ``init`` writes; empty where the firm has to say."""
    choices: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """For a choice: code -> language -> words, the first being the one written."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("; "))


def _number(key: str, en: str, ru: str, lowest: int = 0, highest: int = 365) -> Setting:
    default = str(getattr(Settings, key))
    return Setting(
        key,
        {"en": _words(en), "ru": _words(ru)},
        whole_number(lowest, highest),
        f"{lowest} – {highest}",
        {"en": default, "ru": default},
    )


def _choice(key: str, en: str, ru: str, choices: dict[str, tuple[str, str]]) -> Setting:
    words = {code: {"en": _words(english), "ru": _words(russian)} for code, (english, russian) in choices.items()}
    return Setting(
        key,
        {"en": _words(en), "ru": _words(ru)},
        one_of({code: (*both["en"], *both["ru"]) for code, both in words.items()}),
        ", ".join(words),
        {language: words[getattr(Settings, key)][language][0] for language in ("en", "ru")},
        words,
    )


def _free(key: str, en: str, ru: str, read: Reader, expects: str) -> Setting:
    return Setting(key, {"en": _words(en), "ru": _words(ru)}, read, expects, {"en": "", "ru": ""})


SETTINGS: tuple[Setting, ...] = (
    _choice("language", "language", "язык", {
        "en": ("en; english; английский", "en; английский"),
        "ru": ("ru; russian; русский", "ru; русский"),
    }),
    _free("time_zone", "time zone; timezone", "часовой пояс; таймзона", read_time_zone, "time_zone"),
    _free(
        "programme_starts_on",
        "programme starts on; program starts on; programme start; program start",
        "начало программы; программа начинается; старт программы; дата начала программы",
        read_date,
        "date",
    ),
    _choice("first_round", "first round", "первый раунд; первый опрос", {
        "cohorts": ("cohorts; by cohorts; thirds", "по группам; группы; когорты; по когортам"),
        "everyone": ("everyone; all; everybody", "все; всех; всех сразу"),
    }),
    _choice("contacts_per_client", "contacts per client", "контактов на клиента; контакты на клиента", {
        "one": ("one; 1", "один; 1; одного"),
        "all": ("all; everyone", "все; всех"),
    }),
    _number("quarantine_days", "quarantine days; quarantine", "карантин дней; карантин; дней карантина"),
    _number("close_after_days", "close after days; close after", "закрыть месяц через дней; закрыть через дней", 0, 28),
    _number("min_responses", "min responses; minimum responses", "минимум ответов; мин ответов", 1, 1000),
    _choice("unit", "unit; unit of count", "единица счета; единица", {
        "client": ("client; clients", "клиент; клиенты"),
        "contact": ("contact; contacts", "контакт; контакты"),
    }),
    _free("country", "country; holidays of country", "страна; праздники страны", read_country, "country"),
    _free("days_off", "days off; own days off", "выходные дни; нерабочие дни; выходные", read_days, "dates"),
    _number("call_within_working_days", "call within working days", "обзвонить за рабочих дней", 0, 60),
    _number(
        "ask_leavers_within_working_days", "ask leavers within working days", "опросить ушедших за рабочих дней", 0, 60
    ),
    _number(
        "triage_days_detractor", "triage a detractor within working days", "разобрать критика за рабочих дней", 0, 60
    ),
    _number("triage_days_others", "triage others within working days", "разобрать остальных за рабочих дней", 0, 60),
    _number("due_days_detractor", "days to do a detractor's task", "дней на задачу критика"),
    _number("due_days_passive", "days to do a passive's task", "дней на задачу нейтрала"),
    _number("due_days_promoter", "days to do a promoter's task", "дней на задачу промоутера"),
)  # fmt: skip
"""In the order in which ``init`` writes them."""

BY_KEY = {setting.key: setting for setting in SETTINGS}
_KEY_OF_NAME = {
    normalise(name.replace("_", " ")): setting.key
    for setting in SETTINGS
    for name in (setting.key, *setting.names["en"], *setting.names["ru"])
}


def read_settings(frame: pd.DataFrame) -> tuple[Settings, pd.DataFrame]:
    """The settings said in ``tables['settings']`` and the issues found.

    Of a setting said twice the last counts (``repeated_setting`` on the others, with the row that
    counts). ``unknown_setting`` hints the closest name, ``bad_setting`` what was expected. A row
    without a value leaves the default and is no mistake.
    """
    said = frame.loc[(frame["setting"] != "") | (frame["value"] != ""), ["setting", "value", "row"]]
    written = said["setting"].str.rstrip(" :").str.replace("_", " ").map(normalise)
    said = said.assign(key=written.map(_KEY_OF_NAME).fillna("").astype("str")).sort_values("row", kind="stable")
    found = [_unknown(said[said["key"] == ""])]

    known = said[(said["key"] != "") & (said["value"] != "")]
    last = known.groupby("key", sort=False)["row"].transform("max")
    repeated = known["row"] != last
    found.append(_about(known[repeated], "setting", "repeated_setting", last[repeated].astype("str"), rejects=True))

    values: dict[str, object] = {}
    for line in known[~repeated].drop_duplicates("key", keep="last").itertuples():
        key, text = str(line.key), str(line.value)
        value, refused = _read(BY_KEY[key], text)
        if value is not None:
            values[key] = value
        for part in refused:
            row = known.loc[[line.Index]].assign(value=part)
            found.append(_about(row, "value", "bad_setting", BY_KEY[key].expects, rejects=value is None))
    return replace(Settings(), **values), issues.joined(found)  # type: ignore[arg-type]


def _read(setting: Setting, text: str) -> tuple[object | None, list[str]]:
    """The value, or None if nothing of it can be used, and the parts that cannot be used."""
    if setting.key != "days_off":
        try:
            return setting.read(text), []
        except ValueError:
            return None, [text]
    days: set[pd.Timestamp] = set()
    refused = []
    for part in parts(text):
        try:
            days |= set(read_days(part))
        except ValueError:
            refused.append(part)
    return tuple(sorted(days)) or None, refused


def _unknown(rows: pd.DataFrame) -> pd.DataFrame:
    names = pd.Series([name for setting in SETTINGS for name in (*setting.names["en"], *setting.names["ru"])])
    closest = resolve(rows["setting"].where(rows["setting"].map(looks) != "", rows["value"]), names)["hint"]
    return _about(rows, "setting", "unknown_setting", closest, rejects=True)


def _about(rows: pd.DataFrame, column: str, code: str, hint: pd.Series[str] | str, *, rejects: bool) -> pd.DataFrame:
    return issues.about("settings", rows["row"], column, code, found=rows[column], hint=hint, rejects=rejects)
