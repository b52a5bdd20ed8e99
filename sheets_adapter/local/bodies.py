"""Bodies of requests checked against Google's description, the way Google's own reader of JSON does it.

It takes names in both spellings (``startRowIndex``, ``start_row_index``), numbers and truths as text, enums in any
capitals, one thing for a list of one and lists in lists; null is as if nothing were given. What is left is refused
with Google's words, all that is wrong at once. See ``schema.py`` for the description.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from sheets_adapter.local.errors import violations
from sheets_adapter.local.schema import Kind, body_of, fields

Json = dict[str, Any]
Place = tuple[Any, str | int] | None
"""Where something stands: the place of what it is in, and its name or number there."""

_FIELD_OF_BODY = {"create": "spreadsheet", "values.update": "data", "values.append": "data"}
"""What Google's message calls the body, where it is not the whole message."""
_ONE_OF = {
    "Request": ("kind", None),
    "ExtendedValue": ("value", None),
    "ColorStyle": ("kind", None),
    "ConditionValue": ("value", None),
    "ConditionalFormatRule": ("rule", {"booleanRule", "gradientRule"}),
    "UpdateCellsRequest": ("area", {"start", "range"}),
    "UpdateConditionalFormatRuleRequest": ("instruction", {"rule", "newIndex"}),
    "TextRotation": ("type", None),
    "DataFilter": ("filter", None),
    "EmbeddedObjectPosition": ("location", {"sheetId", "overlayPosition", "newSheet"}),
    "FindReplaceRequest": ("scope", {"range", "sheetId", "allSheets"}),
    "PasteDataRequest": ("kind", {"delimiter", "html"}),
    "ChartData": ("type", {"sourceRange", "columnReference"}),
}
"""Properties of which only one may be set (None: all of a schema), with the name Google has for them together."""
_TYPE = "type.googleapis.com/google.apps.sheets.v4."
_TYPES_OF_ENUMS = {
    "dimension": "Dimension",
    "majorDimension": "Dimension",
    "valueInputOption": "ValueInputOption",
    "responseValueRenderOption": "ValueRenderOption",
    "valueRenderOption": "ValueRenderOption",
    "responseDateTimeRenderOption": "DateTimeRenderOption",
    "dateTimeRenderOption": "DateTimeRenderOption",
    "sortOrder": "SortOrder",
}
_INTEGERS = range(-(2**31), 2**31)
_MOST_PROBLEMS = 50


def checked(method: str, body: Json) -> Json:
    """A body as the schemas have it. Raises ApiError 400 with all that is wrong in it."""
    schema = body_of(method)
    if schema is None:
        return body
    reader = _Reader()
    name = _FIELD_OF_BODY.get(method)
    found: Json = reader.message(schema, body, (None, name) if name else None)
    if reader.problems:
        raise violations(reader.problems)
    return found


class _Reader:
    """Reads one body; ``problems`` are pairs of a field and what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []

    def message(self, schema: str, given: Json, place: Place) -> Json:
        """``given`` itself where it is already as the schema has it: a body may be of a million cells."""
        known = fields(schema)
        found = given
        for key, value in given.items():
            field = known.get(key) if value is not None else None
            if field is None:
                if value is not None:
                    self._refuse_name(key, place, "Cannot find field.")
                found = {other: item for other, item in found.items() if other != key}
                continue
            name, snake, kind = field
            # Most of what a large body holds is of these.
            if value.__class__ is _PLAIN.get(kind if kind.__class__ is str else ""):
                read = value
            else:
                read = self._property(kind, value, (place, snake), name)
            if read is not value or name != key:
                found = {other: item for other, item in found.items() if other != key} | {name: read}
        if len(found) > 1 and schema in _ONE_OF:
            self._check_one_of(schema, found, place)
        return found

    def _check_one_of(self, schema: str, found: Json, place: Place) -> None:
        name, of = _ONE_OF[schema]
        among = [key for key in found if of is None or key in of]
        for key in among[1:]:
            problem = f"Invalid value{_at(place)} (oneof), oneof field '{name}' is already set. Cannot set '{key}'"
            self._refuse(place, problem)

    def _property(self, kind: Kind, value: Any, place: tuple[Any, str | int], name: str) -> Any:
        if isinstance(kind, list):
            return self._list(kind[0], value, place, name)
        if isinstance(kind, dict) and "map" in kind:
            return self._map(kind["map"], value, place, name)
        if isinstance(value, list):
            if kind != "any":
                self._refuse_name(name, place[0], "Proto field is not repeating, cannot start list.")
            return value
        return self._one(kind, value, place, name)

    def _list(self, kind: Kind, value: Any, place: Place, name: str) -> list[Any]:
        if not isinstance(value, list):
            return [self._item(kind, value, place, name)]
        found: list[Any] = []
        same = True
        for number, item in enumerate(value):
            if isinstance(item, list) and not isinstance(kind, list):
                found += self._list(kind, item, (place, number), name)
                same = False
            else:
                found.append(self._item(kind, item, (place, number), name))
                same = same and found[-1] is item
        return value if same else found

    def _item(self, kind: Kind, value: Any, place: Place, name: str) -> Any:
        if isinstance(kind, list):
            # A row of values, whose contents are the business of those who write them.
            if not isinstance(value, list):
                self._refuse_value("type.googleapis.com/google.protobuf.ListValue", value, place)
            return value
        return {} if value is None else self._one(kind, value, place, name)

    def _map(self, kind: Kind, value: Any, place: Place, name: str) -> Json:
        if not isinstance(value, dict):
            self._refuse_value("Map", value, place)
            return {}
        return {key: self._one(kind, item, (place, str(key)), name) for key, item in value.items()}

    def _one(self, kind: Kind, value: Any, place: Place, name: str) -> Any:
        if isinstance(kind, dict):
            return self._enum(kind["enum"], value, place, name)
        if kind[0].isupper():
            if isinstance(value, dict):
                return self.message(kind, value, place)
            self._refuse_value(_type_of(kind), value, place)
            return {}
        if kind == "any":
            return value
        if isinstance(value, dict):
            self._refuse_object(place)
            return value
        read, shown = _SCALARS[kind]
        found = read(value)
        if found is None:
            self._refuse_value(shown, value, place)
        return found

    def _enum(self, allowed: list[str], value: Any, place: Place, name: str) -> Any:
        if isinstance(value, dict):
            self._refuse_object(place)
        elif not isinstance(value, str) or value.upper() not in allowed:
            known = _TYPES_OF_ENUMS.get(name)
            self._refuse_value(_TYPE + known if known else "TYPE_ENUM", value, place)
        return value.upper() if isinstance(value, str) else value

    def _refuse_name(self, name: str, place: Place, why: str) -> None:
        self._refuse(place, f'Invalid JSON payload received. Unknown name "{name}"{_at(place)}: {why}')

    def _refuse_object(self, place: Place) -> None:
        above, name = place or (None, "")
        problem = f"Invalid value{_at(above)} ({name}), Starting an object on a scalar field"
        self._refuse(above, problem)

    def _refuse_value(self, kind: str, value: Any, place: Place) -> None:
        shown = json.dumps(value, ensure_ascii=False)
        self._refuse(place, f"Invalid value{_at(place)} ({kind}), {shown}")

    def _refuse(self, place: Place, problem: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append((_path(place), problem))


def _path(place: Place) -> str:
    """``requests[0].add_sheet.properties``, empty for the body itself."""
    parts: list[str] = []
    while place is not None:
        place, name = place
        parts.append(f"[{name}]" if isinstance(name, int) else f".{name}")
    return "".join(reversed(parts)).removeprefix(".")


def _at(place: Place) -> str:
    path = _path(place)
    return f" at '{path}'" if path else ""


def _type_of(schema: str) -> str:
    return _TYPE + ("BatchUpdateSpreadsheetRequest.Request" if schema == "Request" else schema)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _integer(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number == math.floor(number) and int(number) in _INTEGERS else None


def _number(value: Any) -> float | int | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
        value = int(value) if value.is_integer() else value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return value


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


_PLAIN = {"string": str, "double": float, "bool": bool, "mask": str}
"""What Python reads of JSON that needs no second look."""
_SCALARS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "string": (_text, "TYPE_STRING"),
    "mask": (_text, "type.googleapis.com/google.protobuf.FieldMask"),
    "time": (_text, "type.googleapis.com/google.protobuf.Timestamp"),
    "int32": (_integer, "TYPE_INT32"),
    "float": (_number, "TYPE_FLOAT"),
    "double": (_number, "TYPE_DOUBLE"),
    "bool": (_truth, "TYPE_BOOL"),
}
