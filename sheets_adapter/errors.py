"""What can stop a run, each with one sentence that helps, in both languages.

::

    NpsheetsError
    ├── SetupError           a person has to put something right first; nothing was written
    │   ├── BadLocation      neither a link, nor an id, nor a path to an .xlsx file; or a link to something else
    │   ├── BadServiceAddress  NPSHEETS_SHEETS_API is no address that a token may be sent to
    │   ├── NotFound         no such file, or no such spreadsheet
    │   ├── NotASpreadsheet  a file of another kind, or a damaged one
    │   ├── FileTooLarge     more than a Google spreadsheet can hold
    │   ├── UnsafeFile       made so as to do harm to whoever opens it
    │   ├── OfficeFile       an .xlsx file on Google Drive: looks like a Google spreadsheet and is none
    │   ├── FileInUse        open in another program, which would lose its changes or ours
    │   ├── FileExists       a new workbook is to be made where a file is already
    │   ├── ReadOnly         the file or its folder cannot be written
    │   ├── Unreadable       the file may not be opened
    │   ├── NotSaved         the disk did not take the file
    │   ├── NoCredentials    nobody said in whose name to speak to Google
    │   ├── BadCredentials   a broken key, or Google does not accept the credentials
    │   ├── WrongClock       this machine's clock is wrong, so Google refuses what it signs
    │   ├── ScopeMissing     the credentials were given no right to spreadsheets
    │   ├── NoQuotaProject   a person's own login needs a project whose quota is used
    │   ├── NoAccess         the spreadsheet is not shared with the account
    │   ├── SharedReadOnly   the spreadsheet is shared with the account, but only for reading
    │   ├── Protected        somebody locked a sheet that the program has to write
    │   ├── ApiDisabled      the Google Sheets API is switched off in the account's project
    │   ├── ProxyRefused     a proxy on the way lets nothing through
    │   ├── NotTrusted       somebody on the way opens encrypted connections, or the clock is wrong
    │   ├── Intercepted      an answer that is not the service's: a page of a proxy or of a guest network
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
    variants: tuple[tuple[str, str], ...] = ()
    """Details that call for a sentence of their own where given, and what is put behind the code; {}: the detail."""

    def __init__(self, **details: Any) -> None:
        super().__init__()
        self.details = details

    @property
    def sentence(self) -> str:
        """Which sentence of ``texts`` tells it: the code, unless the details tell more."""
        for detail, more in self.variants:
            name = f"{self.code}_{more.format(self.details.get(detail))}"
            if self.details.get(detail) and name in texts.SENTENCES["en"]:
                return name
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
    """Details: ``location``, ``kind`` (what the link leads to, a word of ``locations``; empty if not known)."""

    code = "bad_location"
    variants = (("kind", "{}"),)


class BadServiceAddress(SetupError):
    """Details: ``address``."""

    code = "bad_service_address"


class NotFound(SetupError):
    """Details: ``location``; ``online`` for a Google spreadsheet; ``folder`` that is to hold a new file."""

    code = "not_found"
    variants = (("online", "online"),)


class NotASpreadsheet(SetupError):
    """Details: ``location``, ``detail``."""

    code = "not_a_spreadsheet"


class FileTooLarge(SetupError):
    """Details: ``location``, ``detail``: more than a Google spreadsheet can hold."""

    code = "file_too_large"


class UnsafeFile(SetupError):
    """Details: ``location``, ``detail``: made so as to do harm to whoever opens it."""

    code = "unsafe_file"


class OfficeFile(SetupError):
    """Details: ``location``."""

    code = "office_file"


class FileInUse(SetupError):
    """Details: ``location``, ``mark`` (the lock file beside it); ``who`` has it open, if that is known."""

    code = "file_in_use"
    variants = (("who", "by"),)


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
    """Details: of a file that was named ``reason`` (missing, unreadable, folder), ``where`` it was named, ``path``."""

    code = "no_credentials"
    variants = (("reason", "{}"),)


class BadCredentials(SetupError):
    """Details: ``reason`` (what is wrong with them, see the sentences), ``where`` they were found, ``detail``."""

    code = "bad_credentials"
    variants = (("reason", "{}"),)


class WrongClock(SetupError):
    """Details: ``here`` (this machine's time), and if known ``off`` (late, early) by how many ``minutes``."""

    code = "wrong_clock"
    variants = (("off", "{}"),)


class ScopeMissing(SetupError):
    """Details: none."""

    code = "scope_missing"


class NoQuotaProject(SetupError):
    """Details: ``project`` (one that was named and may not be used)."""

    code = "no_quota_project"
    variants = (("project", "right"),)


class NoAccess(SetupError):
    """Details: ``location``, ``account`` (the address to share with, if known)."""

    code = "no_access"
    variants = (("account", "for"),)


class SharedReadOnly(SetupError):
    """Details: ``location``, ``account``."""

    code = "shared_read_only"
    variants = (("account", "for"),)


class Protected(SetupError):
    """Details: ``location``, ``account``."""

    code = "protected"
    variants = (("account", "for"),)


class ApiDisabled(SetupError):
    """Details: ``project`` (its number, if told), ``link`` (the page that switches the API on)."""

    code = "api_disabled"
    variants = (("project", "in"),)


class ProxyRefused(SetupError):
    """Details: ``host``, ``login`` (whether it asks for a name and a password)."""

    code = "proxy_refused"
    variants = (("login", "login"),)


class NotTrusted(SetupError):
    """Details: ``host``, ``here`` (this machine's time, where a certificate's dates are the trouble)."""

    code = "not_trusted"
    variants = (("here", "now"),)


class Intercepted(SetupError):
    """Details: ``status``."""

    code = "intercepted"


class MissingTable(SetupError):
    """Details: ``table`` (key), ``found`` (titles), ``likely`` (a sheet whose headings fit), ``named`` in Settings."""

    code = "missing_table"
    variants = (
        ("named", "named"),
        ("likely", "likely"),
    )


class MissingColumn(SetupError):
    """Details: ``table``, ``column`` (keys), ``sheet`` (title), ``found`` (headings), ``competing`` (questions)."""

    code = "missing_column"

    @property
    def sentence(self) -> str:
        if self.details.get("competing"):
            return "competing_columns"
        return "missing_column" if self.details.get("found") else "missing_heading_row"


class TitleTaken(SetupError):
    """Details: ``sheet`` (title)."""

    code = "title_taken"


class TooLarge(SetupError):
    code = "too_large"


class CannotUndo(SetupError):
    """Details: ``reason``: ``no_record``, ``undone``, ``not_last``, ``too_large``, ``another_run``, ``unrecognised``.

    ``sheet`` with the last one: where a heading by which the table is known is gone.
    """

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
    """Details: ``quota`` (reads_user, writes_project, shared …; empty if not told), ``limit``, ``seconds`` to wait."""

    code = "quota_exceeded"
    variants = (("quota", "{}"),)


class Unavailable(ServiceError):
    """Details: ``detail``."""

    code = "unavailable"


class NoConnection(ServiceError):
    """Details: ``reason`` (dns, refused, timeout, reset; empty if not known), ``host``."""

    code = "no_connection"
    variants = (("reason", "{}"),)


class Refused(ServiceError):
    """Details: ``detail``."""

    code = "refused"
