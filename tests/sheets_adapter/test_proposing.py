"""What sheets and columns of a firm's own are: proposed with a reason, asked, or left alone; never guessed silently."""

from __future__ import annotations

import pytest

from sheets_adapter.proposing import propose


def rows(count, *columns):
    """``rows(6, "Client {}", ("Ann Lee", "Bob Ray"))``: rows of a table, each column a pattern or words in turn."""
    cells = [
        [column.format(number) if isinstance(column, str) else column[number % len(column)] for column in columns]
        for number in range(count)
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


@pytest.fixture
def proposed(make_file):
    """Proposals for a workbook given as text, lines as ``{setting: value}``."""

    def look(text, language="en"):
        found = propose(make_file(text).open().snapshot(strict=False), language)
        return {line.setting(language): line.value(language) for line in found.proposed}, found

    return look


FIRMS = "ООО Клиент{}"


def test_a_list_of_another_title_is_the_clients_by_its_headings(proposed):
    lines, found = proposed(
        f"\nБаза 2026\n| Клиент | Менеджер | Статус |\n{rows(6, FIRMS, ('Анна',), ('работаем',))}\n", "ru"
    )
    assert lines == {"таблица Клиенты": "База 2026"}
    assert found.proposed[0].details == {"sheet": "База 2026", "headings": "Клиент, Менеджер, Статус", "rows": 6}


def test_a_price_list_and_invoices_are_left_alone(proposed):
    lines, found = proposed(
        f"\nПрайс\n| Наименование | Цена |\n{rows(5, 'Услуга {}', ('100', '200'))}\n"
        "\nСчета\n| Дата | Клиент | Сумма | Статус |\n"
        f"{rows(8, ('05.10.2025',), ('Ромашка', 'Лютик'), '{}00', ('оплачен',))}\n",
        "ru",
    )
    assert not lines
    assert not found.asked


@pytest.mark.parametrize(("title", "status"), [("Ушедшие", "статус: Ушедшие"), ("Отказы 2024", "статус: Отказы 2024")])
def test_a_sheet_whose_title_says_that_its_clients_left_adds_them_as_such(proposed, title, status):
    lines, _ = proposed(
        f"\nБаза\n| Клиент | Менеджер | Услуги |\n{rows(6, FIRMS, ('Анна',), ('SEO',))}\n"
        f"\n{title}\n| Клиент | Дата ухода |\n{rows(4, 'ИП Другой{}', ('= 2025-10-05',))}\n",
        "ru",
    )
    assert lines == {"таблица Клиенты": f"База, {title}", status: "ушел"}


def test_of_a_sheet_that_may_hold_departed_clients_the_firm_is_asked_and_it_is_not_read(proposed):
    lines, found = proposed(
        f"\nБаза\n| Клиент | Менеджер | Услуги |\n{rows(6, FIRMS, ('Анна',), ('SEO',))}\n"
        f"\nАрхив\n| Клиент | Услуги |\n{rows(4, 'ИП Другой{}', ('SEO',))}\n",
        "ru",
    )
    assert lines == {"таблица Клиенты": "База"}
    assert [line.setting("ru") for line in found.asked] == ["статус: Архив"]


def test_a_second_list_of_the_same_clients_is_not_read_and_told(proposed):
    lines, found = proposed(
        f"\nБаза\n| Клиент | Менеджер | Услуги |\n{rows(6, FIRMS, ('Анна',), ('SEO',))}\n"
        f"\nБаза 2025\n| Клиент | Менеджер |\n{rows(5, FIRMS, ('Анна',))}\n",
        "ru",
    )
    assert lines == {"таблица Клиенты": "База"}
    assert [remark.code for remark in found.remarks] == ["same_clients"]


def test_several_people_of_each_client_are_the_contacts_and_not_the_clients(proposed):
    lines, _ = proposed(
        f"\nClients\n| Client | Manager |\n{rows(4, 'Acme {} Ltd', ('Ann Lee',))}\n"
        f"\nPeople there\n| Company | Contact person | Phone |\n"
        f"{rows(6, ('Acme 1 Ltd', 'Acme 2 Ltd'), ('Ann Fox', 'Bob Ray', 'Carl Oak'), '+7 900 000-00-0{}')}\n"
    )
    assert lines == {"table Contacts": "People there"}


def test_names_by_service_are_the_specialists_and_say_which_services(proposed):
    """The names are known from the column of managers."""
    lines, found = proposed(
        f"\nClients\n| Client | Manager | SEO | Ads | City |\n"
        f"{rows(6, 'Acme {}', ('Kuzkin', 'Perov'), ('Kuzkin', ''), ('Perov, Kuzkin', '-'), ('Paris', 'Rome'))}\n"
    )
    assert lines == {"specialists": "SEO, Ads", "services": "SEO, Ads"}
    why = found.proposed[0]
    assert (why.why, why.details["known"], why.details["names"]) == ("people_known", 9, 9)
    assert found.remarks[0].details["headings"] == "City"


def test_where_a_column_lists_the_services_people_by_service_are_specialists_only(proposed):
    lines, _ = proposed(
        f"\nClients\n| Client | Services | SEO | Ads |\n{rows(6, 'Acme {}', ('SEO',), ('Ann Lee',), ('Bob Ray', ''))}\n"
    )
    assert lines == {"specialists": "SEO, Ads"}


def test_the_column_of_specialists_that_is_read_already_stays_among_them(proposed):
    lines, _ = proposed(
        f"\nClients\n| Client | Specialist | Copywriter |\n{rows(6, 'Acme {}', ('Ann Lee',), ('Bob Ray', 'Ann Lee'))}\n"
    )
    assert lines["specialists"] == "Specialist, Copywriter"


def test_an_account_executive_is_the_manager_and_a_team_of_the_clients_own_is_nobody(proposed):
    lines, _ = proposed(
        f"\nClients\n| Client | Responsible | Updated by | Their director |\n"
        f"{rows(8, 'Acme {}', ('Ann Lee', 'Bob Ray'), ('Bob Ray',), ('Eva Fox',))}\n"
    )
    assert lines == {"manager": "Responsible"}


def test_ticks_by_service_are_services(proposed):
    lines, _ = proposed(f"\nClients\n| Client | SEO | Ads |\n{rows(6, 'Acme {}', ('x', ''), ('+', '-'))}\n")
    assert lines == {"services": "SEO, Ads"}


def test_words_of_channels_and_cities_are_nobodys_names(proposed):
    lines, _ = proposed(
        f"\nClients\n| Client | Channel | City |\n"
        f"{rows(9, 'Acme {}', ('Google Ads', 'Yandex Direct'), ('Нижний Новгород', 'Великий Устюг'))}\n"
    )
    assert not lines


def test_addresses_and_phones_are_known_by_their_cells_if_only_one_column_has_them(proposed):
    lines, _ = proposed(
        f"\nClients\n| Client | Write to | Reach at |\n{rows(4, 'Acme {}', 'a{}@example.com', '+7 900 123-45-6{}')}\n"
    )
    assert lines == {"email": "Write to", "phone": "Reach at"}


def test_two_columns_of_addresses_are_not_chosen_between(proposed):
    lines, _ = proposed(f"\nClients\n| Client | Write to | Or to |\n{rows(4, 'Acme {}', 'a{}@x.org', 'b{}@x.org')}\n")
    assert not lines


def test_days_under_a_heading_that_says_nothing_are_asked_about(proposed):
    lines, found = proposed(
        f"\nClients\n| Client | Day X | Updated |\n{rows(4, 'Acme {}', *2 * [('= 2025-10-05',)])}\n"
    )
    assert not lines
    assert [(line.setting("en"), line.details["headings"]) for line in found.asked] == [
        ("client since", "Day X"),
        ("churned on", "Day X"),
    ]


def test_days_that_stand_only_where_clients_left_are_the_days_of_leaving(proposed):
    lines, _ = proposed(
        f"\nClients\n| Client | Status | Day X |\n{rows(6, 'Acme {}', ('active', 'left'), ('', '= 2025-10-05'))}\n"
    )
    assert lines == {"churned on": "Day X"}


def test_words_of_the_firms_own_in_the_status_are_asked_with_their_rows_most_frequent_first(proposed):
    _, found = proposed(
        f"\nКлиенты\n| Клиент | Статус |\n{rows(9, 'Фирма {}', ('работаем', 'стоп', 'архив', 'стоп'))}\n", "ru"
    )
    assert [(line.setting("ru"), line.value("ru"), line.details["rows"]) for line in found.asked] == [
        ("статус: стоп", "", 4),
        ("статус: архив", "", 2),
    ]


def test_a_status_with_a_text_of_its_own_in_each_row_is_told_and_not_asked_about(proposed):
    _, found = proposed(f"\nClients\n| Client | Status |\n{rows(20, 'Acme {}', 'call them on day {}')}\n")
    assert not found.asked
    assert [remark.code for remark in found.remarks] == ["free_status"]


def test_a_table_that_grows_to_the_right_is_told_with_the_way_to_bring_it_in(proposed):
    lines, found = proposed(
        f"\nNPS\n| Client | янв 25 | фев 25 | мар 25 |\n{rows(6, 'Acme {}', ('9', '10'), ('8',), ('7',))}\n"
    )
    assert not lines
    (remark,) = found.remarks
    assert (remark.code, remark.details["first"], remark.details["last"]) == ("wide", "янв 25", "мар 25")


def test_a_form_under_any_title_is_the_answers_by_its_first_heading_and_its_question(proposed):
    lines, _ = proposed(
        f"\nSheet7\n| Timestamp | Your company | How likely are you to recommend us? |\n"
        f"{rows(4, ('= 2025-10-05',), 'Acme {}', ('9', '0'))}\n"
    )
    assert lines == {"table Responses": "Sheet7"}


def test_answers_that_do_not_say_whose_they_are_are_asked_about(proposed):
    lines, found = proposed(
        f"\nFeedback\n| Timestamp | How likely are you to recommend us? |\n{rows(4, ('= 2025-10-05',), ('9', '0'))}\n"
    )
    assert not lines
    (line,) = found.asked
    assert (line.setting("en"), line.why) == ("table Responses", "whose")


def test_marks_that_end_at_five_are_no_scores(proposed):
    lines, found = proposed(
        f"\nFeedback\n| Date | Client | Score |\n{rows(15, ('= 2025-10-05',), 'Acme {}', ('1', '5', '4'))}\n"
    )
    assert not lines
    assert [remark.code for remark in found.remarks] == ["other_scale"]


def test_a_titled_sheet_without_the_column_it_needs_gets_a_likely_one_or_a_question(proposed):
    lines, _ = proposed(f"\nКлиенты\n| Кого ведём | Менеджер |\n{rows(4, FIRMS, ('Анна',))}\n", "ru")
    assert lines == {"клиент": "Кого ведём"}


def test_a_titled_sheet_where_nothing_is_likely_gets_a_question(proposed):
    lines, found = proposed(f"\nClients\n| Code | Manager |\n{rows(4, '10{}', ('Ann',))}\n")
    assert not lines
    assert [(line.setting("en"), line.why) for line in found.asked] == [("client", "asked_column")]


def test_a_section_of_clients_that_left_is_proposed_as_their_status_and_another_is_asked_about(proposed):
    lines, found = proposed(
        """
        Клиенты
        | Клиент           | Менеджер |
        | Ромашка          | Анна     |
        | Ушедшие клиенты  |          |
        | Лютик            | Анна     |
        | Архив            |          |
        | Фиалка           | Анна     |
        | Итого:           | 3        |
        """,
        "ru",
    )
    assert lines == {"статус: Ушедшие клиенты": "ушел"}
    assert [(line.setting("ru"), line.why, line.details["clients"]) for line in found.asked] == [
        ("статус: Архив", "section", 1)
    ]


def test_what_settings_say_already_is_not_proposed_again(proposed):
    lines, found = proposed(
        f"\nClients\n| Client | SEO | Status |\n{rows(6, 'Acme {}', ('Ann Lee',), ('gold',))}\n"
        "\nSettings\n| Setting | Value |\n| specialists | SEO |\n| services | SEO |\n| status: gold | |\n"
    )
    assert not lines
    assert not found.asked
