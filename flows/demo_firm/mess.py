"""The mistakes that people make in sheets, planted where the demo firm keeps its clients and answers.

Some are harmless and must be understood in silence: a date typed as text, a client without its legal
form, an employee in other letters, a decimal comma, blank rows. The others must stand in Data issues,
each with its cell, and nothing else may: ``PLANTED`` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from flows.demo_firm.firm import Client, Firm
from flows.program.names import bare
from flows.texts.wording import day

FUTURE_DATE = date(2062, 5, 14)
CHANGED_FROM, CHANGED_TO, LATE_SCORE = 6, 8, 9


@dataclass(frozen=True)
class Planted:
    """A mistake in a table, what stands in its cell, and the code under which it must be found."""

    table: str
    code: str
    found: str


def planted(firm: Firm) -> tuple[Planted, ...]:
    """Every mistake that Data issues must show at the end of the demo, and no other."""
    return (
        Planted("clients", "unknown_employee", misspelt(firm.person("sophie"))),
        Planted("clients", "duplicate_client", entered_again(firm.cast("entered twice").name)),
        Planted("clients", "not_a_date", firm.word("unreadable_start")),
        Planted("contacts", "not_a_choice", firm.word("odd_role")),
        Planted("responses", "not_a_score", "11"),
        Planted("responses", "not_a_score", "9,5"),
        Planted("responses", "not_a_date", firm.word("unreadable_date")),
        Planted("responses", "future_date", day(firm.language, pd.Timestamp(FUTURE_DATE))),
        Planted("responses", "unknown_client", misspelt(firm.cast("misspelt in an answer").name)),
        Planted("call_list", "not_a_score", firm.word("unsure_score")),
        Planted("call_list", "changed_answer", str(CHANGED_TO)),
        Planted("call_list", "late_answer", str(LATE_SCORE)),
    )


def misspelt(name: str) -> str:
    """Two letters within the first long word change places: Sophie -> Sohpie."""
    inner = range(1, len(name) - 2)
    at = next(at for at in inner if name[at - 1 : at + 3].isalpha() and name[at] != name[at + 1] and at > 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def entered_again(name: str) -> str:
    """The same client as somebody else would type it."""
    return name.upper().replace(" ", "  ", 1)


def without_legal_form(name: str) -> str:
    """As clients are called in speech: no ООО, no LLC; the spelling of the rest stays."""
    words = name.replace("«", "").replace("»", "").split()
    kept = [word for word in words if bare(name).find(word.casefold().strip(".,")) >= 0]
    return " ".join(kept)


def manager_typed(firm: Firm, client: Client) -> str:
    name = firm.person(client.manager)
    return misspelt(name) if client.story == "manager misspelt" else name


def specialists_typed(firm: Firm, client: Client, column: str) -> str:
    names = ", ".join(firm.person(key) for key in client.specialists.get(column, ()))
    if client.story == "specialist in other letters":
        return names.lower().replace("ё", "е") + " "
    return names


def since_typed(firm: Firm, client: Client) -> date | str:
    return firm.word("unreadable_start") if client.story == "start unreadable" else client.since


def revenue_typed(firm: Firm, client: Client) -> int | str:
    amount = client.revenue * int(firm.setting("revenue_unit"))
    return f"{amount:,}".replace(",", " ") if client.story == "revenue as text" else amount


def services_typed(firm: Firm, client: Client) -> str:
    """Lists are separated as it happens: by commas, semicolons, lines."""
    separator = "\n" if client.index % 20 == 3 else "; " if client.index % 5 == 2 else ", "
    return separator.join(firm.names["services"][service] for service in client.services)
