"""Field masks as Google writes them: ``sheets(properties/title,charts.chartId),spreadsheetId``.

A mask is a tree of names: ``{"sheets": {"properties": {"title": {}}}}``; an empty branch means all of it.
"""

from __future__ import annotations

import re
from typing import Any

from sheets_adapter.local import schema
from sheets_adapter.local.errors import ApiError, invalid, violations

Mask = dict[str, "Mask"]
EVERYTHING: Mask = {}
_NAME = re.compile(r"[^,()./]+")


def parse(text: str) -> Mask:
    """The tree of a mask; ``*`` and an empty text are everything. Raises ApiError 400 for a broken one."""
    paths = _paths(text.strip())
    return EVERYTHING if ("*",) in paths else _tree(paths)


def of_answer(method: str, text: str) -> Mask:
    """The mask of a query. Raises ApiError 400 for a field that the answer of the method does not have."""
    answer = schema.answer_of(method)
    wrong = [path for path in _paths(text) if not _exists(answer, path)] if answer else []
    if wrong:
        told = "Error expanding 'fields' parameter. Cannot find matching fields for path '{}'."
        problems = [(text, told.format(".".join(path))) for path in wrong]
        raise violations(problems, "Request contains an invalid argument.")
    return parse(text)


def _exists(name: str | None, path: tuple[str, ...]) -> bool:
    if not path or path[0] == "*":
        return True
    field = schema.fields(name).get(path[0]) if name else None
    return field is not None and (isinstance(field.kind, dict) or _exists(schema.schema_within(field.kind), path[1:]))


def _paths(text: str) -> list[tuple[str, ...]]:
    """Each field that a mask names, from the top: ``a(b,c/d)`` are ``a b`` and ``a c d``."""
    paths: list[tuple[str, ...]] = []
    if _read(text, 0, (), paths) != len(text):
        raise _broken(text)
    return paths


def _read(text: str, at: int, above: tuple[str, ...], into: list[tuple[str, ...]]) -> int:
    """Reads ``name(.name)*[(...)],...`` from ``at`` on; returns where it stopped."""
    while at < len(text) and text[at] != ")":
        path = above
        while True:
            name = _NAME.match(text, at)
            if name is None:
                raise _broken(text)
            path, at = (*path, _camel(name[0])), name.end()
            if text[at : at + 1] not in {".", "/"}:
                break
            at += 1
        if text[at : at + 1] == "(":
            at = _read(text, at + 1, path, into)
            if text[at : at + 1] != ")":
                raise _broken(text)
            at += 1
        else:
            into.append(path)
        if text[at : at + 1] == ",":
            at += 1
    return at


def _camel(name: str) -> str:
    """Masks may spell names either way: ``pixel_size`` -> ``pixelSize``."""
    return re.sub("_([a-z])", lambda match: match[1].upper(), name)


def _broken(text: str) -> ApiError:
    return invalid(f"Invalid field selection {text}")


def _tree(paths: list[tuple[str, ...]]) -> Mask:
    """Shorter paths first: what is below one of them is covered by it."""
    mask: Mask = {}
    for path in sorted(paths, key=len):
        branch = mask
        for name in path:
            if name in branch and not branch[name]:
                break
            branch = branch.setdefault(name, {})
    return mask


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


def merged(before: dict[str, Any], changes: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """``before`` with what the mask selects out of ``changes``; selected and not given, a property goes."""
    if not mask or "*" in mask:
        return dict(changes)
    found = dict(before)
    for name, branch in mask.items():
        value = changes.get(name)
        if branch and "*" not in branch:
            value = merged(before.get(name) or {}, value or {}, branch)
        if value is None:
            found.pop(name, None)
        else:
            found[name] = value
    return found
