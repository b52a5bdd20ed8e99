"""Two firms' workbooks as firms keep them, made for tests: nothing in them was made for this program.

``russian``: «База 2026» under a banner, headings of two rows with merged cells, the team over columns by service, a
hundred clients of which forty have left, red rows, notes, hidden rows, a filter, a total below; two sheets of
answers over two years; contacts under another title; a price list. ``english``: another shape of the same mess.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

RED = PatternFill("solid", fgColor="FFF4C7C3")
YELLOW = PatternFill("solid", fgColor="FFFFE599")
BOLD = Font(bold=True, size=14)
ROOTS = [
    "Ромашка",
    "Лютик",
    "Василёк",
    "Берёза",
    "Кедр",
    "Сосна",
    "Рассвет",
    "Закат",
    "Полюс",
    "Меридиан",
    "Экватор",
    "Горизонт",
    "Маяк",
    "Якорь",
    "Парус",
    "Компас",
    "Гранит",
    "Базальт",
    "Кварц",
    "Топаз",
    "Янтарь",
    "Агат",
    "Сапфир",
    "Изумруд",
    "Рубин",
    "Алмаз",
    "Север",
    "Восток",
    "Запад",
    "Юг",
]
SECOND = ("Строй", "Торг", "Сервис", "Мед")
FORMS = ("ООО «{}»", "ООО {}", "АО «{}»", "ИП {}", "{}", 'ЗАО "{}"')
SALES, ACCOUNTS = ("Козлов К.", "Морозова Е."), ("Иванова Анна", "Петров П.", "Сидорова О.")
SERVICES = {
    "SEO": ("Орлов Д.", "Орлов Д", "Зайцева М."),
    "Контекст": ("Белов И.", "Зайцева М.", "нет"),
    "Копирайтер": ("Кузнецова Т.", "Кузнецова Т.", "-"),
    "Дизайн": ("Громов А.", "?", ""),
}
CLIENTS, DEPARTED = 100, 40


def client_names() -> list[str]:
    """A hundred names in different legal forms."""
    bare = [*ROOTS, *(root + second for second in SECOND for root in ROOTS)][:CLIENTS]
    return [form.format(name) for name, form in zip(bare, cycle(FORMS), strict=False)]


def russian(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "База 2026"
    _base(book.active)
    _answers(book.create_sheet("NPS 2024-2025"), date(2024, 11, 4), 150, Random(7))
    _form(book.create_sheet("Ответы на форму (1)"), date(2025, 12, 1), 90, Random(8))
    _people(book.create_sheet("Контакты ЛПР"))
    prices = book.create_sheet("Прайс")
    prices.append(["Прайс-лист агентства, 2026"])
    prices.append(["Наименование", "Цена, руб.", "Срок, дней"])
    for name, price in (
        ("SEO, базовый", 60_000),
        ("Контекст", 45_000),
        ("Тексты, 10 шт.", 30_000),
        ("Логотип", 80_000),
    ):
        prices.append([name, price, 20])
    book.save(path)
    return path


def _base(sheet: Any) -> None:
    sheet.append(["Клиенты агентства «Полярная звезда», ведёт отдел сопровождения"])
    sheet.merge_cells("A1:N1")
    sheet["A1"].font = BOLD
    sheet.append([])
    sheet.append(
        ["№", "Клиент", "Продажи", "Аккаунт", "Специалисты по услугам", "", "", "", "Статус", "Договор от",
         "Дата расторжения", "ФИО контакта", "Телефон", "Почта"]
    )  # fmt: skip
    sheet.append(["", "", "", "", *SERVICES])
    sheet.merge_cells("E3:H3")
    for column in "ABCDIJKLMN":
        sheet.merge_cells(f"{column}3:{column}4")
    for number, name in enumerate(client_names()):
        sheet.append(_client(number, name))
        row = sheet.max_row
        if number >= CLIENTS - DEPARTED:
            for cell in sheet[row]:
                cell.fill = RED
        if number % 15 == 3:
            sheet.cell(row, 2).comment = Comment("Просили не звонить до обеда", "Анна")
        if number % 9 == 4:
            sheet.row_dimensions[row].hidden = True
        for at in (10, 11):
            sheet.cell(row, at).number_format = "dd.mm.yyyy"
    sheet.append(["", "Итого", "", "", "", "", "", "", CLIENTS])
    sheet.auto_filter.ref = f"A4:N{sheet.max_row - 1}"


def _client(number: int, name: str) -> list[Any]:
    gone = number >= CLIENTS - DEPARTED
    status = ("ушли" if number % 4 else "архив") if gone else ("работаем", "работаем", "VIP", "пауза")[number % 4]
    since = date(2019, 1, 14) + timedelta(days=17 * number)
    left: Any = (date(2024, 3, 4) + timedelta(days=9 * number)) if gone and number % 3 else None
    by_service = [islice(cycle(names), number, None) for names in SERVICES.values()]
    return [
        number + 1, name, SALES[number % 2], ACCOUNTS[number % 3], *(next(names) for names in by_service), status,
        since if number % 5 else f"{since:%d.%m.%Y}", left, *_person(number),
    ]  # fmt: skip


def _person(number: int) -> tuple[str, str, str]:
    given = ("Анна", "Олег", "Мария", "Игорь", "Елена", "Павел", "Ольга")[number % 7]
    family = ("Соколов", "Попов", "Лебедев", "Новиков", "Волков", "Егоров", "Фомин", "Титов", "Рябов", "Жуков", "Гусев")
    surname = family[number % 11] + ("" if given in {"Олег", "Игорь", "Павел"} else "а")
    return f"{given} {surname}", f"+7 900 {number:03}-11-22", f"client{number}@example.com"


def _answers(sheet: Any, first: date, count: int, chance: Random) -> None:
    """Typed by hand: dates as dates and as text in several ways, names without the legal form."""
    sheet.append(["Дата", "Компания", "Контактное лицо", "Оценка NPS", "Что улучшить"])
    names = client_names()
    for number in range(count):
        day = first + timedelta(days=2 * number)
        typed: Any = (day, f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")[
            number % 4
        ]
        score: Any = chance.choice([10, 9, 9, 8, 8, 7, 6, 3])
        name = names[number % CLIENTS]
        sheet.append(
            [typed, name, _person(number % CLIENTS)[0], str(score) if number % 7 == 0 else score, _said(score)]
        )


def _form(sheet: Any, first: date, count: int, chance: Random) -> None:
    sheet.append(
        ["Отметка времени", "Название вашей компании", "Ваше имя",
         "Насколько вероятно, что вы порекомендуете нас коллегам?",
         "Что нам изменить, чтобы вы поставили 10?", "Адрес электронной почты"]
    )  # fmt: skip
    names = client_names()
    for number in range(count):
        score = chance.choice([10, 9, 9, 8, 7, 5])
        day = first + timedelta(days=3 * number)
        sheet.append([day, names[(number * 7) % 60], "", score, _said(score), ""])


def _said(score: int) -> str:
    return "" if score > 8 else ("Отчёты приходят поздно", "Долго отвечают на письма", "Мало идей")[score % 3]


def _people(sheet: Any) -> None:
    sheet.append(["Заказчик", "Контактное лицо", "Роль", "Телефон", "E-mail"])
    for number, name in enumerate(client_names()[:50]):
        for person, role in ((number, "ЛПР"), (number + 53, "пользователь")):
            sheet.append([name, _person(person)[0], role, *_person(person)[1:]])


def english(path: Path) -> Path:
    """Clients in the third column, ticks by service, leavers on a sheet of their own, scores by month on another."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Accounts"
    sheet.append(
        ["Updated", "Owner", "Who we serve", "Web", "Ads", "Mail", "Stage", "Signed", "Main contact", "Reach at"]
    )
    owners = ("Ann Lee", "Bob Stone", "Eva Park")
    names = [f"{word} {form}" for word in _WORDS for form in ("Ltd", "Inc.", "GmbH")]
    for number, name in enumerate(names[:45]):
        ticks = ["x" if number % part == 0 else "" for part in (1, 2, 3)]
        stage = ("active", "active", "on hold", "gold")[number % 4]
        sheet.append(
            [date(2026, 10, 1), owners[number % 3], name, *ticks, stage, date(2020, 1, 6) + timedelta(days=20 * number),
             f"{_FIRST[number % 9]} {_WORDS[number % 15]}son", f"c{number}@example.com"]
        )  # fmt: skip
        if number % 6 == 0:
            sheet.cell(number + 2, 3).fill = YELLOW
    gone = book.create_sheet("Lost clients")
    gone.append(["Client", "Account manager", "End date"])
    for number in range(12):
        gone.append([f"Gone {_WORDS[number]} Ltd", owners[number % 3], date(2025, 1, 6) + timedelta(days=20 * number)])
    wide = book.create_sheet("Scores")
    wide.append(["Client", "Jan 25", "Feb 25", "Mar 25", "Apr 25"])
    for number, name in enumerate(names[:20]):
        wide.append([name, number % 11, 9, 8, 10])
    asked = book.create_sheet("Feedback")
    asked.append(["Timestamp", "Which company are you with?", "How likely are you to recommend us? (0-10)", "Why?"])
    for number in range(60):
        asked.append(
            [date(2025, 2, 3) + timedelta(days=9 * number), names[number % 45], 10 - number % 7, "Reports are late"]
        )
    book.save(path)
    return path


_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_WORDS = [
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elder",
    "Fir",
    "Gorse",
    "Hazel",
    "Iris",
    "Juniper",
    "Kapok",
    "Larch",
    "Maple",
    "Nettle",
    "Olive",
]
_FIRST = ("Ann", "Bob", "Carl", "Dan", "Eve", "Fred", "Grace", "Helen", "Ian")
