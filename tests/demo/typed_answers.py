"""What stands in the people's sheets of the demo, read cell by cell, and what must follow from it."""

from __future__ import annotations

from datetime import date, datetime

from flows.demo_firm import life, mess
from flows.demo_firm.client_base import HANDED_OVER_ON, HANDED_OVER_TO
from flows.demo_firm.desk import Desk
from flows.demo_firm.firm import Client, Firm
from flows.demo_firm.interviewers import call

ROLES = {"manager": "manager", "salesperson": "salesperson"}


def month_of(day: date) -> date:
    return day.replace(day=1)


def as_score(value: object) -> int | None:
    return value if isinstance(value, int) and 0 <= value <= 10 else None


def as_day(value: object) -> date | None:
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return day if day <= life.LAST_DAY else None
    try:
        return datetime.strptime(str(value), "%d.%m.%Y").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None


def client_meant(firm: Firm, typed: str) -> Client | None:
    """The client whose name, in any case and without its legal form, was typed."""
    plain = typed.strip().casefold()
    for client in firm.clients:
        if plain in (client.name.casefold(), mess.without_legal_form(client.name).casefold()):
            return client
    return None


def answers(desk: Desk) -> list[dict]:
    """Every answer that must count, as ``brute_force`` wants them."""
    return [*_of_call_list(desk), *_of_responses(desk)]


def _of_call_list(desk: Desk) -> list[dict]:
    roles = {desk.word("call_list", "role", code): code for code in ("decision maker", "influencer", "end user")}
    found = []
    for line in desk.lines("call_list"):
        score, client = as_score(line["score"]), desk.firm.named(line.text("client"))
        if score is None or (line["month"] == life.REMEMBERED_MONTH and score == mess.LATE_SCORE and _late(line)):
            continue
        if line["month"] == life.CORRECTED_MONTH and call(client, line["month"]).outcome == "answered":
            score = mess.CHANGED_FROM if _corrected(desk, line) else score
        found.append(
            _answer(client, line["month"], call(client, line["month"]).day, score, roles.get(line.text("role"), ""))
        )
    return found


def _late(line) -> bool:
    return line["asked_on"] == line["month"].replace(day=27)


def _corrected(desk: Desk, line) -> bool:
    """The first row of the month, by the alphabet, whose score was typed as one and now is another."""
    from flows.demo_firm import moods

    client = desk.firm.named(line.text("client"))
    return line["score"] == mess.CHANGED_TO and moods.score(client, moods.SUMMER) == mess.CHANGED_FROM


def _of_responses(desk: Desk) -> list[dict]:
    role_of = {
        (contact.name, client.name): contact.role
        if client.story != "odd role" or contact is not client.contacts[0]
        else ""
        for client in desk.firm.clients
        if client.listed_contacts
        for contact in client.contacts
    }
    found = []
    for line in desk.own("responses").lines():
        score, day = as_score(line["score"]), as_day(line["date"])
        client = client_meant(desk.firm, line.text("client"))
        if score is not None and day is not None and client is not None:
            role = role_of.get((line.text("contact"), client.name), "")
            found.append(_answer(client, month_of(day), day, score, role))
    return found


def _answer(client: Client, month: date, day: date, score: int, role: str) -> dict:
    return {
        "response_key": f"{client.index} {day} {role}",
        "survey": "quarterly",
        "counted": True,
        "month": month,
        "date": day,
        "client": client.name,
        "contact": "",
        "contact_role": role,
        "score": score,
        "client_index": client.index,
    }


def stamps(firm: Firm, counted: list[dict]) -> list[dict]:
    """Who served the client when it was asked."""
    return [
        {"response_key": answer["response_key"], "employee": name, "role": role}
        for answer in counted
        for name, role in _team(firm, firm.clients[answer["client_index"]], answer["month"])
    ]


def _team(firm: Firm, client: Client, month: date) -> list[tuple[str, str]]:
    handed_over = client.story == "handed over" and month > HANDED_OVER_ON
    team = [(firm.person(client.salesperson), "salesperson")]
    if client.story != "manager misspelt":
        team.append((firm.person(HANDED_OVER_TO if handed_over else client.manager), "manager"))
    team += [(firm.person(key), "specialist") for people in client.specialists.values() for key in people]
    return team + [(firm.names["services"][service], "service") for service in client.services]
