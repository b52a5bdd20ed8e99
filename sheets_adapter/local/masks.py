"""Field masks as Google writes them: ``sheets(properties/title,charts.chartId),spreadsheetId``.

A mask is a tree of names: ``{"sheets": {"properties": {"title": {}}}}``; an empty branch means all of it.
"""

from __future__ import annotations

from typing import Any

from sheets_adapter.local.errors import invalid

Mask = dict[str, "Mask"]
EVERYTHING: Mask = {}


def parse(text: str) -> Mask:
    """The tree of a mask; ``*`` and an empty text are everything. Raises ApiError 400 for a broken one."""
    mask: Mask = {}
    rest = _branch(text.strip(), 0, mask, text)
    if rest != len(text.strip()):
        raise invalid(f"Invalid field selection {text}")
    return EVERYTHING if "*" in mask else mask


def _branch(text: str, at: int, into: Mask, whole: str) -> int:
    """Reads ``name(.name)*[(...)],...`` from ``at`` into a branch; returns where it stopped."""
    while at < len(text) and text[at] != ")":
        leaf = into
        while True:
            name, at = _name(text, at, whole)
            leaf = leaf.setdefault(name, {})
            if at < len(text) and text[at] in "./":
                at += 1
                continue
            break
        if at < len(text) and text[at] == "(":
            at = _branch(text, at + 1, leaf, whole)
            if at >= len(text) or text[at] != ")":
                raise invalid(f"Invalid field selection {whole}")
            at += 1
        if at < len(text) and text[at] == ",":
            at += 1
    return at


def _name(text: str, at: int, whole: str) -> tuple[str, int]:
    start = at
    while at < len(text) and (text[at].isalnum() or text[at] in "_*"):
        at += 1
    if at == start:
        raise invalid(f"Invalid field selection {whole}")
    return text[start:at], at


def wants(mask: Mask, *path: str) -> bool:
    """Whether the mask covers anything at ``path``."""
    for name in path:
        if not mask or "*" in mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def below(mask: Mask, *path: str) -> Mask:
    """The part of a mask below ``path`` (everything where the mask ends above it)."""
    for name in path:
        if not mask or "*" in mask:
            return EVERYTHING
        mask = mask.get(name, {})
    return mask


def prune(answer: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """What of an answer the mask lets through."""
    if not mask or "*" in mask:
        return answer
    return {name: _pruned(item, mask[name]) for name, item in answer.items() if name in mask}


def _pruned(value: Any, mask: Mask) -> Any:
    if isinstance(value, list):
        return [_pruned(item, mask) for item in value]
    return prune(value, mask) if isinstance(value, dict) else value
