"""Staff is told of a run that failed and that nobody watched: once a day for the same sentence, not with every run.

Prefect calls ``tell_staff`` when a flow ends as Failed or Crashed, in the process of the run or, where that process
died, in whoever looks after it.
"""

from __future__ import annotations

import contextvars
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from prefect.logging import get_logger

from flows.artifacts import address
from flows.delivery.notice_words import Notice
from flows.delivery.said_lately import is_news, remember_said
from flows.delivery.secrets import NOTICES, secret
from flows.progress import watched
from flows.session import is_terminal
from flows.texts import has, language_of_shell, say
from sheets_adapter.errors import NpsheetsError

LONGEST = 20.0
"""Seconds that a failed run waits for its notice."""
LONGEST_SENTENCE = 500

_known: dict[str, tuple[str, str]] = {}
"""Title and language of the workbooks that this process has read, by location."""
_UNREAD = ("", "")


def remember(location: str, title: str, language: str) -> None:
    """So that a run that fails later can say which workbook it was about, in its language."""
    _known[location] = (title, language)


def tell_staff(flow: Any, flow_run: Any, state: Any) -> None:
    """For ``on_failure`` and ``on_crashed``; never raises. Who sits at a terminal has seen the error."""
    if (watched() and is_terminal()) or flow_run.parameters.get("dry_run"):
        return
    context = contextvars.copy_context()
    telling = threading.Thread(target=context.run, args=(_tell, flow.name, flow_run.parameters, state), daemon=True)
    telling.start()
    telling.join(LONGEST)


def _tell(flow: str, parameters: dict[str, Any], state: Any) -> None:
    with suppress(Exception):  # the run has failed already: what is wrong about its notice must not hide why
        location = str(parameters.get("location", ""))
        try:
            _told(flow, location, sentence_of(state, _known.get(location, _UNREAD)[1] or language_of_shell()))
        except NpsheetsError as wrong:
            get_logger("npsheets").warning("Nobody was told that this run failed: %s", wrong)


def _told(flow: str, location: str, sentence: str) -> None:
    from flows.delivery.staff_notices import StaffNotices  # noqa: PLC0415 - Apprise is needed by few runs

    config = secret(*NOTICES)
    if not config or not is_news(flow, location, sentence):
        return
    staff = StaffNotices(config)
    deaf = staff.send(notice_of(flow, location, sentence), LONGEST)
    if deaf:
        get_logger("npsheets").warning("That this run failed was not taken by %s.", ", ".join(deaf))
    if len(deaf) < len(staff.channels):
        remember_said(flow, location, sentence)


def sentence_of(state: Any, language: str) -> str:
    """Why the run failed: what a person has to put right in the workbook's language, anything else as Prefect says."""
    error = getattr(state.data, "result", state.data)
    said = error.say(language) if isinstance(error, NpsheetsError) else state.message or ""
    return " ".join(said.split())[:LONGEST_SENTENCE]


def notice_of(flow: str, location: str, sentence: str) -> Notice:
    """Of a workbook that was never read only its file's name is known, or that it is a Google spreadsheet."""
    title, language = _known.get(location, _UNREAD)
    language = language or language_of_shell()
    path = Path(location)
    is_file = "://" not in location and path.suffix
    key = f"flow.{flow.replace('-', '_')}"
    return Notice(
        language=language,
        title=title or (path.name if is_file else say(language, "notice.spreadsheet")),
        link=address(location) if location else "",
        trouble=(sentence,) if sentence else (),
        failed=say(language, key) if has(language, key) else flow,
    )
