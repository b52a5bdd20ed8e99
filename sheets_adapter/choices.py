"""The words people choose from, by code: a frame holds the code, a sheet the word.

The first word of each language is the one the program writes, the others are understood too.
"""

from __future__ import annotations

from sheets_adapter.columns import words

ROLES = {
    "salesperson": words("salesperson; sales; seller; sales manager", "продавец; сейлз; менеджер по продажам"),
    "manager": words(
        "manager; account manager; project manager", "менеджер; аккаунт-менеджер; менеджер проекта; аккаунт; проджект"
    ),
    "specialist": words("specialist; performer; expert", "специалист; исполнитель; эксперт"),
    "head": words("head; director; lead", "руководитель; директор; начальник"),
}
ROLES_STAMPED = {**ROLES, "service": words("service", "услуга")}
STATUSES = {
    "active": words(
        "active; current; active client; current client; ongoing; live",
        "активен; активный; активная; активно; активный клиент; работаем; в работе; работает; действующий; "
        "действующий клиент; действует; текущий; текущий клиент",
    ),
    "paused": words(
        "paused; on hold; pause; on pause; suspended; frozen",
        "пауза; на паузе; приостановлен; приостановлена; приостановлено; приостановили; приостановка; заморожен; "
        "заморожена; заморожено; заморозка; заморозили; временно приостановлен",
    ),
    "churned": words(
        "churned; left; lost; gone; former; former client; ex-client; churn; closed; terminated; cancelled; canceled; "
        "contract ended",
        "ушел; ушла; ушли; ушедший; ушедший клиент; отказ; отказался; отказались; расторгнут; расторжение; расторгли; "
        "договор расторгнут; расторжение договора; потерян; бывший; бывший клиент; закрыт; закрыта; закрыли; "
        "больше не работаем; не работаем; отвалился; отток",
    ),
}
CONTACT_ROLES = {
    "decision maker": words(
        "decision maker; decision-maker; dm", "лпр; принимает решение; принимающий решение; лицо, принимающее решение"
    ),
    "influencer": words("influencer", "влияет на решение; влияет; лвр; влияющий; советчик"),
    "end user": words("end user; end-user; user", "пользователь; конечный пользователь"),
}
OUTCOMES = {
    "answered": words("answered; yes; done", "ответил; ответила; ответили; есть ответ"),
    "refused": words("refused; declined", "отказ; отказался; отказалась; отказались"),
    "no contact": words("no contact; no answer; not reached", "не дозвонились; нет контакта; недозвон; не отвечает"),
    "postponed": words("postponed; call back", "перенесен; перезвонить; перенос; просил перезвонить"),
}
SURVEYS = {
    "quarterly": words("quarterly; relationship; nps", "квартальный; плановый; nps"),
    "exit": words("exit; churn; leaving", "уход; при уходе; выходной"),
}
TASK_STATUSES = {
    "new": words("new; open", "новая; новое; открыта"),
    "accepted": words("accepted", "принята; принято"),
    "in progress": words("in progress; doing; started", "в работе; делаем; начата"),
    "done": words("done; closed; completed", "сделана; готово; выполнена; сделано; закрыта"),
    "declined": words("declined; rejected; won't do", "отклонена; отклонено; не будем"),
}
PERIODS = {"month": words("month", "месяц"), "quarter": words("quarter", "квартал")}
SCOPES = {
    "department": words("department", "отдел"),
    "role": words("role", "роль"),
    "employee": words("employee", "сотрудник"),
    "service": words("service", "услуга"),
}
CHANNELS = {
    "call": words("call; phone; phone call", "звонок; телефон; обзвон; звонить"),
    "email": words("e-mail; email; letter; mail", "письмо; почта; e-mail; email; эл. почта; электронная почта"),
    "webhook": words("webhook", "вебхук; webhook"),
}
DELIVERY_CHANNELS = {**CHANNELS, "notice": words("notice to staff", "уведомление")}
LETTERS = {
    "invitation": words("invitation", "приглашение"),
    "reminder 1": words("first reminder", "первое напоминание"),
    "reminder 2": words("second reminder", "второе напоминание"),
    "exit": words("exit survey", "опрос при уходе"),
    "digest": words("digest", "сводка"),
    "detractor": words("notice of a detractor", "о критике"),
    "departure": words("notice of a departure", "об уходе"),
}
DELIVERY_STATES = {
    "queued": words("queued; again; send again", "в очереди; еще раз; отправить еще раз; отправить"),
    "sending": words("sending", "отправляется"),
    "sent": words("sent; arrived; delivered", "отправлено; дошло; доставлено"),
    "failed": words("failed, to be tried again; failed", "не вышло, будет повтор; не вышло"),
    "unconfirmed": words("unconfirmed", "не подтверждено"),
    "to call": words("to call; call", "позвонить; звонок"),
    "withdrawn": words("withdrawn; cancelled", "отменено; отозвано"),
    "tested": words("sent to the test address; tested", "отправлено на адрес для проверки; проверено"),
}
