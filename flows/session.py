"""One command at a terminal: its language, its questions, and one sentence for whatever a person has to put right."""

# ruff: noqa: PLC0415 - imports where they are needed, so that --help answers at once

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from flows.terminal import Terminal


@contextmanager
def session(*, verbose: bool = False, language: str = "", given: dict[str, Any] | None = None) -> Iterator[Terminal]:
    """The terminal of one command; whatever a person has to put right becomes one sentence and status 1."""
    from flows.local_runs import prepare

    prepare(verbose=verbose)
    from stamina.instrumentation import set_on_retry_hooks

    from flows.errors import BadMoment, BadMonth, BadTimeZone
    from flows.terminal import Terminal
    from flows.texts import language_of_shell
    from sheets_adapter.errors import NpsheetsError

    terminal = Terminal(language or language_of_shell())
    set_on_retry_hooks([terminal.tried_again])
    try:
        _check_given(given or {})
        yield terminal
    except (BadMoment, BadMonth, BadTimeZone) as mistyped:
        raise typer.BadParameter(mistyped.say(terminal.language)) from mistyped
    except NpsheetsError as stopped:
        terminal.error(stopped.say(terminal.language))
        raise typer.Exit(1) from stopped
    finally:
        set_on_retry_hooks(None)


def _check_given(given: dict[str, Any]) -> None:
    """A mistyped month or moment is said before anything is opened."""
    from datetime import UTC, datetime

    from flows.moment import moment_of, read_month

    if given.get("month") is not None:
        read_month(given["month"])
    if given.get("as_of") is not None:
        moment_of(given["as_of"], datetime.now(UTC), None)


def is_terminal() -> bool:
    return sys.stdin.isatty()


def confirmed(terminal: Terminal, question: str, *, default: bool) -> bool:
    """Understands the words of both languages, whichever keyboard is on."""
    choice = terminal.text("terminal.default_yes" if default else "terminal.default_no")
    while True:
        answer = typer.prompt(f"{question} {choice}", default="", show_default=False).strip().casefold()
        if not answer:
            return default
        if answer in {"y", "yes", "д", "да"}:
            return True
        if answer in {"n", "no", "н", "нет"}:
            return False
