"""Values in the notation of protocol buffers, in which Google repeats one that cannot be a cell's."""

from __future__ import annotations

from typing import Any


def written(value: Any, indent: str = "") -> str:
    if isinstance(value, dict):
        fields = "".join(
            f"{indent}  fields {{\n{indent}    key: {_quoted(key)}\n{indent}    value {{\n"
            f"{written(item, indent + '      ')}{indent}    }}\n{indent}  }}\n"
            for key, item in value.items()
        )
        return f"{indent}struct_value {{\n{fields}{indent}}}\n"
    if isinstance(value, list):
        items = "".join(f"{indent}  values {{\n{written(item, indent + '    ')}{indent}  }}\n" for item in value)
        return f"{indent}list_value {{\n{items}{indent}}}\n"
    if isinstance(value, str):
        return f"{indent}string_value: {_quoted(value)}\n"
    if value is None:
        return f"{indent}null_value: NULL_VALUE\n"
    if isinstance(value, bool):
        return f"{indent}bool_value: {str(value).lower()}\n"
    return f"{indent}number_value: {value:.17g}\n"


def _quoted(text: str) -> str:
    """Bytes above 127 as octal numbers, as protocol buffers write them."""
    return '"' + "".join(_escaped(byte) for byte in text.encode()) + '"'


def _escaped(byte: int) -> str:
    known = {10: "\\n", 13: "\\r", 9: "\\t", 34: '\\"', 39: "\\'", 92: "\\\\"}
    if byte in known:
        return known[byte]
    return chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"
