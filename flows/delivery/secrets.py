"""What no workbook may hold: passwords and keys, out of the environment or out of Prefect's Secret blocks."""

from __future__ import annotations

import os
from typing import Any

from flows.errors import NoSecret

SMTP = ("NPSHEETS_SMTP_PASSWORD", "npsheets-smtp")
WEBHOOK = ("NPSHEETS_WEBHOOK_SECRET", "npsheets-webhook")
NOTICES = ("NPSHEETS_NOTICES", "npsheets-notices")
NONE = "none"
"""As the value of a variable: there is none, whatever Prefect keeps."""


def secret(variable: str, block: str) -> str:
    """The secret; empty where nobody keeps one. The environment goes before Prefect.

    Raises NoSecret where the Prefect server that should be asked does not answer.
    """
    if named := os.environ.get(variable, "").strip():
        return "" if named == NONE else named
    value = in_prefect(block)
    return "" if value is None else str(value).strip()


def where_is(variable: str, block: str) -> str:
    """The name of the variable or of the block that holds the secret; empty where there is none."""
    if not secret(variable, block):
        return ""
    return variable if os.environ.get(variable, "").strip() else block


def in_prefect(block: str) -> Any:
    """What a Secret block holds; None without a Prefect server of one's own or without the block."""
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415 - Prefect takes a second to import

    if not PREFECT_API_URL.value():
        return None
    from prefect.blocks.system import Secret  # noqa: PLC0415

    try:
        loaded: Any = Secret.load(block)
    except ValueError:
        return None
    except Exception as error:
        raise NoSecret(block=block, where=PREFECT_API_URL.value()) from error
    return loaded.get()
