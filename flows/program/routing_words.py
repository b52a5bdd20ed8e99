"""The words that tell what a comment is about, until a firm writes its own on the sheet Routing.

Themes of a firm that serves clients under long contracts, each with the role that answers for it.
Words are stemmed when they are compared, so one form of a word stands for most of them; where a
language changes the stem itself, both forms are listed.
"""

from __future__ import annotations

from typing import NamedTuple


class Route(NamedTuple):
    """One row of the sheet Routing."""

    theme: str
    role: str
    """A role's code; empty for the theme "none"."""
    words: tuple[str, ...]


def _route(theme: str, role: str, words: str) -> Route:
    return Route(theme, role, tuple(words.split("; ")))


ROUTES: dict[str, tuple[Route, ...]] = {
    "en": (
        _route("deadlines", "manager",
               "deadline; late; delay; overdue; on time; in time; slow; slowly; slower; faster; quicker; wait; "
               "took too long; takes too long; weeks; schedule; postponed; speed; speed up; turnaround"),
        _route("results", "specialist",
               "quality; result; ranking; traffic; leads; conversion; sales; mistake; error; bug; typo; wrong; sloppy; "
               "expertise; broken; performance; positions; texts; design; targeting; effect"),
        _route("communication", "manager",
               "communication; communicate; answer; reply; respond; response; call back; phone; contact; inform; "
               "explain; unclear; silence; silent; meeting; chat; email; hear from; in touch; unreachable; ignored; "
               "attention; proactive; initiative; keep us posted; new manager"),
        _route("reporting", "manager",
               "report; reporting; dashboard; statistics; analytics; figures; numbers; chart; transparency; "
               "transparent; summary; metrics"),
        _route("price", "salesperson",
               "price; pricing; expensive; cost; cheaper; discount; budget; pay; payment; invoice; fee; tariff; "
               "contract; money; overpriced; bill; promise; promised"),
        _route("access and tools", "specialist",
               "access; login; password; account access; tool; crm; integration; interface; portal; site is down; "
               "website; plugin; form; tracking; pixel; app"),
        _route("none", "",
               "all fine; all good; fine; good; great; excellent; perfect; super; ok; okay; nice; happy; satisfied; "
               "love it; love working with; like; no; none; nothing; n/a; na; nil; no complaints; no comment; "
               "no comments; no remarks; no suggestions; no wishes; no changes; no issues; no problems; "
               "no improvements; nothing to change; nothing to add; nothing to improve; nothing needs to change; "
               "nothing comes to mind; can't think of anything; don't know; not sure; keep it up; "
               "keep up the good work; carry on; everything works; works well; works fine; well done; good job; "
               "great job; good work; great work; great team"),
    ),
    "ru": (
        _route("сроки", "manager",
               "срок; задержка; задерживать; задержать; задерживают; задержали; опоздание; опаздывать; опаздывают; "
               "опоздали; просрочка; дедлайн; долго; дольше; медленно; медленный; быстрее; побыстрее; ускорить; "
               "скорость; вовремя; ждать; ждем; ожидание; затягивать; затягивают; переносить; перенесли; поздно; "
               "оперативно; оперативность"),
        _route("результат", "specialist",
               "качество; результат; позиция; трафик; заявка; заявок; лид; конверсия; продажи; ошибка; ошибок; "
               "ошибаться; опечатка; опечаток; неправильно; неверно; недоделки; переделывать; эффект; эффективность; "
               "экспертиза; тексты; дизайн; таргетинг; сломать; сломали; не работает"),
        _route("общение", "manager",
               "общение; коммуникация; связь; отвечать; отвечают; ответ; ответить; ответили; перезвонить; звонок; "
               "звонки; звонить; дозвониться; связаться; объяснять; объяснить; объясните; непонятно; понятнее; "
               "информировать; сообщать; предупреждать; предупредить; встреча; созвон; чат; письмо; игнорировать; "
               "игнорируют; внимание; инициатива; проактивность; пропадать; пропадает; молчать; молчание; "
               "держать в курсе; новый менеджер; смена менеджера"),
        _route("отчетность", "manager",
               "отчет; отчетность; статистика; аналитика; цифры; показатели; прозрачность; прозрачно; прозрачнее; "
               "график; дашборд; сводка; метрики"),
        _route("цена", "salesperson",
               "цена; дорого; дороже; дорогой; дешевле; стоимость; скидка; бюджет; оплата; оплатить; платить; счет; "
               "тариф; договор; деньги; переплачивать; обещать; обещали; обещания; акты; документы"),
        _route("доступы и инструменты", "specialist",
               "доступ; пароль; логин; личный кабинет; инструмент; срм; crm; интеграция; интерфейс; сайт; сайт лежит; "
               "плагин; форма; метрика; счетчик; приложение; настройка"),
        _route("нет", "",
               "всё хорошо; хорошо; отлично; супер; прекрасно; замечательно; великолепно; идеально; нормально; норм; "
               "нормас; порядок; в порядке; ок; окей; класс; здорово; круто; молодцы; устраивает; устроило; нравится; "
               "понравилось; довольны; доволен; довольна; нет; ничего; нечего; нечего добавить; нечего улучшать; "
               "нечего менять; ничего не менять; ничего менять не надо; ничего менять не нужно; ничего не надо менять; "
               "ничего не нужно менять; менять ничего не надо; менять ничего не нужно; ничего не приходит в голову; "
               "не знаю; не могу сказать; затрудняюсь ответить; нет претензий; претензий нет; претензий не имею; "
               "нет замечаний; замечаний нет; нет пожеланий; пожеланий нет; нет предложений; предложений нет; "
               "нет жалоб; жалоб нет; нет нареканий; нареканий нет; нет вопросов; вопросов нет; нет комментариев; "
               "комментариев нет; без замечаний; без претензий; без комментариев; без изменений; без нареканий; "
               "так держать; продолжайте в том же духе; держите уровень; все работает; хорошая работа; "
               "отличная работа; отличная команда; хорошая команда; приятно работать; приятно сотрудничать"),
    ),
}  # fmt: skip
"""For each language the rows that ``init`` writes; in the order in which ties are settled."""

NONE = frozenset({"none", "nothing", "нет", "ничего", "-"})
"""How people write the theme that means: there is nothing to do."""

FILLERS = (
    "a an and the so very really quite just it its is was are am be been i im we you your yours our us me my "
    "this that they them with for of to in on at from as by far now still today always currently moment "
    "everything everyone all absolutely totally completely yes yeah well here there far pretty more "
    "thank thanks please much lot guys team hi hello work "
    "и а да ну же в во на у с со к по за из от до для о об при это этот эта эти то так все всё всем всех всеми "
    "всегда пока сейчас сегодня уже очень совсем абсолютно просто вообще целом полностью вполне совершенно "
    "особо особых никаких как я мы вы нас нам нами вас вам вами меня мне мой мои моя наш наша наши ваш ваша "
    "ваши он она они их его ее спасибо большое огромное благодарю благодарим пожалуйста ребята команда команде "
    "здравствуйте работа работой работе работу"
)
"""Words that ask for nothing by themselves. No negation and no "but" is among them: what follows those is a wish."""

COMPLAINTS = (
    "no good",
    "nothing good",
    "not good",
    "not ok",
    "ничего хорошего",
    "нет ничего хорошего",
    "ничего не работает",
)
"""Made of words that mean "nothing", and yet a complaint."""
