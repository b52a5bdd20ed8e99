"""The tables that are people's: they fill them, the program only reads (``init`` makes those that are missing)."""

from __future__ import annotations

from sheets_adapter import choices, headings
from sheets_adapter.columns import Column, Kind, Owner, Table, text, words

CLIENTS = Table(
    "clients",
    Owner.PEOPLE,
    words("Clients; client list; customers", "Клиенты; список клиентов; клиентская база; база клиентов"),
    (
        text("client", headings.CLIENT, 200, required=True, filled=True),
        Column(
            "services",
            Kind.LIST,
            words(
                "services; service; products",
                "услуги; услуга; сервисы; список услуг; вид услуг; виды услуг; направления; направление; продукты",
            ),
            by_heading=True,
            width=170,
        ),
        text(
            "salesperson",
            words(
                "salesperson; sales; seller; sales manager; sales rep; salesman; sold by",
                "продавец; продажи; менеджер по продажам; менеджер продаж; сейлз; сейл; продажник; кто продал; "
                "ответственный за продажу",
            ),
            130,
            dropdown="employees.employee",
        ),
        text(
            "manager",
            words(
                "manager; account manager; project manager; client manager; lead manager; responsible manager",
                "менеджер; аккаунт; аккаунт-менеджер; менеджер проекта; ответственный менеджер; ведущий менеджер; "
                "менеджер клиента; персональный менеджер; проект-менеджер; проджект; проджект-менеджер; "
                "руководитель проекта",
            ),
            130,
            dropdown="employees.employee",
        ),
        Column(
            "specialists",
            Kind.LIST,
            words(
                "specialists; specialist; team; performers; experts; project team",
                "специалисты; специалист; исполнители; исполнитель; команда; команда проекта; проектная команда",
            ),
            of_people=True,
            width=200,
        ),
        Column(
            "status",
            Kind.CHOICE,
            words("status; state; client status", "статус; состояние; статус клиента"),
            choices=choices.STATUSES,
            unknown="unknown",
            width=90,
        ),
        Column(
            "client_since",
            Kind.DATE,
            words(
                "client since; since; start date; contract start; start; started on; contract date; signed on",
                "клиент с; начало; дата начала; дата договора; начало работы; дата старта; старт; старт работ; "
                "дата начала работ; дата начала работы; начало работ; дата старта работ; начало сотрудничества; "
                "дата начала сотрудничества; дата заключения договора; работаем с",
            ),
            width=100,
        ),
        Column(
            "churned_on",
            Kind.DATE,
            words(
                "churned on; left on; date of leaving; churn date; termination date; date left",
                # Not «дата окончания»: it may be the day until which a contract runs, and its client has not left.
                "дата ухода; ушел; дата расторжения; дата отказа; расторжение; дата ухода клиента; "
                "дата окончания сотрудничества",
            ),
            width=100,
        ),
        text("contact", headings.CONTACT, 150),
        text("email", headings.EMAIL, 230),
        text("phone", headings.PHONE, 130),
        Column(
            "revenue",
            Kind.NUMBER,
            words(
                "monthly revenue; revenue; mrr; monthly fee; fee; retainer",
                "выручка в месяц; выручка; оборот; абонентская плата; абонплата; абонентка; чек; средний чек; "
                "ежемесячный платеж; платеж в месяц; оплата в месяц; сумма в месяц",
            ),
            width=110,
            pattern="#,##0",
        ),
        Column(
            "channel",
            Kind.CHOICE,
            words("survey channel; survey by", "канал опроса; чем опрашивать"),
            choices=choices.CHANNELS,
            width=110,
        ),
        Column(
            "fixed_cohort", Kind.NUMBER, words("fixed cohort; cohort", "закрепленная группа; группа; когорта"), width=90
        ),
    ),
    required=True,
    several=True,
)

CONTACTS = Table(
    "contacts",
    Owner.PEOPLE,
    words("Contacts; contact list", "Контакты; контактные лица"),
    (
        text("client", headings.CLIENT, 200, required=True, filled=True, dropdown="clients.client"),
        text("contact", headings.PERSON, 150, required=True, filled=True),
        Column(
            "role",
            Kind.CHOICE,
            words("role; role in the decision", "роль; роль контакта; роль в решении"),
            choices=choices.CONTACT_ROLES,
            width=140,
        ),
        text("email", headings.EMAIL, 230),
        text("phone", headings.PHONE, 130),
        Column("forecast", Kind.SCORE, words("forecast; expected score", "прогноз; ожидаемая оценка"), width=80),
        Column(
            "do_not_survey",
            Kind.FLAG,
            words(
                "do not survey; do not ask; opt out; do not call; do not contact",
                "не опрашивать; не звонить; не беспокоить",
            ),
            width=100,
        ),
        Column(
            "reviewed_on", Kind.DATE, words("reviewed on; reviewed", "проверен; дата проверки; проверено"), width=100
        ),
    ),
    several=True,
)

EMPLOYEES = Table(
    "employees",
    Owner.PEOPLE,
    words("Employees; staff; people; team", "Сотрудники; команда; персонал; штат"),
    (
        text(
            "employee",
            words(
                "employee; name; full name; employee name; staff member",
                "сотрудник; имя; фио; фамилия; фио сотрудника; имя сотрудника; фамилия имя; имя фамилия; "
                "фамилия и имя; имя и фамилия; работник",
            ),
            150,
            required=True,
            filled=True,
        ),
        Column(
            "role",
            Kind.CHOICE,
            words("role; position; job title", "роль; должность; позиция"),
            choices=choices.ROLES,
            width=120,
        ),
        text("email", headings.EMAIL, 230),
        Column(
            "works_since",
            Kind.DATE,
            words(
                "works since; since; hired on; start date; hire date; joined on",
                "работает с; принят; дата приема; дата выхода; дата трудоустройства; дата начала работы; "
                "принят на работу",
            ),
            width=100,
        ),
        Column(
            "left_on",
            Kind.DATE,
            words("left on; until; last day; end date", "уволен; работал до; дата увольнения; уволился; дата ухода"),
            width=100,
        ),
        Column("plan", Kind.NUMBER, words("plan; nps plan; target; target nps", "план; план nps; цель"), width=80),
        Column(
            "interviews",
            Kind.SHARE,
            words("interviews; interviewer; calls", "опрашивает; интервьюер; звонит"),
            width=100,
        ),
        text("personal_workbook", words("personal workbook", "личная таблица"), 160),
    ),
    required=True,
    several=True,
)

RESPONSES = Table(
    "responses",
    Owner.PEOPLE,
    words(
        "Responses; answers; form responses 1; survey responses", "Ответы; ответы на форму (1); ответы на форму; анкеты"
    ),
    (
        Column(
            "date",
            Kind.DATE,
            words(
                "date; timestamp; answered on; response date; date of answer; submitted at",
                "дата; отметка времени; дата ответа; дата опроса; дата заполнения; дата и время; дата оценки",
            ),
            width=100,
            required=True,
            filled=True,
        ),
        text(
            "client", headings.CLIENT, 200, required=True, filled=True, unless="survey_key", dropdown="clients.client"
        ),
        text("contact", headings.CONTACT, 150),
        Column("score", Kind.SCORE, headings.SCORE, width=70, required=True, filled=True),
        text("comment", headings.COMMENT, 320),
        text("interviewer", headings.INTERVIEWER, 130, dropdown="employees.employee"),
        Column(
            "survey",
            Kind.CHOICE,
            words("survey; kind of survey; survey type", "опрос; вид опроса; тип опроса; тип анкеты"),
            choices=choices.SURVEYS,
            understood=True,
            width=100,
        ),
        text("survey_key", headings.SURVEY_KEY, 150),
    ),
    several=True,
    numbered=True,
)

CONCLUSIONS = Table(
    "conclusions",
    Owner.PEOPLE,
    words("Conclusions", "Выводы"),
    (
        Column("month", Kind.MONTH, words("month", "месяц"), required=True, filled=True, width=90),
        text("who", words("who; author", "кто; автор"), 130, dropdown="employees.employee"),
        text(
            "conclusion",
            words("what follows from the figures; conclusion; what follows", "что следует из цифр; вывод; выводы"),
            500,
        ),
    ),
)

ROUTING = Table(
    "routing",
    Owner.PEOPLE,
    words("Routing; themes", "Маршруты; темы; маршрутизация"),
    (
        Column("words", Kind.LIST, words("words; keywords", "слова; ключевые слова"), required=True, width=420),
        text("theme", words("theme; topic", "тема"), 130, required=True),
        Column(
            "role",
            Kind.CHOICE,
            words("responsible role; role", "ответственная роль; роль"),
            choices=choices.ROLES,
            width=140,
        ),
    ),
)

SETTINGS = Table(
    "settings",
    Owner.PEOPLE,
    words("Settings", "Настройки; параметры"),
    (
        text("setting", words("setting; parameter", "настройка; параметр"), 220, required=True),
        text("value", words("value", "значение"), 240, required=True),
        text("meaning", words("what it does; meaning; description", "что делает; описание; пояснение"), 560),
    ),
)
