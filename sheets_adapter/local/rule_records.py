"""Rules of conditional formats: Google's words and the records of an .xlsx file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from openpyxl.formatting import rule as openpyxl_rule
from openpyxl.formatting.rule import ColorScale, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from sheets_adapter.local import colors, conditions, look, theme
from sheets_adapter.local.document import Document
from sheets_adapter.local.errors import invalid, unimplemented
from sheets_adapter.local.fields import refuse_unknown

Json = dict[str, Any]

# The stubs list every literal these two take; what is put in comes from tables.
_make_rule: Callable[..., Rule] = Rule
_make_stop: Callable[..., Any] = openpyxl_rule.FormatObject

_POINTS = {"MIN": "min", "MAX": "max", "NUMBER": "num", "PERCENT": "percent", "PERCENTILE": "percentile"}
_POINTS_BACK = {value: key for key, value in _POINTS.items()} | {"formula": "NUMBER"}
_TEXTS = {
    "TEXT_CONTAINS": ("containsText", "containsText", "NOT(ISERROR(SEARCH({text},{cell})))"),
    "TEXT_NOT_CONTAINS": ("notContainsText", "notContains", "ISERROR(SEARCH({text},{cell}))"),
    "TEXT_STARTS_WITH": ("beginsWith", "beginsWith", "LEFT({cell},LEN({text}))={text}"),
    "TEXT_ENDS_WITH": ("endsWith", "endsWith", "RIGHT({cell},LEN({text}))={text}"),
}
_TEXTS_BACK = {kind: name for name, (kind, _, _) in _TEXTS.items()}
_SEARCHED = re.compile(r"SEARCH\((.*),[^,]*\)|LEN\((.*)\)\)=", re.DOTALL)
"""What a text is compared with, where it is no text but a formula."""
_DATES = {"DATE_EQ": "=", "DATE_BEFORE": "<", "DATE_AFTER": ">"}
_DATES_BACK = {value: key for key, value in _DATES.items()}
_DATE = re.compile(r"AND\(ISNUMBER\(([A-Z]+\d+)\),INT\(\1\)([=<>])(.*)\)", re.DOTALL)
_TEXT_STYLES = frozenset({"bold", "italic", "strikethrough", "underline", "foregroundColor", "foregroundColorStyle"})


def record(document: Document, given: Json, cell: str) -> Rule:
    """The record of a rule whose ranges begin at ``cell`` (``A2``)."""
    if "gradientRule" in given:
        return _gradient(document, given["gradientRule"])
    if "booleanRule" not in given:
        raise invalid("Exactly one of booleanRule and gradientRule is required.")
    boolean = given["booleanRule"]
    condition = boolean.get("condition") or {}
    kind = condition.get("type", "CONDITION_TYPE_UNSPECIFIED")
    return _make_rule(dxf=_look(boolean.get("format") or {}), **_tested(document, condition, kind, cell))


def _tested(document: Document, condition: Json, kind: str, cell: str) -> Json:
    """What a record says of its condition."""
    if kind in conditions.OPERATORS:
        texts = conditions.values(condition, 2 if "BETWEEN" in kind else 1)
        formulas = [conditions.formula(document, text) for text in texts]
        return {"type": "cellIs", "operator": conditions.OPERATORS[kind], "formula": formulas}
    if kind == "TEXT_EQ":
        return {
            "type": "cellIs",
            "operator": "equal",
            "formula": [conditions.quoted(conditions.values(condition, 1)[0])],
        }
    if kind in _TEXTS:
        name, operator, pattern = _TEXTS[kind]
        text = conditions.values(condition, 1)[0]
        formula = pattern.format(text=conditions.quoted(text), cell=cell)
        return {"type": name, "operator": operator, "formula": [formula]} | (
            {} if text.startswith("=") else {"text": text}
        )
    if kind in _DATES:
        text = conditions.formula(document, conditions.values(condition, 1, relative=kind != "DATE_EQ")[0])
        return {"type": "expression", "formula": [f"AND(ISNUMBER({cell}),INT({cell}){_DATES[kind]}{text})"]}
    if kind in {"BLANK", "NOT_BLANK"}:
        conditions.values(condition, 0)
        name, sign = ("containsBlanks", "=") if kind == "BLANK" else ("notContainsBlanks", ">")
        return {"type": name, "formula": [f"LEN(TRIM({cell})){sign}0"]}
    if kind == "CUSTOM_FORMULA":
        text = conditions.values(condition, 1)[0]
        if not text.startswith("="):
            raise invalid(f"Invalid ConditionValue.userEnteredValue: {text}")
        return {"type": "expression", "formula": [text[1:]]}
    if kind == "CONDITION_TYPE_UNSPECIFIED":
        raise invalid("No condition type specified.")
    raise invalid(f"ConditionType '{kind}' is not supported in conditional formatting.")


def _look(given: Json) -> DifferentialStyle:
    refuse_unknown(given, {"backgroundColor", "backgroundColorStyle", "textFormat"}, "format")
    text = given.get("textFormat") or {}
    refuse_unknown(text, _TEXT_STYLES, "textFormat")
    background, foreground = colors.given(given, "backgroundColor"), colors.given(text, "foregroundColor")
    font = Font(
        b=text.get("bold"),
        i=text.get("italic"),
        strike=text.get("strikethrough"),
        u={True: "single", False: "none"}.get(text.get("underline")),  # type: ignore[arg-type]
        color=foreground,
    )
    # In a conditional format the file keeps the colour of a solid fill in the other of its two places.
    fill = PatternFill(bgColor=background) if background else None
    return DifferentialStyle(font=font if text else None, fill=fill)


def _gradient(document: Document, given: Json) -> Rule:
    points = [given[name] for name in ("minpoint", "midpoint", "maxpoint") if given.get(name)]
    kinds = [each.get("type", "INTERPOLATION_POINT_TYPE_UNSPECIFIED") for each in points]
    if not given.get("minpoint") or not given.get("maxpoint") or not set(kinds) <= _POINTS.keys():
        raise invalid("No interpolationPointType specified.")
    for point in points:
        if point["type"] not in {"MIN", "MAX"} and not point.get("value"):
            raise invalid("InterpolationPoint.value is required.")
    stops = [_stop(document, each) for each in points]
    shades: Any = [colors.given(each, "color") or colors.given({"color": {}}, "color") for each in points]
    return _make_rule("colorScale", colorScale=ColorScale(cfvo=stops, color=shades))


def _stop(document: Document, point: Json) -> Any:
    kind, text = point["type"], str(point.get("value", ""))
    if kind in {"MIN", "MAX"}:
        return _make_stop(_POINTS[kind])
    if text.startswith("="):
        if kind != "NUMBER":
            raise unimplemented(f"a formula as an interpolation point of type {kind}")
        return _make_stop("formula", text[1:])
    try:
        return _make_stop(_POINTS[kind], float(conditions.formula(document, text)))
    except ValueError:
        raise invalid(f"Invalid InterpolationPoint.value: {text}") from None


def shown(document: Document, rule: Rule) -> Json | None:
    """``{booleanRule: ...}`` or ``{gradientRule: ...}``, None where Google has no words for a record."""
    if rule.type == "colorScale" and rule.colorScale is not None:
        return {"gradientRule": _shown_gradient(document, rule.colorScale)}
    condition = _shown_condition(document, rule)
    if condition is None:
        return None
    return {"booleanRule": {"condition": condition, "format": _shown_look(document, rule.dxf)}}


def _shown_condition(document: Document, rule: Rule) -> Json | None:
    formulas = [str(each) for each in rule.formula or ()]
    if rule.type in _TEXTS_BACK:
        return _shown_text(rule, formulas)
    if rule.type in {"containsBlanks", "notContainsBlanks"}:
        return conditions.condition("BLANK" if rule.type == "containsBlanks" else "NOT_BLANK")
    if rule.type == "cellIs" and formulas:
        return _shown_compared(document, rule, formulas)
    if rule.type == "expression" and formulas:
        date = _DATE.fullmatch(formulas[0])
        if date:
            return conditions.dates(_DATES_BACK[date[2]], document, date[3])
        return conditions.condition("CUSTOM_FORMULA", "=" + formulas[0])
    return None


def _shown_text(rule: Rule, formulas: list[str]) -> Json | None:
    searched = _SEARCHED.search(formulas[0]) if formulas and not rule.text else None
    text = rule.text or (conditions.unquoted(searched[1] or searched[2]) if searched else None)
    return conditions.condition(_TEXTS_BACK[rule.type], text) if text else None


def _shown_compared(document: Document, rule: Rule, formulas: list[str]) -> Json | None:
    if formulas[0].startswith('"') and rule.operator == "equal":
        return conditions.condition("TEXT_EQ", conditions.unquoted(formulas[0]))
    kind = conditions.NUMBERS_BACK.get(str(rule.operator))
    return conditions.condition(kind, *(conditions.entered(document, text) for text in formulas)) if kind else None


def _shown_look(document: Document, look_: Any) -> Json:
    shown_: Json = {}
    if look_ is None:
        return shown_
    palette = theme.palette(document.book)
    if look_.fill is not None:
        shown_.update(colors.shown(look_.fill.bgColor or look_.fill.fgColor, "backgroundColor", palette))
    if look_.font is not None:
        text = look.shown_text(look_.font, Font(), palette)
        for name, value in (("bold", look_.font.b), ("italic", look_.font.i), ("strikethrough", look_.font.strike)):
            if value is False:
                text[name] = False
        if text:
            shown_["textFormat"] = text
    return shown_


def _shown_gradient(document: Document, scale: Any) -> Json:
    names = ("minpoint", "maxpoint") if len(scale.cfvo) == 2 else ("minpoint", "midpoint", "maxpoint")
    palette = theme.palette(document.book)
    shown_: Json = {}
    for name, stop, color in zip(names, scale.cfvo, scale.color, strict=False):
        point = colors.shown(color, "color", palette) | {"type": _POINTS_BACK.get(stop.type, "NUMBER")}
        if stop.type == "formula":
            point["value"] = f"={stop.val}"
        elif stop.type not in {"min", "max"} and stop.val is not None:
            point["value"] = conditions.entered(document, f"{float(stop.val):.15g}")
        shown_[name] = point
    return shown_
