"""What is counted has its own words: clients, or contacts where Settings say so."""

from __future__ import annotations

from typing import Any, Protocol

from flows.texts import has, say


class Counted(Protocol):
    @property
    def unit(self) -> str:
        """``client`` or ``contact``."""


def say_by_unit(figures: Counted, language: str, key: str, **values: Any) -> str:
    """The text ``kpi.<key>``, or the one of contacts where there is one and contacts are counted."""
    of_contacts = f"kpi.{key}_of_contacts"
    counts_contacts = figures.unit == "contact" and has(language, of_contacts)
    return say(language, of_contacts if counts_contacts else f"kpi.{key}", **values)
