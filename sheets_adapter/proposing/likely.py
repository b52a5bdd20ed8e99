"""Words that make a heading or a title likely to mean something, where it does not say so exactly.

They are never enough: the cells have to agree, and what comes of it is a proposal, not a reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sheets_adapter.questions import LEAVING
from sheets_adapter.recognise import plain

HEADINGS: Mapping[str, Mapping[str, str]] = {
    "clients": {
        "client": r"клиент|заказчик|компани|контрагент|организаци|назван|наименован|юр\w* ?лицо|фирма|бренд|проект$|"
        r"доверител|"
        r"client|customer|company|account name|organi[sz]ation|firm|brand|legal name|^name$|^project$",
        "services": r"^(услуг|сервис|направлени|продукт|что делаем|services?|products?|what we do)",
        "salesperson": r"прода(л|ж|вец)|сейлз|\bsales|sold by|hunter|\bbd\b|\bae\b",
        "manager": r"менеджер|аккаунт|ответственн|куратор|проджект|вед(ет|ущий)|manager|account|responsible|owner|"
        r"\bpm\b|\bam\b|\bcsm\b|(?<!tech )\blead\b|account exec|customer success",
        "status": r"статус|состояни|стадия|этап|актив|актуальн|status|state|stage|active",
        "client_since": r"начал|соглашени|\bнач\b|старт|заключен|подпис|договор от|дата договора|\bс какого|работаем с|"
        r"\bс нами\b|"
        r"start|since|signed|onboard|joined|began|contract date|\bgo live\b",
        # Not the end of a contract: it may run until then, and its client has not left.
        "churned_on": r"уход|ушел|ушли|расторг|отвал|прекращ(?!.*договор)|left|churn|cancel|lost",
        "contact": r"контакт|лпр|представител|собственник|contact|decision maker",
        "email": r"почт|mail",
        "phone": r"тел|моб|phone|mobile|whats ?app|\bcell\b",
        "revenue": r"выручк|оборот|абон|бюджет|чек|оплата|в мес\b|в месяц|retainer|revenue|budget|fee|\bmrr\b|"
        r"billing|price",
    },
    "contacts": {
        "client": r"клиент|заказчик|компани|организаци|client|customer|company|organi[sz]ation",
        "contact": r"контакт|фио|имя|лпр|контактн|contact|name|person",
    },
    "responses": {
        "date": r"дата|когда|date|when|day",
        "client": r"клиент|заказчик|компани|организаци|бренд|^проект$|доверител|client|customer|company|"
        r"organi[sz]ation|"
        r"brand|^project$",
        "score": r"оценк|балл|\bnps\b|score|rating|points|mark",
    },
    "employees": {"employee": r"сотрудник|фио|имя|employee|name|person"},
}
"""Table -> column -> pattern over a plain heading."""

TITLES: Mapping[str, str] = {
    "clients": r"клиент|доверител|контрагент|баз|заказчик|реестр|список|проект|объект|договор|client|customer|base|"
    r"account|list|portfolio|project",
    "contacts": r"контакт|лпр|contact|people at|decision",
    "employees": r"сотрудник|команда|персонал|штат|staff|team|employee|people",
    "responses": r"\bnps\b|ответ|опрос|анкет|отзыв|оценк|response|survey|feedback|answer|score",
}
DEPARTED = r"\b(уш(ли|ел|едш)|бывш|отвал|отказ|потерян|расторг|left\b|lost\b|churn|former|gone\b|ex clients?)"
PAUSED = r"\b(приостан|заморо|на паузе|пауза|paused\b|on hold\b|suspended\b)"
ACTIVE = r"^(активн|действующ|текущ|active\b|current\b)"
PERHAPS_DEPARTED = r"\b(архив|стоп|старые|неактив|не актив|закрыт|archiv|inactive|old\b|closed|stopped|past\b)"

NOT_SERVING = (
    r"внес|обнов|провер|прив(ел|ле)|рекоменд|автор|подписа|заполн|контакт|лпр|\blpr\b|(?<!арт )директор|собственник|"
    r"\bстар(ый|ая|ые)\b|прежн|прошл|бывш|замен|замест|резерв|\b(old|former|previous|backup|deputy|substitute)\b|"
    r"updated|entered|checked|refer|author|editor|signed|contact|(?<!art )director|\bceo\b|decision"
)
"""People in such columns do not serve the client (any more, or as a rule), or are its own."""
NO_PHONE = (
    r"\b(инн|кпп|огрн|огрнип|окпо|бик|счет|договор|код|номер договора|артикул|снилс|vat|tax|account|iban|id|code)\b"
)
"""Numbers as long as a phone's in such columns are none."""
PERHAPS_SERVING = r"бухгалт|юрист|адвокат|accountant|lawyer|counsel"
"""The same, but for a firm whose service that is."""
OF_PEOPLE = (
    r"специалист|исполнител|менеджер|ответственн|куратор|сотрудник|дизайнер|копирайтер|редактор|верстальщик|"
    r"разработчик|"
    r"программист|аналитик|маркетолог|таргетолог|директолог|оптимизатор|проджект|аккаунт|продавец|инженер|технолог|"
    r"логист|бригадир|мастер|прораб|консультант|координатор|диспетчер|преподавател|тренер|помощник|ассистент|specialist|performer|engineer|"
    r"consultant|coordinator|technician|assistant|delivery|"
    r"manager|owner|responsible|assign|designer|developer|writer|editor|analyst|strategist|\bdev\b|\bae\b|\bpm\b|"
    r"\bam\b|\bcsm\b|"
    r"\blead\b|\brep\b"
)
"""Headings that say that people stand under them: then a surname alone is one."""
NO_TERM = (
    r"обнов|измен|провер|создан|внес|послед|след|звон|встреч|рожд|продл|опрос|оценк|сумм|цен|стоим|долг|бюджет|\bруб|"
    r"amount|price|debt|budget|updat|chang|check|creat|last|next|call|birth|meet|renew|survey|score"
)
"""Days, or amounts as large as days, in such columns are neither the beginning nor the end of the work."""
A_START = HEADINGS["clients"]["client_since"]
AN_END = (
    HEADINGS["clients"]["churned_on"]
    + r"|окончан|оконч\b|прекращ|заверш|закрыт|истека|\bдо\b|\bend|expir|until|terminat"
)
NO_ANSWER = rf"{A_START}|{AN_END}|рожд|продл|birth|renew"
"""Days in such columns are no answer's."""
OF_LEAVERS = (
    rf"{LEAVING}|(продолжа|остает)\w* .*(сотруднич|работ|с нами)|still (a )?(client|customer)|continue (to )?work"
)
"""Questions to a client of which the answers tell whether it is leaving."""
NO_SERVICE = (
    r"исполнител|специалист|сотрудник|ассистент|помощник|команд|инженер|технолог|логист|бригадир|мастер|"
    r"прораб|консультант|координатор|диспетчер|преподавател|тренер|\bдела(ет|ют)\b|specialist|performer|assistant|team|member|staff|\blead\b|engineer|"
    r"consultant|coordinator|technician|delivery"
)
"""Headings over people that name no service."""

_MONTH = re.compile(
    r"(январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|янв|фев|мар|апр|авг|сен|окт|ноя|дек|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|q[1-4]|[1-4] кв)\w*( ?(20)?\d{2})?|(0?[1-9]|1[0-2]) (20)?\d{2}|"
    r"20\d{2} (0?[1-9]|1[0-2])"
)
"""A plain heading that is a month or a quarter."""


def likely_heading(table: str, column: str, heading: str) -> bool:
    pattern = HEADINGS.get(table, {}).get(column, "")
    return bool(pattern and re.search(pattern, heading))


def is_month(heading: str) -> bool:
    return bool(_MONTH.fullmatch(plain(heading)))
