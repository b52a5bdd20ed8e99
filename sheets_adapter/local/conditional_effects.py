"""What conditional formats do to the cells they cover: the first rule that holds gives a cell its look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.formula.translate import Translator, TranslatorError

from sheets_adapter.local import cells, colors, conditional, rule_records, theme
from sheets_adapter.local.document import Document, Sheet
from sheets_adapter.local.ranges import Area, cell_name, from_ref

Json = dict[str, Any]
Place = tuple[int, int]
"""Row and column from 1."""

_SIGNS = {
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
    "lessThan": "<",
    "lessThanOrEqual": "<=",
    "equal": "=",
    "notEqual": "<>",
}


def add(document: Document, sheet: Sheet, area: Area, found: dict[int, dict[int, Json]]) -> None:
    """Changes the ``effectiveFormat`` of cells of an area, by row and column from 0 at its corner."""
    entries = [entry for entry in conditional.entries(sheet) if rule_records.shown(document, entry.rule)]
    if not entries:
        return
    shown = {
        (area.top + row + 1, area.left + column + 1): data
        for row, line in found.items()
        for column, data in line.items()
        if "effectiveFormat" in data
    }
    looks = [_look(document, sheet, entry, shown) for entry in entries]
    for place, data in shown.items():
        for look in looks:
            change = look(place)
            if change is not None:
                text = data["effectiveFormat"]["textFormat"] | change.get("textFormat", {})
                data["effectiveFormat"] = data["effectiveFormat"] | change | {"textFormat": text}
                break


def _look(
    document: Document, sheet: Sheet, entry: conditional.Entry, shown: dict[Place, Json]
) -> Callable[[Place], Json | None]:
    """What a rule does to a place, None where it does not hold."""
    areas = [from_ref(ref) for ref in entry.refs]
    if entry.rule.type == "colorScale":
        return _scale(document, sheet, areas, entry.rule.colorScale)
    covered = [place for place in shown if _covers(areas, place)]
    first = cell_name(areas[0].top, areas[0].left)
    formulas = [_test(entry.rule, first, cell_name(row - 1, column - 1)) for row, column in covered]
    holds = dict(zip(covered, document.formulas.tried(sheet.title, formulas), strict=True))
    format_ = (rule_records.shown(document, entry.rule) or {})["booleanRule"]["format"]
    return lambda place: format_ if holds.get(place) in (True, 1) else None


def _covers(areas: list[Area], place: Place) -> bool:
    row, column = place[0] - 1, place[1] - 1
    return any(area.top <= row < area.ends[0] and area.left <= column < area.ends[1] for area in areas)


def _test(rule: Rule, first: str, cell: str) -> str:
    """A formula that is true where a rule holds for a cell; the rule is written for the ``first`` one."""
    formulas = [str(each) for each in rule.formula or ()]
    if rule.type == "cellIs":
        low, high = formulas[0], formulas[-1]
        if rule.operator in {"between", "notBetween"}:
            test = f"AND({first}>=({low}),{first}<=({high}))"
            test = test if rule.operator == "between" else f"NOT({test})"
        else:
            test = f"{first}{_SIGNS.get(str(rule.operator), '=')}({low})"
        # Any text is more than any number.
        formulas = [test if low.startswith('"') else f"AND(ISNUMBER({first}),{test})"]
    try:
        return str(Translator("=" + formulas[0], first).translate_formula(cell))
    except TranslatorError:
        return "=FALSE"


def _scale(document: Document, sheet: Sheet, areas: list[Area], scale: Any) -> Callable[[Place], Json | None]:
    """A colour between those of the stops, by the value of a cell."""
    numbers = dict(_numbers(document, sheet, areas))
    ordered = sorted(numbers.values())
    stops = [_stop(document, sheet, stop, ordered) for stop in scale.cfvo] if ordered else []
    codes = [colors.code(color, theme.palette(document.book)) or "000000" for color in scale.color]

    def look(place: Place) -> Json | None:
        value = numbers.get(place)
        if value is None or not stops:
            return None
        above = next((at for at, stop in enumerate(stops) if value <= stop), len(stops) - 1)
        below = max(above - 1, 0)
        width = stops[above] - stops[below]
        part = min(max((value - stops[below]) / width, 0), 1) if width > 0 else 1
        code = _between(codes[below], codes[above], part)
        return {"backgroundColor": colors.to_rgb(code), "backgroundColorStyle": {"rgbColor": colors.to_rgb(code)}}

    return look


def _numbers(document: Document, sheet: Sheet, areas: list[Area]) -> Iterator[tuple[Place, float]]:
    for place, cell in sheet.cells.items():
        if _covers(areas, place):
            value = cells.effective(document, sheet, cell)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                yield place, value


def _stop(document: Document, sheet: Sheet, stop: Any, ordered: list[float]) -> float:
    low, high = ordered[0], ordered[-1]
    if stop.type in {"min", "max"}:
        return low if stop.type == "min" else high
    if stop.type == "formula":
        (value,) = document.formulas.tried(sheet.title, [f"={stop.val}"])
        return float(value) if isinstance(value, (int, float)) else low
    value = float(stop.val or 0)
    if stop.type == "percent":
        return low + (high - low) * value / 100
    if stop.type == "percentile":
        at = (len(ordered) - 1) * value / 100
        left = int(at)
        return ordered[left] + (ordered[min(left + 1, len(ordered) - 1)] - ordered[left]) * (at - left)
    return value


def _between(one: str, other: str, part: float) -> str:
    pairs = ((int(one[-6:][at : at + 2], 16), int(other[-6:][at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(low + (high - low) * part):02X}" for low, high in pairs)
