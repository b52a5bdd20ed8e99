"""Lists of clients as firms keep them: a sheet for each manager, sections, scores and days beside the client."""

from __future__ import annotations

from sheets_adapter.proposing import Proposals, propose


def look(team_file) -> tuple[dict[str, str], Proposals]:
    found = propose(team_file.open().snapshot(strict=False), "ru")
    return {line.setting("ru"): line.value("ru") for line in found.proposed}, found


def asked(found: Proposals) -> dict[str, str]:
    return {line.setting("ru"): str(line.details.get("headings", line.details.get("rows"))) for line in found.asked}


def test_a_sheet_for_each_manager_is_the_list_in_parts_and_its_title_says_who_it_is(team_file):
    """
    Анна
    | Клиент     | Контактное лицо | Телефон          | Статус   |
    | ООО Север  | Ольга Ким       | +7 900 111-22-33 | в работе |
    | ООО Юг     | Пётр Ли         | +7 900 111-22-34 | VIP      |
    | ООО Запад  | Ирина Белова    | +7 900 111-22-35 | в работе |

    Иванов А.
    | Клиент     | Контактное лицо | Телефон          | Статус   |
    | ООО Восток | Олег Котов      | +7 900 111-22-36 | в работе |
    | ИП Гора    | Жанна Юрьева    | +7 900 111-22-37 | VIP      |
    """
    lines, found = look(team_file)
    assert lines == {
        "таблица Клиенты": "Анна, Иванов А.",
        "менеджер: Анна": "Анна",
        "менеджер: Иванов А.": "Иванов А.",
    }
    assert asked(found) == {"статус: VIP": "2"}, "the rows of both sheets"


def test_the_title_of_a_sheet_is_the_manager_of_its_rows_where_settings_say_so(team_file):
    """
    Анна
    | Клиент   | Менеджер |
    | Север    |          |
    | Юг       | Олег     |

    Сотрудники
    | ФИО  |
    | Анна |

    Настройки
    | Настройка       | Значение      |
    | таблица Клиенты | Анна          |
    | менеджер: Анна  | Анна Петровна |
    """
    snapshot = team_file.open().snapshot()
    assert snapshot.tables["clients"]["manager"].tolist() == ["Анна Петровна", "Олег"]
    assert snapshot.tables["settings"].empty
    assert snapshot.issues.empty


def test_sections_say_who_is_active_paused_or_gone_and_a_start_of_work_is_no_day_of_an_answer(team_file):
    """
    Объекты
    | Заказчик       | Менеджер объекта | NPS 3 кв. | Дата нач.    | Сумма договора |
    | АКТИВНЫЕ       |                  |           |              |                |
    | Ромашка        | Котова А.        | 9         | = 2024-02-01 | 40000          |
    | Лютик          | Котова А.        | 10        | = 2024-03-01 | 41000          |
    | Мак            | Котова А.        | 6         | = 2024-04-01 | 42000          |
    | ПРИОСТАНОВЛЕНЫ |                  |           |              |                |
    | Фиалка         | Котова А.        | 7         | = 2024-05-01 | 43000          |
    | УШЕДШИЕ        |                  |           |              |                |
    | Астра          | Котова А.        | 3         | = 2024-06-01 | 44000          |
    """
    lines, found = look(team_file)
    assert lines == {
        "таблица Клиенты": "Объекты",
        "менеджер": "Менеджер объекта",
        "клиент с": "Дата нач.",
        "статус: АКТИВНЫЕ": "активен",
        "статус: ПРИОСТАНОВЛЕНЫ": "пауза",
        "статус: УШЕДШИЕ": "ушел",
    }
    assert not found.asked, "an amount as large as a day is none"


def test_where_nothing_says_who_has_left_it_is_asked_which_column_may(team_file):
    """
    Клиенты
    | Клиент  | Менеджер  | Работаем? |
    | Ромашка | Котова А. | да        |
    | Лютик   | Котова А. | нет       |
    | Мак     | Котова А. | да        |
    | Фиалка  | Котова А. | да        |
    | Астра   | Котова А. | нет       |
    | Роза    | Котова А. | нет       |
    """
    assert asked(look(team_file)[1]) == {"статус": "Работаем?"}


def test_no_is_a_status_to_be_asked_about_as_any_other_word(team_file):
    """
    Клиенты
    | Клиент  | Статус |
    | Ромашка | да     |
    | Лютик   | нет    |
    | Мак     | -      |
    """
    assert asked(look(team_file)[1]) == {"статус: да": "1", "статус: нет": "1"}


def test_the_day_when_work_stopped_is_the_day_of_leaving_and_no_beginning(team_file):
    """
    Клиенты
    | Клиент  | Менеджер  | Дата прекращения работы | Дата опроса  | Окончание договора |
    | Ромашка | Котова А. | = 2026-03-01            | = 2026-09-01 | = 2027-01-01       |
    | Лютик   | Котова А. |                         | = 2026-09-02 | = 2027-02-01       |
    """
    lines, found = look(team_file)
    assert lines == {"дата ухода": "Дата прекращения работы"}
    assert not found.asked


def test_clients_go_by_the_name_that_answers_call_them_by(team_file):
    """
    Договоры
    | Бренд   | Юридическое лицо    | Менеджер |
    | Ромашка | ООО Цветторг        | Анна     |
    | Лютик   | ООО Полевые растения | Анна    |
    | Мак     | АО Красное          | Анна     |

    Ответы
    | Дата         | Клиент  | Оценка | Комментарий |
    | = 2026-10-01 | Ромашка | 9      | дорого      |
    | = 2026-10-02 | ООО Мак | 7      | долго       |
    """
    lines, found = look(team_file)
    assert lines == {"таблица Клиенты": "Договоры", "клиент": "Бренд"}
    assert next(line.details for line in found.proposed if line.column == "client") == {
        "sheet": "Договоры", "heading": "Бренд", "other": "Юридическое лицо",
    }  # fmt: skip


def test_a_form_that_does_not_say_what_to_change_is_asked_for_it(team_file):
    """
    Клиенты
    | Клиент  | Менеджер |
    | Ромашка | Анна     |

    Ответы
    | Дата         | Клиент  | Оценка | Своими словами | Чем заняты |
    | = 2026-10-01 | Ромашка | 9      | дорого         | да         |
    """
    assert asked(look(team_file)[1]) == {"что изменить": "Своими словами"}


def test_answers_without_a_day_and_scores_beside_a_client_are_told_and_not_read(team_file):
    """
    Клиенты
    | Клиент  | Менеджер | NPS 1 кв | Последняя оценка |
    | Ромашка | Анна     | 9        | н/о              |
    | Лютик   | Анна     | н/о      | 7                |

    NPS
    | Месяц        | Клиент  | Оценка |
    | август 2026  | Ромашка | 9      |
    | октябрь 2026 | Лютик   | 7      |
    """
    lines, found = look(team_file)
    assert not lines
    told = {remark.code: remark.details for remark in found.remarks}
    assert told["dateless"]["sheet"] == "NPS"
    assert told["scores_in_list"]["headings"] == "NPS 1 кв, Последняя оценка"


def test_a_lawyer_who_stands_again_and_again_is_told_of_and_not_taken(team_file):
    """
    Клиенты
    | Клиент  | Менеджер | Юрист     |
    | Ромашка | Анна     | Белов Г.А. |
    | Лютик   | Анна     | Белов Г.А. |
    | Мак     | Анна     | Белов Г.А. |
    """
    lines, found = look(team_file)
    assert not lines
    assert next((one.code, one.details["headings"]) for one in found.remarks) == ("perhaps_team", "Юрист")


def test_of_two_people_in_a_row_the_first_is_called(team_file):
    """
    Клиенты
    | Клиент  | Менеджер | Контактное лицо 1 | Тел. 1           | Контактное лицо 2 | Тел. 2           |
    | Ромашка | Анна     | Ольга Ким         | +7 900 111-22-33 | Пётр Котов        | +7 900 111-22-43 |
    | Лютик   | Анна     | Ирина Белова      | +7 900 111-22-34 | Жанна Юрьева      | +7 900 111-22-44 |
    """
    assert look(team_file)[0] == {"контакт": "Контактное лицо 1", "телефон": "Тел. 1"}


def test_ticks_and_people_under_the_same_word_are_told_apart_by_what_stands_above(team_file):
    """
    Клиенты
    | Клиент  | Команда   |           | Услуги |          |
    |         | SEO       | Контекст  | SEO    | Контекст |
    | Ромашка | Котова А. | Ким И.    | ✓      |          |
    | Лютик   | Котова А. | Ким И.    |        | ✓        |
    | Мак     | Котова А. | Ким И.    | ✓      | ✓        |
    """
    team_file.by_hand(lambda book: [book["Клиенты"].merge_cells(each) for each in ("A1:A2", "B1:C1", "D1:E1")])
    assert look(team_file)[0] == {
        "специалисты": "Команда SEO, Команда Контекст",
        "услуги": "Услуги SEO, Услуги Контекст",
    }


def test_a_second_list_beside_the_first_gives_nothing_to_its_rows(team_file):
    """
    Клиенты
    | Клиент  | Менеджер | | Клиент | Менеджер | Дата ухода   |
    | Ромашка | Зоя      | | Астра  | Клим     | = 2025-05-01 |
    | Лютик   | Клим     | |        |          |              |

    Сотрудники
    | ФИО  |
    | Зоя  |
    | Клим |
    """
    snapshot = team_file.open().snapshot()
    clients = snapshot.tables["clients"]
    assert clients["client"].tolist() == ["Ромашка", "Лютик"]
    assert clients["churned_on"].isna().all()
    assert snapshot.issues["code"].tolist() == ["repeated_heading"]
    lines, found = look(team_file)
    assert not lines
    assert [(one.code, one.details.get("column")) for one in found.remarks] == [("beside", "D")]


def test_a_list_with_a_row_for_each_project_is_the_list_and_titles_may_have_commas(team_file):
    """
    База (Москва, СПб)
    | Клиент  | Проект | Менеджер проекта | Статус   |
    | Ромашка | Сайт   | Олег             | активный |
    | Ромашка | СММ    | Инна             | активный |
    | Лютик   | Сайт   | Олег             | активный |
    | Мак     | Сайт   | Олег             | ушёл     |

    Регионы, 2026
    | Клиент  | Проект | Менеджер проекта | Статус   |
    | Астра   | Сайт   | Олег             | активный |

    Опрос
    | Когда опросили | Клиент  | Оценка   | Отзыв  |
    | = 2026-10-01   | Ромашка | 9 из 10  | дорого |
    | = 2026-10-02   | Лютик   | 7/10     | долго  |
    | = 2026-10-03   | Мак     | 8 баллов | плохо  |
    """
    lines, _ = look(team_file)
    assert lines == {
        "таблица Клиенты": "База (Москва, СПб), Регионы, 2026",
        "таблица Ответы": "Опрос",
        "дата": "Когда опросили",
    }


def test_settings_may_name_sheets_whose_titles_have_commas(team_file):
    """
    База (Москва, СПб)
    | Клиент  | Менеджер |
    | Ромашка | Олег     |

    Регионы, 2026
    | Клиент  | Менеджер |
    | Астра   | Олег     |

    Сотрудники
    | ФИО  |
    | Олег |

    Настройки
    | Настройка       | Значение                          |
    | таблица Клиенты | База (Москва, СПб), Регионы, 2026 |
    """
    assert team_file.open().snapshot().tables["clients"]["client"].tolist() == ["Ромашка", "Астра"]


def test_a_long_list_that_says_of_nobody_that_they_left_is_told(make_file):
    rows = "\n".join(f"| ООО Клиент{number} | Анна |" for number in range(12))
    snapshot = make_file(f"Клиенты\n| Клиент | Менеджер |\n{rows}\n").open().snapshot(strict=False)
    assert [(one.code, one.details["clients"]) for one in propose(snapshot, "ru").remarks] == [("all_active", 12)]
