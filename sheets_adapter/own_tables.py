"""The tables that are the program's own: what it shows and what it remembers. People read them."""

from __future__ import annotations

from sheets_adapter import choices, headings
from sheets_adapter.columns import Column, Kind, Owner, Table, text, words

SURVEY_PLAN = Table(
    "survey_plan",
    Owner.PROGRAM,
    words("Survey plan", "План опросов"),
    (
        text("client", headings.CLIENT, 200),
        Column("cohort", Kind.NUMBER, words("cohort", "группа; когорта"), width=80),
        Column("next_due", Kind.MONTH, words("next due", "следующий опрос"), width=110),
        Column("last_asked", Kind.DATE, words("last asked", "последний опрос"), width=110),
        Column("answered", Kind.FLAG, words("answered", "ответил"), width=80),
        text("role_coverage", words("coverage of roles", "охват ролей"), 240),
        text("why_skipped", words("why skipped", "почему пропущен"), 260),
        Column("status", Kind.CHOICE, words("status seen", "статус в списке"), choices=choices.STATUSES, width=100),
        Column("departures", Kind.NUMBER, words("departures", "уходов"), width=80),
    ),
)

DELIVERIES = Table(
    "deliveries",
    Owner.PROGRAM,
    words("Deliveries", "Отправки"),
    (
        text("client", headings.CLIENT, 200),
        text("contact", headings.CONTACT, 150),
        Column("letter", Kind.CHOICE, words("letter", "письмо"), choices=choices.LETTERS, width=150),
        Column("channel", Kind.CHOICE, words("channel", "канал"), choices=choices.DELIVERY_CHANNELS, width=110),
        text("address", words("address", "адрес"), 230),
        Column("state", Kind.CHOICE, words("state", "состояние"), choices=choices.DELIVERY_STATES, width=170),
        Column("send_on", Kind.MOMENT, words("not before", "не раньше"), width=130),
        Column("tries", Kind.NUMBER, words("tries", "попыток"), width=70),
        Column("last_try", Kind.MOMENT, words("last try", "последняя попытка"), width=130),
        text("reason", words("reason", "причина"), 420),
        text("survey_key", headings.SURVEY_KEY, 170),
        text("run", words("run", "запуск"), 230),
    ),
)

DATA_ISSUES = Table(
    "data_issues",
    Owner.PROGRAM,
    words("Data issues", "Проблемы данных"),
    (
        text("sheet", words("sheet", "лист"), 130),
        Column("cell", Kind.LINK, words("cell", "ячейка"), width=130),
        text("found", words("what stands there", "что там стоит"), 260),
        text("expected", words("what was expected", "что ожидалось"), 460),
        text("effect", words("what it means for the figures", "что это значит для цифр"), 240),
    ),
)

HISTORY = Table(
    "history",
    Owner.PROGRAM,
    words("History", "История"),
    (
        Column("month", Kind.MONTH, words("month", "месяц"), width=90),
        Column("period", Kind.CHOICE, words("period", "период"), choices=choices.PERIODS),
        Column("scope", Kind.CHOICE, words("scope", "разрез"), choices=choices.SCOPES),
        text("name", words("name", "имя"), 160),
        Column("n", Kind.NUMBER, words("n", "n"), width=60),
        Column("promoters", Kind.NUMBER, words("promoters", "промоутеры"), width=90),
        Column("passives", Kind.NUMBER, words("passives", "нейтралы"), width=90),
        Column("detractors", Kind.NUMBER, words("detractors", "критики"), width=90),
        Column("nps", Kind.NUMBER, words("NPS", "NPS"), width=80, pattern="0.0"),
        Column("low", Kind.NUMBER, words("low", "нижняя граница"), width=80, pattern="0.0"),
        Column("high", Kind.NUMBER, words("high", "верхняя граница"), width=80, pattern="0.0"),
        Column("closed", Kind.DATE, words("closed", "закрыт"), width=100),
        text("teams", words("teams", "команды"), 160),
    ),
    hidden=True,
)

ATTRIBUTION = Table(
    "attribution",
    Owner.PROGRAM,
    words("Attribution", "Команды"),
    (
        text("response_key", words("response key", "ключ ответа"), 170),
        Column("month", Kind.MONTH, words("survey month", "месяц опроса"), width=110),
        text("client", headings.CLIENT, 200),
        text("employee", words("employee", "сотрудник"), 160),
        Column("role", Kind.CHOICE, words("role", "роль"), choices=choices.ROLES_STAMPED),
    ),
    hidden=True,
)

ANSWER_LEDGER = Table(
    "answer_ledger",
    Owner.PROGRAM,
    words("Answer ledger", "Учет ответов"),
    (
        text("response_key", words("response key", "ключ ответа"), 170),
        Column("survey", Kind.CHOICE, words("survey", "опрос"), choices=choices.SURVEYS),
        Column("month", Kind.MONTH, words("month", "месяц"), width=90),
        Column("date", Kind.DATE, words("date", "дата"), width=100),
        text("client", headings.CLIENT, 200),
        text("contact", headings.CONTACT, 150),
        Column("contact_role", Kind.CHOICE, words("contact role", "роль контакта"), choices=choices.CONTACT_ROLES),
        Column("score", Kind.SCORE, words("score", "оценка"), width=70),
        text("said", words("comment fingerprint", "отпечаток комментария")),
        Column("counted", Kind.FLAG, words("counted", "учтен"), width=80),
        Column("seen_on", Kind.DATE, words("first seen", "впервые замечен"), width=110),
        text("task_key", words("task key", "ключ задачи"), 150),
        Column("adopted", Kind.FLAG, words("before the programme", "до программы"), width=90),
    ),
    hidden=True,
)

CLIENT_HISTORY = Table(
    "client_history",
    Owner.PROGRAM,
    words("Client history", "История клиентов"),
    (
        Column("month", Kind.MONTH, words("month", "месяц"), width=90),
        text("client", headings.CLIENT, 200),
        Column("status", Kind.CHOICE, words("status", "статус"), choices=choices.STATUSES),
        Column("revenue", Kind.NUMBER, words("revenue", "выручка")),
        text("team", words("team", "команда"), 300),
        text("last_class", words("last class", "последний класс"), 110),
    ),
    hidden=True,
)

JOURNAL = Table(
    "journal",
    Owner.PROGRAM,
    words("Journal", "Журнал"),
    (
        Column("when", Kind.MOMENT, words("when", "когда"), width=140),
        text("flow", words("flow", "поток")),
        text("version", words("version", "версия"), 80),
        Column("revision", Kind.NUMBER, words("revision", "ревизия"), width=80),
        Column("month", Kind.MONTH, words("month", "месяц"), width=90),
        Column("rows_read", Kind.NUMBER, words("rows read", "строк прочитано"), width=90),
        Column("rejected", Kind.NUMBER, words("rejected", "отклонено"), width=90),
        Column("appended", Kind.NUMBER, words("appended", "добавлено"), width=90),
        Column("cells_changed", Kind.NUMBER, words("cells changed", "ячеек изменено"), width=110),
        Column("calls", Kind.NUMBER, words("calls", "вызовов"), width=80),
        text("note", headings.NOTE, 300),
    ),
)
