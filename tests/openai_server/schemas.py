"""Checks bodies against OpenAI's own description of its API."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

PARTS = Path(__file__).with_name("openapi_parts.json")


def request_problems(body: Any, schema: str = "CreateChatCompletionRequest") -> list[str]:
    """Return what is illegal in the body of a request, unknown properties included.

    Args:
        body: The decoded JSON.
        schema: What it has to be; ``CreateResponse`` in the Responses interface.
    """
    return _problems(schema, body, sealed=True)


def response_problems(schema: str, body: Any) -> list[str]:
    """Return what is illegal in a response; more properties than described are legal there."""
    return _problems(schema, body, sealed=False)


def _problems(schema: str, body: Any, *, sealed: bool) -> list[str]:
    errors = _validator(schema, sealed).iter_errors(body)
    return [f"{error.json_path}: {error.message[:300]}" for error in errors]


@cache
def _validator(schema: str, sealed: bool) -> Draft202012Validator:
    document = json.loads(PARTS.read_text())
    if sealed:
        merged = _merged(document)
        schemas = document["components"]["schemas"]
        document["components"]["schemas"] = {
            name: _sealed(body, part=name in merged) for name, body in schemas.items()
        }
    return Draft202012Validator(
        {
            "$ref": f"#/components/schemas/{schema}",
            "components": document["components"],
            **({"unevaluatedProperties": False} if sealed else {}),
        }
    )


def _merged(node: Any) -> set[str]:
    """Return the names of the schemas that are parts of an ``allOf``."""
    if isinstance(node, list):
        return set().union(*map(_merged, node))
    if not isinstance(node, dict):
        return set()
    parts = node.get("allOf", ())
    named = {part["$ref"].rsplit("/", 1)[1] for part in parts if "$ref" in part}
    return named.union(*map(_merged, node.values()))


def _sealed(node: Any, *, part: bool = False) -> Any:
    """Forbid unknown properties in every object that isn't a part of an ``allOf``."""
    if isinstance(node, list):
        return [_sealed(item) for item in node]
    if not isinstance(node, dict):
        return node
    sealed = {
        key: [_sealed(item, part=True) for item in value] if key == "allOf" else _sealed(value)
        for key, value in node.items()
    }
    is_object = isinstance(node.get("properties"), dict) and isinstance(node.get("type"), str)
    if is_object and not part and "additionalProperties" not in node:
        sealed["additionalProperties"] = False
    return sealed
