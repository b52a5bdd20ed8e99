"""The tables as declared: titles, headings in both languages, kinds, owners.

``TABLES`` is in the order in which people need the sheets. Titles and headings are matched
in any language, case and spacing; the first word of each language is the one the program writes.
"""

from __future__ import annotations

from sheets_adapter.columns import Column, Kind, Owner, Table, Words


def _w(en: str, ru: str) -> Words:
    """``"client; customer"`` -> the word shown and its synonyms, for each language."""
    return {"en": tuple(en.split("; ")), "ru": tuple(ru.split("; "))}


_ROLES = {
    "salesperson": _w("salesperson; sales; seller; sales manager", "продавец; сейлз; менеджер по продажам"),
    "manager": _w("manager; account manager; project manager", "менеджер; аккаунт-менеджер; менеджер проекта; аккаунт; проджект"),
    "specialist": _w("specialist; performer; expert", "специалист; исполнитель; эксперт"),
    "head": _w("head; director; lead", "руководитель; директор; начальник"),
}
_ROLES_STAMPED = {**_ROLES, "service": _w("service", "услуга")}
_STATUSES = {
    "active": _w("active; current", "активен; активный; активная; работаем; действующий; действует"),
    "paused": _w("paused; on hold; pause", "пауза; на паузе; приостановлен; заморожен"),
    "churned": _w("churned; left; lost; gone; former", "ушел; ушла; ушли; отказ; расторгнут; потерян; бывший"),
}
_CONTACT_ROLES = {
    "decision maker": _w("decision maker; decision-maker; dm", "лпр; принимает решение; принимающий решение; лицо, принимающее решение"),
    "influencer": _w("influencer", "влияет на решение; влияет; лвр; влияющий; советчик"),
    "end user": _w("end user; end-user; user", "пользователь; конечный пользователь"),
}
_OUTCOMES = {
    "answered": _w("answered; yes; done", "ответил; ответила; ответили; есть ответ"),
    "refused": _w("refused; declined", "отказ; отказался; отказалась; отказались"),
    "no contact": _w("no contact; no answer; not reached", "не дозвонились; нет контакта; недозвон; не отвечает"),
    "postponed": _w("postponed; call back", "перенесен; перезвонить; перенос; просил перезвонить"),
}
_SURVEYS = {
    "quarterly": _w("quarterly; relationship; nps", "квартальный; плановый; nps"),
    "exit": _w("exit; churn; leaving", "уход; при уходе; выходной"),
}
_TASK_STATUSES = {
    "new": _w("new; open", "новая; новое; открыта"),
    "accepted": _w("accepted", "принята; принято"),
    "in progress": _w("in progress; doing; started", "в работе; делаем; начата"),
    "done": _w("done; closed; completed", "сделана; готово; выполнена; сделано; закрыта"),
    "declined": _w("declined; rejected; won't do", "отклонена; отклонено; не будем"),
}
_PERIODS = {"month": _w("month", "месяц"), "quarter": _w("quarter", "квартал")}
_SCOPES = {
    "department": _w("department", "отдел"),
    "role": _w("role", "роль"),
    "employee": _w("employee", "сотрудник"),
    "service": _w("service", "услуга"),
}

_client = _w("client; customer; company; account", "клиент; заказчик; компания; контрагент; название клиента")
_contact = _w("contact; contact person; contact name", "контакт; контактное лицо; фио контакта")
_email = _w("email; e-mail; mail", "эл. почта; e-mail; email; почта; электронная почта; емейл")
_phone = _w("phone; telephone; mobile", "телефон; тел; моб; мобильный")
_score = _w("score; rating; nps; nps score", "оценка; балл; оценка nps; nps")
_comment = _w(
    "what to change; what should be improved; comment; feedback; why",
    "что изменить; что улучшить; что нужно улучшить; комментарий; отзыв; почему",
)
_survey_key = _w("survey key", "ключ опроса")
_interviewer = _w("interviewer; asked by; caller", "интервьюер; кто опросил; кто звонит; опросил")
_note = _w("note; notes; remark", "примечание; заметка; прим")
_month = _w("month; survey month", "месяц; месяц опроса")
_asked_on = _w("asked on; date asked; called on", "дата опроса; опрошен; когда опросили")
_outcome = _w("outcome; result of call", "итог; итог звонка")


def _text(key: str, headings: Words, width: int = 110, **more: object) -> Column:
    return Column(key, Kind.TEXT, headings, width=width, **more)  # type: ignore[arg-type]


KPI_TITLE = _w("KPI", "KPI; показатели")
"""The KPI sheet is a page, not a table: laid out whole, see ``sheets_adapter.page``."""

CLIENTS = Table(
    "clients",
    Owner.PEOPLE,
    _w("Clients; client list; customers", "Клиенты; список клиентов; клиентская база; база клиентов"),
    (
        _text("client", _client, 200, required=True, filled=True),
        Column("services", Kind.LIST, _w("services; service", "услуги; услуга; сервисы"), width=170),
        _text("salesperson", _w("salesperson; sales; seller", "продавец; продажи; менеджер по продажам"), 130, dropdown="employees.employee"),
        _text("manager", _w("manager; account manager; project manager", "менеджер; аккаунт; аккаунт-менеджер; менеджер проекта"), 130, dropdown="employees.employee"),
        Column("specialists", Kind.LIST, _w("specialists; specialist; team; performers", "специалисты; специалист; исполнители; исполнитель; команда"), width=200),
        Column("status", Kind.CHOICE, _w("status; state", "статус; состояние"), choices=_STATUSES, width=90),
        Column("client_since", Kind.DATE, _w("client since; since; start date; contract start", "клиент с; начало; дата начала; дата договора; начало работы"), width=100),
        Column("churned_on", Kind.DATE, _w("churned on; left on; end date; date of leaving", "дата ухода; ушел; окончание; дата расторжения"), width=100),
        _text("contact", _contact, 150),
        _text("email", _email, 180),
        _text("phone", _phone, 130),
        Column("revenue", Kind.NUMBER, _w("monthly revenue; revenue; mrr", "выручка в месяц; выручка; оборот; абонентская плата"), width=110),
        Column("fixed_cohort", Kind.NUMBER, _w("fixed cohort; cohort", "закрепленная группа; группа; когорта"), width=90),
    ),
    required=True,
)

CONTACTS = Table(
    "contacts",
    Owner.PEOPLE,
    _w("Contacts; contact list", "Контакты; контактные лица"),
    (
        _text("client", _client, 200, required=True, filled=True, dropdown="clients.client"),
        _text("contact", _contact, 150, required=True, filled=True),
        Column("role", Kind.CHOICE, _w("role", "роль"), choices=_CONTACT_ROLES, width=120),
        _text("email", _email, 180),
        _text("phone", _phone, 130),
        Column("forecast", Kind.SCORE, _w("forecast; expected score", "прогноз; ожидаемая оценка"), width=80),
        Column("do_not_survey", Kind.FLAG, _w("do not survey; do not ask; opt out", "не опрашивать; не звонить; не беспокоить"), width=100),
        Column("reviewed_on", Kind.DATE, _w("reviewed on; reviewed", "проверен; дата проверки; проверено"), width=100),
    ),
)

EMPLOYEES = Table(
    "employees",
    Owner.PEOPLE,
    _w("Employees; staff; people; team", "Сотрудники; команда; персонал; штат"),
    (
        _text("employee", _w("employee; name; full name", "сотрудник; имя; фио; фамилия"), 150, required=True, filled=True),
        Column("role", Kind.CHOICE, _w("role; position", "роль; должность"), choices=_ROLES, width=120),
        _text("email", _email, 180),
        Column("works_since", Kind.DATE, _w("works since; since; hired on", "работает с; принят; дата приема"), width=100),
        Column("left_on", Kind.DATE, _w("left on; until", "уволен; работал до; дата увольнения"), width=100),
        Column("plan", Kind.NUMBER, _w("plan; nps plan; target; target nps", "план; план nps; цель"), width=80),
        Column("interviews", Kind.SHARE, _w("interviews; interviewer; calls", "опрашивает; интервьюер; звонит"), width=100),
        _text("personal_workbook", _w("personal workbook", "личная таблица"), 160),
    ),
    required=True,
)

CALL_LIST = Table(
    "call_list",
    Owner.SHARED,
    _w("Call list; calls", "Обзвон; список обзвона; звонки"),
    (
        Column("month", Kind.MONTH, _month, width=90),
        _text("client", _client, 200),
        _text("contact", _contact, 150),
        Column("role", Kind.CHOICE, _w("role", "роль"), choices=_CONTACT_ROLES, width=110),
        _text("phone", _phone, 130),
        _text("email", _email, 180),
        _text("interviewer", _interviewer, 130, dropdown="employees.employee"),
        Column("call_by", Kind.DATE, _w("call by; deadline", "позвонить до; срок"), width=100),
        Column("forecast", Kind.SCORE, _w("forecast; expected score", "прогноз; ожидаемая оценка"), width=80),
        Column("asked_on", Kind.DATE, _asked_on, width=100, people_fill=True),
        Column("outcome", Kind.CHOICE, _outcome, choices=_OUTCOMES, width=110, people_fill=True),
        Column("score", Kind.SCORE, _score, width=70, people_fill=True),
        _text("comment", _comment, 320, people_fill=True),
        _text("note", _note, 160, people_fill=True),
        _text("survey_key", _survey_key, 150),
    ),
)

RESPONSES = Table(
    "responses",
    Owner.PEOPLE,
    _w("Responses; answers; form responses 1; survey responses", "Ответы; ответы на форму (1); ответы на форму; анкеты"),
    (
        Column("date", Kind.DATE, _w("date; timestamp; answered on", "дата; отметка времени; дата ответа"), width=100, required=True, filled=True),
        _text("client", _client, 200, required=True, filled=True, dropdown="clients.client"),
        _text("contact", _contact, 150),
        Column("score", Kind.SCORE, _score, width=70, required=True, filled=True),
        _text("comment", _comment, 320),
        _text("interviewer", _interviewer, 130, dropdown="employees.employee"),
        Column("survey", Kind.CHOICE, _w("survey; kind of survey", "опрос; вид опроса"), choices=_SURVEYS, width=100),
        _text("survey_key", _survey_key, 150),
    ),
)

TASKS = Table(
    "tasks",
    Owner.SHARED,
    _w("Tasks; improvement tasks", "Задачи; задачи на улучшение"),
    (
        Column("answered_on", Kind.DATE, _w("answered on; answer date", "дата ответа"), width=100),
        _text("client", _client, 200),
        Column("score", Kind.SCORE, _score, width=70),
        _text("comment", _comment, 320),
        _text("theme", _w("theme; topic", "тема"), 110),
        _text("suggested", _w("suggested responsible; suggested", "предлагаемый ответственный; предложение"), 160),
        Column("triage_by", Kind.DATE, _w("triage by", "разобрать до"), width=100),
        Column("suggested_due", Kind.DATE, _w("suggested due date; suggested due", "предлагаемый срок"), width=100),
        _text("task", _w("task wording; task", "формулировка задачи; задача"), 280, people_fill=True),
        _text("responsible", _w("responsible; owner; assignee", "ответственный"), 130, people_fill=True, dropdown="employees.employee"),
        Column("due", Kind.DATE, _w("due; due date; deadline", "срок; выполнить до"), width=100, people_fill=True),
        Column("status", Kind.CHOICE, _w("status; state", "статус; состояние"), choices=_TASK_STATUSES, width=100, people_fill=True),
        _text("result", _w("result; outcome", "результат; что сделано"), 240, people_fill=True),
        Column("told_on", Kind.DATE, _w("client told on; told on", "клиенту сообщили; сообщили клиенту"), width=110, people_fill=True),
        Column("task_key", Kind.LINK, _w("task key", "ключ задачи"), width=150),
    ),
)

EXIT_SURVEYS = Table(
    "exit_surveys",
    Owner.SHARED,
    _w("Exit surveys; exits", "Опросы при уходе; опрос при уходе; уходы"),
    (
        _text("client", _client, 200),
        Column("churned_on", Kind.DATE, _w("churned on; left on", "дата ухода"), width=100),
        _text("contact", _contact, 150),
        _text("phone", _phone, 130),
        _text("email", _email, 180),
        _text("interviewer", _interviewer, 130, dropdown="employees.employee"),
        Column("ask_by", Kind.DATE, _w("ask by; deadline", "спросить до; срок"), width=100),
        Column("asked_on", Kind.DATE, _asked_on, width=100, people_fill=True),
        Column("outcome", Kind.CHOICE, _outcome, choices=_OUTCOMES, width=110, people_fill=True),
        Column("score", Kind.SCORE, _score, width=70, people_fill=True),
        _text("reason", _w("reason; reason for leaving; why left", "причина; причина ухода; почему ушли"), 320, people_fill=True),
        _text("note", _note, 160, people_fill=True),
        _text("survey_key", _survey_key, 150),
    ),
)

CONCLUSIONS = Table(
    "conclusions",
    Owner.PEOPLE,
    _w("Conclusions", "Выводы"),
    (
        Column("month", Kind.MONTH, _w("month", "месяц"), required=True, filled=True, width=90),
        _text("who", _w("who; author", "кто; автор"), 130, dropdown="employees.employee"),
        _text("conclusion", _w("what follows from the figures; conclusion; what follows", "что следует из цифр; вывод; выводы"), 500),
    ),
)

ROUTING = Table(
    "routing",
    Owner.PEOPLE,
    _w("Routing; themes", "Маршруты; темы; маршрутизация"),
    (
        Column("words", Kind.LIST, _w("words; keywords", "слова; ключевые слова"), required=True, width=420),
        _text("theme", _w("theme; topic", "тема"), 130, required=True),
        Column("role", Kind.CHOICE, _w("responsible role; role", "ответственная роль; роль"), choices=_ROLES, width=140),
    ),
)

SETTINGS = Table(
    "settings",
    Owner.PEOPLE,
    _w("Settings", "Настройки; параметры"),
    (
        _text("setting", _w("setting; parameter", "настройка; параметр"), 220, required=True),
        _text("value", _w("value", "значение"), 200, required=True),
        _text("meaning", _w("what it does; meaning; description", "что делает; описание; пояснение"), 560),
    ),
)

SURVEY_PLAN = Table(
    "survey_plan",
    Owner.PROGRAM,
    _w("Survey plan", "План опросов"),
    (
        _text("client", _client, 200),
        Column("cohort", Kind.NUMBER, _w("cohort", "группа; когорта"), width=80),
        Column("next_due", Kind.MONTH, _w("next due", "следующий опрос"), width=110),
        Column("last_asked", Kind.DATE, _w("last asked", "последний опрос"), width=110),
        Column("answered", Kind.FLAG, _w("answered", "ответил"), width=80),
        _text("role_coverage", _w("coverage of roles", "охват ролей"), 240),
        _text("why_skipped", _w("why skipped", "почему пропущен"), 260),
        Column("status", Kind.CHOICE, _w("status seen", "статус в списке"), choices=_STATUSES, width=100),
        Column("departures", Kind.NUMBER, _w("departures", "уходов"), width=80),
    ),
)

DATA_ISSUES = Table(
    "data_issues",
    Owner.PROGRAM,
    _w("Data issues", "Проблемы данных"),
    (
        _text("sheet", _w("sheet", "лист"), 130),
        Column("cell", Kind.LINK, _w("cell", "ячейка"), width=130),
        _text("found", _w("what stands there", "что там стоит"), 260),
        _text("expected", _w("what was expected", "что ожидалось"), 460),
        _text("effect", _w("what it means for the figures", "что это значит для цифр"), 240),
    ),
)

HISTORY = Table(
    "history",
    Owner.PROGRAM,
    _w("History", "История"),
    (
        Column("month", Kind.MONTH, _w("month", "месяц"), width=90),
        Column("period", Kind.CHOICE, _w("period", "период"), choices=_PERIODS),
        Column("scope", Kind.CHOICE, _w("scope", "разрез"), choices=_SCOPES),
        _text("name", _w("name", "имя"), 160),
        Column("n", Kind.NUMBER, _w("n", "n"), width=60),
        Column("promoters", Kind.NUMBER, _w("promoters", "промоутеры"), width=90),
        Column("passives", Kind.NUMBER, _w("passives", "нейтралы"), width=90),
        Column("detractors", Kind.NUMBER, _w("detractors", "критики"), width=90),
        Column("nps", Kind.NUMBER, _w("NPS", "NPS"), width=80),
        Column("low", Kind.NUMBER, _w("low", "нижняя граница"), width=80),
        Column("high", Kind.NUMBER, _w("high", "верхняя граница"), width=80),
        Column("closed", Kind.DATE, _w("closed", "закрыт"), width=100),
        _text("teams", _w("teams", "команды"), 160),
    ),
    hidden=True,
)

ATTRIBUTION = Table(
    "attribution",
    Owner.PROGRAM,
    _w("Attribution", "Команды"),
    (
        _text("response_key", _w("response key", "ключ ответа"), 170),
        Column("month", Kind.MONTH, _w("survey month", "месяц опроса"), width=110),
        _text("client", _client, 200),
        _text("employee", _w("employee", "сотрудник"), 160),
        Column("role", Kind.CHOICE, _w("role", "роль"), choices=_ROLES_STAMPED),
    ),
    hidden=True,
)

ANSWER_LEDGER = Table(
    "answer_ledger",
    Owner.PROGRAM,
    _w("Answer ledger", "Учет ответов"),
    (
        _text("response_key", _w("response key", "ключ ответа"), 170),
        Column("survey", Kind.CHOICE, _w("survey", "опрос"), choices=_SURVEYS),
        Column("month", Kind.MONTH, _w("month", "месяц"), width=90),
        Column("date", Kind.DATE, _w("date", "дата"), width=100),
        _text("client", _client, 200),
        _text("contact", _contact, 150),
        Column("contact_role", Kind.CHOICE, _w("contact role", "роль контакта"), choices=_CONTACT_ROLES),
        Column("score", Kind.SCORE, _w("score", "оценка"), width=70),
        _text("said", _w("comment fingerprint", "отпечаток комментария")),
        Column("counted", Kind.FLAG, _w("counted", "учтен"), width=80),
        Column("seen_on", Kind.DATE, _w("first seen", "впервые замечен"), width=110),
        _text("task_key", _w("task key", "ключ задачи"), 150),
        Column("adopted", Kind.FLAG, _w("before the programme", "до программы"), width=90),
    ),
    hidden=True,
)

CLIENT_HISTORY = Table(
    "client_history",
    Owner.PROGRAM,
    _w("Client history", "История клиентов"),
    (
        Column("month", Kind.MONTH, _w("month", "месяц"), width=90),
        _text("client", _client, 200),
        Column("status", Kind.CHOICE, _w("status", "статус"), choices=_STATUSES),
        Column("revenue", Kind.NUMBER, _w("revenue", "выручка")),
        _text("team", _w("team", "команда"), 300),
        _text("last_class", _w("last class", "последний класс"), 110),
    ),
    hidden=True,
)

JOURNAL = Table(
    "journal",
    Owner.PROGRAM,
    _w("Journal", "Журнал"),
    (
        Column("when", Kind.MOMENT, _w("when", "когда"), width=140),
        _text("flow", _w("flow", "поток")),
        _text("version", _w("version", "версия"), 80),
        Column("revision", Kind.NUMBER, _w("revision", "ревизия"), width=80),
        Column("month", Kind.MONTH, _w("month", "месяц"), width=90),
        Column("rows_read", Kind.NUMBER, _w("rows read", "строк прочитано"), width=90),
        Column("rejected", Kind.NUMBER, _w("rejected", "отклонено"), width=90),
        Column("appended", Kind.NUMBER, _w("appended", "добавлено"), width=90),
        Column("cells_changed", Kind.NUMBER, _w("cells changed", "ячеек изменено"), width=110),
        Column("calls", Kind.NUMBER, _w("calls", "вызовов"), width=80),
        _text("note", _note, 300),
    ),
)

TABLES: tuple[Table, ...] = (
    CALL_LIST,
    TASKS,
    EXIT_SURVEYS,
    RESPONSES,
    CLIENTS,
    CONTACTS,
    EMPLOYEES,
    CONCLUSIONS,
    ROUTING,
    SETTINGS,
    SURVEY_PLAN,
    DATA_ISSUES,
    JOURNAL,
    HISTORY,
    ATTRIBUTION,
    ANSWER_LEDGER,
    CLIENT_HISTORY,
)
"""Every table, in the order of the tabs (the KPI page stands before them all)."""

BY_KEY = {table.key: table for table in TABLES}
