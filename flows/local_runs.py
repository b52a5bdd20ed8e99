"""Prefect for a run at the command line: quiet, quick, and with the server the user has, if there is one.

A run without a server of its own starts Prefect's ephemeral one. Nothing here is used by a worker.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

QUIET = {"PREFECT_LOGGING_LEVEL": "CRITICAL", "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL"}
ALWAYS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # Its first start on a slow machine builds a database, which can take longer than Prefect waits by default.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
}

NO_NEWS = ("EventsWorker", "APILogWorker")
"""Loggers of Prefect's own, which say that it is still busy when all is done."""


def prepare(*, verbose: bool) -> None:
    """Has to come before Prefect is imported; what the user has set stands."""
    if not verbose:
        for name in NO_NEWS:
            logging.getLogger(name).setLevel(logging.ERROR)
    for name, value in {**ALWAYS, **({} if verbose else QUIET)}.items():
        os.environ.setdefault(name, value)


@contextmanager
def one_shot() -> Iterator[None]:
    """Runs within this are watched by nobody but the person at the terminal.

    So they need no heartbeat, whose thread would keep every run for a second, and without a server that
    stays nobody would read their logs there.
    """
    from prefect.settings import (  # noqa: PLC0415 - Prefect takes a second to import
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        PREFECT_LOGGING_TO_API_ENABLED,
        temporary_settings,
    )

    quick: dict[Any, Any] = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    if not PREFECT_API_URL.value():
        quick[PREFECT_LOGGING_TO_API_ENABLED] = False
    with temporary_settings(quick):
        yield
