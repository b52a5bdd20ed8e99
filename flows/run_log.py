"""Prefect's log, without tracebacks for what a person has to put right: a run's state says it in one sentence."""

from __future__ import annotations

import logging

from sheets_adapter.errors import NpsheetsError

LOGGERS = ("prefect.flow_runs", "prefect.task_runs", "prefect.engine")
"""Where Prefect logs the exception that ended a task, a flow and the process of a flow."""


def without_tracebacks_of_people() -> None:
    """Our own mistakes keep theirs. Handing the same filter over again changes nothing."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(is_of_the_program)


def is_of_the_program(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], NpsheetsError))
