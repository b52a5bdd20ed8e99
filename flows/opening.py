"""The one way in which flows and commands open a workbook: with the credentials that Prefect keeps, if it does."""

from __future__ import annotations

import typer

from flows.credentials import key_in_prefect
from flows.texts import language_of_shell
from sheets_adapter import diagnosis
from sheets_adapter.connect import open_workbook
from sheets_adapter.http import BeforeCall
from sheets_adapter.workbook import Workbook


def open_for_flow(location: str, before_call: BeforeCall | None = None) -> Workbook:
    """Raises NpsheetsError. Prefect is asked only where the environment names no key."""
    workbook = open_workbook(location, before_call=before_call, secret=key_in_prefect)
    _warn_of_losses(workbook)
    return workbook


def open_for_person(location: str) -> Workbook:
    """The same where somebody waits for a look at the workbook: what does not work soon is told."""
    workbook = open_for_flow(location)
    diagnosis.hurried(workbook)
    return workbook


_warned: set[str] = set()
"""Locations; one line each."""


def _warn_of_losses(workbook: Workbook) -> None:
    """What a file holds that its first save loses is said before it: to whoever waits, or to the log of a run."""
    sentence = workbook.unkept(language_of_shell())
    if not sentence or workbook.location in _warned:
        return
    _warned.add(workbook.location)
    from prefect import get_run_logger  # noqa: PLC0415 - Prefect takes a second to import
    from prefect.exceptions import MissingContextError  # noqa: PLC0415

    try:
        get_run_logger().warning("%s", sentence)
    except MissingContextError:
        typer.echo(f"npsheets: {sentence}", err=True)
