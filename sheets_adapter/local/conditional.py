"""Conditional formats: Google's rules and those of the file, in the order in which they win."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl.formatting import rule as openpyxl_rule
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import ColorScale, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from sheets_adapter.local import colors, conditions, formats
from sheets_adapter.local.areas import common, overlap, without
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.errors import invalid, unimplemented
from sheets_adapter.local.fields import refuse_unknown
from sheets_adapter.local.ranges import Area, cell_name, from_grid, from_ref, to_grid, to_ref

Json = dict[str, Any]

# The stubs list every literal these two take; what is put in comes from tables.
_make_rule: Callable[..., Rule] = Rule
_make_stop: Callable[..., Any] = openpyxl_rule.FormatObject

_POINTS = {"MIN": "min", "MAX": "max", "NUMBER": "num", "PERCENT": "percent", "PERCENTILE": "percentile"}
_POINTS_BACK = {value: key for key, value in _POINTS.items()} | {"formula": "NUMBER"}
_TEXTS = {
    "TEXT_CONTAINS": ("containsText", "containsText", 'NOT(ISERROR(SEARCH("{text}",{cell})))'),
    "TEXT_NOT_CONTAINS": ("notContainsText", "notContains", 'ISERROR(SEARCH("{text}",{cell}))'),
    "TEXT_STARTS_WITH": ("beginsWith", "beginsWith", 'LEFT({cell},{length})="{text}"'),
    "TEXT_ENDS_WITH": ("endsWith", "endsWith", 'RIGHT({cell},{length})="{text}"'),
}
_TEXTS_BACK = {kind: name for name, (kind, _, _) in _TEXTS.items()}


@dataclass(frozen=True)
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


def shown(sheet: Sheet) -> list[Json]:
    """``ConditionalFormatRule`` resources, in their order."""
    return [resource for entry in entries(sheet) if (resource := _resource(sheet, entry))]


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
    ranges = given.get("ranges") or []
    if not ranges:
        raise invalid("No ranges specified.")
    sheet = document.grid(ranges[0])[0]
    if any(document.grid(each)[0] is not sheet for each in ranges):
        raise invalid("All ranges of a conditional format must be on the same sheet.")
    refs = tuple(to_ref(from_grid(each)) for each in ranges)
    rule = _rule(given, cell_name(ranges[0].get("startRowIndex", 0), ranges[0].get("startColumnIndex", 0)))
    ordered = entries(sheet)
    seen = [at for at, entry in enumerate(ordered) if _resource(sheet, entry)]
    if not 0 <= index <= len(seen):
        raise invalid(f"Index {index} is out of bounds: there are {len(seen)} rules.")
    place = seen[index] if index < len(seen) else len(ordered)
    _rewrite(sheet, [*ordered[:place], Entry(rule, refs), *ordered[place:]])


def remove(sheet: Sheet, index: int) -> Json:
    """Takes the rule at a place away and returns it."""
    ordered = entries(sheet)
    seen = [(entry, resource) for entry in ordered if (resource := _resource(sheet, entry))]
    if not 0 <= index < len(seen):
        raise invalid(f"No conditional format on sheet: {sheet.sheet_id} at index: {index}")
    entry, resource = seen[index]
    _rewrite(sheet, [each for each in ordered if each is not entry])
    return resource


def _rule(given: Json, first_cell: str) -> Rule:
    if given.get("gradientRule"):
        return _gradient(given["gradientRule"])
    if not given.get("booleanRule"):
        raise invalid("Exactly one of booleanRule and gradientRule is required.")
    boolean = given["booleanRule"]
    condition = boolean.get("condition") or {}
    kind = condition.get("type", "")
    look = _look(boolean.get("format") or {})
    if kind in conditions.OPERATORS:
        texts = conditions.values(condition, 2 if "BETWEEN" in kind else 1)
        formula = [conditions.formula(text) for text in texts]
        return _make_rule("cellIs", operator=conditions.OPERATORS[kind], formula=formula, dxf=look)
    if kind in {"TEXT_EQ", "TEXT_NOT_EQ"}:
        quoted = '"' + conditions.values(condition, 1)[0].replace('"', '""') + '"'
        return _make_rule("cellIs", operator="equal" if kind == "TEXT_EQ" else "notEqual", formula=[quoted], dxf=look)
    if kind in _TEXTS:
        name, operator, pattern = _TEXTS[kind]
        text = conditions.values(condition, 1)[0]
        formula = [pattern.format(text=text.replace('"', '""'), cell=first_cell, length=len(text))]
        return _make_rule(name, operator=operator, text=text, formula=formula, dxf=look)
    if kind in {"BLANK", "NOT_BLANK"}:
        name = "containsBlanks" if kind == "BLANK" else "notContainsBlanks"
        sign = "=" if kind == "BLANK" else ">"
        return _make_rule(name, formula=[f"LEN(TRIM({first_cell})){sign}0"], dxf=look)
    if kind == "CUSTOM_FORMULA":
        return _make_rule("expression", formula=[conditions.formula(conditions.values(condition, 1)[0])], dxf=look)
    raise unimplemented(f"a conditional format of type {kind}") if kind else invalid("No condition type specified.")


def _look(given: Json) -> DifferentialStyle:
    refuse_unknown(given, {"backgroundColor", "backgroundColorStyle", "textFormat"}, "format")
    text = given.get("textFormat") or {}
    done = {"bold", "italic", "strikethrough", "underline", "foregroundColor", "foregroundColorStyle"}
    refuse_unknown(text, done, "textFormat")
    background, foreground = colors.given(given, "backgroundColor"), colors.given(text, "foregroundColor")
    font = Font(
        b=text.get("bold"),
        i=text.get("italic"),
        strike=text.get("strikethrough"),
        u="single" if text.get("underline") else None,
        color=foreground,
    )
    # In a conditional format the file keeps the colour of a solid fill in the other of its two places.
    fill = PatternFill(bgColor=background) if background else None
    return DifferentialStyle(font=font if text else None, fill=fill)


def _gradient(given: Json) -> Rule:
    points = [given[name] for name in ("minpoint", "midpoint", "maxpoint") if given.get(name)]
    if not given.get("minpoint") or not given.get("maxpoint") or any(not each.get("type") for each in points):
        raise invalid("No interpolationPointType specified.")
    for point in points:
        if point["type"] not in {"MIN", "MAX"} and not point.get("value"):
            raise invalid("InterpolationPoint.value is required.")
    stops = [_make_stop(_POINTS[each["type"]], _stop_value(each)) for each in points]
    shades: Any = [colors.given(each, "color") for each in points]
    return _make_rule("colorScale", colorScale=ColorScale(cfvo=stops, color=shades))


def _stop_value(point: Json) -> Any:
    if point["type"] in {"MIN", "MAX"}:
        return None
    try:
        return float(str(point["value"]).replace(",", "."))
    except ValueError:
        raise invalid(f"Invalid InterpolationPoint.value: {point['value']}") from None


def _resource(sheet: Sheet, entry: Entry) -> Json | None:
    """Google's words for a rule of the file, None where there are none (bars, icons, top ten)."""
    ranges = [to_grid(sheet.sheet_id, from_ref(ref)) for ref in entry.refs]
    rule = entry.rule
    if rule.type == "colorScale" and rule.colorScale is not None:
        return {"ranges": ranges, "gradientRule": _shown_gradient(rule.colorScale)}
    condition = _shown_condition(rule)
    if condition is None:
        return None
    return {"ranges": ranges, "booleanRule": {"condition": condition, "format": _shown_look(rule.dxf)}}


def _shown_condition(rule: Rule) -> Json | None:
    formulas = [str(each) for each in rule.formula or ()]
    if rule.type == "cellIs" and formulas:
        if formulas[0].startswith('"') and rule.operator in {"equal", "notEqual"}:
            text = formulas[0][1:-1].replace('""', '"')
            return conditions.condition("TEXT_EQ" if rule.operator == "equal" else "TEXT_NOT_EQ", text)
        kind = conditions.NUMBERS_BACK.get(str(rule.operator))
        return conditions.condition(kind, *(conditions.entered(text) for text in formulas)) if kind else None
    if rule.type in _TEXTS_BACK and rule.text:
        return conditions.condition(_TEXTS_BACK[rule.type], rule.text)
    if rule.type in {"containsBlanks", "notContainsBlanks"}:
        return conditions.condition("BLANK" if rule.type == "containsBlanks" else "NOT_BLANK")
    if rule.type == "expression" and formulas:
        return conditions.condition("CUSTOM_FORMULA", "=" + formulas[0])
    return None


def _shown_look(look: Any) -> Json:
    shown: Json = {}
    if look is None:
        return shown
    if look.fill is not None:
        shown.update(colors.shown(look.fill.bgColor or look.fill.fgColor, "backgroundColor"))
    if look.font is not None:
        text = formats.shown_text(look.font, Font())
        if text:
            shown["textFormat"] = text
    return shown


def _shown_gradient(scale: Any) -> Json:
    names = ("minpoint", "maxpoint") if len(scale.cfvo) == 2 else ("minpoint", "midpoint", "maxpoint")
    shown: Json = {}
    for name, stop, color in zip(names, scale.cfvo, scale.color, strict=False):
        point = colors.shown(color, "color") | {"type": _POINTS_BACK.get(stop.type, "NUMBER")}
        if stop.type not in {"min", "max"} and stop.val is not None:
            point["value"] = f"{stop.val:g}" if isinstance(stop.val, float) else str(stop.val)
        shown[name] = point
    return shown
