"""The demo firm is one firm in two languages, and one that a reader believes."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from flows.demo_firm import LANGUAGES
from flows.demo_firm.firm import SERVICES, build_firm, read_data
from flows.demo_firm.moods import AUTUMN, SPRING, SUMMER, class_of, score, theme
from flows.program.names import bare

STRUCTURE = {"name": "", "industry": "", "contacts": ()}


def shape(data):
    if isinstance(data, dict):
        return {key: shape(value) for key, value in data.items()}
    return len(data) if isinstance(data, list) else None


def test_both_languages_are_one_firm():
    english, russian = (build_firm(language) for language in LANGUAGES)
    assert [replace(client, **STRUCTURE) for client in english.clients] == [
        replace(client, **STRUCTURE) for client in russian.clients
    ]
    for here, there in zip(english.clients, russian.clients, strict=True):
        assert [(one.role, one.forecast) for one in here.contacts] == [
            (one.role, one.forecast) for one in there.contacts
        ]
        assert all(score(here, season) == score(there, season) for season in (SPRING, AUTUMN))
        assert theme(here, AUTUMN) == theme(there, AUTUMN)


def test_the_alphabet_orders_people_alike_in_both_languages():
    orders = [sorted(build_firm(language).employees, key=lambda one: one.name) for language in LANGUAGES]
    assert [one.key for one in orders[0]] == [one.key for one in orders[1]]


@pytest.mark.parametrize("file", ["firm", "voices"])
def test_the_files_of_both_languages_hold_the_same_keys_and_as_many_entries(file):
    english, russian = (shape(read_data(f"{file}_{language}.toml")) for language in LANGUAGES)
    assert english == russian


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_a_hundred_clients_five_services_and_fourteen_people(language):
    firm = build_firm(language)
    served = [client for client in firm.clients if client.status == "active" and not client.joins]
    assert 95 <= len(served) <= 100
    assert {service for client in served for service in client.services} == set(SERVICES)
    assert Counter(one.role for one in firm.employees) == {
        "head": 1, "salesperson": 3, "manager": 4, "specialist": 5, "": 1,
    }  # fmt: skip
    assert sum(bool(one.interviews) for one in firm.employees) == 2
    assert sum(client.manager == "ryan" for client in served) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_clients_or_contacts_can_be_confused(language):
    clients = build_firm(language).clients
    assert len({bare(client.name) for client in clients}) == len(clients)
    contacts = [contact.name for client in clients for contact in client.contacts]
    assert len(set(contacts)) == len(contacts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_address_and_no_number_reaches_anybody(language):
    contacts = [contact for client in build_firm(language).clients for contact in client.contacts]
    assert all(re.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+\.example", contact.email) for contact in contacts)
    fictional = {"en": r"\+1 \d{3} 555 01\d\d", "ru": r"\+7 \d{3} 000-01-\d\d"}[language]
    assert all(re.fullmatch(fictional, contact.phone) for contact in contacts)


def test_deadlines_are_what_clients_of_mark_complain_of():
    complaints = [
        (client.manager == "mark", theme(client, season))
        for client in build_firm("en").clients
        for season in (SUMMER, AUTUMN)
        if class_of(score(client, season)) == "detractor"
    ]
    of_mark = Counter(about for marks, about in complaints if marks)
    of_others = Counter(about for marks, about in complaints if not marks)
    assert of_mark["deadlines"] > of_mark.total() / 2
    assert of_others["deadlines"] < of_others.total() / 3
