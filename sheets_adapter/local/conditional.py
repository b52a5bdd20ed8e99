"""Conditional formats: Google's rules and those of the file, in the order in which they win."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule

from sheets_adapter.local import rule_records
from sheets_adapter.local.areas import common, overlap, without
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid
from sheets_adapter.local.ranges import Area, cell_name, from_ref, to_grid, to_ref

Json = dict[str, Any]

_NOWHERE = from_ref("XFC1048575")
"""Stands for a range without a cell, which a rule may have in Google and may not have in a file."""


@dataclass(frozen=True, eq=False)
class Entry:
    """A rule of the file with the references it covers."""

    rule: Rule
    refs: tuple[str, ...]


def entries(sheet: Sheet) -> list[Entry]:
    """All rules of a sheet, the strongest first, also those that Google has no words for."""
    found = [
        Entry(rule, tuple(each.coord for each in block.sqref.ranges))
        for block in sheet.ws.conditional_formatting
        for rule in block.rules
    ]
    return sorted(found, key=lambda entry: entry.rule.priority or 0)


def shown(document: Document, sheet: Sheet) -> list[Json]:
    """``ConditionalFormatRule`` resources, in their order."""
    return [resource for entry in entries(sheet) if (resource := _resource(document, sheet, entry))]


def _resource(document: Document, sheet: Sheet, entry: Entry) -> Json | None:
    """Google's words for a rule of the file, None where there are none (bars, icons, top ten)."""
    found = rule_records.shown(document, entry.rule)
    areas = [from_ref(ref) for ref in entry.refs]
    shown_ = [Area(0, 0, 0, 0) if area == _NOWHERE else area for area in areas]
    return {"ranges": [to_grid(sheet.sheet_id, area) for area in shown_]} | found if found else None


def _rewrite(sheet: Sheet, ordered: list[Entry]) -> None:
    sheet.ws.conditional_formatting = ConditionalFormattingList()
    for priority, entry in enumerate(ordered, 1):
        entry.rule.priority = priority
        sheet.ws.conditional_formatting.add(" ".join(entry.refs), entry.rule)


def move(sheet: Sheet, moved: Callable[[str], str]) -> None:
    """The same rules over other cells; one that covers none any more goes."""
    kept = [Entry(entry.rule, tuple(filter(None, map(moved, entry.refs)))) for entry in entries(sheet)]
    _rewrite(sheet, [entry for entry in kept if entry.refs])


def spread(sheet: Sheet, source: Area, targets: list[Area]) -> None:
    """Rules that cover cells of ``source`` cover the same cells of areas of its size as well."""
    found = []
    for entry in entries(sheet):
        parts = [part for ref in entry.refs if (part := common(from_ref(ref), source))]
        copies = [
            Area(part.top + down, part.left + right, part.ends[0] + down, part.ends[1] + right)
            for target in targets
            for down, right in [(target.top - source.top, target.left - source.left)]
            for part in parts
        ]
        for ref in entry.refs:
            copies = without(copies, from_ref(ref))
        found.append(Entry(entry.rule, (*entry.refs, *dict.fromkeys(map(to_ref, copies)))))
    _rewrite(sheet, found)


def covers(sheet: Sheet, area: Area) -> bool:
    """Whether any rule has to do with an area."""
    return any(overlap(from_ref(ref), area) for entry in entries(sheet) for ref in entry.refs)


def add(document: Document, given: Json, index: int) -> None:
    """Puts a rule at a place among the rules Google sees."""
    sheet, entry = _entry(document, given)
    ordered = entries(sheet)
    seen = [each for each, _ in _seen(document, sheet, ordered)]
    if not 0 <= index <= len(seen):
        raise invalid(f"Index {index} is out of bounds: there are {len(seen)} rules.")
    place = ordered.index(seen[index]) if index < len(seen) else len(ordered)
    _rewrite(sheet, [*ordered[:place], entry, *ordered[place:]])


def _entry(document: Document, given: Json) -> tuple[Sheet, Entry]:
    ranges = given.get("ranges") or []
    if not ranges:
        raise invalid("No ranges specified.")
    places = [document.grid(each, empty=True) for each in ranges]
    sheet = places[0][0]
    if any(other is not sheet for other, _ in places):
        raise invalid("All ranges of a conditional format must be on the same sheet.")
    areas = [_NOWHERE if area.bottom == area.top or area.right == area.left else area for _, area in places]
    record = rule_records.record(document, given, cell_name(areas[0].top, areas[0].left))
    return sheet, Entry(record, tuple(map(to_ref, areas)))


def _seen(document: Document, sheet: Sheet, ordered: list[Entry]) -> list[tuple[Entry, Json]]:
    """The rules that Google sees, with its words for them."""
    return [(entry, found) for entry in ordered if (found := _resource(document, sheet, entry))]


def _at(document: Document, sheet: Sheet, ordered: list[Entry], index: int) -> tuple[Entry, Json]:
    seen = _seen(document, sheet, ordered)
    if not 0 <= index < len(seen):
        raise invalid(f"No conditional format on sheet: {sheet.sheet_id} at index: {index}")
    return seen[index]


def remove(document: Document, sheet: Sheet, index: int) -> Json:
    """Takes the rule at a place away and returns it."""
    ordered = entries(sheet)
    entry, resource = _at(document, sheet, ordered, index)
    _rewrite(sheet, [each for each in ordered if each is not entry])
    return resource


def replace(document: Document, given: Json, index: int) -> tuple[Json, Json]:
    """Puts a rule in the place of another on its sheet; returns the new one and the old one."""
    sheet, new = _entry(document, given)
    ordered = entries(sheet)
    old, resource = _at(document, sheet, ordered, index)
    _rewrite(sheet, [new if each is old else each for each in ordered])
    return _at(document, sheet, entries(sheet), index)[1], resource


def reorder(document: Document, sheet: Sheet, index: int, new_index: int) -> Json:
    """Moves a rule among those Google sees; returns it."""
    ordered = entries(sheet)
    entry, resource = _at(document, sheet, ordered, index)
    _at(document, sheet, ordered, new_index)
    rest = [each for each in ordered if each is not entry]
    others = [each for each, _ in _seen(document, sheet, rest)]
    place = rest.index(others[new_index]) if new_index < len(others) else len(rest)
    _rewrite(sheet, [*rest[:place], entry, *rest[place:]])
    return resource
