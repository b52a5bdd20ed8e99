"""How each setting is written in the sheet: its names, what a value may be, what ``init`` writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.program.delivery_values import (
    read_address,
    read_form_link,
    read_hours,
    read_mailbox,
    read_server,
    read_text,
    read_unsubscribe,
    read_webhook,
)
from flows.program.setting_defaults import Settings
from flows.program.setting_values import (
    Reader,
    one_of,
    read_country,
    read_date,
    read_days,
    read_time_zone,
    whole_number,
)


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


_CHANNELS = {
    "call": ("call; phone", "звонок; телефон; обзвон"),
    "email": ("e-mail; email; letter", "письмо; почта; e-mail; email; эл. почта"),
    "webhook": ("webhook", "вебхук; webhook"),
}

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
    _choice("deliver", "deliver; send letters", "отправлять; отправлять письма; отправка писем", {
        "no": ("no; off; nothing", "нет; выкл; ничего"),
        "test": ("test", "тест; проверка"),
        "folder": ("folder", "папка; в папку"),
        "yes": ("yes; on", "да; вкл"),
    }),
    _free("test_address", "test address", "адрес для проверки; тестовый адрес", read_address, "address"),
    _free("our_name", "our name", "наше название", read_text, "text"),
    _choice("survey_channel", "channel of surveys", "канал опросов", _CHANNELS),
    _choice("exit_channel", "channel of exit surveys", "канал опросов при уходе", _CHANNELS),
    _free("form_link", "form link; link to the form", "ссылка на форму; ссылка на анкету", read_form_link, "form_link"),
    _free(
        "exit_form_link",
        "exit form link; link to the exit form",
        "ссылка на форму при уходе; ссылка на анкету при уходе",
        read_form_link,
        "form_link",
    ),
    _number("remind_after_days", "remind after days", "напомнить через дней", 1, 60),
    _number("reminders", "reminders; number of reminders", "напоминаний; число напоминаний", 0, 2),
    _number(
        "exit_delay", "exit letter after working days", "письмо ушедшему через рабочих дней", 0, 30
    ),
    Setting(
        "sending_hours",
        {"en": _words("sending hours; send between"), "ru": _words("часы отправки; отправлять с")},
        read_hours,
        "hours",
        {"en": "9:00-18:00", "ru": "9:00-18:00"},
    ),
    _free("sender", "sender; letters from", "отправитель; письма от", read_mailbox, "mailbox"),
    _free("reply_to", "replies to; reply to", "ответы на адрес; ответы на", read_address, "address"),
    _free("unsubscribe", "unsubscribe; opt out at", "отписка; отписаться", read_unsubscribe, "unsubscribe"),
    _free("smtp_server", "smtp server; mail server", "сервер smtp; почтовый сервер", read_server, "server"),
    _choice("smtp_security", "smtp security", "защита smtp", {
        "starttls": ("starttls", "starttls"),
        "tls": ("tls; ssl", "tls; ssl"),
        "none": ("none; no", "без защиты; нет"),
    }),
    _free("smtp_login", "smtp login; smtp user", "логин smtp; smtp логин", read_text, "text"),
    _free("webhook", "webhook; webhook url", "вебхук; адрес вебхука", read_webhook, "webhook"),
    _free("question", "question", "вопрос", read_text, "text"),
    _free("second_question", "second question", "второй вопрос", read_text, "text"),
    _free("exit_question", "exit question", "вопрос при уходе", read_text, "text"),
    _free("exit_second_question", "second exit question", "второй вопрос при уходе", read_text, "text"),
    _choice("digest_to", "digest to; month's digest to", "сводка для; кому сводка", {
        "heads": ("heads; head", "руководителям; руководители; руководителю"),
        "managers": ("managers; heads and managers", "менеджерам; менеджеры; руководителям и менеджерам"),
        "everyone": ("everyone; all", "всем; все"),
    }),
    _choice("managers_see", "managers see", "менеджеры видят", {
        "own team": ("own team; their team", "свою команду; своя команда"),
        "everything": ("everything; all", "все; всех"),
    }),
)  # fmt: skip
"""In the order in which ``init`` writes them."""

BY_KEY = {setting.key: setting for setting in SETTINGS}
