"""Whether an answer is what its schema says: the part of JSON Schema that our own descriptions use, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
KNOWN = {
    *("type", "properties", "required", "additionalProperties", "items", "enum", "pattern", "$ref", "format"),
    *("minLength", "maxLength", "minimum", "maximum", "description", "default"),
}


def wrong(value: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Yield where a value is not what its schema says.

    Raises:
        AssertionError: the schema uses a word that is not looked at here.
    """
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, KINDS[kind]) for kind in kinds):
        yield f"{at}: {value!r} is no {kinds}"
    elif isinstance(value, dict):
        known = schema.get("properties", {})
        yield from (f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value)
        if schema.get("additionalProperties") is False:
            yield from (f"{at}.{name} is not described" for name in set(value) - set(known))
        for name in set(value) & set(known):
            yield from wrong(value[name], known[name], schemas, f"{at}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from wrong(inner, schema["items"], schemas, f"{at}[{number}]")
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    elif isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: {value!r} does not look like {schema['pattern']}"
