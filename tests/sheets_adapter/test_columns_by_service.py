"""A column for each service: what stands in it says that the client has the service, and perhaps who does it."""

from __future__ import annotations


def test_services_and_specialists_come_from_columns_by_service(team_file):
    """
    Клиенты
    | Клиент  | 1. SEO | Контекст | SMM: | Тексты |
    | Ромашка | Оля    | yes!     | 15000 | -     |
    | Борг    | нет    | no!      | +     |       |
    | Вектор  |        | Петя, Оля | 0   | 10 000 ₽ |
    | Лист    | да     | ?        | #REF! | Иван (с мая) |

    Сотрудники
    | Имя |
    | Оля |

    Настройки
    | Настройка   | Значение                   |
    | услуги      | SEO, контекст, SMM, тексты |
    | специалисты | SEO, контекст, SMM, тексты |
    """
    snapshot = team_file.open().snapshot()
    clients = snapshot.tables["clients"]
    assert clients["services"].tolist() == [
        ("SEO", "Контекст", "SMM"),
        ("SMM",),
        ("Контекст", "Тексты"),
        ("SEO", "Тексты"),
    ]
    assert clients["specialists"].tolist() == [("Оля",), (), ("Петя", "Оля"), ("Иван (с мая)",)]
    assert snapshot.tables["settings"].empty
    assert set(snapshot.issues["code"]) == {"error_value"}


def test_one_column_of_services_is_a_list_and_a_tick_says_its_heading(team_file):
    """
    Clients
    | Client | SEO        |
    | Acme   | audit, ads |
    | Borg   | yes!       |
    | Cog    | no!        |
    | Dot    | x          |

    Employees
    | Name |
    | Ann  |

    Settings
    | Setting  | Value |
    | services | SEO   |
    """
    clients = team_file.open().snapshot().tables["clients"]
    assert clients["services"].tolist() == [("audit", "ads"), ("SEO",), (), ("SEO",)]


def test_ticks_and_numbers_among_specialists_are_no_names(team_file):
    """
    Clients
    | Client | Specialists     |
    | Acme   | Ann, +, 5, Bob  |
    | Borg   | yes!            |

    Employees
    | Name |
    | Ann  |
    """
    assert team_file.open().snapshot().tables["clients"]["specialists"].tolist() == [("Ann", "Bob"), ()]


def test_people_are_named_one_after_another_with_any_mark_between(team_file):
    """
    Клиенты
    | Клиент  | Специалисты         |
    | Ромашка | Лена/Паша           |
    | Лютик   | Паша + Игорь и Лена |
    | Мак     | Лена & Паша; Игорь  |
    | Фиалка  | н/д                 |

    Сотрудники
    | ФИО   |
    | Лена  |
    """
    named = team_file.open().snapshot().tables["clients"]["specialists"].tolist()
    assert named == [("Лена", "Паша"), ("Паша", "Игорь", "Лена"), ("Лена", "Паша", "Игорь"), ("н/д",)]
