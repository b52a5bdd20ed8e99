"""Headings that several tables share: the word the program writes, then what people write instead."""

from __future__ import annotations

from sheets_adapter.columns import words

CLIENT = words(
    "client; customer; company; account; client name; customer name; company name; organization; organisation",
    "клиент; заказчик; компания; контрагент; название клиента; наименование клиента; имя клиента; название компании; "
    "наименование компании; название организации; наименование организации; наименование; название; организация; "
    "фирма; юр. лицо; юрлицо; юридическое лицо",
)
CONTACT = words(
    "contact; contact person; contact name; client contact",
    "контакт; контактное лицо; фио контакта; контакт клиента; имя контакта; контакт фио; фио контактного лица; "
    "контактное лицо фио; представитель; представитель клиента",
)
PERSON = words(
    "; ".join((*CONTACT["en"], "name", "full name", "person")),
    "; ".join((*CONTACT["ru"], "фио", "имя", "имя и фамилия", "фамилия и имя", "фамилия имя")),
)
"""A contact where each row is one."""
EMAIL = words(
    "email; e-mail; mail; email address; e-mail address; contact email; contact e-mail",
    "эл. почта; e-mail; email; почта; электронная почта; емейл; имейл; адрес электронной почты; эл. адрес; "
    "e-mail контакта; email контакта; почта контакта; контакт email; контакт e-mail; контакт почта",
)
PHONE = words(
    "phone; telephone; mobile; phone number; mobile phone; contact phone; tel",
    "телефон; тел; моб; мобильный; номер телефона; мобильный телефон; контактный телефон; телефон контакта; "
    "тел. контакта; моб. телефон; сотовый; контакт телефон",
)
SCORE = words(
    "score; rating; nps; nps score",
    "оценка; балл; оценка nps; nps; баллы; оценка клиента; балл nps; оценка по шкале",
)
COMMENT = words(
    "what to change; what should be improved; comment; feedback; why; comments; client comment; reason for score; "
    "suggestions",
    "что изменить; что улучшить; что нужно улучшить; комментарий; отзыв; почему; комментарии; комментарий клиента; "
    "отзыв клиента; пожелания; предложения; обратная связь; причина оценки",
)
SURVEY_KEY = words("survey key", "ключ опроса")
INTERVIEWER = words(
    "interviewer; asked by; caller; called by",
    "интервьюер; кто опросил; кто звонит; опросил; кто звонил; кто опрашивал; опрашивал",
)
NOTE = words("note; notes; remark", "примечание; заметка; прим")
MONTH = words("month; survey month", "месяц; месяц опроса")
ASKED_ON = words("asked on; date asked; called on", "дата опроса; опрошен; когда опросили")
OUTCOME = words("outcome; result of call", "итог; итог звонка")
CHANNEL = words("channel", "канал")
"""How a survey reaches the client, as the program decided when it was opened; a person may write another."""
