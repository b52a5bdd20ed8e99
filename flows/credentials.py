"""Google credentials kept in Prefect: a Secret block that a worker reads instead of a file of its own."""

from __future__ import annotations

from typing import Any

from flows.delivery.secrets import in_prefect
from flows.errors import NoSecret
from sheets_adapter.errors import NoCredentials

BLOCK = "npsheets-google"
"""The block's name; its value is a service account's key, as JSON or as text."""


def key_in_prefect() -> tuple[str, Any] | None:
    """Where the key stands and the key; None without a Prefect server of one's own or without the block.

    Raises NoCredentials where the server does not answer.
    """
    try:
        key = in_prefect(BLOCK)
    except NoSecret as silent:
        raise NoCredentials(reason="unasked", where=silent.details["where"]) from silent
    return None if key is None else (f"{BLOCK} (Prefect)", key)
