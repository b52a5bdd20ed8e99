"""What `npsheets doctor` does: look at everything between the programme and its spreadsheet, one thing after the other.

A finding is fine, to be looked at, or to be put right before a run can go well. Checks that rest on one that
failed are left out. Nothing is written, but for the self-test, which asks first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from flows.errors import NoTimeZone
from flows.findings import Finding, Level, fine, look, wrong
from flows.letters_health import letters_findings
from flows.opening import open_for_person
from flows.prefect_health import prefect_findings
from flows.workbook_health import programme, quotas, room, tables, time_and_place
from sheets_adapter import diagnosis
from sheets_adapter.credentials import DEFAULT, NOBODY, SECRET, Identity
from sheets_adapter.errors import BadLocation, NotASpreadsheet, NotFound, NpsheetsError
from sheets_adapter.http import GOOGLE
from sheets_adapter.locations import google_id
from sheets_adapter.self_test import self_test
from sheets_adapter.snapshot import Snapshot
from sheets_adapter.workbook import Workbook


class Doctor:
    """``writable`` tells afterwards whether a self-test can be made; ``understood``, whether the location is one."""

    def __init__(self, location: str) -> None:
        self.location = location
        self.workbook: Workbook | None = None
        self.writable = False
        self.understood = True

    def findings(self) -> Iterator[Finding]:
        yield from self._workbook()
        if self.understood:
            yield from prefect_findings(self.location)

    def self_test(self) -> Iterator[Finding]:
        """On a scratch tab, which is removed also when nobody listens any more."""
        if self.workbook is None:
            return
        with closing(self_test(self.workbook)) as outcomes:
            for outcome in outcomes:
                level: Level = "fine" if outcome.fine else "wrong"
                yield Finding(level, f"test.{outcome.behaviour}", error=outcome.error, seen=outcome.seen)

    def _workbook(self) -> Iterator[Finding]:
        spreadsheet = google_id(self.location.strip())
        if spreadsheet:
            yield fine("location_google", id=spreadsheet)
        try:
            workbook = open_for_person(self.location)
        except NpsheetsError as error:
            self.understood = not isinstance(error, (BadLocation, NotFound, NotASpreadsheet))
            yield wrong(error)
            return
        self.workbook = workbook
        yield from _where(workbook)
        try:
            if workbook.identity is not None:
                yield from _token(workbook, workbook.identity)
            snapshot = workbook.snapshot(strict=False)
        except NpsheetsError as error:
            yield wrong(error)
            return
        yield room(snapshot, diagnosis.cells_used(snapshot), diagnosis.MOST_CELLS)
        yield from self._writing(workbook, snapshot)
        try:
            yield from time_and_place(snapshot)
        except NoTimeZone as error:
            yield wrong(error)
        yield from tables(self.location, snapshot)
        yield from programme(self.location, snapshot)
        yield from letters_findings(self.location, snapshot)
        yield from quotas(workbook)

    def _writing(self, workbook: Workbook, snapshot: Snapshot) -> Iterator[Finding]:
        try:
            diagnosis.ask_to_write(workbook)
        except NpsheetsError as error:
            yield wrong(error)
            return
        self.writable = True
        yield fine("write" if workbook.identity else "write_file")
        locked = diagnosis.locked_sheets(snapshot)
        if locked:
            yield Finding("wrong", "locked", {"sheets": ", ".join(locked), "account": workbook.account or "–"})
        elif workbook.identity is not None:
            yield fine("no_locks")


def _where(workbook: Workbook) -> Iterator[Finding]:
    if workbook.identity is None:
        yield fine("location_file", location=workbook.location)
        return
    if workbook.client.address != GOOGLE:
        yield look("service", address=workbook.client.address)
    yield _found(workbook.identity)


def _found(identity: Identity) -> Finding:
    """Whose credentials they are and where they were found."""
    if identity.source == NOBODY:
        return look("nobody")
    if identity.is_login:
        return look("login")
    if identity.source == DEFAULT:
        return fine("credentials_of_machine", account=identity.account or "–")
    place = "credentials_in_prefect" if identity.source == SECRET else "credentials"
    return fine(place, account=identity.account or "–", where=identity.where.removesuffix(" (Prefect)"))


def _token(workbook: Workbook, identity: Identity) -> Iterator[Finding]:
    if identity.source != NOBODY:
        diagnosis.get_token(workbook)
        yield fine("token")
