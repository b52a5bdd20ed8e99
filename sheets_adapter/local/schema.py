"""What requests and answers of the Sheets API are made of, as Google's discovery document describes it.

``schema.json`` is that document without its prose: ``{"methods": {method: [body, answer]}, "schemas": {schema:
{property: kind}}}``. A kind is the name of a schema (``GridRange``), a scalar (``string``, ``int32``, ``double``,
``float``, ``bool``, ``mask``, ``time``, ``any``), ``[kind]`` for a list, ``{"map": kind}`` or ``{"enum": [...]}``.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

Kind = Any


class Field(NamedTuple):
    """A property; ``name`` is how JSON spells it, ``snake`` how Google's messages do."""

    name: str
    snake: str
    kind: Kind


@cache
def _table() -> dict[str, Any]:
    text = files("sheets_adapter.local").joinpath("schema.json").read_text("utf-8")
    return dict(json.loads(text))


def snake(name: str) -> str:
    """``startRowIndex`` -> ``start_row_index``."""
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


@cache
def fields(schema: str) -> dict[str, Field]:
    """The properties of a schema under both of their spellings, which requests may mix."""
    found: dict[str, Field] = {}
    for name, kind in _table()["schemas"][schema].items():
        field = Field(name, snake(name), kind)
        found[field.snake] = found[name] = field
    return found


def body_of(method: str) -> str | None:
    """The schema of a method's body, None where it has none or is no method of Sheets."""
    body: str | None = _table()["methods"].get(method, [None])[0]
    return body


def answer_of(method: str) -> str | None:
    """The schema of a method's answer, None where it is no method of Sheets."""
    answer: str | None = _table()["methods"].get(method, [None, None])[1]
    return answer


def schema_within(kind: Kind) -> str | None:
    """The schema of the things in a list or a map or of the thing itself, None for scalars."""
    while not isinstance(kind, str):
        if isinstance(kind, list):
            kind = kind[0]
        elif "map" in kind:
            kind = kind["map"]
        else:
            return None
    return kind if kind[0].isupper() else None
