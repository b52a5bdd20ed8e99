"""Google's published description of the Sheets API, as JSON Schema: what is sent and answered must fit it.

``validate_body("batchUpdate", body)`` and ``validate_answer("values.batchGet", answer)`` raise AssertionError with
the place that does not fit. Methods are named as Google names them below ``spreadsheets``.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema

ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "status"],
            "properties": {
                "code": {"type": "integer"},
                "message": {"type": "string"},
                "status": {"type": "string"},
                "details": {"type": "array"},
            },
            "additionalProperties": False,
        }
    },
    "additionalProperties": False,
}


@cache
def document(name: str = "sheets.v4") -> dict[str, Any]:
    text = files("googleapiclient").joinpath(f"discovery_cache/documents/{name}.json").read_text("utf-8")
    return dict(json.loads(text))


@cache
def schemas(of: str = "sheets.v4") -> dict[str, Any]:
    return {name: _schema(schema) for name, schema in document(of)["schemas"].items()}


def _schema(node: Any) -> Any:
    """Discovery to JSON Schema: references by path, and nothing besides what is described."""
    if isinstance(node, list):
        return [_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": f"#/definitions/{node['$ref']}"}
    kept = {key: node[key] for key in ("type", "enum") if key in node and node.get("type") != "any"}
    if "properties" in node:
        kept["properties"] = {name: _schema(each) for name, each in node["properties"].items()}
    if "items" in node:
        kept["items"] = _schema(node["items"])
    if node.get("type") == "object":
        kept["additionalProperties"] = (
            _schema(node["additionalProperties"]) if "additionalProperties" in node else False
        )
    return kept


@cache
def methods() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}

    def walk(resource: dict[str, Any]) -> None:
        for method in resource.get("methods", {}).values():
            found[method["id"].removeprefix("sheets.spreadsheets.")] = method
        for child in resource.get("resources", {}).values():
            walk(child)

    walk(document())
    return found


@cache
def _validator(name: str, of: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": schemas(of)})


def validate_drive(name: str, value: Any) -> None:
    """``value`` is the schema ``name`` of Drive."""
    validate(name, value, "drive.v3")


def validate(name: str, value: Any, of: str = "sheets.v4") -> None:
    """``value`` is the schema ``name``, a lone null counting as nothing given."""
    problem = jsonschema.exceptions.best_match(_validator(name, of).iter_errors(_without_nulls(value)))
    if problem is not None:
        where = "/".join(map(str, problem.absolute_path))
        raise AssertionError(f"{name} at {where or 'the top'}: {problem.message[:400]}")


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


def validate_answer(method: str, answer: Any) -> None:
    """The answer of a method that succeeded, or an error body."""
    if isinstance(answer, dict) and "error" in answer:
        jsonschema.validate(answer, ERROR)
        return
    validate(methods()[method]["response"]["$ref"], answer)


def validate_body(method: str, body: Any) -> None:
    request = methods()[method].get("request")
    if request is None:
        assert not body, f"{method} takes no body"
        return
    validate(request["$ref"], body)


def described() -> dict[str, Any]:
    """What ``sheets_adapter/local/schema.json`` has to hold: the discovery document without its prose."""
    return {
        "revision": document()["revision"],
        "methods": {
            name: [method.get("request", {}).get("$ref"), method["response"]["$ref"]]
            for name, method in sorted(methods().items())
        },
        "schemas": {
            name: {key: _kind(each) for key, each in schema.get("properties", {}).items()}
            for name, schema in sorted(document()["schemas"].items())
        },
    }


def _kind(node: dict[str, Any]) -> Any:
    if "$ref" in node:
        return node["$ref"]
    if node["type"] == "array":
        return [_kind(node["items"])]
    if "additionalProperties" in node:
        return {"map": _kind(node["additionalProperties"])}
    if "enum" in node:
        return {"enum": node["enum"]}
    formats = {"google-fieldmask": "mask", "google-datetime": "time"}
    kind = formats.get(node.get("format", ""), node.get("format", node["type"]))
    return "bool" if kind == "boolean" else kind
