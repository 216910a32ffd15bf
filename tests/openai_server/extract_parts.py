"""Copies the schemas that the tests use out of OpenAI's API description (MIT licence).

Usage: python -m tests.openai_server.extract_parts DESCRIPTION.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PARTS = Path(__file__).with_name("openapi_parts.json")
ROOTS = (
    "CreateChatCompletionRequest",
    "CreateChatCompletionResponse",
    "CreateChatCompletionStreamResponse",
    "CreateResponse",
    "Response",
    "ResponseStreamEvent",
    "ListModelsResponse",
    "ErrorResponse",
)
DROPPED = {"description", "example", "examples", "title", "deprecated", "x-oaiMeta"}


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        found = {node["$ref"].rsplit("/", 1)[1]} if isinstance(node.get("$ref"), str) else set()
        return found.union(*map(references, node.values()))
    return set().union(*map(references, node)) if isinstance(node, list) else set()


def trimmed(node: Any, *, names: bool = False) -> Any:
    """Leave out the prose. `names`: the keys are names of properties, not of the schema."""
    if isinstance(node, list):
        return [trimmed(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: trimmed(value, names=key == "properties" and not names)
        for key, value in node.items()
        if names or not (key in DROPPED or key.startswith("x-"))
    }


def main(description: Path) -> None:
    document = json.loads(description.read_text())
    schemas = document["components"]["schemas"]
    wanted: dict[str, Any] = {}
    waiting = set(ROOTS)
    while waiting:
        name = waiting.pop()
        wanted[name] = trimmed(schemas[name])
        waiting |= references(schemas[name]) - wanted.keys()
    parts = {
        "info": {
            "title": f"Parts of the {document['info']['title']}",
            "version": document["info"]["version"],
            "license": document["info"]["license"],
        },
        "components": {"schemas": dict(sorted(wanted.items()))},
    }
    PARTS.write_text(json.dumps(parts, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
