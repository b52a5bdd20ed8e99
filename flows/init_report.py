"""What `npsheets init` prints: recognised, proposed, asked, not read, made; some forty lines at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import typer
from rich.markup import escape

from flows.adoption_words import asked, not_seen, reason, remark
from flows.init_workbook import Found
from flows.program.names import perhaps_one
from flows.texts import count
from sheets_adapter.proposing import Line
from sheets_adapter.recognise import plain
from sheets_adapter.tables import BY_KEY

A_FEW = 8
"""So many pairs of names are enough to see what is meant."""

if TYPE_CHECKING:
    from flows.terminal import Terminal


def tell_found(terminal: Terminal, found: Found) -> None:
    """Everything that is known before anything is written."""
    _recognised(terminal, found)
    if found.problems:
        terminal.line("init.lacks")
        for problem in found.problems:
            terminal.out.print(f"  {escape(problem.say(found.language))}")
        return
    _proposed(terminal, found)
    _asked(terminal, found)
    _not_read(terminal, found)
    _to_make(terminal, found)


def tell_done(terminal: Terminal, found: Found) -> None:
    _missing(terminal, found, "init.created")
    tell_next(terminal, found)


def tell_next(terminal: Terminal, found: Found) -> None:
    terminal.line("init.next")
    titles = {key: found.title(key) for key in ("clients", "employees", "settings")}
    filled = found.agreed is not None and len(found.agreed.tables["clients"]) > 0
    first = "clients_there" if filled else "clients"
    settings = "settings_asked" if found.proposals.asked else "settings"
    settings = "settings_paste" if found.to_paste else settings
    for number, step in enumerate((first, "employees", settings, "check", "round"), 1):
        text = terminal.text(f"init.step_{step}", location=found.location, **titles)
        terminal.out.print(f"  {number}. {escape(text)}")


def _recognised(terminal: Terminal, found: Found) -> None:
    shown = [one for one in found.recognised if not BY_KEY[one.table].hidden]
    if found.snapshot is None:
        terminal.line("init.new_workbook", location=found.location)
    elif not shown:
        terminal.line("init.nothing_recognised")
    else:
        _heading(terminal, "init.recognised")
        for one in shown:
            columns = ", ".join(_as_read(one.table, one.headings, found.language))
            title = BY_KEY[one.table].title(found.language)
            told = terminal.text("init.as_table", table=title, row=one.heading_row, columns=columns)
            terminal.out.print(f"  [bold]{escape(one.sheet)}[/]: {escape(told)}")


def _as_read(table: str, headings: Mapping[str, str], language: str) -> Iterable[str]:
    """A heading as it stands there and, where it does not say so itself, the column it means."""
    for key, heading in headings.items():
        meant = BY_KEY[table].column(key).heading(language)
        yield heading if plain(heading) == plain(meant) else f"{heading} → {meant}"


def _proposed(terminal: Terminal, found: Found) -> None:
    if found.proposals.proposed:
        _heading(terminal, "init.proposed", sheet=found.title("settings"))
        for line in found.proposals.proposed:
            text = f"{line.setting(found.language)} = {line.value(found.language)}"
            terminal.out.print(f"  [bold]{escape(text)}[/]: {escape(reason(found.language, line))}")


def _asked(terminal: Terminal, found: Found) -> None:
    if found.proposals.asked:
        _heading(terminal, "init.asked", sheet=found.title("settings"))
        for line in found.proposals.asked:
            terminal.out.print(
                f"  [bold]{escape(line.setting(found.language))}[/]: {escape(asked(found.language, line))}"
            )


def _not_read(terminal: Terminal, found: Found) -> None:
    told = [remark(found.language, one) for one in found.proposals.remarks]
    told += [text for one in found.unseen for text in not_seen(found.language, one)]
    alone = [title for title in found.unrecognised if title not in found.proposals.spoken_of()]
    if alone:
        told.append(terminal.text("init.unrecognised", sheets=", ".join(alone)))
    if told:
        _heading(terminal, "init.not_read")
        for text in told:
            terminal.out.print(f"  {escape(text)}")


def _to_make(terminal: Terminal, found: Found) -> None:
    _paste(terminal, found, found.to_paste)
    _missing(terminal, found, "init.creates")
    for problem in found.likely:
        terminal.out.print(escape(problem.say(found.language)))
    _as_counted(terminal, found)
    if "employees" in found.missing and len(found.employees):
        names = count(found.language, "names", len(found.employees))
        terminal.line("init.employees", names=names, sheet=found.title("clients"))
        pairs = perhaps_one(found.employees["employee"])
        if pairs:
            told = "; ".join(" = ".join(pair) for pair in pairs[:A_FEW])
            terminal.line("init.perhaps_one", pairs=told, sheet=found.title("clients"))


def _as_counted(terminal: Terminal, found: Found) -> None:
    """What a person who knows the firm can compare with what they know."""
    if found.clients:
        numbers = {status: str(found.clients[status]) for status in ("active", "paused", "churned")}
        terminal.line(
            "init.clients_counted", clients=count(found.language, "clients", found.clients.total()), **numbers
        )
    answers, nobodys = found.answers
    if answers:
        told = count(found.language, "answers", answers)
        terminal.line("init.answers_counted", answers=told, nobodys=str(nobodys))


def _paste(terminal: Terminal, found: Found, lines: Iterable[Line]) -> None:
    """For Settings that are people's already: rows as a spreadsheet takes them from the clipboard."""
    if lines:
        _heading(terminal, "init.paste", sheet=found.title("settings"))
        for line in lines:
            typer.echo(f"{line.setting(found.language)}\t{line.value(found.language)}")


def _missing(terminal: Terminal, found: Found, key: str) -> None:
    titles = [BY_KEY[table].title(found.language) for table in found.missing if not BY_KEY[table].hidden]
    if titles:
        terminal.line(key, sheets=", ".join(titles))
    else:
        terminal.line("init.complete")


def _heading(terminal: Terminal, key: str, **values: str) -> None:
    terminal.out.print(f"[bold underline]{escape(terminal.text(key, **values))}[/]")
