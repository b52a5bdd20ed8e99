"""What people read: one file of words a language, the same keys in each.

``say`` gives a text by its key with values put in, ``count`` a number with its noun in the right form.
"""

from __future__ import annotations

import os
import shlex
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "ru")


@cache
def texts(language: str) -> dict[str, str | list[str]]:
    """All texts of a language by their dotted keys."""
    return _flat(tomllib.loads(files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")))


def language_of_shell() -> str:
    """What is spoken where no workbook has told its language."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ru" if spoken.lower().startswith("ru") else "en"


def say(language: str, key: str, **values: Any) -> str:
    text = texts(language)[key]
    if isinstance(text, list):
        raise KeyError(key)
    if "location" in values:
        values["in_shell"] = shlex.quote(str(values["location"]))  # a link has signs that mean something to a shell
    return text.format(**values)


def has(language: str, key: str) -> bool:
    return key in texts(language)


def listed(language: str, key: str) -> list[str]:
    text = texts(language)[key]
    return text if isinstance(text, list) else [text]


def count(language: str, noun: str, n: int) -> str:
    """``1 client``, ``2 clients``; ``1 клиент``, ``2 клиента``, ``5 клиентов``."""
    forms = listed(language, f"count.{noun}")
    return forms[_plural(language, n)].format(n=n)


def _plural(language: str, n: int) -> int:
    if language != "ru":
        return 0 if n == 1 else 1
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14} else 2


def _flat(tree: dict[str, Any], prefix: str = "") -> dict[str, str | list[str]]:
    flat: dict[str, str | list[str]] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = value
    return flat
