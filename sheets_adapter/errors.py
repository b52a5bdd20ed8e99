"""What can stop a run, each with one sentence that helps, in both languages.

::

    NpsheetsError
    ├── SetupError           a person has to put something right first; nothing was written
    │   ├── BadLocation      neither a link, nor an id, nor a path to an .xlsx file
    │   ├── NotFound         no such file, or no such spreadsheet
    │   ├── NotASpreadsheet  a file of another kind, or a damaged one
    │   ├── FileInUse        open in another program, which would lose its changes or ours
    │   ├── FileExists       a new workbook is to be made where a file is already
    │   ├── ReadOnly         the file or its folder cannot be written
    │   ├── Unreadable       the file may not be opened
    │   ├── NotSaved         the disk did not take the file
    │   ├── NoCredentials    nobody said in whose name to speak to Google
    │   ├── BadCredentials   Google does not accept the credentials
    │   ├── NoAccess         the spreadsheet is not shared with the account, or only for reading
    │   ├── Protected        somebody locked a sheet that the program has to write
    │   ├── ApiDisabled      the Google Sheets API is switched off in the account's project
    │   ├── MissingTable     no sheet with a title the table goes by
    │   ├── MissingColumn    no column with a heading the table cannot do without
    │   ├── TitleTaken       a sheet of people's bears a title that the program needs
    │   ├── TooLarge         Google's limits of a spreadsheet would be passed
    │   └── CannotUndo       the last run cannot be taken back
    ├── Conflict             somebody else wrote in between, or an answer got lost: look again, decide again
    └── ServiceError         the service failed for longer than it was worth waiting
        ├── QuotaExceeded    too many calls a minute
        ├── Unavailable      5xx
        ├── NoConnection     no network, or no answer in time
        └── Refused          the service does not accept a request: a mistake of this program's

Every error has ``code`` (stable, for programs), ``details`` (what the sentence is made of), ``str()`` in
English and ``say(language)``. Foreign exceptions are translated in ``sheets_adapter.translation``, nowhere else.
"""

# ruff: noqa: N818 - the names are said to people: "a conflict", "a missing table"

from __future__ import annotations

from typing import Any

from sheets_adapter import texts


class NpsheetsError(Exception):
    """The root: catch it to tell a person what to do; ``say`` gives the sentence."""

    code = "error"

    def __init__(self, **details: Any) -> None:
        super().__init__()
        self.details = details

    @property
    def sentence(self) -> str:
        """Which sentence of ``texts`` tells it: the code, unless the details tell more."""
        return self.code

    def say(self, language: str) -> str:
        return texts.sentence(self.sentence, language, self.details)

    def __str__(self) -> str:
        return self.say("en")

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.details)


def _restored(kind: type[NpsheetsError], details: dict[str, Any]) -> NpsheetsError:
    """Pickling by keyword arguments, which Exception does not do: Prefect keeps errors as results."""
    return kind(**details)


class SetupError(NpsheetsError):
    code = "setup"


class BadLocation(SetupError):
    """Details: ``location``."""

    code = "bad_location"


class NotFound(SetupError):
    """Details: ``location``; of a folder that is to hold a new file, ``folder``."""

    code = "not_found"


class NotASpreadsheet(SetupError):
    """Details: ``location``, ``detail``."""

    code = "not_a_spreadsheet"


class FileInUse(SetupError):
    """Details: ``location``, ``mark`` (the lock file beside it)."""

    code = "file_in_use"


class FileExists(SetupError):
    """Details: ``location``."""

    code = "file_exists"


class ReadOnly(SetupError):
    """Details: ``location``."""

    code = "read_only"


class Unreadable(SetupError):
    """Details: ``location``."""

    code = "unreadable"


class NotSaved(SetupError):
    """Details: ``location``, ``detail``."""

    code = "not_saved"


class NoCredentials(SetupError):
    """Details: ``detail``."""

    code = "no_credentials"


class BadCredentials(SetupError):
    """Details: ``detail``."""

    code = "bad_credentials"


class NoAccess(SetupError):
    """Details: ``location``, ``account`` (the address to share with, if known)."""

    code = "no_access"

    @property
    def sentence(self) -> str:
        return "no_access_for" if self.details.get("account") else "no_access"


class Protected(SetupError):
    """Details: ``location``, ``account``."""

    code = "protected"

    @property
    def sentence(self) -> str:
        return "protected_for" if self.details.get("account") else "protected"


class ApiDisabled(SetupError):
    """Details: ``detail`` (Google's sentence, with the link that switches it on)."""

    code = "api_disabled"


class MissingTable(SetupError):
    """Details: ``table`` (key), ``found`` (titles), ``likely`` (a sheet whose headings fit), ``named`` in Settings."""

    code = "missing_table"

    @property
    def sentence(self) -> str:
        if self.details.get("named"):
            return "missing_table_named"
        return "missing_table_likely" if self.details.get("likely") else "missing_table"


class MissingColumn(SetupError):
    """Details: ``table`` (key), ``column`` (key), ``sheet`` (title), ``found`` (headings)."""

    code = "missing_column"

    @property
    def sentence(self) -> str:
        return "missing_column" if self.details.get("found") else "missing_heading_row"


class TitleTaken(SetupError):
    """Details: ``sheet`` (title)."""

    code = "title_taken"


class TooLarge(SetupError):
    code = "too_large"


class CannotUndo(SetupError):
    """Details: ``reason``: ``no_record``, ``undone``, ``not_last``, ``too_large``, ``another_run``."""

    code = "cannot_undo"

    @property
    def sentence(self) -> str:
        return f"undo_{self.details.get('reason', 'no_record')}"


class Conflict(NpsheetsError):
    """Details: ``detail`` (what the service said, may be empty)."""

    code = "conflict"


class ServiceError(NpsheetsError):
    code = "service"


class QuotaExceeded(ServiceError):
    """Details: ``detail``."""

    code = "quota_exceeded"


class Unavailable(ServiceError):
    """Details: ``detail``."""

    code = "unavailable"


class NoConnection(ServiceError):
    """Details: ``detail``."""

    code = "no_connection"


class Refused(ServiceError):
    """Details: ``detail``."""

    code = "refused"
