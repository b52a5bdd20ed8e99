"""The one place where foreign exceptions become ours: gspread's, requests', google-auth's, the local file's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from google.auth import exceptions as google
from gspread.exceptions import APIError

from sheets_adapter import errors, network
from sheets_adapter.answers_of_google import api_error
from sheets_adapter.http import TokenRefused
from sheets_adapter.local.errors import FileProblem

_FILE_PROBLEMS: dict[str, type[errors.NpsheetsError]] = {
    "not_found": errors.NotFound,
    "folder": errors.NotASpreadsheet,
    "not_a_spreadsheet": errors.NotASpreadsheet,
    "too_large": errors.FileTooLarge,
    "unsafe": errors.UnsafeFile,
    "read_only": errors.ReadOnly,
    "unreadable": errors.Unreadable,
    "not_saved": errors.NotSaved,
    "file_in_use": errors.FileInUse,
    "file_exists": errors.FileExists,
}
_OF_REFUSALS = (
    ("signature", re.compile("Invalid JWT Signature", re.IGNORECASE)),
    ("account_gone", re.compile("account not found|disabled|has been deleted", re.IGNORECASE)),
    ("login_expired", re.compile("expired or revoked|reauth|invalid_rapt|invalid_grant: Bad Request", re.IGNORECASE)),
)
"""What Google says when it gives no token, and the sentence that tells it."""
_CLOCK = re.compile("short-lived token|reasonable timeframe|iat and exp", re.IGNORECASE)
_SCOPE = re.compile("invalid_scope|not all requested scopes were granted", re.IGNORECASE)
_LONGEST_DETAIL = 200


@contextmanager
def translated(location: str, account: str = "", *, writing: bool = False) -> Iterator[None]:
    """Raises ours for theirs. ``account`` is the address a spreadsheet has to be shared with.

    ``writing``: what was read before is to be written to now.
    """
    try:
        yield
    except FileProblem as problem:
        raise file_problem(problem) from problem
    except APIError as error:
        raise api_error(error, location, account, writing=writing) from error
    except google.DefaultCredentialsError as error:
        raise errors.NoCredentials from error
    except google.TransportError as error:
        raise network_error(error) from error
    except google.RefreshError as error:
        raise token_error(error) from error
    except google.GoogleAuthError as error:
        raise errors.BadCredentials(detail=str(error)[:_LONGEST_DETAIL]) from error
    except requests.exceptions.JSONDecodeError as error:
        raise errors.Intercepted(status=200) from error
    except requests.RequestException as error:
        raise network_error(error) from error


def file_problem(problem: FileProblem) -> errors.NpsheetsError:
    kind = _FILE_PROBLEMS.get(problem.code, errors.NotASpreadsheet)
    who = problem.kind if problem.code == "file_in_use" else ""
    return kind(location=str(problem.path), detail=problem.detail, mark=problem.detail, who=who)


def network_error(error: Exception) -> errors.NpsheetsError:
    """The same whether the service or the place that gives tokens was not reached."""
    trouble, host = network.trouble(error), network.host(error) or "sheets.googleapis.com"
    if trouble in {network.PROXY, network.PROXY_LOGIN}:
        return errors.ProxyRefused(host=host, login=trouble == network.PROXY_LOGIN)
    if trouble == network.NOT_TRUSTED:
        return errors.NotTrusted(host=host)
    if trouble == network.NOT_YET_TRUSTED:
        return errors.NotTrusted(host=host, here=_clock())
    return errors.NoConnection(reason=trouble, host=host)


def token_error(error: google.RefreshError) -> errors.NpsheetsError:
    """Why no token was given. Of Google's answer only the description is told, never what was sent."""
    said = str(error.args[0]) if error.args else ""
    if _CLOCK.search(said):
        return wrong_clock(error.date if isinstance(error, TokenRefused) else "")
    if _SCOPE.search(said):
        return errors.ScopeMissing()
    reason = next((reason for reason, words in _OF_REFUSALS if words.search(said)), "")
    if not reason and error.retryable:
        return errors.Unavailable(detail="")
    if not reason and said.lstrip().startswith("<"):
        return errors.Intercepted(status="–")
    return errors.BadCredentials(reason=reason, detail=said[:_LONGEST_DETAIL])


def wrong_clock(date: str) -> errors.WrongClock:
    """``date``: the header of Google's answer, from which it is known how far off the clock is."""
    try:
        off = (datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds() / 60
    except (TypeError, ValueError):
        return errors.WrongClock(here=_clock())
    if abs(off) < 1:
        return errors.WrongClock(here=_clock())
    return errors.WrongClock(here=_clock(), minutes=round(abs(off)), off="late" if off < 0 else "early")


def _clock() -> str:
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")
