"""What the command line says of letters: who got what, or who would; never an address."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from flows.program.declared_settings import BY_KEY
from flows.program.outbox import STAFF_NOTICES
from flows.texts import count
from sheets_adapter import choices
from sheets_adapter.own_tables import DELIVERIES

if TYPE_CHECKING:
    from flows.run import RunReport
    from flows.terminal import Terminal

SHOWN = 50
LETTERS_ALONE = frozenset({"deliver", "digest"})
"""Flows that write nothing but Deliveries."""


def tell_letters(terminal: Terminal, report: RunReport) -> None:
    """A line for each letter of the run: client, contact, which letter, by what, and what became of it."""
    language = report.language
    if report.held:
        names = ", ".join(f"“{BY_KEY[key].names[language][0]}”" for key in report.held)
        terminal.line("letters.held", settings=names)
    rows = report.letters
    if rows.empty:
        if report.flow in LETTERS_ALONE:
            terminal.line("letters.none")
        return
    would = report.preview is not None
    counted = count(language, "letters", int((~rows["letter"].isin(STAFF_NOTICES)).sum()))
    terminal.line("letters.would" if would else "letters.handed_over", letters=counted)
    columns = ["client", "contact", "letter", "channel", *([] if would else ["state"])]
    table = Table(show_edge=False, pad_edge=False, header_style="dim")
    for key in columns:
        table.add_column(escape(DELIVERIES.column(key).heading(language)), overflow="fold")
    words = {key: DELIVERIES.column(key).choices for key in ("letter", "channel", "state")}
    for row in rows.head(SHOWN).to_dict("records"):
        told = [words[key][row[key]][language][0] if key in words else row[key] for key in columns]
        table.add_row(*(escape(str(text)) for text in told))
    terminal.out.print(table)
    if len(rows) > SHOWN:
        terminal.line("report.more", n=len(rows) - SHOWN)
    if not would:
        states = Counter(rows["state"])
        told = [f"{choices.DELIVERY_STATES[state][language][0]}: {n}" for state, n in states.items()]
        terminal.out.print(escape("; ".join(told)))
