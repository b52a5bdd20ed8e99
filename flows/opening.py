"""The one way in which flows and commands open a workbook: with the credentials that Prefect keeps, if it does."""

from __future__ import annotations

from flows.credentials import key_in_prefect
from sheets_adapter import diagnosis
from sheets_adapter.connect import open_workbook
from sheets_adapter.http import BeforeCall
from sheets_adapter.workbook import Workbook


def open_for_flow(location: str, before_call: BeforeCall | None = None) -> Workbook:
    """Raises NpsheetsError. Prefect is asked only where the environment names no key."""
    return open_workbook(location, before_call=before_call, secret=key_in_prefect)


def open_for_person(location: str) -> Workbook:
    """The same where somebody waits for a look at the workbook: what does not work soon is told."""
    workbook = open_for_flow(location)
    diagnosis.hurried(workbook)
    return workbook
