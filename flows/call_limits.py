"""Every call to Google takes a slot of one of two limits that all runs of a Prefect server share.

Google allows 60 calls a minute and user; a limit of 8 slots of which 0.8 come free a second stays below that
even in its first minute. A run without a lasting server has nobody to share with and asks nobody.
"""

from __future__ import annotations

import logging

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.sync import rate_limit
from prefect.exceptions import MissingContextError, ObjectNotFound
from prefect.logging import get_logger, get_run_logger
from prefect.settings import PREFECT_API_URL

from sheets_adapter.errors import QuotaExceeded
from sheets_adapter.http import BeforeCall
from sheets_adapter.locations import google_id

LIMITS = ("google-sheets-reads", "google-sheets-writes")
SLOTS, DECAY = 8, 0.8
LONGEST_WAIT = 120.0
"""Seconds for a slot to come free; in a queue that long something else is wrong."""


def before_call(location: str) -> BeforeCall | None:
    """For ``open_workbook``: nothing for a file, nor where no server outlives the run."""
    return take_slot if google_id(location.strip()) and PREFECT_API_URL.value() else None


def take_slot(kind: str) -> None:
    """Waits its turn. Without the limit, or without an answer from Prefect, the call goes ahead with a warning:

    one workbook needs three calls, and Google's own refusal is waited out anyway.
    """
    name = f"google-sheets-{kind}s"
    try:
        rate_limit(name, timeout_seconds=LONGEST_WAIT, strict=True)
    except TimeoutError as waited:
        raise QuotaExceeded(quota="shared", limit=name, seconds=round(LONGEST_WAIT)) from waited
    except Exception as failed:  # noqa: BLE001 - whatever keeps Prefect from counting must not keep the run from working
        _warn(name, failed)


async def make_limits(client: PrefectClient) -> None:
    """Those that are missing; one that somebody has set otherwise stands."""
    for name in LIMITS:
        try:
            await client.read_global_concurrency_limit_by_name(name)
        except ObjectNotFound:
            await client.create_global_concurrency_limit(
                GlobalConcurrencyLimitCreate(name=name, limit=SLOTS, slot_decay_per_second=DECAY)
            )


def _warn(name: str, failed: Exception) -> None:
    if name in _warned:
        return
    _warned.add(name)
    told = failed.__cause__ or failed
    _logger().warning(
        "Calls to Google are not counted by the limit %s (%s). If it is missing: %s", name, told, command(name)
    )


_warned: set[str] = set()
"""One line a run: a worker runs each in a process of its own."""


def command(name: str) -> str:
    return f"prefect gcl create {name} --limit {SLOTS} --slot-decay-per-second {DECAY}"


def _logger() -> logging.Logger | logging.LoggerAdapter[logging.Logger]:
    try:
        return get_run_logger()
    except MissingContextError:
        return get_logger("npsheets")
