"""Headings that several tables share: the word the program writes, then what people write instead."""

from __future__ import annotations

from sheets_adapter.columns import words

CLIENT = words("client; customer; company; account", "клиент; заказчик; компания; контрагент; название клиента")
CONTACT = words("contact; contact person; contact name", "контакт; контактное лицо; фио контакта")
EMAIL = words("email; e-mail; mail", "эл. почта; e-mail; email; почта; электронная почта; емейл")
PHONE = words("phone; telephone; mobile", "телефон; тел; моб; мобильный")
SCORE = words("score; rating; nps; nps score", "оценка; балл; оценка nps; nps")
COMMENT = words(
    "what to change; what should be improved; comment; feedback; why",
    "что изменить; что улучшить; что нужно улучшить; комментарий; отзыв; почему",
)
SURVEY_KEY = words("survey key", "ключ опроса")
INTERVIEWER = words("interviewer; asked by; caller", "интервьюер; кто опросил; кто звонит; опросил")
NOTE = words("note; notes; remark", "примечание; заметка; прим")
MONTH = words("month; survey month", "месяц; месяц опроса")
ASKED_ON = words("asked on; date asked; called on", "дата опроса; опрошен; когда опросили")
OUTCOME = words("outcome; result of call", "итог; итог звонка")
