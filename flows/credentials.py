"""Google credentials kept in Prefect: a Secret block that a worker reads instead of a file of its own."""

from __future__ import annotations

from typing import Any

from sheets_adapter.errors import NoCredentials

BLOCK = "npsheets-google"
"""The block's name; its value is a service account's key, as JSON or as text."""


def key_in_prefect() -> tuple[str, Any] | None:
    """Where the key stands and the key; None without a Prefect server of one's own or without the block.

    Raises NoCredentials where the server does not answer.
    """
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415 - Prefect takes a second to import

    if not PREFECT_API_URL.value():
        return None
    from prefect.blocks.system import Secret  # noqa: PLC0415

    try:
        block: Any = Secret.load(BLOCK)
    except ValueError:
        return None
    except Exception as error:
        raise NoCredentials(reason="unasked", where=PREFECT_API_URL.value()) from error
    return f"{BLOCK} (Prefect)", block.get()
